"""A client of each vendor's profile at the second stand-in, and a workbook's month through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.gateways import DIALECTS, Gateway, serve_gateway
from support.gateways.month import Month
from support.months import BUYER, note, record
from support.portal import VECTORS

from ims_xl.gstn.client import Client
from ims_xl.gstn.credentials import MemoryVault
from ims_xl.gstn.providers import Profile
from ims_xl.ui import UI

PERIOD, USER = "102026", "deccan.user"
IP = "203.0.113.7"


def sections() -> dict[str, list[dict[str, Any]]]:
    """Four invoices, one already accepted, and a credit note."""
    invoices = [record(f"A/{at}", f"1{at}-10-2026", 1000 * at) for at in (1, 2, 3)]
    return {"b2b": [*invoices, record("A/4", "14-10-2026", 4000, "A")], "b2bcn": [note("CN/1", "15-10-2026", 500)]}


@contextmanager
def gateway(vendor: str, **changes: Any) -> Iterator[Gateway]:
    """The vendor's gateway with this month behind it; `changes` of the month."""
    month = Month(BUYER, PERIOD, sections(), **changes)
    keys = VECTORS["private_key"], VECTORS["certificate"], VECTORS["private_key"]
    with serve_gateway(DIALECTS[vendor](month, USER, *keys)) as running:
        yield running


def profile_of(vendor: str, url: str, **changes: Any) -> Profile:
    """The profile that comes with the program, at the stand-in, which may be asked often."""
    table: dict[str, Any] = {
        "key": vendor, "name": vendor.replace("-", " "), "base": vendor, "base_url": url, "user_ip": IP,
        "users": {BUYER: USER}, "certificate": {"url": "/gstn.pem"},
        "polling": {"requests": [0.01] * 9, "settle": [0.01] * 6, "files": [0.01], "queued_reset": 0},
        "timeouts": {"connect": 2, "read": 5}, "limits": {"per_minute": 0},
    }  # fmt: skip
    return Profile.model_validate({**table, **changes})


def vault_of(vendor: str, folder: Path) -> MemoryVault:
    """What the vendor gave the customer; a private key as a file in the folder."""
    key = folder / "customer.pem"
    key.write_text(VECTORS["private_key"])
    given = dict(DIALECTS[vendor].secrets)
    return MemoryVault({name: str(key) if secret == "KEY FILE" else secret for name, secret in given.items()})


def client_of(
    vendor: str, url: str, folder: Path, *, ui: UI | None = None, otp: str = "575757", vault: MemoryVault | None = None,
    **changes: Any,
) -> Client:  # fmt: skip
    """A client that waits for nothing."""
    vault = vault or vault_of(vendor, folder)
    return Client(
        profile_of(vendor, url, **changes), BUYER, otp=otp, period=PERIOD, ui=ui, vault=vault, wait=lambda seconds: None
    )
