"""The keys of the portal's records, the column each of them fills, and the reading of a list of records."""

import functools
import itertools
import json
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import Section
from ims_xl.gstn import values
from ims_xl.gstn.values import (  # fmt: skip
    ACTION,
    CODE,
    DATE,
    DECLARED,
    FILING,
    FLAG,
    GSTIN,
    NOT_BLOCKED,
    NUMBER,
    PERIOD,
    RUPEES,
    STATE,
    TEXT,
    WORDING,
    YES_NO,
    Kind,
)
from ims_xl.issues import Issue, Severity

Record = Mapping[str, object]


class Key(NamedTuple):
    """What fills one column: the names the key goes by, the API's own name first, and its kind of value.

    Names are compared without case and underscores. `sent` keys go back to the portal as they came.
    """

    column: str
    names: tuple[str, ...]
    kind: Kind
    sent: bool = False


KEYS = (
    Key("supplier_gstin", ("stin",), GSTIN, sent=True),
    Key("supplier_name", ("tradenm",), WORDING),
    Key("port_code", ("portcd", "portcode"), CODE),
    Key("supply_type", ("inv_typ",), TEXT, sent=True),
    Key("place_of_supply", ("pos",), STATE, sent=True),
    Key("doc_value", ("val",), RUPEES, sent=True),
    Key("taxable_value", ("txval",), RUPEES, sent=True),
    Key("igst", ("iamt", "igst"), RUPEES, sent=True),
    Key("cgst", ("camt", "cgst"), RUPEES, sent=True),
    Key("sgst", ("samt", "sgst"), RUPEES, sent=True),
    Key("cess", ("cess",), RUPEES, sent=True),
    Key("wire_period", ("rtnprd", "sRtnPrd", "itcprd", "srtinprd"), PERIOD, sent=True),
    Key("source_form", ("srcform", "rtnTyp"), TEXT, sent=True),
    Key("supplier_filed", ("srcfilstatus",), FILING),
    Key("portal_action", ("action",), ACTION),
    # The older name does not say whether Y allows or blocks; samples hold N on ordinary invoices, so Y blocks.
    Key("pending_blocked", ("ispendactblocked", "ispendactnallwd"), FLAG),
    Key("remarks_blocked", ("isRemarksBlocked",), FLAG),
    Key("itc_reduction_blocked", ("isItcRedReqBlocked", "itcRedReqBlocked"), FLAG),
    Key("itc_reduction_asked", ("isItcRedReqBlocked", "itcRedReqBlocked"), NOT_BLOCKED),
    Key("remarks", ("remarks",), WORDING),
    Key("itc_reduction", ("itcRedReq",), YES_NO),
    Key("declared_igst", ("declIgst",), DECLARED),
    Key("declared_cgst", ("declCgst",), DECLARED),
    Key("declared_sgst", ("declSgst",), DECLARED),
    Key("declared_cess", ("declCess",), DECLARED),
    Key("portal_hash", ("hash",), WORDING),
)


UNREADABLE = (
    schema.Column("section", "text", "as in IMS"),
    schema.Column("supplier_gstin", "text", "empty when it cannot be read"),
    schema.Column("port_code", "text", "imports only; empty when it cannot be read"),
    schema.Column("doc_number", "text", "empty when it cannot be read"),
    schema.Column("doc_date", "date", "missing when it cannot be read"),
    schema.Column("supplier_period", "text", "MMYYYY; empty when it cannot be read"),
    schema.Column("reason", "text", "the key, and what is wrong with it"),
)
"""A record that is no document, because what tells it from others cannot be read."""


ECHOED = (
    *("rgstin", "refId", "rgstinrefId", "ispendactblocked", "irefdt", "itcprd", "srtinprd"),
    *("portcd", "boenum", "boedt", "txval", "igst", "cess", "hash"),
)
"""The keys of a bill of entry that go back exactly as they came, beside `action`; any other is not sent.

Source: record classes of public clients; low confidence, no live sample is known.
"""


