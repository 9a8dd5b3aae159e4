"""GSTR-1 or GSTR-2A as JSON: returns that are no statement of credit."""

from ims_xl.purchases.formats.format import STATEMENT, Format, has_key

FORMAT = Format("a GSTR-1 or GSTR-2A JSON", has_key("fp"), advice=STATEMENT)
