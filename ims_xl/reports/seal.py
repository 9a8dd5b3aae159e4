"""A seal over typed cell values: the same however the file was saved, another when a value changes.

It detects change, not forgery: whoever changes a value can also compute a new seal, so the seal is worth
what the copy of it kept elsewhere is worth.
"""

import datetime as dt
import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EPOCH = dt.datetime(1899, 12, 30)
"""Day 0 of Excel's serial dates (true from 1 March 1900)."""

_MODULUS = 1 << 64  # checks are sums of cell marks, so that a changed cell shows as one difference twice


@dataclass(slots=True)
class SheetSeal:
    """What is known of a sheet's values. Rows and columns count from 1; blank ones have no check."""

    digest: str = ""
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    headings: tuple[int, ...] = ()  # rows that hold headings


def serial(moment: dt.date) -> float:
    """A date or time as Excel's serial number."""
    if not isinstance(moment, dt.datetime):
        return float((moment - EPOCH.date()).days)
    return (moment - EPOCH) / dt.timedelta(days=1)


def number(value: object) -> float | None:
    """The number in a cell; None for other values. Only a cell's format tells a date from a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.date):
        return serial(value)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return serial(dt.datetime.combine(EPOCH, value))
    return None


def canonical(value: object) -> str:
    """The one text that stands for a cell value; "" for a blank cell. Text is NFC, a date is its serial number.

    Numbers have 7 decimals and at most 15 digits: one decimal more than is written, so that no amount and no
    whole second of a day lies where rounding could go either way.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return "t" + (value if value.isascii() else unicodedata.normalize("NFC", value))
    if isinstance(value, bool):
        return f"b{value:d}"
    amount = value if isinstance(value, float) else number(value)
    return f"?{value}" if amount is None else f"n{round(amount, 7) + 0.0:.15g}"


def marks(row: Sequence[object]) -> dict[int, tuple[int, str]]:
    """Of every filled cell of a row: column -> (mark, canonical text). A mark knows the column, not the row."""
    found = {}
    for column, value in enumerate(row, start=1):
        if text := canonical(value):
            hashed = hashlib.sha256(f"{column}:{text}".encode()).digest()
            found[column] = int.from_bytes(hashed[:8]), text
    return found


def seal_sheet(rows: Iterable[Sequence[object]], headings: tuple[int, ...] = ()) -> SheetSeal:
    """The seal of one sheet, from its rows of values in order."""
    result, whole = SheetSeal(headings=headings), hashlib.sha256()
    columns: defaultdict[int, int] = defaultdict(int)
    for line, row in enumerate(rows, start=1):
        filled = marks(row)
        if not filled:
            continue
        result.rows[line] = sum([mark for mark, _ in filled.values()]) % _MODULUS
        for column, (mark, _) in filled.items():
            columns[column] += mark
        texts = [f"{line},{column},{len(text)}:{text}\n" for column, (_, text) in filled.items()]
        whole.update("".join(texts).encode())
    result.columns = {column: total % _MODULUS for column, total in sorted(columns.items())}
    result.digest = whole.hexdigest()
    return result


def seal_book(sheets: Mapping[str, SheetSeal]) -> str:
    """The seal of the report (SHA-256, 64 hex digits); the order of the tabs does not matter."""
    whole = hashlib.sha256()
    for name in sorted(sheets):
        whole.update(f"{len(name)}:{name} {sheets[name].digest}\n".encode())
    return whole.hexdigest()


def difference(now: int, sealed: int) -> int:
    """What was added to a check since it was sealed; equal for the row and the column of one changed cell."""
    return (now - sealed) % _MODULUS
