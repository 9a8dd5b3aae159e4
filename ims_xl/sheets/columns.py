"""The columns of every table of the workbook: heading, field, looks.

Amounts are signed on the sheets: credit notes are negative, so that every total is a plain sum.
"""

from dataclasses import replace

from ims_xl.contacts import FIELDS
from ims_xl.inputs import BY_NAME, INPUTS, REDUCTION, InputKind
from ims_xl.workbook.sheet import KEY, Column, Kind, Level

_KINDS: dict[InputKind, Kind] = {"choice": "mark", "text": "text", "rupees": "rupees"}


def _input(name: str) -> Column:
    """The column of an input, drawn as it was typed."""
    one = BY_NAME[name]
    kind = _KINDS[one.kind]
    return Column(one.header, one.typed, kind, one.width, True, one.choices, one.help, one.first_screen)


_BULK_HELP = "Applied once to documents without a decision here or on the portal, then emptied"

_ACTION, _REMARKS = _input("action"), _input("remarks")

_SUPPLIER_KEY = Column("Supplier key", "supplier_key", "text", 10, hidden=True)
_FOR_SUMS = (
    _SUPPLIER_KEY,
    Column("State", "state", "text", 10, hidden=True),
    Column("Family", "family", "text", 10, hidden=True),
)
"""By these the sums on Supplier View and IMS Dashboard find their documents."""

_FIRST = (
    _ACTION,
    Column("Supplier name", "supplier_name", "text", 29),
    Column("Number (IMS)", "doc_number", "text", 15.5),
    Column("Number (Books)", "books_number", "text", 15.5),
    Column("Date (IMS)", "doc_date", "date", 11),
    Column("Taxable (IMS)", "taxable_value", "difference", 13),
    Column("Tax (IMS)", "tax", "difference", 12),
    Column("Taxable difference", "taxable_difference", "difference", 11.5, help="IMS less books"),
    Column("Tax difference", "tax_difference", "difference", 11, help="IMS less books"),
    Column("Suggested", "suggested_text", "text", 13.5, help="Written into Action only by Apply suggestions; else why not"),
    Column("Reason", "reason_text", "text", 25),
    Column("Portal status", "portal_status", "text", 9.5),
    Column("Filed", "supplier_filed", "text", 8, help="Whether the supplier filed the return that holds it"),
    Column("Why", "why_text", "long", 26),
    Column("Supplier GSTIN", "supplier_gstin", "text", 17.5),
)  # fmt: skip
"""What is seen at 1366 pixels and 85% without scrolling, and printed: about 210 characters."""

_DECIDE = (
    Column("Restriction", "restriction", "text", 48),
    _REMARKS,
    *(_input(name) for name in REDUCTION),
    *(_input(one.name) for one in INPUTS if one.name not in ("action", "remarks", *REDUCTION)),
    Column(
        "Suggested eligibility",
        "eligibility_why",
        "text",
        27,
        help="As chosen last for this supplier; written into Eligibility only by Apply suggestions",
    ),
    Column("ITC effect", "itc_effect", "difference", 15),
)

_COMPARE = (
    Column("Kind of difference", "short", "text", 26, help="The reason in a few words, for filters"),
    Column("Supplier GSTIN (Books)", "books_supplier_gstin", "text", 18),
    Column("Document type", "type_label", "text", 13),
    Column("Document type (Books)", "books_type_label", "text", 15),
    Column("Family", "family", "text", 10),
    Column("Date (Books)", "books_date", "date", 12),
    Column("Taxable (Books)", "books_taxable_value", "difference", 15),
    Column("Tax (Books)", "books_tax", "difference", 14),
    Column("Document value", "doc_value", "difference", 15),
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
)

