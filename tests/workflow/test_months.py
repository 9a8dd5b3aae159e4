"""A month stays what it was, whatever later months, other files or another program bring."""

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.months import BUYER, Months, Saying, amended, portal_file, record, register

from ims_xl.issues import ImsError
from ims_xl.reports.verify import verify
from ims_xl.workflow import (
    check,
    close_month,
    import_portal,
    import_purchases,
    reopen_month,
    undo_import,
    write_auditor_report,
)

SEP, OCT, NOV, DEC = "092026", "102026", "112026", "122026"


@pytest.fixture
def months(tmp_path: Path) -> Months:
    return Months(tmp_path)


def report(months: Months, period: str, name: str) -> dict[str, list[tuple[object, ...]]]:
    """The cells of the auditor's workbook of a month, written now, without seal and hour."""
    path = months.folder / name
    months.do(period, write_auditor_report, path, ui=Saying())
    assert verify(path).ok
    workbook = openpyxl.load_workbook(path)
    return {
        sheet.title: [
            tuple(row) for row in sheet.iter_rows(values_only=True) if not {"Generated at", "Seal"} & set(map(str, row))
        ]
        for sheet in workbook.worksheets
    }


# The past


def test_a_later_month_and_its_downloads_change_nothing_of_an_earlier_one(months):
    """A/1 is accepted and leaves the portal, A/2 stays pending there and is decided in October."""
    months.begin(SEP)
    months.take(SEP, record("A/1", "05-09-2026", 1_000), record("A/2", "06-09-2026", 300))
    months.match(SEP, ("A/1", "05-09-2026", 1_000))
    months.mark(SEP, A_1="A", A_2="P")
    months.take(SEP, record("A/1", "05-09-2026", 1_000, "A"), record("A/2", "06-09-2026", 300, "P"))
    before = report(months, SEP, "before.xlsx")
    months.begin(OCT, SEP)
    months.take(OCT, record("A/2", "06-09-2026", 300, "P"), record("B/7", "09-10-2026", 700))
    months.mark(OCT, A_2="A", B_7="R")
    months.do(SEP, check)
    assert months.actions(SEP) == {"A/1": "Accept", "A/2": "Pending"}
    assert months.actions(OCT) == {"A/2": "Accept", "B/7": "Reject"}
    assert report(months, SEP, "after.xlsx") == before


def test_three_months_in_a_row_with_an_amendment_and_a_late_filing(months):
    """October's A/1 is amended in November; A/3 of October is filed late, so it comes in December."""
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 9_000), record("A/2", "11-10-2026", 500))
    months.match(OCT, ("A/1", "10-10-2026", 9_000), ("A/2", "11-10-2026", 500), ("A/3", "12-10-2026", 250))
    months.mark(OCT, A_1="A", A_2="R")
    months.take(OCT, record("A/1", "10-10-2026", 9_000, "A"), record("A/2", "11-10-2026", 500, "R"))
    months.do(OCT, close_month)
    october = report(months, OCT, "october 1.xlsx")

    months.begin(NOV, OCT)
    change = amended("A/1", "10-10-2026", 7_200, ("A/1", "10-10-2026"), NOV)
    months.take(NOV, record("N/1", "05-11-2026", 1_000), b2ba=[change])
    months.match(NOV, ("N/1", "05-11-2026", 1_000))
    months.mark(NOV, N_1="A", A_1="A")
    line = months.lines(NOV)["A/1"]
    assert line["original_state"] == "Accepted, IMS of Oct-2026"
    assert line["itc_effect"] == -324.0  # 18% of 7,200 less 18% of 9,000
    assert months.reasons(NOV) == {"A/2": "rejected in Oct-2026", "A/3": "not reported by supplier"}
    months.take(NOV, record("N/1", "05-11-2026", 1_000, "A"), b2ba=[{**change, "action": "A"}])
    months.do(NOV, close_month)
    november = report(months, NOV, "november 1.xlsx")

    months.begin(DEC, NOV)
    late = record("A/3", "12-10-2026", 250, rtnprd=DEC)
    months.take(DEC, late, record("D/1", "05-12-2026", 100))
    months.match(DEC, ("D/1", "05-12-2026", 100))
    assert {number: line["status"] for number, line in months.lines(DEC).items()} == {
        "A/3": "Exact Match",
        "D/1": "Exact Match",
    }
    months.mark(DEC, A_3="A", D_1="A")
    months.do(DEC, close_month, ui=Saying())
    assert report(months, OCT, "october 2.xlsx") == october
    assert report(months, NOV, "november 2.xlsx") == november


def test_an_original_that_nobody_here_ever_saw_is_said_on_its_row(months):
    months.begin(NOV)
    months.take(NOV, b2ba=[amended("A/1", "10-10-2026", 7_200, ("A/1", "10-10-2026"), NOV)])
    assert months.lines(NOV)["A/1"]["original_state"] == "not known here"


