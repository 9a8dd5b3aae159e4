"""GSTR-2B statements as JSON, with totals on the document (version 4) or with items (before)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import STATES, place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import clues_in
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.gstr2b_head import PARTS, files_of, find_statement, stated_sums, without_lists
from ims_xl.purchases.json_records import AGAIN, Records, rupees_of, text_of
from ims_xl.purchases.values import shown
from ims_xl.wrappers import Record, find_gstr2b

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
_Raw = TypeVar("_Raw")
_Meaning = TypeVar("_Meaning")

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
    reading = Reading("GSTR-2B JSON", gstin.clean(text_of(found.get("gstin"), "gstin")))
    period = periods.find_period(text_of(found.get("rtnprd"), "rtnprd"))
    if not reading.recipient_gstin or not period:
        raise ImsError("the statement does not name its GSTIN and period", AGAIN, file=content.source.name)
    reading.clues = clues_in(content.payload)
    frames = [pd.DataFrame()]
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
        records = Records([*_records(suppliers)])
        reading.rows += len(records.pairs)
        columns = pd.DataFrame(_columns(listed, records), dtype="object").drop(index=[*records.faults])
        frames.append(columns.assign(part=part, gstr2b_period=period, recipient_gstin=reading.recipient_gstin))
        reading.issues += [replace(issue, sheet=name, row=at + 1) for at, issue in sorted(records.faults.items())]
    frame = schema.conform(pd.concat(frames, ignore_index=True), schema.GSTR2B)
    unknown = ~frame["place_of_supply"].isin(["", *STATES])
    if unknown.any():
        reason = f"places of supply that are not known were left empty: {unknown.sum():,}"
        value = frame.loc[unknown, "place_of_supply"].iloc[0]
        reading.issues.append(Issue("warning", reason, AGAIN, column="pos", value=shown(value)))
    empty = frame[list(schema.AMOUNTS)].isna().all(axis=1)
    if empty.any():
        reason = f"no amount was found in documents: {empty.sum():,}"
        reading.issues.append(Issue("warning", reason, AGAIN, value=str(frame.loc[empty, "doc_number"].iloc[0])))
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
    generated = text_of(found.get("gendt"), "gendt")
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


def _columns(listed: _List, records: Records) -> dict[str, Sequence[object]]:
    """The documents as columns of schema.GSTR2B without what is common to all.

    A record that cannot be told from others, or with an amount that cannot be read, gets a fault.
    """
    words = records.texts(listed.type)
    kinds = [_DOC_TYPES.get(word.upper(), "") if listed.type else "INV" for word in words]
    for at, kind in enumerate(kinds):
        if kind not in listed.sections:
            records.fault(at, "this type of document is not known", column=listed.type, value=words[at])
    senders = _each(records.texts("ctin", around=True), gstin.clean)
    for at, sender in enumerate(senders if listed.number != "boenum" else ()):
        if not sender:
            records.fault(at, "the supplier's GSTIN is missing", column="ctin")
    available = _each(records.texts("itcavl", "itcelg"), str.upper)
    columns: dict[str, Sequence[object]] = {
        "section": [listed.sections.get(kind, "") for kind in kinds],
        "doc_type": kinds,
        "supplier_gstin": senders,
        "supplier_name": records.texts("trdnm", around=True),
        "supplier_period": _each(records.texts("supprd", around=True), periods.find_period),
        "filed_on": _each([_filed_on(supplier, record) for supplier, record in records.pairs], _day_or_none),
        "doc_number": records.texts(listed.number),
    }
    for at, number in enumerate(columns["doc_number"]):
        if not number:
            records.fault(at, "the document number is missing", column=listed.number)
    dates = records.texts(listed.date)
    columns["doc_date"] = _each(dates, _day_or_none)
    for at, day in enumerate(columns["doc_date"]):
        if day is None:
            records.fault(at, "the date cannot be read", column=listed.date, value=dates[at])
    others: dict[str, Sequence[object]] = {
        "original_number": records.texts(listed.original_number),
        "original_date": _each(records.texts(listed.original_date), _day_or_none),
        "port_code": _each(records.texts("portcode"), str.upper),
        "supply_type": records.texts(listed.supply_type),
        "place_of_supply": _each(records.texts("pos"), lambda text: place_code(text) or text),
        "reverse_charge": _each(records.texts("rev"), lambda text: text.upper() in ("Y", "YES")),
        "itc_available": _each(available, lambda text: _AVAILABLE.get(text, text)),
        "ims_status": _each(records.texts("imsStatus"), lambda text: text.upper()[:1]),
        "itc_reduction": _each(records.texts("itcRedReq"), lambda text: text.upper()[:1]),
        **{name: records.amounts(key) for name, key in _DECLARED.items()},
        **_amounts(records),
    }
    return columns | others


_AVAILABLE = {"YES": "Y", "NO": "N", "TEMPORARY": "T"}


def _each(values: Sequence[_Raw], meaning: Callable[[_Raw], _Meaning]) -> list[_Meaning]:
    """What each value means; equal ones are asked for once."""
    known = {value: meaning(value) for value in set(values)}
    return [known[value] for value in values]


def _filed_on(supplier: Record, record: Record) -> str:
    """The day the supplier filed as written; it costs no document when it cannot be read."""
    written = supplier.get("supfildt") or record.get("supfildt")
    return written if isinstance(written, str) else ""


def _day_or_none(text: str) -> object:
    return read_date(text).value


def _amounts(records: Records) -> dict[str, list[float | None]]:
    """Rupees from each document, or the sum of its items; heads that are left out beside others are zero."""
    totals = {name: records.amounts(*keys) for name, keys in _AMOUNTS.items()}
    stated = [*zip(*(totals[name] for name in schema.AMOUNTS), strict=True)]
    for at, amounts in enumerate(stated):
        if None not in amounts:
            continue
        if amounts == _NO_AMOUNT:
            try:
                amounts = _of_items(records.pairs[at][1])
            except ImsError as error:
                records.faults.setdefault(at, error.issue)
        is_given = any(amount is not None for amount in amounts)
        for name, amount in zip(schema.AMOUNTS, amounts, strict=True):
            totals[name][at] = 0.0 if amount is None and is_given and name in schema.TAXES else amount
    return totals


_NO_AMOUNT = (None,) * len(schema.AMOUNTS)


def _of_items(record: Record) -> tuple[float | None, ...]:
    """The sum of each of schema.AMOUNTS over the items of a record, None where no item has it.

    Raises ImsError when an item has something else there.
    """
    items: list[Any] = next((record[key] for key in _ITEMS if isinstance(record.get(key), list)), [])
    details = [_details(item) for item in items if isinstance(item, dict)]
    sums: list[float | None] = []
    for name in schema.AMOUNTS:
        found = [_first_rupees(item, _AMOUNTS[name]) for item in details]
        paise = [round(amount * 100) for amount in found if amount is not None]
        sums.append(sum(paise) / 100 if paise else None)
    return tuple(sums)


def _details(item: Record) -> Record:
    """The amounts of an item, which some write one object deeper."""
    inner = item.get("itm_det")
    return inner if isinstance(inner, dict) else item


def _first_rupees(record: Record, keys: Sequence[str]) -> float | None:
    return next((amount for key in keys if (amount := rupees_of(record.get(key), key)) is not None), None)


FORMAT = Format("a GSTR-2B JSON", holds_gstr2b, lambda content, _: read_gstr2b(content))
