"""The portal's IMS data as JSON, which is imported as portal file."""

from ims_xl.purchases.content import Content
from ims_xl.purchases.formats.format import Format, has_key
from ims_xl.wrappers import find_all

IMPORT = "Import the JSON of the IMS Dashboard as portal file."
_sections = has_key("imsDetails", "invdata", "imsDetailsErr", "error_report")


def _identify(content: Content) -> bool:
    """Whether the JSON has documents of IMS: their supplier's key is stin, in returns ctin."""
    return _sections(content) or bool(find_all(content.payload, lambda record: "stin" in record))


FORMAT = Format("an IMS file of the portal", _identify, advice=IMPORT)
