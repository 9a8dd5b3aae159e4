"""Looks and links of cells in Excel for Mac."""

from collections.abc import Sequence
from typing import Any, Literal

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel.facts import Note, Patch
from ims_xl.workbook.excel.mac.books import only_a_look, word
from ims_xl.workbook.places import Grid
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.styles import FONT, Style

BLANK: str | None = ""  # Apple events have no empty value
SEES_TRAITS = False
JOINED = False  # xlwings 0.37.8 takes `A1:B2,C3:D4` for A1 there

_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_SIDES: dict[str, Any] = {"all": "all", "bottom": "edge_bottom", "sides": ["edge_left", "edge_right"]}


def grid(area: xw.Range) -> Grid:
    """The values of cells, "" for blank ones and the text of errors.

    xlwings 0.37.8 has `err_to_str` for this, which fails on a block of cells there.
    """
    values: list[list[object]] = area.options(ndim=2, empty="").value
    shown = area.api.string_value.get()
    for row, texts in enumerate(shown if isinstance(shown, list) else [[shown]]):
        for column, text in enumerate(texts):
            if text in _ERRORS:
                values[row][column] = text
    return values


def dress(area: xw.Range, style: Style) -> None:
    """Number format, font, colours, alignment and lines of cells."""
    area.number_format = style.format
    area.font.name, area.font.size = FONT, style.size
    area.font.bold, area.font.italic = style.bold, style.italic
    area.font.color = f"#{style.colour}"
    area.color = f"#{style.fill}" if style.fill else None
    area.horizontal_alignment = style.horizontal or "general"
    area.vertical_alignment = style.vertical
    area.wrap_text = style.wrap
    if style.line:
        with only_a_look():
            weight: Literal["thin", "thick"] = "thick" if style.edges == "sides" else "thin"
            area.borders.set(_SIDES[style.edges], line_style="continuous", weight=weight, color=f"#{style.line}")
    if style.indent:
        with only_a_look():
            area.api.indent_level.set(style.indent)
    if style.underline:
        with only_a_look():
            area.font.api.underline.set(word("underline_style_single"))


def link(cell: xw.Range, title: str) -> None:
    """A link to a sheet; the text xlwings gives it is written over with the cell's value."""
    with only_a_look():
        cell.add_hyperlink(f"#{layout.link(title)}", screen_tip=title)


def unlink(area: xw.Range) -> None:
    """Take links and validations away."""
    with only_a_look():
        area.api.clear_hyperlinks()
    with only_a_look():
        area.data_validation.delete()


def notes(sheet: xw.Sheet) -> list[Note]:
    """The accountant's notes on cells."""
    found = [(ranges.box(note.location.address), note.text) for note in sheet.notes]
    return [Note(box.top, box.left, text) for box, text in found]


def add_note(cell: xw.Range, text: str) -> None:
    """A note on a cell that has none."""
    cell.add_note(text)


def patches(_sheet: xw.Sheet, wanted: Sequence[tuple[Box, str]]) -> list[list[Patch]]:
    """Unknown: for cells of different looks Excel for Mac names one of them."""
    return [[Patch(box.top, box.bottom, "")] for box, _ in wanted]
