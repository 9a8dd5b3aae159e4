import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ims_xl.purchases.cell_details import Details
from ims_xl.purchases.xlsx import details

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., bytes]:
    """The bytes of a workbook whose first sheet the function fills, with texts of its XML replaced."""

    def save(fill: Callable[[openpyxl.Workbook], None], *changes: tuple[bytes, bytes]) -> bytes:
        book = openpyxl.Workbook()
        book.active.title = "b2b"
        fill(book)
        book.save(tmp_path / "old.xlsx")
        with zipfile.ZipFile(tmp_path / "old.xlsx") as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
            for name in old.namelist():
                data = old.read(name)
                for before, after in changes if name == SHEET else ():
                    assert before in data
                    data = data.replace(before, after)
                new.writestr(name, data)
        return (tmp_path / "new.xlsx").read_bytes()

    return save


def a_row(book: openpyxl.Workbook) -> None:
    book.active.append(["A/1", 1000, dt.datetime(2026, 10, 5)])


def test_formulas_nobody_calculated_and_errors_are_placed(saved: Callable[..., bytes]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A3"] = "=SUM(A5:A9)"
        book.active["C5"] = "#N/A"

    assert details(saved(fill)).texts == {"b2b": {(3, 0): "=?", (5, 2): "#N/A"}}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("0000", "0045"),
        ('"INV/"0000', "INV/0045"),
        ('"26-27/"000', "26-27/045"),
        ('0"/26-27"', "45/26-27"),
        ("00-00", None),
        ("0.00", None),
        ("0", None),
        ("#,##0", None),
        ("[$$-409]#,##0.00", "$ 45.0"),
        ('"USD" #,##0.00', "USD 45.0"),
        ("[$€-2] 0.00", "€ 45.0"),
        ("[$₹-4009]#,##0.00", None),
        ('"Rs." #,##0.00', None),
        ("[$-409]0.00", None),
        ("_-$* #,##0.00_-", "$ 45.0"),
    ],
)
def test_a_number_is_shown_as_its_format_does(saved: Callable[..., bytes], code: str, text: str | None) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["B5"] = 45
        book.active["B5"].number_format = code

    shown = details(saved(fill)).shown.get("b2b", {})
    assert {place: found.text(45.0) for place, found in shown.items()} == ({(5, 1): text} if text else {})


def test_a_formula_without_a_value_among_others_was_never_calculated(saved: Callable[..., bytes]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A3"] = "=1+1"
        book.active["B3"] = "=A3*9%"
        book.active["C3"] = '=IF(A3>1,"","x")'

    calculated = (b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert details(saved(fill, calculated)).texts == {"b2b": {(3, 1): "=?"}}


def test_the_way_of_counting_days(saved: Callable[..., bytes]) -> None:
    def since_1904(book: openpyxl.Workbook) -> None:
        a_row(book)
        book.epoch = CALENDAR_MAC_1904

    assert not details(saved(a_row)).starts_1904
    assert details(saved(since_1904)).starts_1904


@pytest.mark.parametrize(
    ("cell", "is_far"),
    [("R5000", False), ("AZ9", False), ("XFD1", False), ("ZZ1048576", True), ("XFD20000", True), ("A1048576", True)],
)
def test_a_value_far_away_from_the_data(saved: Callable[..., bytes], cell: str, is_far: bool) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        a_row(book)
        book.active[cell] = "x"

    assert details(saved(fill)).is_far is is_far


def test_the_range_the_sheet_states_is_not_believed(saved: Callable[..., bytes]) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        a_row(book)
        book.active["ZZ1048576"] = 1

    assert details(saved(fill, (b'ref="A1:ZZ1048576"', b'ref="A1"'))).is_far
    assert not details(saved(a_row, (b'ref="A1:C1"', b'ref="A1:XFD1048576"'))).is_far


def test_cells_that_are_only_formatted_are_not_far(saved: Callable[..., bytes]) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="XFD%d" s="0"/></row>' % (n, n, n) for n in range(2, 5000))
    assert not details(saved(a_row, (b"</sheetData>", rows + b"</sheetData>"))).is_far


def test_an_unusual_writer_is_read_the_slow_way(saved: Callable[..., bytes]) -> None:
    assert details(saved(a_row, (b"<c ", b"<x:c "), (b"</c>", b"</x:c>"))).is_far


@pytest.mark.parametrize(
    ("data", "is_blind"), [(b"", False), (b"PK\x03\x04rubbish", True), (b"\xd0\xcf\x11\xe0", False)]
)
def test_what_is_no_xlsx_has_no_details(data: bytes, is_blind: bool) -> None:
    assert details(data) == Details(is_blind=is_blind)
