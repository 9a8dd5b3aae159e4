"""GSTR-2B from the recipient's actions: which documents a computation takes, and when one is allowed."""

import secrets
from typing import Any

from ims_xl.sandbox import periods
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.selection import Line

_COLUMNS = ", ".join(Line._fields)
_INSERT = f"INSERT INTO gstr2b_documents (gstin, month, {_COLUMNS}) VALUES (?, ?, {', '.join('?' * len(Line._fields))})"


class Drafts:
    """The GSTR-2B of each recipient and month."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def generate_due(self) -> None:
        """On the 14th the portal makes the draft itself, unless the GSTR-3B before is missing (sequential rule)."""
        for gstin in self._ledger.recipients():
            taxpayer = self._ledger.taxpayer(gstin)
            month = taxpayer.last_draft(self._ledger.now())
            due = not self._ledger.filed_3b(gstin, month) and self._ledger.filed_3b(gstin, month - taxpayer.span)
            if due and not self.generated(gstin, month):
                self._compute(gstin, month)

    def generated(self, gstin: str, month: int) -> str:
        """When GSTR-2B was made, `DD-MM-YYYY HH:MM:SS`, or nothing."""
        sql = "SELECT generated FROM gstr2b WHERE gstin = ? AND month = ?"
        return str(self._database.value(sql, gstin, month) or "")

    def submit(self, gstin: str, data: object) -> str:
        """Take a GEN2B; gives back its reference."""
        if not isinstance(data, dict) or set(data) != {"rtin", "itcprd"}:
            raise PortalError("schema", "data holds rtin and itcprd, nothing else")
        month = read_period(data["itcprd"])
        taxpayer = self._ledger.taxpayer(gstin)
        if not taxpayer.has_statement(month):
            raise PortalError("2b quarterly")
        if self._ledger.filed_3b(gstin, month):
            raise PortalError("2b period", "GSTR-3B is filed")
        if month > taxpayer.last_draft(self._ledger.now()):
            raise PortalError("2b early")
        if not self._ledger.filed_3b(gstin, month - taxpayer.span):
            raise PortalError("2b period", "the GSTR-3B before is not filed")
        if self.generated(gstin, month) and not self._changed(gstin, month):
            raise PortalError("2b unchanged")
        reference = secrets.token_hex(8)[:15]
        self._database.run(
            "INSERT INTO requests VALUES (?, ?, 'GEN2B', 'IP', ?, 0, ?, '[]', '[]', '', '')",
            *(reference, gstin, self._ledger.variants.gstr2b_calls, periods.period(month)),
        )
        return reference

    def tick(self, gstin: str) -> None:
        """A call has arrived: what is being computed goes on a step."""
        sql = "SELECT * FROM requests WHERE gstin = ? AND state = 'IP' AND kind = 'GEN2B'"
        for request in self._database.rows(sql, gstin):
            if request["calls"] == 0:
                self._compute(gstin, periods.month(request["records"]))
                self._database.run("UPDATE requests SET state = 'P' WHERE reference = ?", request["reference"])
            else:
                self._database.run("UPDATE requests SET calls = calls - 1 WHERE reference = ?", request["reference"])

    def status(self, gstin: str, reference: str) -> dict[str, Any]:
        """The answer of GENSTS2B."""
        sql = "SELECT * FROM requests WHERE gstin = ? AND reference = ? AND kind = 'GEN2B'"
        request = self._database.row(sql, gstin, reference)
        if request is None:
            raise PortalError("reference", reference)
        if self._ledger.variants.status_shape == "bare":
            return {"status": request["state"]}
        return {"status_cd": request["state"], "transTypCd": "G2B", "err_cd": "", "err_msg": ""}

    def check_readable(self, gstin: str, month: int) -> None:
        """Refuse a GSTR-2B that does not exist."""
        taxpayer = self._ledger.taxpayer(gstin)
        if not taxpayer.has_statement(month):
            raise PortalError("2b quarterly")
        if not self.generated(gstin, month):
            early = month > taxpayer.last_draft(self._ledger.now())
            raise PortalError("2b not generated", code="RET2B1018" if early else "")

    def _changed(self, gstin: str, month: int) -> bool:
        sql = f"SELECT {_COLUMNS} FROM gstr2b_documents WHERE gstin = ? AND month = ? ORDER BY document"
        held = [tuple(row) for row in self._database.rows(sql, gstin, month)]
        return held != self._ledger.select(gstin, month).lines

    def _compute(self, gstin: str, month: int) -> None:
        generated = self._ledger.now().strftime("%d-%m-%Y %H:%M:%S")
        with self._database.transaction():
            self._database.run("DELETE FROM gstr2b_documents WHERE gstin = ? AND month = ?", gstin, month)
            lines = self._ledger.select(gstin, month).lines
            self._database.run_many(_INSERT, ((gstin, month, *line) for line in lines))
            self._database.run("INSERT OR REPLACE INTO gstr2b VALUES (?, ?, ?)", gstin, month, generated)


def read_period(text: object) -> int:
    """The month of MMYYYY; refuses anything else."""
    try:
        return periods.month(str(text))
    except ValueError:
        raise PortalError("period", str(text)) from None
