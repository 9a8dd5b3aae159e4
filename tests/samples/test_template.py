"""The workbook beside the sample files is what the program makes today, and it can be worked with."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ims_xl.samples.files import template_folder
from ims_xl.sheets.identity import Identity
from ims_xl.ui import Silent
from ims_xl.workbook.file import FileBook
from ims_xl.workflow import import_portal, new_workbook, open_job

TEMPLATE = template_folder() / "IMS.xlsx"
COMPANY = {"gstin": "27AAZCD1111E1ZS", "period": "102026", "name": "Deccan Sample Traders Pvt Ltd"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "home"))


def shown(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
        if sheet.title != "_ims"
    }


def test_it_is_what_a_new_workbook_is_now(tmp_path: Path) -> None:
    """Else make it again, see the README beside it."""
    made = Identity.from_text(FileBook(TEMPLATE).metadata(), TEMPLATE.name).created_at
    new_workbook(tmp_path / "IMS.xlsx", Silent(), **COMPANY, now=dt.datetime.fromisoformat(made))
    assert shown(TEMPLATE) == shown(tmp_path / "IMS.xlsx")


def test_the_sample_files_can_be_read_into_a_copy_of_it(tmp_path: Path) -> None:
    path = Path(shutil.copy(TEMPLATE, tmp_path / "IMS Oct-2026.xlsx"))
    with open_job(path, Silent(), dt.datetime(2026, 11, 12, 10, 0)) as job:
        outcome = import_portal(job, [template_folder() / "sample_ims.json"])
        job.draw()
    assert not outcome.failed
    assert "IMS Documents" in shown(path) or "IMS Dashboard" in shown(path)