_TRACE = (
    Column("Supplier period", "supplier_period_label", "text", 11),
    Column("Supplier form", "form_label", "text", 11),
    Column("Seen before", "seen_before", "text", 30, help="The status earlier months left it with"),
    Column("Pending until", "pending_until", "date", 12),
    Column("Portal remarks", "remarks", "text", 40, help="What the portal holds; what you type goes into Remarks"),
    Column(
        "Portal ITC reduction",
        "portal_reduction",
        "text",
        28,
        help="What the portal holds; what you type goes into Reduce ITC",
    ),
    Column("Upload status", "upload_status", "text", 22),
    Column("Voucher number", "voucher_number", "text", 14),
    Column("Source row", "source", "text", 30),
    Column("Score", "score", "number", 8),
    Column(KEY, "doc_id", "key", 10),
    Column("Fingerprint", "fingerprint", "key", 10),
)


def _folding(columns: tuple[Column, ...], level: Level) -> tuple[Column, ...]:
    return tuple(replace(column, level=level) for column in columns)


def _first(columns: tuple[Column, ...], **widths: float) -> tuple[Column, ...]:
    """Columns of the first screen, some with another width, by field."""
    return tuple(replace(one, width=widths.get(one.field, one.width), first_screen=True) for one in columns)


def _in_lines(columns: tuple[Column, ...], *fields: str) -> tuple[Column, ...]:
    """The columns, some of them with texts that run over several lines."""
    return tuple(replace(one, kind="lines") if one.field in fields else one for one in columns)


PAIRED = (*_first(_FIRST), *_folding(_DECIDE, 1), *_folding((*_COMPARE, *_TRACE), 2))

_WRAPPED = ("supplier_name", "reason_text", "why_text")

COMPARED = (
    *_in_lines(_first(_FIRST, supplier_name=21, reason_text=16, why_text=36), *_WRAPPED),
    *PAIRED[len(_FIRST) :],
)
"""Pairs that do not agree in everything: reasons over several lines."""

_BOOK_HALF = {
    column.header for column in (*_FIRST, *_COMPARE) if "books" in column.field or column.field.endswith("difference")
} | {"Voucher number", "Source row", "Score"}
IMS_ONLY = tuple(
    replace(column, width=60) if column.field == "why_text" else column
    for column in COMPARED
    if column.header not in _BOOK_HALF
)
DOCUMENTS = (
    *(column for column in PAIRED if column.header not in _BOOK_HALF | {"Reason", "Why", "Kind of difference"}),
    *_FOR_SUMS[:2],
)

FOLLOW_UP = Column("Follow-up", "follow_up", "mark", 18, True, "FollowUp", "What to do about this bill")

BOOKS_ONLY = (
    *_in_lines(
        _first(
            (
                FOLLOW_UP,
                Column("Supplier name", "supplier_name", "text", 28),
                Column("Number (Books)", "doc_number", "text", 17),
                Column("Date (Books)", "doc_date", "date", 11),
                Column("Taxable (Books)", "taxable_value", "difference", 14),
                Column("Tax (Books)", "tax", "difference", 13),
                Column("Reason", "reason", "text", 24),
                Column("Supplier GSTIN", "supplier_gstin", "text", 18),
                Column("Why", "why", "text", 62),
            )
        ),
        "supplier_name",
        "reason",
        "why",
    ),
    *_folding(
        (
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
            Column("Voucher number", "voucher_number", "text", 14),
            Column("Booking date", "booking_date", "date", 12),
            Column("Source row", "source", "text", 30),
            Column("Carried from", "carried_label", "text", 12),
            Column(KEY, "doc_id", "key", 10),
        ),
        1,
    ),
)

SETTLED = tuple(column for column in BOOKS_ONLY if column.field != FOLLOW_UP.field)

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

