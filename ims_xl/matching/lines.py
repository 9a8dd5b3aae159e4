"""Many short texts as one run of bytes, so that all of them are taken apart at once."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from ims_xl.matching.documents import NONE, Flags, Ints, Texts

Bytes = npt.NDArray[np.uint8]

_FEED = 10
_PRIME = 0x9E3779B97F4A7C15  # odd, so that no power of it vanishes modulo 2**64


class Lines:
    """ASCII texts one below the other, each closed by a line feed."""

    def __init__(self, symbols: Bytes) -> None:
        self.symbols = symbols
        self.ends = np.flatnonzero(symbols == _FEED)
        self.starts = np.concatenate([[0], self.ends[:-1] + 1]).astype(np.int64)
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

    def count(self, flags: Flags) -> Ints:
        """How many symbols of each line have the flag."""
        return np.add.reduceat(flags.astype(np.int64), self.starts)

    def last(self, flags: Flags) -> Ints:
        """The last symbol of each line that has the flag, NONE without one."""
        return np.maximum.reduceat(np.where(flags, np.arange(len(flags)), NONE), self.starts)

    def hashes(self) -> Ints:
        """A number for each line, equal for equal lines; 0 for an empty one."""
        powers = np.full(int(self.lengths.max(initial=0)) + 1, _PRIME, dtype=np.uint64)
        place = np.arange(len(self.symbols)) - np.repeat(self.starts, self.lengths + 1)
        values = (self.symbols.astype(np.uint64) + np.uint64(1)) * np.multiply.accumulate(powers)[place]
        values[self.ends] = 0
        return np.add.reduceat(values, self.starts).view(np.int64)


def run_starts(flags: Flags) -> Ints:
    """For each place with the flag where its unbroken run begins; the last run's beginning elsewhere."""
    begins = flags & ~np.concatenate([[False], flags[:-1]])
    return np.maximum.accumulate(np.where(begins, np.arange(len(flags)), 0))


def spread(starts: Ints, ends: Ints, size: int) -> Flags:
    """The places that lie in one of the spans; an end is the first place behind."""
    steps = np.bincount(starts, minlength=size + 1) - np.bincount(ends, minlength=size + 1)
    return np.asarray(np.cumsum(steps)[:size] > 0, dtype=bool)
