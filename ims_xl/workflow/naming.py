"""The one document that a person names: by supplier GSTIN and number, or by its row on a sheet."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.gst.gstin import clean, is_valid
from ims_xl.issues import ImsError
from ims_xl.workbook.book import TableData
from ims_xl.workbook.sheet import KEY

HOW = (
    "Name it by supplier GSTIN and number, with date or type (INV, CN, DN) behind where there are several: "
    '"24AAZCS2222F1ZB INV101 09-Oct-2026"; or by sheet and row: "Missing in PR!7".'
)
_TYPES = ("INV", "CN", "DN")
_DATES = ("%d-%b-%Y", "%d-%m-%Y", "%Y-%m-%d")
_SHOWN = 4


def document_named(name: str, documents: pd.DataFrame, side: str, tables: Mapping[str, TableData]) -> str:
    """The doc_id of the document (schema.IMS or schema.BOOKS) of that name; `side` in words: IMS, the books.

    Raises ImsError when there is none, or more than one.
    """
    sheet, _, row = name.rpartition("!")
    if sheet and row.isdecimal():
        found = documents[documents["doc_id"] == _key_of(sheet.strip(), int(row), tables)]
    else:
        found = _described(name, documents)
    if not len(found):
        raise ImsError(f"no document of {side} has this name", HOW, value=name)
    if len(found) > 1:
        these = [
            f"{one.supplier_gstin} {one.doc_number} {one.doc_date:%d-%b-%Y} {one.doc_type}"
            for one in found.head(_SHOWN).itertuples()
        ]
        more = " …" if len(found) > _SHOWN else ""
        raise ImsError(f"{len(found)} documents of {side} have this name: {'; '.join(these)}{more}", HOW, value=name)
    return str(found["doc_id"].iloc[0])


def _key_of(sheet: str, row: int, tables: Mapping[str, TableData]) -> str:
    for data in tables.values():
        if data.sheet.casefold() == sheet.casefold() and KEY in data.rows and row in data.rows.index:
            return text(data.rows.loc[row, KEY])
    return ""


def _described(name: str, documents: pd.DataFrame) -> pd.DataFrame:
    """The documents that every part of the name fits; what is no GSTIN, date or type is the number."""
    number: list[str] = []
    for part in name.split():
        if is_valid(clean(part)):
            documents = documents[documents["supplier_gstin"] == clean(part)]
        elif number and (day := _date(part)):
            documents = documents[documents["doc_date"] == pd.Timestamp(day)]
        elif number and part.upper() in _TYPES:
            documents = documents[documents["doc_type"] == part.upper()]
        else:
            number.append(part.upper())
    written = documents["doc_number"].str.upper().str.split().str.join(" ")
    return documents[(written == " ".join(number)) & (written != "")]


def _date(part: str) -> dt.date | None:
    for form in _DATES:
        try:
            return dt.datetime.strptime(part, form).date()
        except ValueError:
            continue
    return None
