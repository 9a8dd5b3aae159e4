"""Marks typed into a workbook's file as a person would."""

from pathlib import Path

import openpyxl

from ims_xl.demo.marks import type_marks
from ims_xl.sheets.names import STATUS_SHEETS


def test_words_are_typed_into_the_first_action_cells_that_have_a_document(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in STATUS_SHEETS:
        book.create_sheet(sheet.status)
    book["Mismatched"]["C5"] = "27AAPFU0939F1ZV"
    book["Missing in PR"]["C5"] = book["Missing in PR"]["C6"] = book["Missing in PR"]["C7"] = "27AAPFU0939F1ZV"
    path = tmp_path / "book.xlsx"
    book.save(path)

    assert type_marks(path).message == "4 marks typed by hand, one of them misspelt"

    marked = openpyxl.load_workbook(path)
    assert [marked["Mismatched"].cell(row, 1).value for row in (5, 6)] == ["Reject", None]
    assert [marked["Missing in PR"].cell(row, 1).value for row in (5, 6, 7)] == ["Pending", "Reject", "Acept"]
