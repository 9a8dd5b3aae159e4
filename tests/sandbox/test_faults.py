"""Each fault strikes as it says, and nothing else does."""

import base64
import contextlib
import hashlib
import http.client
import json

import pytest
from support.gstn_client import GstnClient, aes, sent, unaes

from ims_xl.sandbox import FAULTS, RECIPIENT, Faults, serve

BROKEN = (ConnectionError, http.client.HTTPException)


@pytest.fixture
def invoice(client):
    return sent(client.documents("B2B")[0], "A")


def held(client: GstnClient) -> str:
    """The state of the invoice on the portal, after whatever runs is done."""
    for _ in range(2):
        client.documents("ECOM")
    return client.documents("B2B")[0]["action"]


def outcomes(sandbox) -> list[str]:
    return [entry.outcome for entry in sandbox.log.received()]


def test_every_fault_is_tested():
    tests = {name.removeprefix("test_fault_") for name in globals() if name.startswith("test_fault_")}
    assert tests == set(FAULTS)


def test_fault_refuse(client, sandbox, invoice):
    sandbox.faults.add("refuse", "SAVE")
    with pytest.raises(BROKEN):
        client.save(b2b=[invoice])
    assert (held(client), outcomes(sandbox)) == ("N", [])
    assert client.saved(b2b=[invoice])["status_cd"] == "P"


def test_nothing_listens_while_it_is_down(client, sandbox, invoice):
    with sandbox.down(), pytest.raises(ConnectionRefusedError):
        client.save(b2b=[invoice])
    assert client.saved(b2b=[invoice])["status_cd"] == "P"


def certificate_over(connection: http.client.HTTPConnection) -> bytes:
    connection.request("GET", "/certificate")
    return connection.getresponse().read()


def test_a_kept_connection_ends_when_it_goes_down(sandbox):
    kept = http.client.HTTPConnection(sandbox.base_url.removeprefix("http://"), timeout=5)
    assert certificate_over(kept).startswith(b"-----BEGIN")
    kept.auto_open = 0
    with sandbox.down(), pytest.raises((OSError, http.client.HTTPException)):
        certificate_over(kept)
    kept.close()


def test_fault_reset(client, sandbox, invoice):
    sandbox.faults.add("reset", "SAVE")
    with pytest.raises(BROKEN):
        client.save(b2b=[invoice])
    assert (held(client), outcomes(sandbox)) == ("A", ["applied"])


def test_fault_timeout(client, sandbox, invoice):
    sandbox.faults.add("timeout", "SAVE")
    client.timeout = 0.3
    with pytest.raises(TimeoutError):
        client.save(b2b=[invoice])
    client.timeout = 10
    assert (held(client), outcomes(sandbox)) == ("A", ["applied"])


def test_a_timeout_may_lose_the_call(client, sandbox, invoice):
    sandbox.faults.add("timeout", "SAVE", applied=False)
    client.timeout = 0.3
    with pytest.raises(TimeoutError):
        client.save(b2b=[invoice])
    client.timeout = 10
    assert (held(client), outcomes(sandbox)) == ("N", ["lost"])


@pytest.mark.parametrize(("applied", "state", "outcome"), [(False, "N", "lost"), (True, "A", "applied")])
def test_fault_status(client, sandbox, invoice, applied, state, outcome):
    sandbox.faults.add("status", "SAVE", status=503, applied=applied)
    answer = client.save(b2b=[invoice])
    assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html")
    assert (held(client), outcomes(sandbox)) == (state, [outcome])


def test_a_gateway_may_answer_in_json(client, sandbox, invoice):
    sandbox.faults.add("status", "SAVE", status=403, body='{"message": "Forbidden"}')
    answer = client.save(b2b=[invoice])
    assert (answer.status, answer.headers["Content-Type"]) == (403, "application/json")
    assert (held(client), outcomes(sandbox)) == ("N", ["lost"])


def test_fault_busy(client, sandbox, invoice):
    sandbox.faults.add("busy", "SAVE", seconds=7)
    answer = client.save(b2b=[invoice])
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert (held(client), outcomes(sandbox)) == ("N", ["lost"])


