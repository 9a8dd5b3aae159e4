"""Table 4 of GSTR-3B, the buyer's credit: its lines, and what of each can be worked out from documents."""

from typing import NamedTuple


class Line(NamedTuple):
    """One line of the table: its number, what it is, what is counted here, and where that is written."""

    code: str
    title: str
    counted: str
    source: str


IMPORT_OF_GOODS, IMPORT_OF_SERVICES, REVERSE_CHARGE, DISTRIBUTED, OTHER = (f"4(A)({at})" for at in range(1, 6))
REVERSED, REVERSED_FOR_NOW, NET, RECLAIMED, NOT_AVAILABLE = "4(B)(1)", "4(B)(2)", "4(C)", "4(D)(1)", "4(D)(2)"
AVAILABLE = (IMPORT_OF_GOODS, IMPORT_OF_SERVICES, REVERSE_CHARGE, DISTRIBUTED, OTHER)

_CIRCULAR = "Circular 170/02/2022-GST"

LINES = (
    Line(IMPORT_OF_GOODS, "Import of goods", "bills of entry accepted or deemed accepted", "GSTN advisory of 30 Oct 2025"),
    Line(IMPORT_OF_SERVICES, "Import of services", "books; once the tax is paid", "IGST Act s. 5(3)"),
    Line(REVERSE_CHARGE, "Reverse charge", "GSTR-2B, books where unregistered; once paid", "GSTN FAQ on IMS, Sep 2024"),
    Line(DISTRIBUTED, "From an input service distributor", "GSTR-2B", "GSTN FAQ on IMS, Sep 2024"),
    Line(OTHER, "All other credit, not below zero", "accepted or deemed accepted, less credit notes", _CIRCULAR),
    Line(REVERSED, "Reversed for good: section 17(5)", "by Eligibility; add rules 38, 42 and 43", _CIRCULAR),
    Line(REVERSED_FOR_NOW, "Reversed until later", "ITC Reversals; what 4(A)(5) is below zero", _CIRCULAR),
    Line(NET, "Net credit: (A) less (B)", "", _CIRCULAR),
    Line(RECLAIMED, "Reclaimed, reversed in 4(B)(2) before", "from ITC Reversals; it stands in 4(A)(5) too", _CIRCULAR),
    Line(NOT_AVAILABLE, "Not available: section 16(4), place of supply", "GSTR-2B gives no credit", _CIRCULAR),
)  # fmt: skip
"""The lines in their order. What the accountant adds from elsewhere stands in `counted`."""
