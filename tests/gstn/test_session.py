"""Sessions: OTP, token, refresh, one new session, the end; what is kept and what is asked."""

import datetime as dt
from typing import Any

import pytest
from support.desk import BUYER, START, Desk, Person
from support.portal import VECTORS, Drop, Plain, Portal, Raw, error

from ims_xl.gstn.credentials import MemoryVault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, SignInNeeded
from ims_xl.issues import ImsError

SIGN_IN = ["CERTIFICATE", "OTPREQUEST", "AUTHTOKEN"]
NOTHING = {"b2b": []}
KEPT = [
    f"{BUYER} sandbox auth_token",
    f"{BUYER} sandbox expiry",
    f"{BUYER} sandbox session_key",
]


def held(desk: Desk) -> list[str]:
    return [name for name in sorted(desk.vault._secrets) if not name.startswith("client_")]


def test_an_otp_becomes_a_session_of_as_many_minutes_as_the_portal_says(portal: Portal, desk: Desk) -> None:
    desk.person.texts = ["575757"]
    with desk.client() as client:
        assert client.sign_in() == START + dt.timedelta(minutes=360)
    assert portal.actions() == SIGN_IN
    assert desk.person.questions == [f"OTP for {BUYER}, sent to the mobile and e-mail of sandbox:"]
    assert held(desk) == KEPT
    opened = portal.calls("AUTHTOKEN")[0]
    assert set(opened.body) == {"action", "username", "app_key", "otp"}
    assert "575757" not in str(opened.body)


