import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.money import indian
from ims_xl.purchases.amounts import read_amount, says_nothing


@pytest.mark.parametrize(
    ("cell", "rupees"),
    [
        (1234.5, 1234.5),
        ("1234.50", 1234.5),
        ("1,23,456.00", 123456.0),
        ("4,981", 4981.0),
        ("1,234,567.89", 1234567.89),
        (" 1800 ", 1800.0),
        ("'1800", 1800.0),
        ("₹ 1,800.00", 1800.0),
        ("Rs. 1800/-", 1800.0),
        ("Rs 1800", 1800.0),
        ("INR 1800", 1800.0),
        ("-", 0.0),
        ("–", 0.0),
        ("Nil", 0.0),
        ("-100", -100.0),
        ("₹ -100", -100.0),
        ("100-", -100.0),
        ("(100)", -100.0),
        ("(1,00,000.50)", -100000.5),
        ("100 Cr", -100.0),
        ("100.00 Cr.", -100.0),
        ("100 Dr", 100.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.2E+05", 120000.0),
        (0.1 + 0.2, 0.3),
        (1799.9999999998, 1800.0),
        (-0.0, 0.0),
    ],
)
def test_an_amount_is_understood_as_people_write_it(cell: str | float, rupees: float) -> None:
    assert read_amount(cell) == (rupees, None)


@pytest.mark.parametrize(
    "cell",
    ["as per bill", "12,50", "1,2,3", "1.234.567", "(100", "100)", "18%", "--5", "12 lakh", ".", dt.date(2026, 6, 5)],
)
def test_what_is_no_amount_is_an_error(cell: str | dt.date) -> None:
    value, fault = read_amount(cell)
    assert value is None
    assert fault is not None
    assert fault.severity == "error"


def test_an_amount_beyond_all_bounds_is_an_error() -> None:
    assert read_amount(1e14).fault == read_amount("1e300").fault
    assert "too large" in str(read_amount(1e14).fault)


@given(st.integers(-(10**13), 10**13))
def test_what_the_program_writes_it_reads_back(paise: int) -> None:
    assert read_amount(indian(paise / 100)).value == paise / 100
    assert read_amount(paise / 100).value == paise / 100


@given(st.text() | st.floats() | st.dates())
def test_no_cell_stops_the_reading(cell: str | float | dt.date) -> None:
    value, fault = read_amount(cell)
    assert (value is None) == (fault is not None or says_nothing(cell))


@pytest.mark.parametrize(
    ("written", "paise"),
    [(1.005, 1.01), (2.675, 2.68), (0.125, 0.13), (-0.125, -0.13), (12.344, 12.34), (0.1 + 0.2, 0.3), (-0.001, 0.0)],
)
def test_half_a_paisa_is_rounded_as_on_invoices(written: float, paise: float) -> None:
    assert str(read_amount(written).value) == str(paise)
    assert str(read_amount(repr(written)).value) == str(paise)


@given(st.integers(-(10**15), 10**15))
def test_whole_paise_stay_as_they_are(paise: int) -> None:
    assert round(float(str(read_amount(paise / 100).value)) * 100) == paise
