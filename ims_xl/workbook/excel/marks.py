"""Notes and colours of the accountant on rows of a table that its documents leave for another table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import xlwings as xw

from ims_xl.workbook import layout, package
from ims_xl.workbook.excel.native import Trait, native
from ims_xl.workbook.package import Box
from ims_xl.workbook.rows import Row
from ims_xl.workbook.sheet import Column
from ims_xl.workbook.styles import STYLES


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

    for note in sheet.notes:
        box = package.box(note.location.address)
        if box.top in rows and box.left in headers:
            mark(box.top, box.left).note = note.text
    for number, column in columns.values():
        style = STYLES["own" if column is None else f"input {column.kind}" if column.is_input else column.kind]
        area = Box(rows.start, number, rows.stop - 1, number)
        for patch in patches(sheet, area, "fill"):
            for row in range(patch.top, patch.bottom + 1) if patch.look not in ("", style.fill) else ():
                mark(row, number).fill = patch.look
        for patch in patches(sheet, area, "letters"):
            for row in range(patch.top, patch.bottom + 1) if patch.look not in ("", style.colour) else ():
                mark(row, number).letters = patch.look
    return found


def put_back(cell: xw.Range, mark: Mark) -> None:
    """The mark on the cell where its document now is."""
    if mark.note:
        there = cell.note
        if there is None:
            cell.add_note(mark.note)
        else:
            there.text = f"{there.text}\n{mark.note}"
    if mark.fill:
        cell.color = f"#{mark.fill}"
    if mark.letters:
        cell.font.color = f"#{mark.letters}"


class Patch(NamedTuple):
    """Rows of a column, one below the other, that look alike."""

    top: int
    bottom: int
    look: str


def patches(sheet: xw.Sheet, area: Box, trait: Trait) -> Iterator[Patch]:
    """How the rows of a column look; the column is halved as long as Excel says that its cells differ."""
    there = native(sheet).cells.look(sheet.range(layout.address(area)), trait)
    if there is None and area.top < area.bottom:
        half = (area.top + area.bottom) // 2
        yield from patches(sheet, area._replace(bottom=half), trait)
        yield from patches(sheet, area._replace(top=half + 1), trait)
    else:
        yield Patch(area.top, area.bottom, there or "")
