"""Each field of a pair compared: which level of agreement it reaches."""

from collections.abc import Sequence
from enum import IntEnum
from functools import reduce

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from ims_xl.matching.candidates import Candidates
from ims_xl.matching.documents import KINDS, NONE, Documents, Flags, Ints, Levels, Texts, all_of, any_of, total
from ims_xl.matching.levels import STRONG, Amount, Date, Kind, Match, Number, Party
from ims_xl.matching.rarity import Rarity
from ims_xl.tolerance import Tolerance, nearly_equal

_NEXT = 9
"""Serial numbers less than this apart are neighbours in a series rather than typing slips."""

_REISSUED = 3
"""A cancelled document comes again under one of the next numbers."""

ROUND = 100_00
"""Paise; multiples of it are prices that recur."""


_NOTES = (KINDS["CN"], KINDS["DN"])
_SEARCHED = np.isin(list(Number), (Number.STYLE, Number.BLANK, Number.FAR, Number.NEIGHBOUR, Number.CLASH))


def _same(codes: Ints, left: Ints, right: Ints) -> Flags:
    ours = codes[left]
    return np.asarray((ours == codes[right]) & (ours != NONE), dtype=bool)


def _first_of(cases: Sequence[tuple[Flags, IntEnum]], otherwise: IntEnum) -> Levels:
    """For each row the level of the first case that holds."""
    levels = np.full(len(cases[0][0]), otherwise, dtype=np.int8)
    for holds, level in reversed(cases):
        np.copyto(levels, np.int8(level), where=holds)
    return levels


def match_codes(codes: Ints, left: Ints, right: Ints) -> Levels:
    """Level of a field whose values are equal or not."""
    ours, theirs = codes[left], codes[right]
    unknown = (ours == NONE) | (theirs == NONE)
    return _first_of([(unknown, Match.UNKNOWN), (ours == theirs, Match.SAME)], Match.DIFFERS)


def _stemmed(documents: Documents, left: Ints, right: Ints) -> Flags:
    return np.asarray((documents.bare[left] == documents.stem[right]) & (documents.bare[left] != NONE), dtype=bool)


def number_levels(documents: Documents, left: Ints, right: Ints) -> Levels:
    """Level of the numbers, edit distance left out."""
    written = _same(documents.written, left, right)
    levels = np.full(len(written), Number.WRITTEN, dtype=np.int8)
    where = np.flatnonzero(~written)
    levels[where] = _weaker_levels(documents, left[where], right[where])
    return levels


def _weaker_levels(documents: Documents, left: Ints, right: Ints) -> Levels:
    """Level of numbers that are not written alike."""
    blank = (documents.plain[left] == NONE) | (documents.plain[right] == NONE)
    serial = _same(documents.serial, left, right)
    lone = documents.lone[left] | documents.lone[right]
    cases = [
        (blank, Number.BLANK),
        (_same(documents.plain, left, right), Number.PLAIN),
        (match_codes(documents.year, left, right) == Match.DIFFERS, Number.CLASH),
        (_same(documents.bare, left, right), Number.BARE),
        (_amended(documents, left, right), Number.ORIGINAL),
        (_same(documents.alike, left, right), Number.ALIKE),
        (serial & lone, Number.SERIAL),
        (_stemmed(documents, left, right), Number.SUFFIX),
        (serial, Number.STYLE),
        (_same(documents.rest, left, right), Number.NEIGHBOUR),
    ]
    return _first_of(cases, Number.FAR)


