"""What would be sent: the marks that differ from what the portal holds, and what is left to deemed acceptance."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import with_marks
from ims_xl.decisions.effect import itc_effects
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.decisions.stale import CHANGED, GONE
from ims_xl.gst.actions import is_open, is_unknown
from ims_xl.gst.restrictions import DECLARED, UNKNOWN_ACTION, sends_remarks
from ims_xl.gst.sections import AMENDED_SUPPLIES, SECTIONS
from ims_xl.money import paise, total

SAME = "already so on the portal"
NOT_ACCEPTED = "only accepted rows are sent"
NOT_IN_FILE = "the upload file has no place for imports; they are sent only through a GSP"

NEW = tuple(f"new_{column.name}" for column in schema.DECISION)
_HELD = {name: name.removeprefix("new_") for name in NEW} | {"new_action": "portal_action"}
_DECLARING = [section.key for section in SECTIONS.values() if section.declares]
_NOT_IN_FILE = [section.key for section in SECTIONS.values() if not section.in_file]


class Deemed(NamedTuple):
    """Deemed accepted if nothing more is sent: other documents and their ITC, credit notes and what they reduce.

    `unknown`: documents among them whose effect is not known and is in neither sum.
    """

    documents: int
    itc: float  # rupees
    credit_notes: int
    reduction: float  # rupees, positive
    unknown: int


class Plan(NamedTuple):
    """What goes to the portal.

    `send`: the documents' IMS columns and `new_action, new_remarks, new_itc_reduction, new_declared_...`.
    `left_out`: doc_id, action, reason. `sent`: every document as the portal will hold it then, with its `itc_effect`,
    in all and by head, in rupees. `deemed`: those of `sent` that stay without action.
    """

    send: pd.DataFrame
    left_out: pd.DataFrame
    sent: pd.DataFrame
    deemed: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Records to send by letter of the action."""
        return {str(action): int(n) for action, n in self.send["new_action"].value_counts(sort=False).items()}

    @property
    def deemed_totals(self) -> Deemed:
        """How much is deemed accepted."""
        notes = self.deemed["doc_type"] == "CN"
        effect = self.deemed["itc_effect"]
        credit, reduction = total(effect[~notes]), -total(effect[notes]) + 0.0
        return Deemed(int((~notes).sum()), credit, int(notes.sum()), reduction, int(effect.isna().sum()))


def plan(
    snapshot: Snapshot,
    allowed: pd.DataFrame,
    *,
    accepted_only: bool = False,
    by_file: bool = False,
) -> Plan:
    """What of the allowed marks (columns of marks.MARKS) is sent, given the documents as the portal has them now.

    An empty cell beside a mark leaves what the portal holds; an Accept that is asked for ITC reduction and says
    nothing reduces in full, as the portal does. `by_file`: it goes by the upload file, which cannot carry every
    section.
    """
    documents = snapshot.documents
    wanted = _completed(with_marks(schema.once(snapshot.facts), allowed))
    reason = pd.Series("", index=wanted.index, dtype="str")
    reason = reason.mask(is_unknown(wanted["portal_action"]), UNKNOWN_ACTION)
    if by_file:
        reason = reason.mask(wanted["section"].isin(_NOT_IN_FILE), NOT_IN_FILE)
    reason = reason.mask(_same(wanted), SAME)
    if accepted_only:
        reason = reason.mask(wanted["new_action"] != "A", NOT_ACCEPTED)
    marked = wanted["doc_id"].map(schema.by_doc_id(allowed, "fingerprint"))
    reason = reason.mask(marked != wanted["fingerprint"], CHANGED)
    send = wanted.loc[reason == "", [*(column.name for column in schema.IMS), *NEW]].reset_index(drop=True)
    gone = allowed.loc[~allowed["doc_id"].isin(documents["doc_id"]), ["doc_id", "action"]].assign(reason=GONE)
    left_out = pd.DataFrame({"doc_id": wanted["doc_id"], "action": wanted["new_action"], "reason": reason})
    left_out = pd.concat([left_out[reason != ""], gone], ignore_index=True).astype("str")
    sent = after(documents, send)
    sent = pd.concat([sent, itc_effects(snapshot, sent)], axis=1)
    return Plan(send, left_out, sent, _deemed(sent))


