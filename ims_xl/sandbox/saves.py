"""SAVE and RESETIMS as the portal does them: taken at once, done later, refused by the row."""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from typing import Any

from ims_xl.sandbox import rules
from ims_xl.sandbox.errors import RESTRICTIONS, PortalError
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.log import Log
from ims_xl.sandbox.records import paise
from ims_xl.sandbox.sections import DECLARED, SECTIONS, Section

FOR_EVER = -1  # applied, yet in progress
STUCK = -2  # in progress, never applied
_KINDS = {"SAVE": "SAV", "RESETIMS": "RES"}
_SHORT = {"b2bcn": "cn", "b2bcna": "cna", "b2bdn": "dn", "b2bdna": "dna"}


class Saves:
    """The requests of recipients, of which one at a time runs."""

    def __init__(self, ledger: Ledger, log: Log) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._log = log

    def submit(self, gstin: str, kind: str, data: object, log_ids: Sequence[int], calls: int) -> str:
        """Take a request; it is done after so many further calls. Gives back its reference."""
        chosen = rules.check_request(kind, data)
        with self._database.transaction():
            if self.running(gstin):
                raise PortalError("running")
            if self._ledger.variants.refusal == "request":
                self._refuse_restricted(gstin, kind, chosen)
            reference = secrets.token_hex(8)[:15]
            self._database.run(
                "INSERT INTO requests VALUES (?, ?, ?, 'IP', ?, 0, ?, ?, '[]', '', '')",
                *(reference, gstin, kind, calls),
                *(json.dumps([[section.key, record] for section, record in chosen]), json.dumps(list(log_ids))),
            )
        return reference

    def _refuse_restricted(self, gstin: str, kind: str, chosen: Sequence[tuple[Section, rules.Record]]) -> None:
        for section, record in chosen:
            try:
                self._checked(gstin, kind, section, record)
            except PortalError as refused:
                if refused.reason in RESTRICTIONS:
                    raise

    def running(self, gstin: str) -> bool:
        """Whether a request of this recipient is not done yet."""
        sql = "SELECT 1 FROM requests WHERE gstin = ? AND state = 'IP' AND kind <> 'GEN2B'"
        return self._database.value(sql, gstin) is not None

    def tick(self, gstin: str) -> None:
        """A call has arrived: what runs goes on a step."""
        sql = "SELECT * FROM requests WHERE gstin = ? AND state = 'IP' AND kind <> 'GEN2B'"
        for request in self._database.rows(sql, gstin):
            with self._database.transaction():
                self._go_on(request)

    def finish_all(self) -> None:
        """Bring every running request to its end, those in progress for ever too."""
        self._database.run("UPDATE requests SET calls = 0 WHERE state = 'IP'")
        for gstin in self._ledger.recipients():
            self.tick(gstin)

    def _go_on(self, request: sqlite3.Row) -> None:
        records = json.loads(request["records"])
        variants = self._ledger.variants
        if request["calls"] == 0:
            self._apply(request, records, len(records))
            return
        if request["calls"] < 0:
            self._apply(request, records, len(records) if request["calls"] == FOR_EVER else 0, done=False)
            return
        if variants.mixed and variants.refusal != "later":
            self._apply(request, records, max(request["position"], len(records) // 2), done=False)
        self._database.run("UPDATE requests SET calls = calls - 1 WHERE reference = ?", request["reference"])

    def _apply(self, request: sqlite3.Row, records: list[Any], until: int, done: bool = True) -> None:
        gstin, kind, ids = request["gstin"], request["kind"], json.loads(request["log_ids"])
        errors: list[Any] = json.loads(request["errors"])
        code = message = ""
        if self._ledger.variants.refusal == "later":
            try:
                self._refuse_restricted(gstin, kind, [(SECTIONS[key], record) for key, record in records])
            except PortalError as refused:
                code, message, done = refused.code, refused.message, True
                self._log.settle(ids, f"refused {code}")
        for place in range(request["position"], 0 if code else until):
            key, record = records[place]
            try:
                outcome = self._write(gstin, kind, SECTIONS[key], record)
            except PortalError as refused:
                outcome = f"refused {refused.code}"
                errors.append([place, refused.code, refused.message])
            self._log.settle(ids[place : place + 1], outcome)
        state = "IP" if not done else "ER" if code else "PE" if errors else "P"
        self._database.run(
            "UPDATE requests SET state = ?, position = ?, errors = ?, code = ?, message = ? WHERE reference = ?",
            *(state, until, json.dumps(errors), code, message, request["reference"]),
        )

    def _checked(self, gstin: str, kind: str, section: Section, record: rules.Record) -> Any:
        row = rules.check_row(self._ledger, gstin, section, record)
        if record[section.number] in self._ledger.variants.culprits:
            raise PortalError("culprit", str(record[section.number]))
        if kind == "SAVE":
            rules.check_restrictions(self._ledger, self._ledger.variants, section, record, row)
        return row

    def _write(self, gstin: str, kind: str, section: Section, record: rules.Record) -> str:
        row = self._checked(gstin, kind, section, record)
        if kind == "RESETIMS":
            values: tuple[object, ...] = ("N", None, None, None, None, None, None)
        else:
            ignored = self._ledger.variants.missing_reduction == "ignored"
            if ignored and rules.lacks_reduction(self._ledger, section, record, row):
                return "ignored"
            declared = (paise(record[key]) if key in record else None for key in DECLARED)
            values = (record["action"], record.get("remarks"), record.get("itcRedReq"), *declared)
        self._database.run(
            "UPDATE documents SET action = ?, remarks = ?, reduce = ?, d_igst = ?, d_cgst = ?, d_sgst = ?, d_cess = ?,"
            " touched = 1 WHERE id = ?",
            *values,
            row["id"],
        )
        return "applied"

    def status(self, gstin: str, reference: str) -> dict[str, Any]:
        """The answer of REQSTS."""
        sql = "SELECT * FROM requests WHERE gstin = ? AND reference = ? AND kind <> 'GEN2B'"
        request = self._database.row(sql, gstin, reference)
        if request is None:
            raise PortalError("reference", reference)
        answer: dict[str, Any] = {"status_cd": request["state"], "transTypCd": _KINDS[request["kind"]]}
        if request["state"] == "ER":
            answer |= {"err_cd": request["code"], "err_msg": request["message"]}
        if request["state"] in ("P", "PE"):
            records, errors = json.loads(request["records"]), json.loads(request["errors"])
            counted = len(records) if self._ledger.variants.count_errors else len(records) - len(errors)
            answer["proc_cnt"] = str(counted)
            if errors:
                answer |= {"err_cnt": str(len(errors)), "err_cd": "", "err_msg": ""}
                answer["error_report"] = self._report(records, errors)
        return answer

    def _report(self, records: list[Any], errors: list[Any]) -> dict[str, Any]:
        variants = self._ledger.variants
        report: dict[str, Any] = {}
        for place, code, message in errors:
            key, record = records[place]
            section = SECTIONS[key]
            name = _SHORT.get(key, key) if variants.report_names == "short" else key
            number = section.number if variants.report_number == "own" or section.imports else "inum"
            entry = {"rtnprd": record[section.period], number: record[section.number]}
            report.setdefault(name, []).append(
                {section.party: record[section.party], "error_cd": code, "error_msg": message, "inv": [entry]}
            )
        return report
