"""The forms in which two people write one document number."""

import re
from functools import reduce
from itertools import chain
from typing import NamedTuple

import numpy as np

from ims_xl.matching.documents import NONE, Flags, Ints, Texts
from ims_xl.matching.lines import Bytes, Lines, run_starts, spread
from ims_xl.matching.lines import begins as run_begins

_FLOAT = re.compile(r"^([ \d]+)\.0+(?= *$)")  # Excel made a number of it
_GAPS = ((" -", "-"), ("- ", "-"), (" /", "/"), ("/ ", "/"))
_WORD = "(?:INVOICE|INV|BILL|BL|NO|NUM|TAX|DOC|VCH)"
_WORDS = re.compile(f"{_WORD}{_WORD}*(?![A-Z])")
_YEARS = (17, 44)
_STATES = (1, 38)
_AT_ONCE = 8192  # so that the processor's cache holds what is worked on
_DASHED, _JOINED, _CLOSE = 0, 1, 2  # how two halves of a year stand together, the surest first
_JOINTS = np.isin(np.arange(256), np.frombuffer(b"/_. ", dtype=np.uint8))
_LONG = 8  # digits behind the first one: State, year and three more
_ALIKE = bytes.maketrans(b"OQDILSBZ", b"00011582")


class Forms(NamedTuple):
    """Forms of each number; codes are equal when the forms are, NONE where a number has no such form."""

    plain: Ints  # letters and digits, upper case
    bare: Ints  # plain without year, leading zeros and words such as INV; digit runs stay apart
    stem: Ints  # bare form without a short suffix: 417/1, 417-A and 417/GST have the stem 417
    serial: Ints  # last run of digits of the bare form
    serial_value: Ints  # its last 18 digits
    rest: Ints  # bare form with # for the serial: the style of the series
    lone: Flags  # the bare form is the serial and nothing else
    alike: Ints  # plain with letters that look like digits written as digits
    year: Ints  # two digits: the financial year inside the number begins in 20..
    plain_lines: Lines
    bare_lines: Lines

    @property
    def plain_text(self) -> Texts:
        """Letters and digits of each number."""
        return self.plain_lines.texts()[: len(self.plain)]

    @property
    def bare_text(self) -> Texts:
        """The bare form of each number."""
        return self.bare_lines.texts()[: len(self.bare)]


def written(text: str) -> str:
    """The number as it stands, upper case, without spaces around it."""
    return text.strip().upper()


def forms(texts: list[str]) -> Forms:
    """Every form of every number.

    A year counts only as two consecutive years (`26-27`, `2026-27`, `2627` before at least two digits), and only
    beside other digits: `2627` alone is a serial number.
    """
    parts = [_forms(texts[start : start + _AT_ONCE]) for start in range(0, max(len(texts), 1), _AT_ONCE)]
    *codes, plain, bare = zip(*parts, strict=True)
    columns = (np.concatenate(column)[: len(texts)] for column in codes)
    lines = (Lines(np.concatenate([part.symbols for part in column])) for column in (plain, bare))
    return Forms(*columns, *lines)  # type: ignore[arg-type]


def _codes(hashes: Ints) -> Ints:
    return np.where(hashes == 0, NONE, hashes)


def _tidy(text: str) -> str:
    """The number on one line, no decimals of zero behind it, no spaces around its separators."""
    text = _FLOAT.sub(r"\1", text.replace("\n", " "))
    for gap, closed in _GAPS:
        while gap in text:
            text = text.replace(gap, closed)
    return text


