"""Amounts in rupees as people, accounting programs and Excel write them."""

import datetime as dt
import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ims_xl.money import rounded
from ims_xl.purchases.columns import Cell
from ims_xl.purchases.values import Fault, Value, is_blank

LARGEST = 1e13  # rupees; GSTN takes 13 digits before the point

_USUAL = re.compile(r"-?\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_GROUPED = r"\d{1,3}(?:,\d{2,3})*,\d{3}"
_NUMBER = re.compile(rf"({_GROUPED}|\d+|(?=\.\d))(\.\d*)?(e[+-]?\d+)?", re.ASCII)
_SIGN = r"[-−–]"
_CURRENCY = r"(?:₹|`|inr|rs\.?)"  # old typefaces show the backtick as the sign of the rupee
_AMOUNT = re.compile(
    rf"(?P<open>\()?\+?(?:(?P<minus>{_SIGN})?{_CURRENCY}?|{_CURRENCY}(?P<minus2>{_SIGN}))(?P<number>[\d.,]+(?:e[+-]?\d+)?)"
    rf"(?:/-)?(?:inr|rs\.?|₹)?(?P<after>{_SIGN})?(?P<close>\))?(?P<side>cr|dr)?\.?",
    re.ASCII,
)
_ZERO = {"-", "–", "—", "nil", "-nil-"}
_NOTHING = {"na", "n.a", "n.a.", "n/a", "--", "---", "––", "——", "notapplicable", "blank", "(blank)"} | {
    *("exempt", "exempted", "nilrated", "non-gst", "nongst", "zerorated", "notax", "notaxable", "none", "null"),
}
_NO_AMOUNT = Fault("error", "this is not an amount in rupees", "Write the amount as a number, for example 1234.50.")
_TOO_LARGE = Fault("error", "the amount is too large to be right", "Correct the amount in the file.")


def read_amount(cell: Cell) -> Value:
    """Rupees rounded to paise; brackets, a minus on either side and `Cr` make it negative, `Dr` does not."""
    if type(cell) is float and -LARGEST <= cell <= LARGEST:
        return Value(rounded(cell))
    if isinstance(cell, str) and _USUAL.fullmatch(cell):
        return Value(float(cell) + 0.0)
    if isinstance(cell, dt.date):
        return Value(None, _NO_AMOUNT)
    if says_nothing(cell):
        return Value()
    amount = _amount(cell) if isinstance(cell, str) else cell
    if amount is None:
        return Value(None, _NO_AMOUNT)
    size = abs(float(amount) if isinstance(amount, str) else amount)
    if size > LARGEST:
        return Value(None, _TOO_LARGE)
    if math.isnan(size):
        return Value(None, _NO_AMOUNT)
    return Value(rounded(amount))


def plain_amounts(cells: Sequence[Cell]) -> npt.NDArray[np.float64]:
    """The rupees of numbers and of texts written as most programs write them; NaN of other cells."""
    is_usual = _USUAL.fullmatch
    plain = [
        float(cell) if type(cell) is float or (isinstance(cell, str) and is_usual(cell)) else math.nan for cell in cells
    ]
    return np.array(plain, dtype=np.float64)


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank, or says in words that there is no amount (`N.A.`, `--`)."""
    return isinstance(cell, str) and (is_blank(cell) or "".join(cell.lower().split()) in _NOTHING)


def _amount(text: str) -> str | None:
    """The number a text writes, with a sign and without grouping."""
    folded = re.sub(r"\s+", "", text.lower()).lstrip("'")
    if folded in _ZERO:
        return "0"
    found = _AMOUNT.fullmatch(folded)
    if not found or bool(found["open"]) != bool(found["close"]) or not _NUMBER.fullmatch(found["number"]):
        return None
    amount = found["number"].replace(",", "")
    negative = bool(found["open"] or found["minus"] or found["minus2"] or found["after"] or found["side"] == "cr")
    return f"-{amount}" if negative else amount
