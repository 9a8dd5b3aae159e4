"""The envelope of GSTN's native API: RSA for the app key, AES-256-ECB for what is sent, HMAC over it."""

import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import secrets
import string
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ims_xl.gstn import json_text
from ims_xl.issues import ImsError

KEY_BYTES = 32
_BLOCK = 128  # bits
_SIGNS = string.ascii_letters + string.digits


class EnvelopeError(ImsError):
    """What came cannot be opened: cut off, changed on the way or sealed with another key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Try again; if it stays so, tell your GSP.")


def new_app_key() -> bytes:
    """32 random letters and digits: 190 bits, and the same key whether taken as text or as bytes."""
    return "".join(secrets.choice(_SIGNS) for _ in range(KEY_BYTES)).encode()


def read_public_key(data: bytes) -> RSAPublicKey:
    """The RSA key of a certificate, as PEM or as the bytes of a .cer file, or of a public key in PEM.

    Raises ImsError when there is none in it.
    """
    key: object = None
    for read in (load_pem_public_key, x509.load_pem_x509_certificate, x509.load_der_x509_certificate):
        with contextlib.suppress(ValueError):
            found = read(data)
            key = found.public_key() if isinstance(found, x509.Certificate) else found
            break
    if not isinstance(key, RSAPublicKey):
        remedy = "Ask your GSP for GSTN's current public certificate (PEM) and name it in the profile."
        raise ImsError("the certificate holds no RSA public key", remedy)
    return key


def wrap(key: RSAPublicKey, app_key: bytes) -> str:
    """The app key as only GSTN can read it."""
    return base64.b64encode(key.encrypt(app_key, PKCS1v15())).decode()


def encrypt(key: bytes, data: bytes) -> str:
    """AES-256-ECB with PKCS#7, as base64."""
    padder = padding.PKCS7(_BLOCK).padder()
    encryptor = _cipher(key).encryptor()
    padded = padder.update(data) + padder.finalize()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def decrypt(key: bytes, text: str) -> bytes:
    """What `encrypt` hid.

    Raises EnvelopeError when the text is no base64 or the key does not fit.
    """
    return decrypt_bytes(key, from_base64(text))


def decrypt_bytes(key: bytes, data: bytes) -> bytes:
    """Plain bytes of AES-256-ECB with PKCS#7.

    Raises EnvelopeError when the key does not fit.
    """
    decryptor = _cipher(key).decryptor()
    unpadder = padding.PKCS7(_BLOCK).unpadder()
    try:
        padded = decryptor.update(data) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise EnvelopeError("what the portal sent cannot be decrypted") from None


def unwrap_session_key(sek: str, keys: Iterable[bytes]) -> bytes:
    """The session key, wrapped with whichever of the keys: after a refresh the new app key or the old session key.

    Raises EnvelopeError when none of them fits; a wrong key leaves no whole 32 bytes, as their padding is a block.
    """
    for key in keys:
        try:
            found = decrypt(key, sek)
        except EnvelopeError:
            continue
        if len(found) == KEY_BYTES:
            return found
    raise EnvelopeError("the session key of the portal cannot be decrypted")


def seal(payload: Mapping[str, object], session_key: bytes) -> dict[str, str]:
    """`data` and `hmac` of a request."""
    text = base64.b64encode(json.dumps(payload, separators=(",", ":"), allow_nan=False).encode())
    return {"data": encrypt(session_key, text), "hmac": _mac(session_key, text)}


def unseal(body: Mapping[str, object], session_key: bytes, *, with_mac: bool = True) -> dict[str, Any]:
    """The object in `data` of an answer, its HMAC compared first; without `with_mac` only where there is one.

    Raises EnvelopeError when the answer was changed on the way or is not built as GSTN builds it.
    """
    data, rek, mac = (body.get(name) for name in ("data", "rek", "hmac"))
    if not (isinstance(data, str) and isinstance(rek, str) and (isinstance(mac, str) or (not with_mac and not mac))):
        raise EnvelopeError("the portal's answer has no key or no HMAC")
    key = decrypt(session_key, rek)
    if len(key) != KEY_BYTES:
        raise EnvelopeError("the key of the portal's answer has the wrong length")
    text = decrypt(key, data)
    if isinstance(mac, str) and not hmac.compare_digest(_mac(key, text).encode(), mac.strip().encode()):
        raise EnvelopeError("the portal's answer was changed on the way: its HMAC does not fit")
    return read_object(from_base64(text))


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object in the bytes.

    Raises EnvelopeError when there is none.
    """
    try:
        found = json_text.parse(data)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise EnvelopeError("the portal's answer holds no JSON object")
    return found


def from_base64(text: str | bytes) -> bytes:
    """The bytes of a base64 text.

    Raises EnvelopeError when it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise EnvelopeError("what the portal sent is not base64") from None


def _cipher(key: bytes) -> "Cipher[modes.ECB]":
    return Cipher(algorithms.AES256(key), modes.ECB())


def _mac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
