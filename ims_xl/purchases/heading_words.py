"""What a heading of any register seems to name: its words brought to one spelling, then looked up in a table."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ims_xl.purchases.columns import Cell
from ims_xl.purchases.headers import heading
from ims_xl.purchases.ledger_columns import REVERSE, tax_head
from ims_xl.register_words import SUMMED

_PARTED = ((re.compile(r"\bkar yogya\b|कर योग्य"), "taxable"), (re.compile(r"\b([ics]|ut) gst\b"), r"\1gst"))
_BEYOND = re.compile(r"[^\w\u0900-\u097f]+|_")

_LEAST = 86  # of 100 letters alike, so that a slip of one or two is overlooked
_SLIP = 12  # percent less sure where it is
_VALUES = {"purchase", "purchases", "taxable", "basic"}  # of a ledger such as Purchase IGST 18%, which is no tax
_VALUE_LEDGER = 60  # percent
_LEDGER = 80  # percent sure that a ledger's column is that of the tax head in its name
_RATE_ENDS = re.compile(r"%\s*\)?\s*$")
_DIGITS = re.compile(r"\d+")


class Guess(NamedTuple):
    """A field that a heading seems to name ("" for none), how sure that is in percent, and why."""

    field: str
    confidence: int
    reason: str
    is_part: bool = False  # of the field's amount, as in a column for one rate


NOTHING = Guess("", 0, "The heading is not known")


class _Words(NamedTuple):
    """`tokens`: word -> its one spelling, "" for one that says nothing; `fields`: sorted words -> field and percent."""

    tokens: dict[str, str]
    fields: dict[str, tuple[str, int]]


@cache
def _table() -> _Words:
    found = tomllib.loads(resources.files(__package__).joinpath("heading_words.toml").read_text(encoding="utf-8"))
    tokens = {word: one for one, words in found["same"].items() for word in words.split()}
    fields = {
        " ".join(sorted(words.split())): (field, sure)
        for field, headings in found["fields"].items()
        for words, sure in headings.items()
    }
    return _Words(tokens | dict.fromkeys(found["dropped"].split(), ""), fields)


def folded(cell: Cell) -> str:
    """The words of a heading in any script, small, without signs."""
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    return heading(text) if text.isascii() else " ".join(_BEYOND.sub(" ", text.casefold()).split())


def spelled(title: str) -> str:
    """The words of a heading in one spelling: `Pty. Bill No` is `supplier invoice number`."""
    text, tokens = folded(title), _table().tokens
    for parted, whole in _PARTED:
        text = parted.sub(whole, text)
    return " ".join(dict.fromkeys(one for word in text.split() if (one := tokens.get(word, word))))


def guess(title: str) -> Guess:
    """What a heading seems to name."""
    words, fields = spelled(title), _table().fields
    if not words:
        return Guess("", 0, "The column has no heading")
    if any(tax_head(word) for word in words.split()) and _is_rate(title, words):
        return Guess("", 0, "The rate of one tax head")
    key = " ".join(sorted(words.split()))
    if key in fields:
        field, sure = fields[key]
        return Guess(field, sure, "The heading is known")
    without = " ".join(_DIGITS.sub(" ", key).split())
    if without != key and without in fields and fields[without][0] in SUMMED:
        field, sure = fields[without]
        return Guess(field, sure - 5, "The heading is known, for one rate", is_part=True)
    if (head := tax_head(words)) and REVERSE.search(words):
        return Guess("", 0, "Tax under reverse charge is not the supplier's")
    if head and _VALUES & {*words.split()}:
        return Guess("taxable_value", _VALUE_LEDGER, "The heading names the value under a tax", is_part=True)
    if head:
        return Guess(head, _LEDGER, "The heading names the tax", is_part=True)
    near = process.extractOne(key, fields.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST)
    if near:
        field, sure = fields[near[0]]
        return Guess(field, max(sure - _SLIP, 0), f"The heading is nearly '{near[0]}'")
    return NOTHING


def _is_rate(title: str, words: str) -> bool:
    """Whether a heading with a tax head speaks of its rate: `IGST %`, `CGST Rate`, and not `Input CGST 9%`."""
    return "rate" in words.split() or bool(_RATE_ENDS.search(title) and not _DIGITS.search(title))
