"""The envelope against values the openssl command line made, and against everything that does not fit."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from hypothesis import given, settings
from hypothesis import strategies as st
from support.portal import VECTORS

from ims_xl.gstn import envelope
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.issues import ImsError

APP_KEY = VECTORS["app_key"].encode()
SESSION = bytes.fromhex(VECTORS["session_key_hex"])
RESPONSE = {name: VECTORS["response"][name] for name in ("data", "hmac")} | {"rek": VECTORS["rek"]}


@pytest.mark.parametrize("pem", ["public_key", "certificate"])
def test_the_app_key_is_wrapped_for_the_key_of_the_certificate(pem: str) -> None:
    wrapped = envelope.wrap(envelope.read_public_key(VECTORS[pem].encode()), APP_KEY)
    private = load_pem_private_key(VECTORS["private_key"].encode(), None)
    assert private.decrypt(base64.b64decode(wrapped), PKCS1v15()) == b"0123456789abcdefGHIJKLMNOPQRSTUV"
    assert len(VECTORS["app_key_rsa"]) == len(wrapped)


def test_the_otp_is_encrypted_as_openssl_does() -> None:
    assert envelope.encrypt(APP_KEY, b"575757") == VECTORS["otp_aes"] == "RfpKiH4QQPZGs9OfA344tg=="
    assert envelope.decrypt(APP_KEY, VECTORS["otp_aes"]) == b"575757"


def test_the_session_key_is_unwrapped() -> None:
    assert envelope.unwrap_session_key(VECTORS["sek"], [APP_KEY]) == SESSION
    with pytest.raises(EnvelopeError, match="session key"):
        envelope.unwrap_session_key(VECTORS["sek"], [b"0" * 32])


@pytest.mark.parametrize("wrapped", ["sek_by_new_app_key", "sek_by_old_session_key"])
def test_after_a_refresh_either_key_may_have_wrapped_the_session_key(wrapped: str) -> None:
    refresh = VECTORS["refresh"]
    keys = (refresh["app_key"].encode(), SESSION)
    assert envelope.unwrap_session_key(refresh[wrapped], keys).hex() == refresh["session_key_hex"]
    assert envelope.encrypt(SESSION, keys[0]) == refresh["app_key_aes"]


def test_a_request_is_sealed_as_openssl_does(monkeypatch: pytest.MonkeyPatch) -> None:
    request = VECTORS["request"]
    # The same text as the vector: our writer has 118000.0 where the vector has 118000.00.
    monkeypatch.setattr(envelope.json, "dumps", lambda *_, **__: request["json"])
    assert envelope.seal({}, SESSION) == {"data": request["data"], "hmac": request["hmac"]}


def test_an_answer_is_unsealed() -> None:
    assert envelope.unseal(RESPONSE, SESSION) == {"reference_id": "1a2b3c4d5e6f708", "note": "₹ 1,18,000.00"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hmac": base64.b64encode(b"0" * 32).decode()}, "changed on the way"),
        ({"hmac": "no base64 ₹"}, "changed on the way"),
        ({"hmac": None}, "no key or no HMAC"),
        ({"rek": ""}, "decrypted"),
        ({"rek": VECTORS["otp_aes"]}, "decrypted"),
        ({"data": VECTORS["request"]["data"]}, "decrypted"),
        ({"data": "%%%"}, "not base64"),
    ],
)
def test_an_answer_that_does_not_fit_is_not_used(change: dict[str, object], words: str) -> None:
    with pytest.raises(EnvelopeError, match=words):
        envelope.unseal(RESPONSE | change, SESSION)


def test_every_changed_byte_of_an_answer_is_found() -> None:
    sealed = base64.b64decode(RESPONSE["data"])
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(EnvelopeError):
            envelope.unseal(RESPONSE | {"data": base64.b64encode(changed).decode()}, SESSION)


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), st.binary(min_size=32, max_size=32))
def test_what_is_sealed_is_unsealed(content: dict[str, object], key: bytes) -> None:
    answer = envelope.seal(content, key) | {"rek": envelope.encrypt(SESSION, key)}
    assert envelope.unseal(answer, SESSION) == json.loads(json.dumps(content))


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", b"no PEM"])
def test_a_certificate_without_key_is_refused_with_advice(pem: bytes) -> None:
    with pytest.raises(ImsError, match="no RSA public key") as caught:
        envelope.read_public_key(pem)
    assert "GSP" in caught.value.issue.remedy


def test_app_keys_are_32_letters_and_digits_and_never_the_same() -> None:
    keys = {envelope.new_app_key() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 32 and key.isalnum() and key.isascii() for key in keys)
