"""Two roads for the same job: the ribbon's buttons on a workbook that is open, and the command line's steps on a file."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from support.excel.books import Application
from support.excel.lists import filter_table
from support.excel.xlwings_book import as_xlwings
from support.months import Saying
from support.stopped_clock import NOW
from support.twenty import PERIOD, RECIPIENT

from ims_xl import workflow
from ims_xl.folders import data_folder, exchange_folder
from ims_xl.gstn.client import Client
from ims_xl.gstn.profile_files import load_profile
from ims_xl.macros import answer, entry
from ims_xl.ui import Silent
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

HEAD, FIRST = 4, 5  # rows of the headings and of the first document on a status sheet
_MARKS = {"accept": "A", "reject": "R", "pending": "P", "clear_status": ""}
_STEPS: dict[str, Callable[..., Outcome]] = {
    "import_portal_files": workflow.import_portal,
    "purchase_data": workflow.import_purchases,
    "earlier_gstr2b": workflow.import_purchases,
    "lets_match": workflow.run_match,
    "check": workflow.check,
    "preview": workflow.preview,
    "undo_last_marks": workflow.undo_marks,
    "report": workflow.write_auditor_report,
    "export_portal_file": workflow.export,
    "import_error_file": workflow.import_errors,
}
_ONLINE: dict[str, Callable[..., Outcome]] = {
    "download": workflow.download,
    "upload": lambda job, client: workflow.push(job, client, confirmed=True),
    "resume_upload": workflow.resume,
    "compute_gstr2b": workflow.compute_2b,
}


def new_workbook(folder: Path, *, sandbox: bool) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "Oct-2026.xlsx"
    workflow.new_workbook(path, Saying(), gstin=RECIPIENT, period=PERIOD, name="Deccan", sandbox=sandbox, now=NOW)
    return path


def write_profile(url: str) -> None:
    """The profile of a stand-in."""
    path = data_folder() / "profiles" / "sandbox.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'name = "sandbox"\nbase_url = "{url}"\nsandbox = true\n[certificate]\nurl = "/certificate"\n'
        "[polling]\nsettle = [0.1, 0.1, 0.1, 0.1]\n"
    )


def click(button: Callable[..., None], *arguments: object) -> dict[str, Any]:
    """Click a button and read the box."""
    button(*arguments)
    box: dict[str, Any] = json.loads((exchange_folder() / "result").read_text())
    return box


def watched(until: Callable[[dict[str, Any]], bool] = lambda found: found["state"] != "running") -> dict[str, Any]:
    """What the worker says when it has ended, or before, as the add-in's clock sees it."""
    deadline = time.monotonic() + 120
    while not until(found := answer.read("progress.json")):
        assert time.monotonic() < deadline, (exchange_folder() / "worker.log").read_text()
        time.sleep(0.05)
    return found


class Live:
    """The buttons."""

    def __init__(self, excel: Application, path: Path) -> None:
        self.path = path
        self.book = excel.open(path)
        as_xlwings(self.book).set_mock_caller()
        self.asked: list[str] = []

    def do(self, button: str, *arguments: object) -> str:
        """Click a button and answer Yes to what it asks."""
        said: list[str] = []
        while "ask" in (box := click(getattr(entry, button), *arguments, *said)):
            self.asked.append(box["ask"].partition("|")[2])
            said += [box["about"], "yes"]
        assert box["ok"] is True, box
        return str(box["text"])

    def long(self, button: str) -> str:
        """Start, answer Yes to what is asked, wait for the detached worker, write the sheets."""
        said: list[str] = []
        while "ask" in (box := click(entry.start, button, *said)):
            assert box["ask"].startswith("confirm|"), box
            self.asked.append(box["ask"].partition("|")[2])
            said += [box["about"], "yes"]
        assert box["ok"] is True, box
        ended = watched()
        assert ended["state"] == "done", ended
        text = self.do("finish", button)
        assert answer.read("progress.json") == {}
        return text

    def mark(self, button: str, sheet: str, rows: range) -> str:
        self.book.select(self.book.sheet(sheet).call_Range(f"C{rows.start}:D{rows.stop - 1}"))
        return self.do(button)

    def filter(self, sheet: str, table: str, field: int, value: str) -> None:
        filter_table(self.book.sheet(sheet).table(table), field, (f"={value}", 1, None))

    def type(self, sheet: str, cell: str, text: str) -> None:
        self.book.sheet(sheet).call_Range(cell).set_Value(text)

    def suggest(self) -> str:
        box = click(entry.apply_suggestions)
        self.asked.append(box["ask"].partition("|")[2])
        return self.do("apply_suggestions", box["about"], "yes")

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path

    def widths(self, sheet: str, columns: int) -> list[float]:
        """Characters that fit into the first columns: 7 pixels each and 5 for the edges."""
        sizes = self.book.sheet(sheet).uno.Columns
        return [(sizes.getByIndex(at).Width * 96 / 2540 - 5) / 7 for at in range(columns)]


class OnFile:
    """The steps, each on the file, which is opened and written again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shown: dict[str, tuple[int, str]] = {}

    def do(self, button: str, *arguments: Any) -> str:
        return self._step(_STEPS[button], *(_as_path(argument) for argument in arguments))

    def long(self, button: str) -> str:
        def online(job: Job) -> Outcome:
            with Client(load_profile("sandbox"), RECIPIENT, period=PERIOD) as client:
                return _ONLINE[button](job, client)

        return self._step(online)

    def mark(self, button: str, sheet: str, rows: range) -> str:
        found = openpyxl.load_workbook(self.path)[sheet]
        field, value = self._shown.get(sheet, (0, ""))
        seen = [row for row in rows if not field or found.cell(row, field).value == value]
        key = next(cell.column for cell in found[HEAD] if cell.value == "Document key")
        return self._step(workflow.mark, [found.cell(row, key).value for row in seen], _MARKS[button])

    def filter(self, sheet: str, table: str, field: int, value: str) -> None:
        self._shown[sheet] = field, value

    def type(self, sheet: str, cell: str, text: str) -> None:
        workbook = openpyxl.load_workbook(self.path)
        workbook[sheet][cell] = text
        workbook.save(self.path)

    def suggest(self) -> str:
        return self._step(workflow.suggest, True)

    def widths(self, sheet: str, columns: int) -> list[float]:
        sizes = openpyxl.load_workbook(self.path)[sheet].column_dimensions.values()
        by_column = {at: size.width for size in sizes for at in range(size.min, size.max + 1)}
        return [by_column[at + 1] - 5 / 7 for at in range(columns)]

    def _step(self, step: Callable[..., Outcome], *arguments: object) -> str:
        with workflow.open_job(self.path, Silent()) as job:
            outcome = step(job, *arguments)
            assert not outcome.failed, outcome
            job.draw()
        return outcome.message


def _as_path(argument: Any) -> Any:
    if isinstance(argument, list):
        return [Path(one) for one in argument]
    return Path(argument) if isinstance(argument, str) else argument


Road = Live | OnFile
