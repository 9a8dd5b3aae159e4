"""What a failure on the way means: repeated, given up as not reached, or an outcome nobody knows."""

import datetime as dt
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.desk import BUYER, START, Desk
from support.portal import VECTORS, Drip, Drop, Hang, Portal, Raw, Tampered, error, serve_portal

from ims_xl.gstn.client import Client
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, OutcomeUnknown, SignInNeeded, StoppedByGateway
from ims_xl.gstn.providers import Profile
from ims_xl.ui import Cancelled

NOTHING = {"b2b": []}
DONE = {"reference_id": "1a2b3c4d5e6f708"}
PAYLOAD = {"rtin": BUYER, "reqtyp": "SAVE", "invdata": {"b2b": [{"inum": "A1"}]}}
WRITES: dict[str, Callable[[Client], str]] = {
    "SAVE": lambda client: client.save(PAYLOAD),
    "RESETIMS": lambda client: client.reset(PAYLOAD),
}


@pytest.mark.parametrize(
    "fault",
    [
        Drop(),
        Drop(after=10),
        Raw(500, b"<html>"),
        Raw(503),
        Raw(429),
        Raw(408),
        Raw(302, headers={"Location": "https://elsewhere.example"}),
        Raw(200, b'{"status_cd":"1","da'),
        Raw(200, b"[]"),
        Raw(200, b""),
        error("RET12501", "System failure"),
        error("RET12501", "System failure", status=500),
        Tampered(NOTHING, "hmac", "AAAA"),
        Tampered(NOTHING, "data", "AAAA"),
        Tampered(NOTHING, "hmac", None),
    ],
)
def test_a_question_is_repeated_and_answered_in_the_end(portal: Portal, desk: Desk, fault: Any) -> None:
    portal.answers("GETINV", fault, fault, {"b2b": [{"inum": "A1"}]})
    with desk.client() as client:
        assert client.documents("b2b") == [{"inum": "A1"}]
    assert len(portal.calls("GETINV")) == 3
    assert desk.time.waited == 3.0  # 1 and 2 seconds, as chance is 1
    numbers = [seen.headers["txn"] for seen in portal.seen if seen.action != "CERTIFICATE"]
    assert len(set(numbers)) == len(numbers) == 5


def test_pauses_grow_to_a_minute_and_lie_between_half_and_whole(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(500))
    with desk.client(limits={"attempts": 9}) as client, pytest.raises(NotReached, match="HTTP 500"):
        client.documents("b2b")
    assert len(portal.calls("GETINV")) == 9
    assert desk.time.waited == 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Drop(), NotReached, "the connection broke off"),
        (Raw(429), NotReached, "it asks to wait"),
        (Raw(200, b"no"), EnvelopeError, "no JSON object"),
        (Tampered(NOTHING, "hmac", "AAAA"), EnvelopeError, "HMAC does not fit"),
        (error("RET12501", "System failure"), GstnError, "RET12501"),
    ],
)
def test_a_question_is_given_up_after_five_attempts(
    portal: Portal, desk: Desk, fault: Any, kind: type[Exception], words: str
) -> None:
    portal.answers("GETINV", fault)
    with desk.client() as client, pytest.raises(kind, match=words):
        client.documents("b2b")
    assert len(portal.calls("GETINV")) == 5


def test_no_answer_in_time(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Hang(1.5), NOTHING)
    desk.client().sign_in()
    with desk.client(timeouts={"read": 0.5}) as client:
        assert client.documents("b2b") == []
    assert len(portal.calls("GETINV")) >= 2


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7.0), ("Thu, 12 Nov 2026 10:00:40 GMT", 40.0), ("0", 1.0), ("soon", 1.0), ("", 1.0)],
)
def test_the_portal_may_ask_for_a_pause(portal: Portal, desk: Desk, asked: str, waited: float) -> None:
    portal.answers("GETINV", Raw(429, headers={"Retry-After": asked}), NOTHING)
    with desk.client() as client:
        client.sign_in()
        assert desk.time.now() == START == dt.datetime(2026, 11, 12, 10, tzinfo=dt.UTC)
        client.documents("b2b")
    assert desk.time.waited == waited


