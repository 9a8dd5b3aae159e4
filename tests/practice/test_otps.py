"""The sign-in desk at the practice workbook and at a terminal; an OTP is nowhere once it was read."""

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from support.accountant import edit
from support.desk import Person
from support.practice_desk import DECCAN, GODAVARI, KONKAN
from support.secret_scan import contents
from support.signin_desk import OTP, gsp, write_profile

from ims_xl.cli import main
from ims_xl.issues import ImsError
from ims_xl.practice.desk import open_desk
from ims_xl.practice.otps import sign_in_clients
from ims_xl.practice.showing import refresh
from ims_xl.ui import UI, Silent
from ims_xl.workflow.outcome import Outcome

NOW = datetime.now().replace(microsecond=0)


@pytest.fixture
def practice(folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The practice workbook of three clients; the profile names users of two."""
    with gsp(monkeypatch, tmp_path / "secrets.json", DECCAN, KONKAN) as sandbox:
        write_profile(sandbox, {DECCAN: "deccan.user", KONKAN: "konkan.user"})
        folder.clients((DECCAN, "Deccan"), (KONKAN, "Konkan Foods"), (GODAVARI, "Godavari"))
        refresh(open_desk(folder.root / "clients.xlsx"), Silent(), NOW)
        folder.sandbox = sandbox
        yield folder


def sign_in(practice, ui: UI | None = None, **options) -> Outcome:
    return sign_in_clients(open_desk(practice.root), ui or Silent(), now=NOW, **options)


def rows(practice) -> dict[str, dict[str, object]]:
    sheet = openpyxl.load_workbook(practice.root / "Practice.xlsx")["Sign-in"]
    (area,) = sheet.tables.values()
    headings, *found = [[cell.value for cell in row] for row in sheet[area.ref]]
    return {str(row[1]): dict(zip(headings, row, strict=True)) for row in found}


def type_otps(practice, otps: dict[str, object]) -> None:
    def typed(book) -> None:
        for row in book["Sign-in"].iter_rows(min_row=5):
            if row[1].value in otps:
                row[5].value = otps[row[1].value]

    edit(practice.root / "Practice.xlsx", typed)


def test_a_morning_at_the_workbook(practice, tmp_path):
    before = datetime.now().replace(microsecond=0)
    first = sign_in(practice)
    assert first.message == "0 of 2 clients signed in, 2 OTPs on the way"
    assert not first.failed
    assert "sheet Sign-in" in first.next
    shown = rows(practice)
    assert list(shown) == [DECCAN, KONKAN, GODAVARI]
    assert before <= shown[DECCAN]["OTP requested at"] <= datetime.now()
    assert (shown[DECCAN]["Provider"], shown[DECCAN]["User name"], shown[GODAVARI]["Provider"]) == (
        "North GSP",
        "Known",
        None,
    )
    type_otps(practice, {KONKAN: OTP, DECCAN: "111111"})
    second = sign_in(practice, request=False)
    assert second.message == "1 of 2 clients signed in, 1 OTP on the way"
    assert [issue.file for issue in second.issues] == [f"Deccan ({DECCAN})"]
    assert "the OTP is wrong or too old" in str(second.issues[0])
    shown = rows(practice)
    assert [shown[gstin]["OTP"] for gstin in shown] == [None, None, None]
    assert shown[KONKAN]["State"] == "Signed in"
    assert shown[KONKAN]["Signed in until"] > NOW
    assert len(practice.sandbox.log.calls("OTPREQUEST")) == 2
    type_otps(practice, {DECCAN: int(OTP)})  # a number, as Excel makes of what is pasted
    assert sign_in(practice).message == "2 of 2 clients signed in"
    left = contents(tmp_path)
    assert len(left) > 100_000
    assert [otp for otp in (OTP, "111111") if otp.encode() in left] == []


@pytest.mark.parametrize("step", [refresh, sign_in_clients], ids=["refresh", "sign in"])
def test_whatever_writes_the_workbook_leaves_no_otp_in_it_and_keeps_no_copy_with_one(practice, tmp_path, step):
    type_otps(practice, {DECCAN: OTP, KONKAN: OTP, GODAVARI: OTP})
    assert OTP.encode() in contents(tmp_path)
    step(open_desk(practice.root), Silent(), now=NOW)
    assert OTP.encode() not in contents(tmp_path)


def test_an_otp_that_another_step_emptied_is_told(practice):
    sign_in(practice)
    type_otps(practice, {DECCAN: OTP})
    refresh(open_desk(practice.root), Silent(), NOW)
    assert str(rows(practice)[DECCAN]["State"]).startswith("The OTP that was typed was not used")
    type_otps(practice, {DECCAN: OTP})
    assert sign_in(practice, request=False).figures["signed in"] == 1


def test_an_otp_is_out_of_the_workbook_before_it_is_used(practice, tmp_path, monkeypatch: pytest.MonkeyPatch):
    sign_in(practice)
    type_otps(practice, {DECCAN: OTP})

    def switched_off(self, otp):
        raise KeyboardInterrupt

    monkeypatch.setattr("ims_xl.gstn.session.Sessions.take_otp", switched_off)
    monkeypatch.setattr("ims_xl.practice.showing._listed_before", _first_only())
    with pytest.raises(ZeroDivisionError):  # nothing is written at the end
        sign_in(practice)
    assert OTP.encode() not in contents(tmp_path)


def _first_only():
    from ims_xl.practice import showing

    true, calls = showing._listed_before, []

    def listed(practice):
        calls.append(1)
        return true(practice) if len(calls) == 1 else 1 / 0

    return listed


def test_two_otps_for_one_gstin_are_told_and_neither_is_tried(practice):
    sign_in(practice)
    type_otps(practice, {DECCAN: OTP})

    def copied(book) -> None:
        sheet = book["Sign-in"]
        for column, value in ((2, DECCAN), (6, "999999")):
            sheet.cell(7, column).value = value

    edit(practice.root / "Practice.xlsx", copied)
    outcome = sign_in(practice, request=False)
    assert "different OTPs were typed" in str(outcome.issues[0])
    assert practice.sandbox.log.calls("AUTHTOKEN") == []


def test_what_else_stands_in_the_workbook_stays(practice):
    before = openpyxl.load_workbook(practice.root / "Practice.xlsx")
    sign_in(practice)
    after = openpyxl.load_workbook(practice.root / "Practice.xlsx")
    for name in ("Practice", "Overview", "Clients", "Files"):
        cells = [[[cell.value for cell in row] for row in book[name]] for book in (before, after)]
        assert cells[0] == cells[1]


def test_at_a_terminal_each_is_asked_for_until_a_round_brings_none(practice):
    person = Person("", OTP, "new", "111111", OTP)
    assert sign_in(practice, person).message == "2 of 2 clients signed in"
    assert person.questions[:2] == [
        f"OTP for Deccan ({DECCAN}); Enter for later, new for a new one:",
        f"OTP for Konkan Foods ({KONKAN}); Enter for later, new for a new one:",
    ]
    assert person.questions[4].startswith("Not signed in: the OTP is wrong or too old")
    assert len(person.questions) == 5
    assert len(practice.sandbox.log.calls("OTPREQUEST")) == 3


def test_without_a_provider_it_is_told_how_to_add_one(practice, tmp_path):
    (tmp_path / "data" / "profiles" / "northgsp.toml").unlink()
    outcome = sign_in(practice)
    assert outcome.message == "No client has a provider: all of them work with portal files"
    assert "[users]" in outcome.next


def test_a_profile_that_is_not_there_is_told(practice):
    with pytest.raises(ImsError, match="no such profile"):
        sign_in(practice, profile="south")


def test_without_excel_and_without_a_terminal_it_takes_two_runs(practice, capsys):
    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            main([*words])
        return int(end.value.code or 0), capsys.readouterr().out.splitlines()[-1]

    code, said = run("login-clients", str(practice.root), "--json")
    assert (code, json.loads(said)["waiting for an OTP"]) == (0, 2)
    type_otps(practice, {DECCAN: OTP, KONKAN: "12"})
    code, said = run("login-clients", str(practice.root), "--json")
    assert (code, json.loads(said)["signed in"]) == (1, 1)
    assert [issue["file"] for issue in json.loads(said)["issues"]] == [f"Konkan Foods ({KONKAN})"]
    assert OTP not in said
