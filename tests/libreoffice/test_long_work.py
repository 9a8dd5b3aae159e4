"""Long work from the ribbon: a detached process talks to the stand-in for GSTN while the workbook stays open."""

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from support.excel.books import Application, Workbook
from support.excel.xlwings_book import as_xlwings
from support.roads import click, new_workbook, watched, write_profile
from support.secret_store import Store
from support.twenty import PERIOD, RECIPIENT, ims_payload

from ims_xl.folders import data_folder, exchange_folder
from ims_xl.macros import answer, entry, worker
from ims_xl.macros.questions import TYPED
from ims_xl.sandbox import Sandbox, serve

pytestmark = pytest.mark.libreoffice
OTP = "575757"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def book(excel: Application, tmp_path: Path) -> Workbook:
    return in_front(excel, new_workbook(tmp_path / "client", sandbox=True))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with serve(gstin=RECIPIENT, period=PERIOD) as sandbox:
        sandbox.ledger.load(ims_payload(), RECIPIENT, PERIOD)
        write_profile(sandbox.base_url)
        yield sandbox


def in_front(excel: Application, path: Path) -> Workbook:
    """Open a workbook; the next click is in it."""
    opened = excel.open(path)
    as_xlwings(opened).set_mock_caller()
    return opened


def cancel() -> None:
    """What the button Cancel leaves, see tests/addin/test_work.py."""
    (exchange_folder() / "cancel").write_text("cancel")


def documents(book: Workbook) -> int:
    """Lines of IMS Documents, which has no table while there are none."""
    tables = [table for sheet in book.sheets for table in sheet.get_ListObjects() if table.name == "ims_Documents"]
    return sum(table.box.bottom - table.box.top for table in tables)


def test_a_cancelled_download_leaves_what_was_there_and_the_next_one_is_whole(book: Workbook, sandbox: Sandbox) -> None:
    click(entry.set_mode_claim)
    sandbox.faults.add("busy", "GETINV", seconds=60, after=2)
    assert click(entry.start, "download")["ok"] is True
    watched(lambda found: "trying again" in found["what"])  # in the middle, two sections have come
    cancel()
    assert watched()["state"] == "cancelled"
    stopped = click(entry.finish, "download")
    assert stopped["text"] == "The step was stopped. Nothing is lost and nothing is sent twice."
    assert stopped["title"] == "IMS: Download of Oct-2026.xlsx"
    assert documents(book) == 0
    assert click(entry.start, "download")["ok"] is True  # the old cancel file does not stop it
    assert watched()["state"] == "done"
    click(entry.finish, "download")
    assert documents(book) == 20


def test_a_cancelled_upload_keeps_what_was_sent_and_resume_sends_the_rest_once(
    book: Workbook, sandbox: Sandbox
) -> None:
    click(entry.set_mode_claim)
    click(entry.start, "download")
    watched()
    click(entry.finish, "download")
    book.select(book.sheet("IMS Documents").call_Range("A5:A24"))
    assert "Accept: 20 documents" in str(click(entry.accept)["text"])
    sandbox.faults.add("slow", "SAVE", calls=1000, after=1)  # the second of two requests, that of the amendment
    assert click(entry.start, "upload")["ok"] is True
    watched(lambda found: len(sandbox.log.sends()) == 19 or found["state"] != "running")
    cancel()
    assert watched()["state"] == "cancelled"
    stopped = str(click(entry.finish, "upload")["text"])
    assert stopped.startswith("The upload stopped: 18 of 19 decisions are on the portal.")
    assert stopped.endswith("Next: Resume it: Resume upload, or ims-xl resume.")
    sandbox.finish_requests()
    started = click(entry.start, "resume_upload")
    assert started["ok"] is True, started
    assert watched()["state"] == "done"
    assert str(click(entry.finish, "resume_upload")["text"]).startswith("19 of 19 decisions are on the portal")
    assert set(sandbox.log.sends().values()) == {1}  # nothing twice


def test_a_download_that_takes_a_marked_document_away_asks_first(book: Workbook, sandbox: Sandbox) -> None:
    click(entry.set_mode_claim)
    click(entry.start, "download")
    watched()
    click(entry.finish, "download")
    sheet = book.sheet("IMS Documents")
    headings, *lines = sheet.call_Range("A4:AZ24").get_Value()
    kinds = [(line[headings.index("Family")], line[headings.index("Document type")]) for line in lines]
    row = 5 + kinds.index(("Invoices", "Invoice"))
    book.select(sheet.call_Range(f"A{row}:A{row}"))
    click(entry.accept)
    sandbox.ledger.database.run("DELETE FROM documents WHERE section = ?", "b2b")
    click(entry.start, "download")
    assert watched()["state"] == "failed"
    asked = click(entry.finish, "download")
    kind, question = str(asked["ask"]).split("|")
    assert kind == "confirm"
    assert question.startswith("Download from SANDBOX: 16 of 20 documents would leave the workbook, 1 marked one among")
    assert documents(book) == 20
    assert click(entry.start, "download", str(asked["about"]), "yes")["ok"] is True
    assert watched()["state"] == "done"
    assert "4 documents on the portal" in str(click(entry.finish, "download")["text"])
    assert documents(book) == 4


