"""A workbook file without Excel: read by calamine, drawn anew by XlsxWriter or in place by openpyxl."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
from xlsxwriter.exceptions import FileCreateError

from ims_xl.issues import ImsError
from ims_xl.workbook import fresh, inplace
from ims_xl.workbook.book import TableData
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.sheet import Sheet

KEPT = 10  # backups
METADATA = "_ims"  # key and name of the sheet that makes a workbook ours
_LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice leave beside an open file


class FileBook:
    """An IMS workbook as a file.

    `known`: headings of our tables by name, to find one that was turned into a plain range.
    `backups`: folder for dated copies of what is replaced, ten are kept; None keeps none.
    `untouched`: whether a file with that SHA-256 is as we drew it, so that it may be drawn anew.

    Raises ImsError when the file is not an IMS workbook that can be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        known: Mapping[str, Sequence[str]] | None = None,
        backups: Path | None = None,
        untouched: Callable[[str], bool] = lambda _: False,
        new: bool = False,
    ) -> None:
        self.path = path.resolve()
        self.known = known or {}
        self.backups = backups
        self.untouched = untouched
        self._read: tuple[tuple[int, int] | None, Places] | None = None
        if not new and not self._metadata_sheet():
            remedy = "Choose a workbook that ims_xl made, or make a new one."
            raise ImsError("this is not an IMS workbook", remedy, file=path.name)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        known: Mapping[str, Sequence[str]] | None = None,
        backups: Path | None = None,
        untouched: Callable[[str], bool] = lambda _: False,
    ) -> "FileBook":
        """A workbook that the first `draw` will write.

        Raises ImsError when there is a file of that name already, or no such folder.
        """
        if path.exists():
            raise ImsError("there is a file of this name already", "Choose another name.", file=path.name)
        if not path.resolve().parent.is_dir():
            raise ImsError("there is no such folder", "Make it first.", file=str(path.parent))
        return cls(path, known=known, backups=backups, untouched=untouched, new=True)

    @property
    def sha256(self) -> str:
        """Of the file as it stands."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def tables(self) -> dict[str, TableData]:
        """Every table of ours by its table name, found wherever it now stands."""
        places = self._places()
        return {name: _data(places, place) for name, place in places.tables.items()}

    def cell(self, key: str, row: int, column: int) -> object:
        """The value of a cell outside tables, on the sheet with that key; None when there is none.

        Rows and columns that the accountant inserted before everything of ours are allowed for.
        """
        places = self._places()
        areas = places.areas.get(key)
        if not areas:
            return None
        sheet, first = areas[0]
        return _value(places.value(sheet, row + first.top - 1, column + first.left - 1))

    def metadata(self) -> str:
        """The text kept on the `_ims` sheet."""
        rows = self._places().grid(self._metadata_sheet())
        return "".join(str(row[0]) for row in rows if row)

    def draw(self, sheets: Sequence[Sheet]) -> None:
        """Write these sheets: anew when nobody but us touched the file, else in place; all or nothing.

        Raises ImsError when the file is open elsewhere, cannot be written, was changed meanwhile, or holds
        something that would be lost.
        """
        before = self._stamp()
        self._refuse_when_open()
        with self._writing() as temporary:
            if before is None or (fresh.wrote(self.path) and self.untouched(self.sha256)):
                fresh.draw(temporary, sheets)
            else:
                inplace.draw(self._places(), temporary, sheets)
            self._read = None  # lets go of the file, which Windows would not replace
            if self._stamp() != before:
                remedy = "Try again; nothing was written."
                raise ImsError("the workbook was changed by another program meanwhile", remedy, file=self.path.name)
            self._back_up()
            os.replace(temporary, self.path)

    def _places(self) -> Places:
        stamp = self._stamp()
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, Places(self.path, self.known)
        return self._read[1]

    def _metadata_sheet(self) -> str:
        places = self._places()
        return places.sheet(METADATA) or (METADATA if METADATA in places.package.sheets else "")

    def _stamp(self) -> tuple[int, int] | None:
        """Changes whenever the file changes; None when there is no file."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size

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
        if self.backups is None or not self.path.exists():
            return
        self.backups.mkdir(parents=True, exist_ok=True)
        stem, suffix = self.path.stem, self.path.suffix
        shutil.copy2(self.path, self.backups / f"{stem} {datetime.now():%Y-%m-%d %H%M%S %f}{suffix}")
        dated = "[0-9]" * 4 + "-[0-9][0-9]-[0-9][0-9] " + "[0-9]" * 6 + " " + "[0-9]" * 6
        own = sorted(path for path in self.backups.iterdir() if path.match(f"{_literal(stem)} {dated}{suffix}"))
        for old in own[:-KEPT]:
            old.unlink()


def _literal(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _can_write(folder: Path) -> bool:
    try:
        probe = folder / f".ims-{secrets.token_hex(4)}.tmp"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _data(places: Places, place: Place) -> TableData:
    columns = range(place.box.left, place.box.right + 1)
    grid = places.grid(place.sheet)
    width = len(columns)
    rows: dict[int, list[object]] = {}
    for row in place.rows:
        cells = (
            [_value(value) for value in grid[row - 1][columns.start - 1 : columns.stop - 1]] if row <= len(grid) else []
        )
        if any(value is not None for value in cells):
            rows[row] = cells + [None] * (width - len(cells))
    frame = pd.DataFrame(list(rows.values()), index=list(rows), columns=list(place.headers), dtype="object")
    return TableData(place.name, place.sheet, frame)


def _value(value: object) -> object:
    """A cell's value as one of str, float, bool, datetime or None."""
    if value == "" or value is None:
        return None
    if isinstance(value, bool | str | float | datetime):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value.isoformat("minutes") if isinstance(value, time) else str(value)
