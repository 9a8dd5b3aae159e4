"""A workbook from a stranger: nothing in its `_ims` sheet sends secrets anywhere, on the command line, in Excel's
macros and in the worker.
"""

import base64
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import openpyxl
import pytest
from support.desk import Person
from support.portal import Portal, error, serve_portal
from support.secret_store import Store
from support.twenty import PERIOD, RECIPIENT

from ims_xl.cli import main
from ims_xl.folders import exchange_folder
from ims_xl.gstn.client import Client
from ims_xl.gstn.profile_files import load_profile
from ims_xl.macros import entry, long_work, worker
from ims_xl.macros.desk import StatusBar
from ims_xl.macros.questions import TYPED, Answers
from ims_xl.sheets import identity
from ims_xl.ui import Silent
from ims_xl.workbook.file import FileBook
from ims_xl.workflow import new_workbook
from ims_xl.workflow.online import sign_in
from ims_xl.workflow.opening import KNOWN

OTHER = "29AAZFK3333G1ZV"  # a GSTIN this computer has never connected
ONLINE = ("download", "push", "resume", "compute-2b")
BUTTONS = ("download", "upload", "resume_upload", "compute_gstr2b", "sign_in")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "data" / "profiles").mkdir(parents=True)
    exchange_folder().mkdir(parents=True, exist_ok=True)
    return tmp_path / "data"


@pytest.fixture
def gsp() -> Iterator[Portal]:
    with serve_portal() as portal:
        yield portal


@pytest.fixture
def evil() -> Iterator[Portal]:
    """The stranger's server, which must never be asked anything."""
    with serve_portal() as portal:
        yield portal
    assert portal.seen == []


@pytest.fixture(autouse=True)
def store() -> Iterator[Store]:
    before, store = keyring.get_keyring(), Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def profile(base_url: str) -> str:
    return (
        f'name = "Deccan GSP"\nbase_url = "{base_url}"\nuser_ip = "127.0.0.1"\n[certificate]\nurl = "/certificate"\n'
        f'[users]\n{RECIPIENT} = "deccan"\n{OTHER} = "deccan"\n[limits]\nattempts = 1\n'
    )


@pytest.fixture
def set_up(home: Path, gsp: Portal) -> Path:
    """The user's own profile `gsp`, connected once: client id, secret and session are kept."""
    path = home / "profiles" / "gsp.toml"
    path.write_text(profile(gsp.base_url))
    gsp.answers("GETCNT", {"a": 1})
    with Client(load_profile("gsp"), RECIPIENT, ui=Person("gsp-client", "gsp-secret", "575757")) as client:
        sign_in(client)
    gsp.seen.clear()
    return path


@pytest.fixture
def client_folder(tmp_path: Path, evil: Portal) -> Path:
    """A client's folder with profiles of a stranger beside the workbook."""
    folder = tmp_path / "Client"
    (folder / "profiles").mkdir(parents=True)
    for name in ("evil", "gsp", "sandbox", ".evil"):
        (folder / f"{name}.toml").write_text(profile(evil.base_url))
        (folder / "profiles" / f"{name}.toml").write_text(profile(evil.base_url))
    return folder


@pytest.fixture
def book(client_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(client_folder)
    return made(client_folder / "Oct-2026.xlsx", RECIPIENT)


def made(path: Path, gstin: str, **facts: object) -> Path:
    new_workbook(path, Silent(), gstin=gstin, period=PERIOD, name="Deccan")
    return forged(path, **facts)


def forged(path: Path, **facts: object) -> Path:
    """Change what the `_ims` sheet says."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["_ims"]
    said = "".join(str(cell.value) for (cell,) in sheet.iter_rows(max_col=1) if cell.value)
    text = json.dumps({**json.loads(said), **facts})
    sheet.delete_rows(1, sheet.max_row)
    for row, start in enumerate(range(0, len(text), 8_000), start=1):
        sheet.cell(row, 1).value = text[start : start + 8_000]
    workbook.save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """What the command line says of a step that stops."""
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    captured = capsys.readouterr()
    text = " ".join((captured.out + captured.err).split())
    assert "Traceback" not in text
    assert end.value.code == 1, text
    return text


class OpenBook(FileBook):
    """A workbook file that the buttons take for the one open in Excel."""

    def __init__(self, path: Path, answers: Answers) -> None:
        super().__init__(path, known=KNOWN)
        self.book = SimpleNamespace(name=path.name)
        self.ui = StatusBar(None, answers)

    def save_copy(self, path: Path) -> Path:
        path.write_bytes(self.path.read_bytes())
        return path


class Excel:
    """The buttons on a workbook; `launched`: profiles with which a worker was started."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = Path()
        self.launched: list[str] = []
        monkeypatch.setattr(long_work, "workbook", lambda answers=None: OpenBook(self.path, answers or Answers()))
        monkeypatch.setattr(worker, "launch", lambda step, book, provider, *facts: self.launched.append(provider))

    def click(self, button: str, *said: str | None) -> dict[str, Any]:
        if button == "sign_out":
            entry.sign_out()
        else:
            entry.start(button, *said)
        box: dict[str, Any] = json.loads((exchange_folder() / "result").read_text())
        return box


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch, book: Path) -> Excel:
    excel = Excel(monkeypatch)
    excel.path = book
    return excel


