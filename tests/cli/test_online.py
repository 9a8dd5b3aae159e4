"""The online steps on the command line, against the stand-in for GSTN."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support.portal import VECTORS
from support.twenty import PERIOD, RECIPIENT, write_twenty

from ims_xl.cli import main
from ims_xl.gstn.providers import SANDBOX_OTP
from ims_xl.sandbox import Sandbox, serve
from ims_xl.sheets import action_cells
from ims_xl.ui import Silent
from ims_xl.workflow import open_job


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    files = write_twenty(tmp_path)
    with serve(gstin=RECIPIENT, period=PERIOD) as sandbox:
        sandbox.ledger.load(json.loads(files.ims.read_text(encoding="utf-8")), RECIPIENT, PERIOD)
        yield sandbox


@pytest.fixture
def profile(tmp_path: Path, sandbox: Sandbox) -> str:
    path = tmp_path / "data" / "profiles" / "stand-in.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f'name = "stand-in"\nbase_url = "{sandbox.base_url}"\nsandbox = true\n'
        '[certificate]\nurl = "/certificate"\n[polling]\nrequests = [0.01, 0.01, 0.01, 0.01]\nsettle = [0.01, 0.01, 0.01, 0.01]\n',
        encoding="utf-8",
    )
    return "stand-in"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    book = tmp_path / "Oct.xlsx"
    assert run("new", book, "--gstin", RECIPIENT, "--period", "Oct-2026", "--sandbox") == 0
    return book


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    return int(end.value.code or 0)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    text = captured.out + captured.err
    assert "Traceback" not in text
    return " ".join(text.split())


def mark(book: Path, marks: dict[str, str]) -> None:
    """Type into Action cells of IMS Documents, which is there in claim without compare."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["IMS Documents"]
    top = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "Action")
    number = next(cell.column for cell in sheet[top] if cell.value == "Number (IMS)")
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, number).value in marks:
            sheet.cell(row, 1).value = marks[sheet.cell(row, number).value]
    workbook.save(book)


