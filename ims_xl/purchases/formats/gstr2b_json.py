"""GSTR-2B statements as JSON, with totals on the document (version 4) or with items (before)."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import clues_in
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.gstr2b_head import PARTS, files_of, find_statement, rupees, stated_sums, without_lists
from ims_xl.purchases.values import shown, visible
from ims_xl.wrappers import Record, find_gstr2b

_AGAIN = "Download the statement from the portal again."
_REVERSED = ("docRevdata",)  # credit of earlier months to be reversed, as by rule 37A
_NOT_CREDIT = "this part of the statement is not documents of credit and was passed over"


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
_DECLARED = {f"declared_{tax}": f"decl{tax.title()}" for tax in schema.TAXES}
# The second names are those of GSTR-1 and GSTR-2A, in which some programs give statements on.
_AMOUNTS = {
    "doc_value": ("val",), "taxable_value": ("txval",),
    "igst": ("igst", "iamt"), "cgst": ("cgst", "camt"), "sgst": ("sgst", "samt"), "cess": ("cess", "csamt"),
}  # fmt: skip
_ITEMS = ("items", "itms")

# Most values of a statement stand in it again and again.
_day, _visible, _period, _place, _registration = map(
    functools.lru_cache(maxsize=16_384),
    (read_date, lambda text: visible(text).strip(), periods.find_period, place_code, gstin.clean),
)


_IDENTITY = ["section", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date"]


def holds_gstr2b(content: Content) -> bool:
    """Whether the JSON is a GSTR-2B statement, one of its parts or its Summary."""
    return bool(find_gstr2b(content.payload))


def read_gstr2b(content: Content) -> Reading:
    """The documents of a statement, those of docdata (credit) and docRejdata (rejected).

    Raises ImsError when it does not say whose it is or for which period, holds several statements, or lists its
    documents otherwise than the portal does.
    """
    found = find_statement(content)
    reading = Reading("GSTR-2B JSON", gstin.clean(_text({"gstin": found.get("gstin")}, "gstin")))
    period = periods.find_period(_text({"rtnprd": found.get("rtnprd")}, "rtnprd"))
    if not reading.recipient_gstin or not period:
        raise ImsError("the statement does not name its GSTIN and period", _AGAIN, file=content.source.name)
    reading.clues = clues_in(content.payload)
    rows: list[dict[str, object]] = []
    for part, name, suppliers in _lists(found.content):
        listed = _LISTS.get(_SPELLED.get(name, name))
        if part in _REVERSED:
            count = sum(1 for _ in _records(suppliers))
            reason = f"documents whose credit is to be reversed stand here and are not compared: {count:,}"
            remedy = "See them on the portal in GSTR-2B, ITC Reversal."
            reading.issues.append(Issue("warning", reason, remedy, sheet=part, column=name))
            continue
        if listed is None:
            reading.issues.append(Issue("note", _NOT_CREDIT, sheet=part, column=name))
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
    empty = frame[list(schema.AMOUNTS)].isna().all(axis=1)
    if empty.any():
        reason = f"no amount was found in documents: {empty.sum():,}"
        reading.issues.append(Issue("warning", reason, _AGAIN, value=str(frame.loc[empty, "doc_number"].iloc[0])))
    listed_twice = frame[frame.duplicated(_IDENTITY, keep=False)]
    parts = listed_twice.groupby(_IDENTITY, sort=False)["part"].transform("nunique")
    if len(both := listed_twice.loc[(parts > 1) & (listed_twice["part"] == "docRejdata"), "doc_number"]):
        reason = f"documents that stand both with credit and as rejected, taken as rejected: {len(both):,}"
        reading.issues.append(
            Issue("warning", reason, "See on the portal which it is.", column="docRejdata", value=", ".join(both[:5]))
        )
    reading.gstr2b.append(frame.assign(place_of_supply=frame["place_of_supply"].where(~unknown, "")))
    sums: dict[str, float] = {}
    try:
        sums = stated_sums(found)
    except ImsError as error:
        reading.issues.append(replace(error.issue, sheet="itcsumm"))
    generated = _text({"gendt": found.get("gendt")}, "gendt")
    reading.statements.append(
        {"gstr2b_period": period, "generated": generated, **files_of(found, content.source.name, sums), **sums}
    )
    reading.issues += without_lists(found.content, reading.statements[0])
    return reading


def _lists(statement: Record) -> Iterator[tuple[str, str, Any]]:
    """Part, name and records of every list that holds something."""
    for part in (*PARTS, *_REVERSED):
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
    sender = _registration(_either(supplier, record, "ctin"))
    if not sender and listed.number != "boenum":
        raise ImsError("the supplier's GSTIN is missing", _AGAIN, column="ctin")
    available = (_text(record, "itcavl") or _text(record, "itcelg")).upper()
    return {
        "section": listed.sections[kind],
        "doc_type": kind,
        "supplier_gstin": sender,
        "supplier_name": _either(supplier, record, "trdnm"),
        "supplier_period": _period(_either(supplier, record, "supprd")),
        "filed_on": _filed_on(supplier, record),
        "doc_number": _needed(record, listed.number),
        "doc_date": _needed_day(record, listed.date),
        "original_number": _text(record, listed.original_number),
        "original_date": _day(_text(record, listed.original_date)).value,
        "port_code": _text(record, "portcode").upper(),
        "supply_type": _text(record, listed.supply_type),
        "place_of_supply": _place(_text(record, "pos")) or _text(record, "pos"),
        "reverse_charge": _text(record, "rev").upper() in ("Y", "YES"),
        "itc_available": {"YES": "Y", "NO": "N", "TEMPORARY": "T"}.get(available, available),
        "ims_status": _text(record, "imsStatus").upper()[:1],
        "itc_reduction": _text(record, "itcRedReq").upper()[:1],
        **{name: rupees(record, key) for name, key in _DECLARED.items()},
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
    return _visible(str(value))


def _either(supplier: Record, record: Record, key: str) -> str:
    return _text(supplier, key) or _text(record, key)


def _filed_on(supplier: Record, record: Record) -> object:
    """The day the supplier filed; it costs no document when it cannot be read."""
    written = supplier.get("supfildt") or record.get("supfildt")
    return _day(written).value if isinstance(written, str) else None


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
    totals = {name: _first_rupees(record, keys) for name, keys in _AMOUNTS.items()}
    items: list[Any] = next((record[key] for key in _ITEMS if isinstance(record.get(key), list)), [])
    if all(totals[name] is None for name in schema.AMOUNTS):
        details = [_details(item) for item in items if isinstance(item, dict)]
        for name in schema.AMOUNTS:
            found = [_first_rupees(item, _AMOUNTS[name]) for item in details]
            paise = [round(amount * 100) for amount in found if amount is not None]
            totals[name] = sum(paise) / 100 if paise else None
    if any(totals[name] is not None for name in schema.AMOUNTS):
        totals |= {tax: 0.0 for tax in schema.TAXES if totals[tax] is None}
    return totals


def _details(item: Record) -> Record:
    """The amounts of an item, which some write one object deeper."""
    inner = item.get("itm_det")
    return inner if isinstance(inner, dict) else item


def _first_rupees(record: Record, keys: Sequence[str]) -> float | None:
    for key in keys:
        if key in record and (amount := rupees(record, key)) is not None:
            return amount
    return None


FORMAT = Format("a GSTR-2B JSON", holds_gstr2b, lambda content, _: read_gstr2b(content))
