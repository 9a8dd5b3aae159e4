"""The built add-in, the entry module, a detached worker and a live workbook in one: clicks and answers go in at VBA."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.addin_desk import FOLDER, INTERPRETER, NO, YES, Desk
from support.excel.books import Application, Workbook
from support.excel.xlwings_book import as_xlwings
from support.roads import write_profile
from support.stopped_clock import NOW
from support.twenty import PERIOD, RECIPIENT, ims_payload

from ims_xl import workflow
from ims_xl.addin.builder import build
from ims_xl.folders import exchange_folder
from ims_xl.macros import __main__ as answering
from ims_xl.macros import answer, calling
from ims_xl.sandbox import Sandbox, serve
from ims_xl.ui import Silent

pytestmark = pytest.mark.libreoffice
NAME = "A=B 100% 'R&D' (आयात).xlsx"


class Exchange(dict[str, str]):
    """Files of the interpreter's world; those of the exchange folder are real."""

    def _real(self, path: str) -> Path | None:
        return exchange_folder() / path.rpartition("\\")[2] if path.startswith(FOLDER) else None

    def __contains__(self, path: object) -> bool:
        real = self._real(str(path))
        return real.exists() if real else super().__contains__(path)

    def __getitem__(self, path: str) -> str:
        real = self._real(path)
        return real.read_text(encoding="ascii") if real else super().__getitem__(path)

    def __setitem__(self, path: str, text: str) -> None:
        real = self._real(path)
        if real:
            real.parent.mkdir(parents=True, exist_ok=True)
            real.write_text(text, encoding="ascii")
        else:
            super().__setitem__(path, text)

    def __delitem__(self, path: str) -> None:
        real = self._real(path)
        if real:
            real.unlink()
        else:
            super().__delitem__(path)


class Person:
    """Who sits in front of Excel."""

    def __init__(self, desk: Desk, book: Workbook) -> None:
        self.desk, self.book = desk, book

    def click(self, button: str, *answers: int) -> None:
        self.desk.app.answer_dialogs(*answers)
        self.desk.click(f"ims_{button}")

    def wait(self, until: Callable[[dict[str, object]], bool] | None = None) -> str:
        """Let Excel's clock run until all is done, or the worker says something; the last box or the status bar."""
        deadline = time.monotonic() + 120
        while self.desk.clock:
            if until and until(answer.read("progress.json")):
                return str(self.desk.status_bar)
            assert time.monotonic() < deadline, (exchange_folder() / "worker.log").read_text()
            self.desk.tick()
            time.sleep(0.05)
        return self.desk.said[-1]


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    with serve(gstin=RECIPIENT, period=PERIOD) as sandbox:
        sandbox.ledger.load(ims_payload(), RECIPIENT, PERIOD)
        write_profile(sandbox.base_url)
        yield sandbox


@pytest.fixture
def person(excel: Application, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    path = tmp_path / NAME
    workflow.new_workbook(path, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan", sandbox=True, now=NOW)
    book = excel.open(path)
    as_xlwings(book).set_mock_caller()
    facts = json.loads(str(book.sheet("_ims").call_Range("A1").get_Value()))
    build(tmp_path / "ims_xl.xlam")
    desk = Desk(tmp_path / "ims_xl.xlam", book=NAME, facts={"book_id": facts["book_id"]})
    desk.files = Exchange(desk.files)
    monkeypatch.setattr(calling, "_present", calling.Calling())

    def python(at: Desk) -> None:
        assert at.commands[-1] == f'"{INTERPRETER}" -E -P -m ims_xl.macros call-4711'
        (exchange_folder() / "call-4711").write_text(at.written[-1])
        answering.main("call-4711")

    desk.python = python
    return Person(desk, book)


def test_download_cancelled_and_whole_then_an_upload_whose_rejects_are_confirmed(
    person: Person, sandbox: Sandbox
) -> None:
    person.click("set_mode_claim")
    sandbox.faults.add("busy", "GETINV", seconds=60, after=2)
    person.click("download")
    shown = person.wait(lambda found: "trying again" in str(found.get("what")))
    assert shown.startswith(f"IMS: Download of {NAME}")
    person.click("accept")
    assert person.desk.said[-1].startswith(f"Download of {NAME} is still running.")
    person.click("cancel")
    assert person.wait() == "The step was stopped. Nothing is lost and nothing is sent twice."
    person.click("download")
    assert person.wait().startswith("20 documents on the portal")

    person.book.select(person.book.sheet("IMS Documents").call_Range("B5:B6"))
    person.click("reject")
    assert person.desk.said[-1].startswith("Reject: 2 documents.")
    person.click("upload", YES, NO)
    assert person.desk.said[-1].startswith("Reject 2 documents, tax ₹")
    assert person.desk.clock == []
    assert sandbox.log.sends() == {}
    person.click("upload", YES, YES)
    assert person.wait().startswith("2 of 2 decisions are on the portal")
    assert sorted(sandbox.log.sends().values()) == [1, 1]
    assert person.desk.app.dialogs[-1][2] == f"IMS: Upload of {NAME}"
    assert person.desk.status_bar is False
    assert not (exchange_folder() / "progress.json").exists()
