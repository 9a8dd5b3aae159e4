"""GSTR-2B against the decisions: where it lists each document, and where it should."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.sending import reduced
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst import periods
from ims_xl.gst.actions import DONE, Action, is_unknown
from ims_xl.gst.restrictions import UNKNOWN_ACTION
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import indian, paise

AVAILABLE, REJECTED, ABSENT = "ITC available", "Rejected", "Not listed"
DIFFERS, TO_CHECK = "Difference", "To check"
TO_REVERSE = "ITC of earlier months to reverse"
"""The line of the totals with what the statement itself lists to be reversed, as by rule 37A."""

DIFFERENCES = (
    "doc_id", "section", "doc_type", "supplier_gstin", "supplier_name", "doc_number", "doc_date", "tax",
    "action", "expected", "found", "severity", "reason",
)  # fmt: skip

_PARTS = {"docdata": AVAILABLE, "docRejdata": REJECTED}
_KEY = ("section", "supplier_gstin", "port_code", "number_key", "doc_date")
_AMENDING = [section.key for section in SECTIONS.values() if section.amends]
_DECLARED = [f"declared_{tax}" for tax in schema.TAXES]


_DONE = {str(action): word for action, word in DONE.items()}
_REASONS = {  # (expected, found) -> what it means
    (AVAILABLE, REJECTED): "{action}, but listed as rejected",
    (AVAILABLE, ABSENT): "{action}, but not in GSTR-2B: the supplier may have filed after the cut-off",
    (REJECTED, AVAILABLE): "{action}, but its ITC is in GSTR-2B",
    (REJECTED, ABSENT): "{action}, but not listed among the rejected",
    (ABSENT, AVAILABLE): "{action}, but its ITC is in GSTR-2B",
    (ABSENT, REJECTED): "{action}, but listed as rejected",
}


def check_gstr2b(snapshot: Snapshot, statement: pd.DataFrame, period: str) -> pd.DataFrame:
    """Every difference of the period's GSTR-2B (schema.GSTR2B) from the decisions the portal holds (schema.IMS).

    One row a difference with the columns DIFFERENCES. Accepted documents and those without action belong to the
    credit, rejected ones to the rejected, pending ones, later ones and those not filed to neither. What the
    portal's rules leave open is `To check`.
    Source: GSTN IMS FAQ 2024, advisory 624.
    """
    ours = _ours(snapshot, period)
    theirs = _keyed(statement[[column.name for column in schema.GSTR2B]]).drop_duplicates(list(_KEY), keep="last")
    both = ours.merge(theirs, on=list(_KEY), how="left", suffixes=("", "_2b"))
    both["found"] = both["part"].map(_PARTS).fillna(ABSENT).mask(_of_another_return(both), ABSENT)
    found = [_misplaced(both), _amounts(both), _reductions(both), _strangers(theirs, ours)]
    return pd.concat(found, ignore_index=True)[list(DIFFERENCES)]


def _ours(snapshot: Snapshot, period: str) -> pd.DataFrame:
    """The documents with the place they should have, and what makes that place unsure."""
    ours = _keyed(snapshot.documents)
    ours["tax"] = ours[list(schema.TAXES)].sum(axis=1).round(2)
    actions = _mapped(ours["portal_action"], lambda action: _DONE.get(action, ""))
    ours["action"] = actions.mask(ours["portal_action"] == Action.NO_ACTION, "No action, deemed accepted")
    ours["expected"] = ours["portal_action"].map({"A": AVAILABLE, "N": AVAILABLE, "R": REJECTED, "P": ABSENT})
    strange = is_unknown(ours["portal_action"])
    ours["action"] = ours["action"].mask(strange, "On the portal: " + ours["portal_action"].astype("str"))
    ours["expected"] = ours["expected"].mask(strange, AVAILABLE)
    own = periods.ordinal(snapshot.filing.two_b(period))
    falls_in = snapshot.facts["two_b_period"].map(lambda at: periods.ordinal(at) if at else own)
    later = falls_in > own
    unfiled = ours["supplier_filed"] == "Not filed"
    unknown = ~ours["supplier_filed"].isin(["Filed", "Not filed"]) & ~ours["section"].str.startswith("impg")
    ours["expected"] = ours["expected"].mask(later | unfiled, ABSENT)
    ours["action"] = ours["action"].mask(unfiled, "Not filed by the supplier").mask(later, "Of a later period")
    originals = snapshot.originals
    amends = ours["section"].isin(_AMENDING)
    ours["unsure"] = pd.Series("", index=ours.index, dtype="str").mask(
        amends & ~originals.known, "the original of this amendment was never held here"
    )
    waits = snapshot.facts["original_elsewhere"] & (snapshot.facts["original_action"] == "P")
    ours["unsure"] = ours["unsure"].mask(waits, "its original is pending, and the portal wants that decided first")
    amended = ours.index.isin([*originals.position[originals.present], *originals.replaced])
    ours["unsure"] = ours["unsure"].mask(amended, "an amendment of it is held: the action on that prevails")
    ours["unsure"] = ours["unsure"].mask(strange, f"{UNKNOWN_ACTION}, so where it belongs is not known")
    ours["unsure"] = ours["unsure"].mask(unknown, "whether the supplier filed is not known")
    ours["unsure"] = ours["unsure"].mask(unfiled, "the supplier may have filed since: download again")
    earlier = (falls_in < own) & (ours["expected"] == AVAILABLE)
    ours["unsure"] = ours["unsure"].mask(earlier, "it is of an earlier period and may stand in that GSTR-2B")
    return ours


def _of_another_return(both: pd.DataFrame) -> "pd.Series[bool]":
    """Versions of an amendment that have all one number and date: the line is that of one of their returns."""
    several = both.duplicated(list(_KEY), keep=False) & (both["supplier_period_2b"].fillna("") != "")
    return several & (both["supplier_period"] != both["supplier_period_2b"])


def _misplaced(both: pd.DataFrame) -> pd.DataFrame:
    wrong = both[both["expected"] != both["found"]].copy()
    places = wrong[["expected", "found", "action"]].itertuples(index=False)
    reasons = [_REASONS[expected, found].format(action=action) for expected, found, action in places]
    wrong["reason"] = pd.Series(reasons, index=wrong.index, dtype="str")
    then = wrong["ims_status"].fillna("")
    changed = then.isin(list(Action)) & (then != wrong["portal_action"])
    was = _mapped(then, lambda action: _DONE.get(action, ""))
    wrong["reason"] = wrong["reason"].mask(changed, wrong["reason"] + "; it was made from " + was)
    wrong["severity"] = _severity(wrong, wrong["unsure"] != "")
    wrong["reason"] = wrong["reason"].mask(wrong["unsure"] != "", wrong["reason"] + "; " + wrong["unsure"])
    return wrong


def _amounts(both: pd.DataFrame) -> pd.DataFrame:
    """Documents in their place with other amounts."""
    listed = both[(both["found"] != ABSENT) & (both["expected"] == both["found"])].copy()
    said = pd.Series("", index=listed.index, dtype="str")
    for name in schema.AMOUNTS:
        one, other = paise(listed[name]), paise(listed[f"{name}_2b"])
        differs = one.notna() & other.notna() & (one != other)
        words = _mapped(listed[name], indian) + " → " + _mapped(listed[f"{name}_2b"], indian)
        word = {"taxable_value": "taxable value", "cess": "cess"}.get(name, name.upper())
        said = said.mask(differs, said + "; " + word + " " + words)
    listed["reason"] = "Other amounts in GSTR-2B: " + said.str.removeprefix("; ")
    return listed[said != ""].assign(severity=DIFFERS)


def _reductions(both: pd.DataFrame) -> pd.DataFrame:
    """Accepted documents whose declared reduction is shown otherwise, or not at all."""
    rows = both[
        (both["found"] == AVAILABLE) & (both["portal_action"] == "A") & both["itc_reduction"].isin(["Y", "N"])
    ].copy()
    shown = rows["itc_reduction_2b"].fillna("")
    same = rows["itc_reduction"] == shown
    ours, theirs = reduced(rows, _DECLARED), reduced(rows, [f"{name}_2b" for name in _DECLARED])
    partial = rows["itc_reduction"].eq("Y")
    for one, other in zip(ours, theirs, strict=True):
        same &= ~partial | (one == other)
    less_than_full = rows["itc_reduction"].eq("N") | rows[_DECLARED].notna().any(axis=1)
    silent = (shown == "") & less_than_full
    rows["severity"] = _severity(rows, silent | (rows["doc_type"] != "CN") | (rows["unsure"] != ""))
    sums = rows[_DECLARED].sum(axis=1, min_count=1)
    amounts = _mapped(sums, lambda amount: "" if pd.isna(amount) else f", {indian(amount)}")
    answer = _mapped(rows["itc_reduction"], {"Y": "Yes", "N": "No"}.__getitem__)
    how = _mapped(silent, lambda is_silent: "not shown" if is_silent else "shown otherwise")
    rows["reason"] = "ITC reduction declared (" + answer + amounts + ") is " + how + " in GSTR-2B"
    return rows[~same & ((shown != "") | silent)]


def _strangers(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Documents of sections we hold that only GSTR-2B lists; what never enters IMS is passed over."""
    sections = {section.key for section in SECTIONS.values() if section.in_file} | set(ours["section"])
    entered = theirs["section"].isin(sections) & ~theirs["reverse_charge"] & (theirs["itc_available"] != "N")
    only = theirs[entered].merge(ours[[*_KEY, "doc_id"]], on=list(_KEY), how="left")
    only = only[only["doc_id"].isna()].copy()
    only["doc_id"], only["action"], only["expected"] = "", "Not downloaded", ABSENT
    only["found"] = only["part"].map(_PARTS)
    only["tax"] = only[list(schema.TAXES)].sum(axis=1).round(2)
    only["severity"] = _severity(only, only["section"].isin(_AMENDING))
    only["reason"] = "In GSTR-2B, but not among the documents downloaded; download again"
    return only


