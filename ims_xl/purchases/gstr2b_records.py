"""The documents of a list of a GSTR-2B or GSTR-2A as columns: each key read for all of them, equal values once."""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from ims_xl import schema
from ims_xl.gst import gstin, periods
from ims_xl.gst.places import place_code
from ims_xl.issues import ImsError, Issue
from ims_xl.money import whole_paise
from ims_xl.purchases.amounts import LARGEST
from ims_xl.purchases.dates import read_date
from ims_xl.purchases.gstr2b_head import rupees
from ims_xl.purchases.values import shown, visible
from ims_xl.wrappers import Record

Pair = tuple[Record, object]
"""The supplier of a document, and the document."""

AGAIN = "Download the statement from the portal again."
Amounts = npt.NDArray[np.float64]
_Read = TypeVar("_Read")
_Value = TypeVar("_Value")


class List(NamedTuple):
    """One list of the statement: the sections of its documents by document type, and their keys."""

    sections: Mapping[str, str]  # document type to section
    number: str
    date: str
    original_number: str = ""
    original_date: str = ""
    type: str = ""  # key of the document type; invoices have none
    supply_type: str = "typ"


_INSIDE = ("inv", "nt", "doclist", "boe")
_DOC_TYPES = {
    **dict.fromkeys(("C", "CN", "ISDCN", "ISDC", "CREDIT NOTE", "ISD CREDIT NOTE"), "CN"),
    **dict.fromkeys(("D", "DN", "DEBIT NOTE"), "DN"),
    **dict.fromkeys(("I", "INV", "ISDI", "ISD", "INVOICE", "ISD INVOICE"), "INV"),
}
_DECLARED = {f"declared_{tax}": f"decl{tax.title()}" for tax in schema.TAXES}
# The second names are those of GSTR-1 and GSTR-2A, in which some programs give statements on.
_AMOUNTS = {
    "doc_value": ("val",), "taxable_value": ("txval",),
    "igst": ("igst", "iamt"), "cgst": ("cgst", "camt"), "sgst": ("sgst", "samt"), "cess": ("cess", "csamt"),
}  # fmt: skip
_ITEMS = ("items", "itms")

_AVAILABLE = {"YES": "Y", "NO": "N", "TEMPORARY": "T"}


def documents_in(suppliers: object) -> list[Pair]:
    """Each document with its supplier; bills of entry stand without one."""
    return [*_pairs(suppliers)]


def _pairs(suppliers: object) -> Iterator[Pair]:
    for supplier in suppliers if isinstance(suppliers, list) else [suppliers]:
        if not isinstance(supplier, dict):
            yield {}, supplier
            continue
        inside = next((supplier[key] for key in _INSIDE if isinstance(supplier.get(key), list)), None)
        if inside is None:
            yield {}, supplier
        else:
            yield from ((supplier, record) for record in inside)


class Documents(NamedTuple):
    """What a list held: columns of schema.GSTR2B without what is common to all, and how many documents it lists.

    `places` are those in the list of the documents that the columns hold; `issues` tell at which row, from 1, stands
    one that cannot be told from others, or has an amount that cannot be read.
    """

    columns: dict[str, list[object]]
    places: list[int]
    issues: list[Issue]
    listed: int


def read_documents(listed: List, documents: Sequence[Pair]) -> Documents:
    """The documents of a list; of one that is left out the first key that cannot be read is told."""
    read = _Keys(documents)
    kinds = read.kinds(listed)
    columns: dict[str, Sequence[object]] = {
        "section": [listed.sections.get(kind, "") for kind in kinds],
        "doc_type": kinds,
        "supplier_gstin": read.senders(listed),
    }
    available = _each(read.first((read.records, "itcavl"), (read.records, "itcelg")), str.upper)
    columns |= {
        "supplier_name": read.either("trdnm"),
        "supplier_period": _each(read.either("supprd"), periods.find_period),
        "filed_on": [_filed_on(*pair) for pair in zip(read.suppliers, read.records, strict=True)],
        "doc_number": read.numbers(listed.number),
        "doc_date": read.days(listed.date),
        "original_number": read.texts(listed.original_number),
        "original_date": _each(read.texts(listed.original_date), _day),
        "port_code": _each(read.texts("portcode"), str.upper),
        "supply_type": read.texts(listed.supply_type),
        "place_of_supply": _each(read.texts("pos"), lambda text: place_code(text) or text),
        "reverse_charge": _each(read.texts("rev"), lambda text: text.upper() in ("Y", "YES")),
        "itc_available": _each(available, lambda text: _AVAILABLE.get(text, text)),
        "ims_status": _each(read.texts("imsStatus"), lambda text: text.upper()[:1]),
        "itc_reduction": _each(read.texts("itcRedReq"), lambda text: text.upper()[:1]),
        **{name: read.rupees((key,)).tolist() for name, key in _DECLARED.items()},
        **{name: amounts.tolist() for name, amounts in read.amounts().items()},
    }
    places = [at for at in range(len(documents)) if at not in read.faults]
    issues = [replace(read.faults[at], row=at + 1) for at in sorted(read.faults)]
    held = {name: [values[at] for at in places] if issues else [*values] for name, values in columns.items()}
    return Documents(held, places, issues, len(documents))