LATER = (
    Column("Supplier name", "supplier_name", "text", 32, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 18, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 12, first_screen=True),
    Column("Document type", "type_label", "text", 20, first_screen=True),
    Column("Taxable (IMS)", "taxable_value", "difference", 16, first_screen=True),
    Column("Tax (IMS)", "tax", "difference", 15, first_screen=True),
    Column("Supplier period", "supplier_period_label", "text", 13, first_screen=True),
    Column("GSTR-2B of", "two_b_label", "text", 13, first_screen=True, help="The month whose workbook decides it"),
    Column("Portal status", "portal_status", "text", 13, first_screen=True),
)

DOCUMENT_VIEW = (
    Column("Matching status", "status", "text", 15, first_screen=True),
    Column("Action", "action_label", "text", 11, help="Read only; mark it on its own sheet", first_screen=True),
    Column("Type", "type_label", "text", 17.5, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 25, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 17.5, first_screen=True),
    Column("Number", "number", "row link", 16, help="Click to go to its row", first_screen=True, goes_to="sheet"),
    Column("Date", "date", "date", 11, first_screen=True),
    Column("Taxable (IMS)", "taxable_value", "difference", 13, first_screen=True),
    Column("Taxable (Books)", "books_taxable_value", "difference", 13, first_screen=True),
    Column("Tax (IMS)", "tax", "difference", 12, first_screen=True),
    Column("Tax (Books)", "books_tax", "difference", 12, first_screen=True),
    Column("Tax difference", "tax_difference", "difference", 11, help="IMS less books", first_screen=True),
    Column("Portal status", "portal_status", "text", 9.5, first_screen=True),
    Column("Reason", "reason", "text", 26, first_screen=True),
    *_FOR_SUMS,
    Column("In books", "in_books", "text", 10, hidden=True),
    *(Column(name, name.lower(), "difference", 12, hidden=True) for name in ("IGST", "CGST", "SGST", "Cess")),
    Column(KEY, "doc_id", "key", 10),
)