def test_a_pause_of_hours_is_not_waited_for(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(429, headers={"Retry-After": "7200"}))
    with desk.client() as client, pytest.raises(NotReached, match="it asks to wait"):
        client.documents("b2b")
    assert (len(portal.calls("GETINV")), desk.time.waited) == (1, 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_refusal_without_words_shows_its_status_and_is_not_repeated(portal: Portal, desk: Desk, status: int) -> None:
    portal.answers("GETINV", Raw(status, b"<html>no</html>"))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.documents("b2b")
    assert caught.value.code == f"HTTP {status}"
    assert len(portal.calls("GETINV")) == 1


@pytest.mark.parametrize("status", [200, 400, 403])
def test_an_error_comes_with_any_status(portal: Portal, desk: Desk, status: int) -> None:
    portal.answers("GETINV", error("AUTH4032", "Invalid user", status=status))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.documents("b2b")
    assert (caught.value.code, caught.value.message) == ("AUTH4032", "Invalid user")
    assert len(portal.calls("GETINV")) == 1


# Saves


@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Drop(), "the connection broke off"),
        (Drop(after=10), "the connection broke off"),
        (Raw(500), "HTTP 500"),
        (Raw(504), "HTTP 504"),
        (Raw(503, headers={"Retry-After": "1"}), "HTTP 503"),
        (Raw(408), "HTTP 408"),
        (Raw(200, b"abc", {"Content-Length": "3, 5"}), "the connection broke off"),
        (Raw(200, b"abc", {"Content-Encoding": "gzip"}), "the connection broke off"),
        (Raw(200, b"abc", {"Transfer-Encoding": "chunked"}), "the connection broke off"),
        (Raw(307, headers={"Location": "/elsewhere"}), "HTTP 307"),
        (Raw(200, b'{"status_cd":"1","da'), "no JSON object"),
        (Tampered(DONE, "hmac", "AAAA"), "HMAC does not fit"),
        (Tampered(DONE, "data", "AAAA"), "decrypted"),
        ({"reference": "misspelt"}, "no reference"),
        (error("RET12501", "System failure"), "failure of its own"),
    ],
)
def test_a_save_that_may_have_arrived_is_sent_once(
    portal: Portal, desk: Desk, action: str, fault: Any, words: str
) -> None:
    portal.answers(action, fault)
    with desk.client() as client, pytest.raises(OutcomeUnknown, match=words) as caught:
        WRITES[action](client)
    assert "Resume" in caught.value.issue.remedy
    assert len(portal.calls(action)) == 1
    assert desk.time.waited == 0


def test_a_save_without_answer_in_time_is_sent_once(portal: Portal, desk: Desk) -> None:
    portal.answers("SAVE", Hang(1.5))
    desk.client().sign_in()
    with desk.client(timeouts={"read": 0.5}) as client, pytest.raises(OutcomeUnknown, match="no answer in time"):
        client.save(PAYLOAD)
    assert len(portal.calls("SAVE")) == 1


@pytest.mark.parametrize("code", ["IMSSAV0010", "IMSSAV0015", "IMSSAV005", "AUTH4035", "NEW-1"])
def test_a_save_that_is_refused_is_sent_once_and_known_not_to_count(portal: Portal, desk: Desk, code: str) -> None:
    portal.answers("SAVE", error(code))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.save(PAYLOAD)
    assert caught.value.code == code
    assert len(portal.calls("SAVE")) == 1


PAGE = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("fault", "words", "advice"),
    [
        (Raw(429, headers={"Retry-After": "2"}), "it asks to wait, HTTP 429", "wait some minutes"),
        (Raw(403, b"<html>Request blocked</html>", PAGE), "HTTP 403", "ask your GSP"),
        (Raw(401), "HTTP 401", "client id or client secret"),
        (Raw(413, b"too large"), "HTTP 413", "lower limits.records"),
        (Raw(502, b"<html>", PAGE), "HTTP 502", "tell your GSP"),
        (Raw(302, headers={"Location": "/login"}), "HTTP 302", "compare the profile"),
        (Raw(200, b"<!DOCTYPE html><p>Sign in to this network", PAGE), "HTTP 200 with a web page", "firewall or proxy"),
        (Raw(403, b'{"message": "Forbidden"}'), "HTTP 403", "ask your GSP"),
        (Raw(403, b'{"error": "Forbidden"}'), 'HTTP 403: "Forbidden"', "ask your GSP"),
        (Raw(200, b'{"code": 900802, "message": "Quota exceeded"}'), 'HTTP 200: "Quota exceeded"', "firewall or proxy"),
    ],
)
def test_a_gateway_that_answers_a_save_leaves_its_outcome_unknown(
    portal: Portal, desk: Desk, fault: Any, words: str, advice: str
) -> None:
    """Whether it let the request through nobody can tell; it is no refusal of the decisions."""
    portal.answers("SAVE", fault)
    with desk.client() as client, pytest.raises(StoppedByGateway, match=words) as caught:
        client.save(PAYLOAD)
    assert advice in caught.value.issue.remedy
    assert "Resume the upload" in caught.value.issue.remedy
    assert len(portal.calls("SAVE")) == 1
    assert desk.time.waited == 0


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_of_the_portal_itself_may_come_with_an_error_status(portal: Portal, desk: Desk, status: int) -> None:
    portal.answers("SAVE", error("NEW-1", "not possible", status=status))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.save(PAYLOAD)
    assert (caught.value.code, caught.value.message) == ("NEW-1", "not possible")


