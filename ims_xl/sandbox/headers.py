"""The headers that every call carries."""

import ipaddress
import re
from dataclasses import dataclass

from werkzeug.datastructures import Headers

from ims_xl.sandbox.drafts import read_period
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.variants import Variants

ALWAYS = ("clientid", "client-secret", "username", "state-cd", "ip-usr", "txn")
_TXN = re.compile(r"[0-9A-Za-z-]{1,36}")


@dataclass(frozen=True)
class Credentials:
    """What the provider gave to its client."""

    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"


def check_headers(headers: Headers, credentials: Credentials, signed_in: bool, has_body: bool) -> None:
    """Refuse a call whose headers are missing or wrong by themselves."""
    wanted = (*ALWAYS, "auth-token") if signed_in else ALWAYS
    if missing := [name for name in wanted if not headers.get(name)]:
        raise PortalError("header missing", ", ".join(missing))
    if (headers["clientid"], headers["client-secret"]) != (credentials.client_id, credentials.client_secret):
        raise PortalError("credentials", f"this stand-in knows the client id {credentials.client_id}")
    if not re.fullmatch(r"\d\d", headers["state-cd"]):
        raise PortalError("header", "state-cd is two digits")
    if not _TXN.fullmatch(headers["txn"]):
        raise PortalError("header", "txn is up to 36 letters and digits")
    try:
        ipaddress.ip_address(headers["ip-usr"])
    except ValueError:
        raise PortalError("header", "ip-usr is an IP address") from None
    if has_body and headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise PortalError("content type")


def check_taxpayer(headers: Headers, gstin: str, variants: Variants) -> None:
    """Refuse a call whose headers speak of another taxpayer than its parameters."""
    if headers["state-cd"] != gstin[:2]:
        raise PortalError("header", "state-cd is not the State of the GSTIN")
    if variants.require_gstin_header and not headers.get("gstin"):
        raise PortalError("header missing", "gstin")
    if headers.get("gstin", gstin) != gstin:
        raise PortalError("header", "gstin is not that of the request")
    period = headers.get("ret-period")  # as WSGI spells ret_period
    if variants.require_period_header and not period:
        raise PortalError("header missing", "ret_period")
    if period:
        read_period(period)
