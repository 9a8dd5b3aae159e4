"""Values of formula cells in a saved file: openpyxl writes formulas without them, readers need them."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils.datetime import to_excel

from ims_xl.workbook import package
from ims_xl.workbook.cell_values import Plain

_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*(<(?:\w+:)?f\b[^>]*?(?:/>|>.*?</(?:\w+:)?f>))\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>(.*?)</(?:\w+:)?v>)?",
    re.DOTALL,
)
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_WRITTEN = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*?(?:/>|>[^<]*</f>))(?:<v\s*/>|<v></v>)</c>')
_INLINE = re.compile(rb'(<c r="[A-Z]+\d+"[^>]*?) t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
_DECLARED = {
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="strings" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        b' Target="sharedStrings.xml"/></Relationships>',
    ),
}
"""openpyxl keeps texts in their cells and has no part for shared strings: what declares that part."""
_IGNORED = re.compile(rb"<ignoredErrors\b.*?</ignoredErrors>", re.DOTALL)
_BEHIND_IGNORED = re.compile(rb"<(?:smartTags|drawing|legacyDrawing|tableParts|extLst)\b|</worksheet>")
_FONT = re.compile(rb"(<font>)(.*?)(</font>)", re.DOTALL)
_FONT_PART = re.compile(rb"<(\w+)\b[^>]*?/>")
_FONT_ORDER = (
    b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign", b"sz", b"color",
    b"name", b"family", b"charset", b"scheme",
)  # fmt: skip
_EXCELS_NAMES = ((b"xl/comments/comment", b"xl/comments"), (b"xl/drawings/commentsDrawing", b"xl/drawings/vmlDrawing"))
_TARGET = re.compile(rb'(?<= Target=")(/xl/[^"]+)')
_BARE_TAG = re.compile(rb"(</?)(?=\w+[\s/>])")
_DRAWING = b'="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
_DATE = (1980, 1, 1, 0, 0, 0)  # of the parts in the file: nobody needs to know when


class Stored(NamedTuple):
    """A value as a sheet part holds it: cell type (n, str, b, e) and text, XML-escaped."""

    type: bytes
    text: bytes


def stored(value: Plain) -> Stored:
    """A value as it is kept beside its formula."""
    if isinstance(value, bool):
        return Stored(b"b", b"1" if value else b"0")
    if isinstance(value, float | int):
        return Stored(b"n", f"{value:.17g}".encode())
    if isinstance(value, datetime):
        return Stored(b"n", str(to_excel(value)).encode())
    return Stored(b"str", escape(value or "", quote=False).encode())


# openpyxl takes every such escape out of the texts it reads, and writes `_x0041_` back bare, which Excel reads as A.
ESCAPE, HIDDEN_ESCAPE = b"x005F_", "x005F\ue000".encode()
_HIDDEN = re.compile(HIDDEN_ESCAPE + b"|x005F&#57344;")


def read(path: Path, part: str) -> dict[str, Stored]:
    """Address -> stored value of every formula cell of a sheet part."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(part)
    found = {}
    for attributes, _, value in _FORMULA.findall(text) if _HAS_FORMULA.search(text) else ():
        address = re.search(rb'\br="([A-Z]+\d+)"', attributes)
        kind = re.search(rb'\bt="(\w+)"', attributes)
        if address:
            found[address[1].decode()] = Stored(kind[1] if kind else b"n", value)
    return found


def ignored(path: Path, part: str) -> bytes:
    """The element of a sheet part saying which green corners it hides, "" when it has none."""
    with zipfile.ZipFile(path) as archive:
        found = _IGNORED.search(archive.read(part))
    return found[0] if found else b""


def hide_corners(ranges: list[str]) -> bytes:
    """The element that hides the green corners of numbers kept as text."""
    if not ranges:
        return b""
    return f'<ignoredErrors><ignoredError sqref="{" ".join(ranges)}" numberStoredAsText="1"/></ignoredErrors>'.encode()


def fill_in(
    source: Path,
    target: Path,
    values: Mapping[str, Mapping[str, Stored]],
    corners: Mapping[str, bytes],
    kept: Mapping[str, bytes],
) -> None:
    """Copy a file openpyxl saved as Excel would have written it; values and hidden corners by sheet name.

    Formulas get their values, texts go into the shared strings, the parts of fonts into their order. Notes have the
    names, relations the relative paths and drawings the prefix that Excel gives them, without which exceljs cannot
    open the file. Parts in `kept` are taken from there.
    """
    parts = {part: sheet for sheet, part in package.read(source).sheets.items()}
    strings: dict[bytes, int] = {}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = kept.get(name) or _HIDDEN.sub(ESCAPE, old.read(name))
            if name in parts:
                text = _filled(text, values.get(parts[name], {}), corners.get(parts[name], b""), strings)
            elif name == "xl/styles.xml":
                text = _FONT.sub(_ordered, text)
            elif name.startswith("xl/drawings/drawing"):
                text = _prefixed(text)
            if name in _DECLARED:
                text = text.replace(*_DECLARED[name])
            if name == "[Content_Types].xml" or name.endswith(".rels"):
                text = _relative(_renamed(text), posixpath.dirname(posixpath.dirname(name)))
            _add(new, _renamed(name.encode()).decode(), text)
        _add(new, "xl/sharedStrings.xml", _shared(strings))


def _add(archive: zipfile.ZipFile, name: str, text: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)


def _filled(text: bytes, values: Mapping[str, Stored], corners: bytes, strings: dict[bytes, int]) -> bytes:
    def with_value(found: re.Match[bytes]) -> bytes:
        address, attributes, formula = found.groups()
        value = values.get(address.decode())
        if value is None or (value.type != b"str" and not value.text):
            return b'<c r="%b"%b>%b</c>' % (address, attributes, formula)
        return b'<c r="%b"%b t="%b">%b<v>%b</v></c>' % (address, attributes, value.type, formula, value.text)

    def with_string(found: re.Match[bytes]) -> bytes:
        return b'%b t="s"><v>%d</v></c>' % (found[1], strings.setdefault(found[2], len(strings)))

    text = _INLINE.sub(with_string, _WRITTEN.sub(with_value, text))
    if corners:
        place = _BEHIND_IGNORED.search(text, text.rindex(b"</sheetData>"))
        if place:
            text = text[: place.start()] + corners + text[place.start() :]
    return text


def _renamed(text: bytes) -> bytes:
    for openpyxls, excels in _EXCELS_NAMES:
        text = text.replace(openpyxls, excels)
    return text


def _relative(relations: bytes, folder: str) -> bytes:
    """Relations with targets as seen from the folder of the part that has them."""
    return _TARGET.sub(lambda found: posixpath.relpath(found[1].decode(), f"/{folder}").encode(), relations)


def _prefixed(drawing: bytes) -> bytes:
    """A drawing whose own elements are named `xdr:`, as Excel names them."""
    return _BARE_TAG.sub(rb"\1xdr:", drawing).replace(b"xmlns" + _DRAWING, b"xmlns:xdr" + _DRAWING)


def _shared(strings: Mapping[bytes, int]) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="%b" uniqueCount="%d">'
    items = b"".join(b"<si>%b</si>" % item for item in strings)
    return head % (package.MAIN.strip("{}").encode(), len(strings)) + items + b"</sst>"


def _ordered(found: re.Match[bytes]) -> bytes:
    """The parts of a font in the order the schema wants; openpyxl has its own."""
    parts = sorted(_FONT_PART.finditer(found[2]), key=lambda part: _FONT_ORDER.index(part[1]))
    return found[1] + b"".join(part[0] for part in parts) + found[3]
