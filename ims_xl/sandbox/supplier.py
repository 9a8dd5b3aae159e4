"""The other side: suppliers save, edit, file and delete documents while the recipient works."""

import json
from collections.abc import Mapping
from typing import Any

from ims_xl.sandbox import periods, records
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.sections import SECTIONS


class Supplier:
    """What suppliers do to the documents of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def save(self, gstin: str, section: str, record: Mapping[str, Any]) -> None:
        """A new document of a supplier, in the portal's shape; not filed unless it says so."""
        complete = {"srcfilstatus": "Not Filed", **record}
        row = records.to_row(gstin, SECTIONS[section], complete, self._today())
        self._database.run(records.INSERT, *row)

    def edit(self, gstin: str, section: str, stin: str, number: str, **changes: Any) -> None:
        """Change a document that is not filed: the recipient's action falls back to No action."""
        row = self._found(gstin, section, stin, number)
        if row["filed"]:
            raise ValueError(f"{number} is filed: it can only be amended")
        body = {**json.loads(row["body"]), **changes}
        body.pop("hash", None)
        flags = {"srcfilstatus": "Not Filed", "tradenm": row["name"], "ispendactblocked": "NY"[row["pending_blocked"]]}
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

    def file(self, gstin: str, stin: str, period: str = "") -> int:
        """File the saved documents of a supplier, of one period when given; gives back how many.

        They count in the GSTR-2B of the month whose filing window is open, never before their own period.
        """
        window = periods.filing_month(self._ledger.now())
        with self._database.transaction():
            sql = "SELECT * FROM documents WHERE gstin = ? AND stin = ? AND NOT filed AND ? IN ('', period)"
            rows = self._database.rows(sql, gstin, stin, period)
            for row in rows:
                month = max(window, periods.month(row["period"])) + (row["form"] == "R1A")
                self._database.run(
                    "UPDATE documents SET filed = 1, filed_on = ?, month = ? WHERE id = ?",
                    *(self._today(), month, row["id"]),
                )
        return len(rows)

    def block(self, gstin: str, section: str, stin: str, number: str, **blocked: bool) -> None:
        """Set block flags: `pending`, `remarks`, `reduction`."""
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
