"""A quarterly (QRMP) buyer: one GSTR-3B, one ledger of reversals and one line of the year for three months.

One supplier at 18%, amounts in rupees of IGST; the buyer is in Maharashtra. July to September 2026: J/1 of 18,000 of July
(IFF), A/1 of 9,000 of August, its goods not received, S/1 of 3,600 of September, P/1 of 1,800 pending; O/1 of October is
no part of it. October to December: O/1 of 5,400, and of A/1 9,000 is reclaimed.
"""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from support.months import Months, Saying, record
from support.typed_cells import type_into

from ims_xl.decisions.reversal_ledger import statement
from ims_xl.month_figures import AHEAD, NOT_IN_STORE
from ims_xl.sheets.gstr3b_rows import table_4
from ims_xl.sheets.year_view import year_rows
from ims_xl.workflow import check, close_month

SEP, DEC = "092026", "122026"
ACCEPT = {"Action": "Accept"}


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """The quarter July to September, worked out on 18 October."""
    months = Months(tmp_path)
    months.at = datetime(2026, 10, 18, 10)
    months.begin(SEP, quarterly=True)
    bills = [("J/1", "05-07-2026", 100_000.0), ("A/1", "05-08-2026", 50_000.0), ("S/1", "05-09-2026", 20_000.0)]
    later = record("O/1", "05-10-2026", 30_000)
    months.take(SEP, *(record(*bill) for bill in bills), record("P/1", "06-08-2026", 10_000), later)
    months.match(SEP, *bills)
    goods = ACCEPT | {"Eligibility": "Goods not received"}
    months.type(SEP, {"J/1": ACCEPT, "A/1": goods, "P/1": {"Action": "Pending"}})
    months.do(SEP, check)
    return months


def next_quarter(months: Months) -> None:
    months.do(SEP, close_month, ui=Saying())
    months.at = datetime(2027, 1, 18, 10)
    months.begin(DEC, SEP)
    months.take(DEC, record("O/1", "05-10-2026", 30_000))
    months.match(DEC, ("O/1", "05-10-2026", 30_000))
    type_into(months.book(DEC), {"A/1": {"Reclaim": "Yes - full"}}, "Number")
    months.do(DEC, check)


def table4(months: Months, period: str) -> dict[str, float]:
    """The totals of table 4, those that are nothing left out."""
    lines = months.look(period, lambda job: table_4(job.view().view.working))
    return {code: total for code, total in zip(lines["code"], lines["total"], strict=True) if total}


def balance(months: Months, period: str) -> list[float]:
    rows = months.look(period, lambda job: job.view().view.reversals.rows)
    return [float(total) for total in statement(rows)["total"]]


def test_table_4_of_a_quarter_is_that_of_its_three_months(months: Months) -> None:
    """4(A)(5) 18,000 + 9,000 + 3,600 = 30,600, 4(B)(2) 9,000, 4(C) 21,600; the next quarter 5,400 + 9,000 = 14,400."""
    assert table4(months, SEP) == {"4(A)(5)": 30_600, "4(B)(2)": 9_000, "4(C)": 21_600}
    assert balance(months, SEP) == [0, 9_000, 0, 9_000]
    next_quarter(months)
    assert table4(months, DEC) == {"4(A)(5)": 14_400, "4(C)": 14_400, "4(D)(1)": 9_000}
    assert balance(months, DEC) == [9_000, 0, 9_000, 0]


def test_the_days_of_the_quarter_are_those_of_the_state(months: Months) -> None:
    """Rule 61(1): the 22nd after the quarter in Maharashtra, draft GSTR-2B on the 14th."""
    filing = months.look(SEP, lambda job: job.filing)
    assert (filing.due_3b(SEP), filing.draft_2b(SEP)) == (date(2026, 10, 22), date(2026, 10, 14))


def test_the_year_has_a_line_a_quarter(months: Months) -> None:
    """Of July to September: books 18,000 + 9,000 + 3,600; P/1 of 1,800 waits and can be claimed until 30-Nov-2027."""
    next_quarter(months)
    rows = year_rows(months.look(DEC, lambda job: job.view().view.year))
    names = ["label", "state", "books", "net", "open_reversals", "lapsing", "lapsing_tax"]
    shown = rows[names].astype("object").where(rows[names].notna(), None).to_numpy().tolist()
    nothing = [None] * 5
    assert shown == [
        ["Apr to Jun-2026", NOT_IN_STORE, *nothing],
        ["Jul to Sep-2026", "closed on 18-Oct-2026", 30_600, 21_600, 9_000, 1, 1_800],
        ["Oct to Dec-2026", "this workbook, as it stands", 5_400, 14_400, 0, 0, 0],
        ["Jan to Mar-2027", AHEAD, *nothing],
    ]


def test_the_working_names_the_quarter(months: Months) -> None:
    sheet = openpyxl.load_workbook(months.book(SEP))["GSTR-3B Working"]
    assert "Jul to Sep-2026" in str(sheet["B2"].value)
