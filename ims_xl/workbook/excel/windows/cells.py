"""Looks and links of cells in Excel for Windows (COM)."""

import datetime as dt
import importlib
from collections.abc import Sequence

import xlwings as xw
from xlwings.constants import HAlign, VAlign

from ims_xl.workbook import layout
from ims_xl.workbook.excel.facts import Note, Patch
from ims_xl.workbook.excel.windows.statements import told
from ims_xl.workbook.places import Grid
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.styles import FONT, Style

BLANK: str | None = None
JOINED = True
SEES_TRAITS = True
_ACROSS = {
    "": HAlign.xlHAlignGeneral,
    "left": HAlign.xlHAlignLeft,
    "center": HAlign.xlHAlignCenter,
    "right": HAlign.xlHAlignRight,
}
_UPRIGHT = {"top": VAlign.xlVAlignTop, "center": VAlign.xlVAlignCenter, "bottom": VAlign.xlVAlignBottom}


def colour(rgb: str) -> int:
    """`RRGGBB` as Excel counts colours."""
    return int(rgb[4:6] + rgb[2:4] + rgb[0:2], 16)


def grid(area: xw.Range) -> Grid:
    """The values of cells, "" for blank ones and the text of errors; xlwings would ask for the size first."""
    values = area.api.Value
    rows = values if isinstance(values, tuple) else ((values,),)
    engine = importlib.import_module("xlwings._xlwindows").engine
    found: Grid = engine.clean_value_data(rows, dt.datetime, "", None, True)
    return found


def dress(area: xw.Range, style: Style) -> None:
    """Number format, font, colours, alignment and lines of cells."""
    words = [
        style.format, FONT, style.size, style.bold, style.italic, style.underline, colour(style.colour),
        colour(style.fill) if style.fill else None, _ACROSS[style.horizontal], _UPRIGHT[style.vertical],
        style.wrap, style.indent, colour(style.line) if style.line else None, style.edges,
    ]  # fmt: skip
    told(area).note("dress", area.api, "", words)


def link(cell: xw.Range, title: str) -> None:
    """A link to a place in the workbook; xlwings' own would be one to a file of no name."""
    cell.api.Hyperlinks.Add(Anchor=cell.api, Address="", SubAddress=layout.link(title))


def unlink(area: xw.Range) -> None:
    """Take links and validations away."""
    area.api.Hyperlinks.Delete()
    area.api.Validation.Delete()


def notes(sheet: xw.Sheet) -> list[Note]:
    """The accountant's notes on cells."""
    return [Note(*note) for note in told(sheet).look("notes", sheet.api)]


def add_note(cell: xw.Range, text: str) -> None:
    """A note on a cell that has none; xlwings' own looks first whether it has."""
    cell.api.AddComment(text)


def patches(sheet: xw.Sheet, wanted: Sequence[tuple[Box, str]]) -> list[list[Patch]]:
    """How the rows of each of these columns look in one trait: a colour as RRGGBB or "yes", "" for none."""
    questions = [("patches", sheet.api, "", (box.top, box.bottom, box.left, trait)) for box, trait in wanted]
    return [[Patch(*patch) for patch in found] for found in told(sheet).ask(questions)]
