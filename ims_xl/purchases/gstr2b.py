"""GSTR-2B statements as JSON, with totals on the document (version 4) or with items (before)."""

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.sources import Source
from ims_xl.purchases.values import Value, shown, visible

_AGAIN = "Download the statement from the portal again."
_PARTS = ("docdata", "docRejdata")


class _List(NamedTuple):
    """One list of the statement: the sections of its documents by document type, and their keys."""

    sections: Mapping[str, str]  # document type to section
    number: str
    date: str
    original_number: str = ""
    original_date: str = ""
    type: str = ""  # key of the document type; invoices have none
    supply_type: str = "typ"


_LISTS = {
    "b2b": _List({"INV": "b2b"}, "inum", "dt"),
    "b2ba": _List({"INV": "b2ba"}, "inum", "dt", "oinum", "oidt"),
    "cdnr": _List({"CN": "b2bcn", "DN": "b2bdn"}, "ntnum", "dt", "", "", "typ", "suptyp"),
    "cdnra": _List({"CN": "b2bcna", "DN": "b2bdna"}, "ntnum", "dt", "ontnum", "ontdt", "typ", "suptyp"),
    "ecom": _List({"INV": "ecom"}, "inum", "dt"),
    "ecoma": _List({"INV": "ecoma"}, "inum", "dt", "oinum", "oidt"),
    "isd": _List({"INV": "isd", "CN": "isd"}, "docnum", "docdt", "oinvnum", "oinvdt", "doctyp", ""),
    "isda": _List({"INV": "isda", "CN": "isda"}, "docnum", "docdt", "odocnum", "odocdt", "doctyp", ""),
    "impg": _List({"INV": "impg"}, "boenum", "boedt", supply_type=""),
    "impga": _List({"INV": "impga"}, "boenum", "boedt", supply_type=""),
    "impgsez": _List({"INV": "impgsez"}, "boenum", "boedt", supply_type=""),
    "impgasez": _List({"INV": "impgseza"}, "boenum", "boedt", supply_type=""),
}
_SPELLED = {"impgseza": "impgasez", "eco": "ecom", "ecoa": "ecoma"}
_INSIDE = ("inv", "nt", "doclist", "boe")
_DOC_TYPES = {
    **dict.fromkeys(("C", "CN", "ISDCN", "ISDC", "CREDIT NOTE", "ISD CREDIT NOTE"), "CN"),
    **dict.fromkeys(("D", "DN", "DEBIT NOTE"), "DN"),
    **dict.fromkeys(("I", "INV", "ISDI", "ISD", "INVOICE", "ISD INVOICE"), "INV"),
}
# Credit notes stand among the other supplies of the available part, to be reversed in GSTR-3B.
_GROUPS = ("nonrevsup", "isdsup", "revsup", "imports")
_SUMS = (
    ("available", "itcavl", _GROUPS),
    ("reversal", "itcavl", ("othersup",)),
    ("rejected", "itcRejected", (*_GROUPS, "othersup")),
)
_DECLARED = {f"declared_{tax}": f"decl{tax.title()}" for tax in schema.TAXES}
_AMOUNTS = {"doc_value": "val", "taxable_value": "txval", **{tax: tax for tax in schema.TAXES}}

Record = Mapping[str, Any]

_day = functools.lru_cache(maxsize=4096)(read_date)


