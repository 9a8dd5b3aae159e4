"""A value that is made once, as long as what it is made of stays the same."""

from collections.abc import Callable
from typing import Generic, TypeVar

import pandas as pd

T = TypeVar("T")


class Once(Generic[T]):
    """Keeps the last value and what it was made of; frames are the same when they are the same object."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], T] | None = None

    def of(self, made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """The value made of that, from before where it was made of the same."""
        if self._last is None or not all(map(_same, self._last[0], made_of)):
            self._last = made_of, make()
        return self._last[1]


def _same(one: object, other: object) -> bool:
    return one is other or (not isinstance(one, pd.DataFrame) and one == other)
