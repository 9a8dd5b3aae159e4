"""The files an accountant chose, a zip opened, each with what its first bytes say it is."""

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from ims_xl import archives, workbook_limits
from ims_xl.issues import ImsError

MAX_BYTES = 1 << 29  # 512 MB
KNOWN = (
    "Choose a GSTR-2 workbook, a Purchase Register template, a CSV of either, a register of an accounting program such "
    "as Tally, or a GSTR-2B."
)
_AGAIN = "Get the file again, or open it in Excel and save it under another name."
_UNLOCK = "Open it in Excel, remove the password (File, Info, Protect Workbook) and save it."
_SAVE_AS = "Open it in Excel and save it as Excel Workbook (.xlsx)."

Kind = Literal["workbook", "json", "xml", "spreadsheet xml", "html", "text"]


class Source(NamedTuple):
    """One file, or one file of a zip (`archive.zip/member.json`)."""

    name: str
    path: Path
    data: bytes
    sha256: str

    @property
    def kind(self) -> Kind:
        """What is inside, whatever the name ends in.

        Raises ImsError for what is none of them.
        """
        top = self.data[:4096]
        if wide := wide_encoding(top):
            top = top.decode(wide, errors="ignore").encode()
        head = top.lstrip(b"\xef\xbb\xbf \t\r\n")
        if found := next((kind for kind, sign in _MARKED_UP if sign.search(head)), None):
            return found
        for marks, reason, remedy in _REFUSED:
            if head[:512].lower().startswith(marks):
                raise ImsError(reason, remedy, file=self.name)
        if self.data.startswith(_OLE):
            if _ENCRYPTED in self.data:
                raise ImsError("the workbook is protected with a password", _UNLOCK, file=self.name)
            return "workbook"
        if self.data.startswith(_ZIP):
            return "workbook"
        if not head:
            raise ImsError("the file is empty", _AGAIN, file=self.name)
        if (len(top) - len(top.translate(None, _CONTROL))) * _BINARY > len(top):
            raise ImsError("the file is no Excel workbook, CSV or JSON", KNOWN, file=self.name)
        return "json" if head.startswith((b"{", b"[")) else "text"


def wide_encoding(data: bytes) -> str:
    """The encoding of a text of two bytes a sign, with a mark in front or without one; "" for another text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    top = data[:400]
    half = len(top) // 2
    if half < _FEWEST or top.startswith((_OLE, _ZIP)):
        return ""
    zeros = top[1::2].count(0), top[0::2].count(0)
    return (
        "utf-16-le"
        if zeros[0] * 2 > half > zeros[1] * 20
        else "utf-16-be"
        if zeros[1] * 2 > half > zeros[0] * 20
        else ""
    )


_START = rb"\A(?:<\?[^>]*>|<!--.*?-->|\s)*<"
_MARKED_UP: tuple[tuple[Kind, re.Pattern[bytes]], ...] = (
    ("xml", re.compile(_START + rb"(?:ENVELOPE|BUSYDATA)\b", re.DOTALL | re.IGNORECASE)),
    ("spreadsheet xml", re.compile(_START + rb"(?:\w+:)?(?:Workbook\b|document\b)", re.DOTALL)),
    (
        "html",
        re.compile(
            _START + rb"(?:!doctype html|html|head|meta|body|table|style|div|center)\b", re.DOTALL | re.IGNORECASE
        ),
    ),
)
_FEWEST = 8  # signs that tell an encoding
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = bytes({*range(32)} - {*b"\t\n\v\f\r"})
_BINARY = 20  # one such byte in so many is no text; a stray one may be
_OF_WORKBOOKS = ("[Content_Types].xml", "content.xml", "xl/", "_rels/", "docProps/")
_DEEPEST = 1  # zips in a zip that are opened
_REFUSED = (
    ((b"<",), "the file is XML, not a workbook", _SAVE_AS),
    ((b"%pdf",), "the file is a PDF", KNOWN),
)


def open_sources(path: Path) -> list[Source]:
    """The file, or the files of the zip it is.

    Raises ImsError when it cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImsError("the file is larger than 512 MB", "Split it by months.", file=path.name)
        data = path.read_bytes()
    except OSError as error:
        remedy = "Check that the file is there and not open in another program."
        raise ImsError(f"the file cannot be read: {error.strerror}", remedy, file=path.name) from None
    return [
        Source(name, path, content, hashlib.sha256(content).hexdigest()) for name, content in _members(path.name, data)
    ]


def _members(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(_ZIP):
        yield name, data
        return
    try:
        with archives.opened(io.BytesIO(data), name) as archive:
            is_workbook = any(name.startswith(_OF_WORKBOOKS) for name in archive.names)
            if depth > _DEEPEST and not is_workbook:
                remedy = "Unpack the outer ones and choose the inner one."
                raise ImsError("the zip lies in a zip in a zip", remedy, file=name)
            # Macs add a hidden twin of every file.
            members = [one for one in archive.members if not one.is_dir() and "__MACOSX/" not in one.filename]
            if not members:
                raise ImsError("the zip is empty", KNOWN, file=name)
            if is_workbook:
                workbook_limits.check(archive, name)
                yield name, data
                return
            for member in members:
                inner, data = f"{name}/{member.filename}", archive.read(member)
                yield from _members(inner, data, depth + 1) if data.startswith(_ZIP) else [(inner, data)]
    except archives.DAMAGED:
        raise ImsError("the file is damaged or was cut off", _AGAIN, file=name) from None
    except RuntimeError:  # a password; NotImplementedError, which is one, is a compression Python does not know
        raise ImsError("the zip cannot be unpacked", "Unpack it and choose the files in it.", file=name) from None
