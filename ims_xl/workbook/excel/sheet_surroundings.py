"""Everything of a sheet around its tables: cells, totals, heights, dropdowns, conditional formats, charts, paper."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.cell_values import plain
from ims_xl.workbook.excel import paint
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.excel.tables import TableDrawing
from ims_xl.workbook.places import Places
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.styles import LOOK


@dataclass
class SheetSurroundings:
    """One sheet whose tables are written; `titles`: present names of our sheets by key, `specs`: all of them."""

    sheet: xw.Sheet
    placed: Sheet
    tables: Sequence[TableDrawing]
    titles: Mapping[str, str]
    specs: Sequence[Sheet]

    def __post_init__(self) -> None:
        self.native = native(self.sheet)
        self.drawn = {table.spec.name: list(table.drawn) for table in self.tables}

    @property
    def looks(self) -> str:
        """A number that changes with all there is to see but the values of cells."""
        cells = [replace(cell, value=None) for cell in self.placed.cells]
        spec = self.placed
        seen = cells, spec.tints, spec.bars, spec.heights, spec.print_columns, spec.visibility
        heads = [
            (layout.table_box(table.spec), [(line.header, line.own, line.column) for line in table.drawn])
            for table in self.tables
        ]
        return str(zlib.crc32(repr((seen, heads, dict(self.titles), LOOK)).encode()))

    def values(self, places: Places) -> None:
        """Write the cells whose values differ from what is there."""
        title = self.titles[self.placed.key]
        changed = [
            cell
            for cell in self.placed.cells
            if not cell.formula and plain(cell.value) != places.value(title, cell.row, cell.column)
        ]
        paint.values(self.sheet, changed)
        for cell in self.placed.cells:
            if cell.formula and cell.choices:  # a choice takes the formula's place
                paint.formula(self.sheet, cell.row, cell.column, layout.with_titles(cell.formula, self._renamed()))

    def draw(self, were: Sequence[Box]) -> None:
        """Clear the cells where they were and draw everything anew."""
        sheet, placed = self.sheet, self.placed
        paint.clear(sheet, were)
        paint.cells(sheet, placed, self.titles, self._renamed())
        for table in self.tables:
            paint.totals(sheet, table.spec, layout.totals(table.spec, table.drawn))
        for row, height in layout.heights(placed).items():
            sheet.range(f"A{row}").row_height = height
        self._dropdowns()
        self.native.rules.clear(sheet)
        self.native.rules.add(sheet, list(layout.rules(placed, self.drawn)))
        for bars in placed.bars:
            self.native.pages.bars(sheet, bars)
        if placed.visibility == "visible":
            self.native.pages.print_area(sheet, ranges.address(layout.print_box(placed), fixed=True))
        else:
            self.native.pages.hide(sheet, placed)

    def _renamed(self) -> dict[str, str]:
        return {spec.name: self.titles[spec.key] for spec in self.specs if self.titles[spec.key] != spec.name}

    def _dropdowns(self) -> None:
        has_lists = layout.has_lists(self.specs)
        for table in self.tables:
            table.dropdowns(has_lists)
        for cell in self.placed.cells if has_lists else ():
            if cell.choices:
                self.native.rules.dropdown(self.sheet.range((cell.row, cell.column)), cell.choices, "")
