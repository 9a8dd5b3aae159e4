"""Each field of a pair compared: which level of agreement it reaches."""

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from ims_xl.gst.sections import SECTIONS
from ims_xl.matching.candidates import Candidates
from ims_xl.matching.documents import KINDS, NONE, Documents, Flags, Ints, Texts
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


def _same(codes: Ints, left: Ints, right: Ints) -> Flags:
    return np.asarray((codes[left] == codes[right]) & (codes[left] != NONE), dtype=bool)


def all_of(flags: Flags) -> Flags:
    """Whether all five amounts (or heads) of a pair have the flag."""
    return np.asarray(flags.all(axis=1), dtype=bool)


def match_codes(codes: Ints, left: Ints, right: Ints) -> Ints:
    """Level of a field whose values are equal or not."""
    unknown = (codes[left] == NONE) | (codes[right] == NONE)
    return np.where(unknown, Match.UNKNOWN, np.where(codes[left] == codes[right], Match.SAME, Match.DIFFERS))


def _stemmed(documents: Documents, left: Ints, right: Ints) -> Flags:
    return np.asarray((documents.bare[left] == documents.stem[right]) & (documents.bare[left] != NONE), dtype=bool)


def number_levels(documents: Documents, left: Ints, right: Ints) -> Ints:
    """Level of the numbers, edit distance left out."""
    blank = (documents.plain[left] == NONE) | (documents.plain[right] == NONE)
    clash = match_codes(documents.year, left, right) == Match.DIFFERS
    serial = _same(documents.serial, left, right)
    lone = documents.lone[left] | documents.lone[right]
    amended = (documents.original[left] == documents.bare[right]) & (documents.original[left] != NONE)
    return np.select(
        [
            blank,
            _same(documents.written, left, right),
            _same(documents.plain, left, right),
            clash,
            _same(documents.bare, left, right),
            amended,
            _same(documents.alike, left, right),
            serial & lone,
            _stemmed(documents, left, right),
            serial,
            _same(documents.rest, left, right),
        ],
        [
            Number.BLANK,
            Number.WRITTEN,
            Number.PLAIN,
            Number.CLASH,
            Number.BARE,
            Number.ORIGINAL,
            Number.ALIKE,
            Number.SERIAL,
            Number.SUFFIX,
            Number.STYLE,
            Number.NEIGHBOUR,
        ],
        default=Number.FAR,
    ).astype(np.int64)


def _distance(ours: Texts, theirs: Texts) -> Ints:
    """Insertions, deletions, replacements and exchanges of neighbours that turn one text into the other."""
    return np.asarray(cpdist(ours.tolist(), theirs.tolist(), scorer=OSA.distance, dtype=np.int64), dtype=np.int64)