def test_a_refusal_at_signing_in_is_none_of_the_decisions(portal: Portal, desk: Desk) -> None:
    portal.answers("AUTHTOKEN", error("NEW-7", "this user is blocked"))
    with desk.client() as client, pytest.raises(SignInNeeded, match="this user is blocked"):
        client.save(PAYLOAD)
    assert portal.calls("SAVE") == []


def test_a_web_page_in_place_of_an_answer_is_told(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(200, b"<html>Sign in</html>", PAGE))
    with desk.client() as client, pytest.raises(NotReached, match="HTTP 200 with a web page") as caught:
        client.documents("b2b")
    assert "sign in to this network" in caught.value.issue.remedy


def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answer_elsewhere(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The service of IMS is at that address, which no profile may name: saves meet a server that is not the portal."""
    usual = Profile.address
    monkeypatch.setattr(
        Profile, "address", lambda self, place: address if place.endswith("/returns/ims") else usual(self, place)
    )


def test_a_save_that_found_no_connection_is_repeated_and_then_known_not_to_have_arrived(
    portal: Portal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_elsewhere(monkeypatch, f"http://127.0.0.1:{unused_port()}/ims")
    with desk.client() as client, pytest.raises(NotReached, match="no connection"):
        client.save(PAYLOAD)
    assert desk.time.waited == 1 + 2 + 4 + 8
    assert portal.calls("SAVE") == []


def test_a_save_to_a_server_with_a_strange_certificate_does_not_leave(
    portal: Portal, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = tmp_path / "server.pem"
    pem.write_text(VECTORS["private_key"] + VECTORS["certificate"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with serve_portal(context) as stranger:
        answer_elsewhere(monkeypatch, f"{stranger.base_url}/ims")
        with desk.client() as client, pytest.raises(NotReached, match="the secure connection failed"):
            client.save(PAYLOAD)
        assert stranger.seen == []


def test_a_save_that_cannot_be_written_down_does_not_leave(portal: Portal, desk: Desk) -> None:
    desk.client().sign_in()
    with (
        desk.client(headers={"x-sign": "{text.sign}"}, texts={"sign": "₹"}) as client,
        pytest.raises(NotReached, match="a header in the profile"),
    ):
        client.save(PAYLOAD)
    assert portal.calls("SAVE") == []


def test_a_save_never_uses_a_connection_that_stood_idle(portal: Portal, desk: Desk) -> None:
    """An idle connection may be dead, and its break would leave an unknown outcome for nothing."""
    portal.answers("GETINV", NOTHING)
    portal.answers("SAVE", DONE)
    with desk.client() as client:
        client.documents("b2b")
        client.documents("b2b")
        client.save(PAYLOAD)
    first, second = (seen.port for seen in portal.calls("GETINV"))
    assert first == second != portal.calls("SAVE")[0].port


# The person


def test_the_person_can_stop_between_two_requests(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(500))
    with desk.client() as client:
        client.sign_in()
        desk.person.patience = 3
        with pytest.raises(Cancelled):
            client.documents("b2b")
    assert len(portal.calls("GETINV")) == 2
    assert desk.person.announced[-1].startswith("Downloading Invoices")


def test_the_person_can_stop_while_waiting(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(429, headers={"Retry-After": "300"}))
    with desk.client() as client:
        client.sign_in()
        desk.person.patience = 5
        with pytest.raises(Cancelled):
            client.documents("b2b")
    assert desk.time.waited == 4.0


def test_an_answer_without_end_is_not_read_to_the_end(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Raw(200, b"x" * 200_000))
    limits = {"answer_bytes": 100_000, "attempts": 1}
    with desk.client(limits=limits) as client, pytest.raises(NotReached, match="larger than expected"):
        client.documents("b2b")


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(portal: Portal, desk: Desk, chunked: bool) -> None:
    desk.client().sign_in()
    portal.answers("GETINV", Drip(chunked))
    with (
        desk.client(limits={"attempts": 1}, timeouts={"read": 20, "answer": 0.2}) as client,
        pytest.raises(NotReached, match="did not come to an end in time"),
    ):
        client.documents("b2b")


def test_an_archive_that_cannot_be_written_is_told_once_and_stops_nothing(portal: Portal, desk: Desk) -> None:
    (desk.home / "traffic").write_text("in the way")
    portal.answers("GETINV", NOTHING)
    with desk.client() as client:
        assert client.documents("b2b") == []
    assert len([line for line in desk.person.lines if "archive" in line]) == 1


def test_secrets_do_not_show_in_what_is_told(portal: Portal, desk: Desk) -> None:
    portal.answers("FILEDET", Drop())
    portal.answers("GETINV", {"token": "file-token-secret", "est": "1"})
    with desk.client() as client, pytest.raises(NotReached) as caught:
        client.documents("b2b")
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
