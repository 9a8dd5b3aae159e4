"""The whole job through the ribbon's buttons on an open workbook; the saved file equals file mode's, cell by cell."""

import datetime as dt
import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from support.excel.books import Application, Workbook
from support.excel.lists import filter_table
from support.excel.xlwings_book import as_xlwings
from support.twenty import PERIOD, RECIPIENT, TwentyFiles, write_twenty

from ims_xl import workflow
from ims_xl.macros import entry
from ims_xl.settings import exchange_folder
from ims_xl.ui import Silent
from ims_xl.workflow import job as job_module
from ims_xl.workflow import mark
from ims_xl.workflow.outcome import Outcome

pytestmark = pytest.mark.libreoffice
NOW = dt.datetime(2026, 11, 24, 10, 0)


class Clock(dt.datetime):
    """Every step at the same minute, so that both roads write the same."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # noqa: ARG003
        return NOW


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=7))
    monkeypatch.setattr(job_module, "dt", SimpleNamespace(datetime=Clock, timedelta=dt.timedelta))
    return tmp_path / "data"


def click(button: Callable[..., None], *arguments: object) -> dict[str, object]:
    """Click a button and read the box."""
    button(*arguments)
    answer: dict[str, object] = json.loads((exchange_folder() / "result.json").read_text())
    return answer


def select(book: Workbook, sheet: str, address: str) -> None:
    book.select(book.sheet(sheet).call_Range(address))


def keys(path: Path, sheet: str, column: str, values: list[str]) -> list[str]:
    """Keys of the documents whose cell in a column is one of these."""
    found = openpyxl.load_workbook(path)[sheet]
    heads = {cell.value: cell.column - 1 for cell in found[4]}
    return [str(row[heads["Document key"]].value) for row in found.iter_rows(5) if row[heads[column]].value in values]


def test_the_whole_job(excel: Application, tmp_path: Path) -> None:
    files = write_twenty(tmp_path)
    path = tmp_path / "live" / "Oct-2026.xlsx"
    path.parent.mkdir()
    workflow.new_workbook(path, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan", now=NOW)
    book = excel.open(path)
    as_xlwings(book).set_mock_caller()

    assert click(entry.import_portal_files, [str(files.ims)])["ok"] is True
    assert click(entry.purchase_data, [str(files.register), str(files.gstr2b)])["ok"] is True
    matched = click(entry.lets_match, 1.0)
    assert "Exact Match 11, Suggested Match 4, Mismatched 3, Missing in PR 2" in str(matched["text"])
    assert book.get_ActiveSheet().get_Name() == "Match Status"
    # two rows, whichever columns: SSF/26-27/0417 and 0418
    select(book, "Exact Match", "C5:D6")
    assert "Reject: 2 documents." in str(click(entry.reject)["text"])
    # all rows, of which the filter shows the three of Kolar; what is hidden is not marked
    exact = book.sheet("Exact Match")
    filter_table(exact.table("ims_ExactMatch"), 2, ("=KOLAR SAMPLE FOODS", 1, None))
    select(book, "Exact Match", "A5:A15")
    assert "Pending: 3 documents." in str(click(entry.pending)["text"])
    assert exact.filters["ims_ExactMatch"] == {2: ("=KOLAR SAMPLE FOODS", 1, None)}
    # a mark and a bulk command typed into their cells
    book.sheet("Mismatched").call_Range("A5").set_Value("Reject")
    book.sheet("Supplier View").call_Range("A9").set_Value("Accept")
    asked = click(entry.apply_suggestions)
    assert "Write them into the empty Action cells?" in str(asked["question"])
    assert "Suggestions applied" in str(click(entry.apply_suggestions, "yes")["text"])
    assert click(entry.export_portal_file, str(tmp_path / "live" / "up.json"))["ok"] is True
    assert click(entry.report, str(tmp_path / "live" / "report.xlsx"))["ok"] is True
    saved = tmp_path / "saved.xlsx"
    book.save(saved)

    other = tmp_path / "file" / "Oct-2026.xlsx"
    other.parent.mkdir()
    as_file(other, files)
    assert differences(saved, other) == []
    assert (tmp_path / "live" / "up.json").read_bytes() == (other.parent / "up.json").read_bytes()
    assert differences(path.with_name("report.xlsx"), other.with_name("report.xlsx")) == []


def as_file(path: Path, files: TwentyFiles) -> None:
    """The same job on a file, as the command line does it, with a store of its own."""
    os.environ["IMS_XL_HOME"] = str(path.parent / "data")
    workflow.new_workbook(path, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan", now=NOW)

    def do(step: Callable[..., Outcome], *arguments: object) -> None:
        with workflow.open_job(path, Silent(), NOW) as job:
            step(job, *arguments)
            job.draw()

    do(workflow.import_portal, [files.ims])
    do(workflow.import_purchases, [files.register, files.gstr2b])
    do(workflow.run_match, 1.0)
    do(mark, keys(path, "Exact Match", "Number (IMS)", ["SSF/26-27/0417", "SSF/26-27/0418"]), "R")
    do(mark, keys(path, "Exact Match", "Supplier name", ["KOLAR SAMPLE FOODS"]), "P")
    workbook = openpyxl.load_workbook(path)
    workbook["Mismatched"]["A5"], workbook["Supplier View"]["A9"] = "Reject", "Accept"
    workbook.save(path)
    do(workflow.suggest, False)
    do(workflow.suggest, True)
    do(workflow.export, path.parent / "up.json")
    do(workflow.write_auditor_report, path.parent / "report.xlsx")


def differences(live: Path, file: Path) -> list[str]:
    """Cells that differ; the times of the steps and what is made of them aside."""
    one, other = openpyxl.load_workbook(live), openpyxl.load_workbook(file)
    assert one.sheetnames == other.sheetnames
    found = []
    for sheet in other.worksheets:
        there = one[sheet.title]
        assert sorted(there.tables) == sorted(sheet.tables)
        for row in range(1, max(sheet.max_row, there.max_row) + 1):
            for column in range(1, max(sheet.max_column, there.max_column) + 1):
                a, b = there.cell(row, column).value, sheet.cell(row, column).value
                if a != b:
                    found.append(f"{sheet.title}!{sheet.cell(row, column).coordinate}: {a!r} instead of {b!r}")
    return found
