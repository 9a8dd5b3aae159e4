"""The filters of templates: what a gateway wants encrypted or signed."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ims_xl.gstn import envelope
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.issues import ImsError

FILTERS = {
    "aes": "app_key, session_key, secret.NAME or keep.NAME",
    "rsa": "cert",
    "rsa-sha1": "secret.NAME",
    "rsa-sha256": "secret.NAME",
    "hmac-sha256": "secret.NAME or keep.NAME",
    "b64": "",
}
"""Filter -> what it takes after a colon."""
KEY_FILES = ("rsa-sha1", "rsa-sha256")
"""Those whose secret is the path of a private key (PEM)."""

_REMEDY = "Ask your GSP which key it knows you by; give the path of its PEM file, without a password."


def signer(
    values: Mapping[str, str], keys: Mapping[str, bytes], certificate: Callable[[], RSAPublicKey]
) -> Callable[[str, str, str], str]:
    """A `templates.Signer` with the values and keys of one call.

    The signer raises ImsError when a key cannot be used.
    """

    def sign(kind: str, argument: str, text: str) -> str:
        data = text.encode()
        match kind:
            case "b64":
                return _text(data)
            case "rsa":
                return envelope.wrap(certificate(), data)
            case "aes":
                return envelope.encrypt(keys.get(argument) or _aes_key(values.get(argument, "")), data)
            case "hmac-sha256":
                return _text(hmac.digest(values.get(argument, "").encode(), data, hashlib.sha256))
            case _:
                hashing = hashes.SHA1() if kind == "rsa-sha1" else hashes.SHA256()  # the gateway's choice
                return _text(_private_key(values.get(argument, "")).sign(data, PKCS1v15(), hashing))

    return sign


def _aes_key(text: str) -> bytes:
    """32 bytes, as they stand or as base64."""
    if len(text.encode()) == envelope.KEY_BYTES:
        return text.encode()
    try:
        key = envelope.from_base64(text)
    except EnvelopeError:
        key = b""
    if len(key) != envelope.KEY_BYTES:
        raise ImsError("a key of the profile has not 32 bytes", "Compare the profile with your GSP's documents.")
    return key


def _private_key(place: str) -> RSAPrivateKey:
    try:
        pem = place.encode() if place.startswith("-----BEGIN") else Path(place).expanduser().read_bytes()
        key = load_pem_private_key(pem, None)
    except OSError as error:
        reason = f"the file of the private key cannot be read: {error.strerror}"
        raise ImsError(reason, _REMEDY, file=Path(place).name) from None
    except (ValueError, TypeError):
        raise ImsError("the file holds no private key that can be used", _REMEDY) from None
    if not isinstance(key, RSAPrivateKey):
        raise ImsError("the private key is no RSA key", _REMEDY)
    return key


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
