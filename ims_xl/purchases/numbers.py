"""Document numbers: texts that Excel loves to turn into something else."""

import datetime as dt
import re
from collections.abc import Sequence

from ims_xl.purchases.columns import Cell
from ims_xl.purchases.values import Fault, Value, visible

LONGEST = 16  # characters of a document number; source: GSTN's Returns Offline Tool
_EXACT_DIGITS = 15  # Excel keeps no more
_BILL_DIGITS = 7
_AS_TEXT = "Format the column as Text and write the number again from the invoice."
_ROUNDED = Fault("warning", "Excel keeps 15 digits, so the last digits of this number are lost", _AS_TEXT)
_SCIENTIFIC = Fault("warning", "the number was shortened to powers of ten and its digits are lost", _AS_TEXT)
_DATE = Fault("warning", "Excel has turned this number into a date", _AS_TEXT)
_BACKSLASH = Fault("note", "the number holds a backslash, which GSTN does not allow", "Compare it with the invoice.")
_LONG = Fault(
    "warning", "the number has more than the 16 characters GSTN allows", "Write the number as the invoice has it."
)
_INVISIBLE = Fault("error", "the number holds nothing that can be seen", "Write the number from the invoice.")
_MISSING = Fault("error", "the document number is missing", "Write the number from the invoice.")
_NOTHING = {"-", "--", "–", "—", "na", "n.a.", "n.a", "n/a", "nil", "none", "null", "blank", "(blank)", "."}
_NOT_SEVEN = Fault(
    "warning",
    "a bill of entry number has seven digits; zeros before it may be lost",
    "Compare it with the bill of entry.",
)
ZEROS_LOST = Fault(
    "warning", "zeros before this number may be lost: this supplier's other numbers are longer and have them", _AS_TEXT
)

_USUAL = re.compile(r"[A-Z/-]*\d[\dA-Z/-]*", re.ASCII)
_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_POWER = re.compile(r"\d(?:\.\d+)?e\+\d+", re.ASCII | re.IGNORECASE)


def read_number(cell: Cell) -> Value:
    """The number as text: as written, without spaces around, and without the `.0` a program has added."""
    if isinstance(cell, dt.date):
        return Value(f"{cell:%d-%m-%Y}", _DATE)
    if isinstance(cell, str):
        if len(cell) <= LONGEST and _USUAL.fullmatch(cell):
            return Value(cell)
        text = visible(cell).replace("\xa0", " ").strip().removeprefix("'").strip()
        if not text:
            return Value(None, _INVISIBLE)
        if text.lower() in _NOTHING:
            return Value(None, _MISSING)
        if _POWER.fullmatch(text):
            return Value(text, _SCIENTIFIC)
        if found := _FLOAT.fullmatch(text):
            return Value(found[1])
        return Value(text, _LONG if len(text) > LONGEST else _BACKSLASH if "\\" in text else None)
    if not float(cell).is_integer():
        return Value(str(cell))
    text = f"{cell:.0f}"
    return Value(text, _ROUNDED if len(text) > _EXACT_DIGITS else None)


def read_bill_of_entry(cell: Cell) -> Value:
    """The number of a bill of entry, seven digits; a shorter one is kept as it is."""
    value = read_number(cell)
    short = isinstance(value.value, str) and value.value.isdecimal() and len(value.value) < _BILL_DIGITS
    return Value(value.value, _NOT_SEVEN) if short else value


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
