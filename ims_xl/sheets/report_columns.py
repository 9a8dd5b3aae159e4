"""The columns of the auditor's workbook: what is printed of a status sheet, and the tables of its Summary."""

from collections.abc import Sequence
from dataclasses import replace

from ims_xl.workbook.sheet import Column

_PRINTED = {  # heading -> width in characters; together an A4 page across
    "Action": 10,
    "Follow-up": 16,
    "Supplier name": 31.5,
    "Supplier GSTIN": 18,
    "Number (IMS)": 17,
    "Number (Books)": 17,
    "Date (IMS)": 11.5,
    "Taxable (IMS)": 14,
    "Tax (IMS)": 13,
    "Tax difference": 13,
    "Portal status": 11,
    "Date (Books)": 11.5,
    "Taxable (Books)": 14,
    "Tax (Books)": 13,
    "Reason": 24,
}
_BOOKS_ONLY = ("Date (Books)", "Taxable (Books)", "Tax (Books)")

DECISIONS = (
    Column("Decision", "line", "text", 36),
    Column("Documents", "documents", "number", 12),
    Column("ITC", "rupees", "rupees", 19),
    Column("Of them on the portal", "held_documents", "number", 19),
    Column("ITC on the portal", "held_rupees", "rupees", 19),
    Column("Marked here", "own_documents", "number", 14),
    Column("ITC marked here", "own_rupees", "rupees", 19),
    Column("What it means", "meaning", "text", 40),
)

RECONCILIATION = (
    Column("From the books to GSTR-2B", "line", "text", 36),
    Column("Documents", "documents", "number", 12),
    Column("Taxable value", "taxable", "rupees", 19),
    Column("Tax", "tax", "rupees", 19),
    Column("Explained", "words", "text", 19),
)


def printed_first(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a status sheet, those that are printed before the others; what folds away stands unfolded."""
    found = {column.header: column for column in columns if not column.is_hidden}
    passed = _BOOKS_ONLY if "Date (IMS)" in found else ()
    printed = [header for header in _PRINTED if header in found and header not in passed]
    first = [replace(found[header], width=_PRINTED[header], first_screen=True) for header in printed]
    others = [replace(column, first_screen=False) for header, column in found.items() if header not in printed]
    return (*first, *others)
