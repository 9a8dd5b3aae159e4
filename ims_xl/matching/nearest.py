"""The nearest document on the other side for rows that have no partner."""

import numpy as np

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.documents import NONE, Documents, Flags
from ims_xl.matching.evidence import Evidence
from ims_xl.matching.levels import STRONG

_WIDE = 10**12  # paise; larger amounts count as this much


def nearest(
    documents: Documents, rejected: Evidence, wanting: Flags, current: Flags, has_partner: Flags, on_left: bool
) -> Candidates:
    """For each wanting row of one side the document that comes nearest; none where its supplier has nothing there.

    First a compared document without partner, or the one with the same number; then the nearest taxable value among
    those without partner; last a compared one that has a partner. `current` are the documents of IMS and the books.
    """
    mine, other = (rejected.left, rejected.right) if on_left else (rejected.right, rejected.left)
    usable = wanting[mine] & current[other]
    better = usable & (~has_partner[other] | (rejected.number <= STRONG))
    found = [_best(documents, rejected, better, has_partner, on_left)]
    left = _without(wanting, found[-1], on_left)
    found.append(_by_amount(documents, left, current & ~has_partner, on_left))
    left = _without(left, found[-1], on_left)
    found.append(_best(documents, rejected, usable & left[mine], has_partner, on_left))
    return Candidates(*(np.concatenate(rows) for rows in zip(*found, strict=True)))


def _without(wanting: Flags, found: Candidates, on_left: bool) -> Flags:
    left = wanting.copy()
    left[found.left if on_left else found.right] = False
    return left


def _best(documents: Documents, rejected: Evidence, usable: Flags, has_partner: Flags, on_left: bool) -> Candidates:
    """For each row of the usable pairs the free document with the most points, of equal ones the closest number."""
    rows = np.flatnonzero(usable)
    left, right = rejected.left[rows], rejected.right[rows]
    mine, other = (left, right) if on_left else (right, left)
    gap = np.abs(documents.serial_value[left] - documents.serial_value[right])
    order = np.lexsort((documents.order[other], gap, -rejected.score[rows], has_partner[other], mine))
    first = order[np.unique(mine[order], return_index=True)[1]]
    return Candidates(left[first], right[first])


def _by_amount(documents: Documents, wanting: Flags, open_: Flags, on_left: bool) -> Candidates:
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
