"""The month's input tax credit as it stands: decided, at stake, waiting, given up, blocked."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.cells import text
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.gst.actions import Action
from ims_xl.money import total
from ims_xl.sheets.view import View


class Credit(NamedTuple):
    """One line: what it counts, documents, signed rupees, and what it means.

    Apart: those that stand so on the portal already, and those that a mark here changes.

    Rupees are the effect on GSTR-2B; of documents that have none (pending, rejected, not filed) their tax.
    """

    line: str
    documents: int
    rupees: float
    meaning: str
    held_documents: int
    held_rupees: float
    own_documents: int
    own_rupees: float


class Groups(NamedTuple):
    """Every document of the month in one of five, by what the portal will hold after the next upload."""

    accepted: "pd.Series[bool]"
    undecided: "pd.Series[bool]"
    pending: "pd.Series[bool]"
    rejected: "pd.Series[bool]"
    unfiled: "pd.Series[bool]"


def groups(lines: pd.DataFrame) -> Groups:
    """Which group each line is in; what the supplier has not filed gives no credit, so only Reject decides it."""
    after, not_filed = lines["after"], is_unfiled(lines)
    rejected = after == Action.REJECT.value
    accepted = (after == Action.ACCEPT.value) & ~not_filed
    pending = (after == Action.PENDING.value) & ~not_filed
    unfiled = not_filed & ~rejected
    return Groups(accepted, ~(accepted | rejected | pending | unfiled), pending, rejected, unfiled)


def credit_lines(view: View) -> list[Credit]:
    """The lines, from what is decided to what is not; documents whose effect is not known are in no sum.

    Needs the columns `after` (the action the portal will hold), `portal_action`, `itc_effect`, `tax`,
    `eligibility_text` of the lines.
    """
    return list(_credit_lines(view.lines)) if len(view.lines) else []


def _credit_lines(lines: pd.DataFrame) -> Iterator[Credit]:
    found = groups(lines)
    effect, tax = lines["itc_effect"], lines["tax"]
    in_gstr2b = found.accepted | found.undecided
    blocked = in_gstr2b & lines["eligibility_text"].map(text).isin(BLOCKED)
    unknown = in_gstr2b & effect.isna()
    held = lines["after"] == lines["portal_action"]

    def line(name: str, chosen: "pd.Series[bool]", rupees: "pd.Series[Any]", meaning: str) -> Credit:
        whole, theirs, own = (
            (int(rows.sum()), total(rupees[rows])) for rows in (chosen, chosen & held, chosen & ~held)
        )
        return Credit(name, *whole, meaning, *theirs, *own)

    yield line("Accepted", found.accepted, effect, "in GSTR-2B by your decision or the portal's")
    yield line("Not decided, at stake", found.undecided, effect, "deemed accepted if nothing is done")
    yield line("In GSTR-2B as it stands", in_gstr2b, effect, "accepted and deemed accepted")
    yield line("Pending", found.pending, tax, "waits for a later GSTR-2B")
    yield line("Rejected", found.rejected, tax, "no credit")
    yield line("Not filed by the supplier", found.unfiled, tax, "no credit before it is filed")
    yield line("Blocked, of GSTR-2B", blocked, effect, "reverse it in GSTR-3B, 4(B)(1)")
    if unknown.any():
        nothing = effect.fillna(0.0) * 0
        yield line("Effect not known", unknown, nothing, "in no sum; see Original and Restriction")
