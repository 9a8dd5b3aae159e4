"""Finding things on a sheet that was read back as rows of values; rows and columns count from 1."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

Rows = Sequence[Sequence[Any]]


def text_at(rows: Rows, row: int, column: int) -> str:
    """A cell's value as text; "" outside the sheet."""
    try:
        value = rows[row - 1][column - 1]
    except IndexError:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def row_of(rows: Rows, label: str) -> int:
    """The first row with this text in column A; 0 when there is none."""
    return next((number for number, row in enumerate(rows, start=1) if row and row[0] == label), 0)


def value_after(rows: Rows, label: str) -> tuple[int, str]:
    """Row and text of the cell to the right of a label in column A; (0, "") when there is none."""
    row = row_of(rows, label)
    return (row, text_at(rows, row, 2)) if row else (0, "")


def block(rows: Rows, title: str, width: int) -> list[tuple[int, list[Any]]]:
    """Row number and values of each line under a title and its headings, up to a line with a gap."""
    start = row_of(rows, title)
    found = []
    for number, row in enumerate(rows[start + 1 :] if start else [], start=start + 2):
        line = list(row[:width])
        if len(line) < width or "" in line:
            break
        found.append((number, line))
    return found


def column_name(rows: Rows, headings: Sequence[int], row: int, column: int) -> str:
    """The heading above a cell; where there is none, the label before it; else the column's letter."""
    above = max((heading for heading in headings if heading < row), default=0)
    label = text_at(rows, above, column) if above else text_at(rows, row, 1) if column > 1 else ""
    return label or xl_col_to_name(column - 1)
