"""Vendors that seal and open for the caller, each in its own words."""

import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from support.gateways.month import Month, Refused
from support.gateways.native import OTP, Stop
from support.gateways.server import Asked, Said


class Plain(ABC):
    """What they have in common: nothing but the taxpayer behind them."""

    def __init__(self, month: Month, user: str, *_: str) -> None:
        self.month, self.user = month, user
        self.session = ""
        self.sessions = 0
        self.otps = 0
        self.numbers: set[str] = set()

    def answer(self, asked: Asked) -> Said:
        try:
            self.guard(asked)
            return self.work(asked)
        except Stop as stop:
            return stop.said
        except Refused as refused:
            return self.refusal(refused.code, refused.words)

    def guard(self, asked: Asked) -> None:
        """Every header that the vendor wants, by its value."""
        for name, value in self.headers_of(asked).items():
            if asked.headers.get(name) != value:
                raise Stop(self.wrong_header(name))

    @abstractmethod
    def headers_of(self, asked: Asked) -> dict[str, str]: ...

    @abstractmethod
    def wrong_header(self, name: str) -> Said: ...

    def one_number(self, asked: Asked, header: str, *, refused: bool = False) -> None:
        """The number of a request: 32 signs, none taken twice; that of one that is refused may come again."""
        number = asked.headers.get(header, "")
        if not re.fullmatch("[0-9a-f]{32}", number) or number in self.numbers:
            raise Stop(self.wrong_header(header))
        self.numbers |= set() if refused else {number}

    @abstractmethod
    def work(self, asked: Asked) -> Said: ...

    @abstractmethod
    def refusal(self, code: str, words: str) -> Said: ...

    def new_session(self) -> str:
        self.sessions += 1
        self.session = f"session-number-{self.sessions}-of-taxpayer"
        return self.session


class TaxProDecrypted(Plain):
    """`aspid` and `password`; answers without a status; GSTR-2B in files."""

    secrets: ClassVar = {"aspid": "1234567890", "password": "pass-of-asp"}
    authenticate = "/taxpayerapi/dec/v1.0/authenticate"
    ims, gstr2b = "/taxpayerapi/dec/v1.0/returns/ims", "/taxpayerapi/dec/v4.2/returns/gstr2b"

    def refusal(self, code: str, words: str) -> Said:
        return Said({"status_cd": "0", "error": {"message": words, "error_cd": code}})

    def headers_of(self, asked: Asked) -> dict[str, str]:
        gstin = self.month.gstin
        headers = {
            "aspid": "1234567890", "password": "pass-of-asp", "appver": "ims_xl", "gstin": gstin, "username": self.user,
            "state-cd": gstin[:2], "ip-usr": "203.0.113.7",
        }  # fmt: skip
        if asked.path != self.authenticate:
            headers["auth-token"] = self.session or "none is alive"
        elif asked.query.get("action") == "REFRESHTOKEN":
            headers["authtoken"] = self.session or "none is alive"
        return headers

    def wrong_header(self, name: str) -> Said:
        if name in ("aspid", "password"):
            refusal = {"message": "Invalid aspid or password", "error_cd": "GSP102"}
            return Said({"status_cd": "0", "error": refusal}, 401)
        if name in ("auth-token", "authtoken"):
            return self.refusal("AUTH4038", "Session expired")
        return self.refusal("GSP105", f"{name} is missing")

    def guard(self, asked: Asked) -> None:
        super().guard(asked)
        if asked.query.get("gstin") != self.month.gstin or asked.query.get("username") != self.user:
            raise Refused("GSP106", "parameter missing")
        self.one_number(asked, "txn")

    def work(self, asked: Asked) -> Said:
        query, action = asked.query, asked.query.get("action")
        if asked.path == self.authenticate:
            return self.sign_in(asked, action or "")
        if asked.path not in (self.ims, self.gstr2b):
            return Said(b"<html>404</html>", 404)
        if asked.method == "PUT":
            if asked.body.get("action") != action:
                raise Refused("GEN5001", "action")
            inner = asked.body["data"]
            done = self.month.compute(inner) if asked.path == self.gstr2b else self.month.write(inner)
            return Said({"data": done})
        found: Any = {
            "GETCNT": lambda: self.month.counts(query["goods_typ"]),
            "GETINV": lambda: self.month.documents(query["section"], query.get("status", "")),
            "REQSTS": lambda: self.month.status(query["int_tran_id"]),
            "GENSTS2B": lambda: self.month.status(query["int_tran_id"]),
            "GET2B": lambda: self.month.statement(query["rtnprd"], query.get("file_num", "")),
        }[action or ""]()
        return Said(found if action == "GET2B" else {"data": found})  # of GSTR-2B {chksum, data}, without a status

    def sign_in(self, asked: Asked, action: str) -> Said:
        if action == "OTPREQUEST":
            self.otps += 1
            return Said({"status_cd": "1"})
        if action == "AUTHTOKEN" and (not self.otps or asked.query.get("OTP") != OTP):
            raise Refused("AUTH4034", "Invalid OTP")
        return Said({"status_cd": "1", "auth_token": self.new_session(), "expiry": 360})


