"""A workbook file without Excel: read by calamine, drawn anew or in place."""

import filecmp
import hashlib
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from ims_xl.issues import ImsError
from ims_xl.replacing import in_words, replacing
from ims_xl.workbook import backups as dated
from ims_xl.workbook import file_drawing
from ims_xl.workbook.book import METADATA, TableData
from ims_xl.workbook.places import FilePlaces
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.unsupported_parts import refuse_unsupported

_LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice leave beside an open file


class Memory(Protocol):
    """Remembers files as we last wrote them, so that what nobody touched may be drawn anew."""

    def is_as_drawn(self, path: Path, sha256: str) -> bool:
        """Whether these bytes are what we last wrote there."""

    def remember_drawn(self, path: Path, sha256: str) -> None:
        """Remember the bytes we wrote to a path."""


class FileBook:
    """An IMS workbook as a file.

    `known`: headings of our tables by name, to find one that was turned into a plain range.
    `backups`: this workbook's folder for dated copies of what is replaced, ten are kept; None keeps none.
    `memory`: knows whether the file is as we drew it, so that it may be drawn anew.

    Raises ImsError when the file is not an IMS workbook that can be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        known: Mapping[str, Sequence[str]] | None = None,
        backups: Path | None = None,
        memory: Memory | None = None,
        new: bool = False,
    ) -> None:
        self.path = path.resolve()
        self.known = known or {}
        self.backups = backups
        self.memory = memory
        self._read: tuple[_Stamp | None, FilePlaces] | None = None
        self._seen: _Stamp | None = None  # the file as it was when the marks in it were first read
        self._writable: _Stamp | None = None
        if new:
            return
        self._seen = self._stamp()
        if not self._metadata_sheet():
            remedy = "Choose a workbook that ims_xl made, or make a new one."
            raise ImsError("this is not an IMS workbook", remedy, file=path.name)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        known: Mapping[str, Sequence[str]] | None = None,
        backups: Path | None = None,
        memory: Memory | None = None,
    ) -> "FileBook":
        """A workbook that the first `draw` will write.

        Raises ImsError when there is a file of that name already, or no such folder.
        """
        if path.exists():
            raise ImsError("there is a file of this name already", "Choose another name.", file=path.name)
        if not path.resolve().parent.is_dir():
            raise ImsError("there is no such folder", "Make it first.", file=str(path.parent))
        return cls(path, known=known, backups=backups, memory=memory, new=True)

    @property
    def sha256(self) -> str:
        """Of the file as it stands."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def tables(self) -> dict[str, TableData]:
        """Every table of ours by its table name, found wherever it now stands."""
        return self._places().data()

    def cell(self, key: str, row: int, column: int) -> object:
        """The value of a cell outside tables, on the sheet with that key; None when there is none."""
        return self._places().cell(key, row, column)

    def metadata(self) -> str:
        """The text kept on the `_ims` sheet."""
        return self._places().metadata(self._metadata_sheet())

    def copies(self) -> list[str]:
        """Names of sheets that are copies of ours: nothing is read from them."""
        return self._places().copies()

    def let_go(self) -> None:
        """Keep nothing of what the cells hold when the file will be drawn anew; it is read again when asked for."""
        if self._read is not None and self._as_drawn():
            self._read[1].forget()

    def refuse_unwritable(self) -> None:
        """Say before the work begins what would stop `draw` at its end.

        Raises ImsError when the file is open elsewhere, read-only, or holds something that would be lost.
        """
        self._refuse_held()
        stamp = self._stamp()
        if stamp is not None and stamp != self._writable and not self._as_drawn():
            refuse_unsupported(self.path)
        self._writable = stamp

    def draw(self, sheets: Sequence[Sheet]) -> None:
        """Write these sheets: anew when nobody but us touched the file, else in place; all or nothing.

        Raises ImsError when the file is open elsewhere, cannot be written, was changed since it was read, or
        holds something that would be lost.
        """
        self._refuse_when_changed()
        self.refuse_unwritable()
        with self._writing() as temporary:
            if self._seen is None or self._as_drawn():
                file_drawing.draw_new(temporary, sheets)
            else:
                file_drawing.draw_into(self._places(), temporary, sheets)
            self._read = None  # lets go of the file, which Windows would not replace
            self._back_up()
        self._seen = self._stamp()
        if self.memory:
            self.memory.remember_drawn(self.path, self.sha256)

    def put_back(self, copy: Path) -> None:
        """Put a kept copy in the place of the file, whatever is there; that is itself kept as a copy first.

        Raises ImsError, with nothing changed, when the file is open elsewhere or cannot be written or kept.
        """
        self._refuse_held()
        self._seen, self._read = self._stamp(), None
        with self._writing() as temporary:
            shutil.copyfile(copy, temporary)
            self._back_up(spare=copy)
        self._seen = self._stamp()

    @property
    def is_changed(self) -> bool:
        """Whether the file is another one than when it was first read."""
        return self._stamp() != self._seen

    def _refuse_when_changed(self) -> None:
        """What was typed after the marks were read must not be written over."""
        if self.is_changed:
            remedy = "Try again; nothing was written."
            raise ImsError("the workbook was changed by another program meanwhile", remedy, file=self.path.name)

    def _as_drawn(self) -> bool:
        return (
            self.memory is not None
            and file_drawing.is_as_new(self.path)
            and self.memory.is_as_drawn(self.path, self.sha256)
        )

    def _places(self) -> FilePlaces:
        stamp = self._stamp()
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, FilePlaces(self.path, self.known)
        return self._read[1]

    def _metadata_sheet(self) -> str:
        places = self._places()
        return places.sheet(METADATA) or (METADATA if METADATA in places.package.sheets else "")

    def _stamp(self) -> "_Stamp | None":
        """Changes whenever the file changes; None when there is no file."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _refuse_held(self) -> None:
        """Raises ImsError when another program has the file open or it is marked as read-only."""
        for lock in _LOCKS:
            beside = self.path.with_name(lock.format(self.path.name))
            if beside.exists():
                remedy = f"Close it there and try again. If no program has it open, delete the file {beside.name}."
                raise ImsError("the workbook is open in another program", remedy, file=self.path.name)
        if self.path.exists() and not self.path.stat().st_mode & stat.S_IWUSR:
            remedy = "If it is to be changed, take the mark away in the properties of the file."
            raise ImsError("the workbook is marked as read-only", remedy, file=self.path.name)

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """A temporary file beside the workbook that takes its place at the end."""
        try:
            with replacing(self.path, check=self._refuse_when_changed) as temporary:
                yield temporary
        except PermissionError as error:
            raise self._denied() from error
        except OSError as error:
            remedy = "Check the disk and try again; nothing was changed."
            raise in_words(error, "the workbook could not be written", remedy, file=self.path.name) from error

    def _denied(self) -> ImsError:
        if _can_write(self.path.parent):
            remedy = "Close it there and try again."
            return ImsError("the workbook is open in another program", remedy, file=self.path.name)
        remedy = "Copy the workbook to a folder of your own."
        return ImsError("the folder is read-only", remedy, file=str(self.path.parent))

    def _back_up(self, spare: Path | None = None) -> None:
        """Keep a dated copy of what is replaced; without it nothing is replaced.

        The newest copy is enough when it is the same: ten tries that fail must not cost ten copies.
        """
        if self.backups is None or not self.path.exists():
            return
        try:
            newest = dated.copies(self.backups, self.path.name)[:1]
            if newest and filecmp.cmp(newest[0].path, self.path, shallow=False):
                return
            dated.keep(self.backups, self.path, partial(shutil.copyfile, self.path), spare=spare)
        except OSError as error:
            reason = "no copy of the workbook could be kept"
            remedy = "See that this folder can be written and the disk has room; the workbook was not changed."
            raise in_words(error, reason, remedy, file=str(self.backups)) from error


_Stamp = tuple[int, int, int]
"""Time, size and number of a file."""


def _can_write(folder: Path) -> bool:
    try:
        probe = folder / f".ims-{secrets.token_hex(4)}.tmp"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
