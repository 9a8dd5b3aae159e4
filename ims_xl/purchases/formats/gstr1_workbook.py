"""The workbook of sales for GSTR-1."""

from ims_xl.purchases.formats.format import PURCHASES, Format, sheet_named

FORMAT = Format("a GSTR-1 (sales) workbook", sheet_named("b2b,sez,de", "b2cs", "b2cl"), advice=PURCHASES)
