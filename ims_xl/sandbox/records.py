"""A document record: from the portal's JSON into a row, and from a row into the portal's JSON in each spelling."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from ims_xl.sandbox import periods
from ims_xl.sandbox.sections import DECLARED, Section
from ims_xl.sandbox.variants import Variants

_BLOCKED = {  # column -> keys that may carry it
    "pending_blocked": ("ispendactblocked", "ispendactnallwd"),
    "remarks_blocked": ("isRemarksBlocked",),
    "reduction_blocked": ("isItcRedReqBlocked", "itcRedReqBlocked"),
}
_STATE = {"action", "remarks", "itcRedReq", "srcfilstatus", "tradenm", "hash", *DECLARED}
_STATE.update(key for keys in _BLOCKED.values() for key in keys)
_COLUMNS = [
    "gstin",
    "section",
    "stin",
    "number",
    "date",
    "period",
    "onumber",
    "odate",
    "name",
    "body",
    "form",
    "filed",
    "filed_on",
    "month",
    "txval",
    "igst",
    "cgst",
    "sgst",
    "cess",
    "action",
    "touched",
    "remarks",
    "reduce",
    "d_igst",
    "d_cgst",
    "d_sgst",
    "d_cess",
    "pending_blocked",
    "remarks_blocked",
    "reduction_blocked",
]
INSERT = f"INSERT INTO documents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
REDUCTIONS = ("d_igst", "d_cgst", "d_sgst", "d_cess")


def paise(amount: float | None) -> int:
    """Rupees as paise."""
    return round(float(amount or 0) * 100)  # exact to the paisa far beyond any invoice


def rupees(amount: int | None) -> float:
    """Paise as rupees."""
    return round((amount or 0) / 100, 2)


def fingerprint(body: Mapping[str, object]) -> str:
    """The portal's `hash` of a record."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def to_row(
    gstin: str, section: Section, record: Mapping[str, Any], filed_on: str = "", quarterly: bool = False
) -> tuple[Any, ...]:
    """The row of a record in the portal's shape.

    A filed one without date (DD-MM-YYYY) was filed on the 11th after its period, in GSTR-1A on the 15th.
    """
    body = {key: value for key, value in record.items() if key not in _STATE}
    body["hash"] = record.get("hash") or fingerprint(body)
    _, party, number, date, period = section.identity(record)
    form = str(record.get("srcform", ""))
    month = periods.month(period)
    filed = section.imports or str(record.get("srcfilstatus", "Filed")).casefold() in ("filed", "f")
    day = periods.day_in(month + 1, 15 if form == "R1A" else periods.MONTHLY_CLOSES)
    if filed:
        day = periods.read_day(filed_on) if filed_on else day
        month = periods.communicated(day, month, form, quarterly, section.imports)
    amends = section.originals or ((section.number, section.date) if section.base else ("", ""))
    taxes = ("igst", "", "", "cess") if section.imports else ("iamt", "camt", "samt", "cess")
    action = str(record.get("action") or "N")
    blocked = [next((_flag(record[key]) for key in keys if key in record), None) for keys in _BLOCKED.values()]
    return (
        *(gstin, section.key, party, number, date, period, *(record.get(key) for key in amends)),
        *(str(record.get("tradenm", "")), json.dumps(body, separators=(",", ":"), ensure_ascii=False), form),
        *(filed, day.strftime("%d-%m-%Y") if filed else "", month, paise(record.get("txval"))),
        *(paise(record.get(key)) for key in taxes),
        *(action, action != "N", record.get("remarks"), record.get("itcRedReq")),
        *(paise(record[key]) if key in record else None for key in DECLARED),
        *(blocked[0] or 0, blocked[1] or 0),
        blocked[2] if blocked[2] is not None or not section.declares else not section.credits,
    )


def _flag(value: object) -> int:
    return int(value is True or value == "Y")


def to_json(row: sqlite3.Row, flags: Mapping[str, bool | None], imports: bool, variants: Variants) -> str:
    """A row as the portal shows it now, as JSON text; `flags` instead of the columns of that name, None: not shown."""
    state: dict[str, object] = {}
    if not (variants.action_absent and not row["touched"]):
        state["action"] = row["action"]
    old, plain = variants.flags == "old", variants.flags == "boolean"
    names = {"pending_blocked": "ispendactnallwd" if old else "ispendactblocked"}
    names["reduction_blocked"] = "itcRedReqBlocked" if old else "isItcRedReqBlocked"
    if not imports:
        names["remarks_blocked"] = "isRemarksBlocked"
        state["srcfilstatus"] = variants.filed_words[0 if row["filed"] else 1]
        if variants.trade_names and row["name"]:
            state["tradenm"] = row["name"]
    for column, name in names.items():
        blocked = flags[column] if column in flags else row[column]
        if blocked is not None:
            state[name] = bool(blocked) if plain else "NY"[bool(blocked)]
    state.update(declaration(row))
    # The fixed part is kept as text: parsing it again would take most of the time of a large download.
    return f"{row['body'][:-1]},{json.dumps(state, ensure_ascii=False)[1:]}"


def declaration(row: sqlite3.Row) -> dict[str, object]:
    """The remark and the declared ITC reduction of a row."""
    answer: dict[str, object] = {"remarks": row["remarks"]} if row["remarks"] else {}
    if row["reduce"]:
        answer["itcRedReq"] = row["reduce"]
        if row["d_igst"] is not None:
            answer.update({key: rupees(row[column]) for key, column in zip(DECLARED, REDUCTIONS, strict=True)})
    return answer
