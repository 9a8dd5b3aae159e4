"""What an accountant chooses from when a purchase register is read: its fields, and where Tally has a number."""

FIELDS = {
    "supplier_gstin": "Supplier GSTIN",
    "supplier_name": "Supplier name",
    "doc_type": "Document type",
    "doc_number": "Document number",
    "doc_date": "Document date",
    "doc_value": "Document value",
    "taxable_value": "Taxable value",
    "igst": "IGST",
    "cgst": "CGST",
    "sgst": "SGST / UTGST",
    "cess": "Cess",
    "rate": "Rate",
    "place_of_supply": "Place of supply",
    "reverse_charge": "Reverse charge",
    "supply_type": "Supply type",
    "eligibility": "Eligibility",
    "original_number": "Original number",
    "original_date": "Original date",
    "voucher_number": "Voucher number",
}
"""Field of schema.BOOKS, or `rate`, and the words for it."""

NOT_USED = "Not used"
"""Of a column that is no field of ours; it is carried along as the accountant's own."""

NEEDED = ("supplier_gstin", "doc_number", "doc_date", "taxable_value")
"""Fields without which no register is read."""

SUMMED = ("taxable_value", "igst", "cgst", "sgst", "cess")
"""Fields that may stand in several columns, as with one for each rate: they are added."""

TALLY_NUMBERS = ("Supplier invoice number", "Bill reference", "Voucher number")
"""Where the supplier's number may stand in a voucher of Tally: REFERENCE, the name of the new bill, VOUCHERNUMBER."""
