"""Notes and colours of the accountant on rows of a table that its documents leave for another table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlwings as xw

from ims_xl.workbook import excel_windows, layout, package
from ims_xl.workbook.package import Box
from ims_xl.workbook.rows import Row
from ims_xl.workbook.sheet import Column
from ims_xl.workbook.styles import STYLES


@dataclass
class Mark:
    """What the accountant did to one cell; a colour is None where it is ours."""

    note: str = ""
    fill: int | None = None
    letters: int | None = None


def collect(
    sheet: xw.Sheet,
    columns: Mapping[str, tuple[int, Column | None]],
    top: int,
    names: Sequence[Row],
    same_palette: bool,
) -> dict[Row, dict[str, Mark]]:
    """The marks on rows from `top` on, one a name; `columns`: heading -> column number and its spec.

    The number of calls grows with the marks, not with the rows.
    """
    found: dict[Row, dict[str, Mark]] = {}
    if not names:
        return found
    headers = {number: header for header, (number, _) in columns.items()}
    rows = range(top, top + len(names))

    def mark(row: int, column: int) -> Mark:
        return found.setdefault(names[row - top], {}).setdefault(headers[column], Mark())

    for note in sheet.notes:
        box = package.box(note.location.address)
        if box.top in rows and box.left in headers:
            mark(box.top, box.left).note = note.text
    for number, column in columns.values() if same_palette else ():
        style = STYLES["own" if column is None else f"input {column.kind}" if column.is_input else column.kind]
        fill = excel_windows.colour(style.fill) if style.fill else None
        area = Box(rows.start, number, rows.stop - 1, number)
        for row, there in _different(sheet, area, "fill", fill):
            mark(row, number).fill = there
        for row, there in _different(sheet, area, "letters", excel_windows.colour(style.colour)):
            mark(row, number).letters = there
    return found


def put_back(cell: xw.Range, mark: Mark) -> None:
    """The mark on the cell where its document now is."""
    if mark.note:
        there = cell.note
        if there is None:
            cell.add_note(mark.note)
        else:
            there.text = f"{there.text}\n{mark.note}"
    if mark.fill is not None:
        cell.color = _parts(mark.fill)
    if mark.letters is not None:
        cell.font.color = _parts(mark.letters)


def _parts(colour: int) -> tuple[int, int, int]:
    return colour & 255, colour >> 8 & 255, colour >> 16 & 255


def _different(sheet: xw.Sheet, area: Box, what: str, ours: int | None) -> Iterator[tuple[int, int]]:
    """Rows of a column whose colour is not ours; the column is halved as long as Excel says it is mixed."""
    api = sheet.range(layout.address(area)).api
    look = api.Interior if what == "fill" else api.Font
    index = look.ColorIndex
    single = area.top == area.bottom
    if index is None and not single:
        half = (area.top + area.bottom) // 2
        yield from _different(sheet, area._replace(bottom=half), what, ours)
        yield from _different(sheet, area._replace(top=half + 1), what, ours)
        return
    plain = index in _NONE
    colour = None if plain else int(look.Color)
    if colour is not None and colour != ours:
        yield from ((row, colour) for row in range(area.top, area.bottom + 1))


_NONE = (-4142, -4105)  # xlColorIndexNone, xlColorIndexAutomatic