def test_fault_system(client, sandbox):
    sandbox.faults.add("system", "GETINV", times=2)
    assert [client.get("GETINV", section="B2B").code for _ in range(3)] == ["RET12501", "RET12501", ""]


def test_fault_truncated(client, sandbox):
    sandbox.faults.add("truncated", "GETINV")
    with pytest.raises(json.JSONDecodeError):
        client.get("GETINV", section="B2B")


def test_fault_tampered(client, sandbox):
    sandbox.faults.add("tampered", "GETINV")
    with pytest.raises((ValueError, AssertionError)):
        client.get("GETINV", section="B2B")


def test_fault_wrong_hmac(client, sandbox):
    sandbox.faults.add("wrong_hmac", "GETINV")
    with pytest.raises(AssertionError):
        client.get("GETINV", section="B2B")


def test_fault_new_certificate(client, sandbox):
    sandbox.faults.add("new_certificate", "AUTHTOKEN")
    client.request_otp()
    assert client.get_token().code == "TEC4002"
    assert client.get_token().code == ""


def test_fault_expire(client, sandbox, invoice):
    sandbox.faults.add("expire", "SAVE")
    assert client.save(b2b=[invoice]).code == "AUTH4038"
    assert outcomes(sandbox) == ["refused AUTH4038"]
    assert held(client.sign_in()) == "N"


def test_a_token_may_expire_just_before_its_refresh(client, sandbox):
    sandbox.faults.add("expire", "REFRESHTOKEN")
    answer = client.authenticate("REFRESHTOKEN", app_key=aes(client.session_key, b"k" * 32), auth_token=client.token)
    assert answer.code == "AUTH4038"


def test_fault_session_limit(client, sandbox):
    sandbox.faults.add("session_limit", "AUTHTOKEN")
    client.request_otp()
    assert client.get_token().code == "AUTH403"
    assert client.get_token().code == ""


@pytest.fixture
def large():
    with serve(documents=60, variants={"large_section": 5, "file_documents": 10}) as sandbox:
        yield sandbox, GstnClient(sandbox.base_url, RECIPIENT).sign_in()


def test_fault_never_ready(large):
    sandbox, client = large
    sandbox.faults.add("never_ready", "FILEDET", times=-1)
    token = client.get("GETINV", section="B2B").data["token"]
    assert {client.get("FILEDET", token=token).code for _ in range(10)} == {"RTN_24"}


def test_fault_bad_file(large):
    sandbox, client = large
    token = client.get("GETINV", section="B2B").data["token"]
    client.files(token)
    first = client.get("FILEDET", token=token).data["urls"][0]
    sandbox.faults.add("bad_file", "FILE")
    answers = [hashlib.sha256(client.call("GET", first["ul"]).body).hexdigest() == first["hash"] for _ in range(2)]
    assert answers == [False, True]


@pytest.mark.parametrize(("applied", "state"), [(True, "A"), (False, "N")])
def test_fault_for_ever(client, sandbox, invoice, applied, state):
    sandbox.faults.add("for_ever", "SAVE", applied=applied)
    reference = client.save(b2b=[invoice]).data["reference_id"]
    assert {client.get("REQSTS", int_tran_id=reference).data["status_cd"] for _ in range(20)} == {"IP"}
    assert held(client) == state
    assert client.save(b2b=[invoice]).code == "IMSSAV0015"
    sandbox.finish_requests()
    assert client.get("REQSTS", int_tran_id=reference).data["status_cd"] == "P"
    assert held(client) == "A"


def test_fault_slow(client, sandbox, invoice):
    sandbox.faults.add("slow", "SAVE", calls=3)
    reference = client.save(b2b=[invoice]).data["reference_id"]
    states = [client.get("REQSTS", int_tran_id=reference).data["status_cd"] for _ in range(4)]
    assert states == ["IP", "IP", "IP", "P"]


