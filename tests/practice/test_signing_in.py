"""The sign-ins of many clients on the stand-in: who is sent an OTP, what is said of each, what fails alone."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.practice_desk import DECCAN, GODAVARI, KONKAN
from support.signin_desk import OTP, gsp, write_profile

from ims_xl.gstn.profile_users import ProfileUsers
from ims_xl.issues import ImsError
from ims_xl.practice.signing_in import FAILED, NO_SESSION, PORTAL_FILES, SENT, SIGNED_IN, SIX_DIGITS, Row, SignIns
from ims_xl.sandbox import Sandbox
from ims_xl.ui import Silent

NAMES = {DECCAN: "Deccan", KONKAN: "Konkan Foods", GODAVARI: "Godavari"}
NOON = datetime(2026, 11, 12, 12, 0)


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Users of Deccan and Konkan are named by the profile, Godavari works with portal files."""
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    with gsp(monkeypatch, tmp_path / "secrets.json", *NAMES) as sandbox:
        write_profile(sandbox, {DECCAN: "deccan.user", KONKAN: "konkan.user"})
        yield sandbox


def desk(before: dict[str, Row] | None = None, now: datetime = NOON) -> SignIns:
    found = SignIns(NAMES, before or {}, ProfileUsers(), now=lambda: now)
    found.look()
    return found


def states(found: SignIns) -> dict[str, str]:
    return {NAMES[row.gstin]: row.state for row in found.rows.values()}


def asked(sandbox: Sandbox) -> int:
    return len(sandbox.log.calls("OTPREQUEST"))


def test_all_are_sent_an_otp_in_one_go_and_each_is_given_as_it_arrives(sandbox):
    found = desk()
    assert states(found) == {"Deccan": NO_SESSION, "Konkan Foods": NO_SESSION, "Godavari": PORTAL_FILES}
    found.request(Silent())
    assert asked(sandbox) == 2
    assert states(found) == {"Deccan": SENT, "Konkan Foods": SENT, "Godavari": PORTAL_FILES}
    assert [row.requested for row in found.waiting()] == [NOON, NOON]
    later = desk(found.rows)  # another program
    assert later.take(KONKAN, OTP)
    assert states(later) == {"Deccan": SENT, "Konkan Foods": SIGNED_IN, "Godavari": PORTAL_FILES}
    row = later.rows[KONKAN]
    assert (row.provider, row.user, row.requested) == ("North GSP", "Known", None)
    assert timedelta(hours=5, minutes=59) < row.until - datetime.now() <= timedelta(hours=6)


def test_who_is_signed_in_or_has_an_otp_on_its_way_is_not_asked_again(sandbox):
    found = desk()
    found.request(Silent())
    found.take(KONKAN, OTP)
    again = desk(found.rows, NOON + timedelta(minutes=14))
    again.request(Silent())
    assert asked(sandbox) == 2
    again.request(Silent(), again=True)
    assert asked(sandbox) == 3  # Deccan's
    old = desk(again.rows, NOON + timedelta(minutes=40))
    old.request(Silent())
    assert asked(sandbox) == 4
    assert states(old)["Konkan Foods"] == SIGNED_IN


def test_a_session_that_soon_ends_is_renewed_and_else_an_otp_is_sent_for(sandbox, monkeypatch: pytest.MonkeyPatch):
    found = desk()
    found.request(Silent())
    found.take(KONKAN, OTP)
    session = found.rows[KONKAN].until
    near = session.astimezone() - timedelta(minutes=5)
    monkeypatch.setattr("ims_xl.gstn.client.utc_now", lambda: near)
    monkeypatch.setattr("ims_xl.practice.signing_in._unattended", _at(near))
    renewed = desk(found.rows)
    renewed.request(Silent(), [DECCAN])
    assert asked(sandbox) == 2
    assert renewed.rows[KONKAN].until > session
    monkeypatch.setattr("ims_xl.gstn.session.Sessions._refresh", lambda self, session: session)
    nearer = renewed.rows[KONKAN].until.astimezone() - timedelta(minutes=5)
    monkeypatch.setattr("ims_xl.practice.signing_in._unattended", _at(nearer))
    unrenewed = desk(renewed.rows)
    unrenewed.request(Silent(), [DECCAN])
    assert asked(sandbox) == 3
    assert states(unrenewed)["Konkan Foods"] == SENT


def _at(moment: datetime):
    from ims_xl.gstn.client import Client

    return lambda profile, gstin, period: Client(profile, gstin, period=period, unattended=True, now=lambda: moment)


def test_a_session_that_was_ended_at_the_portal_is_found_out(sandbox):
    found = desk()
    found.request(Silent(), [DECCAN])
    found.take(KONKAN, OTP)
    sandbox.clock.advance(hours=7)
    assert states(desk(found.rows))["Konkan Foods"] == SIGNED_IN  # as far as this computer knows
    found.request(Silent(), [DECCAN])
    assert states(found)["Konkan Foods"] == SENT


