"""Sample months as the portal's JSON: the IMS download and an earlier GSTR-2B."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS, Section
from ims_xl.samples import company

_YES_NO = {True: "Y", False: "N"}

_AMOUNTS = {
    "val": "doc_value",
    "txval": "taxable_value",
    "iamt": "igst",
    "camt": "cgst",
    "samt": "sgst",
    "cess": "cess",
}
_DECLARED = {"declIgst": "igst", "declCgst": "cgst", "declSgst": "sgst", "declCess": "cess"}
_STATEMENT_AMOUNTS = {"val": "doc_value", "txval": "taxable_value", **{tax: tax for tax in _DECLARED.values()}}


def _day(dates: "pd.Series[Any]") -> "pd.Series[Any]":
    """`17-10-2026`; few days are on many documents."""
    days = dates.dropna().drop_duplicates()
    return dates.map(pd.Series(days.dt.strftime("%d-%m-%Y").to_numpy(), index=days))


def _hashes(frame: pd.DataFrame) -> list[str]:
    return [hashlib.sha256(text.encode()).hexdigest() for text in frame["doc_id"] + frame["fingerprint"]]


def _without_blanks(columns: Mapping[str, object]) -> list[dict[str, object]]:
    """One record a row; keys whose value is "" or missing are left out."""
    table = pd.DataFrame(columns)
    keys = [str(key) for key in table]
    return [
        {key: value for key, value in zip(keys, row, strict=True) if value != "" and value == value}
        for row in zip(*(table[key].tolist() for key in keys), strict=True)
    ]


def _document(frame: pd.DataFrame, section: Section) -> dict[str, object]:
    columns: dict[str, object] = {
        section.original_number_key: frame["original_number"],
        section.original_date_key: _day(frame["original_date"]),
        "stin": frame["supplier_gstin"],
        "tradenm": frame["supplier_name"],
        section.number_key: frame["doc_number"],
        "inv_typ": frame["supply_type"],
        section.date_key: _day(frame["doc_date"]),
        "action": frame["portal_action"],
        "pos": frame["place_of_supply"],
        **{key: frame[name] for key, name in _AMOUNTS.items()},
        "srcform": frame["source_form"],
        "rtnprd": frame["supplier_period"],
        "srcfilstatus": frame["supplier_filed"].replace("Not filed", "Not Filed"),
        "ispendactblocked": frame["pending_blocked"].map(_YES_NO),
        "isRemarksBlocked": frame["remarks_blocked"].map(_YES_NO),
        "itcRedReqBlocked": frame["itc_reduction_blocked"].map(_YES_NO) if section.declares else "",
        "remarks": frame["remarks"],
        "itcRedReq": frame["itc_reduction"],
        **{key: frame[f"declared_{tax}"] for key, tax in _DECLARED.items()},
        "hash": _hashes(frame),
    }
    columns.pop("", None)
    return columns


def _bill_of_entry(frame: pd.DataFrame, section: Section) -> dict[str, object]:
    return {
        "rgstin": frame["recipient_gstin"],
        "refId": [str(turn) for turn in range(1, len(frame) + 1)],
        "ispendactblocked": frame["pending_blocked"].map(_YES_NO),
        "irefdt": _day(frame["doc_date"]),
        "itcprd": frame["supplier_period"],
        "portcd": frame["port_code"],
        section.number_key: frame["doc_number"],
        section.date_key: _day(frame["doc_date"]),
        "action": frame["portal_action"],
        "txval": frame["taxable_value"],
        "igst": frame["igst"],
        "cess": frame["cess"],
        "srtinprd": frame["supplier_period"],
        "hash": _hashes(frame),
    }


def ims_download(ims: pd.DataFrame) -> dict[str, object]:
    """The IMS records of `schema.IMS` as the portal's offline download; the eight sections are always there."""
    details: dict[str, list[dict[str, object]]] = {}
    for key, section in SECTIONS.items():
        rows = ims[ims["section"] == key]
        if section.in_file or len(rows):
            details[key] = _without_blanks((_document if section.in_file else _bill_of_entry)(rows, section))
    return {"note": company.NOTE, "imsDetails": details}


def _invoice(frame: pd.DataFrame) -> dict[str, object]:
    return {"inum": frame["doc_number"], "typ": frame["supply_type"]}


def _note(frame: pd.DataFrame) -> dict[str, object]:
    kinds = frame["doc_type"].map({"CN": "C", "DN": "D"})
    return {"ntnum": frame["doc_number"], "typ": kinds, "suptyp": frame["supply_type"]}


_LISTS: dict[str, tuple[tuple[str, ...], str, Callable[[pd.DataFrame], dict[str, object]]]] = {
    "b2b": (("b2b",), "inv", _invoice),
    "cdnr": (("b2bcn", "b2bdn"), "nt", _note),
    "ecom": (("ecom",), "inv", _invoice),
}
"""Lists of a GSTR-2B: the IMS sections in it, the key of a supplier's documents, what is their own."""


def gstr2b(rows: pd.DataFrame, period: str) -> dict[str, object]:
    """The rows of `schema.GSTR2B` as the statement of that period, version 4: totals on each document."""
    month = periods.shift(period, 1)
    data: dict[str, object] = {
        "gstin": company.RECIPIENT,
        "rtnprd": period,
        "version": "4.0",
        "gendt": f"14-{month[:2]}-{month[2:]}",
        "itcsumm": _summary(rows),
        "docdata": _statement(rows[rows["part"] == "docdata"]),
        "docRejdata": _statement(rows[rows["part"] == "docRejdata"]),
    }
    checksum = hashlib.sha256(json.dumps(data).encode()).hexdigest()
    return {"note": company.NOTE, "chksum": checksum, "data": data}


def _statement(rows: pd.DataFrame) -> dict[str, object]:
    lists: dict[str, object] = {}
    for name, (sections, inside, own) in _LISTS.items():
        frame = rows[rows["section"].isin(sections)]
        records = _without_blanks(
            {
                **own(frame),
                "dt": _day(frame["doc_date"]),
                "pos": frame["place_of_supply"],
                "rev": frame["reverse_charge"].map(_YES_NO),
                "itcavl": frame["itc_available"],
                "diffprcnt": 1,
                **{key: frame[column] for key, column in _STATEMENT_AMOUNTS.items()},
            }
        )
        suppliers: dict[str, dict[str, Any]] = {}
        filed_on = _day(frame["filed_on"])
        for gstin, name_, period, filed, record in zip(
            frame["supplier_gstin"], frame["supplier_name"], frame["supplier_period"], filed_on, records, strict=True
        ):
            supplier = {"ctin": gstin, "trdnm": name_, "supfildt": filed, "supprd": period, inside: []}
            suppliers.setdefault(gstin, supplier)[inside].append(record)
        if suppliers:
            lists[name] = list(suppliers.values())
    return lists


def _summary(rows: pd.DataFrame) -> dict[str, object]:
    """ITC available from invoices less credit notes, by head."""
    signs = rows["doc_type"].map({"CN": -1}).fillna(1) * rows["part"].eq("docdata")
    heads = {tax: round(float((rows[tax] * signs).sum()), 2) for tax in _DECLARED.values()}
    return {"itcavl": {"nonrevsup": heads}}


def write_json(path: Path, payload: Mapping[str, object]) -> None:
    """Write the payload with one record a line, so that two versions of a file can be compared."""
    path.write_text(_lines(payload) + "\n", encoding="utf-8", newline="\n")


def _lines(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ",\n".join(f"{json.dumps(key)}: {_lines(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
