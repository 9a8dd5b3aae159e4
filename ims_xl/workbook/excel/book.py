"""The workbook that is open in Excel, through xlwings."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import xlwings as xw

from ims_xl.issues import ImsError
from ims_xl.replacing import words
from ims_xl.ui import UI, Silent
from ims_xl.workbook import backups as dated
from ims_xl.workbook.book import METADATA, TableData
from ims_xl.workbook.excel import inspect
from ims_xl.workbook.excel.app import quiet
from ims_xl.workbook.excel.facts import Facts
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.excel.redraw import Redraw
from ims_xl.workbook.excel.totals_rows import without_totals_rows
from ims_xl.workbook.places import Places
from ims_xl.workbook.sheet import Sheet

BACKUP_EVERY = timedelta(minutes=30)
AUTOSAVE = (
    "AutoSave is on: what the buttons write is saved at once, and closing without saving takes nothing back. "
    "Undo last marks still does."
)


class ExcelBook:
    """An IMS workbook open in Excel; it is written there and saved by the accountant.

    `known`: headings of our tables by name, to find one that was turned into a plain range.
    `backups`: this workbook's folder for dated copies of it as it was before we wrote, ten are kept; None keeps none.
    Raises ImsError when the workbook is not one of ours.
    """

    def __init__(
        self,
        book: xw.Book,
        *,
        known: Mapping[str, Sequence[str]] | None = None,
        backups: Path | None = None,
        ui: UI | None = None,
    ) -> None:
        self.book = book
        self.known = known or {}
        self.backups = backups
        self.ui = ui or Silent()
        self._read: Places | None = None
        self._facts: Facts
        self._places()
        self.path = Path(book.name if "://" in self._facts.path else self._facts.path)  # as the web names a folder
        if not self._metadata_sheet():
            remedy = "Open a workbook that ims_xl made, or make a new one."
            raise ImsError("this is not an IMS workbook", remedy, file=book.name)

    def metadata(self) -> str:
        """The text kept on the `_ims` sheet."""
        return self._places().metadata(self._metadata_sheet())

    def tables(self) -> dict[str, TableData]:
        """Every table of ours by its table name, found wherever it now stands."""
        return self._places().data()

    def cell(self, key: str, row: int, column: int) -> object:
        """The value of a cell outside tables, on the sheet with that key; None when there is none."""
        return self._places().cell(key, row, column)

    def copies(self) -> list[str]:
        """Names of sheets that are copies of ours: nothing is read from them."""
        return self._places().copies()

    def let_go(self) -> None:
        """Nothing: drawing compares with what the cells hold."""

    def selected(self) -> list[str]:
        """Keys of the documents on the rows that are selected and to be seen; hidden and filtered rows are left out."""
        selected = native(self.book).books.selected(self.book)
        if selected is None:
            return []
        places = self._places()
        keys = []
        for place in places.tables.values():
            if place.sheet == selected.sheet and place.keys:
                inside = [
                    range(max(rows.start, place.rows.start), min(rows.stop, place.rows.stop)) for rows in selected.rows
                ]
                rows = sorted({row for span in inside for row in span})
                keys += [places.value(place.sheet, row, place.keys) for row in rows]
        return list(dict.fromkeys(str(key) for key in keys if key))

    def selected_line(self) -> tuple[str, dict[str, object]]:
        """The first line of a table of ours that is selected and to be seen: the table, and the values by heading."""
        selected = native(self.book).books.selected(self.book)
        for place in self._places().tables.values():
            if selected and place.sheet == selected.sheet:
                for row in (row for rows in selected.rows for row in rows if row in place.rows):
                    columns = range(place.box.left, place.box.right + 1)
                    cells = [self._places().value(place.sheet, row, column) for column in columns]
                    return place.name, dict(zip(place.headers, cells, strict=True))
        return "", {}

    def show_only(self, table: str, wanted: Mapping[str, str]) -> None:
        """Filter a table by the texts that columns hold, by heading; other filters on it are cleared."""
        place, books = self._places().tables[table], native(self.book).books
        books.unfilter(self.book, {table})
        for header, text in wanted.items():
            books.filter_by(self.book.sheets[place.sheet].tables[table], place.headers.index(header) + 1, text)
        books.carry_out(self.book)

    def has(self, key: str) -> bool:
        """Whether the sheet with that key is there."""
        return bool(self._places().sheet(key))

    def show(self, key: str) -> None:
        """Go to a sheet.

        Raises ImsError when it is not there yet.
        """
        title = self._places().sheet(key)
        if not title:
            raise ImsError("this sheet is not there yet", "Home says what to do next.", file=self.path.name)
        books = native(self.book).books
        books.go_to(self.book.sheets[title])
        books.carry_out(self.book)

    def save_copy(self, path: Path) -> Path:
        """Where a copy of the workbook, as it is now, can be read by another process."""
        path.unlink(missing_ok=True)
        return native(self.book).books.save_copy(self.book, path)

    def draw(self, sheets: Sequence[Sheet]) -> None:
        """Write these sheets, all of ours in order; sheets of ours that are not named are removed.

        Raises ImsError, before anything is written, when a sheet is protected.
        """
        self._refuse_protected(sheets)
        if self._facts.saves_itself:
            self.ui.tell(AUTOSAVE)
        self._back_up()
        books = native(self.book).books
        cleared: list[str] = []
        try:
            with quiet(self.book.app), without_totals_rows(self.book, self._places()) as changed:
                self._read = None if changed else self._read
                ours = {table.name for sheet in sheets for table in sheet.tables}
                filters = books.unfilter(self.book, ours)
                try:
                    Redraw(self.book, self._places(), sheets).run()
                finally:
                    self._read = None
                    cleared = books.refilter(self.book, filters)
        finally:
            books.carry_out(self.book)  # totals rows and settings come back, errors included
        if cleared:
            self.ui.tell(f"Filters that could not be set again were cleared: {', '.join(cleared)}")

    def _back_up(self) -> None:
        """Keep a copy, unless there is a fresh one; an open workbook is written without one too."""
        if self.backups is None:
            return
        try:
            age = dated.age(self.backups, self.path)
            if age is None or not timedelta() <= age < BACKUP_EVERY:
                dated.keep(self.backups, self.path, self._copy)
        except Exception as error:  # noqa: BLE001 (whatever Excel or the disk says)
            reason = words(error) if isinstance(error, OSError) else error
            self.ui.tell(f"No copy of the workbook could be kept in {self.backups}: {reason}")

    def _copy(self, path: Path) -> None:
        made = native(self.book).books.save_copy(self.book, path)
        if made != path:
            shutil.copyfile(made, path)

    def _refuse_protected(self, sheets: Sequence[Sheet]) -> None:
        titles = inspect.titles(self._places(), sheets).values()
        reasons = [f"the sheet {title} is protected" for title in titles if title in self._facts.protected]
        if self._facts.counts_from_1904:
            reasons.insert(0, "this workbook counts dates from 1904 on")
        if self._facts.is_locked:
            reasons.insert(0, "the sheets of this workbook are protected")
        if reasons:
            remedy = "Take the protection away (Review, Unprotect), or change it under File, Options, Advanced."
            raise ImsError(reasons[0], remedy, file=self.book.name)

    def _places(self) -> Places:
        if self._read is None:
            self._facts = native(self.book).books.facts(self.book)
            self._read = inspect.read(self.book, self._facts, self.known)
        return self._read

    def _metadata_sheet(self) -> str:
        places = self._places()
        return places.sheet(METADATA) or (METADATA if METADATA in places.package.sheets else "")
