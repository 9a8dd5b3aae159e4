"""The forms in which two people write one document number."""

import re
from typing import NamedTuple

import numpy as np

from ims_xl.matching.documents import NONE, Flags, Ints, Texts
from ims_xl.matching.lines import Bytes, Lines, run_starts, spread

_FLOAT = re.compile(r"(?m)^([ \d]+)\.0+(?= *$)")  # Excel made a number of it
_GAPS = ((" -", "-"), ("- ", "-"), (" /", "/"), ("/ ", "/"))
_WORDS = re.compile("INVOICE|INV|BILL|BL|NO|NUM|TAX|DOC|VCH")
_YEARS = (17, 44)
_STATES = (1, 38)
_AT_ONCE = 4096  # so that the processor's cache holds what is worked on
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


def _forms(texts: list[str]) -> Forms:
    """The forms of some numbers."""
    whole = "\n".join(texts)
    if whole.count("\n") >= len(texts):
        whole = "\n".join([text.replace("\n", " ") for text in texts])
    whole = whole.upper() + "\n"
    whole = _FLOAT.sub(r"\1", whole) if ".0" in whole else whole
    for gap, closed in _GAPS:
        while gap in whole:
            whole = whole.replace(gap, closed)
    lines = Lines(np.frombuffer(whole.encode("ascii", "replace"), dtype=np.uint8))
    plain = lines.keep(lines.digit | lines.letter)
    alike = Lines(np.frombuffer(plain.symbols.tobytes().translate(_ALIKE), dtype=np.uint8))
    in_year, year = _years(lines)
    bare = _bare(lines, ~in_year & ~_words(lines, whole))
    place = np.arange(len(bare.symbols))
    last = bare.last(bare.digit)
    first = np.where(last == NONE, NONE, run_starts(bare.digit)[last])
    in_serial = (place >= first[bare.number]) & (place <= last[bare.number])
    value, hashed = _value(bare, in_serial, last), bare.hashes()
    styled = bare.symbols.copy()
    styled[first[first != NONE]] = ord("#")
    rest = Lines(styled).keep(~in_serial | (styled == ord("#")))
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
    two = digit & np.roll(digit, -1)
    value = np.where(two, (symbols - 48) * 10 + np.roll(symbols, -1) - 48, 0).astype(np.int64)
    century, dash = two & (value == 20), symbols == ord("-")
    joint = _JOINTS[symbols]
    begins = np.flatnonzero(digit[:size] & ~np.concatenate([[False], digit[: size - 1]]))

    # Most runs of digits cannot be a year: their first two digits say so.
    ends = np.flatnonzero(digit[:size] & ~digit[1 : size + 1])
    is_long = ends - begins >= _LONG
    may_be = is_long | ((value[begins] >= _YEARS[0]) & (value[begins] <= _YEARS[1]))
    begins, is_long = begins[may_be], is_long[may_be]
    begins[is_long] += _state_digits(value, symbols, begins[is_long])

    def short_pair(at: Ints) -> Flags:
        """Two digits, a dash, and two or four digits."""
        four = century[at + 3] & two[at + 5] & ~digit[at + 7]
        return np.asarray(two[at] & dash[at + 2] & ((two[at + 3] & ~digit[at + 5]) | four), dtype=bool)

    end = np.full(len(begins), NONE, dtype=np.int64)
    found, rank = np.zeros_like(end), np.zeros_like(end)
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
    digits = lines.count(lines.digit & ~spread(starts, ends, size))[line]
    starts, ends, year, line = (values[digits > 0] for values in (starts, ends, year, line))
    of_line = np.full(len(lines.ends), NONE, dtype=np.int64)
    of_line[line] = year
    covered = spread(starts, ends, size)
    # 2627000110/26-27 says its year twice.
    again = np.flatnonzero((end != NONE) & (rank == _CLOSE) & (found == of_line[lines.number[begins]]))
    again = again[digit[end[again]] & ~covered[begins[again]]]
    return covered | spread(begins[again], end[again], size), of_line


def _state_digits(value: Ints, symbols: Bytes, begins: Ints) -> Ints:
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
    spans = np.array([found.span() for found in _WORDS.finditer(whole)], dtype=np.int64).reshape(-1, 2)
    covered = spread(spans[:, 0], spans[:, 1], len(lines.symbols))
    run = np.cumsum(lines.letter & ~np.concatenate([[False], lines.letter[:-1]]))
    uncovered = np.bincount(run[lines.letter & ~covered], minlength=int(run.max(initial=0)) + 1)
    return np.asarray(lines.letter & (uncovered[run] == 0), dtype=bool)


def _bare(lines: Lines, kept: Flags) -> Lines:
    """Letters and digits that are kept, leading zeros left out; a space between two runs of digits.

    A number of which nothing would be left stays as it is.
    """
    place = np.arange(len(lines.symbols))
    digit, letter = lines.digit & kept, lines.letter & kept
    starts = run_starts(digit)
    nonzero = np.maximum.accumulate(np.where(digit & (lines.symbols != ord("0")), place, NONE))
    ends_run = ~np.concatenate([digit[1:], [False]])
    digit &= (nonzero >= starts) | ends_run
    left = digit | letter
    empty = lines.count(left) == 0
    left |= (lines.digit | lines.letter) & empty[lines.number]
    before = np.maximum.accumulate(np.where(left, place, NONE))
    before = np.concatenate([[NONE], before[:-1]])
    first = digit & (before < np.maximum(starts, lines.starts[lines.number]))
    firsts = np.flatnonzero(first)
    behind = before[firsts]
    apart = (behind >= lines.starts[lines.number[firsts]]) & lines.digit[behind] & ~letter[behind]
    symbols = lines.symbols.copy()
    gaps = starts[firsts[apart]] - 1
    symbols[gaps] = ord(" ")
    left[gaps] = True
    return Lines(symbols).keep(left)


def _stems(bare: Lines, hashed: Ints, first: Ints, last: Ints) -> Ints:
    """Hashes without up to two digits set apart at the end, or else up to three letters behind the last digit."""
    place, size = np.arange(len(bare.symbols)), bare.ends - 1
    some = first != NONE
    apart = some & (last == size) & (last - first < 2) & (bare.symbols[np.maximum(first - 1, 0)] == ord(" "))
    apart &= first > bare.starts
    letters = some & (last < size) & (size - last <= 3)
    begin = np.where(apart, first - 1, np.where(letters, last + 1, bare.ends))
    shorter = begin < bare.ends
    kept = (place < begin[bare.number]) | (place == bare.ends[bare.number])
    stems = hashed.copy()
    stems[shorter] = Lines(bare.symbols[kept & shorter[bare.number]]).hashes() if shorter.any() else 0
    return stems


def _value(bare: Lines, in_serial: Flags, last: Ints) -> Ints:
    """The serial number as a number, its last 18 digits."""
    place = last[bare.number] - np.arange(len(bare.symbols))
    use = in_serial & (place < 18)
    weights = 10 ** np.arange(18, dtype=np.int64)
    values = np.where(use, (bare.symbols.astype(np.int64) - 48) * weights[np.clip(place, 0, 17)], 0)
    return np.add.reduceat(values, bare.starts)
