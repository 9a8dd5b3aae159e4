"""Draws sheets into an existing file with openpyxl and leaves alone what is the accountant's.

Our sheets are found by hidden workbook-wide names (`layout.names`), which Excel, LibreOffice and openpyxl
keep and move along; failing that by the tables on them, and by their sheet name where all names are gone.

Kept on our sheets: name, position, view and print setup; widths and order of columns; notes; fonts and fills
that are not ours; conditional formats and validations that are not ours; cells outside our areas. Notes and
colours in tables follow the document. What is in the way of a grown table moves down or to the right.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties

from ims_xl.workbook import carried, computed, layout, paint, properties, room, slim, strays
from ims_xl.workbook.carried import Carried
from ims_xl.workbook.computed import Stored
from ims_xl.workbook.layout import Line
from ims_xl.workbook.looks import BookSheet, Looks
from ims_xl.workbook.package import damaged
from ims_xl.workbook.paint import Painter
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import Sheet, Table
from ims_xl.workbook.styles import LOOK


def draw(places: FilePlaces, target: Path, sheets: Sequence[Sheet]) -> None:
    """Write the workbook of `places`, with these sheets of ours redrawn, to another file.

    What openpyxl would drop (`losses.refuse_losses`) must have been refused before.
    """
    book = _load(places, sheets)
    redraw = _Redraw(book, places, sheets)
    redraw.run()
    saved = target.with_name(f"{target.name}.tmp")
    try:
        packed = io.BytesIO()  # a file that openpyxl fails to write stays open, and Windows could not remove it
        book.save(packed)
        saved.write_bytes(packed.getvalue())
        computed.fill_in(saved, target, redraw.values(), redraw.corners(), properties.kept(places.path))
    finally:
        with suppress(OSError):
            saved.unlink(missing_ok=True)


def _load(places: FilePlaces, sheets: Sequence[Sheet]) -> Any:
    """The workbook, without the cells that are ours alone; whole when another palette drew it."""
    tables = {table.name: table for sheet in sheets for table in sheet.tables}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of extensions, which `refuse_losses` has judged
            file = slim.copy(places, tables if places.look == str(LOOK) else {})
            return openpyxl.load_workbook(file, rich_text=True)
    except (LookupError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(places.path) from error  # SyntaxError: XML that is cut off


class _Redraw:
    """One workbook being redrawn."""

    def __init__(self, book: Any, places: FilePlaces, specs: Sequence[Sheet]) -> None:
        self.book = book
        self.places = places
        self.specs = [strays.with_own_columns(spec, places) for spec in specs]
        self.found: dict[str, BookSheet] = {}  # sheets of ours that were there, by key
        self.sheets: dict[str, BookSheet] = {}  # and with the new ones
        self.carried: dict[str, Carried] = {}  # by table
        self.drawn: dict[str, list[Line]] = {}  # by table
        self.rows: dict[str, list[Row]] = {}  # by table
        self.moved: dict[str, dict[str, Stored]] = {}  # formulas of the accountant that made room

    def run(self) -> None:
        """Find ours, set aside what is the accountant's, clear, draw, put back."""
        self._find()
        self._set_aside()
        self._remove()
        for spec in self.specs:
            self.sheets[spec.key] = self.found.get(spec.key) or self._create(spec)
        titles = {key: sheet.title for key, sheet in self.sheets.items()}
        names = {spec.key: spec.name for spec in self.specs}
        self.painter = Painter(titles, names, layout.has_lists(self.specs))
        notes = {spec.key: self._clear(spec) for spec in self.specs}  # all, before table names are used again
        for spec in self.specs:
            self._draw(spec)
            for (row, column), note in notes[spec.key].items():
                self.sheets[spec.key].cell(row, column).comment = note
        self._names()
        self.book.calculation = self.book.calculation or CalcProperties()  # None where the file says nothing of it
        self.book.calculation.fullCalcOnLoad = True

    def values(self) -> dict[str, dict[str, Stored]]:
        """What every formula of the workbook shows: ours as computed, the accountant's as last saved."""
        found = {}
        for sheet in self.book.worksheets:
            ours = self.painter.values.get(sheet.title, {})
            found[sheet.title] = {
                **self._stored(sheet),
                **self.moved.get(sheet.title, {}),
                **{address: computed.stored(value) for address, value in ours.items()},
            }
        return found

    def corners(self) -> dict[str, bytes]:
        """Green corners to hide: where we keep numbers as text, and where the accountant hid them."""
        parts, ours = self.places.package.sheets, {sheet.title for sheet in self.sheets.values()}
        return {
            sheet.title: computed.hide_corners(self.painter.texts.get(sheet.title, []))
            if sheet.title in ours
            else computed.ignored(self.places.path, parts[sheet.title])
            for sheet in self.book.worksheets
        }

    def _stored(self, sheet: BookSheet) -> dict[str, Stored]:
        part = self.places.package.sheets.get(sheet.title)
        return computed.read(self.places.path, part) if part else {}

    def _tables(self, title: str) -> list[Place]:
        return [place for place in self.places.tables.values() if place.sheet == title]

    def _find(self) -> None:
        for spec in self.specs:
            title = self.places.sheet(spec.key)
            for table in spec.tables:
                place = self.places.tables.get(table.name)
                title = title or (place.sheet if place else "")
            if not title and not self.places.areas and spec.name in self.places.package.sheets:
                title = spec.name
            if title:
                self.found[spec.key] = self.book[title]

    def _set_aside(self) -> None:
        tables = {table.name: table for spec in self.specs for table in spec.tables}
        looks, same_palette = Looks(), self.places.look == str(LOOK)
        for name, place in self.places.tables.items():
            sheet = self.book[place.sheet]
            self.carried[name] = carried.collect(sheet, self.places, place, tables.get(name), looks, same_palette)
        for name, table in tables.items():
            known = self.carried.get(name)
            self.drawn[name] = layout.lines(table, known.place.headers if known else ())
            header = key_header(table, [line.header for line in self.drawn[name]])
            cells = next((line.cells for line in self.drawn[name] if line.header == header), [])
            self.rows[name] = identities(cells)

    def _remove(self) -> None:
        """Take away the sheets of ours that are no longer named; what looked at them shows #REF!, as in Excel."""
        kept = {sheet.title for sheet in self.found.values()}
        gone = sorted({boxes[0][0] for boxes in self.places.areas.values() if boxes} - kept)
        if not gone:
            return
        for title in gone:
            self.book.remove(self.book[title])
        tables = [rf"\b{place.name}\[.*?\]+" for title in gone for place in self._tables(title)]
        broken = re.compile("|".join([*map(_reference, gone), *tables]))
        for sheet in self.book.worksheets:
            for cell in sheet._cells.values():
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = broken.sub("#REF!", cell.value)
        for name in self.book.defined_names.values():
            name.attr_text = broken.sub("#REF!", name.attr_text or "")

    def _create(self, spec: Sheet) -> BookSheet:
        """A new sheet behind the one that comes before it."""
        taken = {title.lower() for title in self.book.sheetnames}
        title, copies = spec.name, 2
        while title.lower() in taken:
            title, copies = f"{spec.name[:26]} ({copies})", copies + 1
        before = [self.sheets[other.key] for other in self.specs if other.key in self.sheets]
        sheet = self.book.create_sheet(title, self.book.index(before[-1]) + 1 if before else 0)
        paint.page(sheet, spec)
        return sheet

    def _clear(self, spec: Sheet) -> Mapping[tuple[int, int], Comment]:
        if spec.key not in self.found:
            return {}
        sheet = self.found[spec.key]
        tables = {table.name: table for table in spec.tables}
        boxes = room.ours(self.places, spec, sheet.title)
        for place in self._tables(sheet.title):
            if place.name in tables:
                room.spare(sheet, list(strays.lines(self.places, place, tables[place.name])), boxes)
        return room.clear(sheet, spec, boxes, self._tables(sheet.title))

    def _draw(self, spec: Sheet) -> None:
        sheet = self.sheets[spec.key]
        if spec.key in self.found:
            stored = self._stored(sheet)
            for move in room.make(sheet, spec, room.ours(self.places, spec, sheet.title)):
                if move.origin in stored:
                    self.moved.setdefault(sheet.title, {})[move.now] = stored[move.origin]
        places = {place.name: place for place in self._tables(sheet.title)}
        room.columns(sheet, spec, self.drawn, places, spec.key not in self.found)
        self.painter.cells(sheet, spec)
        for table in spec.tables:
            known = self.carried.get(table.name)
            self.painter.table(sheet, table, self.drawn[table.name], known.calculated if known else {})
            self._put_back(sheet, table)
        self.painter.rules(sheet, list(layout.rules(spec, self.drawn)))
        for bars in spec.bars:
            self.painter.bars(sheet, bars)
        if spec.visibility != "visible":
            sheet.sheet_state = spec.visibility
        sheet.print_area = layout.address(layout.print_box(spec))
        if len(spec.tables) == 1:
            sheet.print_title_rows = f"{spec.tables[0].top}:{spec.tables[0].top}"

    def _put_back(self, sheet: BookSheet, table: Table) -> None:
        """The accountant's notes, colours, links and formulas, on the rows where their documents now are."""
        drawn = self.drawn[table.name]
        columns = {line.header: table.left + rank for rank, line in enumerate(drawn)}
        present = {name: set(rows) for name, rows in self.rows.items()}
        for offset, row in enumerate(self.rows[table.name]):
            marks, place = carried.find(self.carried, present, table.name, row)
            number = table.top + 1 + offset
            for header, mark in marks.items():
                cell = sheet.cell(number, columns.get(header, table.left))
                if mark.note:
                    cell.comment = _joined(cell.comment, mark.note)
                if header not in columns:
                    continue
                if mark.font:
                    cell.font = mark.font
                if mark.fill:
                    cell.fill = mark.fill
                if mark.link:
                    cell.hyperlink = mark.link
                text = carried.follow(mark.formula, mark, place, columns, number) if mark.formula and place else ""
                if text:
                    value = drawn[columns[header] - table.left].cells[offset]
                    self.painter.formula(sheet, number, columns[header], text, value)
        known = self.carried.get(table.name)
        for header, note in known.heading_notes.items() if known else ():
            if header in columns:
                sheet.cell(table.top, columns[header]).comment = note

    def _names(self) -> None:
        names = self.book.defined_names
        for name in [name for name in names if name.startswith("ims_")]:
            del names[name]
        made = {"ims_look": str(LOOK)}
        for spec in self.specs:
            made.update(layout.names(spec, self.sheets[spec.key].title))
        for name, text in made.items():
            names[name] = DefinedName(name, attr_text=text, hidden=True)


def _reference(title: str) -> str:
    """A pattern for references to cells of a sheet."""
    quoted, plain = re.escape(layout.link(title)[:-2]), re.escape(title) + "!"
    return rf"(?:{quoted}|(?<![\w.'\]]){plain})\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?"


def _joined(there: Comment | None, note: Comment) -> Comment:
    """Both notes in one."""
    made = copy(note)
    if there is not None:
        made.text = f"{there.text}\n{note.text}"
    return made
