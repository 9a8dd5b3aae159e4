"""Close month: what is not on the portal is asked about before the month becomes history."""

import pytest
from support.months import Months, Saying, record
from support.typed_cells import type_into

from ims_xl.issues import ImsError
from ims_xl.workflow import close_month, export, reopen_month, write_auditor_report

OCT, DAY = "102026", "10-10-2026"


@pytest.fixture
def months(tmp_path, monkeypatch):
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    months = Months(tmp_path)
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 1_000), record("A/2", DAY, 500, "A"))
    return months


def closed(months: Months) -> bool:
    return bool(months.look(OCT, lambda job: job.closed_at))


@pytest.mark.parametrize("exported", [False, True])
def test_a_decision_the_portal_was_not_seen_to_hold_is_asked_about(months, exported):
    months.mark(OCT, A_1="R")
    if exported:
        months.do(OCT, export, months.folder / "up.json")
    with pytest.raises(ImsError, match="1 decision not seen on the portal; the month was not closed"):
        months.do(OCT, close_month)
    assert not closed(months)
    person = Saying()
    months.do(OCT, close_month, ui=person)
    assert person.questions == [
        "1 decision not seen on the portal. GSTR-2B does not follow what the portal does not hold. Close the month?"
    ]
    assert closed(months)


def test_decisions_that_the_portal_holds_are_not_asked_about(months):
    months.mark(OCT, A_1="R")
    months.take(OCT, record("A/1", DAY, 1_000, "R"), record("A/2", DAY, 500, "A"))
    assert months.do(OCT, close_month).message == "Oct-2026 is closed"


def test_an_action_cell_that_cannot_be_read_is_asked_about_and_stops_no_report(months):
    months.match(OCT, ("A/1", DAY, 1_000))
    type_into(months.book(OCT), {"A/1": {"Action": "perhaps"}}, "Number (IMS)")
    with pytest.raises(ImsError, match="1 cell of the workbook cannot be read; the month was not closed"):
        months.do(OCT, close_month)
    for step in (close_month, reopen_month):
        assert not months.do(OCT, step, ui=Saying()).failed
    report = months.do(OCT, write_auditor_report, months.folder / "report.xlsx")
    assert [(issue.severity, issue.value) for issue in report.issues if issue.column == "Action"] == [
        ("warning", "perhaps")
    ]
