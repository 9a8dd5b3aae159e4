"""Where our sheets and tables now stand in a workbook, whatever the accountant moved or renamed."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from ims_xl.issues import without_halves
from ims_xl.workbook import layout, ranges
from ims_xl.workbook.book import TableData
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import KEY
from ims_xl.workbook.xlsx import package
from ims_xl.workbook.xlsx.package import Package, TablePart

Grid = Sequence[Sequence[object]]

_HEADINGS_WITHIN = 20  # rows


class Place(NamedTuple):
    """A table of ours as it stands: its sheet, headings and lines, columns beside and rows below included."""

    name: str
    sheet: str
    box: Box
    headers: tuple[str, ...]
    first: int  # row of the first line

    @property
    def rows(self) -> range:
        """Excel's row numbers of the lines."""
        return range(self.first, self.box.bottom + 1)

    @property
    def keys(self) -> int:
        """Column of the document keys, 0 when there is none."""
        return self.box.left + self.headers.index(KEY) if KEY in self.headers else 0


@dataclass
class Places:
    """A workbook read once: what it declares, what its cells hold, where what is ours stands.

    `read` gives the values of a sheet from A1 on. `known` gives the headings of our tables, so that a table that
    lost its name is still found.
    """

    package: Package
    read: Callable[[str], Grid]
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._grids: dict[str, Grid] = {}
        self.areas = self._areas()
        self.drawn = {  # tables as we drew them; Excel lets the table grow with what is typed beside it, not the name
            name.removeprefix("ims_table_"): ranges.boxes(text)
            for name, text in self.package.names.items()
            if name.startswith("ims_table_")
        }

    def grid(self, sheet: str) -> Grid:
        """The values of a sheet from A1 on, as `plain_value` has them."""
        if sheet not in self._grids:
            self._grids[sheet] = [[plain_value(value) for value in row] for row in self.read(sheet)]
        return self._grids[sheet]

    def value(self, sheet: str, row: int, column: int) -> object:
        """The value of a cell, None when it is blank or beyond what is used."""
        grid = self.grid(sheet)
        if 0 < row <= len(grid) and 0 < column <= len(grid[row - 1]):
            return grid[row - 1][column - 1]
        return None

    def column(self, sheet: str, column: int, rows: range) -> list[object]:
        """The values of a column in some rows."""
        there = self.grid(sheet)[rows.start - 1 : rows.stop - 1]
        found = [row[column - 1] if column <= len(row) else None for row in there]
        return found + [None] * (len(rows) - len(found))

    def sheet(self, key: str) -> str:
        """Present name of the sheet with that key, "" when it is not there."""
        return next((sheet for sheet, _ in self.areas.get(layout.safe(key), ())), "")

    def copies(self) -> list[str]:
        """Sheets that hold a table of documents like ours and are not ours, as Move or Copy leaves them."""
        ours = {place.sheet for place in self.tables.values()}
        return [sheet for sheet in self.package.sheets if sheet not in ours and self._is_copy(sheet)]

    def _is_copy(self, sheet: str) -> bool:
        return any({KEY, "Action"} <= set(map(str, row)) for row in self.grid(sheet)[:_HEADINGS_WITHIN])

    def cell(self, key: str, row: int, column: int) -> object:
        """The value of a cell outside tables, on the sheet with that key; None when there is none.

        Rows and columns that the accountant inserted before everything of ours are allowed for.
        """
        areas = self.areas.get(layout.safe(key))
        if not areas:
            return None
        sheet, first = areas[0]
        return self.value(sheet, row + first.top - 1, column + first.left - 1)

    def data(self) -> dict[str, TableData]:
        """Every table of ours by its table name, with its lines."""
        return {name: self._data(place) for name, place in self.tables.items()}

    def metadata(self, sheet: str) -> str:
        """The text kept on the `_ims` sheet."""
        return "".join(str(row[0]) for row in self.grid(sheet) if row and row[0] is not None)

    def _data(self, place: Place) -> TableData:
        columns = range(place.box.left, place.box.right + 1)
        grid = self.grid(place.sheet)
        width = len(columns)
        rows: dict[int, list[object]] = {}
        for row in place.rows:
            cells = list(grid[row - 1][columns.start - 1 : columns.stop - 1]) if row <= len(grid) else []
            if any(value is not None for value in cells):
                rows[row] = cells + [None] * (width - len(cells))
        frame = pd.DataFrame(list(rows.values()), index=list(rows), columns=list(place.headers), dtype="object")
        return TableData(place.name, place.sheet, frame)

    @property
    def look(self) -> str:
        """Number of the palette that drew the workbook."""
        return self.package.names.get("ims_look", "")

    def _areas(self) -> dict[str, list[tuple[str, Box]]]:
        """By the key of a sheet: our cells outside tables."""
        found: dict[str, list[tuple[str, Box]]] = {}
        for name, text in sorted(self.package.names.items(), key=lambda item: (len(item[0]), item[0])):
            if name.startswith("ims_sheet_"):
                boxes = [(sheet, box) for sheet, box in ranges.boxes(text) if sheet in self.package.sheets]
                found.setdefault(layout.key_of(name), []).extend(boxes)
        return found

    @cached_property
    def tables(self) -> dict[str, Place]:
        """Where our tables stand, by table name."""
        named = self.drawn
        ours = list(dict.fromkeys([*named, *self.known])) or list(self.package.tables)
        parts = {name: self.package.tables[name] for name in ours if name in self.package.tables}
        for name in ours:
            if name not in parts and (name in named or not named):
                lost = [part for part in self._lost(name, named.get(name, [])) if _is_free(part, parts.values())]
                parts.update((name, part) for part in lost[:1])
        return {name: self._place(part) for name, part in parts.items()}

    def _lost(self, name: str, named: list[tuple[str, Box]]) -> Iterator[TablePart]:
        """Where a table may be that was turned into a plain range: where its name points, or at its headings.

        A copy of a sheet counts only when the name of the original leads nowhere.
        """
        for sheet, box in named:
            if sheet in self.package.sheets:
                yield TablePart(name, sheet, box, (), 1, 0)
        headings = {header.lower() for header in self.known.get(name, ())}
        for sheet in self.package.sheets if headings else ():
            for row, values in enumerate(self.grid(sheet), start=1):
                texts = [str(value or "").strip().lower() for value in values]
                if headings <= set(texts) or (KEY.lower() in texts and 2 * len(headings & set(texts)) > len(headings)):
                    left = next(column for column, text in enumerate(texts, start=1) if text in headings)
                    found = Box(row, left, row, left)
                    copies = (table for table in self.package.tables.values() if table.sheet == sheet)
                    renamed = [table._replace(name=name) for table in copies if table.box.meets(found)]
                    yield renamed[0] if renamed else TablePart(name, sheet, found, (), 1, 0)

    def _place(self, part: TablePart) -> Place:
        """The table with what was typed directly beside its headings and directly below its lines."""
        if self._shows_headings(part):
            part = part._replace(heading_rows=1)
        top, left, bottom, right = part.box
        others = [
            table.box
            for table in self.package.tables.values()
            if table.sheet == part.sheet and table.name != part.name and table.box != part.box
        ]
        others += [box for boxes in self.areas.values() for sheet, box in boxes if sheet == part.sheet]

        def free(box: Box) -> bool:
            return not any(box.meets(other) for other in others)

        while (
            part.heading_rows
            and self._filled(part.sheet, Box(top, right + 1, top, right + 1))
            and free(Box(top, right + 1, top, right + 1))
        ):
            right += 1
        bottom -= part.total_rows
        while (
            not part.total_rows
            and self._filled(part.sheet, Box(bottom + 1, left, bottom + 1, right))
            and free(Box(bottom + 1, left, bottom + 1, right))
        ):
            bottom += 1
        headers: list[object] = list(part.headers)
        if part.heading_rows:
            headers = [self.value(part.sheet, top, column) for column in range(left, right + 1)]
        first = top + part.heading_rows
        return Place(part.name, part.sheet, Box(top, left, bottom, right), tuple(layout.unique(headers)), first)

    def _shows_headings(self, part: TablePart) -> bool:
        """Whether its first line is its headings, whatever the table says: exceljs denies the headings of ours."""
        first = [self.value(part.sheet, part.box.top, column) for column in range(part.box.left, part.box.right + 1)]
        return not part.heading_rows and first == list(part.headers)

    def _filled(self, sheet: str, box: Box) -> bool:
        columns = range(box.left, box.right + 1)
        return any(self.value(sheet, box.top, column) is not None for column in columns)


