"""The computer's clock is a day behind, or was a day ahead: nothing is lost, one warning says it, the work goes on."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from support.months import Months, Saying, record

from ims_xl.workflow import check, export, open_job

OCT = "102026"
NOON = dt.datetime(2026, 11, 12, 12, 0)
DAY = dt.timedelta(days=1)


@pytest.fixture
def months(tmp_path: Path) -> Months:
    months = Months(tmp_path)
    months.at = NOON
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 2_000))
    months.mark(OCT, A_1="A")
    return months


def home(months: Months) -> list[str]:
    """What Home says of the clock or of the age of the portal data."""
    cells = openpyxl.load_workbook(months.book(OCT))["Home"].iter_rows(values_only=True)
    texts = [str(value) for row in cells for value in row if value is not None]
    return [text for text in texts if "clock" in text or "download it again" in text]


def test_a_clock_a_day_behind_is_said_once_and_marks_stay(months: Months) -> None:
    months.at = NOON - DAY
    months.mark(OCT, A_2="R")
    months.do(OCT, check)
    assert home(months) == [
        "This computer's clock says 11-Nov-2026 12:00, and data here is of 12-Nov-2026 12:00: the clock is behind, or "
        "was ahead then. Set it: due dates are counted by it"
    ]
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}
    months.at = NOON + dt.timedelta(hours=1)
    months.do(OCT, check)
    assert home(months) == []
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Reject"}


def test_a_clock_a_day_ahead_only_ages_the_data(months: Months) -> None:
    months.at = NOON + DAY + dt.timedelta(hours=1)
    months.mark(OCT, A_2="R")
    months.do(OCT, check)
    assert [text for text in home(months) if "clock" in text] == []
    months.at = NOON + dt.timedelta(hours=2)
    months.mark(OCT, A_2="P")
    assert months.actions(OCT) == {"A/1": "Accept", "A/2": "Pending"}
    with open_job(months.book(OCT), Saying(), months.at, to_write=False) as job:
        assert job.store.log.broken_line() is None
        events = job.store.log.of(job.identity.book_id)
    # In the order they were done, whatever the clock said.
    assert [(one.at, one.after) for one in events[events["event"].isin(["Marked", "Changed"])].itertuples()][-2:] == [
        ("2026-11-13 13:00:00", "Reject"),
        ("2026-11-12 14:00:00", "Pending"),
    ]


def test_a_file_made_while_the_clock_is_behind_says_so_instead_of_an_age(months: Months, tmp_path: Path) -> None:
    months.at = NOON - DAY
    outcome = months.do(OCT, export, tmp_path / "upload.json")
    said = [issue for issue in outcome.issues if "clock" in issue.reason or "old" in issue.reason]
    assert [(issue.severity, issue.reason.split(",")[0]) for issue in said] == [
        ("warning", "this computer's clock says 11-Nov-2026 12:00")
    ]
