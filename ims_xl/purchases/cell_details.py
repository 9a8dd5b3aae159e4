"""What the fast reader of workbooks does not tell: errors, zeros that a format shows, hidden rows, merged cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

UNCALCULATED = "=?"
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Excel's errors by the codes of its binary files."""

_FORMAT = re.compile(r'((?:"[^"]*"|\\.|[-/ ()])*)(0+)((?:"[^"]*"|\\.|[-/ ()])*)')
_CURRENCY = re.compile(r"\[\$([^\]\-]+)(?:-[0-9A-Fa-f]+)?\]|\"?(US\$|USD|EUR|GBP|AED|SGD|€|£|(?<!\[)\$(?!-))\"?")
_RUPEE = ("₹", "rs", "inr", "re", "रु")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([-/ ()])')

Place = tuple[int, int]
"""Row as Excel numbers it, column from 0."""


class Shown(NamedTuple):
    """How a number format like `"INV/"0000` shows a whole number: at least so many digits, texts around them.

    With a `currency`, which is never the rupee, it shows every number so.
    """

    before: str
    digits: int
    behind: str
    currency: str = ""

    def text(self, number: float) -> str:
        """The number as its cell shows it."""
        if self.currency:
            return f"{self.currency} {number}"
        return f"{self.before}{number:0{self.digits}.0f}{self.behind}"


class Block(NamedTuple):
    """Cells merged below each other: first and last row as Excel numbers them, their column from 0."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Details:
    """Of each sheet the texts to put in place of what was read, the formats that show whole numbers otherwise, rows
    that are hidden and cells that are merged.

    `is_blind`: errors and formats of this file cannot be seen.
    """

    is_far: bool = False
    starts_1904: bool = False
    texts: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    shown: Mapping[str, Mapping[Place, Shown]] = field(default_factory=dict)
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    merged: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    is_blind: bool = False


def shown_by(code: str) -> Shown | None:
    """What a number format adds to a whole number, None for one that adds nothing."""
    if currency := next((one for found in _CURRENCY.findall(code) for one in found if one.strip()), ""):
        is_rupee = currency.strip().lower().rstrip(".") in _RUPEE
        return None if is_rupee else Shown("", 0, "", currency.strip())
    found = _FORMAT.fullmatch(code)
    if not found or (found[2] == "0" and not found[1] + found[3]):
        return None
    before, behind = ("".join(map("".join, _LITERAL.findall(text))) for text in (found[1], found[3]))
    return Shown(before, len(found[2]), behind)
