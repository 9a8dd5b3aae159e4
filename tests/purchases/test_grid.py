import datetime as dt
import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ims_xl.purchases.grid import Sheet, read_workbook
from ims_xl.purchases.sources import Source


def _source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, data, hashlib.sha256(data).hexdigest())


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Sheet]:
    """Reads back the one sheet that the function fills."""

    def read(fill: Callable[[openpyxl.Workbook], None]) -> Sheet:
        book = openpyxl.Workbook()
        fill(book)
        book.save(tmp_path / "book.xlsx")
        return read_workbook(_source(tmp_path / "book.xlsx"))[0]

    return read


def test_rows_keep_the_numbers_and_columns_excel_shows(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["C4"] = "first"
        book.active["D9"] = 2

    assert sheet(fill).rows == [(4, ["", "", "first", ""]), (9, ["", "", "", 2.0])]


def test_cells_are_texts_numbers_and_days(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["0012", 12, dt.datetime(2026, 6, 5), True, dt.time(3, 4)])

    assert sheet(fill).rows == [(1, ["0012", 12.0, dt.date(2026, 6, 5), "TRUE", "03:04:00"])]


def test_a_zero_format_shows_its_zeros(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append([45, 45])
        book.active["A1"].number_format = "0000"
        book.active["B1"].number_format = "0.00"

    assert sheet(fill).rows == [(1, ["0045", 45.0])]


def test_days_count_from_1904_where_the_workbook_says_so(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.active.append([dt.datetime(2026, 6, 5), 46178 - 1462])

    read = sheet(fill)
    assert read.rows == [(1, [dt.date(2026, 6, 5), 44716.0])]
    assert read.serial_shift == 1462


def test_cells_without_a_value_of_their_own_are_told(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["=1+1", "#N/A"])

    assert sheet(fill).rows == [(1, ["=?", "#N/A"])]


def test_calculated_formulas_give_their_value_and_an_empty_text_is_blank(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", value=2)
    sheet.write_formula(0, 1, '=""', value="")
    sheet.write_formula(0, 2, '="end"', value="end")
    book.close()
    assert read_workbook(_source(tmp_path / "book.xlsx"))[0].rows == [(1, [2.0, "", "end"])]


def test_hidden_sheets_are_read(sheet: Callable[..., Sheet]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["data"])
        book.create_sheet("other")
        book.active.sheet_state = "hidden"

    assert sheet(fill).rows == [(1, ["data"])]


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "AAA9"])
def test_a_stray_cell_far_away_does_no_harm(sheet: Callable[..., Sheet], far: str) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["0012", 12, dt.datetime(2026, 6, 5), "=1+1"])
        book.active[far] = " "

    first, *rest = sheet(fill).rows
    assert first.number == 1
    assert first.cells[:3] == ["0012", 12.0, dt.date(2026, 6, 5)]
    assert first.cells[3] == "=?"
    assert rest == []


def test_an_xlsx_of_an_unusual_writer_is_read(tmp_path: Path, sheet: Callable[..., Sheet]) -> None:
    sheet(lambda book: book.active.append(["data", 1]))
    with zipfile.ZipFile(tmp_path / "book.xlsx") as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B1"/>', b""))
    assert read_workbook(_source(tmp_path / "new.xlsx"))[0].rows == [(1, ["data", 1.0])]
