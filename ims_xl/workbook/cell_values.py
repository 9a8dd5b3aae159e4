"""What is written into a cell for a value: plain text, numbers and moments that Excel can hold."""

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from ims_xl.workbook.sheet import TEXTS

CELL_LIMIT = 32_767  # characters of a cell, counted in UTF-16

Plain = str | float | bool | datetime | None

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HOSTILE = re.compile(r"[=+\-@\t]")


def clean(text: str) -> str:
    """Text a cell can hold: line ends as Excel has them, no control characters, cut with … at the limit."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub("\ufffd", text)
    if len(text) * 2 > CELL_LIMIT and len(text.encode("utf-16-le")) > CELL_LIMIT * 2:
        cut = text.encode("utf-16-le")[: (CELL_LIMIT - 1) * 2]
        text = cut.decode("utf-16-le", "ignore") + "…"
    return text


def is_hostile(value: Plain) -> bool:
    """True for text that a program could take for a formula when it is edited."""
    return isinstance(value, str) and bool(_HOSTILE.match(value))


def plain(value: object) -> Plain:
    """What is written for one value: text, number, truth, moment, or None for a blank cell."""
    if isinstance(value, str):
        return clean(value) or None
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | Decimal | np.integer | np.floating):
        number = float(value)
        return number if isfinite(number) else None
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return _moment(pd.Timestamp(moment).to_pydatetime())
    return clean(str(value)) or None


def _moment(value: datetime) -> datetime | str:
    """Excel's calendar begins in 1900; an earlier date is written as text."""
    return value.replace(tzinfo=None) if value.year >= 1900 else value.date().isoformat()


def values(series: "pd.Series[Any]", kind: str) -> list[Plain]:
    """The cells of a column; in text columns every value is text."""
    if types.is_datetime64_any_dtype(series.dtype):
        moments = series.to_numpy("datetime64[us]").astype(object).tolist()
        return [None if moment is None else _moment(moment) for moment in moments]
    if types.is_numeric_dtype(series.dtype) and not types.is_bool_dtype(series.dtype):
        numbers = series.to_numpy("float64", na_value=np.nan)
        found: list[Plain] = [number if isfinite(number) else None for number in numbers.tolist()]
    else:
        found = [plain(value) for value in series.tolist()]
    return [_text(value) for value in found] if kind in TEXTS else found


def _text(value: Plain) -> Plain:
    if isinstance(value, float):
        return f"{value:.15g}"
    return value if value is None or isinstance(value, str) else str(value)
