"""A client for the stand-in, written from the reference for its tests alone: standard library and cryptography."""

import base64
import hashlib
import hmac
import http.client
import io
import json
import secrets
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

IMS = "/taxpayerapi/v0.3/returns/ims"
GSTR2B = "/taxpayerapi/v0.3/returns/gstr2b"
AUTHENTICATE = "/taxpayerapi/v1.0/authenticate"


def aes(key: bytes, plain: bytes) -> str:
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    cipher = encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
    return base64.b64encode(cipher).decode()


def unaes(key: bytes, cipher: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    return unpadder.update(decryptor.update(cipher) + decryptor.finalize()) + unpadder.finalize()


def mac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()


def seal(key: bytes, content: object) -> dict[str, str]:
    text = base64.b64encode(json.dumps(content).encode())
    return {"data": aes(key, text), "hmac": mac(key, text)}


@dataclass
class Answer:
    """An HTTP answer: `ok`, its plain content, or the code and words of a refusal."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    data: Any = None
    code: str = ""
    message: str = ""


@dataclass
class GstnClient:
    """One taxpayer; `headers` are sent with every call and may be changed or removed by a test."""

    base_url: str
    gstin: str
    user: str = "invented.user"
    app_key: bytes = b"0123456789abcdefGHIJKLMNOPQRSTUV"
    session_key: bytes = b""
    token: str = ""
    timeout: float = 10.0
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {
            "clientid": "sandbox-client",
            "client-secret": "sandbox-secret",
            "username": self.user,
            "state-cd": self.gstin[:2],
            "ip-usr": "203.0.113.7",
            "Content-Type": "application/json",
            **self.headers,
        }

    def call(self, method: str, path: str, query: Mapping[str, str] | None = None, body: object = None) -> Answer:
        headers = {"txn": secrets.token_hex(16), **({"auth-token": self.token} if self.token else {}), **self.headers}
        connection = http.client.HTTPConnection(urlsplit(self.base_url).netloc, timeout=self.timeout)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path + (f"?{urlencode(query)}" if query else ""), content, headers)
            response = connection.getresponse()
            return self._read(Answer(response.status, response.read(), dict(response.headers)))
        finally:
            connection.close()

    def _read(self, answer: Answer) -> Answer:
        if answer.headers.get("Content-Type") != "application/json" or not answer.body:
            return answer
        content = json.loads(answer.body)
        answer.data = content
        if str(content.get("status_cd")) == "0":
            answer.code, answer.message = content["error"]["error_cd"], content["error"]["message"]
        elif "rek" in content:
            rek = unaes(self.session_key, base64.b64decode(content["rek"]))
            text = unaes(rek, base64.b64decode(content["data"]))
            assert mac(rek, text) == content["hmac"]
            answer.data = json.loads(base64.b64decode(text))
        return answer

    # sessions

    def encrypted_app_key(self) -> str:
        pem = self.call("GET", "/certificate").body
        key: Any = serialization.load_pem_public_key(pem)
        return base64.b64encode(key.encrypt(self.app_key, PKCS1v15())).decode()

    def authenticate(self, action: str, **values: str) -> Answer:
        return self.call("POST", AUTHENTICATE, body={"action": action, "username": self.user, **values})

    def request_otp(self) -> Answer:
        return self.authenticate("OTPREQUEST", app_key=self.encrypted_app_key())

    def get_token(self, otp: str = "575757") -> Answer:
        answer = self.authenticate("AUTHTOKEN", app_key=self.encrypted_app_key(), otp=aes(self.app_key, otp.encode()))
        if not answer.code:
            self.token = answer.data["auth_token"]
            self.session_key = unaes(self.app_key, base64.b64decode(answer.data["sek"]))
        return answer

    def sign_in(self) -> "GstnClient":
        assert self.request_otp().code == ""
        assert self.get_token().code == ""
        return self

    # IMS

    def get(self, action: str, path: str = IMS, **query: str) -> Answer:
        return self.call("GET", path, {"action": action, "gstin": self.gstin, **query})

    def put(self, action: str, data: object, path: str = IMS) -> Answer:
        return self.call("PUT", path, body={"action": action, **seal(self.session_key, data)})

    def documents(self, section: str, **query: str) -> list[dict[str, Any]]:
        answer = self.get("GETINV", section=section, **query)
        assert not answer.code, answer.message
        (records,) = answer.data.values()
        return records

    def files(self, token: str) -> list[dict[str, Any]]:
        """The records of every file of a token."""
        while (answer := self.get("FILEDET", token=token)).code == "RTN_24":
            pass
        assert not answer.code, answer.message
        key, records = base64.b64decode(answer.data["ek"]), []
        for entry in answer.data["urls"]:
            packed = self.call("GET", entry["ul"]).body
            assert hashlib.sha256(packed).hexdigest() == entry["hash"]
            with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
                for member in tar:
                    content: Any = tar.extractfile(member)
                    text = unaes(key, base64.b64decode(content.read()))
                    (part,) = json.loads(base64.b64decode(text)).values()
                    records += part
        return records

    def save(self, **sections: list[dict[str, Any]]) -> Answer:
        return self.put("SAVE", {"rtin": self.gstin, "reqtyp": "SAVE", "invdata": sections})

    def reset(self, **sections: list[dict[str, Any]]) -> Answer:
        return self.put("RESETIMS", {"rtin": self.gstin, "reqtyp": "RESET", "invdata": sections})

    def status(self, reference: str) -> dict[str, Any]:
        """REQSTS, asked until the request is done."""
        for _ in range(100):
            answer = self.get("REQSTS", int_tran_id=reference)
            assert not answer.code, answer.message
            if answer.data["status_cd"] != "IP":
                return answer.data
        raise AssertionError("in progress for ever")

    def saved(self, **sections: list[dict[str, Any]]) -> dict[str, Any]:
        """SAVE and its final status."""
        answer = self.save(**sections)
        assert not answer.code, answer.message
        return self.status(answer.data["reference_id"])

    # GSTR-2B

    def compute(self, period: str) -> Answer:
        answer = self.put("GEN2B", {"rtin": self.gstin, "itcprd": period}, GSTR2B)
        if not answer.code:
            while self.get("GENSTS2B", GSTR2B, int_tran_id=answer.data["reference_id"]).data["status_cd"] == "IP":
                pass
        return answer

    def gstr2b(self, period: str, **query: str) -> Answer:
        return self.get("GET2B", GSTR2B, rtnprd=period, **query)


_RETURNED = (
    *("stin", "inum", "idt", "nt_num", "nt_dt", "oinum", "oidt", "ont_num", "ont_dt", "inv_typ", "srcform", "rtnprd"),
    *("pos", "val", "txval", "iamt", "camt", "samt", "cess"),
)


def sent(record: Mapping[str, Any], action: str = "", **more: Any) -> dict[str, Any]:
    """A downloaded record as it goes back: with an action in SAVE, without one in RESETIMS."""
    back = {key: record[key] for key in _RETURNED if key in record}
    back["prev_status"] = record.get("action", "N")
    return back | ({"action": action} if action else {}) | more
