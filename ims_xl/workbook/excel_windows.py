"""What only Excel's own object model does (`.api`, COM on Windows); on a Mac these are left out."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import xlwings as xw

from ims_xl.workbook import layout
from ims_xl.workbook.layout import Rule
from ims_xl.workbook.package import Box
from ims_xl.workbook.styles import STYLES, Style

_P = ParamSpec("_P")

ADDRESS_LIMIT = 250  # characters of an address that Range() takes, a little less than 255

_CONTINUOUS, _THIN, _THICK = 1, 2, 4  # XlLineStyle, XlBorderWeight
_LEFT, _BOTTOM, _RIGHT, _INSIDE_ROWS = 7, 9, 10, 12  # XlBordersIndex
_VALUE_RULE, _FORMULA_RULE = 1, 2  # XlFormatConditionType
_OPERATORS = {">=": 7, "<=": 8}  # XlFormatConditionOperator
_ANY, _LIST, _STOP, _BETWEEN = 0, 3, 1, 1  # XlDVType, XlDVAlertStyle, XlFormatConditionOperator
_SINGLE_UNDERLINE = 2


WINDOWS = sys.platform != "darwin"
"""On a Mac `.api` is another language. Elsewhere xlwings speaks COM, in tests too."""


def on_windows(act: Callable[_P, None]) -> Callable[_P, None]:
    """The function, which does nothing on a Mac: there `.api` is another language."""

    @wraps(act)
    def done(*words: _P.args, **named: _P.kwargs) -> None:
        if WINDOWS:
            act(*words, **named)

    return done


def colour(rgb: str) -> int:
    """`RRGGBB` as Excel counts colours."""
    return int(rgb[4:6] + rgb[2:4] + rgb[0:2], 16)


def addresses(boxes: Sequence[Box]) -> Iterator[str]:
    """The addresses of rectangles, as few texts as Range() takes."""
    text = ""
    for box in boxes:
        part = layout.address(box)
        if text and len(text) + len(part) >= ADDRESS_LIMIT:
            yield text
            text = ""
        text = f"{text},{part}" if text else part
    if text:
        yield text


def is_filtered(table: xw.main.Table) -> bool:
    """Whether some filter of a table may hide rows."""
    return not WINDOWS or bool(table.api.AutoFilter.FilterMode)


def save_copy(book: xw.Book, path: Path) -> Path:
    """A copy of the workbook as it is now; on a Mac its own file, as last saved."""
    if not WINDOWS:
        return Path(book.fullname)
    book.api.SaveCopyAs(Filename=str(path))
    return path


@on_windows
def forget_sorting(table: xw.main.Table) -> None:
    """Take the arrow away that says by which column a table was sorted."""
    table.api.Sort.SortFields.Clear()


@on_windows
def edges(area: xw.Range, style: Style) -> None:
    """Lines around cells, indent and underline."""
    api = area.api
    if style.line and style.edges == "all":
        borders = [api.Borders]
    elif style.line and style.edges == "sides":
        borders = [api.Borders(_LEFT), api.Borders(_RIGHT)]
    elif style.line:
        borders = [api.Borders(_BOTTOM)]
    else:
        borders = []
    for border in borders:
        border.LineStyle = _CONTINUOUS
        border.Weight = _THICK if style.edges == "sides" else _THIN
        border.Color = colour(style.line)
    if style.indent:
        api.IndentLevel = style.indent
    if style.underline:
        api.Font.Underline = _SINGLE_UNDERLINE


@on_windows
def link(cell: xw.Range, title: str) -> None:
    """A link to a sheet; made before the cell is dressed, as Excel dresses it too."""
    cell.api.Hyperlinks.Add(Anchor=cell.api, Address="", SubAddress=layout.link(title))


@on_windows
def unlink(area: xw.Range) -> None:
    """Take links and validations away."""
    area.api.Hyperlinks.Delete()
    area.api.Validation.Delete()


@on_windows
def validate(area: xw.Range, choices: str, message: str) -> None:
    """A dropdown, or only a message beside the selected cell."""
    rule = area.api.Validation
    rule.Delete()
    if choices:
        rule.Add(Type=_LIST, AlertStyle=_STOP, Operator=_BETWEEN, Formula1=f"={layout.list_name(choices)}")
        rule.ShowError = layout.is_strict(choices)
        rule.ErrorTitle, rule.ErrorMessage = layout.NOT_IN_LIST
    else:
        rule.Add(Type=_ANY, AlertStyle=_STOP, Operator=_BETWEEN)
    rule.IgnoreBlank = True
    if message:
        rule.ShowInput = True
        rule.InputMessage = message


@on_windows
def clear_rules(sheet: xw.Sheet) -> None:
    """Take our conditional formats away; the accountant's stay."""
    rules = sheet.api.Cells.FormatConditions
    for number in range(rules.Count, 0, -1):
        rule = rules.Item(number)
        if rule.Type in (_VALUE_RULE, _FORMULA_RULE) and layout.OURS in str(rule.Formula1):
            rule.Delete()


@on_windows
def add_rule(sheet: xw.Sheet, rule: Rule) -> None:
    """A conditional format behind those there are.

    Excel reads a relative reference as seen from the active cell, wherever the format goes: the row of the
    first line is written as the row of the active cell.
    """
    app = sheet.book.app.api
    if app.ActiveCell is None:  # a chart is in front
        sheet.api.Activate()
    first, active = rule.boxes[0].top, app.ActiveCell.Row
    formula = re.sub(rf"(\$[A-Z]{{1,3}}){first}\b", rf"\g<1>{active}", rule.formula)
    area = None
    for text in addresses(rule.boxes):
        part = sheet.api.Range(text)
        area = part if area is None else app.Union(area, part)
    assert area is not None
    if rule.style:
        style = STYLES[rule.style]
        made = area.FormatConditions.Add(Type=_FORMULA_RULE, Formula1=f"={formula}")
        made.Font.Color = colour(style.colour)
        if style.bold:
            made.Font.Bold = True
        if style.fill:
            made.Interior.Color = colour(style.fill)
    else:
        operator = _OPERATORS[rule.compare]
        made = area.FormatConditions.Add(Type=_VALUE_RULE, Operator=operator, Formula1=f"={formula}")
        made.NumberFormat = rule.format
    made.StopIfTrue = False


@on_windows
def drop(sheet: xw.Sheet, table: str, address: str) -> None:
    """Take a table of ours away with its cells."""
    if table in sheet.tables:
        sheet.api.ListObjects.Item(table).Unlist()
    sheet.api.Range(address).Clear()


def go_to(sheet: xw.Sheet) -> None:
    """Show a sheet; xlwings' own way, the only one on a Mac, takes the front of the screen too."""
    if not WINDOWS:
        sheet.activate()
    else:
        sheet.api.Activate()


@on_windows
def name(book: xw.Book, text: str, refers_to: str) -> None:
    """A hidden workbook-wide name."""
    book.api.Names.Add(Name=text, RefersTo=f"={refers_to}", Visible=False)


@on_windows
def refuse_protected(book: xw.Book, titles: Sequence[str], refuse: Callable[[str], None]) -> None:
    """Call `refuse` with the reason why the workbook cannot be written."""
    if book.api.ProtectStructure:
        refuse("the sheets of this workbook are protected")
    if book.api.Date1904:
        refuse("this workbook counts dates from 1904 on")
    for title in titles:
        if book.sheets[title].api.ProtectContents:
            refuse(f"the sheet {title} is protected")
