"""One section of the sales for GSTR-1."""

from ims_xl.purchases.formats.format import PURCHASES, Format, says

FORMAT = Format("a GSTR-1 (sales) file", says("gstin uin of recipient"), advice=PURCHASES)
