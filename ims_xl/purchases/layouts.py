"""The headings of the GSTR-2 workbook and of the matching tool's purchase register.

Source: GSTN's Returns Offline Tool 3.0.4 and GSTR-2B matching tool 2.9.
"""

from ims_xl.purchases.headers import Layout

_HEADS = {
    "igst": ("Integrated Tax Paid", "Integrated Tax", "Integrated Tax Amount", "IGST", "IGST Amount", "IGST Paid"),
    "cgst": ("Central Tax Paid", "Central Tax", "Central Tax Amount", "CGST", "CGST Amount", "CGST Paid"),
    "sgst": (
        *("State/UT Tax Paid", "State/UT Tax", "State Tax", "State Tax Paid", "State/UT Tax Amount", "UTGST"),
        *("SGST", "SGST Amount", "SGST Paid", "SGST/UTGST", "SGST/UTGST Amount"),
    ),
    "cess": ("Cess Paid", "Cess", "Cess Amount"),
}
_CREDIT = {
    "eligibility": ("Eligibility For ITC",),
    "availed_igst": ("Availed ITC Integrated Tax",),
    "availed_cgst": ("Availed ITC Central Tax",),
    "availed_sgst": ("Availed ITC State/UT Tax",),
    "availed_cess": ("Availed ITC Cess",),
}
_AMOUNTS = {
    "rate": ("Rate", "Tax Rate", "Rate (%)", "GST Rate"),
    "taxable_value": ("Taxable Value", "Taxable Amount", "Taxable", "Assessable Value"),
    **_HEADS,
    **_CREDIT,
}
_GSTIN = ("GSTIN of Supplier", "Supplier GSTIN", "GSTIN/UIN of Supplier", "GSTIN of the Supplier", "Supplier's GSTIN")
_NAME = ("Supplier Name", "Name of Supplier", "Name of the Supplier")
_NUMBER = ("Invoice Number", "Invoice No.", "Invoice No", "Inv No.", "Inv. Number", "Bill No.", "Bill Number")
_DATE = ("Invoice date", "Inv Date", "Inv. Dt.", "Invoice Dt.", "Bill Date")
_VALUE = ("Invoice Value", "Invoice Amount", "Total Invoice Value", "Inv Value", "Bill Value", "Bill Amount")
_INTEGRATED = {name: words for name, words in _AMOUNTS.items() if not name.endswith(("cgst", "sgst"))}
_ACTION = {"action": ("Action",)}
_TOOL = frozenset(
    {
        "Saved/Submitted",
        "Invoice Action Status",
        "Mandatory Check Field(Please DO NOT Update/Delete)",
        "Mandatory Unique Num Identifier(Please DO NOT Update/Delete)",
        "UPDTP Data(Please DO NOT Update/Delete)",
    }
)
TOOL_MARK = "Mandatory Unique Num Identifier(Please DO NOT Update/Delete)"
"""The heading that only the tool's own export has."""

_DOCUMENT = frozenset({"doc_number", "doc_date", "taxable_value", "igst", "cgst", "sgst"})
_FOREIGN = _DOCUMENT - {"cgst", "sgst"}
_NOTE = {
    "original_date": ("Invoice/Advance Payment Voucher date",),
    "original_number": ("Invoice/Advance Payment Voucher Number",),
    "doc_type": ("Document Type",),
}
_NOTE_IGNORED = _TOOL | {"Pre GST", "Reason For Issuing document", "Supply Type", "Invoice Type"}

GSTR2 = (
    Layout(
        "b2b",
        {
            "supplier_gstin": _GSTIN,
            "supplier_name": _NAME,
            "doc_number": _NUMBER,
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            "reverse_charge": ("Reverse Charge",),
            "supply_type": ("Invoice Type",),
            **_AMOUNTS,
            **_ACTION,
        },
        _DOCUMENT | {"supplier_gstin"},
        _TOOL,
    ),
    Layout(
        "b2bur",
        {
            "supplier_name": _NAME,
            "doc_number": _NUMBER,
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            **_AMOUNTS,
            **_ACTION,
        },
        _DOCUMENT | {"supplier_name"},
        _TOOL | {"Supply Type"},
    ),
    Layout(
        "imps",
        {
            "doc_number": ("Invoice Number of Reg Recipient",),
            "doc_date": _DATE,
            "doc_value": _VALUE,
            "place_of_supply": ("Place Of Supply",),
            **_INTEGRATED,
            **_ACTION,
        },
        _FOREIGN,
        _TOOL,
    ),
    Layout(
        "impg",
        {
            "port_code": ("Port Code",),
            "doc_number": ("Bill Of Entry Number",),
            "doc_date": ("Bill Of Entry Date",),
            "doc_value": ("Bill Of Entry Value",),
            "supplier_gstin": ("GSTIN Of SEZ Supplier",),
            **_INTEGRATED,
            **_ACTION,
        },
        _FOREIGN | {"port_code"},
        _TOOL | {"Document Type"},
    ),
    Layout(
        "cdnr",
        {
            "supplier_gstin": _GSTIN,
            "supplier_name": _NAME,
            "doc_number": ("Note/Refund Voucher Number",),
            "doc_date": ("Note/Refund Voucher date",),
            **_NOTE,
            "doc_value": ("Note/Refund Voucher Value",),
            **_AMOUNTS,
            **_ACTION,
        },
        _DOCUMENT | {"supplier_gstin", "doc_type"},
        _NOTE_IGNORED,
    ),
    Layout(
        "cdnur",
        {
            "doc_number": ("Note/Voucher Number",),
            "doc_date": ("Note/Voucher date",),
            **_NOTE,
            "doc_value": ("Note/Voucher Value",),
            **_AMOUNTS,
            **_ACTION,
        },
        _DOCUMENT | {"doc_type"},
        _NOTE_IGNORED,
    ),
)
"""The sheets of the workbook that hold documents."""

NO_DOCUMENTS = frozenset({"at", "atadj", "exemp", "itcr", "hsnsum"})
"""The other sheets: advances, exempt supplies, reversals, HSN summary."""

REGISTER = Layout(
    "register",
    {
        "supplier_gstin": ("GSTIN of Supplier", "GSTIN of Supplier/ECO"),
        "supplier_name": ("Trade/Legal name", "Trade/Legal name of the supplier"),
        "supply_type": ("Type of inward supplies", "Type of inward supply"),
        "doc_type": ("Document Type",),
        "doc_number": ("Document number",),
        "doc_date": ("Document date",),
        "taxable_value": ("Taxable Value",),
        "igst": ("Integrated tax",),
        "cgst": ("Central tax",),
        "sgst": ("State/UT tax", "State tax"),
        "cess": ("Cess",),
    },
    _DOCUMENT | {"supplier_gstin", "doc_type"},
    frozenset({"Total tax", "Offline tool validation error"}),
)

LEDGERS = Layout(
    "register",
    {name: (name,) for name in ("supplier_gstin", "doc_type", "doc_number", "doc_date", "taxable_value", "igst")},
    _DOCUMENT | {"supplier_gstin", "doc_type"},
    frozenset(),
)
"""Registers of accounting programs, whose columns `ledger_columns` finds."""
