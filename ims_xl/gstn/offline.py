"""The portal's files: read its download and error file, write the file it takes decisions from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ims_xl import replacing, schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import wire
from ims_xl.gstn.portal_json import FileKind, Opened, open_portal_file
from ims_xl.gstn.records import UNREADABLE
from ims_xl.gstn.refusals import ERROR_COLUMNS as ERROR_COLUMNS
from ims_xl.gstn.refusals import read_refusals
from ims_xl.gstn.upload_rules import check_decisions
from ims_xl.issues import ImsError, Issue
from ims_xl.ownership import Ownership, judge, place_clues


@dataclass(frozen=True, slots=True)
class PortalFile:
    """What a portal file holds; an error file has no documents here, `read_error_file` reads it.

    `unreadable`: records (columns of records.UNREADABLE) that the portal holds and that could not be read.
    `sections` are those the file speaks of, also with no record; only those of a download say what the
    portal holds. `recipient_gstin` is "" when the file does not name one; `owner` says whose it is and why.
    `overlapping`: files of a zip that each hold documents of one section, as parts of a download do, and two downloads.
    `form`: what kind of file it is, as sources are listed.
    """

    documents: pd.DataFrame
    unreadable: pd.DataFrame
    issues: list[Issue]
    sections: tuple[str, ...]
    recipient_gstin: str
    file_name: str
    sha256: str
    kind: FileKind
    owner: Ownership
    overlapping: tuple[str, ...] = ()
    form: str = "Portal JSON"


@dataclass(frozen=True, slots=True)
class PortalErrors:
    """The records the portal refused, with the columns of ERROR_COLUMNS."""

    rows: pd.DataFrame
    issues: list[Issue]
    file_name: str
    sha256: str
    owner: Ownership


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file written for the portal and how many decisions of each kind (A, R, P, N) it holds."""

    path: Path
    sha256: str
    counts: dict[str, int]


def read_portal_file(path: Path, recipient_gstin: str) -> PortalFile:
    """Documents of a portal file, or of all files in a zip.

    Raises ImsError when the file cannot be used, see `open_portal_file`.
    """
    return of_parts(open_portal_file(path, recipient_gstin), recipient_gstin)


def of_parts(opened: Opened, recipient_gstin: str) -> PortalFile:
    """The documents of what was opened, as JSON or as Excel, and whose they are."""
    kind = opened.parts[0].kind
    reads = [
        wire.read_sections(part.sections, recipient_gstin=recipient_gstin, file=part.name)
        for part in opened.parts
        if kind != "errors"
    ]
    documents, repeated = schema.empty(schema.IMS), list[Issue]()
    if reads:
        documents = pd.concat([read.documents for read in reads], ignore_index=True)
        documents, repeated = wire.keep_last(documents, file=opened.file_name)
    owner = _owner(opened, recipient_gstin, documents)
    faults = [issue for read in reads for issue in read.issues]
    return PortalFile(
        documents,
        pd.concat([schema.empty(UNREADABLE), *(read.unreadable for read in reads)], ignore_index=True),
        [*opened.issues, *owner.doubts(opened.file_name), *faults, *repeated],
        tuple(dict.fromkeys(section for read in reads for section in read.sections)),
        next((clue.who for part in opened.parts for clue in part.clues if clue.kind == "content"), ""),
        opened.file_name,
        opened.sha256,
        kind,
        owner,
        _overlapping([part.name for part in opened.parts], reads),
    )


def _overlapping(names: Sequence[str], reads: Sequence[wire.SectionsRead]) -> tuple[str, ...]:
    holding: dict[str, list[str]] = {}
    for name, read in zip(names, reads, strict=False):
        for section in read.documents["section"].unique():
            holding.setdefault(section, []).append(name)
    return tuple(dict.fromkeys(name for names in holding.values() if len(names) > 1 for name in names))


def _owner(opened: Opened, recipient_gstin: str, documents: pd.DataFrame) -> Ownership:
    clues = [clue for part in opened.parts for clue in part.clues]
    return judge([*clues, *place_clues([documents], recipient_gstin)], recipient_gstin)


def read_error_file(path: Path, recipient_gstin: str) -> PortalErrors:
    """The records of an upload the portal refused, from its error file.

    Raises ImsError when the file cannot be used or is no error file.
    """
    opened = open_portal_file(path, recipient_gstin)
    if opened.parts[0].kind != "errors":
        remedy = "On the portal open IMS Dashboard, Offline, Upload JSON, and download the error file of the upload."
        raise ImsError("this is not an error file of the portal", remedy, file=path.name)
    reads = [read_refusals(part.sections, file=part.name) for part in opened.parts]
    rows = pd.concat([read for read, _ in reads], ignore_index=True)
    owner = _owner(opened, recipient_gstin, schema.empty(schema.IMS))
    issues = [*opened.issues, *owner.doubts(path.name), *(issue for _, faults in reads for issue in faults)]
    return PortalErrors(rows, issues, opened.file_name, opened.sha256, owner)


def upload_payload(rows: pd.DataFrame, recipient_gstin: str, variant: wire.Variant) -> dict[str, object]:
    """What the portal takes decisions from; `rows` as `wire.write_records` wants them, only those to change.

    Raises ImsError naming the decisions the portal would refuse: one of them can make it refuse the file.
    """
    rows = _sent(rows)
    check_decisions(rows, recipient_gstin)
    records = wire.write_records(rows, variant, request="SAVE", prev_status=False)
    return {"rtin": recipient_gstin, "reqtyp": "SAVE", "invdata": records}


def write_upload_file(path: Path, rows: pd.DataFrame, recipient_gstin: str, variant: wire.Variant) -> UploadFile:
    """Write the file for the portal; an earlier file of that name stays whole until the new one is.

    Raises ImsError when there is nothing to send, a decision would be refused, or the file cannot be written.
    """
    payload = upload_payload(rows, recipient_gstin, variant)
    if not payload["invdata"]:
        raise ImsError("there is no decision to upload", "Mark documents that differ from the portal.", file=path.name)
    data = json.dumps(payload, separators=(",", ":"), allow_nan=False).encode()
    try:
        replacing.write(path, data)
    except OSError as error:
        remedy = "Close the file where it is open, or choose a folder you may write to."
        raise replacing.in_words(error, "the file cannot be written", remedy, file=path.name) from None
    counts = _sent(rows)["new_action"].value_counts(sort=False)
    return UploadFile(path, hashlib.sha256(data).hexdigest(), {str(action): int(n) for action, n in counts.items()})


def _sent(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["section"].isin([section.key for section in SECTIONS.values() if section.in_file])]
