"""Hands the cells of a workbook to the program under wine that stands for Excel (tests/windows/recipe)."""

from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import to_excel


def write_cells(book: Path, target: Path) -> None:
    """Write sheets, tables and cells as open_workbook.c reads them; formulas count as blank."""
    workbook = openpyxl.load_workbook(book)
    lines = [f"book\t{book.name}"]
    for sheet in workbook.worksheets:
        lines.append(f"sheet\t{sheet.title}")
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            lines.append(f"table\t{table.name}\t{top}\t{left}\t{bottom}\t{right}")
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            value = to_excel(cell.value) if isinstance(cell.value, datetime) else cell.value
            if isinstance(value, str) and cell.data_type != "f":
                lines.append(f"text\t{cell.row}\t{cell.column}\t{' '.join(value.split())}")
            elif isinstance(value, int | float):
                lines.append(f"number\t{cell.row}\t{cell.column}\t{value!r}")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
