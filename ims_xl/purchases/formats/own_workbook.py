"""A workbook that this program wrote."""

from ims_xl.purchases.formats.format import PURCHASES, Format, sheet_named

FORMAT = Format("an IMS workbook of this program", sheet_named("_ims"), advice=PURCHASES)
