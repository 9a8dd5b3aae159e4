"""Vouchers of Tally as XML or JSON: Day Book or Voucher Register."""

import re
import xml.etree.ElementTree as ET

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.issues import ImsError
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.sums import adds_up
from ims_xl.purchases.tally_voucher import BESIDE_TAX, PARTY, REVERSED, VALUE, Voucher, as_xml, elements, vouchers
from ims_xl.purchases.translated import Told, read_translated, told, translated
from ims_xl.register_words import TALLY_NUMBERS

_DEBIT, _CREDIT = re.compile(r"\bdebit\s*note"), re.compile(r"\bcredit\s*note")
_OTHER = re.compile(r"\b(?:sales?|receipt|payment|contra|order|delivery|stock|memo\w*|quotation)\b")
_OF_SALES = re.compile(r"\b(?:sales?|output)\b", re.IGNORECASE)
_OF_PURCHASES = re.compile(r"\b(?:purchases?|input)\b", re.IGNORECASE)
_MOST_TAX = 0.45  # of the value: 40% and cess
_TOLD: dict[str, Told] = {
    "unused": ("note", "cancelled or optional vouchers: left out", ""),
    "other": ("note", "vouchers that are no purchases were left out", ""),
    "foreign": ("note", "vouchers of other registrations of the company were left out", ""),
    "unclear": (
        "warning",
        "notes of which it is not clear whether a supplier or a customer has them: left out",
        "Export the Debit Note Register or Credit Note Register as Excel.",
    ),
    "broken": (
        "error",
        "purchases with an amount that cannot be read, or whose lines do not sum to zero: left out",
        "Enter them by hand or export the Purchase Register as Excel.",
    ),
    "typed": (
        "warning",
        "vouchers of a type that does not say purchase, taken for purchases by their amounts",
        "Look whether they are bills of suppliers.",
    ),
    "billed": ("warning", "no reference: the name of the new bill was taken for the supplier's number", "Compare it."),
    "booked": ("warning", "no supplier's date: the day of booking was taken", "Compare it with the document."),
    "uneven": (
        "warning",
        "value and tax do not add up to what the party gets",
        "Look for a tax ledger that is not named as input tax.",
    ),
    "heavy": ("warning", "the tax is more than 45% of the value", "Look whether a ledger's name misled."),
    "notes": ("note", "debit notes here are the suppliers' credit notes", ""),
}
_TITLES = {
    "supplier_gstin": "PARTYGSTIN",
    "supplier_name": "PARTYLEDGERNAME",
    "doc_number": "REFERENCE",
    "doc_date": "REFERENCEDATE",
    "doc_value": "AMOUNT of the party",
    "taxable_value": "AMOUNT of other ledgers",
    "place_of_supply": "PLACEOFSUPPLY",
    "voucher_number": "VOUCHERNUMBER",
    "doc_type": "VOUCHERTYPENAME",
}
_ADVICE = (
    "No voucher is in it. In Tally open the company and the month, and export the Day Book or Voucher Register as XML "
    "with all details."
)


def _identify(content: Content) -> bool:
    root = content.once(_root)
    return root is not None and root.find(".//DBCFIXED") is None


def _root(content: Content) -> ET.Element | None:
    return content.payload if isinstance(content.payload, ET.Element) else as_xml(content.payload)


def _has_vouchers(content: Content) -> bool:
    return bool(content.once(_elements))


def _elements(content: Content) -> list[ET.Element]:
    return elements(content.once(_root))


def _read(content: Content, number: str, own_gstin: str) -> Reading:
    """The purchases and notes; `row` of a finding counts the vouchers.

    Raises ImsError for vouchers of several registrations of the company, none of which is `own_gstin`.
    """
    found: dict[str, list[int]] = {kind: [] for kind in _TOLD}
    of_owner: list[tuple[str, Voucher, str]] = []
    for voucher in vouchers(content.once(_root)):
        kind = _kind(voucher, found)
        if not kind:
            continue
        if not voucher.entries:
            found["broken"].append(voucher.place)
            continue
        of_owner.append((gstin.clean(voucher.own_gstin), voucher, kind))
    owners = {owner for owner, _, _ in of_owner} - {""}
    if len(owners) > 1 and own_gstin not in owners:
        reason = f"the vouchers are of several registrations: {', '.join(sorted(owners))}"
        raise ImsError(reason, "Export those of one registration at a time.", file=content.source.name)
    owner = own_gstin if own_gstin in owners else "".join(owners)
    found["foreign"] = [voucher.place for other, voucher, _ in of_owner if other not in (owner, "")]
    rows = [_translated(voucher, kind, found, number) for other, voucher, kind in of_owner if other in (owner, "")]
    reading = Reading("Tally vouchers", owner)
    sheet = Sheet("Vouchers", [])
    read_translated(sheet, rows, reading, _TITLES)
    reading.issues += told(found, _TOLD, sheet)
    return reading