class WhiteBooks(Plain):
    """HTTP 200 whatever happens; the `txn` of signing in is the session, and comes in a header in the end."""

    secrets: ClassVar = {
        "client_id": "id-of-customer",
        "client_secret": "secret-of-customer",
        "email": "ca@deccan.example",
    }
    api_access = True
    pending = "none"

    def refusal(self, code: str, words: str) -> Said:
        return Said({"status_cd": "0", "status_desc": words, "error": {"errorCode": code, "errorMessage": words}})

    def headers_of(self, asked: Asked) -> dict[str, str]:
        headers = {
            "client_id": self.secrets["client_id"], "client_secret": self.secrets["client_secret"],
            "gst_username": self.user, "state_cd": self.month.gstin[:2], "ip_address": "203.0.113.7",
        }  # fmt: skip
        if not asked.path.startswith("/authentication/"):
            headers |= {"gstin": self.month.gstin, "ret_period": self.month.period}
        if asked.path == "/authentication/authtoken":
            return {**headers, "txn": self.pending}
        return headers if asked.path == "/authentication/otprequest" else {**headers, "txn": self.session or "none"}

    def wrong_header(self, name: str) -> Said:
        if name == "txn":
            return self.refusal("AUTH4033", "Invalid session")
        return Said({"status_cd": "0", "error": {"error_cd": "WB_ERR_9104", "message": f"header {name} missing"}})

    def guard(self, asked: Asked) -> None:
        super().guard(asked)
        if asked.query.get("email") != "ca@deccan.example":
            raise Stop(Said({"status_cd": "0", "status_desc": '[{"errorCode":"WB_ERR_9101","errorMessage":"email"}]'}))

    def work(self, asked: Asked) -> Said:
        query, month = asked.query, self.month
        match asked.method, asked.path:
            case "GET", "/authentication/otprequest":
                if not self.api_access:
                    raise Refused("AUTH4037", "API access is not enabled")
                self.otps += 1
                self.session = ""
                self.pending = f"txn-number-{self.otps}-of-the-otp"
                return Said({"status_cd": "1", "status_desc": "OTP sent", "header": {"txn": self.pending}})
            case "GET", "/authentication/authtoken":
                if query.get("otp") != OTP:
                    raise Refused("RET13509", "Nothing found")
                return Said({"status_cd": "1", "status_desc": "success"}, headers={"txn": self.new_session()})
            case "GET", "/authentication/refreshtoken":
                return Said({"status_cd": "1", "status_desc": "success"})  # the same txn goes on
            case "GET", "/authentication/logout":
                self.session = ""
                return Said({"status_cd": "1"})
            case "GET", "/ims/invoicescount":
                return self.said(month.counts(query["goodsType"]))
            case "GET", "/ims/invoices":
                return self.said(month.documents(query["section"], query.get("status", "")))
            case "PUT", "/ims/save" | "/ims/reset":
                if asked.body.get("reqtyp") != {"save": "SAVE", "reset": "RESET"}[asked.path[5:]]:
                    raise Refused("IMSSAV005", "schema validation failed")
                return self.said(month.write(asked.body))
            case "GET", "/ims/status":
                return self.said(month.status(query["int_tran_id"]))
            case "GET", "/gstr2b/all":
                return self.said(month.statement(query["rtnprd"], query.get("filenum", "")))
            case "PUT", "/gstr2b/gen2b":
                return self.said(month.compute(asked.body))
            case "GET", "/gstr2b/get2b":
                return self.said(month.status(query["int_tran_id"]))
        return Said({"status_cd": "0", "error": {"error_cd": "WB_ERR_9404", "message": "no such path"}})

    def said(self, data: Any) -> Said:
        header = {"txn": self.session, "gstin": self.month.gstin}
        return Said(
            {"status_cd": "1", "status_desc": "success", "header": header, "data": data}, headers={"txn": self.session}
        )
