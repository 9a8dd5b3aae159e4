"""Looks and links of cells in Excel for Windows (COM)."""

import xlwings as xw
from xlwings.constants import BordersIndex, BorderWeight, ColorIndex, LineStyle, UnderlineStyle

from ims_xl.workbook import layout
from ims_xl.workbook.places import Grid
from ims_xl.workbook.styles import Style

BLANK: str | None = None
JOINED = True
SEES_TRAITS = True

_NO_COLOUR = (ColorIndex.xlColorIndexNone, ColorIndex.xlColorIndexAutomatic)


def colour(rgb: str) -> int:
    """`RRGGBB` as Excel counts colours."""
    return int(rgb[4:6] + rgb[2:4] + rgb[0:2], 16)


def grid(area: xw.Range) -> Grid:
    """The values of cells, "" for blank ones and the text of errors."""
    values: Grid = area.options(ndim=2, empty="", err_to_str=True).value
    return values


def edges(area: xw.Range, style: Style) -> None:
    """Lines around cells, indent and underline."""
    api = area.api
    if style.line and style.edges == "all":
        borders = [api.Borders]
    elif style.line and style.edges == "sides":
        borders = [api.Borders(BordersIndex.xlEdgeLeft), api.Borders(BordersIndex.xlEdgeRight)]
    elif style.line:
        borders = [api.Borders(BordersIndex.xlEdgeBottom)]
    else:
        borders = []
    for border in borders:
        border.LineStyle = LineStyle.xlContinuous
        border.Weight = BorderWeight.xlThick if style.edges == "sides" else BorderWeight.xlThin
        border.Color = colour(style.line)
    if style.indent:
        api.IndentLevel = style.indent
    if style.underline:
        api.Font.Underline = UnderlineStyle.xlUnderlineStyleSingle


def link(cell: xw.Range, title: str) -> None:
    """A link to a place in the workbook; xlwings' own would be one to a file of no name."""
    cell.api.Hyperlinks.Add(Anchor=cell.api, Address="", SubAddress=layout.link(title))


def unlink(area: xw.Range) -> None:
    """Take links and validations away."""
    area.api.Hyperlinks.Delete()
    area.api.Validation.Delete()


def look(area: xw.Range, trait: str) -> str | None:
    """A colour as RRGGBB or "yes", "" for none; None when the cells differ."""
    if trait in ("bold", "italic"):
        is_so = area.api.Font.Bold if trait == "bold" else area.api.Font.Italic
        return None if is_so is None else "yes" if is_so else ""
    shade = area.api.Interior if trait == "fill" else area.api.Font
    index = shade.ColorIndex
    if index is None:
        return None
    if index in _NO_COLOUR:
        return ""
    found = int(shade.Color)
    return f"{found & 255:02X}{found >> 8 & 255:02X}{found >> 16 & 255:02X}"
