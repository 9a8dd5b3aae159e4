"""Vendors that seal and open for the caller, each in its own words."""

import time
from typing import Any, ClassVar

from support.gateways.month import Month, Refused
from support.gateways.native import OTP, Stop
from support.gateways.server import Asked, Said


class Plain:
    """What they have in common: nothing but the taxpayer behind them."""

    def __init__(self, month: Month, user: str, *_: str) -> None:
        self.month, self.user = month, user
        self.session = ""
        self.sessions = 0
        self.otps = 0

    def answer(self, asked: Asked) -> Said:
        try:
            self.guard(asked)
            return self.work(asked)
        except Stop as stop:
            return stop.said
        except Refused as refused:
            return self.refusal(refused.code, refused.words)

    def guard(self, asked: Asked) -> None:
        raise NotImplementedError

    def work(self, asked: Asked) -> Said:
        raise NotImplementedError

    def refusal(self, code: str, words: str) -> Said:
        raise NotImplementedError

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

    def guard(self, asked: Asked) -> None:
        wanted = {"aspid": "1234567890", "password": "pass-of-asp"}
        if any(asked.headers.get(name) != value for name, value in wanted.items()):
            raise Stop(
                Said({"status_cd": "0", "error": {"message": "Invalid aspid or password", "error_cd": "GSP102"}}, 401)
            )
        own = {"gstin": self.month.gstin, "username": self.user, "state-cd": self.month.gstin[:2]}
        if any(asked.headers.get(name) != value for name, value in own.items()):
            raise Refused("GSP105", "header missing")
        if asked.query.get("gstin") != self.month.gstin or asked.query.get("username") != self.user:
            raise Refused("GSP106", "parameter missing")

    def work(self, asked: Asked) -> Said:
        query, action = asked.query, asked.query.get("action")
        if asked.path == self.authenticate:
            return self.sign_in(asked, action or "")
        if asked.path not in (self.ims, self.gstr2b):
            return Said(b"<html>404</html>", 404)
        if not self.session or asked.headers.get("auth-token") != self.session:
            raise Refused("AUTH4038", "Session expired")
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
        if action == "REFRESHTOKEN" and asked.headers.get("authtoken") != self.session:
            raise Refused("AUTH4038", "Session expired")
        return Said({"status_cd": "1", "auth_token": self.new_session(), "expiry": 360})


class WhiteBooks(Plain):
    """HTTP 200 whatever happens; the `txn` of signing in is the session, and comes in a header in the end."""

    secrets: ClassVar = {
        "client_id": "id-of-customer",
        "client_secret": "secret-of-customer",
        "email": "ca@deccan.example",
    }
    api_access = True

    def refusal(self, code: str, words: str) -> Said:
        return Said({"status_cd": "0", "status_desc": words, "error": {"errorCode": code, "errorMessage": words}})

    def guard(self, asked: Asked) -> None:
        wanted = {
            "client_id": self.secrets["client_id"], "client_secret": self.secrets["client_secret"],
            "gst_username": self.user, "state_cd": self.month.gstin[:2], "ip_address": "203.0.113.7",
        }  # fmt: skip
        if any(asked.headers.get(name) != value for name, value in wanted.items()):
            raise Stop(Said({"status_cd": "0", "error": {"error_cd": "WB_ERR_9104", "message": "header missing"}}))
        if asked.query.get("email") != "ca@deccan.example":
            raise Stop(Said({"status_cd": "0", "status_desc": '[{"errorCode":"WB_ERR_9101","errorMessage":"email"}]'}))
        if asked.path.startswith("/authentication/"):
            return
        if not self.session or asked.headers.get("txn") != self.session:
            raise Refused("AUTH4033", "Invalid session")
        if asked.headers.get("gstin") != self.month.gstin or len(asked.headers.get("ret_period", "")) != 6:
            raise Stop(Said({"status_cd": "0", "error": {"error_cd": "WB_ERR_9104", "message": "header missing"}}))

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
                if asked.headers.get("txn") != self.pending or query.get("otp") != OTP:
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


