"""Columns of the views by supplier, of contacts, letters and the score."""

from ims_xl.contacts import FIELDS
from ims_xl.sheets.columns import SUPPLIER_KEY, in_lines, on_first_screen
from ims_xl.workbook.sheet import Column

_BULK_HELP = "Applied once to documents without a decision here or on the portal, then emptied"

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
    SUPPLIER_KEY,
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
    SUPPLIER_KEY,
)

_CONTACT = on_first_screen(
    tuple(
        Column(one.header, one.name, "mark" if one.choices else "text", one.width, at > 1, one.choices, one.help)
        for at, one in enumerate(FIELDS)
    )
)

CONTACTS = (
    *in_lines(_CONTACT[:6], "supplier_name", "email", "person"),
    Column("Open points", "open_points", "lines", 24, help="What a letter would be about now", first_screen=True),
    Column("Last reminded", "reminded_at", "date", 11, help="The day the last letter was prepared", first_screen=True),
    Column("Reminded of", "reminded_of", "lines", 22, first_screen=True),
    *in_lines(_CONTACT[6:], "reply", "notes"),
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
