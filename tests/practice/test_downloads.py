"""What a batch downloads on the stand-in: for whom, when, and what it says of those it leaves out."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from support.practice_desk import DECCAN, KONKAN, Here
from support.signin_desk import OTP, gsp, write_profile
from support.twenty import PERIOD

from ims_xl.practice.batch import run_batch
from ims_xl.practice.client import AS_IT_WAS
from ims_xl.practice.desk import open_desk
from ims_xl.practice.downloads import SIGN_IN
from ims_xl.ui import Silent
from ims_xl.workflow import Outcome, close_month, open_job

NOW = datetime(2026, 11, 12, 10, 0)  # the stand-in's; before the draft of GSTR-2B
WRITES = ("SAVE", "RESETIMS", "GEN2B")


@pytest.fixture
def practice(folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Deccan and Konkan have the same twenty documents on the portal and are signed in."""
    with gsp(monkeypatch, tmp_path / "secrets.json", DECCAN, KONKAN) as sandbox:
        write_profile(sandbox, {DECCAN: "deccan.user", KONKAN: "konkan.user"})
        payload = folder.portal_file(DECCAN)
        for gstin in (DECCAN, KONKAN):
            sandbox.ledger.load(json.loads(payload.read_text(encoding="utf-8")), gstin, PERIOD)
        payload.unlink()
        folder.clients((DECCAN, "Deccan"), (KONKAN, "Konkan Foods"))
        folder.sandbox = sandbox
        sign_ins = open_desk(folder.root / "clients.xlsx").sign_ins()
        sign_ins.request(Silent())
        assert [sign_ins.take(gstin, OTP) for gstin in (DECCAN, KONKAN)] == [True, True]
        yield folder


def batch(practice, now: datetime = NOW, **options) -> Outcome:
    desk = open_desk(practice.root / "clients.xlsx")
    return run_batch(desk, Silent(), Here(), **{"period": "Oct-2026", "now": now, **options})


def rows(practice) -> dict[str, dict[str, object]]:
    sheet = openpyxl.load_workbook(practice.root / "Practice.xlsx")["Practice"]
    (area,) = sheet.tables.values()
    headings, *found = [[cell.value for cell in row] for row in sheet[area.ref]]
    return {str(row[1]): dict(zip(headings, row, strict=True)) for row in found}


def asked(practice, *actions: str) -> int:
    return sum(len(practice.sandbox.log.calls(action)) for action in actions)


def sign_out(practice, gstin: str) -> None:
    client = open_desk(practice.root / "clients.xlsx").sign_ins().connect(gstin)
    with client:
        client.sessions.forget()


def test_who_is_signed_in_is_downloaded_and_matched_and_nothing_is_sent(practice):
    practice.register(DECCAN, f"{DECCAN}/register.xlsx", names_owner=False)
    outcome = batch(practice)
    assert outcome.message == "Oct-2026: 2 clients: 2 done"
    assert outcome.issues == []
    shown = rows(practice)
    assert [shown[gstin]["Documents"] for gstin in (DECCAN, KONKAN)] == [20, 20]
    said = str(shown[DECCAN]["Last batch"])
    assert "Made " in said
    assert "; 20 documents on the portal" in said
    assert "22 book documents read" in said
    assert asked(practice, *WRITES, "GET2B") == 0
    assert asked(practice, "OTPREQUEST") == 2  # when they signed in


def test_what_is_fresh_is_not_downloaded_again_and_the_workbook_stays_as_it_is(practice):
    batch(practice)
    calls = asked(practice, "GETINV", "GETCNT")
    before = {path: path.read_bytes() for path in practice.root.rglob("*Oct-2026.xlsx")}
    assert batch(practice).figures["as they were"] == 2
    assert {path: path.read_bytes() for path in before} == before
    assert asked(practice, "GETINV", "GETCNT") == calls
    later = batch(practice, NOW + timedelta(hours=25))
    assert later.figures["done"] == 2
    assert asked(practice, "GETINV", "GETCNT") > calls


