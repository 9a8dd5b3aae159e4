"""A setting that cannot be understood: every step is refused with the cell named, and nothing changes."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from ims_xl.issues import ImsError
from ims_xl.ui import Silent
from ims_xl.workflow import check, export, open_job, open_stored_job, run_match


def setting(desk, label: str, value: object) -> int:
    workbook = openpyxl.load_workbook(desk.book)
    row = next(row for row in workbook["Settings"].iter_rows() if row[0].value == label)
    row[1].value = value
    workbook.save(desk.book)
    return row[1].row


def marks(desk) -> list[tuple[str, str]]:
    with open_job(desk.book, Silent(), dt.datetime.now(), to_write=False) as job:
        stored = job.store.marks.of(job.identity.book_id)
    return stored[["doc_id", "action"]].to_records(index=False).tolist()


STEPS = {"check": (check,), "match": (run_match, 2.0), "export": (export, "up.json")}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_refused_and_what_was_typed_stays(matched, step: str):
    row = setting(matched, "Tolerance, tax", "1,5")
    matched.type({"SSF/26-27/0417": "Accept"})
    before = matched.book.read_bytes()
    function, *arguments = STEPS[step]
    files = [matched.folder / name if isinstance(name, str) else name for name in arguments]
    with pytest.raises(ImsError) as refusal:
        matched.do(function, *files)
    issue = refusal.value.issue
    assert (issue.file, issue.sheet, issue.row, issue.column) == ("Oct-2026.xlsx", "Settings", row, "Value")
    assert (issue.value, issue.reason) == ("1,5", "Tolerance, tax is not understood")
    assert matched.book.read_bytes() == before
    assert not any(path.exists() for path in files if isinstance(path, Path))
    setting(matched, "Tolerance, tax", 1.5)
    matched.type({"SSF/26-27/0417": ""})
    assert marks(matched) == []  # the mark beside the bad setting was not kept either


def test_the_steps_on_a_workbook_that_is_open_elsewhere_too(matched):
    setting(matched, "Tolerance, percent", 250)
    with pytest.raises(ImsError, match="Tolerance, percent is not understood"):
        open_stored_job(matched.book, Silent())


def test_a_mended_setting_counts_at_the_next_step(matched):
    setting(matched, "Tolerance, tax", "nan")
    with pytest.raises(ImsError, match="value: nan"):
        matched.do(check)
    setting(matched, "Tolerance, tax", "₹1,000.00")
    matched.do(run_match, None)
    assert matched.look(lambda job: job.company.tolerance.tax) == 1000.0


def test_a_blank_mode_is_said(matched):
    workbook = openpyxl.load_workbook(matched.book)
    workbook["Home"]["C8"] = None
    workbook.save(matched.book)
    said = [(issue.sheet, issue.column, issue.reason) for issue in matched.do(check).issues]
    assert ("Home", "Mode", "the mode is blank; Compare and Claim counts") in said