class FilePlaces(Places):
    """The places in a workbook file.

    Raises ImsError when it cannot be read.
    """

    def __init__(self, path: Path, known: Mapping[str, Sequence[str]] | None = None) -> None:
        self.path = path
        parts = package.read(path)
        with self._reading():
            # From memory: a file that a reader holds cannot be replaced on Windows.
            self._cells: CalamineWorkbook | None = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        super().__init__(parts, self._grid, known or {})

    def forget(self) -> None:
        """Let go of the cells; they are read again when asked for."""
        self._grids.clear()
        self._cells = None

    def _grid(self, sheet: str) -> Grid:
        with self._reading(sheet):
            if self._cells is None:
                # From memory: a file that a reader holds cannot be replaced on Windows.
                self._cells = CalamineWorkbook.from_filelike(io.BytesIO(self.path.read_bytes()))
            values = self._cells.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for row, column, text in package.errors(self.path, self.package.sheets[sheet]):
                values[row - 1][column - 1] = text  # calamine takes an error for a blank cell
            return values

    @contextmanager
    def _reading(self, sheet: str = "") -> Iterator[None]:
        try:
            yield
        except (CalamineError, OSError, ValueError, IndexError, zipfile.BadZipFile, zlib.error) as error:
            raise package.damaged(self.path, sheet) from error


def plain_value(value: object) -> object:
    """A cell's value as one of str, float, bool, datetime or None."""
    if isinstance(value, str):
        return without_halves(value) or None
    if value is None or isinstance(value, bool | float | datetime):
        return value
    if isinstance(value, int | Decimal):  # Excel gives a Decimal for a cell formatted as currency
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value.isoformat("minutes") if isinstance(value, time) else str(value)


def _is_free(part: TablePart, taken: Iterable[TablePart]) -> bool:
    return not any(part.sheet == other.sheet and part.box.meets(other.box) for other in taken)
