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
_SPELLED = {
    **dict.fromkeys(("inv", "invoices"), "invoice"),
    **dict.fromkeys(("number", "num", "nos", "nr"), "no"),
    **dict.fromkeys(("dt", "dated"), "date"),
    **dict.fromkeys(("amt", "amounts"), "amount"),
    **dict.fromkeys(("doc", "docs"), "document"),
    **dict.fromkeys(("vch", "vouch"), "voucher"),
    **dict.fromkeys(("val", "vlu"), "value"),
    **dict.fromkeys(("of", "the", "s", "rs", "inr", "in", "is", "this"), ""),
}
"""Words of headings in one spelling, so that each heading stands below once."""
_TITLES = {
    "booking_date": (
        "date",
        "voucher date",
        "posting date",
        "accounting date",
        "transaction date",
        "entry date",
        "budat",
    ),
    "supplier_number": (
        *("supplier invoice no", "supplier bill no", "voucher ref no", "bill no", "voucher bill no", "party bill no"),
        *("party invoice no", "vendor invoice no", "vendor bill no", "purchase invoice no", "purchase bill no"),
        *("tax invoice no", "invoice no", "bill invoice no", "invoice bill no", "bill reference", "reference no"),
        *("reference", "ref no", "xblnr", "vendor credit no", "invoice", "document no"),
    ),
    "supplier_date": (
        *("supplier invoice date", "supplier bill date", "voucher ref date", "bill date", "voucher bill date"),
        *("party bill date", "party invoice date", "vendor invoice date", "vendor bill date", "purchase invoice date"),
        *(
            "tax invoice date",
            "invoice date",
            "invoice bill date",
            "ref date",
            "reference date",
            "document date",
            "bldat",
            "vendor credit date",
        ),
    ),
    "voucher_number": ("voucher no", "no", "belnr"),
    "voucher_type": ("voucher type",),
    "doc_type": ("document type", "note type", "type document", "blart"),
    "supplier_gstin": (
        *("gstin uin", "gstin", "gstin no", "gst no", "gstin party", "party gstin", "tin gstin no", "supplier gstin"),
        *("vendor gstin", "gst identification no gstin", "gstin uin supplier", "gstin supplier", "supplier gstin no"),
        *("vendor gstin no", "party gstin no", "gstin vendor", "supplier gst no", "vendor gst no", "party gst no"),
        *("gst registration no", "supplier gstin uin", "party gstin uin", "seller gstin", "dealer gstin", "stcd3"),
        *("gstin uin party", "gstin no supplier", "gstin no party", "gstin no vendor", "gst in", "gst tin"),
    ),
    "own_gstin": (
        *(
            "my gstin",
            "company gstin",
            "recipient gstin",
            "customer gstin",
            "gstin recipient",
            "buyer gstin",
            "our gstin",
        ),
        *("own gstin", "gstin buyer", "receiver gstin"),
    ),
    "supplier_name": (
        *(
            "party name",
            "supplier name",
            "vendor name",
            "name party",
            "name supplier",
            "name vendor",
            "name address dealer",
        ),
        *(
            "account name",
            "invoice partner display name",
            "trade legal name",
            "trade name",
            "legal name",
            "dealer name",
        ),
        *("name address supplier", "name address party", "supplier trade name", "supplier legal name", "seller name"),
        *("party", "supplier", "vendor", "seller", "particulars", "name1", "name"),
    ),
    "doc_value": (
        *("gross total", "bill amount", "invoice value", "grand total", "total amount", "invoice amount", "bill value"),
        *("document total amount", "total transaction value", "total invoice value", "total invoice amount"),
        *(
            "invoice total",
            "bill total",
            "total bill amount",
            "gross amount",
            "gross value",
            "net payable",
            "total value",
        ),
        *("document value", "voucher amount", "voucher value", "total signed", "total"),
    ),
    "taxable_value": (
        *("taxable value", "taxable amount", "taxable", "net total", "item total", "subtotal", "sub total"),
        *("item taxable amount", "item taxable value", "total taxable value", "total taxable amount", "tax excluded"),
        *("untaxed amount", "untaxed amount signed", "assessable value", "assessable amount", "basic amount"),
        *("basic value", "base amount", "base value", "purchase value", "purchase amount", "amount before tax"),
        *("value before tax", "taxable purchase", "taxable purchases", "value goods", "goods value", "hwbas"),
    ),
    "place_of_supply": ("place supply", "destination supply", "pos", "state place supply"),
    "reverse_charge": (
        *("reverse charge", "reverse charge applicable", "reverse charge flag", "supply attract reverse charge", "rcm"),
    ),
    "rate": ("tax percentage", "gst rate", "tax rate", "gst tax rate", "rate tax", "gst percent"),
    "status": ("bill status", "vendor credit status", "status", "document cancelled", "cancelled"),
    "currency": ("currency code", "currency", "document currency", "waers"),
    "item": (
        *("item", "item name", "item code", "item description", "description goods", "hsn", "hsn sac", "hsn code"),
        *("hsn sac code", "hsn or sac code", "hsnor sac", "hsn or sac", "line no", "product", "product name", "steuc"),
    ),
}
POSSIBLE_TYPES = ("type", "transaction type", "entry type", "bill type", "invoice type", "txn type")
"""Headings of what may be the document type: only the words below tell."""
_EITHER = {
    "supplier_number": {"supplier invoice no", "voucher ref no"},
    "supplier_date": {"supplier invoice date", "voucher ref date"},
}
"""Tally shows a supplier's number and date in one column or the other."""
_LESSER = {"taxable_value": ("net amount", "net value", "amount", "value"), "rate": ("rate",)}
"""Headings that mean the field only beside a gross value, and beside items."""
_HEADS = (
    ("igst", re.compile(r"integrated|igst")),
    ("cgst", re.compile(r"\b(?:central)\b|cgst")),
    ("sgst", re.compile(r"\bstate\b|sgst|utgst|ugst")),
    ("cess", re.compile(r"\bcess\b")),
)
_NO_HEAD = re.compile(
    r"\b(?:rates?|fcy|payable|output|itc|claim|availed|eligible|ineligible|hsn|tcs|tds|place|gstin|total|percent)\b"
)
_TOTAL = re.compile(r"\btotal\b")
_NO_LEDGER = re.compile(
    r"\b(?:rates?|fcy|itc|claim|availed|eligib\w*|ineligible|hsn|place|gstin|pan|remarks?|narration|status|date|no|number|"
    r"month|period|irn|type|code|state|mode|days|balance|paid|outstanding|address|action|match\w*|reason)\b"
)
_BASE = re.compile(r"\b(?:txbl|taxable|base|assessable)\b")
_PURCHASE = re.compile(r"\bpurchases?\b")
REVERSE = re.compile(r"\b(?:rcm|reverse)\b")
BESIDE = re.compile(r"\bround(?!\w* total)|\bt[dc]s\b|^(?:other amt|other amount|adjustment)$")
_SIGNED = re.compile(r"\bsigned$|^tax excluded$")


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """Columns of a register: `fields` by what they hold, several for a number or a date that may stand in either.

    `heads` and `taxable` are summed; `reverse` hold tax under reverse charge, `beside` the rest of the gross value.
    `is_signed`: bills may be negative and refunds positive. `doubled`: headings of fields that stand over two columns.
    """

    at: int
    titles: list[str]
    fields: dict[str, list[int]]
    heads: dict[str, list[int]]
    taxable: list[int]
    reverse: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    is_signed: bool = False
    doubled: tuple[str, ...] = ()


