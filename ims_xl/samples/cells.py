"""Cells of the sample workbooks: odd ways of writing values, and fast writing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ims_xl.money import indian, paise
from ims_xl.samples import company
from ims_xl.samples.rates import HEADS

CREATED = dt.datetime(2026, 11, 1)
"""So that the same month gives the same bytes."""

_EPOCH = np.datetime64("1899-12-30", "s")


def new_workbook(path: str, title: str) -> Any:
    """A workbook that is written row by row and says that it is invented."""
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "comments": company.NOTE, "created": CREATED})
    return book


def in_paise(books: pd.DataFrame) -> pd.DataFrame:
    """Book rows of `schema.BOOKS` with amounts in whole paise, as `rates.lines` wants them."""
    frame = books.rename(columns={"taxable_value": "taxable"})
    return frame.assign(**{name: paise(frame[name]).astype("int64") for name in ("taxable", *HEADS)})


def as_written(frame: pd.DataFrame) -> pd.DataFrame:
    """The values as they stand in cells: day numbers, rupees, and what `written` asks for."""
    values = {name: frame[name].astype("object") for name in frame}
    for name in ("taxable", *HEADS):
        values[name] = (frame[name] / 100).astype("object")
    for name in ("doc_date", "original_date"):
        values[name] = _serials(frame[name])
    odd = frame["written"]
    rows = odd.eq("number")
    values["doc_number"] = values["doc_number"].mask(rows, frame["doc_number"].where(rows, "0").map(int))
    values["doc_date"] = values["doc_date"].mask(odd.eq("text date"), frame["doc_date"].dt.strftime("%d/%m/%Y"))
    values["taxable"] = values["taxable"].mask(odd.eq("text amount"), (frame["taxable"] / 100).map(indian))
    for name in ("taxable", *HEADS):
        values[name] = values[name].mask(odd.eq("negative"), -frame[name] / 100)
    return pd.DataFrame(values)


def _serials(dates: "pd.Series[Any]") -> "pd.Series[Any]":
    days = (dates - _EPOCH).dt.days
    return days.astype("object").where(dates.notna(), None)


def rows_of(frame: pd.DataFrame, fields: Iterable[str]) -> list[tuple[Any, ...]]:
    """The fields of every row, in order."""
    return list(zip(*(frame[field].tolist() for field in fields), strict=True))


def write_rows(sheet: Worksheet, first: int, rows: Iterable[tuple[Any, ...]], formats: Mapping[int, Format]) -> None:
    """Write texts as texts and all else as numbers in the column's format; None and "" stay blank."""
    for row, values in enumerate(rows, first):
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value, formats.get(column))