def _amended(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Whether the books hold the number that is amended or noted upon."""
    original = documents.original[left]
    return np.asarray((original == documents.bare[right]) & (original != NONE), dtype=bool)


def _distance(ours: Texts, theirs: Texts) -> Ints:
    """Insertions, deletions, replacements and exchanges of neighbours that turn one text into the other."""
    return np.asarray(cpdist(ours.tolist(), theirs.tolist(), scorer=OSA.distance, dtype=np.int64), dtype=np.int64)


def one_slip(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Whether one slip turns the letters and digits of one number into those of the other."""
    ours, theirs = documents.plain_texts(left), documents.plain_texts(right)
    known = (documents.plain[left] != NONE) & (documents.plain[right] != NONE)
    return np.asarray(known & (_distance(ours, theirs) == 1), dtype=bool)


def closer_look(
    documents: Documents, left: Ints, right: Ints, levels: Levels, rows: Flags, rare: Flags, in_style: Flags
) -> Levels:
    """Levels with typing slips found by edit distance, for the pairs where it is safe to look: rare equal amounts.

    `rare` pairs have an amount that occurs once with the party; `in_style` are documents whose number is of a style
    that their party uses on the other side.
    """
    where = np.flatnonzero(rows & _SEARCHED[levels])
    if not len(where):
        return levels
    left, right, found_level = left[where], right[where], levels[where]
    ours, theirs = documents.bare_texts(left), documents.bare_texts(right)
    bare = _distance(ours, theirs)
    plain = _distance(documents.plain_texts(left), documents.plain_texts(right))
    shorter = np.minimum(np.array([len(text) for text in ours]), np.array([len(text) for text in theirs]))
    step = np.abs(documents.serial_value[left] - documents.serial_value[right])
    apart = np.abs(documents.day[left] - documents.day[right])
    sure = (apart == 0) & rare[where] & (documents.amounts[left, 0] % ROUND != 0) & (step > _REISSUED)
    slip = (shorter >= 2) & (((bare == 1) & ((step >= _NEXT) | sure)) | ((plain == 1) & (bare > 1)))
    tail = (shorter >= 3) & np.array([a.endswith(b) or b.endswith(a) for a, b in zip(ours, theirs, strict=True)])
    note = np.isin(documents.kind[left], _NOTES)
    foreign = ~in_style[right]
    own = (
        (found_level == Number.BLANK)
        | (found_level == Number.FAR)
        | ((found_level == Number.NEIGHBOUR) & (step >= _NEXT))
    )
    own |= (found_level == Number.CLASH) & ~_same(documents.rest, left, right)
    own &= note & (foreign | (rare[where] & (apart <= 3)))
    found = levels.copy()
    cases = [
        (slip & (found_level == Number.STYLE), Number.ALIKE),
        (slip & np.isin(found_level, (Number.FAR, Number.NEIGHBOUR)), Number.SLIP),
        (tail & (found_level == Number.FAR), Number.TAIL),
        (own, Number.OWN),
        (foreign & (found_level == Number.FAR), Number.FOREIGN),
    ]
    changed = reduce(np.logical_or, (holds for holds, _ in cases))
    found[where[changed]] = _first_of([(holds[changed], level) for holds, level in cases], Number.FOREIGN)
    return found


def original_booked(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Whether the books hold, by number and date, the document that an amended record amends."""
    found = documents.amends[left]
    where = np.flatnonzero(found)
    left, right = left[where], right[where]
    day = (documents.original_day[left] == documents.day[right]) & (documents.day[right] != NONE)
    found[where] = _amended(documents, left, right) & day
    return found


def original_levels(documents: Documents, left: Ints, right: Ints) -> Levels:
    """Level of the documents that are amended or noted upon; books that hold the amended one name it themselves."""
    levels = np.full(len(left), Match.UNKNOWN, dtype=np.int8)
    where = np.flatnonzero(documents.original[left] != NONE)
    left, right = left[where], right[where]
    found = match_codes(documents.original, left, right)
    found[original_booked(documents, left, right)] = Match.SAME
    levels[where] = found
    return levels


def date_levels(documents: Documents, left: Ints, right: Ints, numbers: Levels) -> tuple[Levels, Ints]:
    """Level of the dates, and days from IMS to books."""
    days = documents.day[right] - documents.day[left]
    levels = np.full(len(days), Date.SAME, dtype=np.int8)
    where = np.flatnonzero((days != 0) | (documents.day[left] == NONE))
    levels[where] = _unequal_dates(documents, left[where], right[where], numbers[where])
    return levels, days


def _unequal_dates(documents: Documents, left: Ints, right: Ints, numbers: Levels) -> Levels:
    """Level of dates that differ or are missing."""
    days = documents.day[left], documents.day[right]
    apart = np.abs(days[1] - days[0])
    missing = (days[0] == NONE) | (days[1] == NONE)
    years = documents.fiscal_year[left], documents.fiscal_year[right]
    year_told = _same(documents.year, left, right) & (documents.year[left] == years[0] % 100)
    other_year = (years[0] != years[1]) & ~year_told
    cases = [
        (original_booked(documents, left, right), Date.NEAR),
        (missing, Date.MISSING),
        (apart <= 3, Date.NEAR),
        (documents.swapped_day[left] == days[1], Date.SWAPPED),
        (apart <= 10, Date.WEEK),
        (apart <= 45, Date.MONTH),
        (year_told & (numbers <= STRONG), Date.MONTH),
        (other_year & (apart > 180), Date.FAR),
        (other_year, Date.ACROSS),
    ]
    return _first_of(cases, Date.LATE)


def party_levels(documents: Documents, left: Ints, right: Ints) -> Levels:
    """Level of the supplier registrations."""
    same = _same(documents.gstin, left, right)
    levels = np.full(len(same), Party.SAME, dtype=np.int8)
    where = np.flatnonzero(~same)
    left, right = left[where], right[where]
    blank = ~documents.has_supplier[left] | ~documents.has_supplier[right]
    found = _first_of([(blank, Party.BLANK), (_same(documents.pan, left, right), Party.PAN)], Party.OTHER)
    other = np.flatnonzero(found == Party.OTHER)
    if len(other):
        ours, theirs = documents.supplier.texts(left[other]), documents.supplier.texts(right[other])
        found[other[_distance(ours, theirs) <= 2]] = Party.SLIP
    levels[where] = found
    return levels


def _crossed(ours: Ints, theirs: Ints) -> Flags:
    """Whether one side has IGST alone and the other one CGST and SGST alone."""
    inter = [side[:, 1] != 0 for side in (ours, theirs)]
    local = [(side[:, 2] != 0) | (side[:, 3] != 0) for side in (ours, theirs)]
    return np.asarray((inter[0] != local[0]) & (inter[1] != local[1]) & (inter[0] != inter[1]), dtype=bool)


def _agreement(known: Flags, ours: Ints, theirs: Ints, tolerance: Tolerance, lenient: bool) -> tuple[Flags, Flags]:
    """Which amounts are within tolerance, and which are equal but for rounding."""
    agree = known & (np.abs(ours - theirs) <= tolerance.limits(np.maximum(np.abs(ours), np.abs(theirs))))
    equal = known & nearly_equal(ours, theirs)
    crossed = _crossed(ours, theirs)[:, None]
    agree[:, 1:4] &= ~crossed  # no tolerance makes IGST of CGST and SGST
    equal[:, 1:4] &= ~crossed
    return agree, equal | agree if lenient else equal


def amount_levels(
    documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity, together: bool, lenient: bool
) -> tuple[Levels, Levels, Flags, Flags, Ints]:
    """Levels of taxable value and tax, amounts equal but for rounding, amounts within tolerance, differences in paise.

    Levels do not depend on the tolerance, unless `lenient` calls equal whatever is within it.
    """
    left, right = pairs
    ours, theirs = (documents.amounts.take(rows, axis=0) for rows in pairs)
    known = documents.known.take(left, axis=0) & documents.known.take(right, axis=0)
    if together:
        documents_left, group = np.unique(left, return_inverse=True)
        sums = np.zeros((len(documents_left), theirs.shape[1]), dtype=np.int64)
        np.add.at(sums, group, documents.signed(right))
        theirs = np.where(total(sums) < 0, -1, 1)[group, None] * sums[group]
        complete = np.ones_like(sums, dtype=bool)
        np.logical_and.at(complete, group, known)
        known = complete[group]
    differences = ours - theirs
    agree, equal = known.copy(), known.copy()
    where = np.flatnonzero(any_of(differences != 0))
    agree[where], equal[where] = _agreement(known[where], ours[where], theirs[where], tolerance, lenient)

    def level(same: Flags, there: Flags, gap: Ints, size: Ints, repeats: Flags) -> Levels:
        once = ~(repeats[left] | repeats[right])
        cases = [
            (~there, Amount.MISSING),
            (same & (size == 0), Amount.ZERO),
            (same & once, Amount.RARE),
            (same, Amount.REPEATING),
            (np.abs(gap) * 100 <= size, Amount.CLOSE),
        ]
        return _first_of(cases, Amount.DIFFERS)

    larger = np.maximum(np.abs(ours[:, 0]), np.abs(theirs[:, 0]))
    taxable = level(equal[:, 0], known[:, 0], differences[:, 0], larger, times.taxable)
    gap = total(differences[:, 1:])
    size = np.maximum(total(ours[:, 1:]), total(theirs[:, 1:]))
    tax = level(all_of(equal[:, 1:]), all_of(known[:, 1:]), gap, size, times.tax)
    tax[(tax == Amount.CLOSE) & (np.abs(gap) <= 100) & (size > 0)] = Amount.TOTAL
    where = np.flatnonzero(taxable == Amount.REPEATING)
    left, right = left[where], right[where]
    once = ~(times.taxable_that_day[left] | times.taxable_that_day[right])
    same_day = _same(documents.day, left, right) & once
    taxable[where[same_day]] = Amount.RARE_THAT_DAY
    return taxable, tax, equal, agree, differences


def kind_levels(documents: Documents, left: Ints, right: Ints, together: bool) -> Levels:
    """Level of the document types; a negative row of an invoice booked in parts is a part of it, not a credit note."""
    ours, theirs = documents.kind[left], documents.kind[right]
    if together:
        theirs = np.where(documents.note[left] == documents.note[right], ours, theirs)
    notes = np.isin(ours, _NOTES) & np.isin(theirs, _NOTES)
    return _first_of([(ours == theirs, Kind.SAME), (notes, Kind.VIEW)], Kind.OTHER)