def keys_of(section: Section) -> tuple[Key, ...]:
    """The keys of a section's records: its own numbers and dates, then those all sections share."""
    own = (
        ("doc_number", section.number_key, NUMBER),
        ("doc_date", section.date_key, DATE),
        ("original_number", section.original_number_key, TEXT),
        ("original_date", section.original_date_key, DATE),
    )
    return (*(Key(column, (name,), kind, sent=True) for column, name, kind in own if name), *KEYS)


def needed(section: Section) -> tuple[str, ...]:
    """The columns without which a record of the section cannot be told from others."""
    always = ("doc_number", "doc_date")
    return always if section.family == "Imports" else (*always, "supplier_gstin", "wire_period")


class Records(NamedTuple):
    """What a list held: rows (columns of the keys, `supplier_period`, `extra`), records like UNREADABLE, issues."""

    rows: pd.DataFrame
    unreadable: pd.DataFrame
    issues: list[Issue]


def _identity(section: Section) -> tuple[str, ...]:
    """The columns that make the identity, see `schema.ims_doc_id`; a port may be missing, but not unreadable."""
    return (*needed(section), "port_code") if section.family == "Imports" else needed(section)


def read_records(section: Section, listed: Sequence[object], *, file: str = "", sheet: str = "") -> Records:
    """The records of one list; only one that cannot be told from others is left out, as unreadable.

    Any other value that cannot be read is kept as far as its kind allows, with a warning.
    `sheet` is the name of the list; an issue's row is the place in the list, from 1.
    """
    records: list[Record] = [record if isinstance(record, dict) else {} for record in listed]
    strangers = {at for at, record in enumerate(listed) if not isinstance(record, dict)}
    issues = [
        Issue("error", "this is not a record", values.AGAIN, file, sheet, at + 1, "", _shown(listed[at]))
        for at in strangers
    ]
    listed_by_key = _by_key(records)
    spellings = _spellings(listed_by_key)
    columns: dict[str, npt.NDArray[Any]] = {}
    left_out = dict.fromkeys(strangers, "this is not a record")
    doubtful: list[tuple[int, Key]] = []
    for key in keys_of(section):
        raw = _values([listed_by_key[name] for wanted in key.names for name in spellings.get(_fold(wanted), ())])
        telling, is_needed = key.column in _identity(section), key.column in needed(section)
        if raw is None and not is_needed:
            columns[key.column] = np.full(len(records), None, dtype=object)
            continue
        columns[key.column], faults = _read_all(raw or [None] * len(records), key.kind, telling, is_needed)
        faults = {at: kind for at, kind in faults.items() if at not in strangers}
        for at, kind in faults.items() if telling else ():
            issues.append(_issue("error", kind.reason, kind, key, records[at], file, sheet, at + 1))
            left_out.setdefault(at, f"{issues[-1].column}: {kind.reason}")
        doubtful += [] if telling else [(at, key) for at in faults]
    for at, key in doubtful:
        if key.column in _REDUCTION:  # the amounts that can be read would be taken for the whole
            columns["itc_reduction"][at] = schema.UNREADABLE_REDUCTION
        document = " of ".join(str(text) for name in _NAMING if (text := columns[name][at]))
        reason = f"document {document}: {key.kind.reason} {key.kind.used}"
        issues.append(_issue("warning", reason, key.kind, key, records[at], file, sheet, at + 1))
    rows = pd.DataFrame(columns, index=pd.RangeIndex(len(records)))
    rows["portal_action"] = rows["portal_action"].fillna("N")
    known = {_fold(name) for key in keys_of(section) for name in key.names}
    rows["extra"] = _extra(records, known - _ECHOED if section.echoed else known, spellings)
    period = functools.cache(values.supplier_period)
    pairs = zip(columns["wire_period"].tolist(), columns["doc_date"].tolist(), strict=True)
    rows["supplier_period"] = [period(written or "", day) for written, day in pairs]
    unreadable = rows.loc[list(left_out)].assign(section=section.key, reason=list(left_out.values())).sort_index()
    names = [column.name for column in UNREADABLE]
    return Records(
        rows.drop(index=list(left_out)),
        schema.conform(unreadable, UNREADABLE)[names],
        sorted(issues, key=lambda issue: issue.row),
    )


