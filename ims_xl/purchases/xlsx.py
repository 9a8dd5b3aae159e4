"""The details of an .xlsx: far-off cells, zeros a format shows, cells without a value, hidden rows, merged cells."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ims_xl.purchases.cell_details import UNCALCULATED, Block, Details, Place, Shown, shown_by

MOST_CELLS = 10_000_000  # the fast reader takes memory for the whole used range, and the program dies without it
_MOST_IN_ALL = 5 * MOST_CELLS  # of all sheets, which it reads one after the other

_FIRST_OWN = 164  # number of the first format that is not built in

_WIDE = re.compile(rb'<c r="([A-Z]{2,})\d+[^>]*[^>/]>')
_LAST = re.compile(rb'<c r="[A-Z]+(\d+)"')
_UNPLACED = re.compile(rb'<c(?! r=")[ >]')
_CELL = rb'<c r="([A-Z]+)(\d+)"([^>]*)>'
_FORMULA = rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)"
_ERROR = re.compile(_CELL + _FORMULA + rb"?<v>(#[^<]*)</v>")
_EMPTY = re.compile(_CELL + b"(" + _FORMULA + rb")(?:<v\s*/>|<v></v>)?</c>")
_VALUED = re.compile(_CELL + _FORMULA + rb"<v>[^<]")
_NO_TEXT = rb'""|&quot;&quot;'
_STYLED = re.compile(rb'<c r="([A-Z]+)(\d+)" s="(\d+)"(?: t="n")?>')
_HIDDEN = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')
_ODD = re.compile(
    rb"""<c(?! r="[A-Z]+\d+"(?: s="\d+")?(?: t="\w+")?(?: \w+="[^"]*")*\s?/?>)[ >]|<\w+:c[ >]|<row\b[^>]*='"""
)


def details(data: bytes) -> Details:
    """The details of an .xlsx or .xlsm; nothing for other workbooks, only `is_blind` for one that is not understood."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return Details()
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ET.ParseError, KeyError, RuntimeError, ValueError):
        return Details(is_blind=data.startswith(b"PK"))


def _read(archive: zipfile.ZipFile) -> Details:
    book = ET.fromstring(archive.read("xl/workbook.xml"))
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
        for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    formats = _formats(archive)
    is_far = is_blind = False
    spanned = 0
    texts: dict[str, dict[Place, str]] = {}
    shown: dict[str, dict[Place, Shown]] = {}
    hidden: dict[str, frozenset[int]] = {}
    merged: dict[str, tuple[Block, ...]] = {}
    for sheet in _all(book, "sheet"):
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        if not target.startswith("xl/worksheets/"):
            continue
        name, xml = sheet.get("name", ""), archive.read(target)
        spanned += (cells := _cells(xml))
        is_far |= cells > MOST_CELLS or spanned > _MOST_IN_ALL
        if (formats or not _is_usual(xml)) and _ODD.search(xml):
            try:
                xml = b"".join(_plainly(xml))
            except ET.ParseError:
                is_blind = True
        texts[name] = {}
        if b"<f" in xml and (last := max(map(xml.rfind, (b"<f>", b"<f ", b"<f/")))) >= 0:
            # A writer that stores values of other formulas may store an empty text as nothing, where one can come out.
            blank = re.compile(_NO_TEXT if _VALUED.search(xml) else b"(?!)")
            texts[name] |= {
                _place(*one[:2]): UNCALCULATED
                for one in _EMPTY.findall(xml, 0, xml.find(b"</c>", last) + 4)
                if b't="str"' not in one[2] and not blank.search(one[3])
            }
        if b't="e"' in xml:
            texts[name] |= {_place(*one[:2]): one[3].decode() for one in _ERROR.findall(xml) if b't="e"' in one[2]}
        if formats:
            styled = ((_place(letters, row), formats.get(int(style))) for letters, row, style in _STYLED.findall(xml))
            shown[name] = {place: found for place, found in styled if found}
        if b"hidden=" in xml:
            hidden[name] = frozenset(map(int, _HIDDEN.findall(xml)))
        if b"<mergeCell" in xml:
            found = ((*_place(letters, row), int(last)) for letters, row, last in _MERGED.findall(xml))
            merged[name] = tuple(Block(first, last, column) for first, column, last in found if last > first)
    starts_1904 = any(one.get("date1904") in ("1", "true") for one in _all(book, "workbookPr"))
    return Details(is_far, starts_1904, texts, shown, hidden, merged, is_blind)


def _is_usual(xml: bytes) -> bool:
    """Whether each cell begins with its place, and no name has a prefix and no value stands in single quotes."""
    return not _UNPLACED.search(xml) and b":c " not in xml and b"='" not in xml


def _all(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of that name, in whichever of the two namespaces that workbooks are written in."""
    return (one for one in root.iter() if one.tag == name or one.tag.endswith(f"}}{name}"))


