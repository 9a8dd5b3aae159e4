"""GSTN's envelope from the side of GSTN, written from the reference with `cryptography` alone."""

import base64
import hashlib
import hmac
import io
import json
import os
import tarfile
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def _ecb(key: bytes) -> Any:
    return Cipher(algorithms.AES(key), modes.ECB())


def aes(key: bytes, plain: bytes) -> str:
    padder = PKCS7(128).padder()
    worker = _ecb(key).encryptor()
    return base64.b64encode(worker.update(padder.update(plain) + padder.finalize()) + worker.finalize()).decode()


def unaes(key: bytes, text: str) -> bytes:
    worker, unpadder = _ecb(key).decryptor(), PKCS7(128).unpadder()
    return unpadder.update(worker.update(base64.b64decode(text)) + worker.finalize()) + unpadder.finalize()


def mac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def sealed_answer(content: object, session_key: bytes, *, with_mac: bool = True) -> dict[str, str]:
    rek = os.urandom(32)
    text = base64.b64encode(json.dumps(content).encode())
    answer = {"status_cd": "1", "data": aes(rek, text), "rek": aes(session_key, rek)}
    return answer | ({"hmac": mac(rek, text)} if with_mac else {})


def packed(content: object, key: bytes) -> bytes:
    """A file of a large section: JSON as base64, encrypted, in a tar.gz."""
    data = aes(key, base64.b64encode(json.dumps(content).encode())).encode()
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        member = tarfile.TarInfo("part.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return whole.getvalue()


def opened_request(body: dict[str, Any], session_key: bytes) -> Any:
    """What a request holds; raises ValueError when its HMAC does not fit."""
    text = unaes(session_key, body["data"])
    if mac(session_key, text) != body.get("hmac"):
        raise ValueError("hmac")
    return json.loads(base64.b64decode(text))


class RsaKey:
    """A private key, and what others need of it."""

    def __init__(self, pem: str) -> None:
        key = serialization.load_pem_private_key(pem.encode(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key = key

    def unwrap(self, text: str) -> bytes:
        return self._key.decrypt(base64.b64decode(text), padding.PKCS1v15())

    def signed(self, signature: str, text: str, hashing: hashes.HashAlgorithm) -> bool:
        """Whether the owner of the key signed the text."""
        try:
            self._key.public_key().verify(base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashing)
        except (InvalidSignature, ValueError):
            return False
        return True


def as_der(certificate: str) -> bytes:
    """The certificate as a .cer file."""
    return x509.load_pem_x509_certificate(certificate.encode()).public_bytes(serialization.Encoding.DER)
