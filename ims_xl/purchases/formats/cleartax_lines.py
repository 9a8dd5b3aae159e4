"""Purchases in ClearTax's lines: its current export, and the older CSV with invoices and notes in one table.

Source: descriptions of both. A row is an item; amounts are positive and types the supplier's.
"""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program(
    "a ClearTax export",
    {"item taxable amount", "document total amount"},
    {"item taxable value", "cgst itc claim amount"},
)
