"""Every call of every profile that comes with the program, as it would go out, and nothing secret in it."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from ims_xl.gstn.dry_run import Shown, dry_run
from ims_xl.gstn.profile_bases import shipped_names, with_base
from ims_xl.gstn.profile_check import faults
from ims_xl.gstn.providers import Profile

BUYER = "27AAZCD1111E1ZS"
NOW = dt.datetime(2026, 11, 12, 6, 30, 5, tzinfo=dt.UTC)
OWN = {"user_ip": "203.0.113.7", "users": {BUYER: "deccan"}, "certificate": {"url": "/gstn.pem"}}
GIVEN = {"native": "https://gsp.example", "vayana": "https://gsp.example", "x-api-key": "https://gsp.example"}


def profile(vendor: str, **changes: Any) -> Profile:
    address = {"base_url": GIVEN[vendor]} if vendor in GIVEN else {}
    return Profile.model_validate({"name": "A", **OWN, **address, "base": vendor, **changes})


def calls(vendor: str, **changes: Any) -> dict[str, Shown]:
    return {call.name: call for call in dry_run(profile(vendor, **changes), BUYER, "102026", NOW)}


def test_the_vendors() -> None:
    assert shipped_names() == (
        "native", "adaequare", "adaequare-plain", "alankit", "cleartax", "sandbox-co-in", "taxpro-decrypted", "taxpro-sealed", "vayana",
        "whitebooks", "x-api-key",
    )  # fmt: skip


@pytest.mark.parametrize("vendor", shipped_names())
def test_each_is_whole_but_for_what_the_office_adds_and_says_how_sure_it_is(vendor: str) -> None:
    assert faults(profile(vendor)) == []
    table = with_base({"base": vendor})
    assert len(table["certainty"]) > 30
    assert vendor == "native" or table["unknown"]


@pytest.mark.parametrize("vendor", shipped_names())
def test_every_call_is_shown_and_every_secret_is_a_name(vendor: str) -> None:
    shown = calls(vendor)
    assert {"otp", "token", "counts", "documents", "save", "reset", "status", "get2b", "gen2b", "sts2b"} <= shown.keys()
    whole = str(shown)
    for secret in profile(vendor).secrets:
        assert f"<{secret}>" in whole or f"with secret.{secret} of" in whole or f" of {secret}>" in whole
    assert all(call.request.url.startswith("https://") for call in shown.values())


def test_the_guide_names_every_vendor() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "gsp.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| [^|]+ \| `(\w[\w-]*)` \|", guide, re.MULTILINE)
    assert sorted(listed) == sorted(shipped_names())


def test_a_base_that_does_not_exist_is_told() -> None:
    with pytest.raises(ValueError, match="there is no base of that name; there are native, adaequare"):
        profile("nobody")


# One call of each vendor, written by hand from what is known of it


def headers_of(vendor: str, call: str) -> dict[str, str]:
    return dict(calls(vendor)[call].request.headers)


NATIVE = {
    "clientid": "<client_id>", "client-secret": "<client_secret>", "username": "deccan", "state-cd": "27",
    "ip-usr": "203.0.113.7", "txn": "<txn>", "auth-token": "<auth_token>", "gstin": BUYER,
}  # fmt: skip
NO_IDS = {name: value for name, value in NATIVE.items() if not name.startswith("client")}
TICKET = f"v2.0:<cust_id>::<txn>:20261112120005+0530:{BUYER}:SAVE"
SENT = {
    "native": NATIVE,
    "vayana": {
        **NATIVE, "X-Asp-Auth-Token": TICKET, "X-Asp-Auth-Signature": f"<rsa-sha256 with secret.key of {TICKET}>",
    },
    "adaequare": {**NO_IDS, "Authorization": "Bearer <bearer>", "ret_period": "102026"},
    "adaequare-plain": {
        **{name: value for name, value in NO_IDS.items() if name not in ("txn", "auth-token")},
        "Authorization": "Bearer <bearer>", "requestid": "<txn>", "ret_period": "102026",
    },
    "taxpro-sealed": {
        **NO_IDS, "aspid": "<aspid>", "asp-secret": "<aes with keep.asp_key of password>", "session-id": "<session_id>",
        "appver": "ims_xl", "ret_prd": "102026",
    },
    "taxpro-decrypted": {**NO_IDS, "aspid": "<aspid>", "password": "<password>", "appver": "ims_xl"},
    "whitebooks": {
        "client_id": "<client_id>", "client_secret": "<client_secret>", "gst_username": "deccan", "state_cd": "27",
        "ip_address": "203.0.113.7", "txn": "<txn>", "gstin": BUYER, "ret_period": "102026",
    },
    "sandbox-co-in": {"x-api-key": "<api_key>", "x-api-version": "1.0.0", "authorization": "<taxpayer>"},
    "cleartax": {**NO_IDS, "X-CT-Auth-Token": "<token>"},
    "alankit": {**NATIVE, "Ocp-Apim-Subscription-Key": "<subscription_key>"},
    "x-api-key": {**NO_IDS, "x-api-key": "<api_key>"},
}  # fmt: skip


@pytest.mark.parametrize("vendor", SENT)
def test_headers_of_a_save(vendor: str) -> None:
    assert headers_of(vendor, "save") == SENT[vendor]


SAVE = {"rtin": BUYER, "reqtyp": "SAVE", "invdata": "..."}
SEALED = {"action": "SAVE", "data": "<sealed>", "hmac": "<hmac>"}
BODIES = {
    "native": ("PUT https://gsp.example/taxpayerapi/v0.3/returns/ims", SEALED),
    "vayana": ("PUT https://gsp.example/gus/taxpayerapi/v0.3/returns/ims", SEALED),
    "adaequare": ("PUT https://gsp.adaequare.com/gstn/returns/ims", SEALED),
    "adaequare-plain": ("PUT https://gsp.adaequare.com/enriched/returns/ims", SAVE),
    "taxpro-sealed": ("PUT https://gstapi.charteredinfo.com/taxpayerapi/v0.3/returns/ims", SEALED),
    "taxpro-decrypted": (
        "PUT https://gstapi.charteredinfo.com/taxpayerapi/dec/v1.0/returns/ims", {"action": "SAVE", "data": SAVE},
    ),
    "whitebooks": ("PUT https://api.whitebooks.in/ims/save", SAVE),
    "sandbox-co-in": ("POST https://api.sandbox.co.in/gst/compliance/tax-payer/invoices/status/save", SAVE),
    "cleartax": ("PUT https://api.clear.in/gsp/api/taxpayerapi/v0.3/returns/ims", SEALED),
    "alankit": ("PUT https://gsp.alankitgst.com/taxpayerapi/v0.3/returns/ims", SEALED),
    "x-api-key": ("PUT https://gsp.example/standard/gstn/returns/ims", {"action": "SAVE", "data": SAVE}),
}  # fmt: skip


@pytest.mark.parametrize("vendor", BODIES)
def test_address_and_body_of_a_save(vendor: str) -> None:
    request = calls(vendor)["save"].request
    assert (f"{request.method} {request.url}", request.body) == BODIES[vendor]


def test_signing_in_is_about_no_period() -> None:
    assert "ret_period" not in headers_of("whitebooks", "otp")
    assert "ret_period" not in headers_of("adaequare", "token")


def test_words_of_a_vendor() -> None:
    asked = calls("sandbox-co-in")
    assert asked["counts"].request.query == {"type_of_goods": "others"}
    assert asked["get2b"].request.url.endswith("/gstrs/gstr-2b/2026/10")
    assert asked["token"].request.headers["authorization"] == "<gsp>"
