"""The files that lie in the folder of a practice: what each is, and whose."""

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from ims_xl.gst import gstin
from ims_xl.gstn.portal_json import open_portal_file
from ims_xl.issues import ImsError
from ims_xl.ownership import Clue, name_clues
from ims_xl.practice.clients import read_list
from ims_xl.purchases import read_purchases
from ims_xl.sheets.identity import Identity
from ims_xl.wording import counted
from ims_xl.workbook.book import METADATA
from ims_xl.workbook.file import FileBook
from ims_xl.workflow import ims_excel

Kind = Literal["workbook", "portal", "purchases", "other"]

_READ = {*[".json", ".zip", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".xml", ".htm", ".html"]}
_LARGEST_BOOK_PART = 1 << 24  # bytes of xl/workbook.xml, the list of sheets


class File(NamedTuple):
    """One file: what it is, the GSTIN whose it is ("" for nobody's), and what was seen; `period` of a workbook."""

    path: Path
    kind: Kind
    gstin: str = ""
    said: str = ""
    period: str = ""
    certain: bool = False  # the GSTIN stands inside


def in_folder(root: Path) -> list[Path]:
    """Every file below the folder that may be one of ours or of the portal's, in order of names.

    Hidden files and those that Office leaves beside an open workbook are none.
    """
    found = (path for path in root.rglob("*") if path.suffix.lower() in _READ and not path.name.startswith(("~$", ".")))
    return sorted(path for path in found if path.is_file() and not _is_hidden(path.relative_to(root)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def workbook(path: Path) -> File | None:
    """An IMS workbook of one month; None for any other file, and for one that says nothing usable of itself."""
    if path.suffix.lower() != ".xlsx" or not _has_our_sheet(path):
        return None
    try:
        own = Identity.from_text(FileBook(path).metadata(), path.name)
    except ImsError:
        return None
    return File(path, "workbook", own.gstin, "IMS workbook", own.period, certain=True)


def _has_our_sheet(path: Path) -> bool:
    """Whether the list of sheets names ours: to look is a hundredth of opening the workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = archive.getinfo("xl/workbook.xml")
            return part.file_size <= _LARGEST_BOOK_PART and f'"{METADATA}"'.encode() in archive.read(part)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError):
        return False


def identify(path: Path, root: Path, folders: Mapping[str, str]) -> File:
    """What a file is that is no workbook of ours, and whose: by the GSTIN inside, else that of its name or its folder.

    `folders`: by the folder of a client, as the list of clients has it, the GSTIN. A file that names more than one
    GSTIN is nobody's; so is one that names none.
    """
    kind, said, clues = _looked_into(path)
    if kind == "other":
        return File(path, kind, said=said)
    inside = _named(clues)
    if len(inside) > 1:
        return File(path, kind, said=f"{said}; it names {counted(len(inside), 'GSTIN')}: {', '.join(inside)}")
    if inside:
        return File(path, kind, inside[0], said, certain=True)
    outside = _outside(path, root, folders)
    if len(outside) != 1:
        remedy = "put the GSTIN into its name, or the file into the folder of one client"
        return File(path, kind, said=f"{said}; nothing says whose it is: {remedy}")
    return File(path, kind, outside[0], said)


class _Inside(NamedTuple):
    """What a file holds, in words, and what names whose it is."""

    kind: Kind
    said: str
    clues: Sequence[Clue] = ()


def _looked_into(path: Path) -> _Inside:
    """The file as the portal's or as purchases; what neither reader takes is told in the words of the likelier one."""
    try:
        return _portal(path)
    except ImsError as error:
        refused = error.issue
    with suppress(ImsError):
        read_list(path)
        return _Inside("other", "A list of clients")
    found = read_purchases([path])
    if found.files:
        clues = [clue for file in found.files for clue in file.owner.clues]
        return _Inside("purchases", ", ".join(dict.fromkeys(file.format for file in found.files)), clues)
    told = next((issue for issue in found.issues if issue.severity == "error"), refused)
    if path.suffix.lower() == ".json":
        told = refused
    return _Inside("other", f"{told.reason[:1].upper()}{told.reason[1:]}. {told.remedy}")


def _portal(path: Path) -> _Inside:
    """A file of the portal's IMS. Raises ImsError when it is none, or cannot be used."""
    if (workbook := ims_excel.read(path, "")) is not None:
        return _Inside("portal", "IMS as Excel", workbook.owner.clues)
    opened = open_portal_file(path, "")
    kinds = {"errors": "the portal's error file: import-errors reads it", "upload": "an upload file, not a download"}
    if (kind := opened.parts[0].kind) != "download":
        return _Inside("other", kinds[kind])
    return _Inside("portal", "IMS download", [clue for one in opened.parts for clue in one.clues])


def _named(clues: Sequence[Clue]) -> list[str]:
    """The GSTINs that a file names inside, those of its head before those of its records."""
    for kind in ("content", "records"):
        if found := Counter(clue.who for clue in clues if clue.kind == kind):
            return list(found)
    return []


def _outside(path: Path, root: Path, folders: Mapping[str, str]) -> list[str]:
    """The GSTINs that the name says, or else the nearest folder that says any."""
    for place in _places(path.relative_to(root)):
        known = folders.get(place.as_posix().casefold(), "")
        named = [clue.who for clue in name_clues(place.name, "", portal=False)]
        if found := [known] if known else list(dict.fromkeys(who for who in named if gstin.is_valid(who))):
            return found
    return []


def _places(path: Path) -> Iterator[Path]:
    """The file and the folders it lies in, from the inside."""
    yield path
    yield from [folder for folder in path.parents if folder.name]
