"""Vendors that pass GSTN's own form on, each with headers of its own."""

import base64
import re
import secrets
from typing import ClassVar

from cryptography.hazmat.primitives import hashes
from support.gateways.native import IDS, STAMP, Native, Stop, error
from support.gateways.sealing import as_der, unaes
from support.gateways.server import Asked, Said


class Vayana(Native):
    """Ids, and a token and its signature that are new in each call."""

    secrets: ClassVar = {**Native.secrets, "cust_id": "CUST-17", "key": "KEY FILE"}
    authenticate, ims, gstr2b = (f"/gus{path}" for path in (Native.authenticate, Native.ims, Native.gstr2b))

    def guard(self, asked: Asked) -> None:
        token = asked.headers.get("x-asp-auth-token", "")
        action = (asked.body or {}).get("action") or asked.query.get("action") or "FILEDET"
        wanted = ["v2.0", "CUST-17", "", asked.headers.get("txn"), self.month.gstin, action]
        match token.split(":"):
            case [*first, stamp, gstin, last] if [*first, gstin, last] == wanted and re.fullmatch(STAMP, stamp):
                signature = asked.headers.get("x-asp-auth-signature", "")
                if not self.customer.signed(signature, token, hashes.SHA256()):
                    raise Stop(error("RET11409", "signature does not fit"))
            case _:
                raise Stop(error("RET11403", "auth token is not built as agreed"))
        super().guard(asked)


class Adaequare(Native):
    """A login of its own; its bearer on every other call."""

    secrets: ClassVar = {"app_id": "id-of-app", "app_secret": "secret-of-app"}
    authenticate, ims, gstr2b = "/gstn/authenticate", "/gstn/returns/ims", "/gstn/returns/gstr2b"
    strangers: ClassVar = IDS
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

    def headers_of(self, asked: Asked) -> dict[str, str]:
        headers = {"authorization": f"Bearer {self.bearer or 'none is alive'}"} | self.native_headers(asked)
        return headers | ({} if asked.path == self.authenticate else {"ret_period": self.month.period})

    def wrong_header(self, name: str) -> Said:
        if name == "authorization":
            return Said({"error": "invalid_token", "error_description": "Unauthorized"}, 401)
        return super().wrong_header(name) if name == "auth-token" else self.refused(f"{name} is missing")

    def unknown_header(self, name: str) -> Said:
        return self.refused(f"{name} is not known here")

    def refused(self, words: str) -> Said:
        return Said({"success": False, "message": words}, 400)


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
            if asked.headers.get("aspid") != "1234567890" or len(asked.headers.get("txn", "")) != 32:
                return error("GSP030A", "aspid or txn is missing", 401)
            if len(stamp) != 20 or not self.customer.signed(asked.body["signed_content"], text, hashes.SHA256()):
                return error("GSP030A", "Invalid signature", 401)
            self.asp_key = secrets.token_bytes(32)
            return Said(
                {"status_cd": "1", "session_id": "session-of-asp", "key": base64.b64encode(self.asp_key).decode()}
            )
        return super().answer(asked)

    def headers_of(self, asked: Asked) -> dict[str, str]:
        own = {"aspid": "1234567890", "session-id": "session-of-asp", "appver": "ims_xl"}
        period = {} if asked.path == self.authenticate else {"ret_prd": self.month.period}
        return own | period | self.native_headers(asked)

    def guard(self, asked: Asked) -> None:
        try:
            secret = unaes(self.asp_key, asked.headers.get("asp-secret", ""))
        except ValueError:
            secret = b""
        if secret != b"pass-of-asp":
            raise Stop(error("GSP030B", "Invalid asp-secret", 401))
        super().guard(asked)

    def wrong_header(self, name: str) -> Said:
        return error("GSP040", f"{name} is missing") if name == "ret_prd" else super().wrong_header(name)


class ClearTax(Native):
    """One token, no client ids."""

    secrets: ClassVar = {"token": "token-of-customer"}
    authenticate = "/gsp/api/taxpayerapi/v0.2/authenticate"
    ims, gstr2b = f"/gsp/api{Native.ims}", f"/gsp/api{Native.gstr2b}"

    own: ClassVar = {"x-ct-auth-token": "token"}
    strangers: ClassVar = IDS

    def wrong_header(self, name: str) -> Said:
        return Said({"message": "Unauthorized"}, 401) if name in self.own else super().wrong_header(name)


class Alankit(Native):
    """Client ids and a subscription key."""

    secrets: ClassVar = {**Native.secrets, "subscription_key": "key-of-subscription"}

    own: ClassVar = {**Native.own, "ocp-apim-subscription-key": "subscription_key"}

    def wrong_header(self, name: str) -> Said:
        if name == "ocp-apim-subscription-key":
            return Said({"statusCode": 401, "message": "Access denied due to invalid subscription key."}, 401)
        return super().wrong_header(name)


class ApiKey(Native):
    """One key; requests in the clear, answers sealed without an HMAC."""

    secrets: ClassVar = {"api_key": "key-of-gateway"}
    authenticate, ims, gstr2b = (f"/standard/gstn/{path}" for path in ("authenticate", "returns/ims", "returns/gstr2b"))
    with_mac = False
    plain_requests = True

    own: ClassVar = {"x-api-key": "api_key"}

    def wrong_header(self, name: str) -> Said:
        return Said({"message": "Forbidden"}, 403) if name in self.own else super().wrong_header(name)
