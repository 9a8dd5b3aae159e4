"""The month's input tax credit as it stands: decided, at stake, waiting, given up, blocked."""

from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.cells import text
from ims_xl.gst.actions import Action
from ims_xl.sheets.view import View

BLOCKED = ("Blocked 17(5)", "Not for business")
"""Eligibility of documents that are accepted here and reversed in GSTR-3B, 4(B)(1)."""


class Credit(NamedTuple):
    """One line: what it counts, documents, signed rupees, and what it means.

    Rupees are the effect on GSTR-2B; of documents that have none (pending, rejected, not filed) their tax.
    """

    line: str
    documents: int
    rupees: float
    meaning: str


def credit_lines(view: View) -> list[Credit]:
    """The lines, from what is decided to what is not; documents whose effect is not known are in no sum.

    Needs the columns `after` (the action the portal will hold), `itc_effect`, `tax`, `eligibility_text` of the lines.
    """
    lines = view.lines
    if not len(lines):
        return []
    unfiled = is_unfiled(lines)
    after, effect = lines["after"], lines["itc_effect"]
    accepted = (after == Action.ACCEPT.value) & ~unfiled
    rejected, pending = after == Action.REJECT.value, (after == Action.PENDING.value) & ~unfiled
    undecided = ~(accepted | rejected | pending | unfiled)
    waiting = unfiled & ~rejected
    blocked = (accepted | undecided) & lines["eligibility_text"].map(text).isin(BLOCKED)
    unknown = (accepted | undecided) & effect.isna()
    found = [
        _line("Accepted", accepted, effect, "in GSTR-2B by your decision or the portal's"),
        _line("Not decided, at stake", undecided, effect, "deemed accepted if nothing is done"),
        _line("In GSTR-2B as it stands", accepted | undecided, effect, "accepted and deemed accepted"),
        _line("Pending", pending, lines["tax"], "waits for a later GSTR-2B"),
        _line("Rejected", rejected, lines["tax"], "no credit"),
        _line("Not filed by the supplier", waiting, lines["tax"], "no credit before it is filed"),
        _line("Blocked, of GSTR-2B", blocked, effect, "reverse it in GSTR-3B, 4(B)(1)"),
    ]
    if unknown.any():
        found.append(Credit("Effect not known", int(unknown.sum()), 0.0, "in no sum; see Original and Restriction"))
    return found


def _line(name: str, chosen: "pd.Series[bool]", rupees: "pd.Series[float]", meaning: str) -> Credit:
    return Credit(name, int(chosen.sum()), round(float(rupees[chosen].sum()), 2) + 0.0, meaning)
