"""Rupees as people write them, paise as machines add them; the one place where rupees are rounded to paise."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

_PAISA = Decimal("0.01")
_SHOWN = 1e12  # rupees; below it the 15 digits that Excel shows hold the third decimal
_WHOLE = 1e15  # paise; from about here on a float64 has no half paise


def rounded(rupees: str | float) -> float:
    """Rupees with two decimals, half a paisa away from zero, as invoices round: 450.005 is 450.01.

    A text (digits, point, sign, exponent) counts as it is written; a number by the decimals a cell shows for it,
    because the float of a written half may be a little less. NaN stays NaN.
    """
    number = float(rupees)
    if number != number or round(number, 2) == number:
        return number + 0.0  # -0.0 becomes 0.0
    written = rupees if isinstance(rupees, str) else _decimals(number)
    return float(Decimal(written).quantize(_PAISA, ROUND_HALF_UP)) + 0.0


def to_paise(rupees: str | float) -> int:
    """One amount in whole paise, rounded as `rounded` does."""
    return round(rounded(rupees) * 100)


def whole_paise(rupees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Many amounts in whole paise, each rounded as `rounded` does; NaN stays NaN."""
    scaled = rupees * 100
    with np.errstate(invalid="ignore"):
        beyond = np.abs(scaled) - np.floor(np.abs(scaled))
        unsure = (np.abs(beyond - 0.5) <= np.abs(scaled) * 1e-14) & (np.abs(scaled) < _WHOLE)
    paise = np.asarray(np.rint(scaled) + 0.0)
    for at in np.flatnonzero(unsure).tolist():
        paise.flat[at] = to_paise(float(rupees.flat[at]))
    return paise


def _decimals(number: float) -> str:
    return f"{number:.15g}" if abs(number) < _SHOWN else repr(number)


def paise(amounts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Rupees (float64) as whole paise (Int64); a missing amount stays missing, never zero."""
    return pd.Series(_whole(amounts), index=amounts.index, name=amounts.name).astype("Int64")


def total(amounts: "pd.Series[Any]") -> float:
    """Sum of rupees, added in whole paise; missing amounts are left out."""
    known = _whole(amounts)
    return int(known[~np.isnan(known)].astype("int64").sum()) / 100


def _whole(amounts: "pd.Series[Any]") -> npt.NDArray[np.float64]:
    if amounts.dtype == np.float64:
        return whole_paise(amounts.to_numpy())
    return whole_paise(pd.to_numeric(amounts).to_numpy("float64", na_value=np.nan))


def indian(amount: float | None) -> str:
    """Rupees with Indian grouping and two decimals: `-12,34,567.00`; a missing amount is `–`."""
    if amount is None or not np.isfinite(amount):
        return "–"
    in_paise = to_paise(amount)
    whole, rest = divmod(abs(in_paise), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        head, group = head[:-2], head[-2:]
        groups.append(group)
    return f"{'-' if in_paise < 0 else ''}{','.join(reversed(groups))}.{rest:02d}"


def in_rupees(amount: float | None) -> str:
    """The amount with its sign before the currency: `-₹1,800.00`; a missing amount is `–`."""
    text = indian(amount)
    if text == "–":
        return text
    return f"-₹{text[1:]}" if text.startswith("-") else f"₹{text}"
