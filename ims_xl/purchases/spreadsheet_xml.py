"""Workbooks written as one XML file: Excel's XML Spreadsheet 2003 and the plain form of OpenDocument."""

import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from ims_xl.purchases.cell_details import Block, Details, Place, Shown, shown_by
from ims_xl.purchases.columns import Cell
from ims_xl.purchases.grid import Sheet, read_workbook, sheet_of
from ims_xl.purchases.sources import Source
from ims_xl.purchases.xml_file import load_xml

_MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14  # Excel's own


def read_spreadsheet_xml(source: Source) -> list[Sheet]:
    """Every sheet, hidden ones too.

    Raises ImsError when the XML is broken, cut off or too large.
    """
    root = load_xml(source)
    if root.tag.endswith("}document"):
        return read_workbook(source._replace(data=_zipped(source.data)))
    formats = {_get(one, "ID"): shown for one in _all(root, "Style") for code in _all(one, "NumberFormat")
               if (shown := shown_by(_get(code, "Format")))}  # fmt: skip
    starts_1904 = any(True for _ in _all(root, "Date1904"))
    return [_sheet(one, formats, starts_1904) for one in _all(root, "Worksheet")]


def _zipped(xml: bytes) -> bytes:
    """The plain form as the zipped one, which has a reader."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", re.sub(rb">\s+<", b"><", xml))  # the reader knows no blanks between cells
    return target.getvalue()


def _sheet(worksheet: ET.Element, formats: dict[str, Shown], starts_1904: bool) -> Sheet:
    name = _get(worksheet, "Name")
    rows: list[list[object]] = []
    shown: dict[Place, Shown] = {}
    hidden: set[int] = set()
    merged: list[Block] = []
    for row in _all(worksheet, "Row"):
        number = int(_get(row, "Index") or len(rows) + 1)
        rows += [[] for _ in range(min(number, _MOST_ROWS) - len(rows))]
        if _get(row, "Hidden") == "1":
            hidden.add(number)
        for column, cell in _cells(row):
            rows[-1] += [""] * (column + 1 - len(rows[-1]))
            rows[-1][column] = _value(cell)
            if dressed := formats.get(_get(cell, "StyleID")):
                shown[number, column] = dressed
            if below := int(_get(cell, "MergeDown") or 0):
                merged.append(Block(number, number + below, column))
    details = Details(
        starts_1904=starts_1904,
        shown={name: shown},
        hidden={name: frozenset(hidden)},
        merged={name: tuple(merged)},
    )
    is_hidden = any((one.text or "").startswith("SheetHidden") for one in _all(worksheet, "Visible"))
    return sheet_of(name, rows, details, is_hidden=is_hidden)


def _cells(row: ET.Element) -> Iterator[tuple[int, ET.Element]]:
    column = 0
    for cell in _all(row, "Cell"):
        column = int(_get(cell, "Index") or column + 1) - 1
        if column >= _MOST_COLUMNS:
            return
        yield column, cell
        column += 1 + int(_get(cell, "MergeAcross") or 0)


def _value(cell: ET.Element) -> Cell:
    data = next(_all(cell, "Data"), None)
    text = "" if data is None else "".join(data.itertext())
    kind = "" if data is None else _get(data, "Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            day = dt.datetime.fromisoformat(text)
            return day.date() if day.time() == dt.time() else day
    except ValueError:
        return text
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "Boolean" else text


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (one for one in element.iter() if one.tag.rpartition("}")[2] == name)


def _get(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
