"""The details of an OpenDocument spreadsheet: errors, zeros a format shows, hidden rows, merged cells."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ims_xl.issues import ImsError
from ims_xl.purchases.cell_details import Block, Details, Place, Shown

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d+")
_TELLING = re.compile(r"[A-Za-z/-]")
_MOST_CELLS = 20_000_000  # up to the last cell that holds something; blank ones before it take memory too
_MOST_REPEATED = 1000  # an error over more cells than these is of no data


def details(data: bytes) -> Details:
    """The details; nothing for other files, only `is_blind` for one that is not understood.

    Raises ImsError when a cell stands so far out that the sheet cannot be read in bounded memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist():
                return Details()
            return _read(archive.read("content.xml"))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ET.ParseError, KeyError, RuntimeError, ValueError):
        return Details(is_blind=True)


def _read(xml: bytes) -> Details:
    texts: dict[str, dict[Place, str]] = {}
    shown: dict[str, dict[Place, Shown]] = {}
    hidden: dict[str, set[int]] = {}
    merged: dict[str, list[Block]] = {}
    starts_1904 = False
    name, number, furthest = "", 0, 0
    for event, one in ET.iterparse(io.BytesIO(xml), ("start", "end")):
        if event == "start":
            if one.tag == f"{_TABLE}table":
                name, number, furthest = one.get(f"{_TABLE}name", ""), 0, 0
            continue
        if one.tag == f"{_TABLE}null-date":
            starts_1904 = one.get(f"{_TABLE}date-value", "").startswith("1904")
        if one.tag != f"{_TABLE}table-row":
            continue
        times = int(one.get(f"{_TABLE}number-rows-repeated", "1"))
        rows = range(number + 1, number + 1 + min(times, _MOST_REPEATED))
        if one.get(f"{_TABLE}visibility", "visible") != "visible":
            hidden.setdefault(name, set()).update(rows)
        for column, cell in _cells(one):
            text = "".join("".join(line.itertext()) for line in cell.iter(_TEXT)).strip()
            if below := int(cell.get(f"{_TABLE}number-rows-spanned", "1")) - 1:
                merged.setdefault(name, []).append(Block(number + 1, number + 1 + below, column))
            if _ERROR.fullmatch(text):
                texts.setdefault(name, {}).update(((row, column), text.split(":")[0]) for row in rows)
            elif found := _dressed(cell, text):
                shown.setdefault(name, {}).update(((row, column), found) for row in rows)
        if width := _width(one):
            furthest = max(furthest, width)
            if (number + times) * furthest > _MOST_CELLS:
                reason = f"a cell stands as far out as row {number + times:,}, column {furthest:,}"
                raise ImsError(reason, "Delete what stands far from the table, and save the file.", sheet=name)
        number += times
        one.clear()
    return Details(
        starts_1904=starts_1904,
        texts=texts,
        shown=shown,
        hidden={name: frozenset(rows) for name, rows in hidden.items()},
        merged={name: tuple(blocks) for name, blocks in merged.items()},
    )


def _width(row: ET.Element) -> int:
    """The column, from 1, of the last cell that holds something; 0 when none does."""
    column = last = 0
    for cell in row:
        if cell.tag in _CELLS:
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            last = column if len(cell) else last
    return last


def _cells(row: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    """The cells of a row that hold something, with their columns."""
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if len(cell):
            yield from ((at, cell) for at in range(column, column + min(times, _MOST_REPEATED)))
        column += times


def _dressed(cell: ET.Element, text: str) -> Shown | None:
    """How a whole number is shown, where zeros before it or a text around it belong to a document number."""
    if cell.get(f"{_OFFICE}value-type") != "float":
        return None
    digits = cell.get(f"{_OFFICE}value", "")
    if not digits.isdecimal() or not text.isascii() or text == digits:
        return None
    before, behind = "", ""
    at = text.rfind(digits)
    if at < 0:
        return None
    start = at
    while start and text[start - 1] == "0":
        start -= 1
    before, behind = text[:start], text[at + len(digits) :]
    is_dressed = at > start or bool(_TELLING.search(before + behind))
    if "," in before + behind or "." in before + behind or "%" in behind or not is_dressed:
        return None
    return Shown(before, len(digits) + at - start, behind)
