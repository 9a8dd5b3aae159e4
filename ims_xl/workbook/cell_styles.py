"""Fonts and fills of cells, compared whichever program saved them."""

from typing import Any, NamedTuple

from openpyxl.styles.colors import COLOR_INDEX

from ims_xl.workbook.styles import FONT, Style

BookSheet = Any
BookCell = Any
"""openpyxl's worksheet and cell: its stubs lack cells by place and styles by number, which we use."""


class Look(NamedTuple):
    """Font and fill of a cell, comparable whichever program saved it."""

    font: tuple[object, ...]
    fill: object


class Looks(dict[int, Look]):
    """Looks by the number of the style in the workbook, each worked out once."""

    def of(self, cell: BookCell) -> Look:
        """How a cell looks."""
        number = cell.style_id
        if number not in self:
            self[number] = _look(cell.font, cell.fill)
        return self[number]


def expected_look(style: Style) -> Look:
    """How a cell of that style looks when nobody changed it."""
    return Look((FONT, float(style.size), style.bold, style.italic, style.underline, False, style.colour), style.fill)


def _look(font: Any, fill: Any) -> Look:
    underlined = bool(font.u) and font.u != "none"
    words = (
        font.name,
        float(font.sz or 0),
        bool(font.b),
        bool(font.i),
        underlined,
        bool(font.strike),
        _colour(font.color),
    )
    if fill.tagname != "patternFill":
        return Look(words, repr(fill))
    if fill.patternType in (None, "none"):
        return Look(words, "")
    shade = _colour(fill.fgColor)
    return Look(words, shade if fill.patternType == "solid" else (fill.patternType, shade))


def _colour(colour: Any) -> object:
    if colour is None:
        return "000000"
    if colour.type == "rgb":
        return str(colour.rgb)[-6:]
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return COLOR_INDEX[colour.indexed][-6:]
    return colour.type, colour.value, colour.tint
