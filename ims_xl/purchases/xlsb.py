"""The details of an .xlsb: errors, zeros a format shows, hidden rows, merged cells, the way of counting days.

Source: [MS-XLSB], Excel Binary File Format, record types and structures of worksheets, styles and the workbook.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ims_xl.purchases.cell_details import ERRORS, Block, Details, Place, Shown, shown_by

_ROW, _RK, _ERROR, _REAL, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 2, 3, 5, 9, 11
_NUMBERS, _ERRORS = (_RK, _REAL, _FORMULA_NUMBER), (_ERROR, _FORMULA_ERROR)
_FORMAT, _STYLE, _WORKBOOK, _SHEET, _MERGED, _STYLES, _STYLES_END = 44, 47, 153, 156, 176, 617, 618
_HIDDEN = 0x10  # of the flags of a row
_DATES_1904 = 1  # of those of the workbook


def details(data: bytes) -> Details:
    """The details; nothing for other files, only `is_blind` for one that is not understood."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive) if "xl/workbook.bin" in archive.namelist() else Details()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ET.ParseError, LookupError, RuntimeError, ValueError):
        return Details(is_blind=True)
    except struct.error:
        return Details(is_blind=True)


def _read(archive: zipfile.ZipFile) -> Details:
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
        for one in ET.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    }
    formats = _formats(archive)
    starts_1904 = False
    texts: dict[str, dict[Place, str]] = {}
    shown: dict[str, dict[Place, Shown]] = {}
    hidden: dict[str, frozenset[int]] = {}
    merged: dict[str, tuple[Block, ...]] = {}
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == _WORKBOOK:
            starts_1904 = bool(struct.unpack_from("<I", body)[0] & _DATES_1904)
        if kind != _SHEET:
            continue
        relation, at = _text(body, 8)
        name = _text(body, at)[0]
        if targets.get(relation, "").startswith("xl/worksheets/"):
            found = _sheet(archive.read(targets[relation]), formats)
            texts[name], shown[name], hidden[name], merged[name] = found
    return Details(starts_1904=starts_1904, texts=texts, shown=shown, hidden=hidden, merged=merged)


def _sheet(
    data: bytes, formats: dict[int, Shown]
) -> tuple[dict[Place, str], dict[Place, Shown], frozenset[int], tuple[Block, ...]]:
    texts: dict[Place, str] = {}
    shown: dict[Place, Shown] = {}
    hidden: set[int] = set()
    merged: list[Block] = []
    row = 0
    for kind, body in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & _HIDDEN:
                hidden.add(row)
        elif kind in _ERRORS:
            texts[row, struct.unpack_from("<I", body)[0]] = ERRORS.get(body[8], "#VALUE!")
        elif kind in _NUMBERS:
            column, style = struct.unpack_from("<II", body)
            if dressed := formats.get(style & 0xFFFFFF):
                shown[row, column] = dressed
        elif kind == _MERGED:
            first, last, left = struct.unpack_from("<III", body)
            if last > first:
                merged.append(Block(first + 1, last + 1, left))
    return texts, shown, frozenset(hidden), tuple(merged)


def _formats(archive: zipfile.ZipFile) -> dict[int, Shown]:
    """Style number to how it shows whole numbers, for formats that add zeros or texts."""
    if "xl/styles.bin" not in archive.namelist():
        return {}
    codes: dict[int, Shown | None] = {}
    styles: list[int] = []
    is_inside = False
    for kind, body in _records(archive.read("xl/styles.bin")):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = shown_by(_text(body, 2)[0])
        elif kind in (_STYLES, _STYLES_END):
            is_inside = kind == _STYLES
        elif kind == _STYLE and is_inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return {at: shown for at, code in enumerate(styles) if (shown := codes.get(code))}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and body of each record; both numbers before it have seven bits a byte."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        size, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text of two bytes a letter behind its length, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", body, at)[0]
    return body[at + 4 : end].decode("utf-16-le"), end