def load_json(source: Source) -> object:
    """What the JSON of the file holds.

    Raises ImsError when it is broken or cut off.
    """
    utf16 = source.data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return json.loads(source.data.decode("utf-16" if utf16 else "utf-8-sig"), object_pairs_hook=_once)
    except KeyError as error:
        reason = f"the key {error.args[0]!r} stands twice in one record"
        raise ImsError(reason, _AGAIN, file=source.name, column=error.args[0]) from None
    except (ValueError, RecursionError):
        raise ImsError("the JSON of the file is broken or was cut off", _AGAIN, file=source.name) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these keys; raises KeyError for one that stands twice, because either could be meant."""
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [name for name, _ in pairs]
        raise KeyError(next(name for name in names if names.count(name) > 1))
    return record


def holds_gstr2b(content: Content) -> bool:
    """Whether the JSON is a GSTR-2B statement."""
    return _statement(content.payload) is not None


def read_gstr2b(content: Content) -> Reading:
    """The documents of a statement, those of docdata (credit) and docRejdata (rejected).

    Raises ImsError when it does not say whose it is or for which period.
    """
    statement = _statement(content.payload) or {}
    reading = Reading("GSTR-2B JSON", gstin.clean(_text(statement, "gstin")))
    period = periods.find_period(_text(statement, "rtnprd"))
    if not reading.recipient_gstin or not period:
        raise ImsError("the statement does not name its GSTIN and period", _AGAIN, file=content.source.name)
    rows: list[dict[str, object]] = []
    for part in _PARTS:
        if not isinstance(statement.get(part), dict | None):
            reading.issues.append(Issue("error", "this part of the statement holds no lists", _AGAIN, sheet=part))
    for part, name, suppliers in _lists(statement):
        listed = _LISTS.get(_SPELLED.get(name, name))
        if listed is None:
            reason = "this part of the statement is not documents of credit and was passed over"
            reading.issues.append(Issue("note", reason, sheet=part, column=name))
            continue
        common = {"part": part, "gstr2b_period": period, "recipient_gstin": reading.recipient_gstin}
        for place, (supplier, record) in enumerate(_records(suppliers), 1):
            reading.rows += 1
            try:
                rows.append(common | _row(listed, supplier, record))
            except ImsError as error:
                reading.issues.append(replace(error.issue, sheet=name, row=place))
    frame = schema.conform(pd.DataFrame(rows), schema.GSTR2B)
    unknown = ~frame["place_of_supply"].isin(["", *STATES])
    if unknown.any():
        reason = f"places of supply that are not known were left empty: {unknown.sum():,}"
        value = frame.loc[unknown, "place_of_supply"].iloc[0]
        reading.issues.append(Issue("warning", reason, _AGAIN, column="pos", value=shown(value)))
    reading.gstr2b.append(frame.assign(place_of_supply=frame["place_of_supply"].where(~unknown, "")))
    told: dict[str, object] = {"gstr2b_period": period, "generated": _text(statement, "gendt")}
    try:
        reading.statements.append({**told, **_sums(statement)})
    except ImsError as error:
        reading.statements.append(told)
        reading.issues.append(replace(error.issue, sheet="itcsumm"))
    return reading


def _sums(statement: Record) -> dict[str, float]:
    """The sums of schema.STATEMENTS, as far as the statement gives them.

    Raises ImsError when one is no amount.
    """
    summary = statement.get("itcsumm")
    row: dict[str, float] = {}
    for part, key, groups in _SUMS:
        found = summary.get(key) if isinstance(summary, dict) else None
        parts = found if isinstance(found, dict) else {}
        given = [parts[group] for group in groups if isinstance(parts.get(group), dict)]
        for tax in schema.TAXES if given else ():
            row[f"{part}_{tax}"] = round(sum(_rupees(group, tax) or 0.0 for group in given), 2)
    return row


def _statement(payload: object) -> Record | None:
    """The object that holds `docdata`, however deep an answer of the API wraps it."""
    for _ in range(3):
        if not isinstance(payload, dict):
            return None
        if "docdata" in payload or "docRejdata" in payload:
            return payload
        payload = payload.get("data")
    return None


def _lists(statement: Record) -> Iterator[tuple[str, str, Any]]:
    """Part, name and records of every list that holds something."""
    for part in _PARTS:
        lists = statement.get(part)
        if isinstance(lists, dict):
            yield from ((part, str(name), records) for name, records in lists.items() if records)


def _records(suppliers: object) -> Iterator[tuple[Record, object]]:
    """Each document with its supplier; bills of entry stand without one."""
    for supplier in suppliers if isinstance(suppliers, list) else [suppliers]:
        if not isinstance(supplier, dict):
            yield {}, supplier
            continue
        inside = next((supplier[key] for key in _INSIDE if isinstance(supplier.get(key), list)), None)
        if inside is None:
            yield {}, supplier
        else:
            yield from ((supplier, record) for record in inside)


def _row(listed: _List, supplier: Record, record: object) -> dict[str, object]:
    """The document as a row of schema.GSTR2B without what is common to all.

    Raises ImsError when it cannot be told from others or an amount cannot be read.
    """
    if not isinstance(record, dict):
        raise ImsError("this is not a record", _AGAIN, value=shown(record))
    kind = _DOC_TYPES.get(_text(record, listed.type).upper(), "") if listed.type else "INV"
    if kind not in listed.sections:
        reason = "this type of document is not known"
        raise ImsError(reason, _AGAIN, column=listed.type, value=_text(record, listed.type))
    sender = gstin.clean(_either(supplier, record, "ctin"))
    if not sender and listed.number != "boenum":
        raise ImsError("the supplier's GSTIN is missing", _AGAIN, column="ctin")
    available = (_text(record, "itcavl") or _text(record, "itcelg")).upper()
    return {
        "section": listed.sections[kind],
        "doc_type": kind,
        "supplier_gstin": sender,
        "supplier_name": _either(supplier, record, "trdnm"),
        "supplier_period": periods.find_period(_either(supplier, record, "supprd")),
        "doc_number": _needed(record, listed.number),
        "doc_date": _needed_day(record, listed.date),
        "original_number": _text(record, listed.original_number),
        "original_date": _day(_text(record, listed.original_date)).value,
        "port_code": _text(record, "portcode").upper(),
        "supply_type": _text(record, listed.supply_type),
        "place_of_supply": place_code(_text(record, "pos")) or _text(record, "pos"),
        "reverse_charge": _text(record, "rev").upper() in ("Y", "YES"),
        "itc_available": {"YES": "Y", "NO": "N", "TEMPORARY": "T"}.get(available, available),
        "ims_status": _text(record, "imsStatus").upper()[:1],
        "itc_reduction": _text(record, "itcRedReq").upper()[:1],
        **{name: _rupees(record, key) for name, key in _DECLARED.items()},
        **_amounts(record),
    }


def _text(record: Record, key: str) -> str:
    """The text of a key, "" when it is missing; a whole number becomes its digits.

    Raises ImsError when it holds something else.
    """
    value = record.get(key) if key else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ImsError("this is not a text", _AGAIN, column=key, value=shown(value))
    return visible(str(value)).strip()


def _either(supplier: Record, record: Record, key: str) -> str:
    return _text(supplier, key) or _text(record, key)


def _needed(record: Record, key: str) -> str:
    if text := _text(record, key):
        return text
    raise ImsError("the document number is missing", _AGAIN, column=key)


def _needed_day(record: Record, key: str) -> object:
    day = _day(_text(record, key))
    if day.value is None:
        raise ImsError("the date cannot be read", _AGAIN, column=key, value=_text(record, key))
    return day.value


def _amounts(record: Record) -> dict[str, float | None]:
    """Rupees from the document, or the sum of its items; heads that are left out beside others are zero."""
    items = record.get("items")
    totals = {name: _rupees(record, key) for name, key in _AMOUNTS.items()}
    if isinstance(items, list) and all(totals[name] is None for name in schema.AMOUNTS):
        for name in schema.AMOUNTS:
            found = [_rupees(item, _AMOUNTS[name]) for item in items if isinstance(item, dict)]
            paise = [round(amount * 100) for amount in found if amount is not None]
            totals[name] = sum(paise) / 100 if paise else None
    if any(totals[name] is not None for name in schema.AMOUNTS):
        totals |= {tax: 0.0 for tax in schema.TAXES if totals[tax] is None}
    return totals


def _rupees(record: Record, key: str) -> float | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    amount = read_amount(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else Value()
    if not isinstance(amount.value, float):
        raise ImsError("this is not an amount in rupees", _AGAIN, column=key, value=shown(value))
    return amount.value
