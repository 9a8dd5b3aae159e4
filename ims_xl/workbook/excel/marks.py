"""Notes and colours of the accountant on rows of a table that its documents leave for another table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlwings as xw

from ims_xl.workbook.excel.native import Trait, native
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.rows import Row
from ims_xl.workbook.sheet import Column
from ims_xl.workbook.styles import STYLES

_COLOURS: tuple[Trait, ...] = ("fill", "letters")


@dataclass
class Mark:
    """What the accountant did to one cell; colours are RRGGBB, "" where they are ours."""

    note: str = ""
    fill: str = ""
    letters: str = ""


def collect(
    sheet: xw.Sheet,
    columns: Mapping[str, tuple[int, Column | None]],
    top: int,
    names: Sequence[Row],
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

    cells = native(sheet).cells
    for note in cells.notes(sheet):
        if note.row in rows and note.column in headers:
            mark(note.row, note.column).note = note.text
    areas = [Box(rows.start, number, rows.stop - 1, number) for number, _ in columns.values()]
    styles = [
        STYLES["own" if column is None else f"input {column.kind}" if column.is_input else column.kind]
        for _, column in columns.values()
    ]
    ours = {"fill": [style.fill for style in styles], "letters": [style.colour for style in styles]}
    wanted: list[tuple[Box, Trait]] = [(area, trait) for trait in _COLOURS for area in areas]
    looks = [("", look) for trait in _COLOURS for look in ours[trait]]
    for (area, trait), own, patches in zip(wanted, looks, cells.patches(sheet, wanted), strict=True):
        for patch in patches:
            for row in range(patch.top, patch.bottom + 1) if patch.look not in own else ():
                setattr(mark(row, area.left), trait, patch.look)
    return found


def put_back(cell: xw.Range, mark: Mark) -> None:
    """The mark on the cell, which has no note, where its document now is."""
    if mark.note:
        native(cell).cells.add_note(cell, mark.note)
    if mark.fill:
        cell.color = f"#{mark.fill}"
    if mark.letters:
        cell.font.color = f"#{mark.letters}"