def find_ledger_columns(sheet: Sheet) -> LedgerColumns | None:
    """The columns of the first row that has a date, a supplier's GSTIN and a tax head; None without one.

    Without a column of the taxable value it is the sum of the ledgers right of the gross value that are no tax.
    """
    for at, row in enumerate(sheet.rows[:SEARCHED]):
        titles = [str(cell) if isinstance(cell, str) else "" for cell in row.cells]
        words = [heading(title) for title in titles]
        found = known_fields(words)
        heads = {head: _head_columns(words, head) for head in schema.TAXES}
        is_named = "supplier_gstin" in found and not found.keys().isdisjoint(("supplier_name", "supplier_number"))
        is_half = bool(heads["cgst"]) != bool(heads["sgst"])  # one is never charged without the other
        if not any(heads.values()) or is_half or not is_named:
            continue
        if not found.keys() & {"booking_date", "supplier_date"}:
            continue
        if columns := _completed(at, titles, words, found, heads):
            return columns
    return None


def spelled(words: str) -> str:
    """A heading's words in the spelling of the tables above."""
    return " ".join(filter(None, (_SPELLED.get(word, word) for word in words.split())))


def known_fields(words: Sequence[str]) -> dict[str, list[int]]:
    """The columns of what is told by a heading of its own, tax heads excepted."""
    plain = [spelled(text) for text in words]
    found: dict[str, list[int]] = {}
    for name, titles in _TITLES.items():
        places = [plain.index(title) for title in titles if title in plain]
        either = [at for at in places if plain[at] in _EITHER.get(name, ())]
        if places:
            found[name] = either if len(either) > 1 else places[:1]
    for name, titles in _LESSER.items():
        beside = "doc_value" if name == "taxable_value" else "item"
        places = [plain.index(title) for title in titles if title in plain]
        if places and name not in found and (beside in found or (name == "taxable_value" and "item" in found)):
            found[name] = places[:1]
    return found