class SandboxCoIn(Plain):
    """A token of the customer, then one of the taxpayer; a frame in a frame; POST for what is written."""

    secrets: ClassVar = {"api_key": "key-of-customer", "api_secret": "secret-of-customer"}
    root = "/gst/compliance/tax-payer"
    words: ClassVar = {"accepted": "A", "rejected": "R", "pending": "P", "no_action_taken": "N", "": ""}
    goods: ClassVar = {"others": "ALL_OTH", "imports": "IMP_GDS", "inward_supplies": "INV_SUPP_ISD"}
    gsp = ""
    logins = 0

    def refusal(self, code: str, words: str) -> Said:
        return self.framed({"status_cd": "0", "error": {"error_cd": code, "message": words}})

    def framed(self, data: Any) -> Said:
        return Said({"code": 200, "timestamp": 1, "transaction_id": "t-1", "data": data})

    def said(self, data: Any) -> Said:
        return self.framed({"status_cd": "1", "data": data})

    def guard(self, asked: Asked) -> None:
        if asked.headers.get("x-api-key") != "key-of-customer" or asked.headers.get("x-api-version") != "1.0.0":
            raise Stop(Said({"code": 403, "message": "Insufficient privilege"}, 403))
        if asked.path == "/authenticate":
            return
        signing = asked.path in (f"{self.root}/otp", f"{self.root}/otp/verify")
        wanted = self.gsp if signing else self.session
        if not wanted or asked.headers.get("authorization") != wanted:
            raise Stop(Said({"code": 401, "message": "Unauthorized"}, 401))

    def work(self, asked: Asked) -> Said:
        query, month = asked.query, self.month
        of_2b = f"{self.root}/gstrs/gstr-2b/{month.period[2:]}/{month.period[:2]}"
        match asked.method, asked.path.removeprefix(self.root):
            case "POST", "/authenticate":
                if asked.headers.get("x-api-secret") != "secret-of-customer":
                    return Said({"code": 401, "message": "Invalid secret"}, 401)
                self.logins += 1
                self.gsp = f"token-number-{self.logins}-of-customer"
                return Said({"code": 200, "access_token": self.gsp, "data": {"access_token": self.gsp}})
            case "POST", "/otp":
                if asked.body != {"username": self.user, "gstin": month.gstin}:
                    return Said({"code": 422, "message": "Invalid username"}, 422)
                self.otps += 1
                return self.framed({"status_cd": "1", "message": "OTP sent"})
            case "POST", "/otp/verify":
                if query.get("otp") != OTP:
                    raise Refused("AUTH4034", "Invalid OTP")
                return self.framed(self.taxpayer_token())
            case "POST", "/session/refresh":
                return self.framed(self.taxpayer_token())
            case "GET", "/invoices/count":
                return self.said(month.counts(self.goods[query["type_of_goods"]]))
            case "GET", "/invoices":
                return self.said(month.documents(query["section"], self.words[query.get("status", "")]))
            case "POST", "/invoices/status/save" | "/invoices/status/reset":
                return self.said(month.write(asked.body))
            case "GET", "/invoices/status":
                return self.said(month.status(query["reference_id"]))
            case "GET", "/gstrs/gstr-2b/regenerate/status":
                return self.said(month.status(query["reference_id"]))
        if asked.path == of_2b:
            return self.said(month.statement(month.period, query.get("file_number", "")))
        if asked.path == f"{of_2b}/regenerate":
            return self.said(month.compute(asked.body))
        return Said({"code": 404, "message": "Not found"}, 404)

    def taxpayer_token(self) -> dict[str, Any]:
        end = int((time.time() + 6 * 3600) * 1000)
        return {"status_cd": "1", "access_token": self.new_session(), "token_expiry": end, "session_expiry": end}


class Tasks(Plain):
    """A gateway that makes a task of a download, with pages; its login stands on a host of its own."""

    secrets: ClassVar = {"handle": "ca@deccan.example", "password": "pass-of-customer", "organisation": "org-17"}
    gsp = ""
    asked = 0

    def refusal(self, code: str, words: str) -> Said:
        return Said({"status": "0", "data": None, "error": {"code": code, "message": words}})

    def said(self, data: Any) -> Said:
        return Said({"status": "1", "data": data, "error": None, "info": None, "alert": None})

    def guard(self, asked: Asked) -> None:
        own = {"x-org-id": "org-17", "x-user-token": self.gsp}
        if asked.path != "/login/authtokens" and any(asked.headers.get(name) != value for name, value in own.items()):
            raise Stop(Said({"status": "0", "error": {"message": "Unauthorized"}}, 401))

    def work(self, asked: Asked) -> Said:
        query, month = asked.query, self.month
        match asked.method, asked.path:
            case "POST", "/login/authtokens":
                if asked.body != {"handle": "ca@deccan.example", "password": "pass-of-customer", "minutes": 360}:
                    return Said({"status": "0", "error": {"message": "Unauthorized"}}, 401)
                self.gsp = "token-of-the-organisation"
                return self.said({"token": self.gsp})
            case "POST", "/authenticate" if asked.headers.get("action") == "OTPREQUEST":
                self.otps += 1
                return self.said({"otp-request-id": f"otp-request-{self.otps}"})
            case "POST", "/authenticate":
                if asked.body != {"otp-request-id": f"otp-request-{self.otps}", "otp": OTP}:
                    raise Refused("AUTH4034", "Invalid OTP")
                return self.said({"gst-session-id": self.new_session()})
        if asked.headers.get("x-session") != self.session:
            raise Refused("AUTH4038", "Session expired")
        match asked.method, asked.path:
            case "GET", "/counts":
                return self.said(month.counts(query["goods"]))
            case "GET", "/documents":
                return self.said({"task-id": f"task-{query['section']}"})
            case "GET", "/tasks":
                self.asked += 1
                state = "running" if self.asked % 2 else "completed"
                records = next(iter(month.documents(query["id"].removeprefix("task-")).values()))
                return self.said({"status": state, "pages": len(records)})
            case "GET", "/pages":
                ((key, records),) = month.documents(query["id"].removeprefix("task-")).items()
                return self.said({key: [records[int(query["page"]) - 1]]})
        raise Refused("GEN5001", asked.path)
