"""Document numbers: texts that Excel loves to turn into something else."""

import datetime as dt
import re
from collections.abc import Sequence

from ims_xl.purchases.grid import Cell
from ims_xl.purchases.values import Fault, Value

_EXACT_DIGITS = 15  # Excel keeps no more
_AS_TEXT = "Format the column as Text and write the number again from the invoice."
_ROUNDED = Fault("warning", "Excel keeps 15 digits, so the last digits of this number are lost", _AS_TEXT)
_SCIENTIFIC = Fault("warning", "the number was shortened to powers of ten and its digits are lost", _AS_TEXT)
_DATE = Fault("warning", "Excel has turned this number into a date", _AS_TEXT)
_BACKSLASH = Fault("note", "the number holds a backslash, which GSTN does not allow", "Compare it with the invoice.")
ZEROS_LOST = Fault(
    "warning", "zeros before this number may be lost: this supplier's other numbers are longer and have them", _AS_TEXT
)

_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_POWER = re.compile(r"\d(?:\.\d+)?e\+\d+", re.ASCII | re.IGNORECASE)


def read_number(cell: Cell) -> Value:
    """The number as text: as written, without spaces around, and without the `.0` a program has added."""
    if isinstance(cell, dt.date):
        return Value(f"{cell:%d-%m-%Y}", _DATE)
    if isinstance(cell, str):
        text = cell.strip().removeprefix("'").strip()
        if not text:
            return Value()
        if _POWER.fullmatch(text):
            return Value(text, _SCIENTIFIC)
        found = _FLOAT.fullmatch(text)
        return Value(found[1] if found else text, _BACKSLASH if "\\" in text else None)
    if not float(cell).is_integer():
        return Value(str(cell))
    text = f"{cell:.0f}"
    return Value(text, _ROUNDED if len(text) > _EXACT_DIGITS else None)


def lost_zeros(suppliers: Sequence[str], cells: Sequence[Cell], numbers: Sequence[str], *, is_typed: bool) -> list[int]:
    """Places of numbers stored as numbers beside longer, zero-padded numbers of the same supplier.

    In a CSV (`is_typed` False) every number of digits only counts as stored as a number.
    """
    longest: dict[str, int] = {}
    bare: list[int] = []
    for at, (supplier, cell, number) in enumerate(zip(suppliers, cells, numbers, strict=True)):
        if not supplier or not number.isdecimal():
            continue
        if number.startswith("0"):
            longest[supplier] = max(longest.get(supplier, 0), len(number))
        elif isinstance(cell, float) or not is_typed:
            bare.append(at)
    return [at for at in bare if len(numbers[at]) < longest.get(suppliers[at], 0)]
