"""What an accountant does to a workbook, done with openpyxl as Excel would do it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

YELLOW = "FFFFFF00"


def edit(path: Path, change: Callable[[Any], None]) -> Path:
    """Open the workbook, change it, save it in place."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def note(sheet: Any, cell: str, text: str) -> None:
    """A cell note."""
    sheet[cell].comment = Comment(text, "Asha")


def highlight(sheet: Any, cell: str) -> None:
    """A yellow cell."""
    sheet[cell].fill = PatternFill("solid", fgColor=YELLOW)


def rename(book: Any, old: str, new: str) -> None:
    """Another name for a sheet; the names and formulas that look at it follow, as in Excel."""
    book[old].title = new
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = cell.value.replace(f"'{old}'!", f"'{new}'!").replace(f"{old}!", f"'{new}'!")


def swap_columns(sheet: Any, table: str, first: str, second: str) -> None:
    """Two columns of a table change places, headings, cells and widths."""
    area = sheet.tables[table]
    for row in sheet[area.ref]:
        one, other = sheet[f"{first}{row[0].row}"], sheet[f"{second}{row[0].row}"]
        one.value, other.value = other.value, one.value
    widths = sheet.column_dimensions
    widths[first].width, widths[second].width = widths[second].width, widths[first].width
    widths[first].hidden, widths[second].hidden = widths[second].hidden, widths[first].hidden
    columns = area.tableColumns
    ranks = [openpyxl.utils.column_index_from_string(letter) - 1 for letter in (first, second)]
    columns[ranks[0]].name, columns[ranks[1]].name = columns[ranks[1]].name, columns[ranks[0]].name


def sort(sheet: Any, table: str, column: int, reverse: bool = False) -> None:
    """The lines of a table in the order of a column, counted from 1."""
    rows = list(sheet[sheet.tables[table].ref])[1:]
    lines = sorted(([cell.value for cell in row] for row in rows), key=lambda line: line[column - 1], reverse=reverse)
    for row, line in zip(rows, lines, strict=True):
        for cell, value in zip(row, line, strict=True):
            cell.value = value


def to_range(sheet: Any, table: str) -> None:
    """Turn a table into a plain range."""
    del sheet.tables[table]
