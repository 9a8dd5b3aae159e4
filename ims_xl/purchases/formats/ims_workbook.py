"""The portal's IMS data as Excel."""

from ims_xl.purchases.formats.format import Format, sheet_named
from ims_xl.purchases.formats.ims_json import IMPORT

FORMAT = Format("an IMS workbook of the portal", sheet_named("allotheritc", "b2b-cn"), advice=IMPORT)
