"""What is inside a portal file: JSON of one of four shapes, alone or in a zip, or a clear refusal."""

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from ims_xl import archives
from ims_xl.gstn import json_text
from ims_xl.gstn.wire import section_key
from ims_xl.issues import ImsError, Issue
from ims_xl.json_keys import repeated_key
from ims_xl.ownership import Clue, clues_in, judge, name_clues
from ims_xl.wrappers import Record, find_all, find_gstr2b, unwrap

FileKind = Literal["download", "errors", "upload"]

MAX_BYTES = 1 << 29  # 512 MB: a download of a million documents
_AGAIN = "Download the file from the portal again and do not open or save it in another program."
_DASHBOARD = "On the portal open IMS Dashboard, Offline, Download JSON, and choose that file."
_PLACE = re.compile(r"line (\d+) column (\d+)")


class Part(NamedTuple):
    """One JSON file: its name for messages, what it is, its sections, what names whose it is."""

    name: str
    kind: FileKind
    sections: Record
    clues: list[Clue]


class Opened(NamedTuple):
    """A portal file with its parts (one, or those of a zip) and notes on what was passed over."""

    file_name: str
    sha256: str
    parts: list[Part]
    issues: list[Issue]


class _Shape(BaseModel):
    """The object inside the wrappers of a portal file, when the sections are one key deeper."""

    errors: dict[str, Any] | None = Field(None, validation_alias=AliasChoices("imsDetailsErr", "error_report"))
    upload: dict[str, Any] | None = Field(None, validation_alias="invdata")
    download: dict[str, Any] | None = Field(None, validation_alias="imsDetails")


_SECTION_KEYS = ("imsDetailsErr", "error_report", "invdata", "imsDetails")


def open_portal_file(path: Path, recipient_gstin: str) -> Opened:
    """The parts of a portal file of this GSTIN.

    Raises ImsError when it cannot be read, is something else, is cut off, mixes kinds, or is of another GSTIN.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImsError("the file is larger than 512 MB", _DASHBOARD, file=path.name)
        data = path.read_bytes()
    except OSError as error:
        remedy = "Check that the file is there and not open in another program."
        raise ImsError(f"the file cannot be read: {error.strerror}", remedy, file=path.name) from None
    issues: list[Issue] = []
    members = _members(path.name, data, issues) if data.startswith(b"PK\x03\x04") else [(path.name, data)]
    parts = [_part(name, content, recipient_gstin) for name, content in members]
    if len({part.kind for part in parts}) > 1:
        raise ImsError("the zip mixes downloads with files of another kind", "Choose the files singly.", file=path.name)
    for part in parts:
        judge(part.clues, recipient_gstin).refuse(part.name)
    return Opened(path.name, hashlib.sha256(data).hexdigest(), parts, issues)


def _members(file: str, data: bytes, issues: list[Issue]) -> Iterator[tuple[str, bytes]]:
    try:
        with archives.opened(io.BytesIO(data), file) as archive:
            # Macs add a hidden twin of every file.
            members = [one for one in archive.members if not one.is_dir() and "__MACOSX/" not in one.filename]
            wanted = [member for member in members if member.filename.lower().endswith(".json")]
            if not wanted:
                raise ImsError(
                    "the file is a zip or an Excel workbook without a JSON file in it", _DASHBOARD, file=file
                )
            for member in members:
                name = f"{file}/{member.filename}"
                if member in wanted:
                    yield name, archive.read(member)
                else:
                    issues.append(Issue("note", "this is not a JSON file and was passed over", file=name))
    except archives.DAMAGED:
        raise ImsError("the zip is damaged or was cut off", _AGAIN, file=file) from None
    except RuntimeError:  # a password; NotImplementedError, which is one, is a compression Python does not know
        raise ImsError("the zip cannot be unpacked", "Unpack it and choose the JSON file itself.", file=file) from None


def _part(name: str, data: bytes, ours: str) -> Part:
    payload = _decode(name, data)
    if stranger := _stranger(payload):
        raise ImsError(f"this is {stranger}, not an IMS file", _DASHBOARD, file=name)
    found = unwrap(payload, _holds_sections, what="the sections of IMS", file=name)
    if found is None:
        what = "no section of IMS" if isinstance(payload, dict) else "not that of a portal file"
        raise ImsError(f"the file holds JSON, but {what}", _DASHBOARD, file=name)
    try:
        shape = _Shape.model_validate(found.content)
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        raise ImsError(
            "this part of the file is not built as the portal builds it", _AGAIN, file=name, column=key
        ) from None
    kinds: dict[FileKind, Record | None] = {
        "errors": shape.errors,
        "upload": shape.upload,
        "download": shape.download,
    }
    kind, sections = next(
        ((kind, sections) for kind, sections in kinds.items() if sections is not None), ("download", found.content)
    )
    return Part(name, kind, sections, [*clues_in(payload), *name_clues(name, ours, portal=True)])


def _holds_sections(record: Record) -> bool:
    """Whether it is a download, an error file or an upload, or has lists of documents itself."""
    return any(record.get(key) is not None for key in _SECTION_KEYS) or any(
        section_key(key) and isinstance(listed, list) for key, listed in record.items()
    )


def _holds_records(record: Record) -> bool:
    return any(section_key(key) and isinstance(listed, list) and listed for key, listed in record.items())


def _holds_suppliers(record: Record) -> bool:
    """Whether documents are listed below their suppliers, as in returns; IMS lists them one by one."""
    return any(
        section_key(key) and isinstance(listed, list) and listed and isinstance(listed[0], dict) and "ctin" in listed[0]
        for key, listed in record.items()
    )


def _stranger(payload: object) -> str:
    # A sum over the data is what returns have; without a record nothing else tells them from IMS.
    is_return = isinstance(payload, dict) and {"data", "chksum"} <= payload.keys()
    if find_gstr2b(payload) or (is_return and not find_all(payload, _holds_records)):
        return "a GSTR-2B statement"
    if find_all(payload, lambda record: "fp" in record) or find_all(payload, _holds_suppliers):
        return "a GSTR-1 or GSTR-2A file"
    return ""


def _decode(name: str, data: bytes) -> object:
    if not data.strip():
        raise ImsError("the file is empty", _AGAIN, file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ImsError("the file is not written in UTF-8, as the portal writes it", _AGAIN, file=name) from None
    try:
        payload = json_text.parse(text)
    except ValueError as error:
        raise _not_json(name, text, str(error)) from None
    if (key := repeated_key(text, payload)) is not None:
        raise ImsError("the key stands twice in one record", _AGAIN, file=name, column=key)
    return payload


def _not_json(name: str, text: str, told: str) -> ImsError:
    """The refusal for what the JSON parser told: `EOF while parsing a list at line 1 column 11`."""
    found = _PLACE.search(told)
    line = int(found[1]) if found else 0
    if not text.lstrip().startswith(("{", "[")):
        return ImsError("the file is not JSON", _DASHBOARD, file=name, row=line, value=text.strip()[:20])
    if told.startswith("EOF"):
        return ImsError("the file ends in the middle: it was cut off", _AGAIN, file=name, row=line)
    if told.startswith("recursion"):
        return ImsError("the file is nested too deeply to be a portal file", _DASHBOARD, file=name, row=line)
    reason = f"the JSON of the file is broken at character {found[2] if found else '?'} of the line"
    return ImsError(reason, _AGAIN, file=name, row=line)
