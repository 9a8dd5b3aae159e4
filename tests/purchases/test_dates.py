import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.dates import FIRST, LAST, day_first, month_first, read_date, swapped

JUNE_5 = dt.date(2026, 6, 5)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2026, 6, 5),
        dt.datetime(2026, 6, 5, 18, 30),
        46178.0,
        46178.75,
        20260605.0,
        "20260605",
        "05\u201106\u20112026",
        "05\u201306\u20132026",
        "05/06/2026\u00a0",
        "46178",
        "05/06/2026",
        "5-6-2026",
        "05.06.2026",
        "05-06-26",
        "05-Jun-26",
        "5-Jun-2026",
        "05-JUN-2026",
        "05 June 2026",
        "5th June, 2026",
        "5 Jun'26",
        "Jun 5, 2026",
        "2026-06-05",
        "2026/06/05",
        "2026-06-05T00:00:00",
        "05/06/2026 12:00:00 AM",
        " 05/06/2026\xa0",
        "'05/06/2026",
    ],
)
def test_a_day_is_understood_as_people_write_it(cell: str | float | dt.date) -> None:
    assert read_date(cell) == (JUNE_5, None)


def test_the_day_stands_before_the_month() -> None:
    assert read_date("03/04/2026").value == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("04/25/2026", "there is no such month; the day is read before the month"),
        ("31-Feb-2026", "there is no such day"),
        ("31-11-2026", "there is no such day"),
        ("00/01/2026", "there is no such day"),
        ("next week", "this is not a date"),
        ("June 2026", "this is not a date"),
        ("05-Jux-2026", "this is not a date"),
        (12.0, "this is not a date"),
        (1e12, "this is not a date"),
        ("05/06/1926", "the date is not in this century"),
        (dt.date(1900, 1, 12), "the date is not in this century"),
    ],
)
def test_an_impossible_day_is_an_error_and_never_guessed(cell: str | float | dt.date, reason: str) -> None:
    value, fault = read_date(cell)
    assert value is None
    assert fault is not None
    assert (fault.severity, fault.reason) == ("error", reason)


@given(
    st.dates(FIRST, LAST),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%Y-%m-%d", "%B %d, %Y", "%d.%m.%y"]),
)
def test_every_day_is_read_back_from_every_form(day: dt.date, form: str) -> None:
    assert read_date(day.strftime(form)).value == day


@given(st.text() | st.floats() | st.dates() | st.datetimes())
def test_no_cell_stops_the_reading(cell: str | float | dt.date) -> None:
    value, fault = read_date(cell)
    assert (value is None) == (fault is not None)


def test_texts_with_late_days_beside_dates_with_early_ones_show_a_swap() -> None:
    cells = ["25/06/2026", dt.date(2026, 5, 6), dt.date(2026, 7, 6), "30/06/2026", dt.date(2026, 12, 6)]
    assert swapped(cells) == [1, 2, 4]


@pytest.mark.parametrize(
    "cells",
    [
        [dt.date(2026, 5, 6), dt.date(2026, 7, 6), dt.date(2026, 12, 6)],
        ["25/06/2026", dt.date(2026, 5, 6), dt.date(2026, 7, 16), dt.date(2026, 12, 6)],
        ["25/06/2026", "05/06/2026", dt.date(2026, 5, 6), dt.date(2026, 7, 6), dt.date(2026, 12, 6)],
        ["25/06/2026", dt.date(2026, 5, 6)],
    ],
)
def test_other_columns_show_none(cells: list[str | dt.date]) -> None:
    assert swapped(cells) == []


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["10/13/2026", "10/05/2026", "2026-10-05"], [0, 1]),
        (["10-25-26", "10-05-26"], [0, 1]),
        (["10/12/2026", "10/05/2026"], []),
        (["10/13/2026", "x"], []),
        (["10/13/2026", "10/05/2026", dt.date(2026, 10, 5), dt.date(2026, 10, 6)], []),
        (["10/13/2026", "13/10/2026"], []),
        (["13/10/2026", "10/05/2026"], []),
    ],
)
def test_one_date_that_has_the_month_first_decides_for_its_column(
    cells: list[str | dt.date], places: list[int]
) -> None:
    assert month_first(cells) == places


def test_the_day_is_put_first() -> None:
    assert read_date(day_first("10/05/2026")).value == dt.date(2026, 10, 5)
