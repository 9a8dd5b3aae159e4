"""Bills exported from Zoho Books, a row an item."""

from ims_xl.purchases.formats.ledgers import program

FORMAT = program("a Zoho Books export", {"bill number", "vendor name"})
