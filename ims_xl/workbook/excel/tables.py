"""Writes the lines of a table of ours in an open workbook; Excel itself moves rows, notes, colours, formulas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel import columns, marks, paint
from ims_xl.workbook.excel.marks import Mark
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.formulas import Aim, formulas_of
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import Table
from ims_xl.workbook.styles import STYLES


def names(table: Table, drawn: Sequence[DrawnColumn]) -> list[Row]:
    """The names of the rows to be drawn."""
    header = key_header(table, [line.header for line in drawn])
    cells = next((line.cells for line in drawn if line.header == header), drawn[0].cells)
    return identities(cells)


@dataclass
class TableDrawing:
    """One table being written at its place; `spec` says where (the place it has, or the one it gets)."""

    sheet: xw.Sheet
    spec: Table
    drawn: Sequence[DrawnColumn]
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
            columns.create(self.sheet, self.spec, self.drawn)
            return
        columns.adapt(self.sheet, self.spec, self.drawn, self.place, self.places.package.tables.get(self.place.name))
        if self.new == self.old:
            return
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
            columns.dress(self.sheet, self.spec, self.drawn, len(kept))
            if (now := order[: len(kept)] + added) != self.new:
                self._sort(_ranks(now, self.new))
        self._permute(kept)

    def values(self) -> None:
        """Write what differs from what is there, neighbouring columns in one call."""
        changed = [
            rank
            for rank, line in enumerate(self.drawn)
            if line.cells != self.before.get(line.header) and not line.column.formula
        ]
        for _, group in groupby(enumerate(changed), key=lambda pair: pair[1] - pair[0]):
            ranks = [rank for _, rank in group]
            ours = [rank for rank in ranks if not self.drawn[rank].own]
            for block in _neighbours(ours):
                self._write(block)
            for rank in ranks:
                if self.drawn[rank].own:
                    self._write_own(rank)

    def formulas(self, aims: Mapping[str, Aim], renamed: Mapping[str, str]) -> None:
        """The cells that Excel works out, and those that lead to other sheets."""
        for rank, texts in formulas_of(self.spec, self.drawn, aims).items():
            for block in _neighbours([row for row, formula in enumerate(texts) if formula]):
                top = self.spec.top + 1
                box = self._box(rank)._replace(top=top + block[0], bottom=top + block[-1])
                now = [layout.with_titles(text, renamed) for text in texts[block[0] : block[-1] + 1]]
                paint.formulas(self.sheet, box, now)

    def dropdowns(self, with_lists: bool) -> None:
        """Dropdowns and messages over all lines."""
        for rank, line in enumerate(self.drawn):
            message = layout.message(line.column)
            choices = line.column.choices if with_lists else ""
            by_line = bool(self.spec.choices) and line.column.is_input  # of lines that had one before, too
            if not line.own and (choices or message or by_line):
                native(self.sheet).rules.dropdown(self.sheet.range(ranges.address(self._box(rank))), choices, message)
        for area, choices in layout.line_lists(self.spec, self.drawn) if with_lists else ():
            native(self.sheet).rules.dropdown(self.sheet.range(ranges.address(area)), choices, "")

    def put_back(self, others: Mapping[str, "TableDrawing"]) -> None:
        """The accountant's marks on documents that came from other tables."""
        ranks = {line.header: rank for rank, line in enumerate(self.drawn)}
        there = set(self.old)
        came = {name: row for row, name in enumerate(self.new) if name[0] and name not in there}
        found: dict[tuple[int, int], Mark] = {}
        for other in others.values():
            for name in came.keys() & other.marks.keys() if other is not self else ():
                for header, mark in other.marks[name].items():
                    place = self.spec.top + 1 + came[name], self.spec.left + ranks.get(header, 0)
                    one = found.setdefault(place, Mark())
                    one.note = "\n".join(filter(None, (one.note, mark.note)))
                    if header in ranks:
                        one.fill, one.letters = mark.fill or one.fill, mark.letters or one.letters
        for place, mark in found.items():
            marks.put_back(self.sheet.range(place), mark)

    def _column(self, place: Place, rank: int) -> list[object]:
        column = place.box.left + rank
        return self.places.column(place.sheet, column, place.rows)

    def _box(self, first: int, last: int | None = None) -> Box:
        return columns.lines_box(self.spec, first, first if last is None else last)

    @property
    def _table(self) -> xw.main.Table:
        return self.sheet.tables[self.spec.name]

    def _sort(self, ranks: Sequence[int]) -> None:
        """Let Excel put the rows in the order of these numbers, written for the moment into a column of ours."""
        rank = next(
            rank
            for rank, line in reversed(list(enumerate(self.drawn)))
            if not line.own and not line.column.is_input and line.column.kind in ("text", "long", "lines")
        )
        area = self._box(rank)._replace(bottom=self.spec.top + len(ranks))
        cells = self.sheet.range(ranges.address(area))
        cells.number_format = "@"
        lines = self.sheet.range(f"{area.top}:{area.bottom}")
        lines.rows.hidden = False
        paint.put(self.sheet, area, [[f"{number:07}" for number in ranks]], [True])
        self.before[self.drawn[rank].header] = []  # has to be written again
        native(self.sheet).books.sort(self._table, rank + 1)

    def _leave(self, kept: int, left: Sequence[Row]) -> None:
        """Note what is on the rows at the bottom that go, and empty them."""
        if not left:
            return
        assert self.place is not None
        specs = {column.header: column for column in self.spec.columns}
        columns = {line.header: (self.spec.left + rank, specs.get(line.header)) for rank, line in enumerate(self.drawn)}
        top = self.spec.top + 1 + kept
        if self.place.keys:
            self.marks = marks.collect(self.sheet, columns, top, left)
        box = Box(top, self.spec.left, top + len(left) - 1, self.spec.left + len(self.drawn) - 1)
        self.sheet.range(ranges.address(box)).clear()

    def _resize(self, rows: int) -> None:
        box = layout.table_box(self.spec)._replace(bottom=self.spec.top + max(rows, 1))
        self._table.resize(self.sheet.range(ranges.address(box)))

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
            self.sheet.range(ranges.address(self._box(run[0], run[-1]))).number_format = look
        as_text = [STYLES[line.style].format == "@" for line in lines]
        paint.put(self.sheet, self._box(ranks[0], ranks[-1]), [line.cells for line in lines], as_text)

    def _write_own(self, rank: int) -> None:
        """A column of the accountant or the register: only cells that differ, so that formulas stay."""
        line = self.drawn[rank]
        there = self.before.get(line.header) or [None] * len(line.cells)
        rows = [row for row, (old, new) in enumerate(zip(there, line.cells, strict=True)) if old != new]
        for block in _neighbours(rows):
            box = self._box(rank)._replace(top=self.spec.top + 1 + block[0], bottom=self.spec.top + 1 + block[-1])
            cells = line.cells[block[0] : block[-1] + 1]
            if any(isinstance(cell, datetime) for cell in cells):
                self.sheet.range(ranges.address(box)).number_format = STYLES["date"].format
            paint.put(self.sheet, box, [cells], [False])


def _ranks(now: Sequence[Row], wanted: Sequence[Row]) -> list[int]:
    """Where each of the rows is to stand."""
    at = {name: rank for rank, name in enumerate(wanted)}
    return [at[name] for name in now]


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Runs of numbers without a gap."""
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]