def _mapped(values: "pd.Series[Any]", word: Callable[[Any], str]) -> "pd.Series[str]":
    return pd.Series(list(map(word, values)), index=values.index, dtype="str")


def _severity(rows: pd.DataFrame, to_check: "pd.Series[bool]") -> "pd.Series[str]":
    return pd.Series(DIFFERS, index=rows.index, dtype="str").mask(to_check, TO_CHECK)


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    numbers: pd.Series[Any] = frame["doc_number"].str.upper().str.strip()
    ports = frame["port_code"].where(frame["section"].str.startswith("impg"), "")
    return frame.assign(number_key=numbers, port_code=ports)


def totals(documents: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Line, the four heads and total: what GSTR-2B gives, takes back and leaves out.

    `documents`: the statement's (schema.GSTR2B); `sums`: its own sums, one row of schema.STATEMENTS, which count
    where they are given. Only they tell what an amendment changes: without them amended documents are left out, see
    `left_out`. A credit note reduces what is declared for it.
    """
    notes = documents["doc_type"] == "CN"
    credit = gives_credit(documents)
    whole = credit & ~documents["section"].isin(_AMENDING)
    counted = {
        "available": documents[whole & ~notes],
        "reversal": _as_declared(documents[whole & notes]),
        "rejected": documents[documents["part"] == "docRejdata"],
    }
    lines: dict[str, list[float]] = {}
    for part, rows in counted.items():
        given = [float(sums[f"{part}_{tax}"].iloc[0]) if len(sums) else float("nan") for tax in schema.TAXES]
        lines[part] = [round(float(rows[tax].sum()), 2) for tax in schema.TAXES] if given[0] != given[0] else given
    lines["net"] = [round(one - other, 2) for one, other in zip(lines["available"], lines["reversal"], strict=True)]
    if len(sums) and float(sums[[f"reversed_{tax}" for tax in schema.TAXES]].iloc[0].abs().sum()):
        lines["reversed"] = [float(sums[f"reversed_{tax}"].iloc[0]) for tax in schema.TAXES]
    rows_ = [[_LINES[part], *lines[part], round(sum(lines[part]), 2)] for part in _LINES if part in lines]
    return pd.DataFrame(rows_, columns=["line", *schema.TAXES, "total"])


def gives_credit(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Which documents of a statement (schema.GSTR2B) stand in its part with credit, and not as ineligible."""
    return (documents["part"] == "docdata") & (documents["itc_available"] != "N")


def credits_of(statement: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """What each document of a statement (schema.GSTR2B) adds to its credit, in signed rupees as it was declared.

    Columns: doc_id of the same document in `held` (schema.IMS), else ""; `in_ims`, whether its kind comes into IMS;
    amended; credit, which of an amended one is the whole and not what it changes.
    """
    rows = statement[gives_credit(statement)]
    rows = rows.assign(**_as_declared(rows).where(rows["doc_type"] == "CN", rows)[list(schema.TAXES)])
    known = _keyed(held)[[*_KEY, "doc_id"]].drop_duplicates(list(_KEY), keep="last")
    found = _keyed(rows).drop(columns="doc_id", errors="ignore").merge(known, on=list(_KEY), how="left")
    credit = (rows[list(schema.TAXES)].sum(axis=1) * schema.signs(rows)).round(2)
    return pd.DataFrame(
        {
            "doc_id": found["doc_id"].fillna("").to_numpy(),
            "in_ims": (rows["section"].isin(list(SECTIONS)) & ~rows["reverse_charge"]).to_numpy(),
            "amended": rows["section"].isin([*_AMENDING, "isda"]).to_numpy(),
            "credit": credit.to_numpy(),
        }
    )


def left_out(documents: pd.DataFrame, sums: pd.DataFrame) -> int:
    """Amended documents that the `totals` of a statement leave out, because its own sums are not given."""
    given = len(sums) and sums["available_igst"].notna().any()
    return 0 if given else int((documents["section"].isin(_AMENDING) & (documents["part"] == "docdata")).sum())


def _as_declared(notes: pd.DataFrame) -> pd.DataFrame:
    heads = list(schema.TAXES)
    declared = pd.concat(reduced(notes, _DECLARED), axis=1, keys=heads).astype("float64") / 100
    answer = notes["itc_reduction"]
    return notes.assign(**notes[heads].mask(answer == "Y", declared).mask(answer == "N", 0.0))


_LINES = {
    "available": "ITC available",
    "reversal": "Less: accepted credit notes",
    "net": "ITC available, net",
    "rejected": "ITC of rejected documents",
    "reversed": TO_REVERSE,
}
