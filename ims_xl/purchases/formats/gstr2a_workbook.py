"""GSTR-2A as the portal's Excel or CSV, also a single sheet of it, whose headings are much like those of purchases.

It lists what suppliers filed, by their return periods and also without credit. Taken for purchases it would match
everything; taken for a GSTR-2B it would give credit to all. So it is named and refused.
"""

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format, says

_titled, _filed = says("goods and services tax gstr 2a"), says("gstr 3b filing status")
_ADVICE = (
    "GSTR-2A lists what suppliers filed and is neither your purchases nor a statement of credit. For your purchases "
    "choose the register of your books, for bills booked late the GSTR-2B of that month, Excel or JSON."
)


def _identify(content: Content) -> bool:
    """By its title, or by what only GSTR-2A tells of a supplier: whether the returns were filed."""
    filing = any(word.startswith("gstr 1 ") and word.endswith(" filing status") for word in content.words)
    return _titled(content) or _filed(content) or filing


FORMAT = Format("a GSTR-2A workbook of the portal", _identify, advice=_ADVICE)
