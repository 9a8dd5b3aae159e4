"""Days and periods of monthly and quarterly buyers, by hand."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gst.due_dates import Extension
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.periods import ordinal

MAHARASHTRA, DELHI = Filing(quarterly=True, state="27"), Filing(quarterly=True, state="07")


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d-%b-%Y").date()


@pytest.mark.parametrize(
    ("period", "draft", "due"), [("102026", "14-Nov-2026", "20-Nov-2026"), ("122026", "14-Jan-2027", "20-Jan-2027")]
)
def test_a_month_of_a_monthly_buyer(period: str, draft: str, due: str) -> None:
    assert (MONTHLY.draft_2b(period), MONTHLY.due_3b(period)) == (day(draft), day(due))
    assert MONTHLY.two_b(period) == period


@pytest.mark.parametrize(
    ("period", "state", "due"),
    [
        ("102026", "27", "22-Jan-2027"),  # Maharashtra
        ("122026", "07", "24-Jan-2027"),  # Delhi
        ("012027", "37", "22-Apr-2027"),  # Andhra Pradesh
        ("032027", "38", "24-Apr-2027"),  # Ladakh
    ],
)
def test_a_quarterly_return_is_due_by_state(period: str, state: str, due: str) -> None:
    assert Filing(quarterly=True, state=state).due_3b(period) == day(due)


@pytest.mark.parametrize("month", ["072026", "082026", "092026"])
def test_a_quarter_of_a_quarterly_buyer(month: str) -> None:
    """July to September 2026: GSTR-2B of Sep-2026, drafted in October; the next GSTR-3B is that of December."""
    assert MAHARASHTRA.two_b(month) == "092026"
    assert MAHARASHTRA.next_two_b(month) == "122026"
    assert MAHARASHTRA.draft_2b(month) == day("14-Oct-2026")
    assert MAHARASHTRA.opens_3b(month) == day("01-Oct-2026")
    assert (MAHARASHTRA.due_3b(month), DELHI.due_3b(month)) == (day("22-Oct-2026"), day("24-Oct-2026"))
    assert (MAHARASHTRA.next_3b(month), DELHI.next_3b(month)) == (day("22-Jan-2027"), day("24-Jan-2027"))


@pytest.mark.parametrize(
    ("filing", "period", "last"),
    [
        (MONTHLY, "102025", "20-Dec-2025"),  # the example of GSTN's FAQ of 17 Oct 2025
        (Filing(True, "24"), "102025", "22-Apr-2026"),  # October to December 2025: one quarter
        (MAHARASHTRA, "072026", "22-Jan-2027"),
        (DELHI, "072026", "24-Jan-2027"),
        (MONTHLY, "072026", "20-Sep-2026"),
    ],
)
def test_pending_lasts_one_tax_period(filing: Filing, period: str, last: str) -> None:
    assert filing.pending_deadline(period) == day(last)


def test_documents_are_due_by_the_buyers_tax_period() -> None:
    documents = pd.DataFrame(
        {
            "supplier_period": ["092026", "102026", "102026", "112026", "122025", "", "122026", "012027"],
            "source_form": ["R1A", "R1", "R1A", "R1", "R1", "R1", "R1A", "R1"],
        }
    )
    assert MONTHLY.due_in(documents, "102026").tolist() == [True, True, False, False, True, True, False, False]
    assert DELHI.due_in(documents, "102026").tolist() == [True] * 6 + [False] * 2
    assert DELHI.two_b_periods(documents).tolist() == [
        "122026", "122026", "122026", "122026", "122025", "", "032027", "032027",
    ]  # fmt: skip


def test_odd_forms_and_periods_stop_nobody() -> None:
    odd = ["R1|x", "", "|", "R1" * 40_000, "R1\U0001f600", "R1A|"]
    documents = pd.DataFrame({"supplier_period": ["112026"] * 6 + odd, "source_form": odd + ["R1"] * 6}, dtype="str")
    assert MONTHLY.due_in(documents, "102026").tolist() == [False] * 6 + [True] * 6
    assert MONTHLY.due_in(documents.iloc[:0], "102026").empty


def test_notified_dates_move_what_hangs_on_them() -> None:
    """Dec-2024 to 22-Jan-2025 (02/2025-CT), monthly; Sep-2025 to 25-Oct-2025 (17/2025-CT) for everybody."""
    assert MONTHLY.due_3b("122024") == day("22-Jan-2025")
    assert MAHARASHTRA.due_3b("122024") == day("22-Jan-2025")  # the usual day of that State
    assert DELHI.due_3b("122024") == day("24-Jan-2025")
    assert {filing.due_3b("092025") for filing in (MONTHLY, MAHARASHTRA, DELHI)} == {day("25-Oct-2025")}
    assert MONTHLY.next_3b("082025") == day("25-Oct-2025")
    assert MONTHLY.draft_2b("092025") == day("14-Oct-2025")


def test_the_accountants_own_date_counts_before_a_notified_one() -> None:
    filing = Filing(extensions=(Extension("GSTR-3B", "092025", day("31-Oct-2025")),))
    assert filing.due_3b("092025") == day("31-Oct-2025")


def test_a_date_for_some_states_and_one_frequency() -> None:
    flood = Extension("GSTR-3B", "122026", day("31-Jan-2027"), frequency="Quarterly", states=("07", "18"))
    told = [
        Filing(quarterly, state, (flood,)).due_3b("122026")
        for quarterly, state in [(True, "07"), (True, "27"), (False, "07")]
    ]
    assert told == [day("31-Jan-2027"), day("22-Jan-2027"), day("20-Jan-2027")]


@pytest.mark.parametrize(
    ("doc_date", "filed", "last"),
    [
        ("05-Dec-2025", (), "30-Nov-2026"),
        ("05-Dec-2025", (("2025-26", day("15-Oct-2026")),), "15-Oct-2026"),
        ("05-Dec-2025", (("2025-26", day("31-Dec-2026")),), "30-Nov-2026"),
        ("31-Mar-2026", (("2025-26", day("15-Oct-2026")),), "15-Oct-2026"),
        ("01-Apr-2026", (("2025-26", day("15-Oct-2026")),), "30-Nov-2027"),
    ],
)
def test_credit_ends_with_the_annual_return_when_that_is_earlier(doc_date: str, filed, last: str) -> None:
    assert Filing(annual_returns=filed).claim_deadline(day(doc_date)) == day(last)


MONTHS = st.dates(dt.date(2017, 7, 1), dt.date(2089, 12, 31)).map(lambda d: f"{d.month:02d}{d.year}")
STATE = st.sampled_from(["07", "21", "22", "27", "37", "38"])


@given(MONTHS, STATE)
def test_a_quarterly_buyer_never_has_less_time(month: str, state: str) -> None:
    quarterly, monthly = Filing(True, state), Filing(False, state)
    assert quarterly.pending_deadline(month) >= monthly.pending_deadline(month)
    assert quarterly.next_3b(month) >= monthly.next_3b(month)


@given(MONTHS, MONTHS, STATE, st.booleans(), st.integers(3, 60))
def test_an_extension_moves_its_own_return_only(moved: str, other: str, state: str, quarterly: bool, days: int) -> None:
    usual = Filing(quarterly, state)
    moved = usual.two_b(moved)
    due = usual.due_3b(moved) + dt.timedelta(days=days)
    extended = Filing(quarterly, state, (Extension("GSTR-3B", moved, due),))
    same = ordinal(usual.two_b(other)) == ordinal(moved)
    assert extended.due_3b(other) == (due if same else usual.due_3b(other))
    assert extended.draft_2b(moved) == usual.draft_2b(moved)
    elsewhere = Filing(quarterly, state, (Extension("GSTR-1", moved, due),))
    assert elsewhere.due_3b(moved) == usual.due_3b(moved)


def test_the_last_return_by_30_november() -> None:
    """October's is filed in November; that of the quarter to September in October, the next one in January."""
    assert MONTHLY.last_3b_by(day("30-Nov-2026")) == "102026"
    assert MAHARASHTRA.last_3b_by(day("30-Nov-2026")) == "092026"