_NAMING = ("doc_number", "supplier_gstin")
_REDUCTION = ("itc_reduction", *(f"declared_{tax}" for tax in schema.TAXES))
_ABSENT = Kind(values.read_text, "the key is missing or empty")


def _read_all(
    raw: Sequence[object], kind: Kind, telling: bool, is_needed: bool
) -> tuple[npt.NDArray[Any], dict[int, Kind]]:
    """Every value read and what is wrong at which places; nothing is kept of a bad one that tells documents apart."""
    types = {*map(type, raw)}
    if kind.read is values.read_rupees and (amounts := values.plain_amounts(raw, types)) is not None:
        return amounts, {}
    is_mixed = len(_NUMBERS & types) > 1  # true equals 1, but is no amount
    marked: Sequence[Any] = [*zip(map(type, raw), raw, strict=True)] if is_mixed else raw
    different = {one: one[1] if is_mixed else one for one in dict.fromkeys(marked)}
    known = dict(zip(different, values.read_all([*different.values()], kind.read), strict=True))
    unread = {same for same, result in known.items() if result is None and not values.is_blank(different[same])}
    if not telling:
        known |= {same: kind.kept(different[same]) for same in unread}
    is_as_written = all(map(operator.is_, known.values(), different.values()))
    read = raw if is_as_written and not is_mixed else [*map(known.__getitem__, marked)]
    faults: dict[int, Kind] = {}
    if is_needed and None in known.values():
        faults = {at: _ABSENT for at, result in enumerate(read) if result is None}
    if unread:
        faults |= {at: kind for at, same in enumerate(marked) if same in unread}
    held = np.empty(len(read), dtype=object)
    held[:] = read
    return held, faults


_NUMBERS = {bool, int, float}


def _by_key(records: Sequence[Record]) -> dict[str, list[object]]:
    """The values of each key, None where a record does not have it."""
    names = dict.fromkeys(itertools.chain.from_iterable(dict.fromkeys(map(tuple, records))))
    found: dict[str, list[object]] = {name: [] for name in names}
    for start in range(0, len(records), _TOGETHER):
        part = records[start : start + _TOGETHER]
        for name, listed in found.items():
            listed += [record.get(name) for record in part]
    return found


_TOGETHER = 512  # records read key by key while the processor still has them at hand


def _values(listed: Sequence[Sequence[object]]) -> Sequence[object] | None:
    """The first value that is there under any of the names; lists and objects, which no kind reads, as `...`.

    None where no record has any of them.
    """
    if not listed:
        return None
    *others, found = listed
    for values_of_name in reversed(others):
        found = [
            other if value is None or value == "" else value for value, other in zip(values_of_name, found, strict=True)
        ]
    if {list, dict} & set(map(type, found)):
        return [... if isinstance(value, list | dict) else value for value in found]
    return found


def _issue(
    severity: Severity, reason: str, kind: Kind, key: Key, record: Record, file: str, sheet: str, place: int
) -> Issue:
    names = [name for wanted in key.names for name in record if _fold(name) == _fold(wanted)]
    name = next((name for name in names if not values.is_blank(record[name])), key.names[0])
    return Issue(severity, reason, kind.remedy, file, sheet, place, name, _shown(record.get(name)))


def _spellings(names: Iterable[str]) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for name in names:
        spellings.setdefault(_fold(name), []).append(name)
    return spellings


def _fold(name: str) -> str:
    return name.replace("_", "").lower()


_ECHOED = frozenset(map(_fold, ECHOED))


def echo(extra: str) -> Record:
    """What goes back of a record that is sent as it came, from its `extra`."""
    kept: Record = json.loads(extra or "{}")
    return {name: value for name, value in kept.items() if _fold(name) in _ECHOED}


def _extra(records: list[Record], known: set[str], spellings: dict[str, list[str]]) -> list[str]:
    unknown = {name for folded, names in spellings.items() if folded not in known for name in names}
    if not unknown:
        return [""] * len(records)
    return [
        "" if unknown.isdisjoint(record) else json.dumps({name: record[name] for name in record if name in unknown})
        for record in records
    ]


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
