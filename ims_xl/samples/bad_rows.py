"""Faulty rows of the sample books, so that the Import Issues sheet has something to show."""

from collections.abc import Mapping
from typing import NamedTuple

from ims_xl.samples import company
from ims_xl.samples.books import PURCHASES, REGISTER, REGISTER_SHEET


class BadRow(NamedTuple):
    """A row that is right but for one cell; `usable` when that cell is not needed to compare it."""

    file: str
    sheet: str
    header: str
    value: str
    usable: bool = False


BAD_ROWS = (
    BadRow(PURCHASES, "b2b", "Taxable Value", "as per bill"),
    BadRow(PURCHASES, "b2b", "Invoice date", "31-Feb-2026"),
    BadRow(PURCHASES, "b2b", "Place Of Supply", "88-Nowhere", usable=True),
    BadRow(PURCHASES, "b2b", "Invoice Number", ""),
    BadRow(PURCHASES, "cdnr", "Note/Refund Voucher date", "04/25/2026"),
    BadRow(REGISTER, REGISTER_SHEET, "Taxable value (₹)* ", "to follow"),
    BadRow(REGISTER, REGISTER_SHEET, "Document date* ", "31-11-2026"),
)
"""They stand at the end of their sheets, in this order."""

_RIGHT: Mapping[str, object] = {
    "supplier_gstin": company.gstin(company.HOME, 233_999),
    "supplier_name": "Mumbai Sample Oddments",
    "doc_number": "ODD-1",
    "doc_date": "15-Oct-2026",
    "original_number": "ODD-0",
    "original_date": "01-Oct-2026",
    "doc_value": 1180.0,
    "place": "27-Maharashtra",
    "reverse": "N",
    "type": "Regular",
    "register_type": "B2B",
    "note": "C",
    "reason": "07-Others",
    "pre_gst": "N",
    "supply": "Intra State",
    "document": "Invoice",
    "rate": 18,
    "taxable": 1000.0,
    "igst": 0.0,
    "cgst": 90.0,
    "sgst": 90.0,
    "cess": 0.0,
    "eligibility": "Inputs",
    "availed_igst": 0.0,
    "availed_cgst": 90.0,
    "availed_sgst": 90.0,
    "availed_cess": 0.0,
}


def bad_rows(sheet: str, columns: Mapping[str, str]) -> list[tuple[object, ...]]:
    """The bad rows of a sheet, in its columns (header to field)."""
    return [
        tuple(bad.value if header == bad.header else _RIGHT[field] for header, field in columns.items())
        for bad in BAD_ROWS
        if bad.sheet == sheet
    ]
