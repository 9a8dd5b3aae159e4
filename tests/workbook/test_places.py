"""Our tables are found and read whatever program saved them."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.accountant import edit
from support.sheets import TABLE, workbook

from ims_xl.workbook.file import FileBook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def keys(path: Path) -> list[object]:
    return FileBook(path).tables()[TABLE].rows["Document key"].tolist()


def test_a_table_that_denies_its_headings_is_read_without_them(path: Path) -> None:
    """exceljs writes headerRowCount="0" for every table that does not say it has headings, as ours do not."""

    def change(book: Any) -> None:
        book["Mismatched"].tables[TABLE].headerRowCount = 0

    before = keys(path)
    edit(path, change)
    assert keys(path) == before == ["doc-INV-1", "doc-0012", "doc-INV-3"]
    FileBook(path).draw(workbook())
    table = openpyxl.load_workbook(path)["Mismatched"].tables[TABLE]
    assert (table.headerRowCount, table.ref) == (1, "A4:H7")


def test_a_table_whose_headings_were_hidden_is_read_from_its_first_line(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        for column in range(1, 9):
            sheet.cell(4, column).value = None
        sheet.tables[TABLE].headerRowCount, sheet.tables[TABLE].ref = 0, "A5:H7"

    before = keys(path)
    edit(path, change)
    assert keys(path) == before
