"""GSTN's own form: sealed sign-in and answers, as five of the vendors pass it through."""

import base64
import hashlib
import re
import secrets
from typing import Any, ClassVar

from support.gateways.month import Month, Refused
from support.gateways.sealing import RsaKey, aes, opened_request, packed, sealed_answer, unaes
from support.gateways.server import Asked, Said

OTP = "575757"
STAMP = r"20\d{12}\+0530"  # YYYYMMDDHHMMSS in India
IDS = {"clientid", "client-secret"}


def error(code: str, words: str, status: int = 200) -> Said:
    return Said({"status_cd": "0", "error": {"error_cd": code, "message": words}}, status)


class Stop(Exception):  # noqa: N818 - an answer, not a failure
    """The gateway answers by itself."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.said = said


class Native:
    """`user` of the taxpayer, `gstn` the key of GSTN's certificate, `customer` that of the customer."""

    secrets: ClassVar = {"client_id": "id-of-customer", "client_secret": "secret-of-customer"}
    authenticate = "/taxpayerapi/v1.0/authenticate"
    ims = "/taxpayerapi/v0.3/returns/ims"
    gstr2b = "/taxpayerapi/v0.3/returns/gstr2b"
    files = "/files/"
    own: ClassVar = {"clientid": "client_id", "client-secret": "client_secret"}  # header -> secret
    strangers: ClassVar[set[str]] = set()
    with_mac = True
    plain_requests = False

    def __init__(self, month: Month, user: str, gstn: str, certificate: str, customer: str) -> None:
        self.month, self.user = month, user
        self.gstn, self.certificate, self.customer = RsaKey(gstn), certificate, RsaKey(customer)
        self.app_key = self.session_key = b""
        self.token = ""
        self.otps = self.asked_for_files = 0
        self.packed: dict[str, bytes] = {}
        self.numbers: set[str] = set()  # of requests; none is taken twice

    def answer(self, asked: Asked) -> Said:
        try:
            if asked.path == "/gstn.pem":
                return Said(self.certificate.encode())
            self.guard(asked)
            if asked.path in self.packed and asked.method == "GET":
                return Said(self.packed[asked.path])
            if asked.path == self.authenticate and asked.method == "POST":
                return self.sign_in(asked)
            if asked.path not in (self.ims, self.gstr2b) or asked.method not in ("GET", "PUT"):
                return Said({"message": "no such path"}, 404)
            return self.sealed(self.work(asked))
        except Stop as stop:
            return stop.said
        except Refused as refused:
            return error(refused.code, refused.words)

    def guard(self, asked: Asked) -> None:
        """Every header that the vendor wants, by its value, and none that it does not know."""
        for name in self.strangers & asked.headers.keys():
            raise Stop(self.unknown_header(name))
        for name, value in self.headers_of(asked).items():
            if asked.headers.get(name) != value:
                raise Stop(self.wrong_header(name))
        number = asked.headers.get("txn", "")
        if not re.fullmatch("[0-9a-f]{32}", number) or number in self.numbers:
            raise Stop(self.wrong_header("txn"))
        self.numbers.add(number)

    def headers_of(self, asked: Asked) -> dict[str, str]:
        """Name and value of each header but `txn`."""
        return {name: self.secrets[secret] for name, secret in self.own.items()} | self.native_headers(asked)

    def native_headers(self, asked: Asked) -> dict[str, str]:
        gstin = self.month.gstin
        headers = {"username": self.user, "state-cd": gstin[:2], "ip-usr": "203.0.113.7", "gstin": gstin}
        action = (asked.body or {}).get("action") or asked.query.get("action")
        if action not in ("OTPREQUEST", "AUTHTOKEN"):
            headers["auth-token"] = self.token or "none is alive"
        if asked.path == self.gstr2b and action != "GENSTS2B":
            headers["ret_period"] = self.month.period
        return headers

    def wrong_header(self, name: str) -> Said:
        if name == "auth-token":
            return error("AUTH4038", "Session expired")
        return error("RET11401" if name == "txn" else "RET11404", f"{name} is missing or wrong")

    def unknown_header(self, name: str) -> Said:
        return Said({"message": f"{name} is not known"}, 400)

    def sign_in(self, asked: Asked) -> Said:
        body = asked.body
        if body.get("username") != self.user:
            return error("AUTH4032", "Invalid user")
        match body["action"]:
            case "OTPREQUEST":
                self.gstn.unwrap(body["app_key"])
                self.otps += 1
                return Said({"status_cd": "1"})
            case "AUTHTOKEN":
                self.app_key = self.gstn.unwrap(body["app_key"])
                if not self.otps:
                    return error("AUTH4033", "OTP was not asked for")
                if unaes(self.app_key, body["otp"]).decode() != OTP:
                    return error("AUTH4034", "Invalid OTP")
                return self.begin(self.app_key)
            case "REFRESHTOKEN":
                if body["auth_token"] != self.token:
                    return error("AUTH4038", "Session expired")
                return self.begin(unaes(self.session_key, body["app_key"]))
            case _:
                self.token = ""
                return Said({"status_cd": "1"})

    def begin(self, wrapping: bytes) -> Said:
        self.session_key, self.token = secrets.token_bytes(32), secrets.token_hex(16)
        return Said({"status_cd": "1", "auth_token": self.token, "expiry": 360, "sek": aes(wrapping, self.session_key)})

    def sealed(self, content: Any) -> Said:
        return Said(sealed_answer(content, self.session_key, with_mac=self.with_mac))

    def work(self, asked: Asked) -> Any:
        """What GSTN does of it."""
        month, query = self.month, asked.query
        if asked.method == "PUT":
            inner = self.opened(asked)
            return month.compute(inner) if asked.path == self.gstr2b else month.write(inner)
        if query.get("gstin") != month.gstin:
            raise Refused("RET11407", "gstin")
        match query.get("action"):
            case "GETCNT":
                return month.counts(query["goods_typ"])
            case "GETINV" if query["section"] in month.large:
                return {"token": f"file-{query['section']}", "est": "0"}
            case "FILEDET":
                self.asked_for_files += 1
                if self.asked_for_files % 2:
                    raise Refused("RTN_24", "File generation is in progress")
                return self.listing(query["token"].removeprefix("file-"))
            case "GETINV":
                return month.documents(query["section"], query.get("status", ""))
            case "REQSTS" | "GENSTS2B":
                return month.status(query["int_tran_id"])
            case "GET2B":
                return month.statement(query["rtnprd"], query.get("file_num", ""))
            case _:
                raise Refused("AUTH4035", "Invalid action")

    def listing(self, section: str) -> Any:
        """Each document of the section in a file of its own."""
        key = secrets.token_bytes(32)
        urls = []
        for name, records in self.month.documents(section).items():
            for record in records:
                data = packed({name: [record]}, key)
                path = f"{self.files}{len(self.packed)}.tar.gz"
                self.packed[path] = data
                urls.append({"ul": path, "hash": hashlib.sha256(data).hexdigest()})
        return {"ek": base64.b64encode(key).decode(), "urls": urls, "fc": len(urls)}

    def opened(self, asked: Asked) -> Any:
        wanted = (
            "GEN2B" if asked.path == self.gstr2b else {"SAVE": "SAVE", "RESETIMS": "RESET"}.get(asked.body["action"])
        )
        if self.plain_requests:
            inner = asked.body["data"]
        else:
            try:
                inner = opened_request(asked.body, self.session_key)
            except ValueError:
                raise Refused("RET11406", "hmac does not fit") from None
        if inner.get("reqtyp", "GEN2B") != wanted:
            raise Refused("IMSSAV005", "action and reqtyp differ")
        return inner
