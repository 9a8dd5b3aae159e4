"""An XML file of Tally as its elements, mended where Tally writes what no XML may hold."""

import re
import sys
import xml.etree.ElementTree as ET

from ims_xl.issues import ImsError
from ims_xl.purchases.grid import decode
from ims_xl.purchases.sources import Source

MAX_BYTES = 1 << 27  # 128 MB; a voucher takes about 50 KB
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_AGAIN = "Export it from Tally again."


def load_xml(source: Source) -> ET.Element:
    """The root element.

    Raises ImsError when the file is broken, too large, or declares entities of its own.
    """
    if len(source.data) > MAX_BYTES:
        raise ImsError("the XML is larger than 128 MB", "Export it month by month.", file=source.name)
    text = _DECLARATION.sub("", decode(source.data).lstrip("\ufeff"))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ImsError("the XML declares entities of its own", _AGAIN, file=source.name)
    text = _BARE.sub("&amp;", _REFERENCE.sub(_allowed, _CONTROL.sub("", text)))
    try:
        return ET.fromstring(text)
    except ET.ParseError:
        raise ImsError("the XML is broken or was cut off", _AGAIN, file=source.name) from None


def _allowed(found: re.Match[str]) -> str:
    """The reference, "" for one to a sign that XML may not hold."""
    number = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if number <= sys.maxunicode and not _CONTROL.match(chr(number)) else ""