def _head_columns(words: Sequence[str], head: str) -> list[int]:
    """The columns of a tax head; beside them `Purchase IGST 18%` is a ledger of the value."""
    no_tax = re.compile(f"{_BASE.pattern}|{REVERSE.pattern}")
    places = [at for at, text in enumerate(words) if tax_head(text) == head and not no_tax.search(text)]
    if not places:  # no column of a rate, only that of all rates
        totals = [at for at, text in enumerate(words) if _TOTAL.search(text) and not no_tax.search(text)]
        places = [at for at in totals if tax_head(_TOTAL.sub(" ", words[at])) == head][:1]
    return [at for at in places if not _PURCHASE.search(words[at])] or places


def tax_head(text: str) -> str:
    """The tax head of a ledger by the words of its name, "" when it is none of input tax."""
    if _NO_HEAD.search(text):
        return ""
    return next((head for head, sign in _HEADS if sign.search(text)), "")


def _names_tax(text: str) -> bool:
    """Whether a ledger's name has a tax in it, also that of `RCM CGST Payable`."""
    return any(sign.search(text) for _, sign in _HEADS)


def _completed(
    at: int, titles: list[str], words: list[str], found: dict[str, list[int]], heads: dict[str, list[int]]
) -> LedgerColumns | None:
    reverse = [place for place, text in enumerate(words) if REVERSE.search(text) and _names_tax(text)]
    beside = [place for place, text in enumerate(words) if BESIDE.search(text) and not tax_head(text)]
    bases = [place for place, text in enumerate(words) if _BASE.search(text) and tax_head(text) in ("igst", "cgst")]
    taxable = bases or found.get("taxable_value", [])  # of CGST and SGST the base is one and the same
    ledgers: list[int] = []
    if "doc_value" in found and (not taxable or spelled(words[taxable[0]]) in _LESSER["taxable_value"]):
        known = {place for places in (*found.values(), *heads.values(), reverse, beside) for place in places}
        right = range(found["doc_value"][0] + 1, len(words))
        ledgers = [place for place in right if words[place] and place not in known]
        ledgers = [place for place in ledgers if not _NO_LEDGER.search(words[place])]
    taxable = ledgers or taxable
    is_signed = any(_SIGNED.search(words[place]) for place in taxable)
    named = [titles[place].strip() for places in found.values() for place in places]
    doubled = tuple(title for title in dict.fromkeys(named) if [one.strip() for one in titles].count(title) > 1)
    if not taxable:
        return None
    return LedgerColumns(at, titles, found, heads, taxable, reverse, beside, is_signed, doubled)
