"""What the fast reader does not tell of an .xlsx: far-off cells, zeros a format shows, cells without a value."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

MOST_CELLS = 10_000_000  # the fast reader takes memory for the whole used range, and the program dies without it
UNCALCULATED = "=?"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WIDE = re.compile(rb'<c r="([A-Z]{2,})\d+[^>]*[^>/]>')
_LAST = re.compile(rb'<c r="[A-Z]+(\d+)"')
_CELL = rb'<c r="([A-Z]+)(\d+)"([^>]*)>'
_FORMULA = rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)"
_ERROR = re.compile(_CELL + _FORMULA + rb"?<v>(#[^<]*)</v>")
_EMPTY = re.compile(_CELL + _FORMULA + rb"(?:<v\s*/>|<v></v>)?</c>")
_VALUED = re.compile(_CELL + _FORMULA + rb"<v>[^<]")
_STYLED = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(\d+)"(?: t="n")?>')
_ZEROS = re.compile(r"0{2,}")

Place = tuple[int, int]
"""Row as Excel numbers it, column from 0."""


@dataclass(frozen=True, slots=True)
class Details:
    """Of each sheet the texts to put in place of what was read, and the digits a zero format shows."""

    is_far: bool = False
    starts_1904: bool = False
    texts: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    digits: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)


def details(data: bytes) -> Details:
    """The details of an .xlsx or .xlsm; nothing for other workbooks and for those that cannot be understood."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return Details()
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ET.ParseError, KeyError, RuntimeError):
        return Details()


def _read(archive: zipfile.ZipFile) -> Details:
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    properties = book.find(f"{_MAIN}workbookPr")
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
        for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    zeros = _zero_styles(archive)
    is_far = False
    texts: dict[str, dict[Place, str]] = {}
    digits: dict[str, dict[Place, int]] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID, ""), "")
        if not target.startswith("xl/worksheets/"):
            continue
        name, xml = sheet.get("name", ""), archive.read(target)
        is_far |= _is_far(xml)
        texts[name] = {}
        if b"<f" in xml and not _VALUED.search(xml):  # a writer that stores one formula's value stores them all
            texts[name] |= {_place(*one[:2]): UNCALCULATED for one in _EMPTY.findall(xml) if b't="str"' not in one[2]}
        if b't="e"' in xml:
            texts[name] |= {_place(*one[:2]): one[3].decode() for one in _ERROR.findall(xml) if b't="e"' in one[2]}
        if zeros:
            styled = ((_place(letters, row), zeros.get(int(style), 0)) for letters, row, style in _STYLED.findall(xml))
            digits[name] = {place: count for place, count in styled if count}
    return Details(is_far, properties is not None and properties.get("date1904") in ("1", "true"), texts, digits)


def _zero_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Style number to digits, for number formats like `0000`."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    padded = {key: len(code) for key, code in formats.items() if _ZEROS.fullmatch(code)}
    cells = styles.find(f"{_MAIN}cellXfs")
    used = [] if cells is None else [padded.get(one.get("numFmtId"), 0) for one in cells]
    return {style: count for style, count in enumerate(used) if count}


def _is_far(xml: bytes) -> bool:
    """Whether the cells with a value span an absurd range: one stands far below or to the right of the data.

    The range the sheet states is not asked: it may be wrong, and counts cells that are only formatted.
    """
    end = xml.rfind(b"</c>")
    if end < 0:
        return b":c " in xml  # written with a prefix before every name
    last = _LAST.match(xml, xml.rfind(b"<c ", 0, end))
    right = max(map(_column, set(_WIDE.findall(xml))), default=25)
    return last is None or (right + 1) * int(last[1]) > MOST_CELLS


def _place(letters: bytes, row: bytes) -> Place:
    return int(row), _column(letters)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
