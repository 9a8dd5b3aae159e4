"""`ExcelBook` on a workbook open in LibreOffice, through xlwings' own Windows engine."""

from support.sheets import TABLE, THREE, documents, workbook

from ims_xl.workbook.excel import ExcelBook
from ims_xl.workbook.file import FileBook


def test_what_a_file_holds_is_read_alike(opened, tmp_path):
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(workbook())
    book, macro = opened(path)
    excel, file = ExcelBook(macro), FileBook(path)
    assert excel.metadata() == file.metadata()
    assert excel.cell("home", 3, 3) == "Compare and Claim"
    assert excel.tables()[TABLE].rows.equals(file.tables()[TABLE].rows)


def test_draw_again(opened, tmp_path):
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(workbook())
    book, macro = opened(path)
    rows = documents(("Reject", "0012", "2025-10-02", 250.25), ("", "1-4", "2025-11-01", 5.0))
    ExcelBook(macro).draw(workbook(rows))
    saved = tmp_path / "saved.xlsx"
    book.save(saved)
    other = tmp_path / "other.xlsx"
    FileBook.create(other).draw(workbook(rows))
    assert FileBook(saved).tables()[TABLE].rows.equals(FileBook(other).tables()[TABLE].rows)
