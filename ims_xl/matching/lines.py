"""Many short texts as one run of bytes, so that all of them are taken apart at once."""

from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from ims_xl.matching.documents import NONE, Codes, Flags, Ints, Texts

Bytes = npt.NDArray[np.uint8]

_FEED = 10
_ODD = 0x9E3779B97F4A7C15  # so that its powers have inverses modulo 2**64


@cache
def _powers(base: int, bits: int) -> npt.NDArray[np.uint64]:
    return np.multiply.accumulate(np.full(1 << bits, base, dtype=np.uint64))


class Lines:
    """ASCII texts one below the other, each closed by a line feed."""

    def __init__(self, symbols: Bytes) -> None:
        self.symbols = symbols
        self.ends = np.flatnonzero(symbols == _FEED)
        self.starts = np.concatenate([[0], self.ends[:-1] + 1])
        self.lengths = self.ends - self.starts

    @cached_property
    def digit(self) -> Flags:
        """The symbols that are digits."""
        return np.asarray((self.symbols >= ord("0")) & (self.symbols <= ord("9")), dtype=bool)

    @cached_property
    def letter(self) -> Flags:
        """The symbols that are letters, all upper case."""
        return np.asarray((self.symbols >= ord("A")) & (self.symbols <= ord("Z")), dtype=bool)

    @cached_property
    def number(self) -> Ints:
        """The line of each symbol."""
        return np.repeat(np.arange(len(self.ends)), self.lengths + 1)

    @cached_property
    def place(self) -> Codes:
        """Where each symbol stands."""
        return np.arange(len(self.symbols), dtype=np.int32)

    def keep(self, kept: Flags) -> "Lines":
        """The same lines with only some of their symbols."""
        return Lines(self.symbols[kept | (self.symbols == _FEED)])

    @cached_property
    def _whole(self) -> str:
        return self.symbols.tobytes().decode("ascii")

    def texts(self) -> Texts:
        """Each line as a text."""
        return np.array(self._whole.split("\n")[:-1], dtype=np.object_)

    def some_texts(self, rows: Ints) -> Texts:
        """Some of the lines as texts."""
        whole = self._whole
        spans = zip(self.starts[rows].tolist(), self.ends[rows].tolist(), strict=True)
        return np.array([whole[start:end] for start, end in spans] or [""], dtype=np.object_)[: len(rows)]

    def have(self, flags: Flags) -> Flags:
        """The lines of which some symbol has the flag."""
        return np.logical_or.reduceat(flags, self.starts)

    def last(self, flags: Flags) -> Ints:
        """The last symbol of each line that has the flag, NONE without one."""
        places = np.flatnonzero(flags)
        behind = np.searchsorted(places, self.ends)
        found = np.append(places, NONE)[behind - 1]
        return np.where((behind > 0) & (found >= self.starts), found, NONE)

    def hashes(self) -> Ints:
        """A number for each line, equal for equal lines; 0 for an empty one."""
        size = len(self.symbols)
        bits = size.bit_length()
        values = self.symbols.astype(np.uint64)
        values *= _powers(_ODD, bits)[:size]
        values[self.ends] = 0
        whole = np.add.reduceat(values, self.starts)
        # Where a line stands has no part in its number.
        found: Ints = (whole * _powers(pow(_ODD, -1, 1 << 64), bits)[self.starts]).view(np.int64)
        return found


def begins(flags: Flags) -> Flags:
    """The places with the flag behind a place without it."""
    found = flags.copy()
    found[1:] &= ~flags[:-1]
    return found


def run_starts(flags: Flags) -> Codes:
    """For each place with the flag where its unbroken run begins; the last run's beginning elsewhere."""
    return np.maximum.accumulate(np.where(begins(flags), np.arange(len(flags), dtype=np.int32), np.int32(0)))


def spread(starts: Ints, ends: Ints, size: int) -> Flags:
    """The places that lie in one of the spans, which do not overlap; an end is the first place behind."""
    steps = np.zeros(size + 1, dtype=np.int8)
    steps[starts] = 1
    steps[ends] -= 1
    return np.cumsum(steps[:size], dtype=np.int8).view(np.bool_)