class _Keys:
    """The documents of a list read key by key; `faults` has the first of each document by its place."""

    def __init__(self, documents: Sequence[Pair]) -> None:
        self.suppliers: list[Record] = [supplier for supplier, _ in documents]
        self.records: list[Record] = [record if isinstance(record, dict) else {} for _, record in documents]
        self.faults: dict[int, Issue] = {}
        for at, (_, record) in enumerate(documents):
            if not isinstance(record, dict):
                self._tell(at, ImsError("this is not a record", AGAIN, value=shown(record)))

    def _tell(self, at: int, error: ImsError) -> None:
        self.faults.setdefault(at, error.issue)

    def kinds(self, listed: List) -> list[str]:
        """INV, CN or DN."""
        words = self.texts(listed.type)
        kinds = _each(words, lambda word: _DOC_TYPES.get(word.upper(), "") if listed.type else "INV")
        for at, kind in enumerate(kinds):
            if kind not in listed.sections:
                reason = "this type of document is not known"
                self._tell(at, ImsError(reason, AGAIN, column=listed.type, value=words[at]))
        return kinds

    def senders(self, listed: List) -> list[str]:
        """The suppliers' GSTINs, without which a document is told only as a bill of entry."""
        senders = _each(self.either("ctin"), gstin.clean)
        if listed.number != "boenum":
            for at in _blank(senders):
                self._tell(at, ImsError("the supplier's GSTIN is missing", AGAIN, column="ctin"))
        return senders

    def numbers(self, key: str) -> list[str]:
        """The documents' numbers."""
        numbers = self.texts(key)
        for at in _blank(numbers):
            self._tell(at, ImsError("the document number is missing", AGAIN, column=key))
        return numbers

    def days(self, key: str) -> list[object]:
        """The documents' dates."""
        texts = self.texts(key)
        days = _each(texts, _day)
        for at in _blank(days):
            self._tell(at, ImsError("the date cannot be read", AGAIN, column=key, value=texts[at]))
        return days

    def texts(self, key: str) -> list[str]:
        """The texts of a key of the documents."""
        return self.first((self.records, key))

    def either(self, key: str) -> list[str]:
        """The texts of a key of the suppliers, those of the documents where they have none."""
        return self.first((self.suppliers, key), (self.records, key))

    def first(self, *sources: tuple[Sequence[Record], str]) -> list[str]:
        """The first text that is there."""
        found: list[str] = []
        for records, key in sources:
            if not found:
                found = self._texts(range(len(records)), records, key)
                continue
            blank = _blank(found)
            for at, said in zip(blank, self._texts(blank, [records[at] for at in blank], key), strict=True):
                found[at] = said
        return found

    def _texts(self, places: Sequence[int], records: Sequence[Record], key: str) -> list[str]:
        if not key:
            return [""] * len(records)
        values = [record.get(key) for record in records]
        if _PLAIN.issuperset(map(type, values)):
            return _each(values, _text)
        return [self._try(at, text, record, key, "") for at, record in zip(places, records, strict=True)]

    def _try(self, at: int, read: Callable[[Record, str], _Read], record: Record, key: str, kept: _Read) -> _Read:
        try:
            return read(record, key)
        except ImsError as error:
            self._tell(at, error)
            return kept

    def rupees(self, keys: Sequence[str]) -> Amounts:
        """Rupees of the first of the keys that has an amount, NaN where none has."""
        found = np.full(len(self.records), np.nan)
        for key in keys:
            places = np.flatnonzero(np.isnan(found))
            values = [self.records[at].get(key) for at in places.tolist()]
            plain = _plain(values)
            found[places] = whole_paise(plain) / 100
            if values.count(None) == np.isnan(plain).sum():
                continue
            for at, value, is_odd in zip(places.tolist(), values, np.isnan(plain).tolist(), strict=True):
                if is_odd and value is not None:
                    amount = self._try(at, rupees, self.records[at], key, None)
                    found[at] = np.nan if amount is None else amount
        return found

    def amounts(self) -> dict[str, Amounts]:
        """Rupees from the document, or the sum of its items; heads that are left out beside others are zero."""
        totals = {name: self.rupees(keys) for name, keys in _AMOUNTS.items()}
        for at in np.flatnonzero(_none_of(totals)).tolist():
            for name, amount in self._of_items(at).items():
                totals[name][at] = amount
        some = ~_none_of(totals)
        for tax in schema.TAXES:
            totals[tax][some & np.isnan(totals[tax])] = 0.0
        return totals

    def _of_items(self, at: int) -> dict[str, float]:
        record = self.records[at]
        items: list[Any] = next((record[key] for key in _ITEMS if isinstance(record.get(key), list)), [])
        details = [_details(item) for item in items if isinstance(item, dict)]
        sums: dict[str, float] = {}
        for name in schema.AMOUNTS:
            found = [self._try(at, _first_rupees, item, name, None) for item in details]
            paise = [round(amount * 100) for amount in found if amount is not None]
            sums[name] = sum(paise) / 100 if paise else np.nan
        return sums


