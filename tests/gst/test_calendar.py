import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst import calendar
from ims_xl.gst.due_dates import Extension
from ims_xl.gst.periods import ordinal, shift


def test_a_month_of_a_monthly_filer():
    assert calendar.filing_window("102026") == (dt.date(2026, 10, 12), dt.date(2026, 11, 11))
    assert calendar.filing_window("102026", quarterly=True) == (dt.date(2026, 10, 14), dt.date(2026, 11, 13))


@pytest.mark.parametrize(
    ("day", "monthly", "quarterly"),
    [
        ((2026, 6, 11), "052026", "052026"),
        ((2026, 6, 12), "062026", "052026"),
        ((2026, 6, 14), "062026", "062026"),
        ((2026, 7, 11), "062026", "062026"),
        ((2026, 5, 31), "052026", "052026"),
    ],
)
def test_the_day_of_filing_says_which_gstr2b_a_return_feeds(day, monthly, quarterly):
    """GSTN's example: May's GSTR-1 filed on 13 June feeds GSTR-2B of June."""
    assert calendar.filed_for(dt.date(*day), "052026") == monthly
    assert calendar.filed_for(dt.date(*day), "052026", quarterly=True) == quarterly


def test_a_moved_gstr_1_ends_one_window_later_and_begins_the_next():
    """GSTR-1 of Dec-2024 was due on 13-Jan-2025; quarterly forms kept their day. Source: Notification 01/2025-CT."""
    assert calendar.filing_window("122024") == (dt.date(2024, 12, 12), dt.date(2025, 1, 13))
    assert calendar.filing_window("012025") == (dt.date(2025, 1, 14), dt.date(2025, 2, 11))
    assert calendar.filing_window("122024", quarterly=True) == (dt.date(2024, 12, 14), dt.date(2025, 1, 13))


@pytest.mark.parametrize(
    ("doc_date", "last"),
    [
        (dt.date(2026, 3, 31), dt.date(2026, 11, 30)),
        (dt.date(2026, 4, 1), dt.date(2027, 11, 30)),
        (dt.date(2025, 12, 5), dt.date(2026, 11, 30)),
    ],
)
def test_credit_ends_on_30_november_after_the_financial_year(doc_date, last):
    assert calendar.claim_deadline(doc_date) == last


def test_gstr_1a_goes_to_the_next_period():
    assert calendar.two_b_period("122026", "R1") == "122026"
    assert calendar.two_b_period("122026", "R1A") == "012027"
    assert calendar.two_b_period("10", "R1") == ""


def test_odd_forms_and_periods_stop_nobody():
    odd = ["R1|x", "", "|", "R1" * 40_000, "R1\U0001f600", "R1A|"]
    documents = pd.DataFrame({"supplier_period": ["112026"] * 6 + odd, "source_form": odd + ["R1"] * 6}, dtype="str")
    assert calendar.two_b_periods(documents).tolist() == ["112026"] * 6 + [""] * 6


@given(st.dates(dt.date(2017, 7, 1), dt.date(2090, 12, 31)))
def test_the_quarter_contains_its_month(day):
    period = f"{day.month:02d}{day.year}"
    assert 0 <= ordinal(calendar.quarter_end(period)) - ordinal(period) <= 2
    assert calendar.quarter_end(period)[:2] in {"03", "06", "09", "12"}


@given(st.dates(dt.date(2017, 8, 1), dt.date(2090, 12, 31)), st.booleans())
def test_one_window_begins_the_day_after_the_last(day, quarterly):
    period = f"{day.month:02d}{day.year}"
    following = calendar.filing_window(shift(period, 1), quarterly=quarterly)
    assert following[0] - calendar.filing_window(period, quarterly=quarterly)[1] == dt.timedelta(days=1)


def test_a_form_is_late_only_when_it_is_late_for_every_filer():
    assert calendar.last_day_in_time("102026") == dt.date(2026, 11, 13)
    later = Extension("GSTR-1", "102026", dt.date(2026, 11, 20))
    assert calendar.last_day_in_time("102026", [later]) == dt.date(2026, 11, 20)
