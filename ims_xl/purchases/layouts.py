"""What layouts share: headings of the tax heads, fields that no document can do without."""

HEADS = {
    "igst": ("Integrated Tax Paid", "Integrated Tax", "Integrated Tax Amount", "IGST", "IGST Amount", "IGST Paid"),
    "cgst": ("Central Tax Paid", "Central Tax", "Central Tax Amount", "CGST", "CGST Amount", "CGST Paid"),
    "sgst": (
        *("State/UT Tax Paid", "State/UT Tax", "State Tax", "State Tax Paid", "State/UT Tax Amount", "UTGST"),
        *("SGST", "SGST Amount", "SGST Paid", "SGST/UTGST", "SGST/UTGST Amount"),
    ),
    "cess": ("Cess Paid", "Cess", "Cess Amount"),
}
DOCUMENT = frozenset({"doc_number", "doc_date", "taxable_value", "igst", "cgst", "sgst"})
"""Fields without which a table of purchases is not read."""
