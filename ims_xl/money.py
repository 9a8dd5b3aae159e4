"""Rupees as people write them, paise as machines add them."""

from typing import Any

import numpy as np
import pandas as pd


def paise(amounts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Rupees (float64) as whole paise (Int64); a missing amount stays missing, never zero."""
    return (pd.to_numeric(amounts) * 100).round().astype("Int64")


def total(amounts: "pd.Series[Any]") -> float:
    """Sum of rupees, added in whole paise; missing amounts are left out."""
    return int(paise(amounts).sum()) / 100


def indian(amount: float | None) -> str:
    """Rupees with Indian grouping and two decimals: `-12,34,567.00`; a missing amount is `–`."""
    if amount is None or not np.isfinite(amount):
        return "–"
    whole, cents = divmod(abs(round(amount * 100)), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        head, group = head[:-2], head[-2:]
        groups.append(group)
    sign = "-" if round(amount * 100) < 0 else ""
    return f"{sign}{','.join(reversed(groups))}.{cents:02d}"
