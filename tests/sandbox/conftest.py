"""A stand-in that holds one record of each section, at noon of 12 November 2026, and a client signed in.

`Desk` is the portal without HTTP, for tests of what GSTR-2B makes of many months.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.gstn_client import GstnClient, sent

from ims_xl.sandbox import RECIPIENT, Sandbox, Variants, serve
from ims_xl.sandbox.clock import Clock
from ims_xl.sandbox.database import Database
from ims_xl.sandbox.envelope import Certificate
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.portal import Call, Portal

DATA = Path(__file__).parents[1] / "data" / "gstn"


@pytest.fixture(scope="session")
def records() -> dict[str, list[dict[str, Any]]]:
    content: dict[str, list[dict[str, Any]]] = json.loads((DATA / "ims_records.json").read_text())
    return content


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / "envelope.json").read_text(encoding="utf-8"))
    return content


def history(records: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The originals of the amended samples as August's portal held them, accepted; MHX-1201 had 9,000 of tax."""
    taxes = {"MHX-1201": (0, 4500.0), "CN/051": (540.0, 0), "DN-11": (0, 90.0), "ECO2608-12": (400.0, 0)}
    state = {"action", "itcRedReq", "declIgst", "declCgst", "declSgst", "declCess", "remarks", "hash"}
    held: dict[str, list[dict[str, Any]]] = {}
    for key in ("b2ba", "b2bcna", "b2bdna", "ecoma"):
        (amended,) = records[key]
        kept = {name: value for name, value in amended.items() if name not in state and not name.startswith("is")}
        number = kept.pop("oinum", "") or kept.pop("ont_num")
        date = kept.pop("oidt", "") or kept.pop("ont_dt")
        igst, half = taxes[number]
        kept |= {"inum" if "inum" in kept else "nt_num": number, "idt" if "idt" in kept else "nt_dt": date}
        kept |= {"rtnprd": "082026", "iamt": igst, "camt": half, "samt": half, "action": "A", "srcfilstatus": "Filed"}
        held[key[:-1]] = [kept]
    return held


Start = Callable[..., GstnClient]


@pytest.fixture
def running(records) -> Iterator[Callable[..., Sandbox]]:
    """Start a stand-in with these variants or faults; it holds the sample records and the originals of amendments."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Sandbox:
            sandbox = stack.enter_context(serve(**settings))
            sandbox.ledger.load(history(records), RECIPIENT, "082026")
            for month in ("082026", "092026"):
                sandbox.ledger.file_3b(RECIPIENT, month)
            sandbox.ledger.load(records, RECIPIENT)
            return sandbox

        yield start


@pytest.fixture
def sandbox(running) -> Sandbox:
    started: Sandbox = running()
    return started


@pytest.fixture
def client(sandbox) -> GstnClient:
    return GstnClient(sandbox.base_url, RECIPIENT).sign_in()


class Desk:
    """The portal without HTTP. Documents have IGST alone, in rupees, and are named by their number."""

    STIN = "24AAZCS2222F1ZB"

    def __init__(self, gstin: str = RECIPIENT, first: str = "102026", quarterly: bool = False, **variants: Any) -> None:
        self.gstin = gstin
        self.portal = Portal(Database(), Clock(), Variants(**variants), Certificate())
        self.ledger, self.supplier = self.portal.ledger, self.portal.supplier
        self.ledger.add(gstin, first, [])
        self.ledger.set_quarterly(gstin, quarterly)

    def today(self, day: str) -> None:
        """Noon of DD-MM-YYYY; the portal makes what is due."""
        self.portal.clock.set(datetime.strptime(day, "%d-%m-%Y").replace(hour=12))
        self.portal.tick("gstr2b", self.gstin)

    def send(self, section: str, number: str, tax: float | tuple[float, ...], period: str, amends: str = "", **more: Any) -> None:  # fmt: skip
        """A supplier files a document today; all are dated 05-10-2026; `tax` is IGST, or IGST, CGST, SGST, cess."""
        heads = (*tax, 0, 0, 0, 0)[:4] if isinstance(tax, tuple) else (tax, 0, 0, 0)
        note = section.startswith(("b2bcn", "b2bdn"))
        name, date = ("nt_num", "nt_dt") if note else ("inum", "idt")
        record = {"stin": self.STIN, name: number, date: "05-10-2026", "pos": "27", "srcform": "R1", "rtnprd": period}
        record |= {"srcfilstatus": "Filed"} | ({} if section.startswith("eco") else {"inv_typ": "R"})
        if amends:
            record |= {"ont_num" if note else "oinum": amends, "ont_dt" if note else "oidt": "05-10-2026"}
        record |= dict(zip(("iamt", "camt", "samt", "cess"), heads, strict=True))
        taxable = round(sum(heads) / 0.18, 2)
        record |= {"txval": taxable, "val": round(taxable + sum(heads), 2)} | more
        quarterly = bool(record.pop("quarterly", False))
        self.supplier.save(self.gstin, section, record, quarterly)

    def record(self, section: str, number: str) -> dict[str, Any]:
        """An open document as GETINV shows it."""
        return self.ledger.state(self.gstin, section, self.STIN, number)

    def act(self, section: str, number: str, action: str, **more: Any) -> str:
        """Save an action, or N by a reset; the code of a refusal, or nothing."""
        record = sent(self.record(section, number), "" if action == "N" else action, **more)
        kind, request = ("RESETIMS", "RESET") if action == "N" else ("SAVE", "SAVE")
        data = {"rtin": self.gstin, "reqtyp": request, "invdata": {section: [record]}}
        reference = self.portal.saves.submit(self.gstin, kind, data, [], 0)
        self.portal.saves.tick(self.gstin)
        answer = self.portal.saves.status(self.gstin, reference)
        for group in answer.get("error_report", {}).values():
            return str(group[0]["error_cd"])
        return ""

    def gstr2b(self, period: str) -> dict[str, Any]:
        """GSTR-2B of a month as it is when computed now; PortalError where there is none."""
        try:
            self.portal.drafts.submit(self.gstin, {"rtin": self.gstin, "itcprd": period})
        except PortalError as refused:
            if refused.reason not in ("2b unchanged", "2b period"):
                raise
        for _ in range(2):
            self.portal.tick("gstr2b", self.gstin)
        call = Call("GET2B", self.gstin, {"rtnprd": period}, None, "")
        data: dict[str, Any] = self.portal.actions["GET", "gstr2b", "GET2B"](call)["data"]
        return data

    def itc(self, period: str) -> float:
        """IGST that a GSTR-2B gives: available, less credit notes."""
        summary = self.gstr2b(period)["itcsumm"]["itcavl"]
        return float(summary["nonrevsup"]["igst"] + summary["imports"]["igst"] - summary["othersup"]["igst"])

    def listed(self, period: str) -> tuple[list[str], list[str]]:
        """What a GSTR-2B lists, as `section number`: accepted and rejected."""
        data = self.gstr2b(period)
        parts = []
        for part in ("docdata", "docRejdata"):
            found = []
            for section, entries in data[part].items():
                for entry in entries:
                    for document in entry.get("inv") or entry.get("nt") or [entry]:
                        number = document.get("inum") or document.get("ntnum") or document.get("boenum")
                        found.append(f"{section} {number}")
            parts.append(sorted(found))
        return parts[0], parts[1]

    def file_3b(self, period: str) -> None:
        """The recipient files GSTR-3B."""
        self.ledger.file_3b(self.gstin, period)


@pytest.fixture(scope="session")
def desk() -> type[Desk]:
    """Open a desk: `desk(gstin=..., first=..., quarterly=..., **variants)`."""
    return Desk
