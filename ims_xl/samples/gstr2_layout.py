"""Sheets, titles and headers of the GSTR-2 offline workbook.

Source: GSTN's Returns Offline Tool 3.0.4; the spellings are its own.
"""

STATES = {
    "06": "Haryana", "07": "Delhi", "23": "Madhya Pradesh", "24": "Gujarat", "27": "Maharashtra",
    "29": "Karnataka", "30": "Goa", "33": "Tamil Nadu", "36": "Telangana",
}  # fmt: skip

_PAID = {
    "Rate": "rate",
    "Taxable Value": "taxable",
    "Integrated Tax Paid": "igst",
    "Central Tax Paid": "cgst",
    "State/UT Tax Paid": "sgst",
    "Cess Paid": "cess",
    "Eligibility For ITC": "eligibility",
    "Availed ITC Integrated Tax": "availed_igst",
    "Availed ITC Central Tax": "availed_cgst",
    "Availed ITC State/UT Tax": "availed_sgst",
    "Availed ITC Cess": "availed_cess",
}
_PAID_IMPORTS = {header: field for header, field in _PAID.items() if not field.endswith(("cgst", "sgst"))}
COLUMNS: dict[str, dict[str, str]] = {
    "b2b": {
        "GSTIN of Supplier": "supplier_gstin",
        "Invoice Number": "doc_number",
        "Invoice date": "doc_date",
        "Invoice Value": "doc_value",
        "Place Of Supply": "place",
        "Reverse Charge": "reverse",
        "Invoice Type": "type",
        **_PAID,
    },
    "b2bur": {
        "Supplier Name": "supplier_name",
        "Invoice Number": "doc_number",
        "Invoice date": "doc_date",
        "Invoice Value": "doc_value",
        "Place Of Supply": "place",
        "Supply Type": "supply",
        **_PAID,
    },
    "imps": {
        "Invoice Number of Reg Recipient": "doc_number",
        "Invoice Date": "doc_date",
        "Invoice Value": "doc_value",
        "Place Of Supply": "place",
        **_PAID_IMPORTS,
    },
    "impg": {
        "Port Code": "port_code",
        "Bill Of Entry Number": "doc_number",
        "Bill Of Entry Date": "doc_date",
        "Bill Of Entry Value": "doc_value",
        "Document type": "origin",
        "GSTIN Of SEZ Supplier": "supplier_gstin",
        **_PAID_IMPORTS,
    },
    "cdnr": {
        "GSTIN of Supplier": "supplier_gstin",
        "Note/Refund Voucher Number": "doc_number",
        "Note/Refund Voucher date": "doc_date",
        "Invoice/Advance Payment Voucher Number": "original_number",
        "Invoice/Advance Payment Voucher date": "original_date",
        "Pre GST": "pre_gst",
        "Document Type": "note",
        "Reason For Issuing document": "reason",
        "Supply Type": "supply",
        "Note/Refund Voucher Value": "doc_value",
        **_PAID,
    },
}
"""Sheets of documents: their headers and the field that stands under each."""

OTHER_HEADERS: dict[str, tuple[str, ...]] = {
    "cdnur": (
        "Note/Voucher Number",
        "Note/Voucher date",
        "Invoice/Advance Payment Voucher number",
        "Invoice/Advance Payment Voucher date",
        "Invoice Type",
        "Pre GST",
        "Document Type",
        "Reason For Issuing document",
        "Supply Type",
        "Note/Voucher Value",
        *_PAID,
    ),
    "at": ("Place Of Supply", "Supply Type", "Rate", "Gross Advance Paid", "Cess Amount"),
    "atadj": ("Place Of Supply", "Supply Type", "Rate", "Gross Advance Paid to be Adjusted", "Cess Adjusted"),
    "exemp": (
        "Description",
        "Composition taxable person",
        "Nil Rated Supplies",
        "Exempted (other than nil rated/non GST supply )",
        "Non-GST supplies",
    ),
    "itcr": (
        "Description for reversal of ITC",
        "To be added or reduced from output liability",
        "ITC Integrated Tax Amount",
        "ITC Central Tax Amount",
        "ITC State/UT Tax Amount",
        "ITC Cess Amount",
    ),
    "hsnsum": (
        "HSN",
        "Description",
        "UQC",
        "Total Quantity",
        "Total Value",
        "Taxable Value",
        "Integrated Tax Amount",
        "Central Tax Amount",
        "State/UT Tax Amount",
        "Cess Amount",
    ),
}
"""Sheets of anything else: their headers."""

TITLES = {
    "b2b": "Summary Of Supplies From Registered Suppliers B2B(3)",
    "b2bur": "Summary Of Supplies From Unregistered Suppliers B2BUR(4B)",
    "imps": "Summary For IMPS (4C)",
    "impg": "Summary For IMPG (5)",
    "cdnr": "Summary For CDNR(6C)",
    "cdnur": "Summary For CDNUR(6C)",
    "at": "Summary For  Tax Liability on Advance Paid  under reverse charge(10 A) ",
    "atadj": "Summary For Adjustment of advance tax paid earlier for reverse charge supplies (10 B) ",
    "exemp": "Summary For Composition, Nil rated, exempted and non GST inward supplies (7)",
    "itcr": "Summary Input Tax credit Reversal/Reclaim (11)",
    "hsnsum": "Summary For HSN(13)",
}
OTHER_ROWS: dict[str, list[tuple[str | int, ...]]] = {
    "exemp": [("Inter-State supplies", 0, 0, 0, 0), ("Intra-State supplies", 2400, 0, 1250, 800)],
    "itcr": [("(g) Any other liability (Specify)", "To be added", 0, 0, 0, 0)],
    "hsnsum": [("8471", "Sample machines", "NOS-Numbers", 10, 118000, 100000, 18000, 0, 0, 0)],
}
COUNTED = {"supplier_gstin": "No. of Suppliers", "doc_number": "No. of Invoices"}
SUMMED = {
    "doc_value": "Total Invoice Value",
    "taxable": "Total Taxable Value",
    "igst": "Total Integrated Tax Paid",
    "cgst": "Total Central Tax Paid",
    "sgst": "Total TState/UT Tax Paid",
    "cess": "Total Cess",
}
