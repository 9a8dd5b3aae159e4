"""The classic purchase template of ClearTax: sheets of invoices and of notes, a row an item.

Source: descriptions of the template. Notes are in the supplier's view, credit notes negative.
"""

from ims_xl.purchases.formats.tables import table_format
from ims_xl.purchases.headers import Layout
from ims_xl.purchases.layouts import DOCUMENT, HEADS

_SUPPLIER = {
    "supplier_name": ("Supplier Name",),
    "supplier_gstin": ("Supplier GSTIN",),
    "place_of_supply": ("State Place of Supply",),
}
_AMOUNTS = {
    "taxable_value": ("Item Taxable Value *",),
    "rate": ("GST Tax Rate",),
    **HEADS,
    "doc_value": ("Total Transaction Value *",),
    "reverse_charge": ("Is Reverse Charge Applicable?",),
}

INVOICES = Layout(
    "invoices",
    {"doc_date": ("Invoice Date *",), "doc_number": ("Invoice Number *",), **_SUPPLIER, **_AMOUNTS},
    DOCUMENT | {"supplier_gstin"},
    frozenset(),
    family="b2b",
    by_item=True,
)
NOTES = Layout(
    "notes",
    {
        "doc_date": ("Credit/ Debit Note Date *",),
        "doc_number": ("Credit/ Debit Note Number *",),
        "doc_type": ("Credit(C)/ Debit(D) Note Type *",),
        **_SUPPLIER,
        **_AMOUNTS,
    },
    DOCUMENT | {"supplier_gstin", "doc_type"},
    frozenset(),
    family="b2b",
    by_item=True,
)

FORMAT = table_format("a ClearTax template", INVOICES, NOTES, families=("b2b", "cdnr", "eco"))