def _kind(voucher: Voucher, found: dict[str, list[int]]) -> str:
    """What the supplier calls the document, "" for a voucher that is none of a supplier."""
    kind, telling = _by_type(voucher)
    if voucher.is_unused:
        kind, telling = "", "unused"
    if telling:
        found[telling].append(voucher.place)
    return kind


def _by_type(voucher: Voucher) -> tuple[str, str]:
    """The document and what is to be told of the voucher, by its type, its ledgers and its amounts."""
    words = voucher.type.lower()
    ledgers = " ; ".join(entry.ledger for entry in voucher.entries)
    is_debit, is_credit = bool(_DEBIT.search(words)), bool(_CREDIT.search(words))
    if is_debit or is_credit:
        if _OF_SALES.search(ledgers):
            return "", "other"
        if is_credit and not _OF_PURCHASES.search(ledgers):
            return "", "unclear"
        return ("Credit Note", "notes") if is_debit else ("Debit Note", "")
    if _OTHER.search(words):
        return "", "other"
    if "purchase" in words:
        return "Invoice", ""
    is_bill = voucher.party_gstin and voucher.tax < 0 < voucher.sum(PARTY) and not _OF_SALES.search(ledgers)
    return ("Invoice", "typed") if is_bill else ("", "other")


def number_in(voucher: Voucher, place: str) -> str:
    """What stands in one of TALLY_NUMBERS, "" for nothing, or for several bills."""
    bill = voucher.bill_names[0] if len(voucher.bill_names) == 1 else ""
    return dict(zip(TALLY_NUMBERS, (voucher.reference, bill, voucher.number), strict=True))[place]


def _translated(voucher: Voucher, kind: str, found: dict[str, list[int]], place: str) -> Row:
    turn = 1.0 if kind == "Credit Note" else -1.0  # the supplier's debit is the buyer's credit
    value = turn * voucher.sum(VALUE) + 0.0
    heads: dict[str, Cell] = {head: turn * voucher.sum(head) + 0.0 for head in schema.TAXES}
    gross = -turn * voucher.sum(PARTY) + 0.0
    number, day = number_in(voucher, place), voucher.reference_date
    if not number and place == TALLY_NUMBERS[0] and (number := number_in(voucher, TALLY_NUMBERS[1])):
        found["billed"].append(voucher.place)
    if not day:
        found["booked"].append(voucher.place)
    if not adds_up(gross, [value, *heads.values()], turn * voucher.sum(BESIDE_TAX)):
        found["uneven"].append(voucher.place)
    if abs(voucher.tax) > _MOST_TAX * abs(value):
        found["heavy"].append(voucher.place)
    return translated(
        voucher.place,
        {
            "supplier_gstin": voucher.party_gstin,
            "supplier_name": voucher.party,
            "doc_type": kind,
            "doc_number": number,
            "doc_date": day or voucher.date,
            "doc_value": gross,
            "taxable_value": value,
            **heads,
            "place_of_supply": voucher.place_of_supply,
            "reverse_charge": "Y" if any(entry.kind == REVERSED for entry in voucher.entries) else "",
            "voucher_number": voucher.number,
        },
    )


def voucher_format(number: str = TALLY_NUMBERS[0], own_gstin: str = "") -> Format:
    """The format for a buyer: where the supplier's number stands, one of TALLY_NUMBERS, and whose vouchers count."""
    return Format(
        "a Tally file of vouchers",
        _identify,
        lambda content, _: _read(content, number, own_gstin),
        ("b2b", "cdnr", "eco", "b2bur"),
        _ADVICE,
        _has_vouchers,
    )


FORMAT = voucher_format()
