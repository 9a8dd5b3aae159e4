"""The columns of a table in an open workbook: a new table, columns that come and go, their looks and widths."""

from collections.abc import Sequence
from itertools import groupby

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.cell_values import Plain
from ims_xl.workbook.excel import paint
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import Place
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Table
from ims_xl.workbook.xlsx.package import TablePart

STYLE = "TableStyleLight1"


def lines_box(spec: Table, first: int, last: int, top: int = 0) -> Box:
    """The lines, from a given one on, of some columns by rank."""
    return Box(spec.top + 1 + top, spec.left + first, spec.last, spec.left + last)


def dress(sheet: xw.Sheet, spec: Table, drawn: Sequence[DrawnColumn], top: int = 0) -> None:
    """Give the lines from `top` on, which are blank, their looks; neighbours of one style in one go."""
    for style, group in groupby(range(len(drawn)), key=lambda rank: drawn[rank].style):
        ranks = list(group)
        paint.dress(sheet, [lines_box(spec, ranks[0], ranks[-1], top)], style)
    if spec.text_lines > 1:
        sheet.range(f"{spec.top + 1 + top}:{spec.last}").row_height = layout.LINES_HEIGHT[spec.text_lines]


def create(sheet: xw.Sheet, spec: Table, drawn: Sequence[DrawnColumn]) -> None:
    """Make the table with its headings and blank lines."""
    box = layout.table_box(spec)
    for style, group in groupby(range(len(drawn)), key=lambda rank: drawn[rank].heading_style):
        ranks = list(group)
        heading = box._replace(bottom=box.top, left=box.left + ranks[0], right=box.left + ranks[-1])
        paint.dress(sheet, [heading], style)
    heads: list[list[Plain]] = [[line.header] for line in drawn]
    paint.put(sheet, box._replace(bottom=box.top), heads, [False] * len(heads))
    dress(sheet, spec, drawn)
    area = sheet.range(ranges.address(box))
    sheet.tables.add(area, name=spec.name, has_headers=True, table_style_name=STYLE)
    for rank, line in enumerate(drawn):
        _width(sheet, spec, rank, line)
    for first, last, level in layout.levels(drawn):
        fold = Box(spec.top, spec.left + first, spec.top, spec.left + last)
        native(sheet).pages.outline(sheet, sheet.range(ranges.address(fold)), level)


def adapt(sheet: xw.Sheet, spec: Table, drawn: Sequence[DrawnColumn], place: Place, part: TablePart | None) -> None:
    """Make the place a table of that name, take away columns that are gone, add those that are new.

    `part`: the table that is there, if it is one.
    """
    whole = sheet.range(ranges.address(place.box))
    if part is None:
        sheet.tables.add(whole, name=place.name, has_headers=True, table_style_name=STYLE)
    elif part.box != place.box:
        sheet.tables[place.name].resize(whole)
    wanted = [line.header for line in drawn]
    for rank in range(len(place.headers), 0, -1):
        if place.headers[rank - 1] not in wanted:
            sheet.tables[spec.name].columns(rank).delete()
    present = [header for header in place.headers if header in wanted]
    for rank, line in enumerate(drawn):
        if line.header in present:
            continue
        sheet.tables[spec.name].columns.add(line.header, rank + 1)
        column = Box(spec.top + 1, spec.left + rank, place.box.bottom, spec.left + rank)
        paint.dress(sheet, [column._replace(top=spec.top, bottom=spec.top)], line.heading_style)
        if len(place.rows):
            paint.dress(sheet, [column], line.style)
        _width(sheet, spec, rank, line)
    assert [header for header in wanted if header in present] == present


def _width(sheet: xw.Sheet, spec: Table, rank: int, line: DrawnColumn) -> None:
    column = sheet.range((spec.top, spec.left + rank))
    column.column_width = line.column.width
    if line.column.is_hidden and not line.own:
        column.columns.hidden = True
