"""A synced folder makes a second file of the same workbook: it is named, and no mark is mixed in silence."""

import shutil
from pathlib import Path

import pytest
from support.months import Months, record

from ims_xl.ui import Silent
from ims_xl.workflow import open_job

OCT, NOV = "102026", "112026"


@pytest.fixture
def months(tmp_path: Path) -> Months:
    months = Months(tmp_path)
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000))
    return months


def warned(months: Months, book: Path | None = None) -> list[str]:
    with open_job(book or months.book(OCT), Silent(), months.at, to_write=False) as job:
        return [issue.reason for issue in job.issues if "same workbook" in issue.reason]


@pytest.mark.parametrize("name", [
    "Oct-2026-ASHA-LAPTOP.xlsx",  # OneDrive
    "Oct-2026 (Asha's conflicted copy 2026-11-24).xlsx",  # Dropbox
    "Oct-2026 (1).xlsx",  # Google Drive, browsers
    "Oct-2026.sync-conflict-20261124-100000-ABCDEFG.xlsx",  # Syncthing
    "Oct-2026 - Copy.xlsx",
])  # fmt: skip
def test_a_copy_beside_it_is_named_from_both_sides(months: Months, name: str) -> None:
    copy = months.folder / name
    shutil.copyfile(months.book(OCT), copy)
    assert warned(months) == [f"the same workbook is also there as {name}"]
    assert warned(months, copy) == ["the same workbook is also there as Oct-2026.xlsx"]


def test_marks_of_the_file_that_is_used_count_and_those_of_the_other_stay_in_it(months: Months) -> None:
    copy = months.folder / "Oct-2026-ASHA-LAPTOP.xlsx"
    shutil.copyfile(months.book(OCT), copy)
    months.mark(OCT, A_1="R")
    with open_job(copy, Silent(), months.at) as job:
        assert "the same workbook is also there as Oct-2026.xlsx" in [issue.reason for issue in job.issues]
        job.draw()
    assert months.actions(OCT) == {"A/1": "Reject"}


def test_a_copy_elsewhere_is_named_when_the_other_was_used_before(months: Months, tmp_path: Path) -> None:
    other = tmp_path / "USB" / "October.xlsx"
    other.parent.mkdir()
    shutil.copyfile(months.book(OCT), other)
    assert warned(months) == []
    assert warned(months, other) == [f"the same workbook is also there as {months.book(OCT)}"]


def test_a_workbook_that_was_moved_has_no_twin(months: Months, tmp_path: Path) -> None:
    moved = months.book(OCT).rename(tmp_path / "October.xlsx")
    assert warned(months, moved) == []


def test_other_workbooks_and_files_with_a_name_like_it_are_none(months: Months) -> None:
    months.begin(NOV, OCT)
    shutil.copyfile(months.book(NOV), months.folder / "Oct-2026 next.xlsx")
    (months.folder / "Oct-2026 notes.xlsx").write_bytes(b"no workbook")
    (months.folder / "~$Oct-2026.xlsx").write_bytes(b"Excel")
    assert warned(months) == []
