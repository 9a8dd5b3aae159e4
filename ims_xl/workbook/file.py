"""A workbook file without Excel: read by calamine, drawn anew by XlsxWriter or in place by openpyxl."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import time as time_now
from typing import Protocol

from xlsxwriter.exceptions import FileCreateError

from ims_xl.issues import ImsError
from ims_xl.workbook import backups as dated
from ims_xl.workbook import fresh, inplace
from ims_xl.workbook.book import TableData
from ims_xl.workbook.identity import METADATA
from ims_xl.workbook.losses import refuse_losses
from ims_xl.workbook.places import FilePlaces
from ims_xl.workbook.sheet import Sheet

_LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice leave beside an open file
_LEFT_BEHIND = 3600  # seconds after which a temporary file is that of a process that died


class Memory(Protocol):
    """Remembers files as we last wrote them, so that what nobody touched may be drawn anew."""

    def is_as_drawn(self, path: Path, sha256: str) -> bool:
        """Whether these bytes are what we last wrote there."""

    def remember_drawn(self, path: Path, sha256: str) -> None:
        """Remember the bytes we wrote to a path."""


class FileBook:
    """An IMS workbook as a file.

    `known`: headings of our tables by name, to find one that was turned into a plain range.
    `backups`: folder for dated copies of what is replaced, ten are kept; None keeps none.
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

    def refuse_unwritable(self) -> None:
        """Say before the work begins what would stop `draw` at its end.

        Raises ImsError when the file is open elsewhere or holds something that would be lost.
        """
        self._refuse_when_open()
        stamp = self._stamp()
        if stamp is not None and stamp != self._writable and not self._as_drawn():
            refuse_losses(self.path)
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
                fresh.draw(temporary, sheets)
            else:
                inplace.draw(self._places(), temporary, sheets)
            self._read = None  # lets go of the file, which Windows would not replace
            _to_disk(temporary)
            self._back_up()
            self._refuse_when_changed()
            os.replace(temporary, self.path)
        self._seen = self._stamp()
        if self.memory:
            self.memory.remember_drawn(self.path, self.sha256)

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
        return self.memory is not None and fresh.wrote(self.path) and self.memory.is_as_drawn(self.path, self.sha256)

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

    def _refuse_when_open(self) -> None:
        for lock in _LOCKS:
            beside = self.path.with_name(lock.format(self.path.name))
            if beside.exists():
                remedy = f"Close it there and try again. If no program has it open, delete the file {beside.name}."
                raise ImsError("the workbook is open in another program", remedy, file=self.path.name)

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        """A temporary file beside the workbook, gone afterwards whatever happens."""
        temporary = self.path.with_name(f".{self.path.stem}-{secrets.token_hex(4)}.tmp")
        _sweep(self.path)
        try:
            yield temporary
        except PermissionError as error:
            raise self._denied(error) from error
        except FileCreateError as error:  # XlsxWriter's wrapping of any OSError
            raise self._denied(error.args[0] if error.args else error) from error
        except OSError as error:
            reason = f"the workbook could not be written: {error.strerror or error}"
            raise ImsError(reason, "Check the disk and try again; nothing was changed.", file=self.path.name) from error
        finally:
            temporary.unlink(missing_ok=True)

    def _denied(self, error: object) -> ImsError:
        if isinstance(error, PermissionError) and _can_write(self.path.parent):
            remedy = "Close it there and try again."
            return ImsError("the workbook is open in another program", remedy, file=self.path.name)
        if isinstance(error, PermissionError):
            remedy = "Copy the workbook to a folder of your own."
            return ImsError("the folder is read-only", remedy, file=str(self.path.parent))
        remedy = "Check the disk and try again; nothing was changed."
        return ImsError(f"the workbook could not be written: {error}", remedy, file=self.path.name)

    def _back_up(self) -> None:
        """Keep a dated copy of what is replaced; without it nothing is replaced."""
        if self.backups is None or not self.path.exists():
            return
        try:
            dated.keep(self.backups, self.path, partial(shutil.copy2, self.path))
        except OSError as error:
            reason = f"no copy of the workbook could be kept: {error.strerror or error}"
            remedy = "See that this folder can be written and the disk has room; the workbook was not changed."
            raise ImsError(reason, remedy, file=str(self.backups)) from error


_Stamp = tuple[int, int, int]
"""Time, size and number of a file."""


def _sweep(workbook: Path) -> None:
    """Remove what a process that died in the middle of writing left beside the workbook."""
    token = "[0-9a-f]" * 8
    for left in workbook.parent.glob(f".{dated.literal(workbook.stem)}-{token}.tmp*"):
        with suppress(OSError):
            if time_now() - left.stat().st_mtime > _LEFT_BEHIND:
                left.unlink()


def _to_disk(path: Path) -> None:
    """Wait until the bytes are on the disk, so that after a power cut the name never leads to an empty file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _can_write(folder: Path) -> bool:
    try:
        probe = folder / f".ims-{secrets.token_hex(4)}.tmp"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