def test_a_wrong_otp_is_told_and_may_be_typed_again(sandbox):
    found = desk()
    found.request(Silent())
    assert not found.take(DECCAN, "111111")
    assert found.rows[DECCAN].state.startswith(f"{FAILED}: the OTP is wrong or too old")
    assert states(found)["Konkan Foods"] == SENT
    assert states(desk(found.rows))["Deccan"] == SENT  # it is still waited for
    assert found.take(DECCAN, OTP)


def test_an_otp_the_portal_no_longer_waits_for_is_told_and_a_new_one_is_sent_for(sandbox):
    found = desk()
    found.request(Silent())
    sandbox.clock.advance(minutes=11)
    assert not found.take(DECCAN, OTP)
    assert found.rows[DECCAN].state.startswith(FAILED)
    assert found.rows[DECCAN].requested is None
    assert desk(found.rows).rows[DECCAN].state == found.rows[DECCAN].state  # the reason stays until something is done
    found.request(Silent())
    assert states(found) == {"Deccan": SENT, "Konkan Foods": SENT, "Godavari": PORTAL_FILES}
    assert asked(sandbox) == 3


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a", "１２３４５６", "123 456"])
def test_what_is_no_otp_costs_no_try(sandbox, typed: str):
    found = desk()
    found.request(Silent())
    assert not found.take(DECCAN, typed)
    assert found.rows[DECCAN].state == SIX_DIGITS
    assert typed not in SIX_DIGITS
    assert sandbox.log.calls("AUTHTOKEN") == []


def test_one_client_who_fails_stops_no_other(sandbox):
    sandbox.faults.add("status", "OTPREQUEST", status=403, times=1)
    found = desk()
    found.request(Silent())
    assert found.rows[DECCAN].state.startswith(f"{FAILED}: ")
    assert states(found)["Konkan Foods"] == SENT


def test_a_fault_of_the_program_stops_no_other(sandbox, monkeypatch: pytest.MonkeyPatch):
    from ims_xl.practice import signing_in

    true = signing_in._unattended

    def faulty(profile, gstin, period):
        return true(profile, gstin, period) if gstin == KONKAN else 1 / 0

    monkeypatch.setattr(signing_in, "_unattended", faulty)
    found = desk()
    found.request(Silent())
    assert states(found)["Deccan"] == f"{FAILED}: this is a fault of the program (ZeroDivisionError)"
    assert states(found)["Konkan Foods"] == SENT


def test_a_portal_that_repeats_the_otp_does_not_put_it_into_the_row(sandbox, monkeypatch: pytest.MonkeyPatch):
    from ims_xl.gstn.errors import GstnError

    def refuse(self, otp):
        raise GstnError("AUTH4034", f"Invalid OTP {otp}")

    monkeypatch.setattr("ims_xl.gstn.session.Sessions.take_otp", refuse)
    found = desk()
    found.request(Silent())
    found.take(DECCAN, OTP)
    assert "Invalid OTP ***" in found.rows[DECCAN].state


def test_two_profiles_that_name_a_user_are_told_until_one_was_connected(sandbox):
    write_profile(sandbox, {DECCAN: "deccan.user"}, name="southgsp")
    found = desk()
    assert found.rows[DECCAN].state.startswith(
        f"{FAILED}: several profiles name a user for this GSTIN: northgsp, southgsp"
    )
    only = SignIns(NAMES, {}, ProfileUsers("southgsp"))
    only.request(Silent())
    assert only.take(DECCAN, OTP)
    assert states(only)["Konkan Foods"] == PORTAL_FILES
    assert states(desk())["Deccan"] == SIGNED_IN


def test_a_profile_with_a_fault_is_told_and_the_others_are_used(sandbox, tmp_path):
    (tmp_path / "data" / "profiles" / "broken.toml").write_text("name = ", encoding="utf-8")
    profiles = ProfileUsers()
    assert [issue.file for issue in profiles.issues] == ["broken.toml"]
    assert profiles.of(DECCAN) is not None
    with pytest.raises(ImsError, match="not written as TOML"):
        ProfileUsers("broken")


def test_the_stand_in_is_no_provider_of_clients(sandbox):
    write_profile(sandbox, {GODAVARI: "any"}, name="sandbox", more="sandbox = true\n")
    assert states(desk())["Godavari"] == PORTAL_FILES


def test_the_rows_of_the_sheet_have_no_otp_and_those_with_a_provider_come_first(sandbox):
    found = desk()
    found.request(Silent())
    frame = found.frame()
    assert list(frame["name"]) == ["Deccan", "Konkan Foods", "Godavari"]
    assert set(frame["otp"]) == {""}
    assert frame["requested"].dt.hour.tolist()[:2] == [12, 12]
