"""Our crypto against values that the openssl command line made (tests/data/gstn/make_envelope.sh)."""

import base64
import json

import pytest
from support import gstn_client
from support.gstn_client import GstnClient

from ims_xl.sandbox import RECIPIENT, envelope
from ims_xl.sandbox.errors import PortalError


def test_aes_and_hmac_of_a_request(vectors):
    session, request = bytes.fromhex(vectors["session_key_hex"]), vectors["request"]
    text = base64.b64encode(request["json"].encode())
    assert text.decode() == request["base64"]
    assert envelope.to_text(envelope.aes(session, text)) == request["data"]
    assert envelope.mac(session, text) == request["hmac"]
    assert envelope.opened(session, request["data"], request["hmac"]) == (
        json.loads(request["json"]),
        len(request["json"]),
        True,
    )


def test_a_response_and_its_rek(vectors):
    session, rek, response = (
        bytes.fromhex(vectors["session_key_hex"]),
        bytes.fromhex(vectors["rek_key_hex"]),
        vectors["response"],
    )
    assert envelope.decrypt(session, vectors["rek"]) == rek
    text = envelope.decrypt(rek, response["data"])
    assert base64.b64decode(text).decode() == response["json"]
    assert envelope.mac(rek, text) == response["hmac"]


def test_what_is_sealed_opens_by_the_rules_of_the_reference(vectors):
    session = bytes.fromhex(vectors["session_key_hex"])
    sealed = envelope.sealed(session, {"reference_id": "1"})
    rek = gstn_client.unaes(session, base64.b64decode(sealed["rek"]))
    text = gstn_client.unaes(rek, base64.b64decode(sealed["data"]))
    assert (json.loads(base64.b64decode(text)), gstn_client.mac(rek, text)) == ({"reference_id": "1"}, sealed["hmac"])


def test_the_app_key_under_rsa(vectors):
    certificate = envelope.Certificate(vectors["private_key"])
    assert certificate.pem() == vectors["public_key"]
    assert certificate.app_key(vectors["app_key_rsa"]) == vectors["app_key"].encode()


def test_the_app_key_for_another_certificate_is_refused(vectors):
    with pytest.raises(PortalError, match="TEC4002"):
        envelope.Certificate().app_key(vectors["app_key_rsa"])


def test_otp_and_session_key(vectors):
    app_key = vectors["app_key"].encode()
    assert envelope.decrypt(app_key, vectors["otp_aes"]) == b"575757"
    assert envelope.decrypt(app_key, vectors["sek"]).hex() == vectors["session_key_hex"]


def test_the_member_of_a_large_file(vectors):
    file = vectors["file"]
    member = envelope.aes(base64.b64decode(file["ek"]), base64.b64encode(file["json"].encode()))
    assert envelope.to_text(member) == file["member_base64"]


@pytest.mark.parametrize("text", ["not base64!", "", "QUJD", None, 5, "QUJDRA"])
def test_what_is_no_ciphertext_is_refused(text):
    with pytest.raises(PortalError):
        envelope.decrypt(b"k" * 32, text)


def test_the_openssl_values_sign_in_over_http(running, vectors):
    sandbox = running(private_key=vectors["private_key"])
    client = GstnClient(sandbox.base_url, RECIPIENT, app_key=vectors["app_key"].encode())
    assert client.authenticate("OTPREQUEST", app_key=vectors["app_key_rsa"]).data == {"status_cd": "1"}
    answer = client.authenticate("AUTHTOKEN", app_key=vectors["app_key_rsa"], otp=vectors["otp_aes"])
    assert set(answer.data) == {"status_cd", "auth_token", "expiry", "sek"}