SUPPLIER_VIEW = (
    Column("Bulk action", "action", "mark", 12, True, "Action", _BULK_HELP, True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Supplier name", "supplier_name", "lines", 26, first_screen=True),
    Column("Documents", "go", "row link", 11.5, help="Click to go to this supplier's documents", first_screen=True),
    Column("Tax difference", "tax_difference", "difference", 13, help="IMS less books", first_screen=True),
    Column("Total tax (IMS)", "tax", "difference", 13, first_screen=True),
    Column("Total tax (PR)", "books_tax", "difference", 13, first_screen=True),
    Column("Documents (IMS)", "documents", "count", 10, first_screen=True),
    Column("Documents (PR)", "books_documents", "count", 10, first_screen=True),
    Column("Taxable (IMS)", "taxable_value", "difference", 14, first_screen=True),
    Column("Taxable (PR)", "books_taxable_value", "difference", 14, first_screen=True),
    Column("Matching status", "statuses", "formula text", 50, first_screen=True),
    _SUPPLIER_KEY,
)

DASHBOARD = (
    Column("Bulk action", "action", "mark", 12, True, "Action", _BULK_HELP, True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Trade name", "supplier_name", "text", 32, first_screen=True),
    Column("Documents", "go", "row link", 11.5, help="Click to go to this supplier's documents", first_screen=True),
    Column("Total records", "documents", "count", 9, first_screen=True),
    Column("No action", "no_action", "count", 9, first_screen=True),
    Column("Accepted", "accepted", "count", 10, first_screen=True),
    Column("Rejected", "rejected", "count", 9, first_screen=True),
    Column("Pending", "pending", "count", 9, first_screen=True),
    Column("Taxable value", "taxable_value", "difference", 17, first_screen=True),
    Column("IGST", "igst", "difference", 15, first_screen=True),
    Column("CGST", "cgst", "difference", 15, first_screen=True),
    Column("S/UTGST", "sgst", "difference", 15, first_screen=True),
    Column("Cess", "cess", "difference", 13, first_screen=True),
    _SUPPLIER_KEY,
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

WORKING = (
    Column("Line", "line", "text", 10, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 28, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 17.5, first_screen=True),
    Column("Type", "type_label", "text", 17, first_screen=True),
    Column("Number", "doc_number", "text", 16, first_screen=True),
    Column("Date", "doc_date", "date", 11, first_screen=True),
    Column("IGST", "igst", "difference", 14, first_screen=True),
    Column("CGST", "cgst", "difference", 14, first_screen=True),
    Column("S/UTGST", "sgst", "difference", 14, first_screen=True),
    Column("Cess", "cess", "difference", 12, first_screen=True),
    Column("Total", "total", "difference", 15, first_screen=True),
    Column("Eligibility", "eligibility", "text", 18, first_screen=True),
    Column("From", "from", "text", 9, first_screen=True),
    Column("Why", "why", "text", 40, first_screen=True),
)

ALSO_CLAIMED = (
    Column("Supplier name", "supplier_name", "text", 28, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 17.5, first_screen=True),
    Column("Document type", "type_label", "text", 17, first_screen=True),
    Column("Number", "doc_number", "text", 16, first_screen=True),
    Column("Date", "doc_date", "date", 11, first_screen=True),
    Column("Tax", "tax", "difference", 14, first_screen=True),
    Column("Where else", "warning", "text", 90, first_screen=True),
)
"""Documents accepted here whose credit was taken elsewhere too."""

YEAR = (
    Column("Tax period", "label", "text", 18, first_screen=True),
    Column("As of", "state", "text", 36, first_screen=True),
    *(
        Column(heading, name, "difference", 16, first_screen=True)
        for heading, name in (
            ("ITC as per GSTR-2B", "gstr2b"),
            ("ITC per books, first booked", "books"),
            ("GSTR-3B 4(A), available", "available"),
            ("GSTR-3B 4(B), reversed", "reversed"),
            ("GSTR-3B 4(C), ITC taken", "net"),
            ("4(C) less GSTR-2B", "excess"),
            ("Open reversals", "open_reversals"),
        )
    ),
    Column("Credit lapses on", "claim_until", "date", 14, first_screen=True),
    Column("Documents that lapse then", "lapsing", "count", 14, first_screen=True),
    Column("Their tax", "lapsing_tax", "difference", 16, first_screen=True),
)
"""One row a tax period; amounts in signed rupees, missing where they are not known."""

TABLE_4 = (
    Column("Line", "code", "text", 10, first_screen=True),
    Column("Table 4 of GSTR-3B", "title", "text", 40, first_screen=True),
    *(replace(one, width=16) for one in WORKING[6:11]),
    Column("Documents", "documents", "count", 11, first_screen=True),
    Column("What is counted, and what you add", "counted", "text", 46, first_screen=True),
    Column("Source", "source", "text", 30, first_screen=True),
)

_HEADS = {"igst": "IGST", "cgst": "CGST", "sgst": "S/UTGST", "cess": "Cess"}
REVERSAL_PARTS = {"opening": "Opening", "reversed": "Reversed", "reclaimed": "Reclaimed", "closing": "Closing"}

REVERSALS = (
    Column("Reclaim", "reclaim", "mark", 19, True, "ReduceITC", "Reclaims in this month's GSTR-3B; blank and No leave it open", True),
    Column("Supplier name", "supplier_name", "text", 28, first_screen=True),
    Column("Number", "doc_number", "text", 17, first_screen=True),
    Column("Date", "doc_date", "date", 12, first_screen=True),
    Column("Reversed under", "kind_title", "text", 23, first_screen=True),
    Column("Reversed in", "reversed_label", "text", 14, first_screen=True),
    *(Column(title, part, "difference", 15, first_screen=True) for part, title in REVERSAL_PARTS.items()),
    Column("Note", "note", "text", 56, first_screen=True),
    *(Column(f"Reclaim {title}", f"reclaim_{tax}", "rupees", 13, True, help="For Yes - partial", level=1) for tax, title in _HEADS.items()),
    Column("Section 16(4)", "claim_until", "date", 13, level=1, help="Last day to claim credit of this document for the first time; see Reclaim after it"),
    Column("Reclaim after it", "limit", "text", 44, level=1),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, level=1),
    *(
        Column(f"{name} {title}", f"{part}_{tax}", "difference", 14, level=2)
        for part, name in REVERSAL_PARTS.items()
        for tax, title in _HEADS.items()
    ),
    Column("Ledger key", "key", "key", 10),
)  # fmt: skip
"""One row a document and kind of reversal, amounts in rupees."""

OWN_REVERSALS = (
    Column("Counts as", "counts", "mark", 19, True, "ReversalCounts", "Reversed this month stands in 4(B)(2); Opening balance was reversed before this workbook", True),
    Column("Supplier name", "supplier_name", "mark", 28, True, first_screen=True),
    Column("Number", "doc_number", "mark", 17, True, first_screen=True),
    Column("Date", "doc_date", "date", 12, True, first_screen=True),
    Column("Reversed under", "kind", "mark", 23, True, "ReversalKind", first_screen=True),
    *(Column(title, tax, "rupees", 15, True, first_screen=True) for tax, title in _HEADS.items()),
    Column("Supplier GSTIN", "supplier_gstin", "mark", 18, True, first_screen=True),
    Column("Note", "note", "text", 56, first_screen=True),
    Column("Remark", "remark", "text", 30, True, level=1, help="Your own note; it stays here"),
)  # fmt: skip
"""Reversals typed by hand; the columns stand below those of REVERSALS."""


def _may_be_reversed(what: str, part: str, *own: Column, after: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """Columns of a list of documents that may be reversed; `own`, `after`: those of its rule, before and after the amounts."""
    return (
        Column("Reverse", "reverse", "mark", 19, True, "ReduceITC", f"Reverses in this month's GSTR-3B {what}; blank and No reverse nothing", True),
        Column("Supplier name", "supplier_name", "text", 30, first_screen=True),
        Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
        Column("Number", "doc_number", "text", 18, first_screen=True),
        Column("Date", "doc_date", "date", 12, first_screen=True),
        *own,
        *(Column(title, tax, "difference", 14, first_screen=True) for tax, title in _HEADS.items()),
        Column("Look at", "look", "text", 52, first_screen=True),
        *(Column(f"Reverse {title}", f"reverse_{tax}", "rupees", 13, True, help=f"For Yes - partial: {part}", level=1) for tax, title in _HEADS.items()),
        *after,
        Column("Ledger key", "key", "key", 10),
    )  # fmt: skip


UNPAID = _may_be_reversed(
    "what is not paid", "the tax on what is not paid", Column("180 days end", "due", "date", 13, first_screen=True)
)

UNFILED_3B = _may_be_reversed(
    "the credit of a supplier without GSTR-3B", "where credit was taken for a part only",
    Column("Credit of", "taken_label", "text", 10, first_screen=True, help="The GSTR-3B that took the credit; its financial year counts"),
    Column("Return of", "return_label", "text", 10, first_screen=True, help="The supplier's period whose GSTR-3B is not filed"),
    Column("He files by", "file_by", "date", 12, first_screen=True),
    Column("Reverse by", "due", "date", 12, first_screen=True),
    Column("GSTR-3B", "filed_3b", "text", 10, first_screen=True, help="What the newest GSTR-2A says of that return"),
    Column("Known on", "known_on", "date", 12, first_screen=True, help="The day that GSTR-2A was made"),
    after=(Column("GSTR-2A file", "source_file", "text", 44, level=1),),
)  # fmt: skip

REVERSAL_STATEMENT = (
    Column("Line", "line", "text", 40, first_screen=True),
    *(Column(title, tax, "difference", 18, first_screen=True) for tax, title in _HEADS.items()),
    Column("Total", "total", "difference", 18, first_screen=True),
)

GSTR2B_CHECK = (
    Column("Supplier name", "supplier_name", "text", 34, first_screen=True),
    Column("Number", "doc_number", "text", 18, first_screen=True),
    Column("Date", "doc_date", "date", 18, first_screen=True),
    Column("Tax", "tax", "difference", 18, first_screen=True),
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
    Column("Reference", "reference", "text", 26, first_screen=True),
    Column("Status", "status", "lines", 60, first_screen=True),
    Column("Errors", "errors", "number", 8, first_screen=True),
    Column("Finished at", "finished_at", "time", 18, first_screen=True),
    Column("SHA-256 of the file", "sha256", "text", 24, level=2),
)

DECISIONS = (
    Column("Line", "id", "number", 7, first_screen=True),
    Column("At", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("What happened", "event_text", "text", 26, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 28, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 17, first_screen=True),
    Column("Before", "before_text", "text", 16, first_screen=True),
    Column("After", "after_text", "text", 30, first_screen=True),
    Column("Why", "basis_text", "lines", 50, first_screen=True),
    Column("Event", "event", "text", 18, level=2),
    Column("Basis", "basis", "text", 40, level=2, help="As the program keeps it"),
    Column("Document", "doc_id", "text", 40, level=2),
    Column("Hash", "hash", "text", 24, level=2, help="Covers this line and the one before; ims-xl doctor checks it"),
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

_CONTACT = _first(
    tuple(
        Column(one.header, one.name, "mark" if one.choices else "text", one.width, at > 1, one.choices, one.help)
        for at, one in enumerate(FIELDS)
    )
)
CONTACTS = (
    *_in_lines(_CONTACT[:6], "supplier_name", "email", "person"),
    Column("Open points", "open_points", "lines", 24, help="What a letter would be about now", first_screen=True),
    Column("Last reminded", "reminded_at", "date", 11, help="The day the last letter was prepared", first_screen=True),
    Column("Reminded of", "reminded_of", "lines", 22, first_screen=True),
    *_in_lines(_CONTACT[6:], "reply", "notes"),
    Column("As drawn", "drawn", "text", 10, hidden=True),
)

LETTERS = (
    Column("Prepared at", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 30, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("About", "about", "text", 34, first_screen=True),
    Column("Documents", "documents", "number", 11, first_screen=True),
    Column("To", "email", "lines", 30, first_screen=True),
    Column("File", "file", "lines", 38, first_screen=True),
    Column("Month", "month", "text", 10, first_screen=True),
)

LETTER_TEXTS = (
    Column("Part", "part", "text", 16, first_screen=True),
    Column("English", "english", "lines", 78, True, first_screen=True),
    Column("Hindi", "hindi", "lines", 78, True, first_screen=True),
)

SCORES = (
    Column("Supplier name", "supplier_name", "text", 32, first_screen=True),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18, first_screen=True),
    Column("Score", "score", "number", 12, help="Of 100; how it is made stands above", first_screen=True),
    Column(
        "Documents",
        "documents",
        "count",
        11,
        help="In all months counted: of IMS, and bills missing there",
        first_screen=True,
    ),
    Column(
        "Missing",
        "missing",
        "count",
        10,
        help="Bills that were not reported at a month's last match",
        first_screen=True,
    ),
    Column(
        "Mismatched", "mismatched", "count", 12, help="Reported with other figures than in the books", first_screen=True
    ),
    Column(
        "Returns with known day",
        "returns",
        "count",
        14,
        help="GSTR-1 or IFF whose day of filing a GSTR-2B tells",
        first_screen=True,
    ),
    Column(
        "Filed late",
        "late",
        "count",
        10,
        help="After the last day for monthly and quarterly filers; blank where no day is known",
        first_screen=True,
    ),
    Column("What is known", "known", "text", 44, first_screen=True),
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