def after(documents: pd.DataFrame, send: pd.DataFrame) -> pd.DataFrame:
    """The documents as the portal will hold them when all of `send` is taken."""
    sent = send[["doc_id", *NEW]].set_index("doc_id")
    hit = documents["doc_id"].isin(sent.index)
    rows = documents.loc[hit, "doc_id"]
    held = {name: documents[name].mask(hit, rows.map(sent[new])) for new, name in _HELD.items()}
    return schema.conform(documents.assign(**held), schema.IMS).set_axis(documents.index)


def _deemed(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents filed by the supplier as far as known, on which no action will have been taken."""
    open_ = is_open(documents["portal_action"]) & (documents["supplier_filed"] != "Not filed")
    return documents[open_].reset_index(drop=True)


def _completed(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with only what goes with their action, and the portal's own answers where the mark says nothing."""
    cases = cases.copy()
    accepts = (cases["new_action"] == "A") & cases["section"].isin(_DECLARING) & ~cases["itc_reduction_blocked"]
    silent = cases["new_itc_reduction"] == ""
    kept = accepts & silent & (cases["portal_action"] == "A") & cases["itc_reduction"].isin(["Y", "N"])
    for name in ("new_itc_reduction", *DECLARED):
        empty: Any = "" if name == "new_itc_reduction" else float("nan")
        cases[name] = cases[name].where(accepts, empty).mask(kept, cases[_HELD[name]])
    lowered = (cases["change"] == "down") & cases["original_action"].isin(["A", "N"])
    raised = cases["section"].isin(AMENDED_SUPPLIES) & ~lowered & ~cases["itc_reduction_asked"]
    silent_import = cases["section"].str.startswith("impg") & ~cases["itc_reduction_asked"]
    full = accepts & silent & ~kept & ~raised & ~silent_import & (cases["portal_action"] != "A")
    cases["new_itc_reduction"] = cases["new_itc_reduction"].mask(full, "Y")
    unchanged = (cases["new_remarks"] == "") & (cases["new_action"] == cases["portal_action"])
    remarks = cases["new_remarks"].mask(unchanged, cases["remarks"])
    cases["new_remarks"] = remarks.where(sends_remarks(cases) & ~cases["remarks_blocked"], "")
    return cases


def _same(cases: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the portal holds the action already, with the same remarks and declaration."""
    held = cases["portal_action"].mask(is_open(cases["portal_action"]), "N")
    remarks = (cases["new_remarks"] == "") | (cases["new_remarks"] == cases["remarks"])
    declared = cases["new_itc_reduction"] == cases["itc_reduction"]
    declaring = cases[declared & (cases["new_itc_reduction"] != "")]
    wanted, on_portal = reduced(declaring, DECLARED), reduced(declaring, [_HELD[name] for name in DECLARED])
    for one, other in zip(wanted, on_portal, strict=True):
        declared &= (one == other).astype("bool").reindex(cases.index, fill_value=True)
    silent = cases["new_itc_reduction"] == ""
    same: pd.Series[bool] = ((held == cases["new_action"]) & remarks & (declared | silent)).astype("bool")
    return same


def reduced(cases: pd.DataFrame, names: Sequence[str]) -> "list[pd.Series[Any]]":
    """Paise declared by head; no amount at all means the whole tax, so that both spellings are equal."""
    amounts = cases[list(names)]
    whole = amounts.isna().all(axis=1)
    return [
        paise(amounts[name]).fillna(0).mask(whole, paise(cases[tax]).fillna(0))
        for name, tax in zip(names, schema.TAXES, strict=True)
    ]
