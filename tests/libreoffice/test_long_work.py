"""Long work from the ribbon: a detached process talks to the stand-in for GSTN while the workbook stays open."""

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.excel.books import Application, Workbook
from support.excel.xlwings_book import as_xlwings
from support.twenty import PERIOD, RECIPIENT, ims_payload, write_twenty

from ims_xl import workflow
from ims_xl.gst import calendar
from ims_xl.macros import answer, entry, long_work
from ims_xl.sandbox import serve
from ims_xl.settings import exchange_folder
from ims_xl.ui import Silent

pytestmark = pytest.mark.libreoffice


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def click(button: Callable[..., None], *arguments: object) -> dict[str, object]:
    button(*arguments)
    found: dict[str, object] = json.loads((exchange_folder() / "result.json").read_text())
    return found


def watched() -> dict[str, object]:
    """What the worker says when it has ended, as the add-in's clock sees it."""
    deadline = time.monotonic() + 120
    while (found := answer.read("progress.json")).get("state") == "running":
        assert time.monotonic() < deadline, (exchange_folder() / "worker.log").read_text()
        time.sleep(0.2)
    return found


@pytest.fixture
def book(excel: Application, home: Path, tmp_path: Path) -> Workbook:
    path = tmp_path / "Oct-2026.xlsx"
    workflow.new_workbook(path, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan", sandbox=True)
    opened = excel.open(path)
    as_xlwings(opened).set_mock_caller()
    return opened


def write_profile(home: Path, url: str) -> None:
    folder = home / "profiles"
    folder.mkdir(parents=True)
    text = f'name = "sandbox"\nbase_url = "{url}"\nsandbox = true\n[certificate]\nurl = "/certificate"\n'
    (folder / "sandbox.toml").write_text(text + "[polling]\nrequests = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]\n")


def test_download_upload_and_compute_while_the_workbook_is_open(book: Workbook, home: Path, tmp_path: Path) -> None:
    files = write_twenty(tmp_path)
    with serve(gstin=RECIPIENT, period=PERIOD) as sandbox:
        sandbox.ledger.load(ims_payload(), RECIPIENT, PERIOD)
        write_profile(home, sandbox.base_url)
        book.app.typed = ["", "", ""]  # the OTP boxes: the stand-in has one of its own
        assert click(entry.start, "download")["ok"] is True
        assert watched()["state"] == "done"
        got = click(entry.finish, "download")
        assert "20 documents on the portal" in str(got["text"])
        assert not (exchange_folder() / "progress.json").exists()
        click(entry.purchase_data, [str(files.register), str(files.gstr2b)])
        click(entry.lets_match, 1.0)
        book.select(book.sheet("Exact Match").call_Range("A5:A6"))
        click(entry.reject)
        assert click(entry.start, "upload")["ok"] is True
        assert watched()["state"] == "done"
        sent = click(entry.finish, "upload")
        assert "2" in str(sent["text"])
        statuses = book.sheet("Push to GSTN").call_Range("A4:A7").get_Value()
        assert [str(text)[0] for (text,) in statuses][:3] == ["✔", "✔", "✔"]
        sandbox.clock.set(dt.datetime.combine(calendar.draft_2b(PERIOD), dt.time(10)))
        assert click(entry.start, "compute_gstr2b")["ok"] is True
        ended = watched()
        assert ended["state"] in ("done", "failed"), ended
        click(entry.finish, "compute_gstr2b")
        assert "GSTR-2B" in [sheet.get_Name() for sheet in book.sheets]


def test_a_second_one_is_refused_while_one_runs(book: Workbook) -> None:
    answer.write("progress.json", {"state": "running", "label": "Download", "pid": os.getpid()})
    said = click(entry.start, "upload")
    assert said["ok"] is False
    assert said["text"] == "Download is still running. Wait for its message, or stop it with Cancel on the IMS tab."


def test_a_worker_that_died_does_not_block_the_next_and_is_told(book: Workbook) -> None:
    answer.write("progress.json", {"state": "running", "label": "Download", "pid": 2**22 - 1})
    assert not long_work.is_running(2**22 - 1)
    said = click(entry.finish, "download")
    assert said["ok"] is False
    assert "ended without a word" in str(said["text"])


def test_without_a_provider_nothing_is_connected(
    book: Workbook, home: Path, tmp_path: Path, excel: Application
) -> None:
    path = tmp_path / "real.xlsx"
    workflow.new_workbook(path, Silent(), gstin=RECIPIENT, period=PERIOD, name="Deccan")
    as_xlwings(excel.open(path)).set_mock_caller()
    said = click(entry.start, "download")
    assert said["ok"] is False
    assert "no provider is chosen, and there is none by default" in str(said["text"]).lower()
    assert answer.read("progress.json") == {}
