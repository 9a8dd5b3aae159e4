"""The columns of a register that an accounting program exports: what each holds, told by its heading.

Tally, ERPNext and others give a column to each ledger, whose name tells the tax head: `Input CGST 9%`, `SGST TAX`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ims_xl import schema
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading

SEARCHED = 40  # rows in which the headings may stand
_TITLES = {
    "booking_date": ("date", "voucher date", "vch date", "posting date", "accounting date", "transaction date"),
    "supplier_number": (
        *("supplier invoice no", "supplier invoice number", "supplier bill no", "supplier inv no", "voucher ref no"),
        *("voucher ref number", "bill no", "bill number", "vch bill no", "party bill no", "party invoice no"),
        *("invoice no", "invoice number", "inv no", "bill reference", "reference", "ref no"),
    ),
    "supplier_date": (
        *("supplier invoice date", "voucher ref date", "bill date", "party bill date", "party invoice date"),
        *("invoice date", "supplier inv date", "inv date", "ref date"),
    ),
    "voucher_number": ("voucher no", "voucher number", "vch no", "vch number", "number"),
    "voucher_type": ("voucher type", "vch type"),
    "supplier_gstin": (
        *("gstin uin", "gstin", "gstin no", "gst no", "gstin number", "gstin of party", "party gstin", "tin gstin no"),
        *(
            "party s gstin",
            "supplier gstin",
            "vendor gstin",
            "gst identification number gstin",
            "gstin uin of supplier",
        ),
    ),
    "supplier_name": (
        *("particulars", "party name", "supplier name", "vendor name", "supplier", "party", "vendor", "name of party"),
        *("name address of dealer", "name of supplier", "account name"),
    ),
    "doc_value": (
        *("gross total", "bill amount", "invoice value", "grand total", "total", "total amount", "invoice amount"),
        *("bill value", "voucher amount"),
    ),
    "taxable_value": (
        *("taxable value", "taxable amount", "taxable", "taxable amt", "net total", "item total", "subtotal"),
        *("sub total", "tax excluded", "untaxed amount", "assessable value"),
    ),
    "place_of_supply": ("place of supply", "destination of supply"),
    "rate": ("tax percentage", "gst rate", "tax rate"),
    "status": ("bill status", "status"),
    "currency": ("currency code", "currency"),
}
_HEADS = (
    ("igst", re.compile(r"\b(?:\w*igst|integrated)\b|igst")),
    ("cgst", re.compile(r"\b(?:central)\b|cgst")),
    ("sgst", re.compile(r"\bstate\b|sgst|utgst|ugst")),
    ("cess", re.compile(r"\bcess\b")),
)
_NO_HEAD = re.compile(
    r"\b(?:rates?|fcy|payable|output|itc|claim|availed|eligible|ineligible|hsn|tcs|tds|place|gstin|total)\b"
)
_BASE = re.compile(r"\b(?:txbl|taxable|base|assessable)\b")
_PURCHASE = re.compile(r"\bpurchases?\b")
REVERSE = re.compile(r"\b(?:rcm|reverse)\b")
BESIDE = re.compile(r"\bround|^(?:tds|tcs|other amt|other amount|adjustment)$")


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """Columns of a register: `fields` by what they hold, several for a number or a date that may stand in either.

    `heads` and `taxable` are summed; `reverse` hold tax under reverse charge, `beside` the rest of the gross value.
    """

    at: int
    titles: list[str]
    fields: dict[str, list[int]]
    heads: dict[str, list[int]]
    taxable: list[int]
    reverse: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)


def find_ledger_columns(sheet: Sheet) -> LedgerColumns | None:
    """The columns of the first row that has a date, a supplier's GSTIN and a tax head; None without one.

    Without a column of the taxable value it is the sum of the ledgers right of the gross value that are no tax.
    """
    for at, row in enumerate(sheet.rows[:SEARCHED]):
        titles = [str(cell) if isinstance(cell, str) else "" for cell in row.cells]
        words = [heading(title) for title in titles]
        found = known_fields(words)
        heads = {head: _head_columns(words, head) for head in schema.TAXES}
        if not any(heads.values()) or not {"supplier_gstin", "supplier_name"} <= found.keys():
            continue
        if not found.keys() & {"booking_date", "supplier_date"}:
            continue
        return _completed(at, titles, words, found, heads)
    return None


def known_fields(words: Sequence[str]) -> dict[str, list[int]]:
    """The columns of what is told by a heading of its own, tax heads excepted."""
    found: dict[str, list[int]] = {}
    for name, titles in _TITLES.items():
        places = [words.index(title) for title in titles if title in words]
        if places:
            found[name] = places if name in ("supplier_number", "supplier_date") else places[:1]
    return found


def _head_columns(words: Sequence[str], head: str) -> list[int]:
    """The columns of a tax head; beside them `Purchase IGST 18%` is a ledger of the value."""
    no_tax = re.compile(f"{_BASE.pattern}|{REVERSE.pattern}")
    places = [at for at, text in enumerate(words) if tax_head(text) == head and not no_tax.search(text)]
    return [at for at in places if not _PURCHASE.search(words[at])] or places


def tax_head(text: str) -> str:
    """The tax head of a ledger by the words of its name, "" when it is none of input tax."""
    if _NO_HEAD.search(text):
        return ""
    return next((head for head, sign in _HEADS if sign.search(text)), "")


def _completed(
    at: int, titles: list[str], words: list[str], found: dict[str, list[int]], heads: dict[str, list[int]]
) -> LedgerColumns | None:
    reverse = [place for place, text in enumerate(words) if REVERSE.search(text) and tax_head(text)]
    beside = [place for place, text in enumerate(words) if BESIDE.search(text) and not tax_head(text)]
    bases = [place for place, text in enumerate(words) if _BASE.search(text) and tax_head(text) in ("igst", "cgst")]
    taxable = bases or found.get("taxable_value", [])  # of CGST and SGST the base is one and the same
    if not taxable and "doc_value" in found:
        known = {place for places in (*found.values(), *heads.values(), reverse, beside) for place in places}
        right = range(found["doc_value"][0] + 1, len(words))
        taxable = [place for place in right if words[place] and place not in known]
    return LedgerColumns(at, titles, found, heads, taxable, reverse, beside) if taxable else None
