"""Writes the lines of a table of ours in an open workbook; Excel itself moves rows, notes, colours, formulas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import xlwings as xw

from ims_xl.workbook import excel_marks, excel_paint, excel_windows, layout
from ims_xl.workbook.cell_values import Plain
from ims_xl.workbook.excel_marks import Mark
from ims_xl.workbook.layout import Line
from ims_xl.workbook.package import Box
from ims_xl.workbook.places import Place, Places, plain_value
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import Table
from ims_xl.workbook.styles import LOOK, STYLES

STYLE = "TableStyleLight1"


def names(table: Table, drawn: Sequence[Line]) -> list[Row]:
    """The names of the rows to be drawn."""
    header = key_header(table, [line.header for line in drawn])
    cells = next((line.cells for line in drawn if line.header == header), drawn[0].cells)
    return identities(cells)


@dataclass
class TableDrawing:
    """One table being written at its place; `spec` says where (the place it has, or the one it gets)."""

    sheet: xw.Sheet
    spec: Table
    drawn: Sequence[Line]
    place: Place | None
    places: Places

    def __post_init__(self) -> None:
        self.new = names(self.spec, self.drawn)
        self.before: dict[str, list[object]] = {}
        self.marks: dict[Row, dict[str, Mark]] = {}
        self.old: list[Row] = []
        if self.place:
            self.before = {header: self._column(self.place, rank) for rank, header in enumerate(self.place.headers)}
            header = key_header(self.spec, self.place.headers)
            self.old = identities(self.before.get(header, [None] * len(self.place.rows)))

    def rows(self) -> None:
        """Bring the table to its rows and columns: kept rows in their new order, new ones dressed, others gone."""
        if self.place is None:
            self._create()
            return
        self._columns(self.place)
        at = {name: rank for rank, name in enumerate(self.new)}
        kept = [name for name in self.old if name in at]
        left = [name for name in self.old if name not in at]
        order = sorted(kept, key=at.__getitem__) + left
        if order != self.old:
            self._sort(_ranks(self.old, order))
        self._leave(len(kept), left)
        stay = set(kept)
        added = [name for name in self.new if name not in stay]
        if added or left:
            self._resize(len(self.new))
        if added:
            self.dress(len(kept))
            if (now := order[: len(kept)] + added) != self.new:
                self._sort(_ranks(now, self.new))
        self._permute(kept)

    def values(self) -> None:
        """Write what differs from what is there, neighbouring columns in one call."""
        changed = [rank for rank, line in enumerate(self.drawn) if line.cells != self.before.get(line.header)]
        for _, group in groupby(enumerate(changed), key=lambda pair: pair[1] - pair[0]):
            ranks = [rank for _, rank in group]
            ours = [rank for rank in ranks if not self.drawn[rank].own]
            for block in _neighbours(ours):
                self._write(block)
            for rank in ranks:
                if self.drawn[rank].own:
                    self._write_own(rank)

    def dropdowns(self, with_lists: bool) -> None:
        """Dropdowns and messages over all lines."""
        for rank, line in enumerate(self.drawn):
            message = layout.message(line.column)
            choices = line.column.choices if with_lists else ""
            if not line.own and (choices or message):
                excel_windows.validate(self.sheet.range(layout.address(self.box(rank))), choices, message)

    def put_back(self, others: Mapping[str, "TableDrawing"]) -> None:
        """The accountant's marks on documents that came from other tables."""
        ranks = {line.header: rank for rank, line in enumerate(self.drawn)}
        there = set(self.old)
        came = {name: row for row, name in enumerate(self.new) if name[0] and name not in there}
        for other in others.values():
            for name in came.keys() & other.marks.keys() if other is not self else ():
                for header, mark in other.marks[name].items():
                    cell = self.sheet.range((self.spec.top + 1 + came[name], self.spec.left + ranks.get(header, 0)))
                    excel_marks.put_back(cell, mark if header in ranks else Mark(mark.note))

    def box(self, first: int, last: int | None = None, top: int = 0) -> Box:
        """The lines, from a given one on, of some columns by rank."""
        left = self.spec.left
        return Box(self.spec.top + 1 + top, left + first, self.spec.last, left + (first if last is None else last))

    def dress(self, top: int = 0) -> None:
        """Give the lines from `top` on, which are blank, their looks; neighbours of one style in one go."""
        for style, group in groupby(range(len(self.drawn)), key=lambda rank: self.drawn[rank].style):
            ranks = list(group)
            excel_paint.dress(self.sheet, [self.box(ranks[0], ranks[-1], top)], style)

    def _column(self, place: Place, rank: int) -> list[object]:
        column = place.box.left + rank
        return [plain_value(self.places.value(place.sheet, row, column)) for row in place.rows]

    @property
    def _table(self) -> xw.main.Table:
        return self.sheet.tables[self.spec.name]

    def _create(self) -> None:
        box = layout.table_box(self.spec)
        for style, group in groupby(range(len(self.drawn)), key=lambda rank: self.drawn[rank].heading_style):
            ranks = list(group)
            heading = box._replace(bottom=box.top, left=box.left + ranks[0], right=box.left + ranks[-1])
            excel_paint.dress(self.sheet, [heading], style)
        heads: list[list[Plain]] = [[line.header] for line in self.drawn]
        excel_paint.put(self.sheet, box._replace(bottom=box.top), heads, [False] * len(heads))
        self.dress()
        area = self.sheet.range(layout.address(box))
        self.sheet.tables.add(area, name=self.spec.name, has_headers=True, table_style_name=STYLE)
        for rank, line in enumerate(self.drawn):
            self._width(rank, line)

    def _width(self, rank: int, line: Line) -> None:
        column = self.sheet.range((self.spec.top, self.spec.left + rank))
        column.column_width = line.column.width
        if line.column.kind == "key" and not line.own:
            column.columns.hidden = True

    def _columns(self, place: Place) -> None:
        """Make the place a table of that name, take away columns that are gone, add those that are new."""
        tables = {table.name: table for table in self.sheet.tables}
        whole = self.sheet.range(layout.address(place.box))
        if place.name not in tables:
            self.sheet.tables.add(whole, name=place.name, has_headers=True, table_style_name=STYLE)
        elif tables[place.name].range.address != whole.address:
            tables[place.name].resize(whole)
        wanted = [line.header for line in self.drawn]
        for rank in range(len(place.headers), 0, -1):
            if place.headers[rank - 1] not in wanted:
                self._table.columns(rank).delete()
        present = [header for header in place.headers if header in wanted]
        for rank, line in enumerate(self.drawn):
            if line.header in present:
                continue
            self._table.columns.add(line.header, rank + 1)
            column = Box(self.spec.top + 1, self.spec.left + rank, place.box.bottom, self.spec.left + rank)
            excel_paint.dress(
                self.sheet, [column._replace(top=self.spec.top, bottom=self.spec.top)], line.heading_style
            )
            if len(place.rows):
                excel_paint.dress(self.sheet, [column], line.style)
            self._width(rank, line)
        order = [header for header in place.headers if header in wanted]
        assert [header for header in wanted if header in order] == order

    def _sort(self, ranks: Sequence[int]) -> None:
        """Let Excel put the rows in the order of these numbers, written for the moment into a column of ours."""
        rank = next(
            rank
            for rank, line in reversed(list(enumerate(self.drawn)))
            if not line.own and not line.column.is_input and line.column.kind in ("text", "long")
        )
        area = self.box(rank)._replace(bottom=self.spec.top + len(ranks))
        cells = self.sheet.range(layout.address(area))
        cells.number_format = "@"
        lines = self.sheet.range(f"{area.top}:{area.bottom}")
        lines.rows.hidden = False
        excel_paint.put(self.sheet, area, [[f"{number:07}" for number in ranks]], [True])
        self.before[self.drawn[rank].header] = []  # has to be written again
        self._table.sort(rank + 1)
        excel_windows.forget_sorting(self._table)

    def _leave(self, kept: int, left: Sequence[Row]) -> None:
        """Note what is on the rows at the bottom that go, and empty them."""
        if not left:
            return
        assert self.place is not None
        specs = {column.header: column for column in self.spec.columns}
        columns = {line.header: (self.spec.left + rank, specs.get(line.header)) for rank, line in enumerate(self.drawn)}
        top = self.spec.top + 1 + kept
        same = self.places.look == str(LOOK)
        if self.place.keys and excel_windows.WINDOWS:
            self.marks = excel_marks.collect(self.sheet, columns, top, left, same)
        box = Box(top, self.spec.left, top + len(left) - 1, self.spec.left + len(self.drawn) - 1)
        self.sheet.range(layout.address(box)).clear()

    def _resize(self, rows: int) -> None:
        box = layout.table_box(self.spec)._replace(bottom=self.spec.top + max(rows, 1))
        self._table.resize(self.sheet.range(layout.address(box)))

    def _permute(self, kept: Sequence[Row]) -> None:
        """What the cells hold after the rows were moved."""
        at = {name: row for row, name in enumerate(self.old)}
        stays = set(kept)
        for header, values in self.before.items():
            if values:
                self.before[header] = [values[at[name]] if name in stays else None for name in self.new]

    def _write(self, ranks: Sequence[int]) -> None:
        lines = [self.drawn[rank] for rank in ranks]
        for look, group in groupby(ranks, key=lambda rank: STYLES[self.drawn[rank].style].format):
            run = list(group)
            self.sheet.range(layout.address(self.box(run[0], run[-1]))).number_format = look
        as_text = [STYLES[line.style].format == "@" for line in lines]
        excel_paint.put(self.sheet, self.box(ranks[0], ranks[-1]), [line.cells for line in lines], as_text)

    def _write_own(self, rank: int) -> None:
        """A column of the accountant or the register: only cells that differ, so that formulas stay."""
        line = self.drawn[rank]
        there = self.before.get(line.header) or [None] * len(line.cells)
        rows = [row for row, (old, new) in enumerate(zip(there, line.cells, strict=True)) if old != new]
        for block in _neighbours(rows):
            box = self.box(rank)._replace(top=self.spec.top + 1 + block[0], bottom=self.spec.top + 1 + block[-1])
            cells = line.cells[block[0] : block[-1] + 1]
            if any(isinstance(cell, datetime) for cell in cells):
                self.sheet.range(layout.address(box)).number_format = STYLES["date"].format
            excel_paint.put(self.sheet, box, [cells], [False])


def _ranks(now: Sequence[Row], wanted: Sequence[Row]) -> list[int]:
    """Where each of the rows is to stand."""
    at = {name: rank for rank, name in enumerate(wanted)}
    return [at[name] for name in now]


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Runs of numbers without a gap."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]
