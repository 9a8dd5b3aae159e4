"""Where each field stands on the sheets of the portal's GSTR-2B workbook, and what a sheet lists.

Source: files of the portal as public readers of them describe their sheets and headings, 2021 to 2026.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ims_xl import schema
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading

CREDIT, REJECTED, REVERSED = "docdata", "docRejdata", "docRevdata"
FIELDS = {
    **dict.fromkeys(("gstin of supplier", "gstin of eco", "gstin of isd"), "supplier_gstin"),
    **dict.fromkeys(("trade legal name", "trade legal name of the supplier"), "supplier_name"),
    **dict.fromkeys(
        ("invoice number", "note number", "document number", "isd document number", "number"), "doc_number"
    ),
    **dict.fromkeys(("invoice date", "note date", "document date", "isd document date", "date"), "doc_date"),
    **dict.fromkeys(("note type", "isd document type"), "doc_type"),
    **dict.fromkeys(("invoice type", "note supply type"), "supply_type"),
    **dict.fromkeys(("invoice value", "note value", "document value"), "doc_value"),
    "place of supply": "place_of_supply",
    "supply attract reverse charge": "reverse_charge",
    "taxable value": "taxable_value",
    "integrated tax": "igst",
    "central tax": "cgst",
    **dict.fromkeys(("state ut tax", "state tax"), "sgst"),
    **dict.fromkeys(("cess", "cess amount"), "cess"),
    **dict.fromkeys(("itc availability", "eligibility of itc"), "itc_available"),
    "port code": "port_code",
    "rate": "rate",
    "whether itc to be reduced taxpayer s input": "itc_reduction",
}
_ENDINGS = {" filing date": "filed_on", " period": "supplier_period"}
_DECLARED = "amount declared by taxpayer for itc reduction"
_ORIGINALS = {"doc_number": "original_number", "doc_date": "original_date"}
_SECTIONS = {  # what a sheet is called, without spaces and signs: the sections of its documents by their type
    "b2b": {"INV": "b2b"},
    "b2ba": {"INV": "b2ba"},
    "b2bcdnr": {"CN": "b2bcn", "DN": "b2bdn"},
    "b2bcdnra": {"CN": "b2bcna", "DN": "b2bdna"},
    "eco": {"INV": "ecom"},
    "ecoa": {"INV": "ecoma"},
    "isd": {"INV": "isd", "CN": "isd"},
    "isda": {"INV": "isda", "CN": "isda"},
    "impg": {"INV": "impg"},
    "impga": {"INV": "impga"},
    "impgsez": {"INV": "impgsez"},
    "impgseza": {"INV": "impgseza"},
}
_OTHER_NAMES = {"ecomm": "eco", "ecomma": "ecoa", "cdnr": "b2bcdnr", "cdnra": "b2bcdnra"}  # the last two of GSTR-2A
_REVERSALS = ("b2bdnr", "b2bdnra")
WITHOUT_DOCUMENTS = ("readme", "itcavailable", "itcnotavailable", "itcreversal", "itcrejected")
_HEADER_ROWS = 40


class Headings(NamedTuple):
    """The headings of a sheet: place of their last row, the column of each field, the texts of all."""

    at: int
    columns: Mapping[str, int]
    titles: frozenset[str]


def cell_of(row: Row, header: Headings, field: str) -> Cell:
    """The cell of a field, blank where the sheet has no such column."""
    at = header.columns.get(field)
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def find_headings(sheet: Sheet) -> Headings | None:
    """The headings of a sheet of documents of GSTR-2B, None where there are none."""
    return next((found for found in portal_headings(sheet, _field) if _is_2b(found)), None)


def _is_2b(found: Headings) -> bool:
    tells = {"filed_on", "supplier_period"} <= found.columns.keys() or "icegate reference date" in found.titles
    return tells and "gstr 3b filing status" not in found.titles


def portal_headings(sheet: Sheet, field: Callable[[str], str]) -> Iterator[Headings]:
    """Rows that may be the headings of documents in a sheet of the portal; `field` of a title, "" for none.

    Columns with headings of their own below have their text in the upper row only once, over the first of them.
    """
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        titles = [heading(cell) if isinstance(cell, str) else "" for cell in row.cells]
        if "integrated tax" not in titles:
            continue
        above = [heading(cell) if isinstance(cell, str) else "" for cell in sheet.rows[at - 1].cells] if at else []
        found = columns_of(titles, above, field)
        if {"doc_number", "doc_date"} <= found.keys():
            yield Headings(at, found, frozenset({*titles, *above}))


def columns_of(titles: Sequence[str], above: Sequence[str], field_of: Callable[[str], str]) -> dict[str, int]:
    """The column of each field under headings in one or two rows; `field_of` gives the field of a heading or "".

    Where a number and a date stand twice, the first are those of the document that is amended.
    """
    columns: dict[str, int] = {}
    group = ""
    for at in range(max(len(titles), len(above))):
        own = titles[at] if at < len(titles) else ""
        over = above[at] if at < len(above) else ""
        group = over or (group if own else "")
        field = field_of(own or over)
        if field in schema.TAXES and group == _DECLARED:
            field = f"declared_{field}"
        if field in columns and field in _ORIGINALS:  # the document amended stands before the amendment
            columns[_ORIGINALS[field]] = columns.pop(field)
        elif field == "doc_type":
            columns.pop(field, None)
        if field and field not in columns:
            columns[field] = at
    return columns


def _field(title: str) -> str:
    if field := FIELDS.get(title):
        return field
    return next((field for ending, field in _ENDINGS.items() if "gstr" in title and title.endswith(ending)), "")


def folded(name: str) -> str:
    """A sheet's name in small letters without spaces and signs."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def kind_of(sheet: Sheet, header: Headings) -> tuple[str, Mapping[str, str]]:
    """Part of the statement and sections of a sheet: by its name, else by its headings."""
    name = folded(sheet.name)
    part = REJECTED if "rejected" in name else REVERSED if "reversal" in name or name in _REVERSALS else CREDIT
    for word in ("rejected", "itcreversal"):
        name = name.removesuffix(word)
    name = _OTHER_NAMES.get(name, name)
    if name in _SECTIONS:
        return part, _SECTIONS[name]
    amended = "a" if "original_number" in header.columns else ""
    is_import = "port_code" in header.columns
    signs = {
        "impgsez": is_import and "supplier_gstin" in header.columns,
        "impg": is_import,
        "eco": "gstin of eco" in header.titles,
        "isd": "gstin of isd" in header.titles,
        "b2bcdnr": "doc_type" in header.columns,
    }
    base = next((name for name, fits in signs.items() if fits), "b2b")
    if part == CREDIT and not is_import and "itc_available" not in header.columns:
        part = REJECTED
    return part, _SECTIONS[base + amended]
