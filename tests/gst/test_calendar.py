import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst import calendar
from ims_xl.gst.periods import ordinal


def test_a_month_of_a_monthly_filer():
    assert calendar.filing_window("102026") == (dt.date(2026, 10, 12), dt.date(2026, 11, 11))
    assert calendar.filing_window("102026", quarterly=True) == (dt.date(2026, 10, 14), dt.date(2026, 11, 13))
    assert calendar.draft_2b("102026") == dt.date(2026, 11, 14)
    assert calendar.due_3b("102026") == dt.date(2026, 11, 20)


def test_december_reaches_into_the_next_year():
    assert calendar.draft_2b("122026") == dt.date(2027, 1, 14)
    assert calendar.due_3b("122026") == dt.date(2027, 1, 20)


@pytest.mark.parametrize(
    ("period", "state", "due"),
    [
        ("102026", "27", dt.date(2027, 1, 22)),  # Maharashtra
        ("122026", "07", dt.date(2027, 1, 24)),  # Delhi
        ("012027", "37", dt.date(2027, 4, 22)),  # Andhra Pradesh
        ("032027", "38", dt.date(2027, 4, 24)),  # Ladakh
    ],
)
def test_a_quarterly_return_is_due_by_state(period, state, due):
    assert calendar.due_3b(period, quarterly=True, state=state) == due


def test_a_credit_note_of_october_2025_can_wait_until_20_december():
    assert calendar.pending_deadline("102025") == dt.date(2025, 12, 20)
    assert calendar.pending_deadline("102025", quarterly=True, state="24") == dt.date(2026, 4, 22)


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


def test_later_documents_are_not_due():
    documents = pd.DataFrame(
        {
            "supplier_period": ["092026", "102026", "102026", "112026", "122025", ""],
            "source_form": ["R1A", "R1", "R1A", "R1", "R1", "R1"],
        }
    )
    assert calendar.due_in(documents, "102026").tolist() == [True, True, False, False, True, True]
    assert calendar.due_in(documents, "102026", quarterly=True).tolist() == [True] * 6


def test_odd_forms_and_periods_stop_nobody():
    odd = ["R1|x", "", "|", "R1" * 40_000, "R1\U0001f600", "R1A|"]
    documents = pd.DataFrame({"supplier_period": ["112026"] * 6 + odd, "source_form": odd + ["R1"] * 6}, dtype="str")
    assert calendar.two_b_periods(documents).tolist() == ["112026"] * 6 + [""] * 6
    assert calendar.due_in(documents, "102026").tolist() == [False] * 6 + [True] * 6


def test_no_documents_no_trouble():
    documents = pd.DataFrame({"supplier_period": [], "source_form": []}, dtype="str")
    assert calendar.due_in(documents, "102026").empty


@given(st.dates(dt.date(2017, 7, 1), dt.date(2090, 12, 31)))
def test_the_quarter_contains_its_month(day):
    period = f"{day.month:02d}{day.year}"
    assert 0 <= ordinal(calendar.quarter_end(period)) - ordinal(period) <= 2
    assert calendar.quarter_end(period)[:2] in {"03", "06", "09", "12"}
