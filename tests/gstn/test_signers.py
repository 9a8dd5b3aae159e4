"""What filters make of a text, checked with the other half of each key."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from support.portal import VECTORS

from ims_xl.gstn import envelope
from ims_xl.gstn.signers import signer
from ims_xl.issues import ImsError

PRIVATE = load_pem_private_key(VECTORS["private_key"].encode(), None)
KEY = "0123456789abcdefGHIJKLMNOPQRSTUV"


def sign(kind: str, argument: str, text: str, **values: str) -> str:
    assert isinstance(PRIVATE, RSAPrivateKey)
    named = {name.replace("_", ".", 1): value for name, value in values.items()}
    return signer(named, {"app_key": KEY.encode()}, PRIVATE.public_key)(kind, argument, text)


def test_plain_base64() -> None:
    assert sign("b64", "", "abc") == "YWJj"


def test_with_the_certificate_of_gstn() -> None:
    assert isinstance(PRIVATE, RSAPrivateKey)
    assert PRIVATE.decrypt(base64.b64decode(sign("rsa", "cert", KEY)), PKCS1v15()) == KEY.encode()


@pytest.mark.parametrize("key", [KEY, base64.b64encode(KEY.encode()).decode()])
def test_with_a_key_as_text_or_base64(key: str) -> None:
    assert envelope.decrypt(KEY.encode(), sign("aes", "keep.key", "575757", keep_key=key)) == b"575757"


def test_with_a_key_of_the_envelope() -> None:
    assert envelope.decrypt(KEY.encode(), sign("aes", "app_key", "575757")) == b"575757"


def test_a_key_of_another_length_is_told() -> None:
    with pytest.raises(ImsError, match="has not 32 bytes"):
        sign("aes", "keep.key", "575757", keep_key="short")


@pytest.mark.parametrize(("kind", "hashing"), [("rsa-sha1", hashes.SHA1()), ("rsa-sha256", hashes.SHA256())])
def test_with_the_private_key_of_the_customer(kind: str, hashing: hashes.HashAlgorithm, tmp_path: Path) -> None:
    assert isinstance(PRIVATE, RSAPrivateKey)
    file = tmp_path / "key.pem"
    file.write_text(VECTORS["private_key"])
    for place in (str(file), VECTORS["private_key"]):
        signature = base64.b64decode(sign(kind, "secret.key", "v2.0:1", secret_key=place))
        PRIVATE.public_key().verify(signature, b"v2.0:1", PKCS1v15(), hashing)


def test_a_mac() -> None:
    wanted = base64.b64encode(hmac.digest(b"s3cret", b"abc", hashlib.sha256)).decode()
    assert sign("hmac-sha256", "secret.key", "abc", secret_key="s3cret") == wanted


@pytest.mark.parametrize("content", ["no key", VECTORS["public_key"]])
def test_a_file_that_holds_no_private_key_is_told(content: str, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(content)
    with pytest.raises(ImsError, match="no private key"):
        sign("rsa-sha256", "secret.key", "abc", secret_key=str(file))
    with pytest.raises(ImsError, match="cannot be read") as caught:
        sign("rsa-sha256", "secret.key", "abc", secret_key=str(tmp_path / "gone.pem"))
    assert caught.value.issue.file == "gone.pem"
