"""The parts inside an .xlsx file: its sheets, tables and names, and what a rewrite would drop."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from ims_xl import workbook_limits
from ims_xl.issues import ImsError
from ims_xl.workbook.backups import advice
from ims_xl.workbook.ranges import Box, box, column_number
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.xml import MAIN, parse

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls files and of encrypted workbooks
DAMAGED = (
    LookupError, ValueError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, RuntimeError,
)  # fmt: skip
"""What reading a damaged part raises; RuntimeError: it has a password."""
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*? ?r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)


class TablePart(NamedTuple):
    """An Excel table: its name, the sheet it is on, its range, its headings, and rows for headings and totals."""

    name: str
    sheet: str
    box: Box
    headers: tuple[str, ...]
    heading_rows: int
    total_rows: int


class Package(NamedTuple):
    """What a workbook file declares: sheet name -> part, tables by name, workbook-wide names -> text."""

    sheets: dict[str, str]
    tables: dict[str, TablePart]
    names: dict[str, str]


def read(path: Path) -> Package:
    """The sheets, tables and names of the workbook.

    Raises ImsError, naming what to do, when the file is not an .xlsx workbook that can be read.
    """
    try:
        workbook_limits.check_file(path)
        with closing(Parts(path)) as parts:
            return _read(parts, path)
    except FileNotFoundError as error:
        remedy = f"Check the path; if the file is lost, {advice(path.name)}."
        raise ImsError("the workbook is not there", remedy, file=path.name) from error
    except PermissionError as error:
        raise ImsError(
            "the workbook cannot be opened", "Close it in other programs and try again.", file=path.name
        ) from error
    except zipfile.BadZipFile as error:
        raise _not_a_zip(path) from error
    except DAMAGED as error:
        raise damaged(path) from error


def errors(path: Path, part: str) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of every cell of a sheet part that shows an error, `#N/A` and the like."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(part)
    if b't="e"' in text:
        for letters, row, shown in _ERROR.findall(text):
            yield int(row), column_number(letters.decode()), shown.decode()


def damaged(path: Path, sheet: str = "") -> ImsError:
    """What is said of a file whose parts cannot be read."""
    remedy = f"Open it in Excel, let it repair the file, and save it; or {advice(path.name)}."
    return ImsError("the workbook is damaged", remedy, file=path.name, sheet=sheet)


def _not_a_zip(path: Path) -> ImsError:
    start = path.read_bytes()
    if start.startswith(b"PK"):
        return damaged(path)
    if not start.startswith(_OLE):
        remedy = f"Choose an .xlsx file; if this was one and is damaged, {advice(path.name)}."
        return ImsError("this is not an Excel workbook", remedy, file=path.name)
    if "EncryptedPackage".encode("utf-16-le") in start:
        remedy = "Remove it in Excel: File, Info, Protect Workbook, Encrypt with Password."
        return ImsError("the workbook is protected by a password", remedy, file=path.name)
    return ImsError("the workbook is in the old .xls format", "Save it as an Excel workbook (.xlsx).", file=path.name)


def _read(parts: Parts, path: Path) -> Package:
    if "xl/workbook.bin" in parts.names:
        remedy = "Save it as an Excel workbook (.xlsx)."
        raise ImsError("this is a binary workbook (.xlsb)", remedy, file=path.name)
    books = [relation.target for relation in parts.relations("") if relation.kind == "officeDocument"]
    if not books or not books[0].startswith("xl/"):
        raise ImsError("this is not an Excel workbook", "Choose an .xlsx file.", file=path.name)
    workbook = parse(parts.read(books[0]))
    if MAIN not in workbook.attributes.values():
        remedy = "Save it as an Excel workbook (.xlsx), not as Strict Open XML."
        raise ImsError("this workbook is saved as Strict Open XML", remedy, file=path.name)
    targets = {relation.id: relation for relation in parts.relations(books[0])}
    sheets: dict[str, str] = {}
    tables: dict[str, TablePart] = {}
    listed = workbook.find("sheets")
    for element in listed.elements if listed else ():
        relation = targets[element.link()]
        if relation.kind == "worksheet":
            title = element.attributes["name"]
            sheets[title] = relation.target
            tables.update((table.name, table) for table in _tables(parts, title, relation.target))
    defined = workbook.find("definedNames")
    names = {
        element.attributes["name"]: element.text
        for element in (defined.elements if defined else ())
        if "localSheetId" not in element.attributes
    }
    return Package(sheets, tables, names)


def _tables(parts: Parts, sheet: str, part: str) -> Iterator[TablePart]:
    for relation in parts.relations(part):
        if relation.kind == "table":
            table = parse(parts.read(relation.target))
            yield TablePart(
                table.get("displayName") or table.attributes["name"],
                sheet,
                box(table.attributes["ref"]),
                tuple(column.attributes["name"] for column in table.every("tableColumn")),
                int(table.get("headerRowCount", "1")),
                int(table.get("totalsRowCount", "0")),
            )