def test_without_a_session_the_client_goes_on_with_the_files_there_are(practice):
    practice.portal_file(KONKAN)
    sign_out(practice, KONKAN)
    outcome = batch(practice)
    assert outcome.figures["done"] == 2
    assert not outcome.failed
    assert [str(issue) for issue in outcome.issues] == [
        "not downloaded, since not signed in: 1 client. Request OTPs (ims-xl login-clients), then run the batch again."
    ]
    shown = rows(practice)[KONKAN]
    assert shown["Documents"] == 20
    assert str(shown["Last batch"]).endswith(f"; {SIGN_IN}")
    assert asked(practice, "OTPREQUEST") == 2


def test_a_session_that_the_portal_ended_sends_no_otp(practice):
    practice.sandbox.clock.advance(hours=7)
    outcome = batch(practice)
    assert "not signed in: 2 clients" in str(outcome.issues[0])
    assert asked(practice, "OTPREQUEST") == 2
    sheet = openpyxl.load_workbook(practice.root / "Practice.xlsx")["Sign-in"]
    assert [sheet.cell(row, 8).value for row in (5, 6)] == ["Request an OTP"] * 2


def test_a_portal_that_refuses_is_told_and_the_other_steps_are_done(practice):
    practice.portal_file(KONKAN)
    practice.sandbox.faults.add("status", "GETCNT", status=403, times=1)  # of Deccan
    outcome = batch(practice)
    assert [issue.file for issue in outcome.issues] == [f"Deccan ({DECCAN})"]
    assert str(outcome.issues[0]).startswith(f"Deccan ({DECCAN}): not downloaded: a gateway on the way")
    assert rows(practice)[KONKAN]["Documents"] == 20


def test_gstr2b_is_fetched_once_it_is_drafted_and_never_computed(practice):
    practice.sandbox.clock.advance(days=3)  # sessions have ended by then
    drafted = datetime(2026, 11, 15)
    sign_ins = open_desk(practice.root / "clients.xlsx").sign_ins()
    sign_ins.request(Silent(), [KONKAN])
    assert sign_ins.take(DECCAN, OTP)
    outcome = batch(practice, drafted)
    assert "GSTR-2B of Oct-2026" in str(rows(practice)[DECCAN]["Last batch"])
    assert asked(practice, "GET2B") >= 1
    assert asked(practice, *WRITES) == 0
    calls = asked(practice, "GET2B")
    assert batch(practice, drafted).figures["failed"] == 0
    assert asked(practice, "GET2B") == calls
    assert outcome.figures["failed"] == 0


def test_a_gstr2b_that_is_not_there_is_told_and_the_documents_are_kept(practice):
    outcome = batch(practice, datetime(2026, 11, 15))  # here; at the portal it is still the 12th
    assert [issue.reason.partition(":")[0] for issue in outcome.issues] == ["GSTR-2B was not fetched"] * 2
    assert rows(practice)[DECCAN]["Documents"] == 20


def test_a_closed_month_is_not_downloaded(practice):
    batch(practice)
    with open_job(practice.root / DECCAN / f"{DECCAN} Oct-2026.xlsx", Silent()) as job:
        close_month(job)
        job.draw()
    calls = asked(practice, "GETCNT")
    outcome = batch(practice, NOW + timedelta(hours=25), steps=("download", "import"))
    assert outcome.figures["closed"] == 1
    assert asked(practice, "GETCNT") - calls <= 3  # Konkan's


def test_steps_without_the_download_ask_the_portal_nothing(practice):
    calls = asked(practice, "GETCNT", "GETINV")
    outcome = batch(practice, steps=("import", "match"))
    assert outcome.issues == []
    assert asked(practice, "GETCNT", "GETINV") == calls


def test_a_failed_client_says_what_failed_before_what_was_done(practice):
    register = practice.register(KONKAN, f"{KONKAN}/register.xlsx", names_owner=False)
    twin = practice.root / KONKAN / "branch" / register.name
    twin.parent.mkdir()
    twin.write_bytes(register.read_bytes())
    batch(practice)
    said = str(rows(practice)[KONKAN]["Last batch"])
    assert " · register.xlsx: 2 files of this client have the same name" in said
    assert ". Before that: Made " in said
    assert "20 documents on the portal" in said
    assert AS_IT_WAS not in said
