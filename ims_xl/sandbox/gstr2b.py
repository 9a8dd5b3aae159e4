"""GSTR-2B as JSON: documents by section and supplier, the summary of ITC, and its division into files."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from ims_xl.sandbox.drafts import Drafts, read_period
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.ledger import Ledger
from ims_xl.sandbox.records import declaration, rupees
from ims_xl.sandbox.sections import SECTIONS

VERSION = "4.0"
_LIST = {"cdnr": "nt", "cdnra": "nt"}
_HEADS = ("igst", "cgst", "sgst", "cess")
_NAMES = {  # of IMS -> of GSTR-2B, for what is copied
    "inum": "inum",
    "idt": "dt",
    "nt_num": "ntnum",
    "nt_dt": "dt",
    "pos": "pos",
    "val": "val",
    "oinum": "oinum",
    "oidt": "oidt",
    "ont_num": "ontnum",
    "ont_dt": "ontdt",
}
_ENTRY_NAMES = {"irefdt": "refdt", "portcd": "portcode", "boenum": "boenum", "boedt": "boedt"}
_PART = {  # section -> part of the ITC summary, name in it
    **{key: ("nonrevsup", SECTIONS[key].gstr2b) for key in ("b2b", "b2ba", "b2bdn", "b2bdna", "ecom", "ecoma")},
    **{key: ("othersup", SECTIONS[key].gstr2b) for key in ("b2bcn", "b2bcna")},
    **{key: ("imports", SECTIONS[key].gstr2b) for key in ("impg", "impga", "impgsez", "impgseza")},
}
_OF = "FROM gstr2b_documents g JOIN documents d ON d.id = g.document WHERE g.gstin = ? AND g.month = ?"
# A name in both tables is read from the first, so action and declaration are those of the computation.
_CHOSEN = f"SELECT g.*, d.* {_OF} ORDER BY g.document LIMIT ? OFFSET ?"
_COUNTED = ", ".join(f"sum(g.c_{head}) AS {head}" for head in _HEADS)
_SUMS = f"SELECT d.section, g.rejected, {_COUNTED} {_OF} GROUP BY 1, 2"
_PER_SUPPLIER = (
    "SELECT d.section, d.stin, d.name, d.filed_on, d.period, count(*) AS documents, sum(d.txval) AS txval,"
    f" {', '.join(f'sum(d.{head}) AS {head}' for head in _HEADS)} {_OF} AND NOT g.rejected GROUP BY 1, 2, 3, 4, 5"
)


class Gstr2b:
    """The answers of GET2B."""

    def __init__(self, ledger: Ledger, drafts: Drafts) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._drafts = drafts

    def answer(self, gstin: str, period: str, file_number: str = "") -> dict[str, Any]:
        """The whole GSTR-2B, or of a large one the number of its files, or one of them."""
        month = read_period(period)
        self._drafts.check_readable(gstin, month)
        size = self._ledger.variants.gstr2b_file_documents
        sql = "SELECT count(*) FROM gstr2b_documents WHERE gstin = ? AND month = ?"
        files = max(1, ceil(self._database.value(sql, gstin, month) / size))
        data: dict[str, Any] = {"gstin": gstin, "rtnprd": period, "version": VERSION}
        data["gendt"] = self._drafts.generated(gstin, month)
        if file_number:
            if not file_number.isdigit() or not 1 <= int(file_number) <= files:
                raise PortalError("parameter", "file_num")
            data |= self._documents(gstin, month, size, (int(file_number) - 1) * size)
        else:
            data["itcsumm"] = self._summary(gstin, month)
            data["cpsumm"] = self._suppliers(gstin, month)
            data |= self._documents(gstin, month, size, 0) if files == 1 else {"fc": files}
        return {"chksum": hashlib.sha256(json.dumps(data).encode()).hexdigest(), "data": data}

    def _documents(self, gstin: str, month: int, size: int, offset: int) -> dict[str, Any]:
        rows = self._database.rows(_CHOSEN, gstin, month, size, offset)
        return {
            "docdata": self._grouped(row for row in rows if not row["rejected"]),
            "docRejdata": self._grouped(row for row in rows if row["rejected"]),
        }

    def _grouped(self, rows: Iterable[sqlite3.Row]) -> dict[str, Any]:
        lists: dict[str, Any] = {}
        suppliers: dict[tuple[str, str, str, str], Any] = {}
        for row in rows:
            section = SECTIONS[row["section"]]
            document = self._document(row)
            if section.imports:
                lists.setdefault(section.gstr2b, []).append(document)
                continue
            place = (section.gstr2b, row["stin"], row["period"], row["filed_on"])
            supplier = suppliers.get(place)
            if supplier is None:
                supplier = {**_supplier(row), _LIST.get(section.gstr2b, "inv"): []}
                suppliers[place] = supplier
                lists.setdefault(section.gstr2b, []).append(supplier)
            supplier[_LIST.get(section.gstr2b, "inv")].append(document)
        return lists

    def _document(self, row: sqlite3.Row) -> dict[str, Any]:
        section, body = SECTIONS[row["section"]], json.loads(row["body"])
        amounts = {"txval": rupees(row["txval"]), **{head: rupees(row[head]) for head in _HEADS}}
        if section.imports:
            entry = {name: body[key] for key, name in _ENTRY_NAMES.items() if key in body}
            entry |= {"recdt": body.get("irefdt", ""), "isamd": "Y" if section.key.endswith("a") else "N"}
            return entry | {name: amounts[name] for name in ("txval", "igst", "cess")} | {"imsStatus": row["action"]}
        document = {name: body[key] for key, name in _NAMES.items() if key in body}
        if section.gstr2b in _LIST:
            document |= {"typ": "C" if section.credits else "D", "suptyp": body["inv_typ"]}
            document |= {"onttyp": document["typ"]} if section.originals else {}
        elif section.typed:
            document["typ"] = body["inv_typ"]
        document |= {"rev": "N", "itcavl": "Y", "rsn": "", "diffprcnt": 1, "srctyp": ""}
        if self._ledger.variants.gstr2b_items:
            taxes = row["igst"] + row["cgst"] + row["sgst"]
            rate = round(taxes * 100 / row["txval"], 2) if row["txval"] else 0
            document["items"] = [{"num": 1, "rt": rate, **amounts}]
        else:
            document |= amounts
        return document | {"imsStatus": row["action"], **declaration(row)}

    def _summary(self, gstin: str, month: int) -> dict[str, Any]:
        available, rejected = _empty_summary(), _empty_summary()
        for row in self._database.rows(_SUMS, gstin, month):
            _add(rejected if row["rejected"] else available, row["section"], [row[head] for head in _HEADS])
        return {
            "itcavl": _in_rupees(available),
            "itcunavl": _in_rupees(_empty_summary()),
            "itcrev": _in_rupees(_empty_summary()),
            "itcRejected": _in_rupees(rejected),
        }

    def _suppliers(self, gstin: str, month: int) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        for row in self._database.rows(_PER_SUPPLIER, gstin, month):
            section = SECTIONS[row["section"]]
            if not section.imports:
                entry = _supplier(row) | {"ttldocs": row["documents"], "txval": rupees(row["txval"])}
                entry |= {head: rupees(row[head]) for head in _HEADS}
                answer.setdefault(section.gstr2b, []).append(entry)
        return answer


def _supplier(row: sqlite3.Row) -> dict[str, Any]:
    return {"ctin": row["stin"], "trdnm": row["name"], "supfildt": row["filed_on"], "supprd": row["period"]}


def _empty_summary() -> dict[str, dict[str, list[int]]]:
    return {part: {} for part in ("nonrevsup", "isdsup", "revsup", "imports", "othersup")}


def _add(summary: Mapping[str, dict[str, list[int]]], section: str, amounts: Iterable[int]) -> None:
    part, name = _PART[section]
    sums = summary[part].setdefault(name, [0, 0, 0, 0])
    sums[:] = [old + new for old, new in zip(sums, amounts, strict=True)]


def _in_rupees(summary: Mapping[str, dict[str, list[int]]]) -> dict[str, Any]:
    def heads(sums: Iterable[int]) -> dict[str, float]:
        return {head: rupees(part) for head, part in zip(_HEADS, sums, strict=True)}

    answer: dict[str, Any] = {}
    for part, names in summary.items():
        total = [sum(column) for column in zip(*names.values(), strict=True)] or [0, 0, 0, 0]
        answer[part] = {**heads(total), **{name: heads(sums) for name, sums in names.items()}}
    return answer