@pytest.mark.parametrize("how", ["timeout", "reset"])
def test_fault_lost(client, sandbox, invoice, how):
    other = sent(client.documents("ECOM")[0], "R")
    sandbox.faults.add("lost", "SAVE", calls=3, how=how)
    client.timeout = 0.3
    with pytest.raises((TimeoutError, *BROKEN)):
        client.save(b2b=[invoice])
    client.timeout = 10
    assert client.documents("B2B")[0]["action"] == "N"
    assert client.save(ecom=[other]).code == "IMSSAV0015"
    assert held(client) == "A"
    assert client.save(b2b=[invoice]).code == ""
    assert outcomes(sandbox)[:2] == ["applied", "refused IMSSAV0015"]


@pytest.mark.parametrize(("answer", "code"), [(1, ""), (2, "IMSSAV0015")])
def test_fault_duplicate(client, sandbox, invoice, answer, code):
    sandbox.faults.add("duplicate", "SAVE", answer=answer)
    assert client.save(b2b=[invoice]).code == code
    assert held(client) == "A"
    assert [(entry.delivery, entry.outcome) for entry in sandbox.log.received()] == [
        (1, "applied"),
        (2, "refused IMSSAV0015"),
    ]
    assert list(sandbox.log.sends().values()) == [1]


def test_a_fault_waits_and_ends(client, sandbox):
    sandbox.faults.add("system", "GETCNT", after=1, times=2)
    assert [client.get("GETCNT", goods_typ="ALL_OTH").code for _ in range(4)] == ["", "RET12501", "RET12501", ""]
    assert sandbox.faults.struck == [("system", "GETCNT")] * 2


def test_cleared_faults_do_not_strike(client, sandbox):
    sandbox.faults.add("system", times=-1)
    sandbox.faults.clear()
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == ""


def drawn(seed: int) -> list[bool]:
    faults = Faults([{"fault": "reset", "action": "SAVE", "probability": 0.3}], seed)
    return [faults.strike("SAVE") is not None for _ in range(200)]


def test_chance_is_the_same_for_the_same_seed():
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert 30 < sum(drawn(7)) < 90


def test_an_unknown_fault_is_named():
    with pytest.raises(ValueError, match="there is no fault earthquake"):
        Faults([{"fault": "earthquake"}])


def test_the_key_of_a_new_session_may_be_tampered_with(client, sandbox):
    sandbox.faults.add("tampered", "REFRESHTOKEN")
    answer = client.authenticate("REFRESHTOKEN", app_key=aes(client.session_key, b"k" * 32), auth_token=client.token)
    try:
        key = unaes(b"k" * 32, base64.b64decode(answer.data["sek"]))
    except ValueError:
        key = b""
    client.token, client.session_key = answer.data["auth_token"], key
    with pytest.raises((ValueError, AssertionError)):
        client.get("GETCNT", goods_typ="ALL_OTH")


def test_the_log_and_the_ledger_stay_true_under_all_faults_at_once():
    names = ("refuse", "reset", "status", "busy", "system", "truncated", "tampered", "wrong_hmac", "slow", "duplicate")
    rules = [{"fault": name, "action": "SAVE", "probability": 0.06, "applied": name == "status"} for name in names]
    with serve(documents=30, faults={"seed": 11, "rules": rules}, variants={"save_calls": 0}) as sandbox:
        client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
        attempts = 0
        for turn in range(120):
            record = client.documents("B2B")[turn % 10]
            attempts += 1
            with contextlib.suppress(*BROKEN, ValueError, AssertionError):
                client.save(b2b=[sent(record, "APR"[turn % 3])])
        sandbox.finish_requests()
        struck = [fault for fault, _ in sandbox.faults.struck]
        assert set(struck) == set(names)
        assert sum(sandbox.log.sends().values()) == attempts - struck.count("refuse")
        last: dict[tuple[str, ...], str] = {}
        for entry in sandbox.log.received():
            if entry.outcome == "applied":
                last[entry.identity] = entry.action
            else:
                assert entry.outcome in ("lost", "refused IMSSAV0010", "refused IMSSAV0015")
        held = {identity: state for identity, state in sandbox.ledger.states(RECIPIENT).items() if state != "N"}
        assert held == last
