"""What a workbook may unfold to when it is read: sheets, and texts that are kept once and stand in many cells."""

import functools
import itertools
import posixpath
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from ims_xl import archives
from ims_xl.archives import Archive
from ims_xl.issues import ImsError

MOST_SHEETS = 1_000
MOST_TEXT = 1 << 28  # bytes of texts, each counted in every cell it stands in
_TIMES = 4  # ... unless the sheets themselves are large: so many times their size

_WORKBOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
_SHEETS = "xl/worksheets/"
_TEXT = (b't="s"', b"t='s'")  # the mark of a cell whose text stands in the list of texts
_NUMBER = re.compile(rb"""t=["']s["'][^>]*>(?:\s*<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
_ITEM = re.compile(rb"<(?:\w+:)?si\b")
_AGAIN = "Open it in Excel and save it under another name, or export it again."


def check(archive: Archive, file: str) -> None:
    """Read every part of an .xlsx and refuse what would fill memory or never end; another zip is only read.

    Raises ImsError, and what a damaged zip raises.
    """
    names = {member.filename.lower(): member.filename for member in archive.members}
    marks = size = 0
    for member in archive.members:
        is_sheet = member.filename.lower().startswith(_SHEETS)
        for chunk in archive.chunks(member):
            if is_sheet:
                size += len(chunk)
                marks += 1 + sum(map(chunk.count, _TEXT))  # one may stand across two chunks
    if _WORKBOOK in names and _RELATIONS in names:
        _check_sheets(archive.again(names[_WORKBOOK]), archive.again(names[_RELATIONS]), file)
    if _STRINGS in names:
        lengths = _lengths(archive.again(names[_STRINGS]))
        most = max(MOST_TEXT, size * _TIMES)
        if max(lengths, default=0) * marks > most and _text(archive, lengths) > most:
            raise ImsError(
                f"its texts, each in every cell it stands in, are larger than {MOST_TEXT >> 20} MB",
                "Keep only the columns of the register and save it again.",
                file=file,
            )


def check_file(path: Path) -> None:
    """As `check`, of a workbook of ours within the limits of one, so that any reader may open it."""
    state = path.stat()
    _check_file(path, state.st_size, state.st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _check_file(path: Path, _size: int, _changed: int) -> None:
    with archives.opened(path, path.name, archives.WORKBOOK) as archive:
        check(archive, path.name)


def _check_sheets(workbook: bytes, relations: bytes, file: str) -> None:
    try:
        targets = {
            one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lower()
            for one in ET.fromstring(relations)
        }
        sheets = [one for one in ET.fromstring(workbook).iter() if one.tag.rpartition("}")[2] == "sheet"]
    except ET.ParseError:
        return  # whoever reads the file says so
    if len(sheets) > MOST_SHEETS:
        remedy = "Move the sheets of the register to a workbook of their own."
        raise ImsError(f"the workbook has more than {MOST_SHEETS:,} sheets", remedy, file=file)
    ids = [value for one in sheets for key, value in one.attrib.items() if key.rpartition("}")[2] == "id"]
    parts = [targets[one] for one in ids if one in targets]
    if len(set(parts)) < len(parts):
        raise ImsError("the workbook is damaged: two of its sheets are the same part of the file", _AGAIN, file=file)


def _lengths(strings: bytes) -> list[int]:
    """Bytes of every text of the list, with its marks."""
    starts = [found.start() for found in _ITEM.finditer(strings)]
    return [end - start for start, end in itertools.pairwise([*starts, len(strings)])]


def _text(archive: Archive, lengths: list[int]) -> int:
    """Bytes of all cells with a text of the list; one whose number is not found counts as the longest."""
    longest, total = max(lengths), 0
    for member in archive.members:
        if member.filename.lower().startswith(_SHEETS):
            xml = archive.again(member)
            numbers = [int(number) for number in _NUMBER.findall(xml)]
            total += sum(lengths[number] for number in numbers if number < len(lengths))
            total += (sum(map(xml.count, _TEXT)) - len(numbers)) * longest
    return total
