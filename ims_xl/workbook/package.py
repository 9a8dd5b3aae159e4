"""The parts inside an .xlsx file: its sheets, tables and names, and what a rewrite would drop."""

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from ims_xl import archives
from ims_xl.issues import ImsError
from ims_xl.workbook.backups import advice

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls files and of encrypted workbooks
_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!,(]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?=[,)\"]|$)"
)  # a quotation mark ends what Gnumeric, which has no names of several ranges, keeps as a text

_CUT_OFF = (zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError)  # RuntimeError: a password
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*? ?r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)


class Box(NamedTuple):
    """A rectangle of cells, 1-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Box") -> bool:
        """True when the two share a cell."""
        return not (
            self.bottom < other.top or other.bottom < self.top or self.right < other.left or other.right < self.left
        )

    def has(self, row: int, column: int) -> bool:
        """True when that cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


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


def column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def box(reference: str) -> Box:
    """The rectangle of `B2:D9` or `B2`."""
    (left, top), *rest = re.findall(r"\$?([A-Z]+)\$?(\d+)", reference)
    right, bottom = rest[0] if rest else (left, top)
    return Box(int(top), column_number(left), int(bottom), column_number(right))


def boxes(text: str) -> list[tuple[str, Box]]:
    """Sheet and rectangle of each reference in the text of a defined name; none when it is broken."""
    found = []
    for quoted, plain, left, top, right, bottom in _REFERENCE.findall(text):
        sheet = quoted.replace("''", "'") or plain
        found.append((sheet, box(f"{left}{top}:{right or left}{bottom or top}")))
    return found


def read(path: Path) -> Package:
    """The sheets, tables and names of the workbook.

    Raises ImsError, naming what to do, when the file is not an .xlsx workbook that can be read.
    """
    try:
        archives.check_workbook(path)
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path)
    except FileNotFoundError as error:
        remedy = f"Check the path; if the file is lost, {advice(path.name)}."
        raise ImsError("the workbook is not there", remedy, file=path.name) from error
    except PermissionError as error:
        raise ImsError(
            "the workbook cannot be opened", "Close it in other programs and try again.", file=path.name
        ) from error
    except zipfile.BadZipFile as error:
        raise _not_a_zip(path) from error
    except (KeyError, ValueError, ElementTree.ParseError, zipfile.LargeZipFile, *_CUT_OFF) as error:
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


def _read(archive: zipfile.ZipFile, path: Path) -> Package:
    parts = set(archive.namelist())
    if "xl/workbook.bin" in parts:
        remedy = "Save it as an Excel workbook (.xlsx)."
        raise ImsError("this is a binary workbook (.xlsb)", remedy, file=path.name)
    if "_rels/.rels" not in parts:
        raise ImsError("this is not an Excel workbook", "Choose an .xlsx file.", file=path.name)
    books = [target for kind, _, target in relations(archive, "") if kind == "officeDocument"]
    if not books or not books[0].startswith("xl/"):
        raise ImsError("this is not an Excel workbook", "Choose an .xlsx file.", file=path.name)
    workbook = ElementTree.fromstring(archive.read(books[0]))
    if not workbook.tag.startswith(MAIN):
        remedy = "Save it as an Excel workbook (.xlsx), not as Strict Open XML."
        raise ImsError("this workbook is saved as Strict Open XML", remedy, file=path.name)
    targets = {link: (kind, target) for kind, link, target in relations(archive, books[0])}
    sheets: dict[str, str] = {}
    tables: dict[str, TablePart] = {}
    for element in workbook.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        kind, target = targets[element.attrib[_LINK]]
        if kind == "worksheet":
            sheets[element.attrib["name"]] = target
            tables.update((table.name, table) for table in _tables(archive, element.attrib["name"], target))
    names = {
        element.attrib["name"]: element.text or ""
        for element in workbook.iterfind(f"{MAIN}definedNames/{MAIN}definedName")
        if "localSheetId" not in element.attrib
    }
    return Package(sheets, tables, names)


def relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Kind, id and target part of every internal relation of a part; "" is the package itself."""
    folder, name = posixpath.split(part)
    file = posixpath.join(folder, "_rels", f"{name}.rels")
    if file not in archive.namelist():
        return
    for element in ElementTree.fromstring(archive.read(file)):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.attrib["Target"]))
            yield posixpath.basename(element.attrib["Type"]), element.attrib["Id"], target.lstrip("/")


def _tables(archive: zipfile.ZipFile, sheet: str, part: str) -> Iterator[TablePart]:
    for kind, _, target in relations(archive, part):
        if kind != "table":
            continue
        table = ElementTree.fromstring(archive.read(target))
        yield TablePart(
            table.get("displayName") or table.attrib["name"],
            sheet,
            box(table.attrib["ref"]),
            tuple(column.attrib["name"] for column in table.iter(f"{MAIN}tableColumn")),
            int(table.get("headerRowCount", "1")),
            int(table.get("totalsRowCount", "0")),
        )
