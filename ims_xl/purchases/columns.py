"""Rows of a sheet held by columns, in which equal cells stand once: most of the work is done once for each of them."""

import datetime as dt
import itertools
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

Cell = str | float | dt.date
"""What a cell holds: text, a number, a day (`datetime` when it has a time of day); "" when blank."""

TOGETHER = 16_384  # rows turned into columns at a time: more take memory
_SPARSE = 8  # places a cell, beyond which columns would hold mostly nothing
_SMALL = 1_000_000  # places that may be empty whatever the cells


class Row(NamedTuple):
    """One row that is not blank."""

    number: int
    cells: list[Cell]


class Column(Sequence[Cell]):
    """The cells of a column; `different` holds each once, `codes` says at each place which of them it is."""

    def __init__(self, codes: npt.NDArray[np.int32], cells: list[Cell]) -> None:
        """`cells` are the different ones, and may hold others too."""
        self._codes, self._cells = codes, cells

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, at: int) -> Cell: ...
    @overload
    def __getitem__(self, at: slice) -> list[Cell]: ...
    def __getitem__(self, at: int | slice) -> Cell | list[Cell]:
        codes = self._codes[at].tolist()
        return [*map(self._cells.__getitem__, codes)] if isinstance(at, slice) else self._cells[codes]

    def __iter__(self) -> Iterator[Cell]:
        return map(self._cells.__getitem__, self._codes.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def _compact(self) -> tuple[npt.NDArray[np.int32], list[Cell]]:
        is_used = np.bincount(self._codes, minlength=len(self._cells)).astype(np.bool_)
        if is_used.all():
            return self._codes, self._cells
        places = (np.cumsum(is_used) - 1).astype(np.int32)
        return places[self._codes], [*itertools.compress(self._cells, is_used.tolist())]

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        """The place of each cell in `different`."""
        return self._compact[0]

    @property
    def different(self) -> list[Cell]:
        """Each cell once, in no order."""
        return self._compact[1]

    @cached_property
    def starts(self) -> Mapping[str, list[int]]:
        """The codes of the different texts by their first three letters."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for code, top in enumerate([cell[:3] if isinstance(cell, str) else "" for cell in self.different]):
            found[top].append(code)
        return found

    def take(self, places: "npt.NDArray[Any] | slice") -> "Column":
        """The column of these places, or of those that a mask marks."""
        return Column(self._codes[places], self._cells)

    def where(self, is_meant: Callable[[Cell], bool]) -> npt.NDArray[np.intp]:
        """The places of the cells that are meant."""
        marks = np.fromiter(map(is_meant, self.different), dtype=np.bool_, count=len(self.different))
        return np.flatnonzero(marks[self.codes]) if marks.any() else np.zeros(0, dtype=np.intp)

    def mapped(self, change: Callable[[Cell], Cell]) -> "Column":
        """The column with each cell changed."""
        changed = [change(cell) for cell in self.different]
        if changed == self.different:
            return self
        column = column_of(changed)
        return Column(column.codes[self.codes], column.different)

    def replaced(self, cells: Mapping[int, Cell]) -> "Column":
        """The column with other cells at some places."""
        known = {cell: code for code, cell in enumerate(self.different)}
        codes = self.codes.copy()
        for at, cell in cells.items():
            codes[at] = known.setdefault(cell, len(known))
        return Column(codes, [*known])


def column_of(cells: Iterable[Cell]) -> Column:
    """The cells as a column."""
    if isinstance(cells, Column):
        return cells
    known = _Known()
    return Column(np.fromiter(map(known.__getitem__, cells), dtype=np.int32), [*known])


class _Known(defaultdict[Cell, int]):
    """The different cells in the order they came, each with its number."""

    def __init__(self) -> None:
        super().__init__(itertools.count().__next__)

    def codes_of(self, cells: Sequence[Cell]) -> npt.NDArray[np.int32]:
        """The number of each cell."""
        if isinstance(cells, Column):
            if self:
                return self.codes_of(cells.different)[cells.codes]
            self.update(zip(cells.different, itertools.count(), strict=False))
            self.default_factory = itertools.count(len(self)).__next__
            return cells.codes
        return np.array([*map(self.__getitem__, cells)], dtype=np.int32)


class Rows(Sequence[Row]):
    """Rows by columns; `numbers` and `widths` of each row, in `tails` what stands right of all columns.

    A row shorter than others is blank in their columns. Only where very few rows are as long as the longest are there
    fewer columns than it has cells.
    """

    def __init__(
        self,
        numbers: npt.NDArray[np.int64],
        widths: npt.NDArray[np.int64],
        columns: Sequence[Column],
        tails: Mapping[int, list[Cell]],
    ) -> None:
        self.numbers, self.widths, self.columns, self.tails = numbers, widths, columns, tails

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> "Sequence[Row]": ...
    def __getitem__(self, at: int | slice) -> "Row | Sequence[Row]":
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            return self.between(start, max(start, stop))
        place = at + len(self) if at < 0 else at
        cells = [column[place] for column in self.columns[: self.widths[place]]]
        return Row(int(self.numbers[place]), cells + self.tails.get(place, []))

    def __iter__(self) -> Iterator[Row]:
        across = zip(*self.columns, strict=True) if self.columns else itertools.repeat(())
        for at, (number, width, cells) in enumerate(
            zip(self.numbers.tolist(), self.widths.tolist(), across, strict=False)
        ):
            yield Row(number, [*cells[:width], *self.tails.get(at, ())])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]

    def between(self, start: int, stop: int) -> "Rows":
        """The rows from one place up to another."""
        part = slice(start, stop)
        tails = {at - start: cells for at, cells in self.tails.items() if start <= at < stop}
        return Rows(self.numbers[part], self.widths[part], [column.take(part) for column in self.columns], tails)

    def where(self, is_meant: Callable[[Cell], bool]) -> list[int]:
        """The places of the rows that hold such a cell, in their order."""
        found = {at for column in self.columns for at in column.where(is_meant).tolist()}
        return sorted(found | {at for at, cells in self.tails.items() if any(map(is_meant, cells))})

    def mapped(self, change: Callable[[Cell], Cell]) -> "Rows":
        """The rows with each cell changed."""
        tails = {at: [*map(change, cells)] for at, cells in self.tails.items()}
        return Rows(self.numbers, self.widths, [column.mapped(change) for column in self.columns], tails)

    def texts_with(self, sign: str) -> Iterator[str]:
        """Every text that has the sign in it, equal ones of a column once."""
        for cells in itertools.chain((column.different for column in self.columns), self.tails.values()):
            texts = [cell for cell in cells if isinstance(cell, str)]
            if sign in "".join(texts):
                yield from (text for text in texts if sign in text)

    def column(self, at: int) -> Column:
        """The cells of a column, blank where a row is shorter."""
        if at < len(self.columns):
            return self.columns[at]
        behind = at - len(self.columns)
        cells = {place: tail[behind] for place, tail in self.tails.items() if behind < len(tail)}
        return Column(np.zeros(len(self), dtype=np.int32), [""]).replaced(cells)


class Table:
    """Rows that are gathered part by part, and become columns."""

    def __init__(self) -> None:
        self._numbers, self._widths = array("q"), array("q")
        self._known: list[_Known] = []
        self._codes: list[list[npt.NDArray[np.int32]]] = []
        self._tails: dict[int, list[Cell]] = {}
        self._most: int | None = None  # columns, where more would hold mostly nothing
        self._count = 0

    def _room(self, widths: Sequence[int]) -> int:
        """How many columns there may be with these rows too."""
        places = len(self._numbers) + len(widths)
        return max(len(self._known), (_SPARSE * (self._count + sum(widths)) + _SMALL) // places)

    def has_room(self, widths: Sequence[int]) -> bool:
        """Whether every cell of rows so wide gets a column."""
        return self._most is None and max(widths, default=0) <= self._room(widths)

    def add(self, rows: Sequence[Row]) -> None:
        """Take rows as they are."""
        start = len(self._numbers)
        listed = [cells for _, cells in rows]
        wide = [*map(len, listed)]
        if self._most is None and not self.has_room(wide):
            self._most = self._room(wide)
        if (most := self._most) is not None:
            self._tails |= {start + at: cells[most:] for at, cells in enumerate(listed) if len(cells) > most}
            listed = [cells[:most] for cells in listed]
        self.add_columns([number for number, _ in rows], wide, [*itertools.zip_longest(*listed, fillvalue="")])

    def add_columns(self, numbers: Iterable[int], widths: Sequence[int], columns: Sequence[Sequence[Cell]]) -> None:
        """Take rows by columns, blank where a row is shorter; there is room for them."""
        start = len(self._numbers)
        self._numbers.extend(numbers)
        self._widths.extend(widths)
        self._count += sum(widths)
        for _ in range(len(columns) - len(self._known)):
            self._known.append(_Known())
            self._codes.append([np.full(start, self._known[-1][""], dtype=np.int32)] if start else [])
        blank: list[Sequence[Cell]] = [("",) * len(widths)] * (len(self._known) - len(columns))
        for known, codes, cells in zip(self._known, self._codes, [*columns, *blank], strict=True):
            codes.append(known.codes_of(cells))

    def rows(self) -> Rows:
        """All of them."""
        columns = [
            Column(np.concatenate(codes), [*known]) for known, codes in zip(self._known, self._codes, strict=True)
        ]
        sizes = [np.array(one, dtype=np.int64) for one in (self._numbers, self._widths)]
        return Rows(sizes[0], sizes[1], columns, self._tails)


def rows_of(rows: Iterable[Row]) -> Rows:
    """The rows by columns."""
    if isinstance(rows, Rows):
        return rows
    table, left = Table(), iter(rows)
    while part := [*itertools.islice(left, TOGETHER)]:
        table.add(part)
    return table.rows()