def one_slip(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Whether one slip turns the letters and digits of one number into those of the other."""
    ours, theirs = documents.plain_texts(left), documents.plain_texts(right)
    known = (documents.plain[left] != NONE) & (documents.plain[right] != NONE)
    return np.asarray(known & (_distance(ours, theirs) == 1), dtype=bool)


def closer_look(
    documents: Documents, left: Ints, right: Ints, levels: Ints, rows: Flags, rare: Flags, in_style: Flags
) -> Ints:
    """Levels with typing slips found by edit distance, for the pairs where it is safe to look: rare equal amounts.

    `rare` pairs have an amount that occurs once with the party; `in_style` are documents whose number is of a style
    that their party uses on the other side.
    """
    searched = (Number.STYLE, Number.BLANK, Number.FAR, Number.NEIGHBOUR, Number.CLASH)
    where = np.flatnonzero(rows & np.isin(levels, searched))
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
    found[where] = np.select(
        [
            slip & (found_level == Number.STYLE),
            slip & np.isin(found_level, (Number.FAR, Number.NEIGHBOUR)),
            tail & (found_level == Number.FAR),
            own,
            foreign & (found_level == Number.FAR),
        ],
        [Number.ALIKE, Number.SLIP, Number.TAIL, Number.OWN, Number.FOREIGN],
        default=found_level,
    )
    return found


def _calendar(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of the month of days since 1970."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    count, rest = months.astype(np.int64), (dates - months.astype("datetime64[D]")).astype(np.int64)
    return count // 12 + 1970, count % 12 + 1, rest + 1


def original_booked(documents: Documents, left: Ints, right: Ints) -> Flags:
    """Whether the books hold, by number and date, the document that an amended record amends."""
    amended = documents.columns["section"].where(lambda key: key in SECTIONS and SECTIONS[key].amends != "")
    number = (documents.original[left] == documents.bare[right]) & (documents.original[left] != NONE)
    day = (documents.original_day[left] == documents.day[right]) & (documents.day[right] != NONE)
    return np.asarray(amended[left] & number & day, dtype=bool)


def original_levels(documents: Documents, left: Ints, right: Ints) -> Ints:
    """Level of the documents that are amended or noted upon; books that hold the amended one name it themselves."""
    levels = match_codes(documents.original, left, right)
    return np.where(original_booked(documents, left, right), Match.SAME, levels)


def date_levels(documents: Documents, left: Ints, right: Ints, numbers: Ints) -> tuple[Ints, Ints]:
    """Level of the dates, and days from IMS to books."""
    days = documents.day[right] - documents.day[left]
    apart = np.abs(days)
    missing = (documents.day[left] == NONE) | (documents.day[right] == NONE)
    swapped = np.zeros(len(days), dtype=bool)
    where = np.flatnonzero(~missing & (apart > 3))
    ours, theirs = _calendar(documents.day[left[where]]), _calendar(documents.day[right[where]])
    swapped[where] = (ours[0] == theirs[0]) & (ours[1] == theirs[2]) & (ours[2] == theirs[1])
    fiscal_year = documents.fiscal_year
    year_told = _same(documents.year, left, right) & (documents.year[left] == fiscal_year[left] % 100)
    other_year = fiscal_year[left] != fiscal_year[right]
    booked_before = original_booked(documents, left, right)
    levels = np.select(
        [
            missing,
            apart == 0,
            apart <= 3,
            swapped,
            apart <= 10,
            apart <= 45,
            year_told & (numbers <= STRONG),
            other_year & (apart > 180) & ~year_told,
            other_year & ~year_told,
        ],
        [
            Date.MISSING,
            Date.SAME,
            Date.NEAR,
            Date.SWAPPED,
            Date.WEEK,
            Date.MONTH,
            Date.MONTH,
            Date.FAR,
            Date.ACROSS,
        ],
        default=Date.LATE,
    )
    levels[booked_before & (levels != Date.SAME)] = Date.NEAR
    return levels.astype(np.int64), days


def party_levels(documents: Documents, left: Ints, right: Ints) -> Ints:
    """Level of the supplier registrations."""
    known = documents.has_supplier
    levels = np.select(
        [
            (documents.gstin[left] == documents.gstin[right]) & (documents.gstin[left] != NONE),
            ~known[left] | ~known[right],
            _same(documents.pan, left, right),
        ],
        [Party.SAME, Party.BLANK, Party.PAN],
        default=Party.OTHER,
    ).astype(np.int64)
    where = np.flatnonzero(levels == Party.OTHER)
    if len(where):
        ours, theirs = documents.supplier.texts(left[where]), documents.supplier.texts(right[where])
        levels[where[_distance(ours, theirs) <= 2]] = Party.SLIP
    return levels


def _crossed(ours: Ints, theirs: Ints) -> Flags:
    """Whether one side has IGST alone and the other one CGST and SGST alone."""
    inter = [(side[:, 1] != 0) & (side[:, 2:4] == 0).all(axis=1) for side in (ours, theirs)]
    local = [(side[:, 1] == 0) & (side[:, 2:4] != 0).any(axis=1) for side in (ours, theirs)]
    return np.asarray((inter[0] & local[1]) | (local[0] & inter[1]), dtype=bool)


def amount_levels(
    documents: Documents, pairs: Candidates, tolerance: Tolerance, times: Rarity, together: bool, lenient: bool
) -> tuple[Ints, Ints, Flags, Flags, Ints]:
    """Levels of taxable value and tax, amounts equal but for rounding, amounts within tolerance, differences in paise.

    Levels do not depend on the tolerance, unless `lenient` calls equal whatever is within it.
    """
    left, right = pairs
    ours, theirs = documents.amounts[left], documents.amounts[right]
    known = documents.known[left] & documents.known[right]
    if together:
        documents_left, group = np.unique(left, return_inverse=True)
        sums = np.zeros((len(documents_left), theirs.shape[1]), dtype=np.int64)
        np.add.at(sums, group, documents.signed(right))
        theirs = np.where(sums.sum(axis=1) < 0, -1, 1)[group, None] * sums[group]
        complete = np.ones_like(sums, dtype=bool)
        np.logical_and.at(complete, group, known)
        known = complete[group]
    differences = ours - theirs
    larger = np.maximum(np.abs(ours), np.abs(theirs))
    agree = known & (np.abs(differences) <= tolerance.limits(larger))
    equal = known & nearly_equal(ours, theirs)
    crossed = _crossed(ours, theirs)[:, None]
    agree[:, 1:4] &= ~crossed  # no tolerance makes IGST of CGST and SGST
    equal[:, 1:4] &= ~crossed
    if lenient:
        equal |= agree

    def level(same: Flags, there: Flags, gap: Ints, size: Ints, occurrences: Ints) -> Ints:
        once = np.maximum(occurrences[left], occurrences[right]) <= 1
        return np.select(
            [~there, same & (size == 0), same & once, same, np.abs(gap) * 100 <= size],
            [Amount.MISSING, Amount.ZERO, Amount.RARE, Amount.REPEATING, Amount.CLOSE],
            default=Amount.DIFFERS,
        ).astype(np.int64)

    taxable = level(equal[:, 0], known[:, 0], differences[:, 0], larger[:, 0], times.taxable)
    gap = differences[:, 1:].sum(axis=1)
    size = np.maximum(ours[:, 1:].sum(axis=1), theirs[:, 1:].sum(axis=1))
    tax = level(all_of(equal[:, 1:]), all_of(known[:, 1:]), gap, size, times.tax)
    total = (tax == Amount.CLOSE) & (np.abs(gap) <= 100) & (size > 0)
    tax[total] = Amount.TOTAL
    that_day = times.taxable_that_day
    same_day = _same(documents.day, left, right) & (np.maximum(that_day[left], that_day[right]) <= 1)
    taxable[same_day & (taxable == Amount.REPEATING)] = Amount.RARE_THAT_DAY
    return taxable, tax, equal, agree, differences


def kind_levels(documents: Documents, left: Ints, right: Ints, together: bool) -> Ints:
    """Level of the document types; a negative row of an invoice booked in parts is a part of it, not a credit note."""
    ours, theirs = documents.kind[left], documents.kind[right]
    if together:
        theirs = np.where(documents.note[left] == documents.note[right], ours, theirs)
    notes = np.isin(ours, _NOTES) & np.isin(theirs, _NOTES)
    return np.where(ours == theirs, Kind.SAME, np.where(notes, Kind.VIEW, Kind.OTHER)).astype(np.int64)
