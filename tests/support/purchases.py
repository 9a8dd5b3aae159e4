"""Rows of purchase files with usual cells, so that a test names only what it is about."""

import datetime as dt

BUYER = "27AAZCD1111E1ZS"
MUMBAI = "27AAPFU0939F1ZV"
SURAT = "24AAZCS2222F1ZB"
BENGALURU = "29AAZFK3333G1ZV"
COLLECTOR = "29AAZCT4444H1CV"  # an e-commerce operator's GSTIN has a C in place 14

PAID = (
    *("Rate", "Taxable Value", "Integrated Tax Paid", "Central Tax Paid", "State/UT Tax Paid", "Cess Paid"),
    *("Eligibility For ITC", "Availed ITC Integrated Tax", "Availed ITC Central Tax", "Availed ITC State/UT Tax"),
    "Availed ITC Cess",
)
B2B = (
    *("GSTIN of Supplier", "Invoice Number", "Invoice date", "Invoice Value", "Place Of Supply", "Reverse Charge"),
    *("Invoice Type", *PAID),
)
REGISTER = (
    *("GSTIN of Supplier/ECO* ", "Trade/Legal name ", "Type of inward supplies* ", "Document type* "),
    *("Document number* ", "Document date* ", "Taxable value (₹)* ", "Integrated tax (₹) ", "Central tax (₹) "),
    *("State/UT tax (₹) ", "Cess (₹) "),
)
_B2B: dict[str, object] = {
    "gstin": MUMBAI, "number": "A/1", "date": dt.date(2026, 10, 5), "value": 1180, "place": "27-Maharashtra",
    "reverse": "N", "type": "Regular", "rate": 18, "taxable": 1000, "igst": 0, "cgst": 90, "sgst": 90, "cess": 0,
    "eligibility": "Inputs", "availed_igst": 0, "availed_cgst": 90, "availed_sgst": 90, "availed_cess": 0,
}  # fmt: skip
_ENTRY: dict[str, object] = {
    "gstin": MUMBAI, "name": "Uttam Traders", "supply": "B2B", "type": "Invoice", "number": "A/1",
    "date": dt.date(2026, 10, 5), "taxable": 1000, "igst": 0, "cgst": 90, "sgst": 90, "cess": 0,
}  # fmt: skip


def b2b(**cells: object) -> list[object]:
    """A row of sheet b2b: invoice A/1 of 1,000 at 18 % inside Maharashtra, with other cells where named."""
    return _row(_B2B, cells)


def entry(**cells: object) -> list[object]:
    """A row of the register: invoice A/1 of 1,000 at 18 % inside Maharashtra, with other cells where named."""
    return _row(_ENTRY, cells)


def _row(usual: dict[str, object], cells: dict[str, object]) -> list[object]:
    assert cells.keys() <= usual.keys()
    return [*(usual | cells).values()]
