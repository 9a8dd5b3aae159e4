"""The portal's IMS data as Excel, and the workbook of the IMS Offline Tool: documents with statuses and remarks.

They are imported as portal file (see `purchases.ims_sheets`).
"""

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format, sheet_named

_named = sheet_named("allotheritc", "b2b-cn")
_SUPPLIER = ("gstin of supplier", "gstin of eco")
_OF_IMS = ("source return period", "source filing status")
_ADVICE = (
    "It lists what IMS holds, with statuses, and is no purchase register. Import it as portal file, or better the JSON "
    "of the IMS Dashboard (Offline, Download JSON)."
)


def _identify(content: Content) -> bool:
    """By its headings: a supplier's document with a status and the return it comes from; or by its sheets."""
    words = content.words
    has_status = "status" in words and not words.isdisjoint(_OF_IMS)
    return _named(content) or (has_status and not words.isdisjoint(_SUPPLIER))


FORMAT = Format("an IMS workbook of the portal", _identify, advice=_ADVICE)
