"""Vouchers of Busy as XML, which have neither the supplier's GSTIN nor, as a rule, the number of the bill."""

import xml.etree.ElementTree as ET

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format


def _identify(content: Content) -> bool:
    return isinstance(content.payload, ET.Element) and content.payload.tag.upper() == "BUSYDATA"


_ADVICE = (
    "Its vouchers do not name the supplier's GSTIN. Export the Purchase Register of Busy as Excel, with the columns "
    "Bill No, Date, GSTIN and those of the taxes."
)

FORMAT = Format("a Busy file of vouchers", _identify, advice=_ADVICE)
