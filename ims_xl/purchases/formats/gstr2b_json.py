"""GSTR-2B statements as JSON, with totals on the document (version 4) or with items (before)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import STATES
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import clues_in
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.gstr2b_head import (
    PARTS,
    files_of,
    find_statement,
    reversed_credit,
    stated_sums,
    without_lists,
)
from ims_xl.purchases.gstr2b_records import List, documents_in, read_documents, text
from ims_xl.purchases.gstr2b_sums import check_sums
from ims_xl.purchases.values import shown
from ims_xl.wrappers import Record, find_gstr2b

_AGAIN = "Download the statement from the portal again."
_REVERSED = ("docRevdata", "itcrev")  # credit of earlier months to be reversed, as by rule 37A
_NOT_CREDIT = "this part of the statement is not documents of credit and was passed over"


_LISTS = {
    "b2b": List({"INV": "b2b"}, "inum", "dt"),
    "b2ba": List({"INV": "b2ba"}, "inum", "dt", "oinum", "oidt"),
    "cdnr": List({"CN": "b2bcn", "DN": "b2bdn"}, "ntnum", "dt", "", "", "typ", "suptyp"),
    "cdnra": List({"CN": "b2bcna", "DN": "b2bdna"}, "ntnum", "dt", "ontnum", "ontdt", "typ", "suptyp"),
    "ecom": List({"INV": "ecom"}, "inum", "dt"),
    "ecoma": List({"INV": "ecoma"}, "inum", "dt", "oinum", "oidt"),
    "isd": List({"INV": "isd", "CN": "isd"}, "docnum", "docdt", "oinvnum", "oinvdt", "doctyp", ""),
    "isda": List({"INV": "isda", "CN": "isda"}, "docnum", "docdt", "odocnum", "odocdt", "doctyp", ""),
    "impg": List({"INV": "impg"}, "boenum", "boedt", supply_type=""),
    "impga": List({"INV": "impga"}, "boenum", "boedt", supply_type=""),
    "impgsez": List({"INV": "impgsez"}, "boenum", "boedt", supply_type=""),
    "impgasez": List({"INV": "impgseza"}, "boenum", "boedt", supply_type=""),
}
_SPELLED = {"impgseza": "impgasez", "eco": "ecom", "ecoa": "ecoma"}
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
    reading = Reading("GSTR-2B JSON", gstin.clean(text({"gstin": found.get("gstin")}, "gstin")))
    period = periods.find_period(text({"rtnprd": found.get("rtnprd")}, "rtnprd"))
    if not reading.recipient_gstin or not period:
        raise ImsError("the statement does not name its GSTIN and period", _AGAIN, file=content.source.name)
    reading.clues = clues_in(content.payload)
    columns: defaultdict[str, list[object]] = defaultdict(list)
    for part, name, suppliers in _lists(found.content):
        listed = _LISTS.get(_SPELLED.get(name, name))
        if part in _REVERSED:
            reading.issues.append(replace(reversed_credit(_reversed(listed, suppliers)), sheet=part, column=name))
            continue
        if listed is None:
            reading.issues.append(Issue("note", _NOT_CREDIT, sheet=part, column=name))
            continue
        read = read_documents(listed, documents_in(suppliers))
        reading.rows += read.listed
        reading.issues += [replace(issue, sheet=name) for issue in read.issues]
        columns["part"] += [part] * len(read.places)
        for column, values in read.columns.items():
            columns[column] += values
    frame = pd.DataFrame(columns).assign(gstr2b_period=period, recipient_gstin=reading.recipient_gstin)
    frame = schema.conform(frame, schema.GSTR2B)
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
        sums = stated_sums(found.get("itcsumm"))
    except ImsError as error:
        reading.issues.append(replace(error.issue, sheet="itcsumm"))
    generated = text({"gendt": found.get("gendt")}, "gendt")
    reading.statements.append(
        {"gstr2b_period": period, "generated": generated, **files_of(found, content.source.name, sums), **sums}
    )
    if not found.get("fc"):  # of a statement in parts the Summary counts what other files hold
        reading.issues += check_sums(found.get("itcsumm"), reading.gstr2b[0])
    reading.issues += without_lists(found.content, reading.statements[0])
    return reading


def _lists(statement: Record) -> Iterator[tuple[str, str, Any]]:
    """Part, name and records of every list that holds something."""
    for part in (*PARTS, *_REVERSED):
        lists = statement.get(part)
        for name, records in lists.items() if isinstance(lists, dict) else ():
            if name in _REVERSED and isinstance(records, dict):  # some statements have them among the credit
                yield from ((name, str(inner), held) for inner, held in records.items() if held)
            elif records:
                yield part, str(name), records


def _reversed(listed: List | None, suppliers: object) -> list[tuple[str, float]]:
    """Number and tax of each document whose credit is to be reversed, as far as they can be read."""
    documents = documents_in(suppliers)
    found = [("", 0.0)] * len(documents)
    if listed is not None:
        read = read_documents(listed, documents)
        numbers, *taxes = (read.columns[name] for name in ("doc_number", *schema.TAXES))
        for at, number, *amounts in zip(read.places, numbers, *taxes, strict=True):
            found[at] = (
                str(number),
                sum(amount for amount in amounts if isinstance(amount, float) and amount == amount),
            )
    return found


FORMAT = Format("a GSTR-2B JSON", holds_gstr2b, lambda content, _: read_gstr2b(content))
