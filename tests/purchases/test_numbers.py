import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.numbers import lost_zeros, read_number

A, B = "27AAPFU0939F1ZV", "24AAQCA8719H1ZC"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (" A/1003 ", "A/1003"),
        ("KNP/1000/26-27", "KNP/1000/26-27"),
        ("0012", "0012"),
        ("'0012", "0012"),
        (12.0, "12"),
        ("1234.0", "1234"),
        ("1234.00", "1234"),
        ("INV 12 a", "INV 12 a"),
        (123456789012345.0, "123456789012345"),
        ("1234567890123456", "1234567890123456"),
        (12.5, "12.5"),
    ],
)
def test_a_number_is_kept_as_the_supplier_wrote_it(cell: str | float, number: str) -> None:
    assert read_number(cell) == (number, None)


@pytest.mark.parametrize(
    ("cell", "number", "reason"),
    [
        (1234567890123456.0, "1234567890123456", "Excel keeps 15 digits, so the last digits of this number are lost"),
        ("2.50E+14", "2.50E+14", "the number was shortened to powers of ten and its digits are lost"),
        (dt.date(2026, 10, 1), "01-10-2026", "Excel has turned this number into a date"),
    ],
)
def test_a_number_that_excel_spoiled_is_kept_and_doubted(cell: str | float | dt.date, number: str, reason: str) -> None:
    value, fault = read_number(cell)
    assert value == number
    assert fault is not None
    assert (fault.severity, fault.reason) == ("warning", reason)


def test_a_backslash_is_kept_and_noted() -> None:
    value, fault = read_number("A\\12")
    assert value == "A\\12"
    assert fault is not None
    assert fault.severity == "note"


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers_keep_their_digits(number: int) -> None:
    assert read_number(float(number)).value == str(number)


@given(st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.dates())
def test_no_cell_stops_the_reading(cell: str | float | dt.date) -> None:
    value, _ = read_number(cell)
    assert value is None or isinstance(value, str)


def test_lost_zeros_are_doubted_only_beside_longer_padded_numbers_of_the_supplier() -> None:
    suppliers = [A, A, A, B, A]
    cells = ["0012", 13.0, 12345.0, 14.0, "15"]
    numbers = ["0012", "13", "12345", "14", "15"]
    assert lost_zeros(suppliers, cells, numbers, is_typed=True) == [1]


def test_in_a_csv_every_number_of_digits_may_have_lost_zeros() -> None:
    assert lost_zeros([A, A, B], ["0012", "13", "14"], ["0012", "13", "14"], is_typed=False) == [1]
