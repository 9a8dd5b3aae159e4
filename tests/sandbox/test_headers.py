"""Each header and each part of the envelope, wrong or missing by itself."""

import json

import pytest
import requests
from support.gstn_client import GSTR2B, IMS, GstnClient, seal, sent

from ims_xl.sandbox import RECIPIENT

COUNT = {"action": "GETCNT", "gstin": RECIPIENT, "goods_typ": "ALL_OTH"}


def code_of(client: GstnClient, **headers: str) -> str:
    client.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    return client.call("GET", IMS, COUNT).code


def test_the_request_as_it_should_be_passes(client):
    assert client.call("GET", IMS, COUNT).code == ""


@pytest.mark.parametrize("host", ["portal.example", "127.0.0.1.portal.example", "169.254.1.1"])
def test_a_request_under_another_name_is_not_answered(sandbox, host):
    assert requests.get(f"{sandbox.base_url}/certificate", headers={"Host": host}, timeout=10).status_code == 400
    port = sandbox.base_url.rpartition(":")[2]
    assert requests.get(f"http://localhost:{port}/certificate", timeout=10).status_code == 200


@pytest.mark.parametrize("name", ["clientid", "client-secret", "username", "state-cd", "ip-usr", "txn", "auth-token"])
def test_a_missing_header_is_refused(client, name):
    client.headers[name] = ""
    answer = client.call("GET", IMS, COUNT)
    assert (answer.code, answer.message) == ("RET11400", f"A mandatory header is missing: {name}")


@pytest.mark.parametrize("name", ["clientid", "client-secret", "username", "state-cd", "ip-usr", "txn"])
def test_a_missing_header_is_refused_at_sign_in_too(sandbox, name):
    client = GstnClient(sandbox.base_url, RECIPIENT)
    key = client.encrypted_app_key()
    client.headers[name] = ""
    assert client.authenticate("OTPREQUEST", app_key=key).code == "RET11400"


def test_client_id_and_secret_are_checked(client):
    assert code_of(client, clientid="another") == "RET11404"
    client.headers["clientid"] = "sandbox-client"
    assert code_of(client, client_secret="wrong") == "RET11404"


@pytest.mark.parametrize("state", ["2", "277", "MH"])
def test_state_code_is_two_digits(client, state):
    assert code_of(client, state_cd=state) == "RET11401"


def test_state_code_is_that_of_the_gstin(client):
    assert code_of(client, state_cd="29") == "RET11401"


def test_ip_is_an_address(client):
    assert code_of(client, ip_usr="localhost") == "RET11401"


@pytest.mark.parametrize("txn", ["has space", "x" * 37, "ä"])
def test_txn_is_short_and_plain(client, txn):
    client.headers["txn"] = txn
    assert client.call("GET", IMS, COUNT).code == "RET11401"


def test_a_transaction_id_works_once(client):
    client.headers["txn"] = "0123456789abcdef"
    assert client.call("GET", IMS, COUNT).code == ""
    assert client.call("GET", IMS, COUNT).code == "RET11403"


def test_content_type_of_what_is_sent(client):
    client.headers["Content-Type"] = "text/plain"
    assert client.save(b2b=[]).code == "RET11405"


def test_gstin_header_agrees_with_the_request(client):
    assert code_of(client, gstin="27AAZCM4444H1ZV") == "RET11401"
    assert code_of(client, gstin=RECIPIENT) == ""


@pytest.mark.parametrize(
    ("variant", "name", "value"),
    [("require_gstin_header", "gstin", RECIPIENT), ("require_period_header", "ret_period", "102026")],
)
def test_gstin_and_period_headers_may_be_required(running, variant, name, value):
    client = GstnClient(running(variants={variant: True}).base_url, RECIPIENT).sign_in()
    assert client.call("GET", IMS, COUNT).code == "RET11400"
    client.headers[name] = value
    assert client.call("GET", IMS, COUNT).code == ""


def test_a_wrong_period_header_is_refused(client):
    client.headers["ret_period"] = "2026-10"
    assert client.call("GET", IMS, COUNT).code == "AUTH141"


@pytest.mark.parametrize("missing", ["gstin", "goods_typ", "action"])
def test_missing_parameters(client, missing):
    query = {key: value for key, value in COUNT.items() if key != missing}
    assert client.call("GET", IMS, query).code == ("AUTH4035" if missing == "action" else "GEN5001")


@pytest.mark.parametrize(("path", "action"), [(IMS, "imscount"), (IMS, "GET2B"), (GSTR2B, "GETINV"), (IMS, "SAVE")])
def test_an_action_of_another_path_or_method_is_auth4035(client, path, action):
    assert client.call("GET", path, COUNT | {"action": action}).code == "AUTH4035"


def test_another_taxpayer_is_not_authorised(client):
    assert client.call("GET", IMS, COUNT | {"gstin": "27AAZCM4444H1ZV"}).code == "RET11407"


def test_errors_may_come_with_an_http_status(running):
    client = GstnClient(running(variants={"error_status": 400}).base_url, RECIPIENT)
    client.token = "0" * 32
    answer = client.call("GET", IMS, COUNT)
    assert (answer.status, answer.code) == (400, "RET11402")


def test_the_status_may_be_a_number(running):
    client = GstnClient(running(variants={"status_number": True}).base_url, RECIPIENT).sign_in()
    assert json.loads(client.call("GET", IMS, COUNT).body)["status_cd"] == 1
    client.token = "0" * 32
    assert json.loads(client.call("GET", IMS, COUNT).body)["status_cd"] == 0


def put(client: GstnClient, **changes: object) -> str:
    """A save whose envelope differs in these keys; None takes one out."""
    record = sent(client.documents("B2B")[0], "A")
    data = {"rtin": RECIPIENT, "reqtyp": "SAVE", "invdata": {"b2b": [record]}}
    body = {"action": "SAVE", **seal(client.session_key, data)} | changes
    return client.call("PUT", IMS, body={key: value for key, value in body.items() if value is not None}).code


def test_an_envelope_as_it_should_be_passes(client):
    assert put(client) == ""


@pytest.mark.parametrize(
    "changes", [{"data": None}, {"hmac": None}, {"more": "x"}, {"data": "no base64!"}, {"data": {"rtin": "x"}}]
)
def test_a_body_that_is_no_envelope_is_refused(client, changes):
    assert put(client, **changes) == "SBX9001"


def test_data_encrypted_with_another_key_is_refused(client):
    assert put(client, data=seal(b"k" * 32, {})["data"]) == "SBX9002"


def test_a_wrong_hmac_is_refused_and_its_records_are_logged(client, sandbox):
    assert put(client, hmac=seal(b"k" * 32, {})["hmac"]) == "SBX9003"
    assert [entry.outcome for entry in sandbox.log.received()] == ["refused SBX9003"]
    assert client.documents("B2B")[0]["action"] == "N"


def test_more_than_the_size_limit_is_refused(running):
    sandbox = running(variants={"max_bytes": 200})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    assert put(client) == "SBX9004"
    sandbox.variants.max_bytes = 400
    assert put(client) == ""
