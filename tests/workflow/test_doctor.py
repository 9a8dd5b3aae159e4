"""What is damaged or missing is found, said and repaired as far as it can be; nothing is thrown away."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from support.months import BUYER, Months, Saying, record

from ims_xl.issues import ImsError
from ims_xl.workflow import check, write_auditor_report
from ims_xl.workflow.doctor import examine

OCT = "102026"
DAY = "10-10-2026"


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """October, matched, with A/1 marked Accept; the store has a copy of that day."""
    months = Months(tmp_path)
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 1_000), record("A/2", DAY, 300))
    months.match(OCT, ("A/1", DAY, 1_000))
    months.mark(OCT, A_1="A")
    return months


def store(months: Months) -> Path:
    return months.folder / "data" / f"{BUYER}.sqlite3"


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    path.write_bytes(data)


def change_log(months: Months) -> None:
    with closing(sqlite3.connect(store(months))) as db:
        db.execute("UPDATE decision SET after = 'Reject' WHERE id = 1")
        db.commit()


def test_all_is_well(months):
    outcome = examine(months.book(OCT), Saying(), months.at)
    assert outcome.message == "Everything is whole"
    assert outcome.figures == {"marks known": 1, "copies of the data": 1, "newest copy": "2026-11-24"}
    assert not outcome.issues


def test_a_damaged_store_is_said_and_left_as_it_is(months):
    damage(store(months))
    before = store(months).read_bytes()
    outcome = examine(months.book(OCT), Saying(), months.at)
    assert outcome.failed
    assert outcome.message == "Something is damaged"
    assert "--repair" in outcome.issues[0].remedy
    assert store(months).read_bytes() == before


def test_repair_asks_and_without_a_yes_does_nothing(months):
    damage(store(months))
    before = store(months).read_bytes()
    with pytest.raises(ImsError, match="nothing was repaired"):
        examine(months.book(OCT), Saying(yes=False), months.at, repair=True)
    assert store(months).read_bytes() == before


def test_repair_brings_back_the_copy_and_takes_newer_marks_from_the_sheets(months):
    """The copy is made by the first step of the 25th; A/2 is marked after it, stands in the sheet and is nobody's now."""
    months.at += timedelta(days=1)
    months.do(OCT, check)
    months.mark(OCT, A_2="R")
    damage(store(months))
    outcome = examine(months.book(OCT), Saying(), months.at, repair=True)
    assert "is now the copy of 25-Nov-2026" in outcome.issues[0].reason
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}
    log = months.look(OCT, lambda job: job.view().view.decisions)
    found = log.loc[log["event"] == "Found in the sheet", ["user", "doc_number", "after"]].to_numpy().tolist()
    assert ["", "A/2", "Reject"] in found
    (aside,) = store(months).parent.glob(f"{BUYER} damaged *.sqlite3")
    assert aside.stat().st_size > 0


def test_without_a_good_copy_a_new_store_takes_the_marks_from_the_sheets(months):
    for copy in (store(months).parent / "backups" / "stores").iterdir():
        copy.unlink()
    damage(store(months))
    outcome = examine(months.book(OCT), Saying(), months.at, repair=True)
    assert "because no good copy is left" in outcome.issues[0].reason
    months.take(OCT, record("A/1", DAY, 1_000), record("A/2", DAY, 300))
    assert months.actions(OCT) == {"A/1": "Accept"}


def test_what_is_missing_on_this_computer_is_said(months, monkeypatch):
    monkeypatch.setenv("IMS_XL_HOME", str(months.folder / "other computer"))
    outcome = examine(months.book(OCT), Saying(), months.at)
    assert [issue.reason for issue in outcome.issues if "not on this computer" in issue.reason] == [
        "the portal data behind 2 documents is not on this computer",
        "the purchase data is not on this computer",
    ]


def test_a_changed_decision_log_is_found_and_no_report_hides_it(months):
    change_log(months)
    outcome = examine(months.book(OCT), Saying(), months.at)
    assert outcome.issues[0].reason == "line 1 of the decision log was changed, added or taken out"
    with pytest.raises(ImsError, match="line 1 of the decision log"):
        months.do(OCT, write_auditor_report, months.folder / "report.xlsx")
    assert not (months.folder / "report.xlsx").exists()
    months.do(OCT, write_auditor_report, months.folder / "report.xlsx", ui=Saying())
    cover = openpyxl.load_workbook(months.folder / "report.xlsx").worksheets[0]
    texts = [str(cell) for row in cover.iter_rows(values_only=True) for cell in row if cell]
    assert "line 1 of the decision log was changed, added or taken out" in texts


def test_marks_of_another_computer_are_not_taken_for_marks_of_today(months, monkeypatch):
    monkeypatch.setenv("IMS_XL_HOME", str(months.folder / "other computer"))
    months.take(OCT, record("A/1", DAY, 1_000), record("A/2", DAY, 300))
    months.do(OCT, check)
    log = months.look(OCT, lambda job: job.view().view.decisions)
    of_documents = log.loc[log["doc_number"] != "", ["user", "event", "doc_number", "after"]]
    assert of_documents.to_numpy().tolist() == [["", "Found in the sheet", "A/1", "Accept"]]
