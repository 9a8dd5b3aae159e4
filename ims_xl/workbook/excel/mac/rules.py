"""Dropdowns and conditional formats in Excel for Mac."""

import re
from collections.abc import Sequence
from typing import Literal

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel.mac.books import only_a_look, word
from ims_xl.workbook.layout import Rule
from ims_xl.workbook.styles import STYLES

_Operator = Literal["greater_than_or_equal", "less_than_or_equal", "equal_to"]
_OPERATORS: dict[str, _Operator] = {
    ">=": "greater_than_or_equal",
    "<=": "less_than_or_equal",
    "=": "equal_to",
}


def dropdown(area: xw.Range, choices: str, message: str) -> None:
    """A dropdown, or only a message beside the selected cell."""
    rule = area.data_validation
    with only_a_look():
        rule.delete()
    with only_a_look():
        if choices:
            rule.set_list(area.sheet.book.names[layout.list_name(choices)])
        else:
            rule.api.add_data_validation(type=word("validate_input_only"), alert_style=word("valid_alert_stop"))
    title, text = layout.NOT_IN_LIST
    settings: dict[str, object] = {"ignore_blank": True}
    if choices:
        settings |= {"show_error": layout.is_strict(choices), "error_title": title, "error_message": text}
    if message:
        settings |= {"show_input": True, "input_message": message}
    for name, value in settings.items():
        with only_a_look():
            getattr(rule.api, name).set(value)


def clear(sheet: xw.Sheet) -> None:
    """Take our conditional formats away; the accountant's stay."""
    with only_a_look():
        rules = sheet.cells.conditional_formats
        for number in range(len(rules) - 1, -1, -1):
            rule = rules[number]
            if layout.OURS in f"{rule.formula}{rule.formula1}":
                rule.delete()


def add(sheet: xw.Sheet, rules: Sequence[Rule]) -> None:
    """Conditional formats, the last one first: xlwings puts each before those there are."""
    for rule in reversed(rules):
        for address in ranges.addresses(reversed(rule.boxes), joined=False):
            with only_a_look():
                _add(sheet.range(address), rule)


def _add(area: xw.Range, rule: Rule) -> None:
    """One of them; a cell of the same row is named without Excel's asking which cell is active."""
    formats = area.conditional_formats
    first = rule.boxes[0].top
    formula = "=" + re.sub(rf"(\$[A-Z]{{1,3}}){first}\b", r"INDEX(\1:\1,ROW())", rule.formula)
    if rule.style:
        style = STYLES[rule.style]
        formats.add_custom(
            formula,
            fill_color=f"#{style.fill}" if style.fill else None,
            font_color=f"#{style.colour}",
            font_bold=True if style.bold else None,
        )
    else:
        made = formats.add_cell_value(_OPERATORS[rule.compare], formula)
        made.impl.api.number_format.set(rule.format)
