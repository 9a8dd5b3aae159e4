"""The practice workbook as a file: what it is, its list of clients, how it is drawn."""

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ims_xl import __version__
from ims_xl.decisions.cells import text
from ims_xl.folders import backups_folder
from ims_xl.issues import ImsError
from ims_xl.practice import clients, sheets
from ims_xl.practice.signing_in import Row
from ims_xl.workbook import backups
from ims_xl.workbook.book import Book, TableData
from ims_xl.workbook.file import FileBook

NAME = "Practice.xlsx"
KIND, FORMAT = "practice", 1
KNOWN = {name: [column.header for column in columns] for name, columns in sheets.TABLES.items()}


class PracticeWorkbook:
    """An open practice workbook; `book` is the file or the workbook open in Excel."""

    def __init__(self, book: Book, identity: str) -> None:
        self.book = book
        self.id = identity
        book.backups = backups.folder_of(backups_folder(), identity)

    def clients(self) -> pd.DataFrame:
        """The rows of its list as they were typed (clients.HEADINGS), the index the row that Excel shows."""
        data = self.table(sheets.CLIENTS)
        if data is None:
            return clients.empty()
        rows = data.rows.reindex(columns=list(clients.HEADINGS))
        typed = rows.map(text).astype("object")
        return typed[(typed != "").any(axis=1)]

    def table(self, name: str) -> TableData | None:
        """One of its tables as it stands, None where it is not there, as in a workbook that is not yet drawn."""
        return self.book.tables().get(name) if self.book.path.exists() else None

    def shown(self, name: str) -> pd.DataFrame:
        """One of its tables by the fields of its columns, cells as they stand; without rows where it is not there."""
        fields = {column.header: column.field for column in sheets.TABLES[name]}
        data = self.table(name)
        rows = pd.DataFrame(dtype="object") if data is None else data.rows
        return rows.reindex(columns=list(fields)).rename(columns=fields)

    def sign_ins(self) -> dict[str, Row]:
        """The rows of the sheet Sign-in by GSTIN: when an OTP was sent for, and what was said."""
        shown = self.shown(sheets.SIGN_IN)
        rows = zip(shown["gstin"].map(text), shown["requested"], shown["state"].map(text), strict=True)
        return {gstin: Row(gstin, requested=_moment(at), state=state) for gstin, at, state in rows if gstin}

    def otps(self) -> Mapping[str, set[str]]:
        """What is typed under OTP, by GSTIN."""
        shown = self.shown(sheets.SIGN_IN)
        found: dict[str, set[str]] = defaultdict(set)
        for gstin, otp in zip(shown["gstin"].map(text), shown["otp"].map(text), strict=True):
            if otp:
                found[gstin].add(otp)
        return found

    def draw(self, practice: sheets.Practice, now: dt.datetime) -> None:
        """Write it, without an OTP; notes, colours and own columns beside the rows stay.

        Raises ImsError as `Book.draw` does.
        """
        said = {"kind": KIND, "format": FORMAT, "program": f"ims_xl {__version__}", "book_id": self.id}
        folder = self.book.backups
        if self.otps():
            self.book.backups = None  # no dated copy keeps an OTP
        try:
            self.book.draw(sheets.sheets(practice, json.dumps(said), pd.Timestamp(now)))
        finally:
            self.book.backups = folder


def _moment(value: object) -> dt.datetime | None:
    return value if isinstance(value, dt.datetime) else None


def open_file(path: Path) -> PracticeWorkbook:
    """The practice workbook of that file, a new one where there is no file.

    Raises ImsError when the file is another workbook, or could not be written at the end.
    """
    if not path.exists():
        return PracticeWorkbook(FileBook.create(path, known=KNOWN), uuid.uuid4().hex)
    book = FileBook(path, known=KNOWN)
    book.refuse_unwritable()
    return PracticeWorkbook(book, identity_of(book))


def identity_of(book: Book) -> str:
    """Which practice workbook it is.

    Raises ImsError when it is none, or made by a newer version.
    """
    said = said_of(book.metadata())
    if said.get("kind") != KIND or not isinstance(said.get("book_id"), str):
        remedy = "Choose the practice workbook, or a folder: then it is made there."
        raise ImsError("this is not a practice workbook", remedy, file=book.path.name)
    if said.get("format") != FORMAT:
        raise ImsError(
            "this practice workbook was made by another ims_xl", "Install the newer version.", file=book.path.name
        )
    return str(said["book_id"])


def said_of(metadata: str) -> dict[str, object]:
    """What the text of an `_ims` sheet says, nothing where it is damaged."""
    try:
        said = json.loads(metadata)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def is_practice(path: Path) -> bool:
    """Whether the file is a practice workbook."""
    try:
        return said_of(FileBook(path).metadata()).get("kind") == KIND
    except ImsError:
        return False
