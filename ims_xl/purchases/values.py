"""What reading one cell gives."""

import re
from collections.abc import Callable
from typing import NamedTuple

from ims_xl.issues import Severity
from ims_xl.purchases.cell_details import UNCALCULATED
from ims_xl.purchases.columns import Cell


class Fault(NamedTuple):
    """What is wrong with a cell; an error leaves nothing to use."""

    severity: Severity
    reason: str
    remedy: str


class Value(NamedTuple):
    """What a cell says: its value (None when it says nothing) and what is wrong with it."""

    value: object = None
    fault: Fault | None = None


Reader = Callable[[Cell], Value]
"""Reads a cell that is not blank."""

_CALCULATE = Fault(
    "error", "the cell holds a formula that was never calculated", "Open the file in Excel, save it and read it again."
)
_EXCEL_ERROR = Fault("error", "the cell holds an Excel error", "Correct the cell in the file.")
_EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "Err"}


_DIGITS_END = 1e18  # from here on powers of ten are shorter
_BREAKS = re.compile("[\t-\r\x85\u2028\u2029]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text without signs nobody can see or type: control characters, marks of direction, half surrogates.

    Tabs and line breaks become a space.
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", _BREAKS.sub(" ", text))


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing to see."""
    return isinstance(cell, str) and not cell.strip()


def shown(cell: object) -> str:
    """The cell as text; whole numbers without decimals, at most 60 characters."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _DIGITS_END:
        return f"{cell:.0f}"
    text = str(cell).strip()
    return text if len(text) <= 60 else f"{text[:59]}…"


def read(cell: Cell, reader: Reader) -> Value:
    """The cell through its reader; blank cells say nothing, Excel's own errors are told as such."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return Value()
        if cell == UNCALCULATED:
            return Value(None, _CALCULATE)
        if text in _EXCEL_ERRORS:
            return Value(None, _EXCEL_ERROR)
    return reader(cell)
