"""The five statuses, and which of them the evidence of a link earns."""

from enum import IntEnum

import numpy as np

from ims_xl.matching.assignment import AMBIGUOUS
from ims_xl.matching.documents import IMPORT, NONE, Documents, Flags, Ints, all_of
from ims_xl.matching.evidence import Evidence
from ims_xl.matching.levels import Date, Kind, Match, Number, Party

STATUSES = ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS")


class Status(IntEnum):
    """Position of a status in STATUSES."""

    EXACT = 0
    SUGGESTED = 1
    MISMATCHED = 2
    MISSING_IN_PR = 3
    MISSING_IN_IMS = 4


def classify(documents: Documents, evidence: Evidence, margin: Ints, rival: Ints) -> tuple[Ints, Flags]:
    """Status of each link and whether it is ambiguous; all links of one document share the lowest status.

    Exact needs the same registrations, type, date and number as written (for bills of entry: port, date and number
    without leading zeros) and every amount within tolerance. A rival close behind takes nothing from it unless the
    rival is just as good.
    """
    agree = all_of(evidence.agree)
    same_party = evidence.party == Party.SAME
    exact = (
        agree
        & same_party
        & (evidence.own != Match.DIFFERS)
        & (evidence.kind == Kind.SAME)
        & (documents.note[evidence.left] == documents.note[evidence.right])
        & (evidence.date == Date.SAME)
        & (evidence.number == Number.WRITTEN)
        & ((documents.kind[evidence.left] != IMPORT) | (evidence.port == Match.SAME))
        & (margin > 0)
    )
    mismatched = (
        ~agree
        | ~same_party
        | (evidence.own == Match.DIFFERS)
        | ((evidence.kind != Kind.SAME) & (evidence.number != Number.OWN))
        | np.isin(evidence.number, (Number.FOREIGN, Number.FAR, Number.NEIGHBOUR, Number.CLASH))
        | (evidence.date == Date.FAR)  # a series begins anew each year: the same number is another document
    )
    status = np.where(exact, Status.EXACT, np.where(mismatched, Status.MISMATCHED, Status.SUGGESTED))
    worst = np.zeros(documents.size, dtype=np.int64)
    np.maximum.at(worst, evidence.left, status)
    return worst[evidence.left], (rival != NONE) & (margin < AMBIGUOUS) & ~exact
