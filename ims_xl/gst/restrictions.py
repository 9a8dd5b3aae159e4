"""What the portal does not let a buyer do with a record, and what it allows but he should know.

A refusal stops the mark: one offending record can make the portal turn away the whole file. Advice does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl import schema
from ims_xl.gst import pending
from ims_xl.gst.actions import is_open, is_unknown
from ims_xl.gst.sections import AMENDED_SUPPLIES, SECTIONS
from ims_xl.money import whole_paise

Flags = npt.NDArray[np.bool_]

UNKNOWN_ACTION = "the portal shows an action that this program does not know"
REMARKS_LENGTH = 250  # characters; GSTN IMS offline tool v1.1

CASE = (
    *schema.IMS,
    *(column._replace(name=f"new_{column.name}") for column in schema.DECISION),
    schema.Column("original_action", "text", "last known state of the amended original; empty when it is not known"),
    schema.Column("original_in_ims", "flag", "IMS still holds that original"),
    schema.Column("original_elsewhere", "flag", "it does, and the original falls in another GSTR-2B"),
    schema.Column("periods_told", "flag", "that is told by GSTR-2B, and no guess by the suppliers' periods"),
    schema.Column("change", "text", "up, down or same against that original; empty when it is not known"),
    schema.Column("falls", "flag", "it lowers the ITC of an accepted original whose GSTR-3B is filed"),
    schema.Column("two_b_period", "text", "MMYYYY of the GSTR-2B the record goes to"),
    schema.Column("two_b_told", "flag", "a GSTR-2B tells that, and it is no guess by the supplier's period"),
    schema.Column("pending_until", "date", "last day it can stay pending; missing when not limited"),
    schema.Column("claim_until", "date", "last day to claim its credit under section 16(4)"),
    schema.Column("next_3b_due", "date", "due date of the GSTR-3B after the one being prepared"),
    schema.Column("claimed_from", "date", "first day credit can be claimed in the GSTR-3B being prepared"),
    schema.Column("today", "date", "the day of the check"),
)
"""One row for a document and what is to be done with it: the columns every rule can look at."""

DECLARED = tuple(f"new_declared_{tax}" for tax in schema.TAXES)
_DECLARING = [section.key for section in SECTIONS.values() if section.declares]
_AMENDING = [key for key, section in SECTIONS.items() if section.amends]
_IMPORTS = [section.key for section in SECTIONS.values() if section.family == "Imports"]


@dataclass(frozen=True, slots=True)
class Restriction:
    """One rule: the actions it speaks of, the cases it holds for and what to tell the accountant.

    `actions`: letters of A, R, P, N. `since`: first GSTR-2B period it is known for, for the reader.
    `detail`: text per case that makes the reason exact; empty where there is nothing to add. `withholds`: where it
    holds the action is not suggested either; a refusal never is.
    """

    code: str
    severity: Literal["refusal", "advice"]
    actions: str
    when: "Callable[[pd.DataFrame], Flags | pd.Series[bool]]"
    reason: str
    remedy: str
    source: str
    since: str = ""
    detail: Callable[[pd.DataFrame], "pd.Series[str]"] | None = None
    withholds: bool = False


def _among(cases: pd.DataFrame, name: str, *values: str) -> Flags:
    """Where a column of texts has one of these values."""
    # Bare objects: a Series of a few rows takes ten times as long to say so, and every rule asks several times.
    texts = cases[name].to_numpy(dtype=object)
    return _any(texts == value for value in values)


def _any(flags: Iterable[Flags]) -> Flags:
    return np.asarray(np.logical_or.reduce(list(flags)), dtype=bool)


def sends_remarks(cases: pd.DataFrame) -> Flags:
    """Where remarks go to the portal: with Reject and Pending, and with Accept when not all ITC is reduced.

    Never with a bill of entry. Source: GSTN advisory 624 and its FAQ of 17 Oct 2025.
    """
    declined = _among(cases, "new_itc_reduction", "N") | _partial(cases)
    asked = _among(cases, "new_action", "R", "P") | (_among(cases, "new_action", "A") & declined)
    return asked & ~_imported(cases)


def _imported(cases: pd.DataFrame) -> Flags:
    return _among(cases, "section", *_IMPORTS)


def _partial(cases: pd.DataFrame) -> Flags:
    declared = _any(~np.isnan(cases[name].to_numpy()) for name in DECLARED)
    return _among(cases, "new_itc_reduction", "Y") & declared


def _paise(cases: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    return np.nan_to_num(whole_paise(cases[name].to_numpy()))


def _above(cases: pd.DataFrame, tax: str) -> Flags:
    return np.asarray(_paise(cases, f"new_declared_{tax}") > _paise(cases, tax), dtype=bool)


def _above_any(cases: pd.DataFrame) -> Flags:
    return _partial(cases) & _any(_above(cases, tax) for tax in schema.TAXES)


def _above_heads(cases: pd.DataFrame) -> "pd.Series[str]":
    text = pd.Series("", index=cases.index, dtype="str")
    for tax in schema.TAXES:
        name = tax if tax == "cess" else tax.upper()
        text = text.where(~_above(cases, tax), text + ", " + name)
    return text.str.removeprefix(", ").astype("str")


def _uneven(cases: pd.DataFrame) -> Flags:
    differ = _paise(cases, "new_declared_cgst") != _paise(cases, "new_declared_sgst")
    return np.asarray(_partial(cases) & differ, dtype=bool)


def _nothing_declared(cases: pd.DataFrame) -> Flags:
    return _partial(cases) & ~_any(np.nan_to_num(cases[name].to_numpy()) != 0 for name in DECLARED)


def _claims(cases: pd.DataFrame) -> Flags:
    """Credit that section 16(4) limits without dispute: a credit note, or what lowers credit taken, claims nothing."""
    lowers = cases["falls"].to_numpy() | (_among(cases, "change", "down") & _among(cases, "original_action", "A", "N"))
    return ~_among(cases, "doc_type", "CN") & ~lowers & ~_imported(cases)


def _ended(cases: pd.DataFrame) -> Flags:
    return _before(cases, "claim_until", "claimed_from")


def _ends_while_waiting(cases: pd.DataFrame) -> Flags:
    return _before(cases, "claim_until", "next_3b_due")


def _before(cases: pd.DataFrame, day: str, other: str) -> Flags:
    """Where one day is before another; a missing one never is."""
    return np.asarray(cases[day].to_numpy() < cases[other].to_numpy(), dtype=bool)


def _last_claim(cases: pd.DataFrame) -> "pd.Series[str]":
    return "last day to claim it is " + _claim_days(cases)


def _end_of_claim(cases: pd.DataFrame) -> "pd.Series[str]":
    verb = pd.Series("it ends on ", index=cases.index, dtype="str").mask(
        cases["claim_until"] < cases["today"], "it ended on "
    )
    return "section 16(4): " + verb + _claim_days(cases)


def _claim_days(cases: pd.DataFrame) -> "pd.Series[str]":
    days: pd.Series[str] = cases["claim_until"].dt.strftime("%d-%b-%Y").astype("str")
    return days


def _amended_supply(cases: pd.DataFrame) -> Flags:
    return _among(cases, "section", *AMENDED_SUPPLIES)


def _told_how_much(cases: pd.DataFrame) -> Flags:
    """Accepted with an answer that says what is reduced, whatever became of the original."""
    return _among(cases, "new_action", "A") & (_among(cases, "new_itc_reduction", "N") | _partial(cases))


def _original_unknown(cases: pd.DataFrame) -> Flags:
    amends = _among(cases, "section", *_AMENDING)
    return amends & ~_imported(cases) & _among(cases, "original_action", "") & ~_told_how_much(cases)


def _import_amended(cases: pd.DataFrame) -> Flags:
    return _imported(cases) & _among(cases, "section", *_DECLARING) & ~_told_how_much(cases)


_EITHER = "Accept or reject it; left alone it counts as accepted."
_FLAG = "flags of the IMS record"
_FAQ24 = "GSTN IMS FAQ, 2024"
_FAQ25 = "GSTN FAQ of 19 Jun 2025"
_A624 = "GSTN advisory 624 (23 Sep 2025) and its FAQ of 17 Oct 2025"
_TOOL = "GSTN IMS offline tool v1.1"
_BOE = "GSTN advisory on imports in IMS (30 Oct 2025)"
_CLAIM = "section 16(4) of the CGST Act"
_DISPUTED = f"{_CLAIM}; Maharashtra AAR (29 Apr 2025) and Tamil Nadu AAAR (Oct 2025), which bind their parties only"

RESTRICTIONS = (
    Restriction(
        "unknown_action", "refusal", "ARPN", lambda c: is_unknown(c["portal_action"]),
        UNKNOWN_ACTION, "Decide it on the portal, and look for a newer version of this program.",
        "a save names the action the portal holds (`prev_status`)", detail=lambda c: c["portal_action"].astype("str"),
    ),
    Restriction(
        "pending_blocked", "refusal", "P", lambda c: c["pending_blocked"] & ~_imported(c),
        "the portal does not allow Pending for this document", _EITHER, _FLAG, detail=pending.why_not,
    ),
    Restriction(
        "import_pending_blocked", "refusal", "P", lambda c: c["pending_blocked"] & _imported(c),
        "the portal does not allow Pending for this document", "Accept it; left alone it counts as accepted.", _FLAG,
    ),
    Restriction(
        "import_reject", "refusal", "R", _imported,
        "a bill of entry cannot be rejected", "Accept it or keep it pending on the portal.", _BOE, "102025",
    ),
    Restriction(
        "import_shown_only", "refusal", "APN", _imported,
        "the upload file has no place for imports", "Act on it in the IMS Dashboard of the portal.",
        _TOOL, "102025",
    ),
    Restriction(
        "amended_before_original", "refusal", "ARP",
        lambda c: c["original_elsewhere"] & c["periods_told"] & _among(c, "original_action", "N", "P"),
        "the original of another GSTR-2B is not decided yet",
        "Decide the original first and file GSTR-3B of its period.", _FAQ24,
    ),
    Restriction(
        "remarks_long", "refusal", "ARP",
        lambda c: sends_remarks(c) & (c["new_remarks"].str.len() > REMARKS_LENGTH),
        f"the remarks are longer than {REMARKS_LENGTH} characters", "Shorten the remarks.", _TOOL,
    ),
    Restriction(
        "remarks_blocked", "refusal", "ARP",
        lambda c: sends_remarks(c) & ~_among(c, "new_remarks", "") & c["remarks_blocked"],
        "the portal takes no remarks for this document", "Clear the remarks.", _FLAG, "102025",
    ),
    Restriction(
        "reduction_not_asked", "refusal", "A",
        lambda c: ~_among(c, "new_itc_reduction", "") & ~_among(c, "section", *_DECLARING),
        "ITC reduction is asked only for credit notes and amendments", "Clear Reduce ITC and the declared amounts.",
        _A624, "102025",
    ),
    Restriction(
        "reduction_blocked", "refusal", "A",
        lambda c: ~_among(c, "new_itc_reduction", "") & _among(c, "section", *_DECLARING) & c["itc_reduction_blocked"],
        "the portal takes no ITC reduction for this document", "Clear Reduce ITC and the declared amounts.",
        _FLAG, "102025",
    ),
    Restriction(
        "partial_without_amounts", "refusal", "A", _nothing_declared,
        "a partial reduction needs the amounts declared", "Write the amounts, or choose No.", _A624, "102025",
    ),
    Restriction(
        "declared_above_document", "refusal", "A", lambda c: _above_any(c) & ~_amended_supply(c),
        "the declared reduction is above the tax of the document", "Declare at most the tax of each head.",
        _A624, "102025", detail=_above_heads,
    ),
    Restriction(
        "declared_uneven", "refusal", "A", _uneven,
        "declared CGST and SGST differ", "Declare the same amount for both.", _A624, "102025",
    ),
    Restriction(
        "nothing_to_clear", "advice", "N", lambda c: is_open(c["portal_action"]),
        "the portal already shows no action", "", _FAQ24,
    ),
    Restriction(
        "original_undecided", "advice", "ARP",
        lambda c: c["original_elsewhere"] & ~c["periods_told"] & _among(c, "original_action", "N", "P"),
        "by the suppliers' periods the original falls in another GSTR-2B and is not decided yet, so the portal may "
        "refuse this; when the supplier filed is not known",
        "Decide the original first; if the portal refuses, file GSTR-3B of its period.", _FAQ24,
    ),
    Restriction(
        "original_open", "advice", "ARP", lambda c: c["original_elsewhere"] & _among(c, "original_action", "A", "R"),
        "GSTR-3B of the original's period is not filed yet, so the portal may refuse this",
        "File that GSTR-3B first if it does.", _FAQ24,
    ),
    Restriction(
        "original_unknown", "advice", "AN", _original_unknown,
        "what was decided on the original is not known here, so neither is the effect on ITC",
        "Read the GSTR-2B of the original's month (GSTR-2B / GSTR-2A), or look at the original on the portal.", _FAQ25,
    ),
    Restriction(
        "import_amended", "advice", "AN", _import_amended,
        "this lowers ITC where the bill of entry was moved to another GSTIN; the portal's data does not say whether it "
        "was, so the effect on ITC is not known", "Look at it on the portal; where it was moved, declare what is to be "
        "reduced, at most the tax of the bill.", _BOE, "102025",
    ),
    Restriction(
        "declared_above_amendment", "advice", "A", lambda c: _above_any(c) & _amended_supply(c),
        "the declared reduction is above the tax of the amended document; how much may be declared on an amendment is "
        "not published", "Declare at most what the original's tax falls by.", _A624, "102025", detail=_above_heads,
    ),
    Restriction(
        "pending_late", "advice", "P", lambda c: ~c["pending_blocked"] & _before(c, "pending_until", "today"),
        "its time to stay pending is over, so the portal may refuse this", _EITHER, _A624, "102025",
        detail=pending.last_day,
    ),
    Restriction(
        "pending_past_claim", "advice", "P", lambda c: _claims(c) & _ends_while_waiting(c),
        "the credit is lost if it waits for the next GSTR-3B",
        "Decide it in this period.", _CLAIM, detail=_last_claim, withholds=True,
    ),
    Restriction(
        "import_past_claim", "advice", "P", lambda c: _imported(c) & _ends_while_waiting(c),
        "the credit may be lost if it waits for the next GSTR-3B; whether section 16(4) covers imports is disputed",
        "Decide it in this period to be safe.", _DISPUTED, detail=_last_claim, withholds=True,
    ),
    Restriction(
        "claim_ended", "advice", "AN", lambda c: _claims(c) & _ended(c),
        "the credit can no longer be claimed in this GSTR-3B",
        "Keep it out of the credit claimed, unless an earlier GSTR-3B claimed it in time.", _CLAIM,
        detail=_end_of_claim,
    ),
    Restriction(
        "import_claim_ended", "advice", "AN", lambda c: _imported(c) & _ended(c),
        "the credit may be barred in this GSTR-3B; whether section 16(4) covers imports is disputed",
        "Take advice before claiming it.", _DISPUTED, detail=_end_of_claim,
    ),
    Restriction(
        "not_filed", "advice", "ARP", lambda c: _among(c, "supplier_filed", "Not filed"),
        "not filed by the supplier: no effect on GSTR-2B until then; an edit resets the action", "", _FAQ24,
    ),
    Restriction(
        "credit_note_rejected", "advice", "R", lambda c: _among(c, "doc_type", "CN"),
        "rejecting a credit note adds its tax to the supplier's liability",
        "Reject it only if it is not yours or wrong.", "GSTN IMS FAQ, 17 Oct 2024",
    ),
    Restriction(
        "downward_rejected", "advice", "R", lambda c: c["falls"],
        "rejecting an amendment that lowers an accepted document adds the difference to the supplier's liability",
        "Reject it only if it is not yours or wrong.", "GSTN advisory of 3 Sep 2024",
    ),
    Restriction(
        "import_remarks", "advice", "APN", lambda c: ~_among(c, "new_remarks", "") & _imported(c),
        "the portal takes no remarks for a bill of entry; these stay in the workbook", "", "public clients of the API",
        "102025",
    ),
    Restriction(
        "remarks_not_sent", "advice", "AN",
        lambda c: ~_among(c, "new_remarks", "") & ~sends_remarks(c) & ~_imported(c),
        "remarks go to the portal only with Reject, Pending, or an ITC reduction that is not full; "
        "these stay in the workbook", "", _A624, "102025",
    ),
    Restriction(
        "remarks_expected", "advice", "A",
        lambda c: sends_remarks(c) & _among(c, "new_remarks", "") & ~c["remarks_blocked"],
        "the portal may ask for remarks when ITC is not reduced in full", "Write why.", _A624, "102025",
    ),
    Restriction(
        "reduction_not_sent", "advice", "RPN", lambda c: ~_among(c, "new_itc_reduction", ""),
        "ITC reduction is declared only with Accept and is not sent", "", _A624, "102025",
    ),
)  # fmt: skip
"""Refusals first; the order is the order they are told in."""

CLAIMS = tuple(rule for rule in RESTRICTIONS if rule.source in (_CLAIM, _DISPUTED))
"""The rules of section 16(4), which speak of documents without a mark too."""


def rules_for(*, remarks_required: bool = False, decide_imports: bool = False) -> tuple[Restriction, ...]:
    """The rules of a company: it may want remarks whenever ITC is not reduced in full, or decide imports."""
    without = {"import_shown_only"} if decide_imports else set()
    strict = {"remarks_expected"} if remarks_required else set()
    return tuple(
        replace(rule, severity="refusal") if rule.code in strict else rule
        for rule in RESTRICTIONS
        if rule.code not in without
    )


FOUND = ("doc_id", "action", "code", "severity", "reason", "remedy")


def nothing_found() -> pd.DataFrame:
    """Findings with no rows."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in FOUND})


