"""One document booked as several rows: rows of one supplier and number whose amounts add up to it."""

import numpy as np

from ims_xl.matching.candidates import Candidates, join
from ims_xl.matching.codes import combine
from ims_xl.matching.documents import NONE, Documents, Flags, Ints
from ims_xl.matching.evidence import compare
from ims_xl.matching.levels import Date
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance

_FORMS = ("bare", "serial", "stem")
_CAP = 400


def find_splits(
    documents: Documents, wanting: Flags, free: Flags, partner: Ints, tolerance: Tolerance, times: Rarity
) -> Candidates:
    """Links of split bookings, two or more book rows to a document.

    `wanting` documents have no partner whose amounts agree, `free` book rows none at all; `partner` is the present
    partner of each row (or NONE), which may become part of the split. Identical rows are tried first as parts, then
    as one row booked twice.
    """
    found = Candidates(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    wanting, free = wanting.copy(), free.copy()
    for form in _FORMS:
        for once in (False, True):
            pairs = _parts(documents, wanting, free, partner, form)
            if once:
                pairs = _first_of_identical(documents, pairs)
            pairs = _adding_up(documents, pairs, tolerance, times)
            wanting[pairs.left] = False
            free[pairs.right] = False
            found = Candidates(np.concatenate([found.left, pairs.left]), np.concatenate([found.right, pairs.right]))
    return found


def _parts(documents: Documents, wanting: Flags, free: Flags, partner: Ints, form: str) -> Candidates:
    """Pairs of wanting documents and book rows that share supplier and number, each row with one document only."""
    bound = wanting[np.maximum(partner, 0)] & (partner != NONE)
    rows = np.flatnonzero(wanting | free | bound)
    number = getattr(documents, form)[rows]
    number = np.where(rows < documents.n_left, documents.bare[rows], number) if form == "stem" else number
    key = combine(documents.pan[rows], number, documents.note[rows].astype(np.int64))
    border = int(np.searchsorted(rows, documents.n_left))
    left, right = join(key[:border], key[border:], _CAP)
    left, right = rows[left], rows[right + border]
    years = (documents.year[left] != documents.year[right]) & (documents.year[left] != NONE)
    keep = ~(years & (documents.year[right] != NONE)) & (documents.reverse[right] != 1)
    keep &= (free[right] | (partner[right] == left)) & ~documents.is_parted(left, right)
    left, right = left[keep], right[keep]
    alone = np.bincount(right, minlength=documents.size)[right] == 1
    return Candidates(left[alone], right[alone])


def _first_of_identical(documents: Documents, pairs: Candidates) -> Candidates:
    order = np.lexsort((pairs.right, documents.order[pairs.right], pairs.left))
    left, right = pairs.left[order], pairs.right[order]
    place = np.unique(documents.identity[right], return_inverse=True)[1]
    first = np.unique(left * documents.size + place, return_index=True)[1]
    return Candidates(left[first], right[first])


def _adding_up(documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity) -> Candidates:
    seen = compare(documents, pairs, tolerance, times, together=True)
    several = np.bincount(pairs.left, minlength=documents.size)[pairs.left] > 1
    far = np.bincount(pairs.left, seen.date == Date.FAR, documents.size)[pairs.left] > 0
    whole = seen.agree.all(axis=1) & several & ~far
    return Candidates(pairs.left[whole], pairs.right[whole])
