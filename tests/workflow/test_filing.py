"""Quarterly buyers, moved due dates and the end of credit, from Settings to the sheets; each month by hand."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from support.months import BUYER, Months, amended, note, record

from ims_xl.issues import ImsError
from ims_xl.ui import Recorder, Silent
from ims_xl.workflow import check, new_workbook, open_job, run_match, suggest


@pytest.fixture
def months(tmp_path: Path) -> Months:
    return Months(tmp_path)


def set_to(book: Path, label: str, value: object) -> int:
    workbook = openpyxl.load_workbook(book)
    row = next(row for row in workbook["Settings"].iter_rows() if row[0].value == label)
    row[1].value = value
    workbook.save(book)
    return row[1].row


def shown(book: Path, label: str) -> object:
    workbook = openpyxl.load_workbook(book)
    return next(row[1].value for row in workbook["Settings"].iter_rows() if row[0].value == label)


def home(months: Months, period: str) -> list[str]:
    return [said.text for said in months.look(period, lambda job: job.view().view.warnings)]


def test_the_quarter_of_a_quarterly_buyer(months: Months) -> None:
    """July to September 2026, Maharashtra: one GSTR-2B, and the note of July waits until 22-Jan-2027."""
    months.at = dt.datetime(2026, 10, 15, 10, 0)
    months.begin("092026", quarterly=True)
    assert (shown(months.book("092026"), "GSTR-3B is filed"), shown(months.book("092026"), "State")) == (
        "Quarterly",
        "27 Maharashtra",
    )
    months.take(
        "092026",
        record("Q/1", "10-07-2026", 100_000),
        record("Q/3", "10-10-2026", 50_000),
        b2ba=[amended("Q/1", "10-07-2026", 90_000, ("Q/1", "10-07-2026"), "082026")],
        b2bcn=[note("C/1", "12-07-2026", 5_000, "P")],
    )
    lines = months.look("092026", lambda job: job.view().view.lines)
    assert sorted(lines["doc_number"]) == ["C/1", "Q/1", "Q/1"]
    note_line = lines[lines["doc_number"] == "C/1"].iloc[0]
    assert f"{note_line['pending_until']:%d-%b-%Y}" == "22-Jan-2027"
    changed = lines[lines["section"] == "b2ba"].iloc[0]
    outcome = months.do("092026", mark_ids, [changed["doc_id"]])
    assert outcome.figures == {"marked": 1, "refused": 0}
    set_to(months.book("092026"), "State", "07")
    assert f"{months.lines('092026')['C/1']['pending_until']:%d-%b-%Y}" == "24-Jan-2027"
    set_to(months.book("092026"), "Extended due dates", "GSTR-3B Dec-2026: 28-Jan-2027")
    assert f"{months.lines('092026')['C/1']['pending_until']:%d-%b-%Y}" == "28-Jan-2027"
    set_to(months.book("092026"), "GSTR-3B is filed", "Monthly")
    assert f"{months.lines('092026')['C/1']['pending_until']:%d-%b-%Y}" == "20-Sep-2026"


def test_documents_that_another_filing_frequency_hides_ask_for_the_match_again(months: Months) -> None:
    """Quarterly, August's workbook has September too; monthly, the invoice of September belongs to the next one."""
    months.at = dt.datetime(2026, 10, 15, 10, 0)
    months.begin("082026")
    set_to(months.book("082026"), "GSTR-3B is filed", "Quarterly")
    months.take(
        "082026", *(record(f"Q/{month}", f"10-0{month}-2026", 1_000, rtnprd=f"0{month}2026") for month in (8, 9))
    )
    months.match("082026", ("Q/9", "10-09-2026", 1_000))
    asked = "Since the last match 1 document came into this month or left it; run Let's Match again"
    assert asked not in home(months, "082026")
    set_to(months.book("082026"), "GSTR-3B is filed", "Monthly")
    assert asked in home(months, "082026")


