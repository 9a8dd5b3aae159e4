"""Levels of agreement, field by field, and the whole points each of them is worth."""

from enum import IntEnum


class Number(IntEnum):
    """How two document numbers agree, best first."""

    WRITTEN = 0  # as written, upper case
    PLAIN = 1  # letters and digits
    BARE = 2  # without year, leading zeros, words such as INV
    ORIGINAL = 3  # the books hold the number that was amended
    ALIKE = 4  # O for 0, I for 1
    SERIAL = 5  # serial number only, the other side has no prefix
    SUFFIX = 6  # the books add a short suffix
    TAIL = 7  # the last digits of a longer number
    STYLE = 8  # serial number, but another prefix
    SLIP = 9  # one character off
    BLANK = 10  # one side has none
    OWN = 11  # the buyer's own number on a note
    FOREIGN = 12  # nothing in common, and no number this supplier would issue
    FAR = 13  # nothing in common
    NEIGHBOUR = 14  # another serial number of the same series
    CLASH = 15  # different financial years inside


class Amount(IntEnum):
    """How an amount agrees; an amount that repeats with the supplier says little."""

    RARE = 0  # occurs once with the supplier
    RARE_THAT_DAY = 1  # repeats, but not on the day both documents bear
    REPEATING = 2  # occurs several times with the supplier
    TOTAL = 3  # tax only: the total agrees, the heads do not
    CLOSE = 4  # within one percent
    MISSING = 5
    DIFFERS = 6
    ZERO = 7  # both zero: says nothing


class Date(IntEnum):
    """How far the dates are apart."""

    SAME = 0
    NEAR = 1  # 3 days
    SWAPPED = 2  # day and month exchanged
    WEEK = 3  # 10 days
    MONTH = 4  # 45 days
    LATE = 5  # within the financial year, or the year stands in both numbers
    ACROSS = 6  # another financial year, 46 to 180 days apart
    MISSING = 7
    FAR = 8  # another financial year, more than 180 days apart


class Party(IntEnum):
    """How the supplier's registrations agree."""

    SAME = 0
    PAN = 1  # another registration of the same supplier
    SLIP = 2  # one or two characters off
    BLANK = 3  # one side has none
    OTHER = 4  # another supplier's


class Kind(IntEnum):
    """How the document types agree."""

    SAME = 0
    VIEW = 1  # credit note against debit note: the same paper seen by buyer and supplier
    OTHER = 2


class Match(IntEnum):
    """A field that agrees, cannot be compared, or differs."""

    SAME = 0
    UNKNOWN = 1
    DIFFERS = 2


WEIGHTS: dict[str, dict[IntEnum, int]] = {
    "number": {
        Number.WRITTEN: 14,
        Number.PLAIN: 13,
        Number.BARE: 12,
        Number.ORIGINAL: 10,
        Number.ALIKE: 10,
        Number.SERIAL: 8,
        Number.SUFFIX: 7,
        Number.TAIL: 3,
        Number.STYLE: 2,
        Number.SLIP: 1,
        Number.BLANK: -5,
        Number.OWN: -2,
        Number.FOREIGN: -5,
        Number.FAR: -8,
        Number.NEIGHBOUR: -12,
        Number.CLASH: -30,
    },
    "taxable": {
        Amount.RARE: 8,
        Amount.RARE_THAT_DAY: 6,
        Amount.REPEATING: 3,
        Amount.CLOSE: 1,
        Amount.MISSING: -2,
        Amount.DIFFERS: -5,
        Amount.ZERO: 0,
    },
    "tax": {
        Amount.RARE: 3,
        Amount.REPEATING: 1,
        Amount.TOTAL: 1,
        Amount.CLOSE: 0,
        Amount.MISSING: 0,
        Amount.DIFFERS: -2,
        Amount.ZERO: 0,
    },
    "date": {
        Date.SAME: 5,
        Date.NEAR: 3,
        Date.SWAPPED: 3,
        Date.WEEK: 2,
        Date.MONTH: 0,
        Date.LATE: -2,
        Date.ACROSS: -4,
        Date.MISSING: 0,
        Date.FAR: -20,
    },
    "party": {Party.SAME: 3, Party.PAN: 2, Party.SLIP: 0, Party.BLANK: -1, Party.OTHER: -8},
    "kind": {Kind.SAME: 0, Kind.VIEW: -2, Kind.OTHER: -6},
    "own": {Match.SAME: 0, Match.UNKNOWN: 0, Match.DIFFERS: -1},
    "place": {Match.SAME: 0, Match.UNKNOWN: 0, Match.DIFFERS: -1},
    "original": {Match.SAME: 4, Match.UNKNOWN: 0, Match.DIFFERS: -1},
    "port": {Match.SAME: 0, Match.UNKNOWN: 0, Match.DIFFERS: -8},
}
STRONG = Number.BARE
"""The weakest form in which a number still names the document."""

ENOUGH = 10
"""Points from which on two documents are taken for one."""
