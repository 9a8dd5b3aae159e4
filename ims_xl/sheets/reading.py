"""What the accountant left in the workbook: marks, inputs, bulk commands, own columns, settings."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from ims_xl.contacts import FIELDS
from ims_xl.decisions.cells import text
from ims_xl.inputs import INPUTS
from ims_xl.letters.texts import LANGUAGES
from ims_xl.sheets.choices import ALL_TYPES
from ims_xl.sheets.columns import FOLLOW_UP
from ims_xl.sheets.names import LISTED, MARKED, TABLES
from ims_xl.workbook.book import TableData
from ims_xl.workbook.sheet import KEY

_LINE = {KEY: "doc_id", "Fingerprint": "fingerprint", "Supplier GSTIN": "supplier_gstin", "Number (IMS)": "doc_number"}
"""Without one of these nobody knows which document a line is."""

_MARKS = {**_LINE, **{column.header: column.name for column in INPUTS}}
_FOLLOW_UPS = {KEY: "doc_id", FOLLOW_UP.header: FOLLOW_UP.field}


class Missing(NamedTuple):
    """A column of ours that is not in its table any more, deleted or under another heading."""

    sheet: str
    header: str
    field: str
    others: tuple[str, ...] = ()  # headings of that table that are not ours: one of them may be the column, renamed

    @property
    def names_documents(self) -> bool:
        """Whether without it nobody knows which document a line is."""
        return self.header in _LINE


def missing_columns(tables: Mapping[str, TableData]) -> list[Missing]:
    """The columns that are read and are not there."""
    return [
        Missing(data.sheet, header, field, tuple(_own_headings(name, data)))
        for names, fields in ((MARKED, _MARKS), (("ims_MissingInIMS",), _FOLLOW_UPS))
        for name, data in ((name, tables[name]) for name in names if name in tables)
        for header, field in fields.items()
        if header not in data.rows
    ]


def mark_rows(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """One row for every line that has an Action cell, as it stands: sheet, row and the cells as objects."""
    return gather(tables, MARKED, _MARKS)


def follow_ups(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """Follow-up of book rows: sheet, row, doc_id, follow_up."""
    return gather(tables, ("ims_MissingInIMS",), _FOLLOW_UPS)


BULK = {"ims_SupplierView": "supplier_view", "ims_Dashboard": "dashboard"}
"""The tables with bulk cells, and the sheets on which they stand."""


def bulk_commands(tables: Mapping[str, TableData], types: Mapping[str, str]) -> pd.DataFrame:
    """Bulk cells that are not empty: sheet, row, supplier_gstin, action, family.

    `types`: by table the type of document that is chosen above it; the family is "" for all.
    """
    fields = {"Supplier GSTIN": "supplier_gstin", "Bulk action": "action"}
    nothing = gather({}, (), fields).assign(family="")
    parts = [
        gather(tables, (name,), fields).assign(family="" if chosen == ALL_TYPES else chosen)
        for name, chosen in types.items()
    ]
    found = pd.concat([nothing, *parts], ignore_index=True)
    return found[found["action"].map(text) != ""].reset_index(drop=True)


def documents_shown(tables: Mapping[str, TableData]) -> set[str]:
    """The documents that have a line, to which what was typed beside them belongs."""
    shown = [data.rows[KEY] for name, data in tables.items() if name != LISTED and KEY in data.rows]
    return {key for keys in shown for key in keys.map(text)}


def own_columns(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """Columns that are not ours, by document: index doc_id, one column a heading, cells as objects."""
    parts = []
    for name, data in tables.items():
        own = _own_headings(name, data)
        if KEY in data.rows and own:
            parts.append(data.rows.assign(**{KEY: data.rows[KEY].map(text)}).set_index(KEY)[own])
    if not parts:
        return pd.DataFrame()
    together = pd.concat(parts)
    together = together[together.index != ""]
    return together[~together.index.duplicated()].astype("object")


def _own_headings(name: str, data: TableData) -> list[str]:
    """Headings of a table that are not ours."""
    ours = {column.header for column in TABLES.get(name, ())}
    return [header for header in data.rows.columns if header not in ours and str(header).strip()]


def setting_values(tables: Mapping[str, TableData]) -> dict[str, tuple[int, object]]:
    """Label of each setting with its row and the value in its cell."""
    data = tables.get("ims_Settings")
    if data is None or "Setting" not in data.rows or "Value" not in data.rows:
        return {}
    rows = data.rows
    return {
        text(label): (int(str(row)), value)
        for row, label, value in zip(rows.index, rows["Setting"], rows["Value"], strict=True)
    }


def mapping_choices(tables: Mapping[str, TableData]) -> tuple[str, dict[int, str]]:
    """The layout on the Column Mapping sheet, "" for none, and what stands beside each of its columns, from 0."""
    found = gather(tables, ("ims_ColumnMapping",), {"Place": "place", "Field": "choice"})
    fingerprint: str = ""
    choices: dict[int, str] = {}
    if "ims_ColumnMapping" in tables and "Field" not in tables["ims_ColumnMapping"].rows:
        return fingerprint, choices
    for place, choice in zip(found["place"].map(text), found["choice"], strict=True):
        name, _, at = place.partition(":")
        if name and at.isdecimal():
            fingerprint = name
            choices[int(at)] = text(choice)
    return fingerprint, choices


def contact_lines(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """Lines of Supplier Contacts: sheet, row, `drawn`, and the fields of a contact whose columns are there."""
    there = tables["ims_Contacts"].rows.columns if "ims_Contacts" in tables else ()
    fields = {one.header: one.name for one in FIELDS if one.header in there}
    return gather(tables, ("ims_Contacts",), {"As drawn": "drawn", **fields})


def letter_lines(tables: Mapping[str, TableData]) -> pd.DataFrame:
    """Lines of Letter Texts: sheet, row, part, and a column for each language in small letters."""
    return gather(tables, ("ims_LetterTexts",), {"Part": "part", **{one: one.lower() for one in LANGUAGES}})


def gather(tables: Mapping[str, TableData], names: Iterable[str], fields: Mapping[str, str]) -> pd.DataFrame:
    """Cells of some tables, one under the other: sheet, row and each heading under its field, as objects."""
    parts = []
    for name in names:
        data = tables.get(name)
        if data is None:
            continue
        part = pd.DataFrame({"sheet": data.sheet, "row": data.rows.index}, index=data.rows.index)
        for header, field in fields.items():
            part[field] = data.rows[header].astype("object") if header in data.rows else None
        parts.append(part)
    if not parts:
        return pd.DataFrame(columns=["sheet", "row", *fields.values()], dtype="object")
    return pd.concat(parts, ignore_index=True)