def test_headers_of_every_call(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", NOTHING)
    with desk.client(period="102026", headers={"clientid": "", "x-client": "{secret.client_id}"}) as client:
        client.documents("b2b")
    headers = portal.calls("GETINV")[0].headers
    wanted = {
        "x-client": "gsp-client",
        "client-secret": "gsp-secret",
        "username": "sandbox",
        "state-cd": "27",
        "ip-usr": "127.0.0.1",
        "auth-token": "token-number-1",
        "gstin": BUYER,
    }
    assert {name: headers.get(name) for name in wanted} == wanted
    assert not {"ret_period", "clientid"} & headers.keys()
    assert len(headers["txn"]) == 32


@pytest.mark.parametrize(("period", "sent"), [("092026", "092026"), ("", "102026")])
def test_some_providers_want_a_period_or_no_gstin(portal: Portal, desk: Desk, period: str, sent: str) -> None:
    portal.answers("GETINV", NOTHING)
    with desk.client(period=period, headers={"gstin": "", "ret_period": "{period}"}) as client:
        client.documents("b2b")
    headers = portal.calls("GETINV")[0].headers
    assert headers["ret_period"] == sent
    assert "gstin" not in headers


def test_the_next_program_uses_the_session_that_is_kept(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", NOTHING)
    with desk.client() as client:
        client.sign_in()
    with desk.client() as client:
        assert client.documents("b2b") == []
    assert portal.actions() == [*SIGN_IN, "GETINV"]


def test_a_session_that_was_half_kept_is_none(portal: Portal, desk: Desk) -> None:
    with desk.client() as client:
        client.sign_in()
    desk.vault.drop(f"{BUYER} sandbox expiry")
    with desk.client() as client:
        client.sign_in()
    assert portal.actions() == [*SIGN_IN, *SIGN_IN]


# OTPs


def test_a_wrong_otp_is_asked_for_again(portal: Portal, desk: Desk) -> None:
    desk.person.texts = ["111111", " 575757 "]
    with desk.client() as client:
        client.sign_in()
    assert portal.actions() == [*SIGN_IN, "AUTHTOKEN"]
    assert desk.person.lines == ['The OTP is wrong or too old (AUTH4034: "Invalid OTP"). Tries left: 2.']


def test_three_wrong_otps_are_the_end(portal: Portal, desk: Desk) -> None:
    desk.person.texts = ["1", "2", "3", "575757"]
    with desk.client() as client, pytest.raises(SignInNeeded, match="the OTP is wrong or too old") as caught:
        client.sign_in()
    assert len(portal.calls("AUTHTOKEN")) == 3
    assert "ims-xl login" in caught.value.issue.remedy
    assert desk.person.texts == ["575757"]


def test_an_otp_nobody_asked_for_is_replaced_by_a_new_one(portal: Portal, desk: Desk) -> None:
    desk.person.texts = ["575757", "575757"]
    portal.answers("AUTHTOKEN", error("AUTH4033"))
    with (
        desk.client(limits={"otp_tries": 2}) as client,
        pytest.raises(SignInNeeded, match="does not know this session"),
    ):
        client.sign_in()
    assert portal.actions() == ["CERTIFICATE", "OTPREQUEST", "AUTHTOKEN", "OTPREQUEST", "AUTHTOKEN"]


def test_the_otp_of_a_script_is_used_without_a_question(portal: Portal, desk: Desk) -> None:
    portal.otp = "246810"
    with desk.client(otp=" 246810 ") as client:
        client.sign_in()
    assert desk.person.questions == []


def test_a_script_gets_its_otp_in_one_run_and_gives_it_in_the_next(
    portal: Portal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ims_xl.gstn.session.SANDBOX_OTP", "")
    with desk.client() as client, pytest.raises(SignInNeeded, match="has sent an OTP"):
        client.sign_in()
    with desk.client(otp="575757") as client:
        client.sign_in()
    assert portal.actions() == ["CERTIFICATE", "OTPREQUEST", "CERTIFICATE", "AUTHTOKEN"]
    assert held(desk) == KEPT


def test_a_wrong_otp_of_a_script_is_told(portal: Portal, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ims_xl.gstn.session.SANDBOX_OTP", "")
    with desk.client(otp="111111") as client, pytest.raises(SignInNeeded, match="the OTP is wrong or too old"):
        client.sign_in()
    assert len(portal.calls("AUTHTOKEN")) == 1


def test_one_program_sends_for_an_otp_and_another_one_takes_it(portal: Portal, desk: Desk) -> None:
    with desk.client() as client:
        client.sessions.request_otp()
        assert client.sessions.awaits_otp
    with desk.client() as client:
        assert client.sessions.take_otp("575757").ends == START + dt.timedelta(minutes=360)
        assert not client.sessions.awaits_otp
    assert desk.person.questions == []
    assert held(desk) == KEPT


def test_a_wrong_otp_may_be_given_again_and_one_the_portal_does_not_wait_for_is_forgotten(
    portal: Portal, desk: Desk
) -> None:
    with desk.client() as client:
        with pytest.raises(SignInNeeded, match="no OTP was asked for"):
            client.sessions.take_otp("575757")
        client.sessions.request_otp()
        with pytest.raises(GstnError, match="wrong or too old"):
            client.sessions.take_otp("111111")
        assert client.sessions.awaits_otp
        portal.answers("AUTHTOKEN", error("AUTH4033"))
        with pytest.raises(GstnError, match="does not know this session"):
            client.sessions.take_otp("575757")
        assert not client.sessions.awaits_otp
    assert "575757" not in str(desk.archive())


def test_unattended_no_otp_is_sent_for_where_there_is_no_session_or_the_portal_ended_it(
    portal: Portal, desk: Desk
) -> None:
    with desk.client(unattended=True) as client:
        with pytest.raises(SignInNeeded, match="there is no session"):
            client.documents("b2b")
        assert client.sessions.alive() is None
    with desk.client() as client:
        client.sign_in()
    portal.answers("GETINV", error("AUTH4038"))
    with desk.client(unattended=True) as client:
        assert client.sessions.alive() is not None
        with pytest.raises(SignInNeeded):
            client.documents("b2b")
    assert portal.actions() == [*SIGN_IN, "GETINV"]


@pytest.mark.parametrize("action", ["OTPREQUEST", "AUTHTOKEN"])
def test_too_many_sessions_are_explained(portal: Portal, desk: Desk, action: str) -> None:
    portal.answers(action, error("AUTH403", "maximum session exceeded"))
    with desk.client() as client, pytest.raises(GstnError, match="another program or GSP holds one") as caught:
        client.sign_in()
    assert "Log out there" in caught.value.issue.remedy


@pytest.mark.parametrize("fault", [Drop(), Raw(500), Raw(200, b"no"), error("RET12501", "System failure: later")])
@pytest.mark.parametrize("action", ["OTPREQUEST", "AUTHTOKEN"])
def test_signing_in_that_breaks_off_is_not_repeated_and_harmless(
    portal: Portal, desk: Desk, action: str, fault: Any
) -> None:
    portal.answers(action, fault)
    with desk.client() as client, pytest.raises(NotReached, match="signing in broke off"):
        client.sign_in()
    assert len(portal.calls(action)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"auth_token": "t", "expiry": 360},
        {"sek": "AAAA", "expiry": 360},
        {"auth_token": "t", "sek": "AAAA"},
        {"auth_token": "t", "sek": "AAAA", "expiry": "soon"},
        {"auth_token": "t", "sek": VECTORS["sek"], "expiry": 360},
    ],
)
def test_an_answer_without_a_session_is_none(portal: Portal, desk: Desk, answer: dict[str, Any]) -> None:
    portal.answers("AUTHTOKEN", Plain({"status_cd": "1", **answer}))
    with desk.client() as client, pytest.raises(EnvelopeError, match="session"):
        client.sign_in()
    assert held(desk) == []


def test_minutes_may_be_a_text(portal: Portal, desk: Desk) -> None:
    portal.minutes = "120"
    with desk.client() as client:
        assert client.sign_in() == START + dt.timedelta(hours=2)


# Certificates


def test_a_new_certificate_is_fetched_once(portal: Portal, desk: Desk) -> None:
    portal.answers("OTPREQUEST", error("TEC4002"), Plain({"status_cd": "1"}))
    with desk.client() as client:
        client.sign_in()
    assert portal.actions() == ["CERTIFICATE", "OTPREQUEST", "CERTIFICATE", "OTPREQUEST", "AUTHTOKEN"]


def test_a_certificate_that_stays_wrong_is_told(portal: Portal, desk: Desk) -> None:
    portal.answers("OTPREQUEST", error("TEC4002"))
    with desk.client() as client, pytest.raises(GstnError, match="TEC4002") as caught:
        client.sign_in()
    assert "Ask your GSP for the new certificate" in caught.value.issue.remedy
    assert len(portal.calls("OTPREQUEST")) == 2


def test_the_new_certificate_may_stand_elsewhere(portal: Portal, desk: Desk) -> None:
    file = desk.home / "gstn.pem"
    file.write_text(VECTORS["certificate"])
    portal.answers("OTPREQUEST", error("TEC4002"), Plain({"status_cd": "1"}))
    with desk.client(certificate={"file": str(file), "renewed": "/new/certificate.pem"}) as client:
        client.sign_in()
    assert [seen.path for seen in portal.calls("CERTIFICATE")] == ["/new/certificate.pem"]


def test_a_certificate_file_is_read_and_its_renewal_asked_for(portal: Portal, desk: Desk) -> None:
    with desk.client(certificate={"file": str(desk.home / "gstn.pem")}) as client:
        with pytest.raises(ImsError, match="cannot be read"):
            client.sign_in()
        (desk.home / "gstn.pem").write_text(VECTORS["public_key"])
        client.sign_in()
        assert portal.actions() == ["OTPREQUEST", "AUTHTOKEN"]
        client.sign_out()
        portal.answers("OTPREQUEST", error("TEC4002"))
        with pytest.raises(GstnError, match="TEC4002"):
            client.sign_in()


# Refresh and the end


@pytest.mark.parametrize("wraps_with", ["app_key", "session_key"])
def test_a_session_is_refreshed_before_it_ends(portal: Portal, desk: Desk, wraps_with: str) -> None:
    portal.wraps_with = wraps_with
    portal.answers("GETINV", NOTHING)
    with desk.client() as client:
        client.sign_in()
        desk.time.moment += dt.timedelta(minutes=349)
        client.documents("b2b")
        assert portal.calls("REFRESHTOKEN") == []
        desk.time.moment += dt.timedelta(minutes=2)
        client.documents("b2b")
        client.documents("b2b")
    assert portal.actions() == [*SIGN_IN, "GETINV", "REFRESHTOKEN", "GETINV", "GETINV"]
    assert [seen.headers["auth-token"] for seen in portal.calls("GETINV")] == [
        "token-number-1",
        "token-number-2",
        "token-number-2",
    ]
    body = portal.calls("REFRESHTOKEN")[0].body
    assert (body["auth_token"], set(body)) == ("token-number-1", {"action", "username", "app_key", "auth_token"})


@pytest.mark.parametrize("fault", [error("AUTH4035"), Drop(), Plain({"status_cd": "1"})])
def test_a_session_that_cannot_be_refreshed_is_used_until_it_ends(portal: Portal, desk: Desk, fault: Any) -> None:
    portal.answers("REFRESHTOKEN", fault)
    portal.answers("GETINV", NOTHING)
    with desk.client() as client:
        client.sign_in()
        desk.time.moment += dt.timedelta(minutes=355)
        client.documents("b2b")
        client.documents("b2b")
        assert portal.actions() == [*SIGN_IN, "REFRESHTOKEN", "GETINV", "GETINV"]
        desk.time.moment += dt.timedelta(minutes=6)
        client.documents("b2b")
    assert portal.actions()[6:] == ["OTPREQUEST", "AUTHTOKEN", "GETINV"]


def test_a_provider_without_refresh_is_not_asked(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", NOTHING)
    with desk.client(signin={"refresh": {"call": ""}}) as client:
        client.sign_in()
        desk.time.moment += dt.timedelta(minutes=355)
        client.documents("b2b")
    assert portal.calls("REFRESHTOKEN") == []


EXPIRED = ["AUTH4038", "AUTH158", "RT-R1R3BAV-1007", "RET11402", "AUTH4033", "RETOTPREQUEST", "EVCREQUEST", "RET2B1010"]


@pytest.mark.parametrize("code", EXPIRED)
def test_one_new_session_when_the_portal_says_it_has_ended(portal: Portal, desk: Desk, code: str) -> None:
    portal.answers("GETINV", error(code), NOTHING)
    with desk.client() as client:
        assert client.documents("b2b") == []
    assert portal.actions() == [*SIGN_IN, "GETINV", "OTPREQUEST", "AUTHTOKEN", "GETINV"]
    assert portal.calls("GETINV")[1].headers["auth-token"] == "token-number-2"


def test_not_a_second_one(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", error("AUTH4038"))
    with desk.client() as client, pytest.raises(GstnError, match="AUTH4038"):
        client.documents("b2b")
    assert len(portal.calls("AUTHTOKEN")) == 2
    assert len(portal.calls("GETINV")) == 2


def test_a_save_refused_for_its_session_is_sealed_anew_and_sent(portal: Portal, desk: Desk) -> None:
    payload = {"rtin": BUYER, "reqtyp": "SAVE", "invdata": {}}
    portal.answers("SAVE", error("AUTH4038"), {"reference_id": "1a2b"})
    with desk.client() as client:
        assert client.save(payload) == "1a2b"
    first, second = portal.calls("SAVE")
    assert first.payload == second.payload == payload
    assert first.body["data"] != second.body["data"]


def test_a_session_another_program_made_meanwhile_is_used(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", error("AUTH4038"), NOTHING)
    with desk.client() as client, desk.client() as other:
        client.sign_in()
        other.sessions.sign_in()
        assert client.documents("b2b") == []
    assert len(portal.calls("AUTHTOKEN")) == 2
    assert portal.calls("GETINV")[1].headers["auth-token"] == "token-number-2"


def test_an_ended_session_without_a_person_needs_signing_in(
    portal: Portal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.client() as client:
        client.sign_in()
        monkeypatch.setattr("ims_xl.gstn.session.SANDBOX_OTP", "")
        portal.answers("GETINV", error("AUTH4038"))
        with pytest.raises(SignInNeeded, match="has sent an OTP"):
            client.documents("b2b")


def test_logging_out_ends_it_there_and_here(portal: Portal, desk: Desk) -> None:
    with desk.client() as client:
        client.sign_in()
        client.sign_out()
        client.sign_out()
    assert portal.actions() == [*SIGN_IN, "LOGOUT"]
    assert portal.calls("LOGOUT")[0].body["auth_token"] == "token-number-1"
    assert held(desk) == []


@pytest.mark.parametrize("fault", [error("AUTH4035"), Drop()])
def test_where_logging_out_does_not_work_it_is_forgotten_here(portal: Portal, desk: Desk, fault: Any) -> None:
    portal.answers("LOGOUT", fault)
    with desk.client() as client:
        client.sign_in()
        client.sign_out()
    assert held(desk) == []
    assert "at the portal it ends by itself" in desk.person.lines[-1]


def test_a_provider_without_logout_is_not_asked(portal: Portal, desk: Desk) -> None:
    with desk.client(signin={"logout": {"call": ""}}) as client:
        client.sign_in()
        client.sign_out()
    assert portal.calls("LOGOUT") == []


# Credentials of the provider


def test_credentials_are_asked_for_once_and_kept(portal: Portal, desk: Desk) -> None:
    desk.vault = MemoryVault()
    desk.person = Person("my-id", "my-secret")
    with desk.client() as client:
        client.sign_in()
    assert desk.person.questions[:2] == ["Client id that sandbox gave you:", "Client secret that sandbox gave you:"]
    assert (desk.vault.get("client_id"), desk.vault.get("client_secret")) == ("my-id", "my-secret")
    assert portal.calls("OTPREQUEST")[0].headers["client-secret"] == "my-secret"


def test_without_credentials_nothing_is_sent(portal: Portal, desk: Desk) -> None:
    desk.vault = MemoryVault()
    with pytest.raises(SignInNeeded, match="the client id of sandbox is not kept"):
        desk.client()
    assert portal.seen == []


def test_no_secret_is_in_the_archive(portal: Portal, desk: Desk) -> None:
    desk.person.texts = ["918273", "575757"]
    portal.answers("GETINV", error("AUTH4038", "token-number-1 has expired"), {"token": "download-token-1", "est": "1"})
    portal.answers("FILEDET", error("RET11410", "no file download-token-1 for gsp-secret"))
    with desk.client() as client:
        client.sign_in()
        keys = [portal.key, portal.app_key]
        with pytest.raises(GstnError):
            client.documents("b2b")
        desk.time.moment += dt.timedelta(minutes=355)
        client.sign_in()
        keys += [portal.key, portal.app_key]
        client.sign_out()
    kept = "".join(file.read_text(encoding="utf-8") for file in desk.home.glob("traffic/**/*.jsonl"))
    assert kept.count('"what"') == len(portal.seen) == 11
    secrets = ["575757", "918273", "download-token-1", "gsp-secret", "gsp-client", *portal.tokens]
    secrets += [text for key in keys for text in (key.hex(), key.decode("latin-1"))]
    secrets += [str(seen.body[name]) for seen in portal.seen for name in ("app_key", "otp") if name in seen.body]
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in kept] == []