def test_an_annual_return_ends_the_credit_of_books_too(months: Months) -> None:
    """A bill of Jan-2026, booked on 16-Oct-2026; the annual return of 2025-26 was filed the day before."""
    months.at = dt.datetime(2026, 10, 20, 10, 0)
    months.begin("092026")
    months.take("092026", record("Q/9", "10-09-2026", 1_000))

    def booked(job: Any) -> Any:
        books = job.store.registers.of(job.identity.book_id)
        books["booking_date"] = pd.Series(pd.Timestamp(2026, 10, 16), index=books.index, dtype="datetime64[s]")
        job.store.registers.replace(job.identity.book_id, books, ["pr 092026.xlsx"])
        return run_match(job, 1.0)

    def reasons() -> list[str]:
        return list(months.look("092026", lambda job: job.view().view.unmatched["reason"]))

    months.match("092026", ("B/1", "10-01-2026", 500))
    assert months.do("092026", booked).figures["Missing in IMS"] == 1
    assert reasons() == ["not reported by supplier"]
    set_to(months.book("092026"), "Annual return filed (GSTR-9)", "2025-26: 15-Oct-2026")
    months.do("092026", run_match, 1.0)
    assert reasons() == ["not in IMS by law"]


def mark_ids(job: Any, doc_ids: list[str]) -> Any:
    from ims_xl.workflow import mark

    return mark(job, doc_ids, "A")


def test_any_month_of_a_quarter_makes_its_workbook(tmp_path: Path) -> None:
    book, now, told = tmp_path / "Quarter.xlsx", dt.datetime(2026, 11, 5), Recorder()
    outcome = new_workbook(book, told, gstin=BUYER, period="102026", quarterly=True, now=now)
    assert outcome.message == f"Made Quarter.xlsx for {BUYER}, Dec-2026"
    assert told.lines == ["Filed quarterly: Oct-2026 is in the workbook of the quarter, Dec-2026."]
    following = tmp_path / "Next.xlsx"
    outcome = new_workbook(following, told, period="022027", last=book, now=dt.datetime(2027, 2, 5))
    assert outcome.message.startswith(f"Made Next.xlsx for {BUYER}, Mar-2027")


@pytest.mark.parametrize(("state", "code"), [("", "27"), ("07", "07"), ("Delhi", "07"), ("27-Maharashtra", "27")])
def test_the_state_of_a_quarterly_buyer_is_that_of_the_gstin_unless_told(tmp_path: Path, state: str, code: str) -> None:
    book, now = tmp_path / "Quarter.xlsx", dt.datetime(2026, 11, 5)
    new_workbook(book, Recorder(), gstin=BUYER, period="102026", quarterly=True, state=state, now=now)
    with open_job(book, Recorder(), now) as job:
        assert (job.company.frequency, job.company.state) == ("Quarterly", code)


def test_a_state_that_is_none_makes_no_workbook(tmp_path: Path) -> None:
    book = tmp_path / "Quarter.xlsx"
    with pytest.raises(ImsError, match="this is not a State") as refused:
        new_workbook(book, Recorder(), gstin=BUYER, period="102026", quarterly=True, state="Bombay")
    assert refused.value.issue.value == "Bombay"
    assert not book.exists()


def test_settings_have_dropdowns(months: Months) -> None:
    months.begin("102026")
    for _ in range(2):
        sheet = openpyxl.load_workbook(months.book("102026"))["Settings"]
        lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "GSTR-3B is filed")
        assert (lists[f"B{row}"], lists[f"B{row + 1}"]) == ("ims_list_Filing", "ims_list_State")
        assert f"B{row + 2}" not in lists
        months.do("102026", check)  # drawn again, into the file that is there


def test_a_state_that_is_not_that_of_the_gstin_is_told(months: Months) -> None:
    months.at = dt.datetime(2026, 10, 25, 10, 0)
    months.begin("092026", quarterly=True)
    set_to(months.book("092026"), "State", "07 Delhi")
    (issue,) = months.do("092026", check).issues
    assert issue.reason == "the State is not that of the GSTIN, 27 Maharashtra; quarterly due dates go by it"
    assert (issue.sheet, issue.column) == ("Settings", "State")


