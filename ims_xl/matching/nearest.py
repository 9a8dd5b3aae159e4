"""The nearest document on the other side for rows that have no partner."""

import numpy as np

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.documents import NONE, Documents, Flags
from ims_xl.matching.evidence import Evidence

_WIDE = 10**12  # paise; larger amounts count as this much


def best_rejected(documents: Documents, seen: Evidence, wanting: Flags, on_left: bool) -> Candidates:
    """For each wanting row of one side the pair with the most points that was not made a link."""
    mine, other = (seen.left, seen.right) if on_left else (seen.right, seen.left)
    rows = np.flatnonzero(wanting[mine])
    order = np.lexsort((documents.order[other[rows]], other[rows] >= documents.n_ims, -seen.score[rows], mine[rows]))
    first = np.unique(mine[rows][order], return_index=True)[1]
    chosen = rows[order][first]
    return Candidates(seen.left[chosen], seen.right[chosen])


def by_amount(documents: Documents, wanting: Flags, open_: Flags, on_left: bool) -> Candidates:
    """For each wanting row the open document of the same supplier with the nearest taxable value."""
    is_left = np.arange(documents.size) < documents.n_left
    mine = np.flatnonzero(wanting & (is_left == on_left) & (documents.pan != NONE))
    other = np.flatnonzero(open_ & (is_left != on_left) & (documents.pan != NONE))
    nothing = np.empty(0, dtype=np.int64)
    if not len(mine) or not len(other):
        return Candidates(nothing, nothing)
    amount = np.clip(documents.amounts[:, 0], 0, _WIDE - 1)
    place = documents.pan * _WIDE + amount
    other = other[np.lexsort((documents.order[other], place[other]))]
    after = np.searchsorted(place[other], place[mine])
    options = other[np.clip(np.stack([after - 1, after]), 0, len(other) - 1)]
    gap = np.where(documents.pan[options] == documents.pan[mine], np.abs(amount[options] - amount[mine]), _WIDE)
    chosen = options[gap.argmin(axis=0), np.arange(len(mine))]
    found = gap.min(axis=0) < _WIDE
    mine, chosen = mine[found], chosen[found]
    return Candidates(mine, chosen) if on_left else Candidates(chosen, mine)