# What earlier months decided


def october_accepted(months: Months) -> None:
    """A/1 and A/2 are accepted on the portal, A/3 rejected; A/4 has no action, A/5 is booked and not reported."""
    months.begin(OCT)
    bills = [("A/1", 1_000.0), ("A/2", 50.0), ("A/3", 300.0), ("A/4", 400.0), ("A/5", 500.0)]
    months.take(OCT, *(record(number, "10-10-2026", taxable) for number, taxable in bills[:4]))
    months.match(OCT, *((number, "10-10-2026", taxable) for number, taxable in bills))
    actions = {"A/1": "A", "A/2": "A", "A/3": "R", "A/4": "N"}
    months.take(OCT, *(record(number, "10-10-2026", taxable, actions[number]) for number, taxable in bills[:4]))


def from_april(*new: tuple[str, str, float]) -> list[tuple[str, str, float]]:
    """The register from April to now: October's five bills and the new ones."""
    old = [("A/1", 1_000.0), ("A/2", 50.0), ("A/3", 300.0), ("A/4", 400.0), ("A/5", 500.0)]
    return [*((number, "10-10-2026", taxable) for number, taxable in old), *new]


@pytest.mark.parametrize(("closed", "of_a4"), [(True, "settled"), (False, "open")])
def test_what_october_accepted_is_known_in_november_and_nobody_is_chased(months, closed, of_a4):
    october_accepted(months)
    if closed:
        months.do(OCT, close_month)
    months.begin(NOV, OCT)
    months.take(NOV, record("N/1", "10-11-2026", 1_000))
    outcome = months.match(NOV, *from_april(("N/1", "10-11-2026", 1_000)))
    settled = {"A/1": "accepted in Oct-2026", "A/2": "accepted in Oct-2026"}
    waiting = {"A/3": "rejected in Oct-2026", "A/5": "not reported by supplier"}
    if of_a4 == "settled":
        settled["A/4"] = "deemed accepted in Oct-2026"
    else:
        waiting["A/4"] = "in IMS of Oct-2026 without a decision"
    assert months.settled(NOV) == settled
    assert months.reasons(NOV) == waiting
    assert outcome.figures["Missing in IMS"] == len(waiting)
    assert outcome.figures["Exact Match"] == 1


def test_a_bill_that_october_took_is_not_given_to_novembers_document_of_the_same_amount(months):
    """The rent: the same amounts every month, another number."""
    months.begin(OCT)
    months.take(OCT, record("RENT/10", "01-10-2026", 5_000, "A"))
    months.match(OCT, ("RENT/10", "01-10-2026", 5_000))
    months.begin(NOV, OCT)
    months.take(NOV, record("RENT/11", "01-11-2026", 5_000))
    months.match(NOV, ("RENT/10", "01-10-2026", 5_000))
    assert months.settled(NOV) == {"RENT/10": "accepted in Oct-2026"}
    assert months.lines(NOV)["RENT/11"]["status"] == "Missing in PR"


def test_eight_months_of_registers_from_april(months):
    """April to November, one bill a month, always accepted: each month asks for its own bill only."""
    periods = [f"{month:02d}2026" for month in range(4, 12)]
    bills = [(f"M/{period[:2]}", f"05-{period[:2]}-2026", 1_000.0 + int(period)) for period in periods]
    for place, period in enumerate(periods):
        months.begin(period, periods[place - 1] if place else "")
        number, date, taxable = bills[place]
        months.take(period, record(number, date, taxable))
        outcome = months.match(period, *bills[: place + 1])
        figures = [outcome.figures[name] for name in ("Exact Match", "Missing in PR", "Missing in IMS")]
        assert figures == [1, 0, 0]
        months.take(period, record(number, date, taxable, "A"))
    months.do("112026", check)
    assert months.settled("112026") == {
        "M/04": "accepted in Apr-2026",
        "M/05": "accepted in May-2026",
        "M/06": "accepted in Jun-2026",
        "M/07": "accepted in Jul-2026",
        "M/08": "accepted in Aug-2026",
        "M/09": "accepted in Sep-2026",
        "M/10": "accepted in Oct-2026",
    }


# Marks and imports


def two_marked(months: Months) -> None:
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300))
    months.mark(OCT, A_1="A", A_2="R")


def test_an_import_that_takes_marked_documents_away_is_refused_unless_somebody_says_yes(months):
    two_marked(months)
    with pytest.raises(ImsError, match="1 of 2 documents would leave the workbook, 1 marked one among them: A/2"):
        months.take(OCT, record("A/1", "10-10-2026", 1_000))
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}
    person = Saying()
    months.take(OCT, record("A/1", "10-10-2026", 1_000), ui=person)
    assert person.questions == [
        "ims 102026.json: 1 of 2 documents would leave the workbook, 1 marked one among them: A/2. Marks are kept aside "
        "and come back with their documents. Take it in?"
    ]


