"""The columns of every table of the workbook: heading, field, looks.

Amounts are signed on the sheets: credit notes are negative, so that every total is a plain sum.
"""

from dataclasses import replace

from ims_xl.inputs import BY_NAME, INPUTS, REDUCTION, InputKind
from ims_xl.workbook.sheet import KEY, Column, Kind

_KINDS: dict[InputKind, Kind] = {"choice": "mark", "text": "text", "rupees": "rupees"}


def _input(name: str) -> Column:
    """The column of an input, drawn as it was typed."""
    one = BY_NAME[name]
    kind = _KINDS[one.kind]
    return Column(one.header, one.typed, kind, one.width, True, one.choices, one.help, one.first_screen)


_BULK_HELP = "Applied once to documents without a decision here or on the portal, then emptied"

_ACTION, _REMARKS = _input("action"), _input("remarks")
_NUMBER = Column("Number (IMS)", "doc_number", "text", 18, first_screen=True)
_DATE = Column("Date (IMS)", "doc_date", "date", 12, first_screen=True)
_SUPPLIER = Column("Supplier name", "supplier_name", "text", 28, first_screen=True)
_SUGGESTED = Column(
    "Suggested", "suggested", "text", 11, help="Written into Action only by Apply suggestions", first_screen=True
)
_REASON = Column("Reason", "short", "text", 32, first_screen=True)
_RESTRICTION = Column("Restriction", "restriction", "text", 48, first_screen=True)

_INPUTS = (
    *(_input(name) for name in REDUCTION),
    *(_input(one.name) for one in INPUTS if one.name not in ("action", "remarks", *REDUCTION)),
    Column("ITC effect", "itc_effect", "difference", 15),
)

_PORTAL = (
    Column("Supplier period", "supplier_period_label", "text", 11),
    Column("Supplier form", "form_label", "text", 11),
    Column("Supplier filed", "supplier_filed", "text", 11),
    Column("Pending until", "pending_until", "date", 12),
    Column("Portal status", "portal_status", "text", 12),
    Column("Portal remarks", "remarks", "text", 40, help="What the portal holds; what you type goes into Remarks"),
    Column(
        "Portal ITC reduction",
        "portal_reduction",
        "text",
        28,
        help="What the portal holds; what you type goes into Reduce ITC",
    ),
    Column("Upload status", "upload_status", "text", 22),
)

_HIDDEN = (
    Column(KEY, "doc_id", "key", 10),
    Column("Fingerprint", "fingerprint", "key", 10),
)

PAIRED = (
    _ACTION, _SUPPLIER, _NUMBER, _DATE,
    Column("Taxable difference", "taxable_difference", "difference", 15, help="IMS less books", first_screen=True),
    Column("Tax difference", "tax_difference", "difference", 14, help="IMS less books", first_screen=True),
    _SUGGESTED, _REASON, _REMARKS, _RESTRICTION,
    Column("Supplier GSTIN", "supplier_gstin", "text", 18),
    Column("Document type", "type_label", "text", 13),
    Column("Family", "family", "text", 10),
    Column("Number (Books)", "books_number", "text", 18),
    Column("Date (Books)", "books_date", "date", 12),
    Column("Document value", "doc_value", "difference", 15),
    Column("Taxable (IMS)", "taxable_value", "difference", 15),
    Column("Taxable (Books)", "books_taxable_value", "difference", 15),
    Column("Tax (IMS)", "tax", "difference", 14),
    Column("Tax (Books)", "books_tax", "difference", 14),
    Column("IGST (IMS)", "igst", "difference", 13),
    Column("IGST (Books)", "books_igst", "difference", 13),
    Column("CGST (IMS)", "cgst", "difference", 13),
    Column("CGST (Books)", "books_cgst", "difference", 13),
    Column("SGST (IMS)", "sgst", "difference", 13),
    Column("SGST (Books)", "books_sgst", "difference", 13),
    Column("Cess (IMS)", "cess", "difference", 12),
    Column("Cess (Books)", "books_cess", "difference", 12),
    Column("Place of supply (IMS)", "place_label", "text", 18),
    Column("Place of supply (Books)", "books_place_label", "text", 18),
    Column("Original number", "original_number", "text", 16),
    Column("Original date", "original_date", "date", 12),
    Column("Original", "original_state", "text", 26, help="What was last known of it, and where"),
    *_INPUTS,
    Column("Why", "why", "long", 60),
    *_PORTAL,
    Column("Voucher number", "voucher_number", "text", 14),
    Column("Source row", "source", "text", 30),
    Column("Score", "score", "number", 8),
    *_HIDDEN,
)  # fmt: skip

_BOOK_HALF = {
    "Taxable difference", "Tax difference", "Number (Books)", "Date (Books)", "Taxable (Books)", "Tax (Books)", "IGST (Books)",
    "CGST (Books)", "SGST (Books)", "Cess (Books)", "Place of supply (Books)", "Voucher number", "Source row", "Score",
}  # fmt: skip


