"""Records of the portal's sections to rows of schema.IMS, and decisions back to records; knows no files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from ims_xl import schema
from ims_xl.gst.actions import Action
from ims_xl.gst.sections import SECTIONS, Section
from ims_xl.gstn import records, values
from ims_xl.issues import ImsError, Issue
from ims_xl.money import paise

# Error reports shorten the names of the notes (`dn` for `b2bdn`); GSTR-2B spells `impgasez`.
_NAMES = {section.request.lower(): key for key, section in SECTIONS.items()} | {key: key for key in SECTIONS}
_NAMES["impgasez"] = "impgseza"

ITC_KEYS = {
    "camelCase": ("itcRedReq", "declIgst", "declCgst", "declSgst", "declCess"),
    "snake_case": ("itc_red_req", "decl_igst", "decl_cgst", "decl_sgst", "decl_cess"),
}
PERIOD_TEXTS: dict[str, "Callable[[pd.DataFrame], pd.Series[str]]"] = {
    "As downloaded": lambda rows: rows["wire_period"],
    "MMYYYY": lambda rows: rows["supplier_period"],
    "MM": lambda rows: rows["supplier_period"].str[:2],
}
_DECLARING = [section.key for section in SECTIONS.values() if section.declares]
_KINDS = {column.name: column.kind for column in schema.IMS}


@dataclass(frozen=True, slots=True)
class Variant:
    """How records are spelled where sources differ about the portal: keys of ITC_KEYS and PERIOD_TEXTS.

    Raises ImsError for a spelling that does not exist.
    """

    itc_keys: str = "camelCase"
    period_text: str = "As downloaded"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("ITC keys", self.itc_keys, ITC_KEYS),
            ("Period text", self.period_text, PERIOD_TEXTS),
        ):
            if value not in known:
                raise ImsError("this setting is not known", f"Choose {' or '.join(known)}.", column=name, value=value)


@dataclass(frozen=True, slots=True)
class SectionsRead:
    """What a payload held: its documents, what was wrong, and which sections it spoke of.

    `unreadable`: records (columns of records.UNREADABLE) that are no documents here, though they are on the portal.
    A section that is named with an empty list is in `sections`; `unknown_sections` counts records.
    """

    documents: pd.DataFrame
    unreadable: pd.DataFrame
    issues: list[Issue]
    sections: tuple[str, ...]
    unknown_sections: dict[str, int]


def section_key(name: str) -> str:
    """The section a list's name means (`b2bdn`, `DN`), or "" when it means none."""
    return _NAMES.get(name.strip().lower(), "")


def read_sections(payload: Mapping[str, object], *, recipient_gstin: str, file: str = "") -> SectionsRead:
    """Documents of an object of section lists; records that cannot be told from others are apart, an issue each."""
    frames: list[pd.DataFrame] = []
    unreadable = [schema.empty(records.UNREADABLE)]
    issues: list[Issue] = []
    sections: dict[str, None] = {}
    unknown: dict[str, int] = {}
    for name, listed in payload.items():
        key = section_key(name)
        if not key:
            if isinstance(listed, list):
                unknown[name] = len(listed)
        elif not isinstance(listed, list):
            issues.append(Issue("error", "the section holds no list of records", "Download it again.", file, name))
        else:
            rows, lost, faults = records.read_records(SECTIONS[key], listed, file=file, sheet=name)
            sections[key] = None
            unreadable.append(lost)
            frames.append(rows.assign(section=key, doc_type=SECTIONS[key].doc_type, recipient_gstin=recipient_gstin))
            issues += faults + _months_alone(rows, file, name)
    issues += [
        Issue("note", f"the section is not known; records not read: {count}", "", file, name)
        for name, count in unknown.items()
        if count
    ]
    documents = _documents(frames)
    documents, repeated = keep_last(documents, file=file)
    lost = pd.concat(unreadable, ignore_index=True)
    return SectionsRead(documents, lost, issues + repeated, tuple(sections), unknown)


def keep_last(documents: pd.DataFrame, *, file: str = "") -> tuple[pd.DataFrame, list[Issue]]:
    """Documents once each, the last of equal identity, and a warning for each section that repeated some."""
    repeated = documents[documents.duplicated("doc_id", keep="last")]
    issues = [
        Issue(
            "warning",
            f"earlier records of documents that are repeated, not used: {len(part)}",
            "The last record of each document counts; compare it with the portal.",
            file,
            str(section),
            column=SECTIONS[str(section)].number_key,
            value=", ".join(part["doc_number"].head(5)),
        )
        for section, part in repeated.groupby("section", sort=False)
    ]
    return documents.drop(repeated.index).reset_index(drop=True) if issues else documents, issues


