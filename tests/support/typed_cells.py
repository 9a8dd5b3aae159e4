"""Typing into cells of a workbook that is closed in Excel."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl


def type_into(book: Path, cells: Mapping[str, Mapping[str, object]], key: str = "Number (IMS)") -> None:
    """Type into the lines whose `key` column says so, wherever they are, and save: {"KSF/1005": {"Action": "Accept"}}."""
    workbook = openpyxl.load_workbook(book)
    left = dict(cells)
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            top, bottom = (int("".join(filter(str.isdigit, part))) for part in table.ref.split(":"))
            heads = {cell.value: cell.column for cell in sheet[top]}
            if key not in heads:
                continue
            for row in range(top + 1, bottom + 1):
                found = sheet.cell(row, heads[key]).value
                if found in left and set(left[found]) <= set(heads):
                    for heading, value in left.pop(found).items():
                        sheet.cell(row, heads[heading]).value = value
    assert not left, f"no line for {left}"
    workbook.save(book)
