"""Draws that come out the same on every machine and with every numpy."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Dice:
    """A seeded source of draws.

    Only plain doubles of PCG64 are used: numpy promises that stream, but not those of its other distributions.
    """

    def __init__(self, seed: int) -> None:
        self._source = np.random.Generator(np.random.PCG64(seed))

    def shares(self, count: int) -> npt.NDArray[np.float64]:
        """Numbers from 0 up to, but not including, 1."""
        return self._source.random(count)

    def whole(self, count: int, low: int, high: int) -> Whole:
        """Whole numbers from low to high, both possible."""
        return low + (self.shares(count) * (high - low + 1)).astype(np.int64)

    def pick(self, count: int, weights: Sequence[float]) -> Whole:
        """Positions in `weights`, each as likely as its weight."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        return np.searchsorted(steps / steps[-1], self.shares(count), side="right").astype(np.int64)

    def choose(self, options: Sequence[Any], weights: Sequence[float], count: int) -> npt.NDArray[Any]:
        """Options, each as likely as its weight."""
        return np.array(options, dtype=object)[self.pick(count, weights)]

    def some(self, among: Mask, share: float, at_least: int = 1) -> Mask:
        """A mask of exactly `share` of all rows (never under `at_least`), taken from the rows of `among`."""
        wanted = max(at_least, round(share * len(among)))
        places = np.flatnonzero(among)
        taken = places[np.argsort(self.shares(len(places)), kind="stable")[:wanted]]
        mask = np.zeros(len(among), dtype=np.bool_)
        mask[taken] = True
        return mask