def declaring(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which decisions carry an ITC-reduction declaration: accepted, asked for it, allowed and answered."""
    return (
        rows["section"].isin(_DECLARING)
        & rows["new_action"].eq(Action.ACCEPT)
        & ~rows["itc_reduction_blocked"]
        & rows["new_itc_reduction"].isin(["Y", "N"])
    )


def declares_part(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows name amounts to reduce, rather than the whole or nothing."""
    amounts = rows[[f"new_declared_{tax}" for tax in schema.TAXES]]
    return rows["new_itc_reduction"].eq("Y") & amounts.notna().any(axis=1)


def write_records(
    rows: pd.DataFrame, variant: Variant, *, request: Literal["SAVE", "RESET"], prev_status: bool
) -> dict[str, list[dict[str, object]]]:
    """Records that ask the portal to take decisions over, by section, originals before amendments.

    `rows`: columns of schema.IMS; for SAVE also `new_action`, `new_remarks`, `new_itc_reduction` and
    `new_declared_igst/cgst/sgst/cess` (rupees, missing = not declared). Records that are echoed have of these the
    action and the declaration, and no `prev_status`; how a bill of entry takes a declaration is not published.
    """
    written: dict[str, list[dict[str, object]]] = {}
    for section in SECTIONS.values():
        part = rows[rows["section"] == section.key]
        if part.empty:
            continue
        if section.echoed:
            written[section.key] = _echoes(part, request, variant)
            continue
        sent = _identity(section, part, variant)
        if prev_status:
            sent["prev_status"] = part["portal_action"].tolist()
        if request == "SAVE":
            sent |= _decision(part, variant)
        written[section.key] = _records(sent)
    return written


def _records(values: Mapping[str, list[Any]]) -> list[dict[str, object]]:
    """One record a line of the lists, without what is empty."""
    lines = zip(*values.values(), strict=True)
    return [{key: value for key, value in zip(values, line, strict=True) if value not in (None, "")} for line in lines]


def _echoes(part: pd.DataFrame, request: Literal["SAVE", "RESET"], variant: Variant) -> list[dict[str, object]]:
    kept = [records.echo(extra) for extra in part["extra"]]
    if request == "RESET":
        return [dict(record) for record in kept]
    decided = _decision(part, variant)
    del decided["remarks"]
    return [{**record, **decision} for record, decision in zip(kept, _records(decided), strict=True)]


def _identity(section: Section, part: pd.DataFrame, variant: Variant) -> dict[str, list[Any]]:
    part = part.assign(wire_period=PERIOD_TEXTS[variant.period_text](part))
    writers = {"text": pd.Series.tolist, "date": _dates, "rupees": _amounts}
    return {key.names[0]: writers[_KINDS[key.column]](part[key.column]) for key in records.keys_of(section) if key.sent}


def _decision(part: pd.DataFrame, variant: Variant) -> dict[str, list[Any]]:
    answered = declaring(part)
    partial = answered & declares_part(part)
    answer, *declared = ITC_KEYS[variant.itc_keys]
    amounts = (part[f"new_declared_{tax}"].fillna(0).where(partial) for tax in schema.TAXES)
    return {
        "action": part["new_action"].tolist(),
        "remarks": part["new_remarks"].where(~part["remarks_blocked"], "").tolist(),
        answer: part["new_itc_reduction"].where(answered, "").tolist(),
        **dict(zip(declared, map(_amounts, amounts), strict=True)),
    }


def _dates(dates: "pd.Series[Any]") -> list[Any]:
    return list(dates.dt.strftime("%d-%m-%Y").astype("object").where(dates.notna(), None))


def _amounts(rupees: "pd.Series[Any]") -> list[Any]:
    return [
        None if pence is pd.NA else pence // 100 if pence % 100 == 0 else pence / 100
        for pence in paise(rupees).tolist()
    ]


def _documents(frames: list[pd.DataFrame]) -> pd.DataFrame:
    if not frames:
        return schema.empty(schema.IMS)
    documents = schema.conform(pd.concat(frames, ignore_index=True), schema.IMS)
    documents["doc_id"] = schema.ims_doc_id(documents)
    documents["fingerprint"] = schema.fingerprint(documents)
    return documents


def _months_alone(rows: pd.DataFrame, file: str, sheet: str) -> list[Issue]:
    alone = [text for text in rows["wire_period"].dropna().unique() if values.is_month(text)]
    if not alone:
        return []
    count = rows["wire_period"].isin(alone).sum()
    reason = f"supplier's period given as a month only, its year taken from the document date; records: {count}"
    return [Issue("note", reason, "", file, sheet, column="rtnprd", value=alone[0])]
