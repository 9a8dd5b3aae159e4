"""A register of Tally exported as XML, which leaves out the names of the ledgers."""

import xml.etree.ElementTree as ET

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format


def _identify(content: Content) -> bool:
    return isinstance(content.payload, ET.Element) and content.payload.find(".//DBCFIXED") is not None


_ADVICE = (
    "It does not name its ledgers, so no tax head can be told. Export the register as Excel, or the vouchers as XML."
)

FORMAT = Format("a Tally register as XML", _identify, advice=_ADVICE)