def _formats(archive: zipfile.ZipFile) -> dict[int, Shown]:
    """Style number to how it shows whole numbers, for formats that add zeros or texts; not for plain ones."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in _all(styles, "numFmt")}
    # The dollar of a format that is built in stands for the money of the country.
    known = {
        key: shown
        for key, code in formats.items()
        if (shown := shown_by(code)) and not (shown.currency and int(key or 0) < _FIRST_OWN)
    }
    cells = next(_all(styles, "cellXfs"), None)
    used = [] if cells is None else [known.get(one.get("numFmtId")) for one in cells]
    return {style: shown for style, shown in enumerate(used) if shown}


def _plainly(xml: bytes) -> Iterator[bytes]:
    """The rows of a sheet as most programs write them: no prefix, each cell with its place before its style and type.

    Raises ParseError when it is no XML.
    """
    row = column = 0
    for event, one in ET.iterparse(io.BytesIO(xml), ("start", "end")):
        name = one.tag.rpartition("}")[2]
        if name == "row" and event == "start":
            row, column = int(one.get("r") or row + 1), -1
            yield b'<row r="%d"%s>' % (row, b' hidden="1"' * (one.get("hidden") in ("1", "true")))
        elif name == "c" and event == "end":
            letters, number = _split(one.get("r", ""))
            column = _column(letters) if letters else column + 1
            yield _cell(one, letters or _letters(column), number or row)
            one.clear()
        elif name == "mergeCell" and event == "end":
            yield b'<mergeCell ref="%s"/>' % one.get("ref", "").encode()


def _cell(cell: ET.Element, letters: bytes, row: int) -> bytes:
    parts = {child.tag.rpartition("}")[2]: (child.text or "").encode() for child in cell}
    formula = b"<f>%s</f>" % parts["f"].replace(b"<", b"&lt;") if "f" in parts else b""
    value = b"<v>%s</v>" % parts["v"].replace(b"<", b"&lt;") if "v" in parts else b""
    style = b"".join(b' %s="%s"' % (key.encode(), cell.get(key, "").encode()) for key in ("s", "t") if cell.get(key))
    return b'<c r="%s%d"%s>%s%s</c>' % (letters, row, style, formula, value)


def _cells(xml: bytes) -> int:
    """How many cells the used range has; beyond all bounds where that cannot be seen.

    The range the sheet states is not asked: it may be wrong, and counts cells that are only formatted.
    """
    end = xml.rfind(b"</c>")
    if end < 0:
        return _MOST_IN_ALL + 1 if b":c " in xml else 0  # written with a prefix before every name
    last = _LAST.match(xml, xml.rfind(b"<c ", 0, end))
    right = max(map(_column, set(_WIDE.findall(xml))), default=25)
    return (right + 1) * int(last[1]) if last else _MOST_IN_ALL + 1


def _split(place: str) -> tuple[bytes, int]:
    letters = place.rstrip("0123456789")
    return letters.encode(), int(place[len(letters) :] or 0)


def _place(letters: bytes, row: bytes) -> Place:
    return int(row), _column(letters)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> bytes:
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else b"") + bytes([65 + last])
