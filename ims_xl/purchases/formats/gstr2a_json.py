"""GSTR-2A as JSON, whose suppliers say when and for which period they filed, as those of no other return do.

Source: record classes and readers of it in public programs.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ims_xl.gst import gstin, periods
from ims_xl.issues import Issue
from ims_xl.ownership import clues_in
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.formats.gstr2a_workbook import NOT_IN_IMS, USE, filed, keep
from ims_xl.purchases.gstr2b_records import List, documents_in, read_documents
from ims_xl.wrappers import Record, Unwrapped, find_all

_OF_NOTES = {"CN": "b2bcn", "DN": "b2bdn"}
_AMENDED_NOTES = {"CN": "b2bcna", "DN": "b2bdna"}
_LISTS = {
    "b2b": List({"INV": "b2b"}, "inum", "idt", supply_type="inv_typ"),
    "b2ba": List({"INV": "b2ba"}, "inum", "idt", "oinum", "oidt", supply_type="inv_typ"),
    "cdn": List(_OF_NOTES, "nt_num", "nt_dt", "inum", "idt", "ntty", "inv_typ"),
    "cdna": List(_AMENDED_NOTES, "nt_num", "nt_dt", "ont_num", "ont_dt", "ntty", "inv_typ"),
    "ecom": List({"INV": "ecom"}, "inum", "idt", supply_type="inv_typ"),
    "ecoma": List({"INV": "ecoma"}, "inum", "idt", "oinum", "oidt", supply_type="inv_typ"),
    "impg": List({"INV": "impg"}, "boenum", "boedt", supply_type=""),
    "impgsez": List({"INV": "impgsez"}, "boenum", "boedt", supply_type=""),
}
_SPELLED = {"cdnr": "cdn", "cdnra": "cdna", "eco": "ecom", "ecoa": "ecoma"}
_OF_A_FILER = {"cfs3b", "fldtr1", "flprdr1"}
_OF_SALES = {"gt", "cur_gt", "b2cs", "b2cl", "exp", "hsn", "doc_issue"}
_SUPPLIER = {"trdnm": ("trdnm", "trdname", "tdname"), "supprd": ("flprdr1",), "ctin": ("ctin", "sgstin")}
_RECORD = {
    "boenum": ("boenum", "benum"),
    "boedt": ("boedt", "bedt"),
    "portcode": ("portcode", "portcd"),
    "rev": ("rchrg",),
}
_AGAIN = "Download it from the portal again."


def _holds_filers(record: Record) -> bool:
    """Whether it lists suppliers with their filing, and nothing that only sales have."""
    return record.keys().isdisjoint(_OF_SALES) and any(
        isinstance(listed, list) and any(isinstance(one, dict) and _OF_A_FILER & one.keys() for one in listed)
        for listed in record.values()
    )


def _found(content: Content) -> list[Unwrapped]:
    return find_all(content.payload, _holds_filers)


def _read(content: Content) -> Reading:
    """The documents of every list, each with the sums of its items."""
    reading = Reading("GSTR-2A JSON", issues=[USE], clues=clues_in(content.payload))
    columns: defaultdict[str, list[object]] = defaultdict(list)
    for found in content.once(_found):
        reading.recipient_gstin = reading.recipient_gstin or gstin.clean(str(found.get("gstin") or ""))
        period = periods.find_period(str(found.get("fp") or ""))
        for name, listed in found.content.items():
            for column, values in _columns(name, listed, period, reading).items():
                columns[column] += values
    keep(reading, pd.DataFrame(columns))
    return reading


def _columns(name: str, listed: Any, period: str, reading: Reading) -> dict[str, list[object]]:
    kind = _LISTS.get(_SPELLED.get(name, name))
    if not isinstance(listed, list) or not listed:
        return {}
    documents = documents_in(listed)
    if kind is None:
        reading.issues.append(Issue("note", NOT_IN_IMS.format(f"{len(documents):,}"), sheet=name))
        return {}
    named = [(_named(supplier, _SUPPLIER), _named(record, _RECORD | _SUPPLIER)) for supplier, record in documents]
    read = read_documents(kind, named)
    reading.rows += read.listed
    reading.issues += [replace(issue, sheet=name, remedy=_AGAIN) for issue in read.issues]
    return read.columns | {
        "supplier_period": [one or period for one in read.columns["supplier_period"]],
        **{
            column: [filed(str(documents[at][0].get(key) or "")) for at in read.places]
            for column, key in {"supplier_filed": "cfs", "filed_3b": "cfs3b"}.items()
        },
    }


def _named(record: Any, names: Mapping[str, tuple[str, ...]]) -> Any:
    """The record with the keys that a GSTR-2B would have beside its own."""
    if not isinstance(record, dict):
        return record
    told = {key: next((record[name] for name in given if record.get(name)), None) for key, given in names.items()}
    return record | {key: value for key, value in told.items() if value is not None}


FORMAT = Format("a GSTR-2A JSON", lambda content: bool(content.once(_found)), lambda content, _: _read(content))
