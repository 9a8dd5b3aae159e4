"""The other side: suppliers save, edit, file and delete documents while the recipient works."""

import json
from collections.abc import Mapping
from typing import Any

from ims_xl.sandbox import amendments, periods, records
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.sections import SECTIONS


class Supplier:
    """What suppliers do to the documents of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def save(self, gstin: str, section: str, record: Mapping[str, Any], quarterly: bool = False) -> None:
        """A new document of a supplier, in the portal's shape; not filed unless it says so, then filed today.

        `quarterly`: the supplier files by the quarter, so in IFF or the quarter's GSTR-1.
        """
        complete = {"srcfilstatus": "Not Filed", **record}
        row = records.to_row(gstin, SECTIONS[section], complete, self._today(), quarterly)
        self._database.run(records.INSERT, *row)

    def edit(self, gstin: str, section: str, stin: str, number: str, **changes: Any) -> None:
        """Change a document that is not filed: the recipient's action falls back to No action."""
        row = self._found(gstin, section, stin, number)
        if row["filed"]:
            raise ValueError(f"{number} is filed: it can only be amended")
        body = {**json.loads(row["body"]), **changes}
        body.pop("hash", None)
        flags: dict[str, object] = {"srcfilstatus": "Not Filed", "tradenm": row["name"]}
        flags["ispendactblocked"] = "NY"[row["pending_blocked"]]
        flags["isRemarksBlocked"] = "NY"[row["remarks_blocked"]]
        if row["reduction_blocked"] is not None:
            flags["isItcRedReqBlocked"] = "NY"[row["reduction_blocked"]]
        with self._database.transaction():
            self._database.run("DELETE FROM documents WHERE id = ?", row["id"])
            self._database.run(records.INSERT, *records.to_row(gstin, SECTIONS[section], {**body, **flags}))

    def delete(self, gstin: str, section: str, stin: str, number: str) -> None:
        """Take a document that is not filed away."""
        row = self._found(gstin, section, stin, number)
        if row["filed"]:
            raise ValueError(f"{number} is filed: it cannot be deleted")
        self._database.run("DELETE FROM documents WHERE id = ?", row["id"])

    def file(self, gstin: str, stin: str, period: str = "", quarterly: bool = False) -> int:
        """File the saved documents of a supplier today, of one period when given; gives back how many.

        They count in the GSTR-2B of the month whose filing window is open, never before their own period.
        `quarterly`: the supplier files by the quarter, so in IFF or the quarter's GSTR-1.
        """
        today = self._ledger.now().date()
        with self._database.transaction():
            sql = "SELECT * FROM documents WHERE gstin = ? AND stin = ? AND NOT filed AND ? IN ('', period)"
            rows = self._database.rows(sql, gstin, stin, period)
            for row in rows:
                month = periods.communicated(today, periods.month(row["period"]), row["form"], quarterly)
                self._database.run(
                    "UPDATE documents SET filed = 1, filed_on = ?, month = ? WHERE id = ?",
                    *(self._today(), month, row["id"]),
                )
        return len(rows)

    def move_entry(self, gstin: str, section: str, port: str, number: str, to: str) -> None:
        """Customs move a bill of entry (`impg` or `impgsez`) to another GSTIN today, both recipients of this stand-in.

        The previous GSTIN, whose GSTR-3B took the ITC, gets an amendment that reduces it and may declare by how much,
        up to the bill's tax; the new one an amendment that gives ITC (GSTN advisory of 30 Oct 2025; that one record
        each does it is its text, the shape of both is a guess). ValueError when no filed GSTR-3B took the bill, or
        the new GSTIN is not known.
        """
        sql = "SELECT * FROM documents WHERE gstin = ? AND section IN (?, ?) AND stin = ? AND number = ? ORDER BY id"
        versions = self._database.rows(sql, gstin, section, section + "a", port, number)
        taken = amendments.last_taken(versions)
        if taken is None or taken["moved"] or versions[-1]["open"]:
            raise ValueError(f"no filed GSTR-3B of {gstin} took the ITC of {number}")
        if not self._ledger.knows(to):
            raise ValueError(f"{to} is not known")
        today = self._ledger.now().date()
        window = periods.communicated(today, 0, "", imports=True)
        body = {**json.loads(taken["body"]), "irefdt": self._today(), "srtinprd": periods.period(window)}
        body.pop("hash", None)
        amended = SECTIONS[section + "a"]
        with self._database.transaction():
            for owner, moved in ((gstin, 1), (to, 0)):
                record = {**body, **({"rgstin": owner} if "rgstin" in body else {})}
                row = self._database.insert(records.INSERT, *records.to_row(owner, amended, record, self._today()))
                self._database.run("UPDATE documents SET moved = ? WHERE id = ?", moved, row)

    def block(self, gstin: str, section: str, stin: str, number: str, **blocked: bool) -> None:
        """Set block flags: `pending`, `remarks`, `reduction` (the rule sets it where an original is held)."""
        row = self._found(gstin, section, stin, number)
        for name, value in blocked.items():
            if name not in ("pending", "remarks", "reduction"):
                raise ValueError(f"there is no block flag {name}")
            self._database.run(f"UPDATE documents SET {name}_blocked = ? WHERE id = ?", value, row["id"])

    def _today(self) -> str:
        return self._ledger.now().strftime("%d-%m-%Y")

    def _found(self, gstin: str, section: str, stin: str, number: str) -> Any:
        sql = "SELECT * FROM documents WHERE gstin = ? AND section = ? AND stin = ? AND number = ? AND open = 1"
        row = self._database.row(sql, gstin, section, stin, number)
        if row is None:
            raise KeyError((section, stin, number))
        return row
