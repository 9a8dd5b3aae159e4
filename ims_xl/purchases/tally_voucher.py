"""A voucher of Tally's XML: what it names, and its amounts by what their ledgers are.

Source: Tally's documentation of its XML and public programs that read it. Debits are negative; the lines sum to zero.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ims_xl import schema
from ims_xl.money import to_paise
from ims_xl.purchases.headers import heading
from ims_xl.purchases.ledger_columns import BESIDE, REVERSE, tax_head
from ims_xl.purchases.sums import rupees

_LISTS = ("LEDGERENTRIES.LIST", "ALLLEDGERENTRIES.LIST")
_ITEMS = ("ALLINVENTORYENTRIES.LIST", "INVENTORYENTRIES.LIST")
_TAX = re.compile(r"[ics]gst|ut?gst|\bcess\b|\b(?:integrated|central|state) tax\b")
_WITHHELD = re.compile(r"\bt[dc]s\b")
_NOTHING = "not applicable"

PARTY, VALUE, BESIDE_TAX, REVERSED, UNSURE = "party", "value", "beside", "reverse charge", "unsure"


class Entry(NamedTuple):
    """A line of a voucher: its ledger, what that is (a tax head or one of the kinds above), rupees; debits negative."""

    ledger: str
    kind: str
    rupees: float


class Voucher(NamedTuple):
    """What a voucher says. `entries` is empty when an amount cannot be read or they do not sum to zero."""

    place: int
    type: str
    date: str
    number: str
    reference: str
    reference_date: str
    bill_names: tuple[str, ...]
    party: str
    party_gstin: str
    own_gstin: str
    place_of_supply: str
    is_unused: bool
    entries: tuple[Entry, ...]

    def sum(self, *kinds: str) -> float:
        """Rupees of the entries of these kinds."""
        return round(sum(entry.rupees for entry in self.entries if entry.kind in kinds), 2)

    @property
    def tax(self) -> float:
        """Rupees of all tax heads."""
        return self.sum(*schema.TAXES)


def as_xml(payload: object) -> ET.Element | None:
    """Tally's JSON, whose keys are the names of the XML in small letters, as that XML; None for another JSON."""
    messages = payload.get("tallymessage") if isinstance(payload, dict) else None
    if not isinstance(messages, list):
        return None
    root = ET.Element("ENVELOPE")
    for message in messages:
        about = message.get("metadata") if isinstance(message, dict) else None
        if isinstance(about, dict) and about.get("type"):
            one = _element(str(about["type"]), message)
            one.attrib.update({"VCHTYPE": str(about.get("vchtype", "")), "NAME": str(about.get("name", ""))})
            root.append(one)
    return root


def _element(name: str, record: Mapping[str, Any]) -> ET.Element:
    """The record as an element, its lists as elements whose names end in `.LIST`."""
    element = ET.Element(name.upper())
    for key, value in record.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                element.append(_element(f"{key.upper().removesuffix('.LIST')}.LIST", one))
            else:
                ET.SubElement(element, key.upper()).text = "" if one is None else str(one)
    return element


def elements(payload: object) -> list[ET.Element]:
    """The vouchers of an XML; counters of the same name have no date."""
    return [one for one in payload.iter("VOUCHER") if _text(one, "DATE")] if isinstance(payload, ET.Element) else []


def vouchers(payload: object) -> Iterator[Voucher]:
    """Every voucher; the supplier's GSTIN from the ledger's own record where the voucher has none."""
    masters = _masters(payload)
    for place, one in enumerate(elements(payload), 1):
        party = _text(one, "PARTYLEDGERNAME") or _text(one, "PARTYNAME")
        yield Voucher(
            place,
            _text(one, "VOUCHERTYPENAME") or one.get("VCHTYPE", ""),
            _text(one, "DATE"),
            _text(one, "VOUCHERNUMBER"),
            _text(one, "REFERENCE"),
            _text(one, "REFERENCEDATE"),
            _bill_names(one),
            party,
            _text(one, "PARTYGSTIN") or masters.get(party, ""),
            _text(one, "CMPGSTIN"),
            _text(one, "PLACEOFSUPPLY"),
            any(_text(one, name) == "Yes" for name in ("ISCANCELLED", "ISOPTIONAL")),
            _entries(one, party),
        )


def _text(element: ET.Element, name: str) -> str:
    text = " ".join((element.findtext(name) or "").split())
    return "" if text.lower() == _NOTHING else text


def _masters(payload: object) -> Mapping[str, str]:
    """The GSTIN of ledgers whose records are in the file too, where they have one and not several by date."""
    found: dict[str, str] = {}
    for ledger in payload.iter("LEDGER") if isinstance(payload, ET.Element) else ():
        details = ledger.findall("LEDGSTREGDETAILS.LIST")
        numbers = {
            number for one in (ledger, *details) for name in ("PARTYGSTIN", "GSTIN") if (number := _text(one, name))
        }
        if len(numbers) == 1:
            found[ledger.get("NAME", "")] = numbers.pop()
    return found


def _bill_names(voucher: ET.Element) -> tuple[str, ...]:
    """What new bills of the voucher are called: often the supplier's number."""
    names = (_text(one, "NAME") for one in voucher.iter("BILLALLOCATIONS.LIST") if _text(one, "BILLTYPE") == "New Ref")
    return tuple(dict.fromkeys(filter(None, names)))


def _entries(voucher: ET.Element, party: str) -> tuple[Entry, ...]:
    """The lines of one ledger list, with the items where those hold the purchase ledger."""
    items = [_entry(one, "", party) for name in _ITEMS for one in voucher.findall(name)]
    for name in _LISTS:
        lines = [_entry(one, _text(one, "LEDGERNAME"), party) for one in voucher.findall(name)]
        for whole in (lines, [*lines, *items]):
            amounts = [entry.rupees for entry in whole if entry is not None]
            if lines and len(amounts) == len(whole) and sum(map(to_paise, amounts)) == 0:
                return _settled([entry for entry in whole if entry is not None])
    return ()


def _entry(line: ET.Element, ledger: str, party: str) -> Entry | None:
    amount = rupees(_text(line, "AMOUNT"))
    if amount is None:
        return None
    is_party = ledger and (_text(line, "ISPARTYLEDGER") == "Yes" or ledger == party)
    return Entry(ledger, PARTY if is_party else _kind(heading(ledger)), amount)


def _kind(words: str) -> str:
    if REVERSE.search(words):
        return REVERSED
    if BESIDE.search(words) or _WITHHELD.search(words):
        return BESIDE_TAX
    return tax_head(words) or (UNSURE if _TAX.search(words) else VALUE)


def _settled(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries; `Purchase IGST 18%` is the value where nothing else is."""
    if any(entry.kind == VALUE for entry in entries):
        return tuple(entries)
    return tuple(
        entry._replace(kind=VALUE) if entry.kind in schema.TAXES and "purchase" in entry.ledger.lower() else entry
        for entry in entries
    )
