"""Dropdowns and conditional formats in Excel for Windows (COM)."""

import re
from collections.abc import Sequence

import xlwings as xw
from xlwings.constants import DVAlertStyle, DVType, FormatConditionOperator, FormatConditionType

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel.windows.cells import colour
from ims_xl.workbook.excel.windows.statements import Typed, told
from ims_xl.workbook.layout import Rule
from ims_xl.workbook.styles import STYLES

_VALUE_RULE, _FORMULA_RULE = FormatConditionType.xlCellValue, FormatConditionType.xlExpression
_OPERATORS = {
    ">=": FormatConditionOperator.xlGreaterEqual,
    "<=": FormatConditionOperator.xlLessEqual,
    "=": FormatConditionOperator.xlEqual,
}
_COMMA = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')  # outside texts
_STOP, _BETWEEN = DVAlertStyle.xlValidAlertStop, FormatConditionOperator.xlBetween


def dropdown(area: xw.Range, choices: str, message: str) -> None:
    """A dropdown, or only a message beside the selected cell; xlwings' own has neither messages nor plain messages."""
    rule = area.api.Validation
    rule.Delete()
    if choices:
        rule.Add(
            Type=DVType.xlValidateList, AlertStyle=_STOP, Operator=_BETWEEN, Formula1=f"={layout.list_name(choices)}"
        )
        rule.ShowError = layout.is_strict(choices)
        rule.ErrorTitle, rule.ErrorMessage = layout.NOT_IN_LIST
    else:
        rule.Add(Type=DVType.xlValidateInputOnly, AlertStyle=_STOP, Operator=_BETWEEN)
    rule.IgnoreBlank = True
    if message:
        rule.ShowInput = True
        rule.InputMessage = message


def clear(sheet: xw.Sheet) -> None:
    """Take our conditional formats away; the accountant's stay."""
    told(sheet).look("unrule", sheet.api, "", layout.OURS)


def add(sheet: xw.Sheet, rules: Sequence[Rule]) -> None:
    """Conditional formats behind those there are; xlwings' own come before them and know no number format."""
    for rule in rules:
        _add(sheet, rule)


def _add(sheet: xw.Sheet, rule: Rule) -> None:
    """One of them, in the user's language.

    Excel reads a relative reference as seen from the active cell, wherever the format goes: the row of the
    first line is written as the row of the active cell. Arguments are parted as the system parts lists.
    """
    text = re.sub(rf"(\$[A-Z]{{1,3}}){rule.boxes[0].top}\b", r"\g<1>{row}", rule.formula)
    formula = Typed("=" + _COMMA.sub("{,}", text))
    area = None
    for text in ranges.addresses(rule.boxes):
        part = sheet.api.Range(text)
        area = part if area is None else sheet.api.Application.Union(area, part)
    assert area is not None
    if rule.style:
        style = STYLES[rule.style]
        made = area.FormatConditions.Add(Type=_FORMULA_RULE, Formula1=formula)
        made.Font.Color = colour(style.colour)
        if style.bold:
            made.Font.Bold = True
        if style.fill:
            made.Interior.Color = colour(style.fill)
    else:
        operator = _OPERATORS[rule.compare]
        made = area.FormatConditions.Add(Type=_VALUE_RULE, Operator=operator, Formula1=formula)
        made.NumberFormat = rule.format
    made.StopIfTrue = False
