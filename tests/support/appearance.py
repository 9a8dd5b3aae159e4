"""How a workbook that LibreOffice saved looks, as plain values: two that look the same give the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

Look = tuple[str, str, str]  # sheet, what, where
_BLACK = "FF000000"


def appearance(path: Path) -> dict[Look, object]:
    """Dropdowns, conditional formats, hidden columns, frozen panes; of cells that hold something also how they are dressed.

    Not compared: paper, printed area and charts, which the stand-in for Excel keeps to itself, and heights of rows.
    """
    found: dict[Look, object] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for what, where, value in [*_dropdowns(sheet), *_cells(sheet), *_rules(sheet), *_sheet(sheet)]:
            found[sheet.title, what, where] = value
    return found


def _dropdowns(sheet: Any) -> Iterator[tuple[str, str, object]]:
    for rule in sheet.data_validations.dataValidation:
        if rule.type is None and not rule.prompt:  # LibreOffice's way of keeping a validation that was taken away
            continue
        shown = (rule.type, rule.formula1, bool(rule.showErrorMessage), rule.error, rule.prompt)
        for row, column in _inside(rule.sqref):
            yield "dropdown", f"{get_column_letter(column)}{row}", shown


def _cells(sheet: Any) -> Iterator[tuple[str, str, object]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield "format", cell.coordinate, _format(cell.number_format)
                yield "font", cell.coordinate, (cell.font.b, cell.font.i, _colour(cell.font.color))
                yield "fill", cell.coordinate, cell.fill.patternType and _colour(cell.fill.fgColor)
                yield (
                    "place",
                    cell.coordinate,
                    (cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text),
                )
                yield (
                    "line",
                    cell.coordinate,
                    [getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")],
                )
                yield "link", cell.coordinate, cell.hyperlink and cell.hyperlink.location


def _rules(sheet: Any) -> Iterator[tuple[str, str, object]]:
    cells: dict[tuple[object, ...], set[tuple[int, int]]] = {}
    for area, rules in sheet.conditional_formatting._cf_rules.items():
        for rule in rules:
            style = rule.dxf
            look = (
                _colour(style.font and style.font.color),
                style.fill and style.fill.bgColor.rgb,
                _format(style.numFmt.formatCode) if style.numFmt else "",
            )
            key = (rule.type, rule.operator, *rule.formula, *look)
            cells.setdefault(key, set()).update(_inside(area.sqref))
    for key, where in cells.items():
        yield "rule", str(key), sorted(where)


def _sheet(sheet: Any) -> Iterator[tuple[str, str, object]]:
    yield "sheet", "state", sheet.sheet_state
    yield "sheet", "frozen", sheet.freeze_panes
    yield "sheet", "tab", _colour(sheet.sheet_properties.tabColor)
    for size in sheet.column_dimensions.values():
        for column in range(size.min, min(size.max, sheet.max_column) + 1):
            if size.hidden:  # one of the usual width is not in the file at all
                yield "hidden", get_column_letter(column), True


def _inside(areas: Any) -> Iterator[tuple[int, int]]:
    for area in areas.ranges:
        yield from area.cells


def _format(code: str) -> str:
    return code.replace("[$-409]", "")  # en-US, which says nothing here


def _colour(colour: Any) -> object:
    rgb = colour and (colour.rgb if colour.type == "rgb" else (colour.type, colour.value))
    return None if rgb == _BLACK else rgb
