"""GSTN's own form: sealed sign-in and answers, as five of the vendors pass it through."""

import base64
import hashlib
import secrets
from typing import Any, ClassVar

from cryptography.hazmat.primitives import hashes
from support.gateways.month import Month, Refused
from support.gateways.sealing import RsaKey, aes, as_der, opened_request, packed, sealed_answer, unaes
from support.gateways.server import Asked, Said

OTP = "575757"


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
    with_mac = True
    plain_requests = False

    def __init__(self, month: Month, user: str, gstn: str, certificate: str, customer: str) -> None:
        self.month, self.user = month, user
        self.gstn, self.certificate, self.customer = RsaKey(gstn), certificate, RsaKey(customer)
        self.app_key = self.session_key = b""
        self.token = ""
        self.otps = self.asked_for_files = 0
        self.packed: dict[str, bytes] = {}

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
            if not self.token or asked.headers.get("auth-token") != self.token:
                return error("AUTH4038", "Session expired")
            return self.sealed(self.work(asked))
        except Stop as stop:
            return stop.said
        except Refused as refused:
            return error(refused.code, refused.words)

    def guard(self, asked: Asked) -> None:
        """Every header the vendor wants, and none that it does not know."""
        self.want(asked, {"clientid": self.secrets["client_id"], "client-secret": self.secrets["client_secret"]})
        self.want_native(asked)

    def want_native(self, asked: Asked) -> None:
        gstin = self.month.gstin
        self.want(asked, {"username": self.user, "state-cd": gstin[:2], "ip-usr": "203.0.113.7", "gstin": gstin})
        if len(asked.headers.get("txn", "")) != 32:
            raise Stop(error("RET11401", "txn is missing"))

    def want(self, asked: Asked, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            if asked.headers.get(name) != value:
                raise Stop(self.wrong_header(name))

    def wrong_header(self, name: str) -> Said:
        return error("RET11404", f"{name} is missing or wrong")

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


class Vayana(Native):
    """Ids, and a token and its signature that are new in each call."""

    secrets: ClassVar = {**Native.secrets, "cust_id": "CUST-17", "key": "KEY FILE"}
    authenticate, ims, gstr2b = (f"/gus{path}" for path in (Native.authenticate, Native.ims, Native.gstr2b))

    def guard(self, asked: Asked) -> None:
        super().guard(asked)
        token = asked.headers.get("x-asp-auth-token", "")
        parts = token.split(":")
        action = (asked.body or {}).get("action") or asked.query.get("action") or "FILEDET"
        wanted = ["v2.0", "CUST-17", "", asked.headers["txn"], self.month.gstin, action]
        if (
            len(parts) != 7
            or [*parts[:4], *parts[5:]] != wanted
            or not parts[4].endswith("+0530")
            or len(parts[4]) != 19
        ):
            raise Stop(error("RET11403", "auth token is not built as agreed"))
        if not self.customer.signed(asked.headers.get("x-asp-auth-signature", ""), token, hashes.SHA256()):
            raise Stop(error("RET11409", "signature does not fit"))


class Adaequare(Native):
    """A login of its own; its bearer on every other call."""

    secrets: ClassVar = {"app_id": "id-of-app", "app_secret": "secret-of-app"}
    authenticate, ims, gstr2b = "/gstn/authenticate", "/gstn/returns/ims", "/gstn/returns/gstr2b"
    bearer = ""
    logins = 0

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/gsp/authenticate":
            given = asked.headers.get("gspappid"), asked.headers.get("gspappsecret")
            if (
                asked.method != "POST"
                or given != ("id-of-app", "secret-of-app")
                or asked.query.get("grant_type") != "token"
            ):
                return Said({"error": "access_denied", "error_description": "Access Denied"}, 403)
            self.logins += 1
            self.bearer = f"bearer-number-{self.logins}-of-the-gsp"
            return Said({"access_token": self.bearer, "token_type": "bearer", "expires_in": 2591999})
        return super().answer(asked)

    def guard(self, asked: Asked) -> None:
        if not self.bearer or asked.headers.get("authorization") != f"Bearer {self.bearer}":
            raise Stop(Said({"error": "invalid_token", "error_description": "Unauthorized"}, 401))
        if "clientid" in asked.headers:
            raise Stop(Said({"success": False, "message": "clientid is not known here"}, 400))
        self.want_native(asked)
        if asked.path == self.ims and len(asked.headers.get("ret_period", "")) != 6:
            raise Stop(Said({"success": False, "message": "ret_period is missing"}, 400))

    def wrong_header(self, name: str) -> Said:
        return Said({"success": False, "message": f"{name} is missing"}, 400)


class TaxProSealed(Native):
    """A key that is fetched with a signature seals the password."""

    secrets: ClassVar = {"aspid": "1234567890", "password": "pass-of-asp", "key": "KEY FILE"}
    asp_key = b""

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/gstn.pem":
            return Said(as_der(self.certificate))  # the vendor hands out a .cer
        if asked.path == "/taxpayerapi/v1.0/getkey":
            stamp = asked.body.get("timestamp", "")
            text = f"1234567890{stamp}"
            if len(stamp) != 20 or not self.customer.signed(asked.body["signed_content"], text, hashes.SHA256()):
                return error("GSP030A", "Invalid signature", 401)
            self.asp_key = secrets.token_bytes(32)
            return Said(
                {"status_cd": "1", "session_id": "session-of-asp", "key": base64.b64encode(self.asp_key).decode()}
            )
        return super().answer(asked)

    def guard(self, asked: Asked) -> None:
        self.want(asked, {"aspid": "1234567890", "session-id": "session-of-asp", "appver": "ims_xl"})
        if unaes(self.asp_key, asked.headers.get("asp-secret", "")) != b"pass-of-asp":
            raise Stop(error("GSP030B", "Invalid asp-secret", 401))
        self.want_native(asked)
        if asked.path != self.authenticate and len(asked.headers.get("ret_prd", "")) != 6:
            raise Stop(error("GSP040", "ret_prd is missing"))


class ClearTax(Native):
    """One token, no client ids."""

    secrets: ClassVar = {"token": "token-of-customer"}
    authenticate = "/gsp/api/taxpayerapi/v0.2/authenticate"
    ims, gstr2b = f"/gsp/api{Native.ims}", f"/gsp/api{Native.gstr2b}"

    def guard(self, asked: Asked) -> None:
        if asked.headers.get("x-ct-auth-token") != "token-of-customer":
            raise Stop(Said({"message": "Unauthorized"}, 401))
        if {"clientid", "client-secret"} & asked.headers.keys():
            raise Stop(Said({"message": "clientid is not known"}, 400))
        self.want_native(asked)


class Alankit(Native):
    """Client ids and a subscription key."""

    secrets: ClassVar = {**Native.secrets, "subscription_key": "key-of-subscription"}

    def guard(self, asked: Asked) -> None:
        if asked.headers.get("ocp-apim-subscription-key") != "key-of-subscription":
            raise Stop(Said({"statusCode": 401, "message": "Access denied due to invalid subscription key."}, 401))
        super().guard(asked)


class ApiKey(Native):
    """One key; requests in the clear, answers sealed without an HMAC."""

    secrets: ClassVar = {"api_key": "key-of-gateway"}
    authenticate, ims, gstr2b = (f"/standard/gstn/{path}" for path in ("authenticate", "returns/ims", "returns/gstr2b"))
    with_mac = False
    plain_requests = True

    def guard(self, asked: Asked) -> None:
        if asked.headers.get("x-api-key") != "key-of-gateway":
            raise Stop(Said({"message": "Forbidden"}, 403))
        self.want_native(asked)
