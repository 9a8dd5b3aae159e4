"""The year from the months' workbooks: each as it was worked out last, a closed one as it was closed with.

One supplier at 18%, amounts in rupees of IGST. October: O/1 of 18,000 accepted, O/2 of 9,000 accepted and blocked, O/3
of 1,800 pending; its books hold O/1, O/2 and B/1 of 900. November: N/1 of 3,600, its books N/1 and again B/1.
"""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from support.months import Months, Saying, record

from ims_xl.month_figures import AHEAD, NOT_IN_STORE
from ims_xl.sheets.year_view import year_rows, year_sums
from ims_xl.workflow import check, close_month, reopen_month, show_year

OCT, NOV, DEC = "102026", "112026", "122026"


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """October, marked and checked on 24 November."""
    months = Months(tmp_path)
    months.begin(OCT)
    bills = [("O/1", "05-10-2026", 100_000.0), ("O/2", "06-10-2026", 50_000.0), ("O/3", "07-10-2026", 10_000.0)]
    months.take(OCT, *(record(*bill) for bill in bills))
    months.match(OCT, *bills[:2], ("B/1", "08-10-2026", 5_000.0))
    accept = {"Action": "Accept"}
    months.type(OCT, {"O/1": accept, "O/2": accept | {"Eligibility": "Blocked 17(5)"}, "O/3": {"Action": "Pending"}})
    months.do(OCT, check)
    return months


def november(months: Months) -> None:
    months.begin(NOV, OCT)
    months.take(NOV, record("N/1", "05-11-2026", 20_000))
    months.match(NOV, ("N/1", "05-11-2026", 20_000), ("B/1", "08-10-2026", 5_000))


def known(months: Months, period: str) -> dict[str, list[object]]:
    """Books, 4(A), 4(B), 4(C), documents that lapse and their tax of the periods that have figures."""
    rows = year_rows(months.look(period, lambda job: job.view().view.year))
    rows = rows[rows["open_reversals"].notna()]
    names = ["books", "available", "reversed", "net", "lapsing", "lapsing_tax"]
    return {str(row["label"]): [row[name] for name in names] for row in rows.to_dict("records")}


def states(months: Months, period: str) -> dict[str, str]:
    return {one.period: one.state for one in months.look(period, lambda job: job.view().view.year)}


def test_two_months_by_hand(months: Months) -> None:
    """October: books 18,000 + 9,000 + 900 = 27,900; 4(A) 27,000, 4(B) 9,000, 4(C) 18,000; O/3 and B/1 wait: 2,700.

    November: B/1 was booked in October, so books 3,600; 4(C) 3,600; B/1 still waits: 900. O/3 left IMS with its month.
    """
    october = [27_900, 27_000, 9_000, 18_000, 2, 2_700]
    assert known(months, OCT) == {"Oct-2026": october}
    november(months)
    assert known(months, NOV) == {"Oct-2026": october, "Nov-2026": [3_600, 3_600, 0, 3_600, 1, 900]}
    sums = year_sums(year_rows(months.look(NOV, lambda job: job.view().view.year)))
    assert sums == {
        "gstr2b": None, "books": 31_500, "available": 30_600, "reversed": 9_000, "net": 21_600, "excess": None,
    }  # fmt: skip


def test_months_that_are_not_in_the_store_say_so(months: Months) -> None:
    november(months)
    said = states(months, NOV)
    assert list(said) == [f"{month:02d}2026" for month in range(4, 13)] + ["012027", "022027", "032027"]
    assert [said[period] for period in list(said)[:6]] == [NOT_IN_STORE] * 6
    assert [said[period] for period in list(said)[8:]] == [AHEAD] * 4
    assert (said[OCT], said[NOV]) == ("open, as of 24-Nov-2026 10:00", "this workbook, as it stands")


def test_a_closed_month_stays_as_it_was(months: Months) -> None:
    """O/1 is marked Reject just before October is closed: 4(A) 9,000, all of it blocked. What comes later is no part."""
    months.type(OCT, {"O/1": {"Action": "Reject"}})
    months.do(OCT, close_month, ui=Saying())
    closed = [27_900, 9_000, 9_000, 0, 2, 2_700]
    assert known(months, OCT) == {"Oct-2026": closed}
    months.at = datetime(2026, 12, 24, 10)
    november(months)
    assert known(months, NOV)["Oct-2026"] == closed
    assert states(months, NOV)[OCT] == "closed on 24-Nov-2026"
    assert known(months, OCT) == {"Oct-2026": closed}
    assert states(months, OCT)[NOV] == "worked out after this month was closed"
    months.do(OCT, reopen_month, ui=Saying())
    months.type(OCT, {"O/1": {"Action": "Accept"}})
    months.do(OCT, check)
    assert known(months, NOV)["Oct-2026"] == [27_900, 27_000, 9_000, 18_000, 2, 2_700]


def test_the_sheet_adds_up_what_is_known_and_leaves_the_rest_blank(months: Months) -> None:
    november(months)
    outcome = months.do(NOV, show_year)
    assert outcome.message.startswith(
        "2026-27, 2 periods: ITC taken in GSTR-3B ₹21,600.00, as per GSTR-2B –, per books ₹31,500.00; without "
        "figures and in no total: Apr-2026, May-2026"
    )
    sheet = openpyxl.load_workbook(months.book(NOV))["Year View"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=7, max_row=19)}
    assert rows["Sep-2026"] == [NOT_IN_STORE, *[None] * 10]
    assert rows["Oct-2026"][1:6] == ["not read", 27_900, 27_000, 9_000, "=ROUND(E13-F13,2)"]
    assert rows["Oct-2026"][8:] == [datetime(2027, 11, 30), 2, 2_700]
    assert rows["Total"][5] == '=IF(COUNT(G7:G18)=0,"",ROUND(SUM(G7:G18),2))'