# A place instead of a name


def places(folder: Path) -> list[str]:
    inside = str(folder / "evil.toml")
    return [inside, inside.removesuffix(".toml"), "evil.toml", "./evil", "../Client/evil", "..\\x", "C:evil", "\\\\s\\x\\evil", "profiles/evil"]  # fmt: skip


def test_a_workbook_that_names_a_place_is_refused_by_every_button(excel: Excel, set_up: Path) -> None:
    for place in places(excel.path.parent):
        forged(excel.path, provider=place)
        for button in (*BUTTONS, "sign_out"):
            box = excel.click(button)
            assert box["ok"] is False
            assert "sheet _ims, column provider" in box["text"]
            assert 'ims-xl restore "Oct-2026.xlsx"' in box["text"]
    assert excel.launched == []


def test_a_workbook_that_names_a_place_is_refused_by_the_command_line_and_the_worker(
    book: Path, set_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged(book, provider=str(book.parent / "evil.toml"))
    progress = book.parent / "progress.json"
    assert "sheet _ims, column provider" in run(capsys, "download", book, "--profile", "gsp")
    options = ["--profile", "gsp", "--progress", progress, "--no-draw"]
    assert "sheet _ims, column provider" in run(capsys, "work", "download", book, *options)
    assert json.loads(progress.read_text())["state"] == "failed"


def test_a_profile_is_no_path_on_the_command_line_nor_for_the_worker(
    book: Path, set_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = book.parent / "progress.json"
    for place in places(book.parent):
        steps = [("download", book), ("work", "push", book, "--progress", progress), ("login", RECIPIENT)]
        for step in (*steps, ("logout", RECIPIENT)):
            assert "The name of a profile is one word" in run(capsys, *step, "--profile", place)


@pytest.mark.parametrize("step", ONLINE)
def test_the_command_line_takes_no_provider_from_the_workbook(
    book: Path, set_up: Path, capsys: pytest.CaptureFixture[str], step: str
) -> None:
    forged(book, provider="gsp")
    assert "No provider is chosen" in run(capsys, step, book)


# A name that lies beside the workbook


def test_a_profile_beside_the_workbook_is_not_found_by_its_name(
    excel: Excel, set_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged(excel.path, provider="evil")
    for button in BUTTONS:
        box = excel.click(button)
        unknown = "This workbook was connected through 'evil', which is not set up here. Profile of your GSP:"
        assert box["ask"] == f"choice|{unknown}|gsp"
    assert "nothing to sign out from" in excel.click("sign_out")["text"]
    assert "There is no such profile" in run(capsys, "download", excel.path, "--profile", "evil")


def test_a_sandbox_workbook_does_not_go_to_a_real_provider_that_is_called_so(
    excel: Excel, set_up: Path, gsp: Portal
) -> None:
    """Client id and secret of a real provider are not tried on it either."""
    (set_up.parent / "sandbox.toml").write_text(profile(gsp.base_url))
    forged(excel.path, provider="SANDBOX")
    for button in (*BUTTONS, "sign_out"):
        box = excel.click(button)
        assert (box["ok"], "made for the sandbox" in box["text"]) == (False, True)
    assert gsp.seen == []


# A provider this user has, for a GSTIN it was never used for


def test_a_strangers_workbook_asks_before_anything_is_sent(
    excel: Excel, set_up: Path, gsp: Portal, tmp_path: Path
) -> None:
    excel.path = made(tmp_path / "Stranger.xlsx", OTHER, provider="gsp")
    assert "nothing to sign out from" in excel.click("sign_out")["text"]
    for button in BUTTONS:
        box = excel.click(button)
        assert box["ask"] == (
            f"confirm|This workbook wants to connect through 'gsp' ({gsp.base_url}), which this computer has not used "
            f"for GSTIN {OTHER}, go on?"
        )
        refused = excel.click(button, box["about"], "no")
        assert refused["ok"] is False
        assert "nothing was sent to the provider" in refused["text"]
    assert gsp.seen == []
    asked = excel.click("sign_in", box["about"], "yes")
    assert asked["ask"].startswith("otp|")
    assert gsp.actions() == ["CERTIFICATE", "OTPREQUEST"]


def test_the_answer_is_remembered_for_this_gstin_and_address(
    excel: Excel, set_up: Path, gsp: Portal, tmp_path: Path
) -> None:
    excel.path = made(tmp_path / "Stranger.xlsx", OTHER, provider="gsp")
    said = [excel.click("sign_in")["about"], "yes"]
    said.append(excel.click("sign_in", *said)["about"])
    (exchange_folder() / TYPED).write_text("'575757'")
    assert excel.click("sign_in", *said, None)["ok"] is True
    for _ in range(2):
        assert "ask" not in excel.click("download")
    assert excel.launched == ["gsp", "gsp"]


def test_the_command_line_agrees_by_naming_the_profile(excel: Excel, set_up: Path, gsp: Portal, capsys: Any) -> None:
    excel.path = made(excel.path.parent / "Other.xlsx", OTHER)
    text = run(capsys, "download", excel.path, "--profile", "gsp")
    assert "The portal has sent an OTP" in text
    assert gsp.actions() == ["CERTIFICATE", "OTPREQUEST"]


# Another address in the profile


def test_a_changed_address_gets_nothing_that_was_kept(
    excel: Excel, set_up: Path, evil: Portal, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    forged(excel.path, provider="gsp")
    set_up.write_text(profile(evil.base_url))
    before = dict(store.held)
    box = excel.click("download")
    assert box["ask"].startswith(f"confirm|This workbook wants to connect through 'gsp' ({evil.base_url})")
    asked = excel.click("download", box["about"], "yes")["ask"]
    assert asked.startswith(f"secret|The address in this profile is now {evil.base_url}, no longer http://127.0.0.1:")
    for step in ([step, excel.path] for step in ONLINE):
        assert "is not sent there" in run(capsys, *step, "--profile", "gsp")
    options = ["--profile", "gsp", "--progress", excel.path.parent / "progress.json", "--no-draw"]
    assert "is not sent there" in run(capsys, "work", "download", excel.path, *options)
    assert "is not sent there" in run(capsys, "login", RECIPIENT, "--profile", "gsp")
    assert "is not sent there" in run(capsys, "logout", RECIPIENT, "--profile", "gsp")
    assert store.held == before


# What names files, and what is unpacked


BOOK_IDS = ["../../../evil", "..\\..\\evil", "C:\\evil", "/tmp/evil", "0" * 31, "con"]


@pytest.mark.parametrize("facts", [*({"book_id": name} for name in BOOK_IDS), {"gstin": "27AAZCD1111E1ZT"}, {"gstin": "../../evil"}, {"period": "x"}, {"created_at": "x"}])  # fmt: skip
def test_a_forged_fact_stops_every_step(
    excel: Excel, home: Path, capsys: pytest.CaptureFixture[str], facts: dict[str, str]
) -> None:
    (part,) = facts
    forged(excel.path, **facts)
    before = everything(home.parent)
    assert f"sheet _ims, column {part}" in excel.click("download")["text"]
    assert f"sheet _ims, column {part}" in run(capsys, "match", excel.path)
    options = ["--profile", "gsp", "--progress", home / "progress.json", "--no-draw"]
    assert f"sheet _ims, column {part}" in run(capsys, "work", "download", excel.path, *options)
    assert everything(home.parent) - before == {
        str(Path("data", "progress.json")),
        str(Path("data", "excel", "result")),
    }


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_bomb_in_the_digest_is_refused(
    excel: Excel, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "DIGEST_BYTES", 50_000)
    bomb = zlib.compress(b'{"drawn": {}, "links": []}' + b" " * 60_000)
    forged(excel.path, digest=base64.b64encode(bomb).decode())
    assert "column digest" in excel.click("download")["text"]
    assert "column digest" in run(capsys, "match", excel.path)
    options = ["--profile", "gsp", "--progress", excel.path.parent / "progress.json", "--no-draw"]
    assert "column digest" in run(capsys, "work", "download", excel.path, *options)


def test_the_end_of_the_work_cannot_name_a_place_either(excel: Excel, set_up: Path) -> None:
    """The progress file is the user's own, yet what it says is written into the workbook."""
    said = {"state": "done", "message": "done", "provider": "..\\evil", "pid": os.getpid()}
    (exchange_folder() / worker.PROGRESS).write_text(json.dumps(said))
    entry.finish("download")
    text = FileBook(excel.path, known=KNOWN).metadata()
    assert json.loads(text)["provider"] == ""


def test_the_trap_is_real(book: Path, set_up: Path, evil: Portal, client_folder: Path) -> None:
    """The stranger's profile, once it is the user's own, is asked: what is tested above would be seen."""
    (set_up.parent / "evil.toml").write_text((client_folder / "evil.toml").read_text())
    evil.answers("OTPREQUEST", error("RET11404"))
    with Client(load_profile("evil"), RECIPIENT, ui=Person("an id", "a secret")) as client, pytest.raises(Exception):  # noqa: B017, PT011
        client.sign_in()
    assert evil.actions() == ["CERTIFICATE", "OTPREQUEST"]
    evil.seen.clear()
