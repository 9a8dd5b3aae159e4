"""Columns of the month end: GSTR-2B, GSTR-3B Working, ITC Reversals and its lists, Year View. Amounts are signed."""

from dataclasses import replace

from ims_xl.workbook.sheet import Column

GSTR2B_TOTALS = (
    Column("Line", "line", "text", 34, first_screen=True),
    Column("IGST", "igst", "difference", 18, first_screen=True),
    Column("CGST", "cgst", "difference", 18, first_screen=True),
    Column("S/UTGST", "sgst", "difference", 18, first_screen=True),
    Column("Cess", "cess", "difference", 16, first_screen=True),
    Column("Total", "total", "difference", 18, first_screen=True),
)

FROM_GSTR2B = (
    Column("From GSTR-2B to 4(A)", "line", "text", 70, first_screen=True),
    Column("Documents", "documents", "count", 12, first_screen=True),
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
    *(replace(one, width=16) for one in WORKING if one.kind == "difference"),
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
    Column("Supplier files by", "file_by", "date", 12, first_screen=True),
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