def findings(cases: pd.DataFrame, rules: Iterable[Restriction] = RESTRICTIONS) -> pd.DataFrame:
    """What the rules say of the cases, one row each: doc_id, action, code, severity, reason, remedy.

    `cases` has the columns of CASE; the reason is the rule's with its detail in brackets.
    """
    parts = []
    actions = cases["new_action"].to_numpy(dtype=object)
    asked = {action: actions == action for action in set(actions)}
    for rule in rules:
        spoken_of = [asked[action] for action in rule.actions if action in asked]
        if not spoken_of:
            continue
        holds = np.logical_or.reduce(spoken_of) & np.asarray(rule.when(cases), dtype=bool)
        # Few rules hold for anything, and taking rows out of so many columns is slow.
        if not holds.any():
            continue
        hit = cases[holds]
        detail = rule.detail(hit) if rule.detail else pd.Series("", index=hit.index, dtype="str")
        part = pd.DataFrame({"doc_id": hit["doc_id"], "action": hit["new_action"]})
        part["code"], part["severity"], part["remedy"] = rule.code, rule.severity, rule.remedy
        part["reason"] = (rule.reason + " (" + detail + ")").where(detail != "", rule.reason)
        parts.append(part[list(FOUND)])
    return pd.concat(parts, ignore_index=True).astype("str") if parts else nothing_found()