def _forms(texts: list[str]) -> Forms:
    """The forms of some numbers."""
    whole = "\n".join([_tidy(text) if " " in text or ".0" in text or "\n" in text else text for text in texts])
    whole = whole.upper() + "\n"
    lines = Lines(np.frombuffer(whole.encode("ascii", "replace"), dtype=np.uint8))
    plain = lines.keep(lines.digit | lines.letter)
    alike = Lines(np.frombuffer(plain.symbols.tobytes().translate(_ALIKE), dtype=np.uint8))
    in_year, year = _years(lines)
    bare = _bare(lines, ~in_year & ~_words(lines, whole))
    last = bare.last(bare.digit)
    some = last != NONE
    starts = np.flatnonzero(run_begins(bare.digit))
    first = np.where(some, np.append(starts, NONE)[np.searchsorted(starts, last, side="right") - 1], NONE)
    value, hashed = _value(bare, first, last), bare.hashes()
    styled = bare.symbols.copy()
    styled[first[some]] = ord("#")
    rest = Lines(styled).keep(~spread(first[some] + 1, last[some] + 1, len(styled)))
    return Forms(
        plain=_codes(plain.hashes()),
        bare=_codes(hashed),
        stem=_codes(_stems(bare, hashed, first, last)),
        serial=np.where(first == NONE, NONE, value * 33 + (last - first + 1)),
        serial_value=value,
        rest=_codes(rest.hashes()),
        lone=(rest.lengths == 1) & (first != NONE),
        alike=_codes(alike.hashes()),
        year=year,
        plain_lines=plain,
        bare_lines=bare,
    )


def _years(lines: Lines) -> tuple[Flags, Ints]:
    """The symbols that are a year, and the year of each line; of several the surest, then the first.

    Between its halves stands nothing, a dash, or another separator where no dash follows: in 25/26-27 it is 26-27.
    In one run of nine digits or more it may stand behind the code of a State, with or without its zero: 242526000417
    is 417 of 25-26 in Gujarat, 82526000417 is 417 of 25-26 in Rajasthan.
    """
    size = len(lines.symbols)
    symbols = np.concatenate([lines.symbols, np.full(16, 10, dtype=np.uint8)])
    digit = np.concatenate([lines.digit, np.zeros(16, dtype=bool)])
    two = np.zeros_like(digit)
    two[:-1] = digit[:-1] & digit[1:]
    value = np.zeros_like(symbols)
    np.copyto(value[:-1], (symbols[:-1] - 48) * 10 + (symbols[1:] - 48), where=two[:-1])
    century, dash = value == 20, symbols == ord("-")
    joint = _JOINTS[symbols]
    begins = np.flatnonzero(run_begins(digit[:size]))

    ends = np.flatnonzero(digit[:size] & ~digit[1 : size + 1])
    is_long = ends - begins >= _LONG
    begins[is_long] += _state_digits(value, symbols, begins[is_long])
    begins = begins[_begin_year(value, begins) | (century[begins] & _begin_year(value, begins + 2))]

    def short_pair(at: Ints) -> Flags:
        """Two digits, a dash, and two or four digits."""
        four = century[at + 3] & two[at + 5] & ~digit[at + 7]
        return np.asarray(two[at] & dash[at + 2] & ((two[at + 3] & ~digit[at + 5]) | four), dtype=bool)

    end = np.full(len(begins), NONE, dtype=np.int64)
    found, rank = (np.zeros(len(begins), dtype=np.uint8) for _ in range(2))
    for start, usable in ((begins + 2, century[begins]), (begins, True)):
        one = value[start]
        usable = usable & (one >= _YEARS[0]) & (one <= _YEARS[1])
        behind = start + 3
        dashed = usable & dash[start + 2]
        joined = usable & joint[start + 2] & ~short_pair(behind) & ~(century[behind] & short_pair(behind + 2))
        for second, fits, kind in (
            (start + 5, dashed & century[behind], _DASHED),
            (start + 5, joined & century[behind], _JOINED),
            (start + 3, dashed, _DASHED),
            (start + 3, joined, _JOINED),
            (start + 4, usable & century[start + 2], _CLOSE),
            (start + 2, usable, _CLOSE),
        ):
            after = second + 2
            fits = fits & (value[second] == one + 1) & (end == NONE)
            fits &= ~digit[after] | (digit[after + 1] & (kind != _JOINED))
            end[fits], found[fits], rank[fits] = after[fits], one[fits], kind
    place = np.flatnonzero(end != NONE)
    place = place[np.lexsort((place, rank[place]))]
    place = place[np.unique(lines.number[begins[place]], return_index=True)[1]]
    starts, ends, year = begins[place], end[place], found[place]
    line = lines.number[starts]
    beside = lines.have(lines.digit & ~spread(starts, ends, size))[line]
    starts, ends, year, line = (values[beside] for values in (starts, ends, year, line))
    of_line = np.full(len(lines.ends), NONE, dtype=np.int64)
    of_line[line] = year
    covered = spread(starts, ends, size)
    # 2627000110/26-27 says its year twice.
    again = np.flatnonzero((end != NONE) & (rank == _CLOSE) & (found == of_line[lines.number[begins]]))
    again = again[digit[end[again]] & ~covered[begins[again]]]
    return covered | spread(begins[again], end[again], size), of_line


