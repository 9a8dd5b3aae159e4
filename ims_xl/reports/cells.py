"""A frame's column as cell values and the styles they are drawn in."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ims_xl.money import rounded, whole_paise
from ims_xl.reports.seal import EPOCH, serial
from ims_xl.workbook.cell_values import clean
from ims_xl.workbook.sheet import TEXTS, Kind

Value = str | float | None

_STYLES: dict[Kind, str] = {
    "text": "text",
    "mark": "mark",
    "long": "long",
    "lines": "long",
    "row link": "text",
    "formula text": "text",
    "key": "key",
    "date": "date",
    "time": "time",
    "rupees": "rupees",
    "difference": "rupees",
    "number": "number",
    "count": "number",
    "percent": "percent",
}
_STEPS = np.array([1e5, 1e7, 1e9, 1e11])  # lakh, crore, hundred crore, lakh crore


def column_cells(kind: Kind, series: "pd.Series[Any]") -> tuple[list[Value], list[str]]:
    """Values and style names, one a row; missing values are None. Numbers are rounded as they are shown."""
    values = _values(kind, series)
    style = _STYLES[kind]
    if style == "number" and any(isinstance(value, float) and value % 1 for value in values):
        style = "decimal"
    if style in ("rupees", "number"):
        return values, [f"{style}{step}" for step in indian_steps(values)]
    return values, [style] * len(values)


def indian_steps(values: Sequence[Value]) -> list[int]:
    """How many further groups of two digits each number needs; a number format knows only three sizes."""
    sizes = [abs(value) if isinstance(value, float) else 0.0 for value in values]
    return [int(step) for step in np.searchsorted(_STEPS, sizes, side="right")]


def _values(kind: Kind, series: "pd.Series[Any]") -> list[Value]:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        days = (series - EPOCH).dt.total_seconds().round() / 86400
        return [None if math.isnan(day) else day for day in days.tolist()]
    if pd.api.types.is_float_dtype(series.dtype) and kind not in TEXTS:
        numbers = series.to_numpy("float64", na_value=np.nan)
        shown = whole_paise(numbers) / 100 if _STYLES[kind] == "rupees" else numbers.round(6)
        return [value if math.isfinite(value) else None for value in shown.tolist()]
    return [_value(kind, value) for value in series.astype(object).tolist()]


def _value(kind: Kind, value: object) -> Value:
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return "Yes" if value else "No"
    if isinstance(value, dt.date):
        return round(serial(value) * 86400) / 86400 if kind in ("date", "time") else value.isoformat()
    if isinstance(value, int | float | np.number):
        number = float(value)
        if not math.isfinite(number):
            return None
        if kind in TEXTS:
            return f"{number:.15g}"
        return rounded(number) if _STYLES[kind] == "rupees" else round(number, 6)
    return clean(str(value))
