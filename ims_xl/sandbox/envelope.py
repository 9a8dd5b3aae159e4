"""The encryption of GSTN: RSA for the app key, AES-256-ECB for the rest, HMAC-SHA256 over the base64 text."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from functools import cache
from typing import NamedTuple

from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ims_xl.sandbox.errors import PortalError

KEY_BYTES = 32
_BLOCK_BITS = 128


def aes(key: bytes, plain: bytes) -> bytes:
    """Encrypt."""
    padder = padding.PKCS7(_BLOCK_BITS).padder()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def unaes(key: bytes, cipher: bytes) -> bytes:
    """Decrypt; ValueError when key or padding is wrong."""
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    unpadder = padding.PKCS7(_BLOCK_BITS).unpadder()
    return unpadder.update(decryptor.update(cipher) + decryptor.finalize()) + unpadder.finalize()


def to_text(data: bytes) -> str:
    """Base64."""
    return base64.b64encode(data).decode()


def from_text(text: object) -> bytes:
    """Base64 read strictly; refuses anything else."""
    if not isinstance(text, str):
        raise PortalError("envelope", "text in base64 is wanted")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise PortalError("envelope", "this is not base64") from None


def decrypt(key: bytes, text: object) -> bytes:
    """Base64 of an AES ciphertext, decrypted; refuses what is neither."""
    try:
        return unaes(key, from_text(text))
    except ValueError:
        raise PortalError("encryption") from None


def mac(key: bytes, message: bytes) -> str:
    """HMAC-SHA256 in base64."""
    return to_text(hmac.digest(key, message, hashlib.sha256))


def sealed(session_key: bytes, answer: object) -> dict[str, object]:
    """An answer as it travels: `data`, `rek` and `hmac`, under a key of its own."""
    rek = secrets.token_bytes(KEY_BYTES)
    text = base64.b64encode(json.dumps(answer, separators=(",", ":")).encode())
    return {
        "data": to_text(aes(rek, text)),
        "rek": to_text(aes(session_key, rek)),
        "hmac": mac(rek, text),
    }


class Opened(NamedTuple):
    """The content of a request, its size in bytes, whether its HMAC fits."""

    content: object
    size: int
    genuine: bool


def opened(session_key: bytes, data: object, code: object) -> Opened:
    """The JSON of a request; refuses what cannot be read at all."""
    text = decrypt(session_key, data)
    try:
        plain = base64.b64decode(text, validate=True)
        content = json.loads(plain)
    except ValueError:
        raise PortalError("encryption", "the decrypted text is not JSON in base64") from None
    genuine = isinstance(code, str) and hmac.compare_digest(mac(session_key, text).encode(), code.encode())
    return Opened(content, len(plain), genuine)


@cache
def _private_key(number: int) -> rsa.RSAPrivateKey:
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Certificate:
    """The RSA key of the portal, which may be replaced at any time."""

    def __init__(self, private_pem: str = "") -> None:
        self._number = 0
        self._given = serialization.load_pem_private_key(private_pem.encode(), None) if private_pem else None

    @property
    def _key(self) -> rsa.RSAPrivateKey:
        if isinstance(self._given, rsa.RSAPrivateKey):
            return self._given
        return _private_key(self._number)

    def renew(self) -> None:
        """From now on only keys encrypted with the new certificate are understood."""
        self._given = None
        self._number += 1

    def pem(self) -> str:
        """The public key."""
        kind = serialization.PublicFormat.SubjectPublicKeyInfo
        return self._key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()

    def app_key(self, text: object) -> bytes:
        """The app key that a client encrypted (PKCS#1 v1.5); refuses one for another certificate."""
        # The padding is read here because OpenSSL answers a wrong key with random bytes instead of an error.
        cipher = from_text(text)
        numbers = self._key.private_numbers()
        size = self._key.key_size // 8
        if len(cipher) != size:
            raise PortalError("certificate")
        block = pow(int.from_bytes(cipher), numbers.d, numbers.public_numbers.n).to_bytes(size)
        padded, _, key = block[2:].partition(b"\0")
        if block[:2] != b"\0\2" or len(padded) < 8 or len(key) != KEY_BYTES:
            raise PortalError("certificate")
        return key