def test_the_next_quarter_carries_how_it_is_filed(months: Months) -> None:
    months.at = dt.datetime(2026, 10, 25, 10, 0)
    months.begin("092026", quarterly=True)
    set_to(months.book("092026"), "Annual return filed (GSTR-9)", "2025-26: 15-Oct-2026")
    outcome = new_workbook(months.book("122026"), Silent(), last=months.book("092026"), now=months.at)
    assert "Dec-2026" in outcome.message
    book = months.book("122026")
    assert shown(book, "GSTR-3B is filed") == "Quarterly"
    assert shown(book, "Annual return filed (GSTR-9)") == "2025-26: 15-Oct-2026"
    months.at = dt.datetime(2027, 1, 25, 10, 0)
    new_workbook(months.book("012027"), Silent(), last=book, period="012027", quarterly=False, now=months.at)
    assert shown(months.book("012027"), "GSTR-3B is filed") == "Monthly"


def test_credit_that_has_ended_is_told(months: Months) -> None:
    """Nov-2026 on 15-Dec-2026: two of three invoices are of 2025-26, tax 18,000 + 9,000; their credit is over."""
    months.at = dt.datetime(2026, 12, 15, 10, 0)
    months.begin("112026")
    months.take(
        "112026",
        record("D/1", "10-12-2025", 100_000),
        record("D/2", "31-03-2026", 50_000),
        record("D/3", "01-04-2026", 50_000),
        b2bcn=[note("C/1", "10-12-2025", 5_000)],
    )
    told = "The credit can no longer be claimed in this GSTR-3B (section 16(4): it ended on 30-Nov-2026)"
    lines = months.lines("112026")
    assert {number: line["restriction"] for number, line in lines.items()} == {
        "D/1": told, "D/2": told, "D/3": "", "C/1": "",
    }  # fmt: skip
    line = (
        "Credit ended by section 16(4) and no action taken: 2 documents, credit ₹27,000.00. "
        "They are deemed accepted, but the credit can no longer be claimed"
    )
    assert line in home(months, "112026")
    months.mark("112026", D_1="A")
    assert months.lines("112026")["D/1"]["restriction"] == told
    assert months.actions("112026") == {"D/1": "Accept"}
    assert any("1 document, credit ₹9,000.00" in text for text in home(months, "112026"))
    assert months.do("112026", check).figures["refused"] == 0


def test_pending_is_not_suggested_in_the_last_return(months: Months) -> None:
    """Oct-2026 on 10-Nov-2026, without bills: D/1 of 2025-26 cannot wait for 20-Dec-2026, D/3 of 2026-27 can."""
    months.at = dt.datetime(2026, 11, 10, 10, 0)
    months.begin("102026")
    months.take("102026", record("D/1", "10-12-2025", 100_000), record("D/3", "10-10-2026", 50_000))
    months.match("102026", ("X/1", "10-10-2026", 777_777))
    lines = months.lines("102026")
    assert {number: (line["suggested"], line["restriction"]) for number, line in lines.items()} == {
        "D/1": (
            "",
            "Pending is not suggested: the credit is lost if it waits for the next GSTR-3B "
            "(last day to claim it is 30-Nov-2026)",
        ),
        "D/3": ("Pending", ""),
    }
    months.do("102026", suggest, True)
    assert months.actions("102026") == {"D/3": "Pending"}


def test_a_date_that_cannot_be_understood_names_its_cell(months: Months) -> None:
    months.begin("102026")
    row = set_to(months.book("102026"), "Extended due dates", "Dec-2026 to 22-Jan-2027")
    with pytest.raises(ImsError) as refusal:
        months.do("102026", check)
    issue = refusal.value.issue
    assert (issue.sheet, issue.row, issue.column) == ("Settings", row, "Value")
    assert str(refusal.value) == (
        f"Oct-2026.xlsx, sheet Settings, row {row}, column Value: Extended due dates is not understood (value: Dec-2026 "
        "to 22-Jan-2027). Dec-2026 to 22-Jan-2027: Write form, month and new date, for example GSTR-3B Dec-2026: "
        "22-Jan-2027; a semicolon parts several."
    )
