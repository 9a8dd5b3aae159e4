"""A portal in memory, marks on its documents, and a journal on disk."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from support.fake_portal import FakePortal

from ims_xl import schema
from ims_xl.decisions.marks import MARKS
from ims_xl.decisions.sending import plan
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import wire
from ims_xl.push.batches import make_batches
from ims_xl.push.portal import Pace
from ims_xl.push.sender import Sender
from ims_xl.store import Store, open_store
from ims_xl.store.journal import Journal
from ims_xl.ui import Silent

BUYER, SURAT = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"


def record(number: str, section: str = "b2b", **changes: Any) -> dict[str, Any]:
    """A record of the portal: Rs 1,000 and 18% tax, filed, no action."""
    at = SECTIONS[section]
    usual = {
        "stin": SURAT, at.number_key: number, at.date_key: "17-10-2026", "inv_typ": "R", "action": "N", "pos": "27",
        "val": 1180, "txval": 1000, "iamt": 180, "camt": 0, "samt": 0, "cess": 0, "srcform": "R1", "rtnprd": "102026",
        "srcfilstatus": "Filed", "ispendactblocked": "N", "isRemarksBlocked": "N", "isItcRedReqBlocked": "N",
    }  # fmt: skip
    return {**usual, **changes}


class Desk:
    """A portal with invoices 1 .. n, marks on them, and a journal on disk."""

    def __init__(self, folder: Path, count: int = 5) -> None:
        self.folder = folder
        self.portal = FakePortal(BUYER, {"b2b": [record(f"A/{at}") for at in range(1, count + 1)]})
        self.waited: list[float] = []
        self.store: Store | None = None

    def documents(self) -> pd.DataFrame:
        held = {key: list(records.values()) for key, records in self.portal.records.items()}
        return wire.read_sections(held, recipient_gstin=BUYER).documents

    def marks(self, **actions: str) -> pd.DataFrame:
        """Marks by document number, written `A_1="A"` for A/1."""
        documents = self.documents().set_index("doc_number")
        rows = [
            {
                "doc_id": documents.loc[name.replace("_", "/"), "doc_id"],
                "fingerprint": documents.loc[name.replace("_", "/"), "fingerprint"],
                "action": action,
            }
            for name, action in actions.items()
        ]
        return schema.conform(pd.DataFrame(rows), MARKS)

    def journal(self) -> Journal:
        if self.store is None:
            self.store = open_store(self.folder, BUYER)
        return self.store.journal("book", "asha", "Fake", lambda: "2026-11-24 10:00:00")

    def reopen(self) -> None:
        """The program ends and starts again."""
        if self.store is not None:
            self.store.close()
        self.store = None

    def begin(self, max_records: int = 2, **actions: str) -> None:
        send = plan(take_snapshot(self.documents()), self.marks(**actions)).send
        self.journal().begin(make_batches(send, BUYER, wire.Variant(), max_records=max_records))

    def sender(self, doubtful: bool = False, wrap: Callable[[Any], Any] = lambda it: it) -> Sender:
        pace = Pace(poll=(2, 3, 15), settle=(30, 30, 30, 30), wait=self.waited.append)
        return Sender(
            wrap(self.portal), wrap(self.journal()), self.documents(),
            variant=wire.Variant(), pace=pace, ui=Silent(), doubtful=doubtful,
        )  # fmt: skip

    def history(self) -> pd.DataFrame:
        self.journal()
        assert self.store is not None
        return self.store.uploads.of("book")

    def rows(self) -> pd.DataFrame:
        self.journal()
        assert self.store is not None
        rows = self.store.uploads.rows("book")
        return rows.assign(number=rows["doc_id"].str.split("|").str[3])

    def last(self) -> dict[str, tuple[str, str]]:
        """The last outcome and message of each document."""
        rows = self.rows().drop_duplicates("number", keep="last")
        return dict(zip(rows["number"], zip(rows["outcome"], rows["message"], strict=True), strict=True))

    def sent(self) -> Counter[str]:
        return Counter({key[2]: n for key, n in self.portal.sent.items()})