def downloaded(book: Path, profile: str) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Home"].cell(8, 3).value = "Claim without compare"
    workbook.save(book)
    assert run("download", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0


@pytest.mark.parametrize("step", ["download", "push", "resume", "compute-2b"])
def test_without_a_profile_the_step_stops_and_offers_the_file_road(book, capsys, step: str):
    assert run(step, book) == 1
    text = said(capsys)
    assert "No provider is chosen" in text
    assert "import-json" in text


def test_a_download_that_takes_a_marked_document_away_needs_a_yes(book, profile, sandbox, capsys):
    downloaded(book, profile)
    mark(book, {"KSF/1001": "Reject"})
    sandbox.ledger.database.run("DELETE FROM documents WHERE number = ?", "KSF/1001")
    assert run("download", book, "--profile", profile) == 1
    assert "1 of 20 documents would leave the workbook, 1 marked one among them: KSF/1001" in said(capsys)
    assert run("download", book, "--profile", profile, "--yes") == 0
    assert "19 documents on the portal" in said(capsys)


def test_the_month_over_http(book, profile, sandbox, capsys):
    assert run("login", RECIPIENT, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept", "KSF/1001": "Reject", "KSF/1002": "Pending", "SSF/26-27/0419": "No Action"})
    capsys.readouterr()
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP, "--yes", "--json") == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [figures[name] for name in ("Accept", "Reject", "Pending", "No Action", "open")] == [1, 1, 1, 1, 0]
    states = {identity[2]: action for identity, action in sandbox.ledger.states(RECIPIENT).items()}
    assert [states[name] for name in ("MHX-1301", "KSF/1001", "KSF/1002", "SSF/26-27/0419")] == ["A", "R", "P", "N"]
    assert run("compute-2b", book, "--profile", profile, "--otp", SANDBOX_OTP) == 1  # before the 14th
    assert "the 14th" in said(capsys)
    sandbox.clock.advance(days=3)
    assert run("compute-2b", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert "as decided" in said(capsys)
    sheets = openpyxl.load_workbook(book)
    titles = [
        str(sheet.cell(1, 2).value or sheet.cell(2, 2).value) for sheet in sheets if sheet.sheet_state == "visible"
    ]
    assert all(title.startswith("SANDBOX") for title in titles)


def bill(number: str, **more: object) -> dict[str, object]:
    return {
        "rgstin": RECIPIENT, "refId": number, "ispendactblocked": "N", "irefdt": "21-10-2026", "itcprd": PERIOD,
        "portcd": "INNSA1", "boenum": number, "boedt": "19-10-2026", "action": "N", "txval": 250000.0, "igst": 45000.0,
        "cess": 0, "srtinprd": PERIOD, "hash": f"0a{number}",
    } | more  # fmt: skip


def decide_imports(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    (line,) = [row for row in workbook["Settings"].iter_rows() if row[0].value == "Decide imports through the GSP"]
    assert line[1].value == "No"
    line[1].value = "Yes"
    workbook.save(book)


def test_bills_of_entry_are_decided_over_http_when_the_company_wants_it(book, profile, sandbox, capsys):
    bills = [bill("4455667"), bill("4455668"), bill("4455669", action="P"), bill("4455670", ispendactblocked="Y")]
    sandbox.ledger.load({"impg": bills, "impgsez": [bill("7788990")]}, RECIPIENT, PERIOD)
    options = ["--profile", profile, "--otp", SANDBOX_OTP]
    downloaded(book, profile)
    marks = {
        "4455667": "Accept",
        "4455668": "Pending",
        "4455669": "No Action",
        "4455670": "Pending",
        "7788990": "Accept",
    }
    mark(book, marks)
    assert run("push", book, *options) == 1  # every mark is refused, nothing is sent
    assert sandbox.log.sends() == {}
    decide_imports(book)
    capsys.readouterr()
    assert run("push", book, *options, "--json") == 1  # one of them may not wait
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [figures[name] for name in ("Accept", "Pending", "No Action", "open")] == [2, 1, 1, 0]
    states = {identity[2]: action for identity, action in sandbox.ledger.states(RECIPIENT).items()}
    assert {number: states[number] for number in marks} == {
        "4455667": "A", "4455668": "P", "4455669": "N", "4455670": "N", "7788990": "A",
    }  # fmt: skip
    assert set(sandbox.log.sends().values()) == {1}
    sandbox.clock.advance(days=3)
    assert run("compute-2b", book, *options) == 0
    assert "as decided" in said(capsys)
    with open_job(book, Silent()) as job:
        listed = job.store.statements.documents([job.identity.book_id])
    imports = listed[listed["section"].str.startswith("impg")]
    assert sorted(imports["doc_number"]) == ["4455667", "4455669", "4455670", "7788990"]  # all but the pending one
    assert imports["igst"].sum() == 180000.0


def test_rejects_nobody_confirms_are_not_sent(book, profile, sandbox, capsys):
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept", "KSF/1001": "Reject"})
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert "1 reject was not confirmed" in said(capsys)
    assert sum(sandbox.log.sends().values()) == 1


def test_only_named_actions_are_sent(book, profile, sandbox):
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept", "KSF/1002": "Pending"})
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP, "--actions", "pending") == 0
    assert [identity[2] for identity in sandbox.log.sends()] == ["KSF/1002"]
    assert run("push", book, "--profile", profile, "--actions", "acept") == 2


def test_an_upload_that_stopped_is_resumed(book, profile, sandbox, capsys):
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept"})
    sandbox.faults.add("for_ever", "SAVE")
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP) == 1
    assert "resume" in said(capsys)
    sandbox.finish_requests()
    assert run("resume", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert set(sandbox.log.sends().values()) == {1}


def test_an_upload_whose_outcome_never_comes_is_given_up(book, profile, sandbox, capsys):
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept"})
    sandbox.faults.add("for_ever", "SAVE", applied=False)
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP) == 1
    assert "ims-xl push --abandon" in said(capsys)
    assert run("push", "--abandon", book) == 1  # nobody says yes
    assert "The upload was not given up" in said(capsys)
    assert run("push", "--abandon", book, "--yes", "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert "0 of 1 decisions are known to be on the portal, 1 not known" in said(capsys)
    sandbox.finish_requests()
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert "the portal holds every decision" in said(capsys)
    assert set(sandbox.log.sends().values()) == {1}
    assert run("push", "--abandon", book, "--yes") == 1
    assert "No upload of this workbook is open" in said(capsys)


@pytest.mark.parametrize(
    "fault", [{"fault": "busy"}, {"fault": "status", "status": 403}, {"fault": "status", "status": 200}]
)
def test_a_gateway_stops_the_upload_and_refuses_nothing(book, profile, sandbox, capsys, fault):
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept"})
    sandbox.faults.add(**fault, action="SAVE")
    assert run("push", book, "--profile", profile, "--otp", SANDBOX_OTP, "--json") == 1
    told = capsys.readouterr().out
    assert f"HTTP {fault.get('status', 429)}" in told
    figures = json.loads(told.splitlines()[-1])
    assert (figures["refused by the portal"], figures["open"]) == (0, 1)
    assert run("resume", book, "--profile", profile, "--otp", SANDBOX_OTP) == 0
    assert {name[2]: state for name, state in sandbox.ledger.states(RECIPIENT).items()}["MHX-1301"] == "A"


def test_a_workbook_for_the_real_portal_does_not_go_to_the_sandbox(tmp_path, profile, capsys):
    book = tmp_path / "real.xlsx"
    assert run("new", book, "--gstin", RECIPIENT, "--period", "Oct-2026") == 0
    assert run("download", book, "--profile", profile, "--otp", SANDBOX_OTP) == 1
    assert "not made for the sandbox" in said(capsys)


def test_a_detached_worker_keeps_its_progress_file(book, profile, sandbox, tmp_path):
    progress = tmp_path / "progress.json"
    options = ["--profile", profile, "--otp", SANDBOX_OTP, "--progress", progress]
    assert run("work", "download", book, *options) == 0
    assert json.loads(progress.read_text(encoding="utf-8"))["state"] == "done"
    mark_without_file(book)
    before = book.read_bytes()
    assert run("work", "push", book, *options, "--yes", "--no-draw") == 0
    end = json.loads(progress.read_text(encoding="utf-8"))
    assert (end["state"], end["finished"], end["message"]) == ("done", True, "1 of 1 decisions are on the portal")
    assert book.read_bytes() == before  # Excel has it open


def mark_without_file(book: Path) -> None:
    """A mark that Excel's short call has read into the store, and that is not in the file on disk."""
    with open_job(book, Silent()) as job:
        documents = job.documents()
        chosen = documents[documents["doc_number"] == "MHX-1301"]
        marks = pd.DataFrame({"doc_id": chosen["doc_id"], "action": "A"})
        job.cells = action_cells.set_marks(job.cells, marks, documents)
        job.save_marks()


def test_a_cancelled_worker_says_so_and_keeps_what_was_done(book, profile, sandbox, tmp_path):
    downloaded(book, profile)
    progress, cancel = tmp_path / "progress.json", tmp_path / "cancel"
    cancel.touch()
    options = ["--profile", profile, "--otp", SANDBOX_OTP, "--progress", progress, "--cancel", cancel]
    assert run("work", "download", book, *options) == 1
    end = json.loads(progress.read_text(encoding="utf-8"))
    assert (end["state"], end["finished"]) == ("cancelled", True)


# Where an OTP comes from


def sign_in(*options: object, profile: str = "stand-in") -> int:
    return run("login", RECIPIENT, "--profile", profile, *options)


@pytest.fixture
def phone_otp(monkeypatch: pytest.MonkeyPatch) -> str:
    """One that the client does not know by heart."""
    monkeypatch.setattr("ims_xl.gstn.session.SANDBOX_OTP", "")
    return SANDBOX_OTP


@pytest.mark.parametrize("way", ["command line", "file", "environment", "input"])
def test_an_otp_is_used_from_wherever_it_is_given(profile, phone_otp, tmp_path, monkeypatch, capsys, way: str) -> None:
    file = tmp_path / "otp.txt"
    file.write_text(f"{phone_otp}\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{phone_otp}\n"))
    options: dict[str, list[object]] = {
        "command line": ["--otp", phone_otp],
        "file": ["--otp-file", file],
        "environment": [],
        "input": ["--otp", "-"],
    }
    if way == "environment":
        monkeypatch.setenv("IMS_XL_OTP", phone_otp)
    assert sign_in(*options[way]) == 0
    text = said(capsys)
    assert "Signed in until" in text
    assert ("Other programs on this computer can see an OTP" in text) is (way == "command line")


def test_every_online_step_takes_it_from_a_file_or_the_environment(
    book, profile, phone_otp, tmp_path, monkeypatch, capsys
) -> None:
    downloaded(book, profile)
    mark(book, {"MHX-1301": "Accept"})
    file = tmp_path / "otp.txt"
    file.write_text(phone_otp)
    worker = ["work", "download", book, "--progress", tmp_path / "progress.json"]
    for step in (["compute-2b", book], ["download", book], worker, ["push", book]):
        said(capsys)
        assert run(*step, "--profile", profile) == 1
        assert "The portal has sent an OTP, and it was not given" in said(capsys)
        run(*step, "--profile", profile, "--otp-file", file)
        assert "OTP" not in said(capsys)
    monkeypatch.setenv("IMS_XL_OTP", phone_otp)
    assert run("download", book, "--profile", profile) == 0


# Profiles by name


def test_a_profile_is_taken_into_the_own_folder_and_used_by_name(tmp_path, sandbox, book, capsys) -> None:
    file = tmp_path / "from the GSP" / "Deccan.toml"
    file.parent.mkdir()
    file.write_text(
        f'name = "Deccan GSP"\nbase_url = "{sandbox.base_url}"\nsandbox = true\n[certificate]\nurl = "/certificate"\n'
    )
    assert run("profile", "add", file) == 0
    assert f"Added the profile deccan: secrets go to {sandbox.base_url}" in said(capsys)
    assert run("download", book, "--profile", "Deccan", "--otp", SANDBOX_OTP) == 0
    assert run("profile", "add", file) == 1
    assert "There is a profile of that name" in said(capsys)
    assert run("profile", "add", file, "--replace") == 0


def test_a_certificate_comes_along_and_replaces_no_other(tmp_path, capsys) -> None:
    file, certificate = tmp_path / "gsp.toml", tmp_path / "gstn.pem"
    file.write_text(
        'name = "G"\nbase_url = "https://gsp.example"\nuser_ip = "203.0.113.7"\n[certificate]\nfile = "gstn.pem"\n'
    )
    assert run("profile", "add", file) == 1  # no certificate there
    assert "gstn.pem" in said(capsys)
    certificate.write_text(VECTORS["public_key"])
    assert run("profile", "add", file) == 0
    taken = tmp_path / "data" / "profiles"
    assert sorted(path.name for path in taken.iterdir()) == ["gsp.toml", "gstn.pem"]
    certificate.write_text(VECTORS["certificate"])
    assert run("profile", "add", file, "--name", "other") == 1
    assert "another certificate of that name" in said(capsys)
    assert (taken / "gstn.pem").read_text() == VECTORS["public_key"]
    assert not (taken / "other.toml").exists()