@pytest.mark.parametrize(("gone", "asks"), [(1, False), (2, True)])
def test_more_than_a_tenth_of_the_documents_is_asked_about_though_nothing_is_marked(months, gone, asks):
    """Of ten, one may go unasked."""
    months.begin(OCT)
    every = [record(f"A/{number}", "10-10-2026", 100 + number) for number in range(10)]
    months.take(OCT, *every)
    person = Saying()
    months.take(OCT, *every[gone:], ui=person)
    assert bool(person.questions) == asks


def test_of_two_files_the_second_does_not_take_away_what_the_first_brought_unasked(months):
    months.begin(OCT)
    first = portal_file(months.folder / "p1.json", record("A/1", "10-10-2026", 100), record("A/2", "10-10-2026", 200))
    second = portal_file(months.folder / "p2.json", record("B/1", "10-10-2026", 100), record("B/2", "10-10-2026", 200))
    with pytest.raises(ImsError, match="2 of 2 documents would leave the workbook; it was not taken in") as refused:
        months.do(OCT, import_portal, [first, second])
    assert refused.value.issue.file == "p2.json"
    assert months.lines(OCT) == {}
    asked = Saying()
    months.do(OCT, import_portal, [first, second], ui=asked)
    assert asked.questions[-1].startswith("p2.json: 2 of 2 documents would leave")
    assert sorted(months.lines(OCT)) == ["B/1", "B/2"]


def test_the_only_import_can_be_undone(months):
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 100))
    outcome = months.do(OCT, undo_import)
    assert outcome.message == "ims 102026.json undone. 0 documents as before: 0 came back, 1 left"
    assert months.lines(OCT) == {}
    months.take(OCT, record("A/2", "10-10-2026", 100))
    assert sorted(months.lines(OCT)) == ["A/2"]


def test_closing_counts_what_is_deemed_accepted_and_not_what_nobody_filed(months):
    months.begin(OCT)
    saved = record("A/2", "10-10-2026", 200, srcfilstatus="Not Filed")
    months.take(OCT, record("A/1", "10-10-2026", 100), saved, record("A/3", "10-10-2026", 300, "A"))
    outcome = months.do(OCT, close_month)
    assert outcome.message == "Oct-2026 is closed; without a decision and so deemed accepted: 1 document"
    assert outcome.figures == {"undecided": 1}


def test_marks_are_kept_aside_listed_and_come_back(months):
    two_marked(months)
    months.take(OCT, record("B/9", "12-10-2026", 900), ui=Saying())
    assert months.actions(OCT) == {}
    aside = months.look(OCT, lambda job: job.view().view.aside)
    assert aside[["action_label", "doc_number", "tax"]].to_numpy().tolist() == [
        ["Accept", "A/1", 180.0],
        ["Reject", "A/2", 54.0],
    ]
    assert "Kept Aside" in openpyxl.load_workbook(months.book(OCT)).sheetnames
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300), ui=Saying())
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}
    assert "Kept Aside" not in openpyxl.load_workbook(months.book(OCT)).sheetnames
    events = months.look(OCT, lambda job: job.view().view.decisions["event"].tolist())
    assert events == ["Marked", "Marked"]


def test_undo_last_import_brings_documents_and_marks_back(months):
    two_marked(months)
    months.take(OCT, record("B/9", "12-10-2026", 900), ui=Saying())
    outcome = months.do(OCT, undo_import)
    assert outcome.message == "ims 102026.json undone. 2 documents as before: 2 came back, 1 left"
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}
    log = months.look(OCT, lambda job: job.view().view.decisions)
    assert log[["event", "before"]].iloc[-1].tolist() == ["Import undone", "ims 102026.json undone"]
    assert len(months.look(OCT, lambda job: job.view().view.sources)) == 1


def test_a_wrong_register_is_undone(months):
    """The second register, under another name, brought a bill that is not ours."""
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000))
    months.match(OCT, ("A/1", "10-10-2026", 1_000))
    wrong = register(months.folder / "another company.xlsx", [("Z/9", "10-10-2026", 5.0)])
    months.do(OCT, import_purchases, [wrong])
    outcome = months.do(OCT, undo_import)
    assert outcome.message == "another company.xlsx undone. 1 book document as before"
    books = months.look(OCT, lambda job: job.store.registers.of(job.identity.book_id)["doc_number"].tolist())
    assert books == ["A/1"]
    with pytest.raises(ImsError, match="Only the last purchase import can be taken back"):
        months.do(OCT, undo_import)


