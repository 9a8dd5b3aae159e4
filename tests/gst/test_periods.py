import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst import periods
from ims_xl.issues import ImsError

PERIODS = st.builds("{:02d}{}".format, st.integers(1, 12), st.integers(2018, 2098))


@pytest.mark.parametrize(
    "text", ["102026", "10-2026", "10/2026", "Oct-26", "Oct'26", "Oct’26", "October 2026", "OCT-2026", "2026-10"]
)
def test_a_period_is_understood_as_people_write_it(text: str) -> None:
    assert periods.find_period(text) == "102026"


@pytest.mark.parametrize("text", ["", "132026", "002026", "102016", "Smarch 2026", "October", "2026", "2026-13"])
def test_what_is_no_period_gives_nothing(text: str) -> None:
    assert periods.find_period(text) == ""


def test_a_text_that_must_be_a_period_and_is_not_is_refused_by_name() -> None:
    with pytest.raises(ImsError, match="Smarch"):
        periods.parse_period("Smarch 2026")


def test_a_month_before_january_is_december_of_the_year_before() -> None:
    assert periods.shift("012026", -1) == "122025"
    assert periods.shift("102026", 3) == "012027"


@given(PERIODS, st.integers(-400, 400))
def test_shifting_there_and_back_changes_nothing(period: str, months: int) -> None:
    there = periods.shift(period, months)
    assert periods.ordinal(there) - periods.ordinal(period) == months
    assert periods.shift(there, -months) == period


@given(PERIODS)
def test_the_label_names_the_period(period: str) -> None:
    assert periods.find_period(periods.label(period)) == period


def test_a_text_that_is_no_period_is_its_own_label() -> None:
    assert periods.label("Smarch") == "Smarch"


@pytest.mark.parametrize(
    ("period", "day"),
    [("102026", dt.date(2026, 10, 31)), ("022028", dt.date(2028, 2, 29)), ("122026", dt.date(2026, 12, 31))],
)
def test_the_last_day_of_the_month(period: str, day: dt.date) -> None:
    assert periods.month_end(period) == day


def test_the_financial_year_starts_in_april() -> None:
    assert periods.financial_year(dt.date(2026, 3, 31)) == "2025-26"
    assert periods.financial_year(dt.date(2026, 4, 1)) == "2026-27"
    assert periods.financial_year(dt.date(2099, 4, 1)) == "2099-00"


@given(st.dates(dt.date(2018, 1, 1), dt.date(2098, 12, 31)))
def test_a_day_lies_in_its_period(day: dt.date) -> None:
    period = periods.period_of(day)
    assert periods.month_end(periods.shift(period, -1)) < day <= periods.month_end(period)