_PLAIN = {str, int, type(None)}
_NUMBERS = {float, int, type(None)}


def _each(values: Sequence[_Value], read: Callable[[_Value], _Read]) -> list[_Read]:
    """What is read of each value, of equal ones once."""
    known = {value: read(value) for value in set(values)}
    return [*map(known.__getitem__, values)]


def _blank(values: Sequence[object]) -> list[int]:
    return [at for at, value in enumerate(values) if not value]


def _plain(values: Sequence[object]) -> Amounts:
    """The numbers that can be amounts, NaN for what is no number or none of these."""
    if not _NUMBERS.issuperset(map(type, values)):
        values = [value if type(value) in _NUMBERS else None for value in values]
    try:
        numbers = np.array(values, dtype=np.float64)
    except OverflowError:
        held = [value if abs(value or 0) <= LARGEST else None for value in values]  # type: ignore[arg-type]  # numbers
        numbers = np.array(held, dtype=np.float64)
    return np.where(np.abs(numbers) <= LARGEST, numbers, np.nan)


def _none_of(totals: Mapping[str, Amounts]) -> npt.NDArray[np.bool_]:
    """The places without any amount of schema.AMOUNTS."""
    return functools.reduce(operator.and_, (np.isnan(totals[name]) for name in schema.AMOUNTS))


def _day(written: str) -> object:
    return read_date(written).value


def _filed_on(supplier: Record, record: Record) -> object:
    """The day the supplier filed; it costs no document when it cannot be read."""
    written = supplier.get("supfildt") or record.get("supfildt")
    return _known_day(written) if isinstance(written, str) else None


_known_day = functools.lru_cache(maxsize=4096)(_day)


def _details(item: Record) -> Record:
    """The amounts of an item, which some write one object deeper."""
    inner = item.get("itm_det")
    return inner if isinstance(inner, dict) else item


def _first_rupees(record: Record, name: str) -> float | None:
    return next((amount for key in _AMOUNTS[name] if (amount := rupees(record, key)) is not None), None)


def text(record: Record, key: str) -> str:
    """The text of a key, "" when it is missing; a whole number becomes its digits.

    Raises ImsError when it holds something else.
    """
    value = record.get(key) if key else None
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ImsError("this is not a text", AGAIN, column=key, value=shown(value))
    return _text(value)


def _text(value: object) -> str:
    """What a text, a whole number or nothing says."""
    return "" if value is None else visible(str(value)).strip()