def _ims_half() -> tuple[Column, ...]:
    """The columns of a sheet without book partners: amounts take the place of differences."""
    kept = {column.header: column for column in PAIRED if column.header not in _BOOK_HALF}
    amounts = [replace(kept.pop(name), first_screen=True) for name in ("Taxable (IMS)", "Tax (IMS)")]
    rest = list(kept.values())
    return (*rest[:4], *amounts, *rest[4:])


IMS_ONLY = _ims_half()

FOLLOW_UP = Column("Follow-up", "follow_up", "mark", 20, True, "FollowUp", "What to do about this bill", True)

BOOKS_ONLY = (
    FOLLOW_UP,
    Column("Supplier name", "supplier_name", "text", 30, first_screen=True),
    Column("Number (Books)", "doc_number", "text", 18, first_screen=True),
    Column("Date (Books)", "doc_date", "date", 12, first_screen=True),
    Column("Taxable (Books)", "taxable_value", "difference", 15, first_screen=True),
    Column("Tax (Books)", "tax", "difference", 14, first_screen=True),
    Column("Reason", "reason", "text", 32, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Document type", "type_label", "text", 13),
    Column("Family", "family_label", "text", 10),
    Column("Document value", "doc_value", "difference", 15),
    Column("IGST (Books)", "igst", "difference", 13),
    Column("CGST (Books)", "cgst", "difference", 13),
    Column("SGST (Books)", "sgst", "difference", 13),
    Column("Cess (Books)", "cess", "difference", 12),
    Column("Place of supply (Books)", "place_label", "text", 18),
    Column("Reverse charge", "reverse_charge_label", "text", 10),
    Column("Eligibility", "eligibility", "text", 16),
    Column("Why", "why", "long", 60),
    Column("Voucher number", "voucher_number", "text", 14),
    Column("Booking date", "booking_date", "date", 12),
    Column("Source row", "source", "text", 30),
    Column("Carried from", "carried_label", "text", 12),
    Column(KEY, "doc_id", "key", 10),
)

SETTLED = tuple(column for column in BOOKS_ONLY if column is not FOLLOW_UP)

ASIDE = (
    Column("Mark", "action_label", "text", 13, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 32, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 20, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 14, first_screen=True),
    Column("Tax (IMS)", "tax", "difference", 16, first_screen=True),
    Column("Remarks", "remarks", "text", 30, first_screen=True),
    Column("Marked at", "at", "time", 18, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Document type", "type_label", "text", 18, first_screen=True),
)

SUPPLIER_VIEW = (
    Column("Bulk action", "action", "mark", 12, True, "Action", _BULK_HELP, True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 32, first_screen=True),
    Column("Tax difference", "tax_difference", "difference", 15, help="IMS less books", first_screen=True),
    Column("Total tax (IMS)", "tax", "difference", 15, first_screen=True),
    Column("Total tax (PR)", "books_tax", "difference", 15, first_screen=True),
    Column("Documents (IMS)", "documents", "number", 11, first_screen=True),
    Column("Documents (PR)", "books_documents", "number", 11, first_screen=True),
    Column("Taxable (IMS)", "taxable_value", "difference", 16, first_screen=True),
    Column("Taxable (PR)", "books_taxable_value", "difference", 16, first_screen=True),
    Column("Matching status", "statuses", "text", 58, first_screen=True),
)

DASHBOARD = (
    Column("Bulk action", "action", "mark", 12, True, "Action", _BULK_HELP, True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Trade name", "supplier_name", "text", 32, first_screen=True),
    Column("Total records", "documents", "number", 9, first_screen=True),
    Column("No action", "no_action", "number", 9, first_screen=True),
    Column("Accepted", "accepted", "number", 10, first_screen=True),
    Column("Rejected", "rejected", "number", 9, first_screen=True),
    Column("Pending", "pending", "number", 9, first_screen=True),
    Column("Taxable value", "taxable_value", "difference", 17, first_screen=True),
    Column("IGST", "igst", "difference", 15, first_screen=True),
    Column("CGST", "cgst", "difference", 15, first_screen=True),
    Column("S/UTGST", "sgst", "difference", 15, first_screen=True),
    Column("Cess", "cess", "difference", 13, first_screen=True),
)

MAPPING = (
    Column("Heading in the file", "title", "text", 30, first_screen=True),
    Column(
        "Field",
        "choice",
        "mark",
        22,
        True,
        "RegisterField",
        "What this column holds; choose from the list. Amounts of several columns with the same field are added",
        True,
    ),
    Column("Confidence", "confidence", "percent", 11, first_screen=True),
    Column("Why", "reason", "text", 44, first_screen=True),
    Column("First row", "first", "text", 20, first_screen=True),
    Column("Second row", "second", "text", 20, first_screen=True),
    Column("Third row", "third", "text", 20, first_screen=True),
    Column("Place", "place", "key", 10),
)

PUSH = (
    Column("What", "line", "text", 34, first_screen=True),
    Column("Accept", "A", "number", 18, first_screen=True),
    Column("Reject", "R", "number", 13, first_screen=True),
    Column("Pending", "P", "number", 12, first_screen=True),
    Column("No Action", "N", "number", 13, first_screen=True),
    Column("ITC effect", "itc_effect", "difference", 17, first_screen=True),
)

PREVIEW = (
    Column("Supplier name", "supplier_name", "text", 34, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 18, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 13, first_screen=True),
    Column("Action", "action_label", "text", 12, first_screen=True),
    Column("Portal status", "portal_status", "text", 13, first_screen=True),
    Column("ITC effect", "itc_effect", "difference", 17, first_screen=True),
    Column("Upload", "decision", "text", 14, first_screen=True),
    Column("Reason", "reason", "text", 60, first_screen=True),
    Column("Document type", "type_label", "text", 16),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18),
    Column("Remarks", "remarks_text", "text", 24),
)

GSTR2B_TOTALS = (
    Column("Line", "line", "text", 34, first_screen=True),
    Column("IGST", "igst", "difference", 18, first_screen=True),
    Column("CGST", "cgst", "difference", 18, first_screen=True),
    Column("S/UTGST", "sgst", "difference", 18, first_screen=True),
    Column("Cess", "cess", "difference", 16, first_screen=True),
    Column("Total", "total", "difference", 18, first_screen=True),
)

GSTR2B_CHECK = (
    Column("Supplier name", "supplier_name", "text", 34, first_screen=True),
    Column("Number", "doc_number", "text", 18, first_screen=True),
    Column("Date", "doc_date", "date", 18, first_screen=True),
    Column("Tax", "tax", "rupees", 18, first_screen=True),
    Column("Finding", "severity", "text", 16, first_screen=True),
    Column("Action", "action", "text", 18, first_screen=True),
    Column("Expected", "expected", "text", 15, first_screen=True),
    Column("In GSTR-2B", "found", "text", 15, first_screen=True),
    Column("Reason", "reason", "long", 60, first_screen=True),
    Column("Document type", "type_label", "text", 18),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18),
)

HISTORY = (
    Column("Requested at", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("Sent through", "road", "text", 13, first_screen=True),
    Column("Accept", "A", "number", 9, first_screen=True),
    Column("Reject", "R", "number", 9, first_screen=True),
    Column("Pending", "P", "number", 9, first_screen=True),
    Column("No Action", "N", "number", 10, first_screen=True),
    Column("Reference", "reference", "text", 34, first_screen=True),
    Column("Status", "status", "text", 40, first_screen=True),
    Column("Errors", "errors", "number", 9, first_screen=True),
    Column("Finished at", "finished_at", "time", 18, first_screen=True),
    Column("SHA-256 of the file", "sha256", "text", 24),
)

DECISIONS = (
    Column("Line", "id", "number", 8, first_screen=True),
    Column("At", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("Event", "event", "text", 20, first_screen=True),
    Column("Supplier", "supplier_name", "text", 28, first_screen=True),
    Column("Number", "doc_number", "text", 18, first_screen=True),
    Column("Before", "before", "text", 14, first_screen=True),
    Column("After", "after", "text", 22, first_screen=True),
    Column("Basis", "basis", "text", 60, first_screen=True),
    Column("Document", "doc_id", "text", 40),
    Column("Hash", "hash", "text", 24),
)

LINKS = (
    Column("Link", "kind_label", "text", 12, first_screen=True),
    Column("Supplier", "supplier_name", "text", 28, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 18, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 12, first_screen=True),
    Column("Number (Books)", "books_number", "text", 18, first_screen=True),
    Column("Date (Books)", "books_date", "date", 12, first_screen=True),
    Column("Reason", "reason", "long", 40, first_screen=True),
    Column("At", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
)

ISSUES = (
    Column("Severity", "severity", "text", 10, first_screen=True),
    Column("File", "file", "text", 26, first_screen=True),
    Column("Sheet", "sheet", "text", 16, first_screen=True),
    Column("Row", "row", "number", 7, first_screen=True),
    Column("Column", "column", "text", 20, first_screen=True),
    Column("Value", "value", "text", 22, first_screen=True),
    Column("Reason", "reason", "long", 52, first_screen=True),
    Column("What to do", "remedy", "long", 52, first_screen=True),
)

SETTINGS = (
    Column("Setting", "label", "text", 50, first_screen=True),
    Column("Value", "value", "mark", 34, True, first_screen=True),
    Column("What it does", "help", "long", 112, first_screen=True),
)
