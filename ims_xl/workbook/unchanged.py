"""Whether a sheet already is what it is to be, so that it need not be written."""

import zlib
from collections.abc import Mapping, Sequence

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.cell_values import plain
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import Places
from ims_xl.workbook.sheet import Sheet, Table
from ims_xl.workbook.styles import LOOK

NAME = "ims_drawn_"


def fingerprint(spec: Sheet, titles: Mapping[str, str]) -> str:
    """A number for everything of a sheet but the values in its cells; `titles` of the sheets it leads to."""
    cells = [(c.row, c.column, c.style, c.formula, titles.get(c.link, ""), c.span, c.choices) for c in spec.cells]
    tables = [
        (t.name, t.columns, t.top, t.left, t.own, sorted(t.choices.items()), t.total, t.text_lines) for t in spec.tables
    ]
    rest = (spec.tints, spec.bars, sorted(spec.widths.items()), sorted(spec.heights.items()), spec.visibility)
    names_sheets = any(cell.formula for cell in spec.cells) or any(
        c.goes_to or c.formula for t in spec.tables for c in t.columns
    )
    formulas = sorted(titles.items()) if names_sheets else []
    return str(zlib.crc32(repr((LOOK, cells, tables, rest, spec.print_columns, formulas)).encode()))


def is_unchanged(
    spec: Sheet, drawn: Mapping[str, Sequence[DrawnColumn]], places: Places, title: str, titles: Mapping[str, str]
) -> bool:
    """Whether the sheet of that title holds just these cells, where they are to stand."""
    names = places.package.names
    if any(cell.formula and cell.choices for cell in spec.cells):  # a choice takes the formula's place, and looks alike
        return False
    if places.look != str(LOOK) or names.get(NAME + layout.safe(spec.key)) != fingerprint(spec, titles):
        return False
    for name, text in layout.names(spec, title).items():
        if ranges.boxes(names.get(name, "")) != ranges.boxes(text):
            return False
    return all(_holds(places, title, cell.row, cell.column, plain(cell.value)) for cell in spec.cells) and all(
        _is_table(table, drawn[table.name], places, title) for table in spec.tables
    )


def _holds(places: Places, title: str, row: int, column: int, value: object) -> bool:
    there = places.value(title, row, column)
    return type(there) is type(value) and there == value


def _is_table(table: Table, drawn: Sequence[DrawnColumn], places: Places, title: str) -> bool:
    part, place = places.package.tables.get(table.name), places.tables.get(table.name)
    box = layout.table_box(table)
    headers = tuple(column.header for column in drawn)
    if part is None or place is None or part.box != box or place.box != box or place.headers != headers:
        return False
    if not part.heading_rows or part.headers != headers:
        return False
    totals = layout.totals(table, drawn)
    if not all(_holds(places, title, table.top - 1, table.left + one.rank, float(one.value)) for one in totals):
        return False
    grid, left, width = places.grid(title), table.left - 1, len(drawn)
    blank = [None] * width
    for row, values in enumerate(zip(*(column.cells for column in drawn), strict=True), start=table.top):
        there = grid[row][left : left + width] if row < len(grid) else []
        if list(values) != [*there, *blank[len(there) :]]:
            return False
    return True
