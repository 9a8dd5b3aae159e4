"""What the fast reader does not tell of an .xlsx: far-off cells, zeros a format shows, cells without a value."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
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
_EMPTY = re.compile(_CELL + b"(" + _FORMULA + rb")(?:<v\s*/>|<v></v>)?</c>")
_VALUED = re.compile(_CELL + _FORMULA + rb"<v>[^<]")
_NO_TEXT = rb'""|&quot;&quot;'
_STYLED = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(\d+)"(?: t="n")?>')
_FORMAT = re.compile(r'((?:"[^"]*"|\\.|[-/ ()])*)(0+)((?:"[^"]*"|\\.|[-/ ()])*)')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([-/ ()])')

Place = tuple[int, int]
"""Row as Excel numbers it, column from 0."""


class Shown(NamedTuple):
    """How a number format like `"INV/"0000` shows a whole number: at least so many digits, texts around them."""

    before: str
    digits: int
    behind: str

    def text(self, number: float) -> str:
        """The number as its cell shows it."""
        return f"{self.before}{number:0{self.digits}.0f}{self.behind}"


@dataclass(frozen=True, slots=True)
class Details:
    """Of each sheet the texts to put in place of what was read, and the formats that show whole numbers otherwise."""

    is_far: bool = False
    starts_1904: bool = False
    texts: Mapping[str, Mapping[Place, str]] = field(default_factory=dict)
    shown: Mapping[str, Mapping[Place, "Shown"]] = field(default_factory=dict)


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
    formats = _formats(archive)
    is_far = False
    texts: dict[str, dict[Place, str]] = {}
    shown: dict[str, dict[Place, Shown]] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID, ""), "")
        if not target.startswith("xl/worksheets/"):
            continue
        name, xml = sheet.get("name", ""), archive.read(target)
        is_far |= _is_far(xml)
        texts[name] = {}
        if b"<f" in xml:
            # A writer that stores values of other formulas may store an empty text as nothing, where one can come out.
            blank = re.compile(_NO_TEXT if _VALUED.search(xml) else b"(?!)")
            texts[name] |= {
                _place(*one[:2]): UNCALCULATED
                for one in _EMPTY.findall(xml)
                if b't="str"' not in one[2] and not blank.search(one[3])
            }
        if b't="e"' in xml:
            texts[name] |= {_place(*one[:2]): one[3].decode() for one in _ERROR.findall(xml) if b't="e"' in one[2]}
        if formats:
            styled = ((_place(letters, row), formats.get(int(style))) for letters, row, style in _STYLED.findall(xml))
            shown[name] = {place: found for place, found in styled if found}
    return Details(is_far, properties is not None and properties.get("date1904") in ("1", "true"), texts, shown)


def _formats(archive: zipfile.ZipFile) -> dict[int, Shown]:
    """Style number to how it shows whole numbers, for formats that add zeros or texts; not for plain ones."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    known = {key: shown for key, code in formats.items() if (shown := _shown(code))}
    cells = styles.find(f"{_MAIN}cellXfs")
    used = [] if cells is None else [known.get(one.get("numFmtId")) for one in cells]
    return {style: shown for style, shown in enumerate(used) if shown}


def _shown(code: str) -> Shown | None:
    found = _FORMAT.fullmatch(code)
    if not found or (found[2] == "0" and not found[1] + found[3]):
        return None
    before, behind = ("".join(map("".join, _LITERAL.findall(text))) for text in (found[1], found[3]))
    return Shown(before, len(found[2]), behind)


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
