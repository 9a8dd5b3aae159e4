"""The columns of the status sheets and of other lists of documents: heading, field, looks.

Amounts are signed on the sheets: credit notes are negative, so that every total is a plain sum.
"""

from dataclasses import replace

from ims_xl.inputs import BY_NAME, INPUTS, REDUCTION, InputKind
from ims_xl.workbook.sheet import KEY, Column, Kind, Level

_KINDS: dict[InputKind, Kind] = {"choice": "mark", "text": "text", "rupees": "rupees"}


def _input(name: str) -> Column:
    """The column of an input, drawn as it was typed."""
    one = BY_NAME[name]
    kind = _KINDS[one.kind]
    return Column(one.header, one.typed, kind, one.width, True, one.choices, one.help, one.first_screen)


_ACTION, _REMARKS = _input("action"), _input("remarks")

SUPPLIER_KEY = Column("Supplier key", "supplier_key", "text", 10, hidden=True)
_FOR_SUMS = (
    SUPPLIER_KEY,
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


def on_first_screen(columns: tuple[Column, ...], **widths: float) -> tuple[Column, ...]:
    """Columns of the first screen, some with another width, by field."""
    return tuple(replace(one, width=widths.get(one.field, one.width), first_screen=True) for one in columns)


def in_lines(columns: tuple[Column, ...], *fields: str) -> tuple[Column, ...]:
    """The columns, some of them with texts that run over several lines."""
    return tuple(replace(one, kind="lines") if one.field in fields else one for one in columns)


PAIRED = (*on_first_screen(_FIRST), *_folding(_DECIDE, 1), *_folding((*_COMPARE, *_TRACE), 2))

_WRAPPED = ("supplier_name", "reason_text", "why_text")

COMPARED = (
    *in_lines(on_first_screen(_FIRST, supplier_name=21, reason_text=16, why_text=36), *_WRAPPED),
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
    *in_lines(
        on_first_screen(
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