def _begin_year(value: Bytes, starts: Ints) -> Flags:
    """The places of two digits with the next year not far behind; most runs of digits have none."""
    one = value[starts]
    behind = reduce(np.logical_or, (value[starts + step] == one + 1 for step in (2, 3, 4, 5)))
    return np.asarray((one >= _YEARS[0]) & (one <= _YEARS[1]) & behind, dtype=bool)


def _state_digits(value: Bytes, symbols: Bytes, begins: Ints) -> Ints:
    """How many digits of a State's code stand before a year in runs that begin there; 0 without."""
    found = np.zeros(len(begins), dtype=np.int64)
    states = (value[begins] >= _STATES[0]) & (value[begins] <= _STATES[1])
    for width, usable in ((len("24"), states), (len("8"), symbols[begins] != ord("0"))):
        one = value[begins + width]
        year = (one >= _YEARS[0]) & (one <= _YEARS[1]) & (value[begins + width + 2] == one + 1)
        found[(found == 0) & usable & year] = width
    return found


def _words(lines: Lines, whole: str) -> Flags:
    """The symbols of words that say only that a number follows: whole runs of letters."""
    spans = chain.from_iterable([found.span() for found in _WORDS.finditer(whole)])
    starts, ends = np.fromiter(spans, dtype=np.int64).reshape(-1, 2).T
    alone = (starts == 0) | ~lines.letter[starts - 1]
    starts, ends = starts[alone], ends[alone]
    return spread(starts, ends, len(lines.symbols))


def _bare(lines: Lines, kept: Flags) -> Lines:
    """Letters and digits that are kept, leading zeros left out; a space between two runs of digits.

    A number of which nothing would be left stays as it is.
    """
    place = lines.place
    digit, letter = lines.digit & kept, lines.letter & kept
    starts = run_starts(digit)
    nonzero = np.maximum.accumulate(np.where(digit & (lines.symbols != ord("0")), place, np.int32(NONE)))
    within = nonzero >= starts
    within[:-1] |= ~digit[1:]  # of zeros alone the last one stays
    digit &= within
    left = digit | letter
    empty = ~lines.have(left)
    if empty.any():
        left |= (lines.digit | lines.letter) & empty[lines.number]
    places = np.flatnonzero(left)
    before = np.concatenate([[NONE], places[:-1]])
    is_first = digit[places] & (before < np.maximum(starts[places], lines.starts[lines.number[places]]))
    firsts, behind = places[is_first], before[is_first]
    apart = (behind >= lines.starts[lines.number[firsts]]) & lines.digit[behind] & ~letter[behind]
    symbols = lines.symbols.copy()
    gaps = starts[firsts[apart]] - 1
    symbols[gaps] = ord(" ")
    left[gaps] = True
    return Lines(symbols).keep(left)


def _stems(bare: Lines, hashed: Ints, first: Ints, last: Ints) -> Ints:
    """Hashes without up to two digits set apart at the end, or else up to three letters behind the last digit."""
    size = bare.ends - 1
    some = first != NONE
    apart = some & (last == size) & (last - first < 2) & (bare.symbols[np.maximum(first - 1, 0)] == ord(" "))
    apart &= first > bare.starts
    letters = some & (last < size) & (size - last <= 3)
    begin = np.where(apart, first - 1, np.where(letters, last + 1, bare.ends))
    shorter = begin < bare.ends
    stems = hashed.copy()
    if shorter.any():
        dropped = spread(begin[shorter], bare.ends[shorter], len(bare.symbols))
        stems[shorter] = bare.keep(~dropped).hashes()[shorter]
    return stems


def _value(bare: Lines, first: Ints, last: Ints) -> Ints:
    """The serial number between two symbols as a number, its last 18 digits."""
    values = np.zeros(len(last), dtype=np.int64)
    rows = np.flatnonzero(first != NONE)
    for digits in range(18):
        rows = rows[last[rows] - digits >= first[rows]]
        values[rows] += (bare.symbols[last[rows] - digits] - 48).astype(np.int64) * 10**digits
    return values
