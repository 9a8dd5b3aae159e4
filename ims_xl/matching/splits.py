"""One document booked as several rows: rows of one supplier and number whose amounts add up to it."""

from itertools import product

import numpy as np

from ims_xl.matching.candidates import Candidates, pairs_on
from ims_xl.matching.codes import occurrences
from ims_xl.matching.documents import NONE, Documents, Flags, Ints, all_of
from ims_xl.matching.evidence import compare
from ims_xl.matching.levels import Date
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance, nearly_equal

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
    for party, form in product(("gstin", "pan"), _FORMS):
        parts = _several(_parts(documents, wanting, free, partner, party, form))
        for once in (False, True):
            pairs = _first_of_identical(documents, parts) if once else parts
            pairs = _adding_up(documents, pairs, tolerance, times)
            wanting[pairs.left] = False
            free[pairs.right] = False
            found = Candidates(np.concatenate([found.left, pairs.left]), np.concatenate([found.right, pairs.right]))
            left_over = wanting[parts.left]
            parts = Candidates(parts.left[left_over], parts.right[left_over])
    return found


def _parts(documents: Documents, wanting: Flags, free: Flags, partner: Ints, party: str, form: str) -> Candidates:
    """Pairs of wanting documents and book rows that share supplier and number, each row with one document only."""
    bound = wanting[np.maximum(partner, 0)] & (partner != NONE)
    rows = np.flatnonzero(wanting | free | bound)
    number = getattr(documents, form)
    if form == "stem":
        number = np.concatenate([documents.bare[: documents.n_left], number[documents.books]])
    columns = (getattr(documents, party), number, documents.note.astype(np.int64))
    left, right = pairs_on(columns, rows, documents.n_left, _CAP)
    years = (documents.year[left] != documents.year[right]) & (documents.year[left] != NONE)
    keep = ~(years & (documents.year[right] != NONE)) & (documents.reverse[right] != 1)
    keep &= (free[right] | (partner[right] == left)) & ~documents.is_unlinked(left, right)
    left, right = left[keep], right[keep]
    alone = occurrences(right) == 1
    return Candidates(left[alone], right[alone])


def _several(pairs: Candidates) -> Candidates:
    """The pairs whose document has more than one."""
    several = occurrences(pairs.left) > 1
    return Candidates(pairs.left[several], pairs.right[several])


def _first_of_identical(documents: Documents, pairs: Candidates) -> Candidates:
    order = np.lexsort((pairs.right, documents.order[pairs.right], pairs.left))
    left, right = pairs.left[order], pairs.right[order]
    place = np.unique(documents.identity[right], return_inverse=True)[1]
    first = np.unique(left * documents.size + place, return_index=True)[1]
    return Candidates(left[first], right[first])


def _adding_up(documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity) -> Candidates:
    if not len(pairs.left):
        return pairs
    left, place, counts = np.unique(pairs.left, return_inverse=True, return_counts=True)
    taxable = np.bincount(place, documents.signed(pairs.right)[:, 0], len(left)).astype(np.int64)
    several = ((counts > 1) & nearly_equal(documents.amounts[left, 0], np.abs(taxable)))[place]
    pairs = Candidates(pairs.left[several], pairs.right[several])
    if not len(pairs.left):
        return pairs
    evidence = compare(documents, pairs, tolerance, times, together=True)
    far = np.isin(pairs.left, pairs.left[evidence.date == Date.FAR])
    whole = all_of(evidence.equal) & ~far
    return Candidates(pairs.left[whole], pairs.right[whole])