def test_there_may_be_nothing_to_undo(months):
    months.begin(OCT)
    with pytest.raises(ImsError, match="no import to undo"):
        months.do(OCT, undo_import)


def test_two_files_of_one_import_are_undone_together(months):
    two_marked(months)
    first = portal_file(months.folder / "a.json", record("C/1", "12-10-2026", 900))
    second = portal_file(months.folder / "b.json", record("C/2", "12-10-2026", 900))
    months.do(OCT, import_portal, [first, second], ui=Saying())
    months.do(OCT, undo_import)
    assert sorted(months.lines(OCT)) == ["A/1", "A/2"]


# Finished months, twins, odd periods


def test_a_closed_month_asks_before_anything_changes_it(months):
    two_marked(months)
    outcome = months.do(OCT, close_month, ui=Saying())
    assert outcome.message == "Oct-2026 is closed"
    with pytest.raises(ImsError, match="Oct-2026 was closed on 24-Nov-2026 10:00, and a closed month is not changed"):
        months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300))
    person = Saying()
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300), ui=person)
    assert person.questions == [
        "Oct-2026 was closed on 24-Nov-2026 10:00. Change it all the same (import portal data)?"
    ]
    months.do(OCT, reopen_month, ui=Saying())
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300))
    events = months.look(OCT, lambda job: job.view().view.decisions["event"].tolist())
    assert events[2:] == ["Month closed", "Changed after closing", "Changed after closing", "Month reopened"]


def test_a_mark_typed_into_a_closed_month_is_not_taken_unasked(months):
    two_marked(months)
    months.match(OCT, ("A/1", "10-10-2026", 1_000))
    months.do(OCT, close_month, ui=Saying())
    workbook = openpyxl.load_workbook(months.book(OCT))
    workbook["Exact Match"].cell(5, 1).value = "Pending"
    workbook.save(months.book(OCT))
    with pytest.raises(ImsError, match="a closed month is not changed"):
        months.do(OCT, check)
    with closing(sqlite3.connect(Path(months.folder / "data" / f"{BUYER}.sqlite3"))) as db:
        assert db.execute("SELECT action FROM mark ORDER BY rowid").fetchall() == [("A",), ("R",)]


def test_a_copy_from_before_does_not_open_a_closed_month(months):
    two_marked(months)
    before = months.book(OCT).read_bytes()
    months.do(OCT, close_month, ui=Saying())
    months.book(OCT).write_bytes(before)
    with pytest.raises(ImsError, match="a closed month is not changed"):
        months.mark(OCT, A_1="P")


def test_a_second_workbook_for_a_month_is_asked_about_and_both_say_so(months):
    two_marked(months)
    other = Months(months.folder / "other")
    other.folder.mkdir()
    with pytest.raises(ImsError, match="there is a workbook for Oct-2026 already"):
        other.begin(OCT)
    other.begin(OCT, ui=Saying())
    outcome = months.do(OCT, check)
    assert any("another workbook for Oct-2026" in issue.reason for issue in outcome.issues)


@pytest.mark.parametrize(("period", "asks"), [("092024", True), ("102024", False), ("122026", False), ("012027", True)])
def test_a_period_that_ims_cannot_hold_is_asked_about(months, period, asks):
    """IMS began with October 2024; on 24 November 2026 the next month is December."""
    person = Saying(yes=False)
    if asks:
        with pytest.raises(ImsError, match="lies outside Oct-2024 to Dec-2026"):
            months.begin(period, ui=person)
        assert not months.book(period).exists()
    else:
        months.begin(period, ui=person)
    assert bool(person.questions) == asks


def test_a_month_on_another_computer_changes_nothing_here(months, monkeypatch):
    two_marked(months)
    before = report(months, OCT, "before.xlsx")
    home = months.folder / "data"
    monkeypatch.setenv("IMS_XL_HOME", str(months.folder / "other computer"))
    months.take(OCT, record("A/1", "10-10-2026", 1_000, "A"), record("A/2", "11-10-2026", 300))
    monkeypatch.setenv("IMS_XL_HOME", str(home))
    assert report(months, OCT, "after.xlsx") == before


def test_a_store_that_is_gone_loses_no_mark_to_a_partial_import(months, monkeypatch):
    """On the other computer only A/1's file is at hand first; the marks stand in the sheets."""
    two_marked(months)
    months.match(OCT, ("A/1", "10-10-2026", 1_000))
    monkeypatch.setenv("IMS_XL_HOME", str(months.folder / "other computer"))
    months.take(OCT, record("A/1", "10-10-2026", 1_000), ui=Saying())
    months.do(OCT, check)
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 300))
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}


def test_nothing_typed_is_no_mark(months):
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000))
    assert isinstance(months.look(OCT, lambda job: job.view().view.aside), pd.DataFrame)
    assert len(months.look(OCT, lambda job: job.view().view.aside)) == 0