def test_excel_is_closed_while_the_worker_is_at_work(excel: Application, book: Workbook, sandbox: Sandbox) -> None:
    click(entry.set_mode_claim)
    book.save(book.path)
    click(entry.start, "download")
    book.close()
    assert watched()["state"] == "done"
    other = in_front(excel, new_workbook(book.path.parent / "another client", sandbox=True))
    refused = click(entry.finish, "download")
    assert refused["ok"] is False
    assert refused["text"] == (
        "Oct-2026.xlsx: Download was begun in this workbook, not in the one that is open. "
        "Open it to see what came of it."
    )
    other.close()
    opened = in_front(excel, book.path)
    assert "20 documents on the portal" in str(click(entry.finish, "download")["text"])
    assert documents(opened) == 20
    assert answer.read("progress.json") == {}


def test_a_second_one_is_refused_while_one_runs_and_told_in_which_workbook(book: Workbook) -> None:
    answer.write(
        "progress.json", {"state": "running", "label": "Download", "book": "Nov-2026.xlsx", "pid": os.getpid()}
    )
    said = click(entry.start, "upload")
    assert said["ok"] is False
    assert said["text"] == (
        "Download of Nov-2026.xlsx is still running. Wait for its message, or stop it with Cancel on the IMS tab."
    )


def test_a_worker_that_died_does_not_block_the_next_and_is_told(book: Workbook) -> None:
    answer.write("progress.json", {"state": "running", "label": "Download", "pid": 2**22 - 1})
    assert not worker.is_running(2**22 - 1)
    said = click(entry.finish, "download")
    assert said["ok"] is False
    assert "ended without a word" in str(said["text"])


def test_without_a_provider_nothing_is_connected(excel: Application, tmp_path: Path) -> None:
    in_front(excel, new_workbook(tmp_path / "real", sandbox=False))
    said = click(entry.start, "download")
    assert said["ok"] is False
    assert "no provider is chosen, and there is none by default" in str(said["text"]).lower()
    assert answer.read("progress.json") == {}


@pytest.fixture
def store() -> Iterator[Store]:
    before, store = keyring.get_keyring(), Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_profile_credentials_and_otp_are_asked_one_by_one_and_the_secrets_stay_nowhere_else(
    excel: Application, sandbox: Sandbox, store: Store, home: Path, tmp_path: Path
) -> None:
    profile = (data_folder() / "profiles" / "sandbox.toml").read_text()
    profile = profile.replace('"sandbox"', '"gsp"').replace("sandbox = true", 'user_ip = "127.0.0.1"')
    (data_folder() / "profiles" / "gsp.toml").write_text(f'{profile}[users]\n{RECIPIENT} = "deccan"\n')
    in_front(excel, new_workbook(tmp_path / "real", sandbox=False))
    said: list[str | None] = []
    asked = []

    def next_(given: str | None, typed: str = "") -> dict[str, object]:
        if typed:
            (exchange_folder() / TYPED).write_text(repr(typed))
        box = click(entry.start, "sign_in", *said, *([given] if said else []))
        if said:
            said.append(given)
        if "ask" in box:
            asked.append(box["ask"])
            said.append(str(box["about"]))
        return box

    next_(None)
    next_("gsp")
    next_(None, sandbox.credentials.client_id)
    next_(None, sandbox.credentials.client_secret)
    next_(None, "111111")
    assert answer.read("progress.json") == {}
    signed_in = next_(None, OTP)
    assert asked[:4] == [
        "choice|Profile of your GSP:|gsp,sandbox".replace(",", ";"),
        "secret|Client id that gsp gave you:",
        "secret|Client secret that gsp gave you:",
        f"otp|OTP for {RECIPIENT}, sent to its mobile and e-mail:",
    ]
    assert asked[4].startswith("otp|")
    assert asked[4].endswith(f". OTP for {RECIPIENT}, sent to its mobile and e-mail:")  # behind the portal's reason
    assert len(asked) == 5
    assert (signed_in["ok"], signed_in["text"]) == (True, "")
    assert "Signed in until" in str(click(entry.finish, "sign_in")["text"])
    assert "auth_token" in str(store.held)
    secrets = (OTP, sandbox.credentials.client_id, sandbox.credentials.client_secret)
    written = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".sqlite"}
    assert [path for path, content in written.items() for secret in secrets if secret.encode() in content] == []
    again = click(entry.start, "sign_in", "profile", "gsp")  # the session lives: nothing more is asked
    assert "ask" not in again
