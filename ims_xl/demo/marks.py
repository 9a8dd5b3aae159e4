"""The marks of the demo, typed into the workbook's file as a person would."""

from pathlib import Path

import openpyxl

from ims_xl.sheets.names import STATUS_SHEETS
from ims_xl.workflow import Outcome

HAND_MARKS = {
    "Mismatched": ("Reject", "No Action"),
    "Missing in PR": ("Pending", "Reject", "Acept"),
}
"""What a person types into the first Action cells of a sheet; one word is misspelt."""


def type_marks(book: Path) -> Outcome:
    """Write words into Action cells with another program's library, as a person would in Excel."""
    workbook = openpyxl.load_workbook(book)
    typed = 0
    for sheet in STATUS_SHEETS:
        for row, word in enumerate(HAND_MARKS.get(sheet.status, ()), start=5):
            if workbook[sheet.status].cell(row, 3).value is not None:
                workbook[sheet.status].cell(row, 1).value = word
                typed += 1
    workbook.save(book)
    return Outcome(f"{typed} marks typed by hand, one of them misspelt")
