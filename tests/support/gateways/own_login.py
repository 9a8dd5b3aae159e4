"""Vendors that seal and open for the caller, and that one signs in to before the taxpayer."""

import time
from typing import Any, ClassVar

from support.gateways.month import Refused
from support.gateways.native import OTP
from support.gateways.plain import Plain
from support.gateways.server import Asked, Said


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

    def headers_of(self, asked: Asked) -> dict[str, str]:
        headers = {"x-api-key": "key-of-customer", "x-api-version": "1.0.0"}
        if asked.path == "/authenticate":
            return {**headers, "x-api-secret": "secret-of-customer"}
        signing = asked.path in (f"{self.root}/otp", f"{self.root}/otp/verify")
        return {**headers, "authorization": (self.gsp if signing else self.session) or "none is alive"}

    def wrong_header(self, name: str) -> Said:
        if name == "authorization":
            return Said({"code": 401, "message": "Unauthorized"}, 401)
        if name == "x-api-secret":
            return Said({"code": 401, "message": "Invalid secret"}, 401)
        return Said({"code": 403, "message": "Insufficient privilege"}, 403)

    def work(self, asked: Asked) -> Said:
        query, month = asked.query, self.month
        of_2b = f"{self.root}/gstrs/gstr-2b/{month.period[2:]}/{month.period[:2]}"
        match asked.method, asked.path.removeprefix(self.root):
            case "POST", "/authenticate":
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


class AdaequarePlain(Plain):
    """A login of its own; the OTP is a header of a question, and the session stays at the GSP."""

    secrets: ClassVar = {"app_id": "id-of-app", "app_secret": "secret-of-app"}
    ims, gstr2b = "/enriched/returns/ims", "/enriched/returns/gstr2b"
    bearer = ""
    logins = 0
    asked_for_otp = False

    def refusal(self, code: str, words: str) -> Said:
        return Said({"success": False, "errorCode": code, "message": words})

    def answer(self, asked: Asked) -> Said:
        if asked.path != "/gsp/authenticate":
            return super().answer(asked)
        own = asked.headers.get("gspappid"), asked.headers.get("gspappsecret"), asked.query.get("grant_type")
        if asked.method != "POST" or own != ("id-of-app", "secret-of-app", "token"):
            return Said({"error": "access_denied", "error_description": "Access Denied"}, 403)
        self.logins += 1
        self.bearer = f"bearer-number-{self.logins}-of-the-gsp"
        return Said({"access_token": self.bearer, "token_type": "bearer", "expires_in": 2591999})

    def headers_of(self, asked: Asked) -> dict[str, str]:
        gstin = self.month.gstin
        headers = {
            "authorization": f"Bearer {self.bearer or 'none is alive'}", "username": self.user, "gstin": gstin,
            "state-cd": gstin[:2], "ip-usr": "203.0.113.7",
        }  # fmt: skip
        return headers | ({"ret_period": self.month.period} if self.session else {})

    def wrong_header(self, name: str) -> Said:
        if name == "authorization":
            return Said({"error": "invalid_token", "error_description": "Unauthorized"}, 401)
        return Said({"success": False, "message": f"{name} is missing"}, 400)

    def guard(self, asked: Asked) -> None:
        super().guard(asked)
        otp = asked.headers.get("otp")
        if not self.session and not (self.asked_for_otp and otp == OTP):
            if otp is not None:
                raise Refused("AUTH4034", "Invalid OTP")
            if asked.path == self.ims and asked.query.get("action") == "GETCNT":
                self.one_number(asked, "requestid", refused=True)
                self.otps += 1
                self.asked_for_otp = True
            raise Refused("RETOTPREQUEST", "OTP is sent to the taxpayer")
        self.one_number(asked, "requestid")
        if not self.session:
            self.new_session()

    def work(self, asked: Asked) -> Said:
        query, month = asked.query, self.month
        if query.get("gstin") != month.gstin:
            raise Refused("RET11407", "gstin")
        match asked.method, asked.path, query.get("action"):
            case "PUT", self.ims, "SAVE" | "RESETIMS" as action:
                if asked.body.get("reqtyp") != action.removesuffix("IMS"):
                    raise Refused("IMSSAV005", "schema validation failed")
                return self.said(month.write(asked.body))
            case "PUT", self.gstr2b, "GEN2B":
                return self.said(month.compute(asked.body))
            case "GET", self.ims, "GETCNT":
                return self.said(month.counts(query["goods_typ"]))
            case "GET", self.ims, "GETINV":
                return self.said(month.documents(query["section"], query.get("status", "")))
            case ("GET", self.ims, "REQSTS") | ("GET", self.gstr2b, "GENSTS2B"):
                return self.said(month.status(query["int_tran_id"]))
            case "GET", self.gstr2b, "GET2B":
                return self.said(month.statement(query["rtnprd"], query.get("file_num", "")))
        return Said({"success": False, "message": "no such path"}, 404)

    def said(self, data: Any) -> Said:
        return Said({"success": True, "message": "done", "result": data})


class Tasks(Plain):
    """A gateway that makes a task of a download, with pages; its login stands on a host of its own."""

    secrets: ClassVar = {"handle": "ca@deccan.example", "password": "pass-of-customer", "organisation": "org-17"}
    gsp = ""
    asked = 0

    def refusal(self, code: str, words: str) -> Said:
        return Said({"status": "0", "data": None, "error": {"code": code, "message": words}})

    def said(self, data: Any) -> Said:
        return Said({"status": "1", "data": data, "error": None, "info": None, "alert": None})

    def headers_of(self, asked: Asked) -> dict[str, str]:
        if asked.path == "/login/authtokens":
            return {}
        own = {"x-org-id": "org-17", "x-user-token": self.gsp}
        return own if asked.path == "/authenticate" else {**own, "x-session": self.session or "none is alive"}

    def wrong_header(self, name: str) -> Said:
        if name == "x-session":
            return self.refusal("AUTH4038", "Session expired")
        return Said({"status": "0", "error": {"message": "Unauthorized"}}, 401)

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
