"""Redraws our sheets in an open workbook: what is ours is found, cleared and written where it now stands."""

from collections.abc import Sequence

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel import inspect
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.excel.restyle import restyle
from ims_xl.workbook.excel.sheet_surroundings import SheetSurroundings
from ims_xl.workbook.excel.table_positions import TablePositions
from ims_xl.workbook.excel.tables import TableDrawing
from ims_xl.workbook.formulas import aims
from ims_xl.workbook.places import Places
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.styles import LOOK


class Redraw:
    """One open workbook being redrawn."""

    def __init__(self, book: xw.Book, places: Places, specs: Sequence[Sheet]) -> None:
        self.book, self.app = book, book.app
        self.native = native(book)
        self.places = places
        self.specs = specs
        self.found = inspect.titles(places, specs)
        self.titles = dict(self.found)
        self.sheets: dict[str, xw.Sheet] = {}
        self.placed: dict[str, Sheet] = {}
        self.tables: dict[str, TableDrawing] = {}
        self.names: dict[str, str] = {}

    def run(self) -> None:
        """Sheets first, then every table, then what may speak of tables: formulas, formats, charts, names."""
        active = self.book.sheets.active
        self._remove()
        for spec in self.specs:
            there = spec.key in self.found
            self.sheets[spec.key] = self.book.sheets[self.found[spec.key]] if there else self._add(spec)
        self.positions = TablePositions(self.places, {spec.key: self.titles[spec.key] for spec in self.specs})
        self._clear_misplaced()
        self._restyle()
        for spec in sorted(self.specs, key=lambda spec: spec.key != "lists"):  # names of lists before dropdowns
            self.app.status_bar = f"IMS: writing {spec.name} …"
            self._make_room(spec)
            self._tables(spec)
            if spec.key == "lists":
                self._name(spec)
        to_rows = aims(self.specs, self.titles)
        for drawing in self.tables.values():
            drawing.put_back(self.tables)
            drawing.formulas(to_rows, {spec.name: self.titles[spec.key] for spec in self.specs})
        for spec in self.specs:
            self._rest(spec)
        self._names()
        if not set(self.found) >= {spec.key for spec in self.specs}:  # a new sheet takes the front
            self.native.books.go_to(active)

    def _remove(self) -> None:
        """Take away the sheets of ours that are no longer named; Excel shows #REF! where something looked at them."""
        gone = {boxes[0][0] for boxes in self.places.areas.values() if boxes} - set(self.found.values())
        for title in sorted(gone):
            self.book.sheets[title].delete()

    def _add(self, spec: Sheet) -> xw.Sheet:
        """A new sheet behind the one that comes before it."""
        taken = {title.lower() for title in (*self.places.package.sheets, *self.titles.values())}
        title, copies = spec.name, 2
        while title.lower() in taken:
            title, copies = f"{spec.name[:26]} ({copies})", copies + 1
        self.titles[spec.key] = title
        before = [self.sheets[other.key] for other in self.specs if other.key in self.sheets]
        if before:
            sheet = self.native.books.add_sheet(self.book, title, after=before[-1])
        else:
            sheet = self.native.books.add_sheet(self.book, title, before=self.book.sheets[0])
        sheet.cells.row_height = layout.ROW_HEIGHT
        self.native.pages.look_at(sheet, spec)
        self.native.pages.paper(sheet, spec)
        for column, width in spec.widths.items():
            sheet.range((1, column)).column_width = width
        return sheet

    def _clear_misplaced(self) -> None:
        """Take away tables that cannot stay where they are, to be made where they belong."""
        for spec in self.specs:
            for place in self.positions.misplaced(spec):
                table = place.name if place.name in self.places.package.tables else None
                self.native.books.drop(self.book.sheets[place.sheet], table, ranges.address(place.box))
                self.positions.anew.add(place.name)

    def _restyle(self) -> None:
        """Bring the lines that another version drew to the looks of this one, before any is moved."""
        if self.places.look != str(LOOK):
            every = [(table, self.positions.table(spec, table)) for spec in self.specs for table in spec.tables]
            restyle(self.book, [(table, place) for table, place in every if place])

    def _make_room(self, spec: Sheet) -> None:
        """Move down what the accountant wrote below our cells, when they grow over it."""
        rows = self.positions.overgrown(spec) if spec.key in self.found else ()
        if rows:
            self.sheets[spec.key].range(f"{rows[0]}:{rows[-1]}").insert("down")

    def _tables(self, spec: Sheet) -> None:
        self.placed[spec.key] = self.positions.placed(spec)
        for table in self.placed[spec.key].tables:
            place = self.positions.table(spec, table)
            drawn = layout.drawn_columns(table, place.headers if place else ())
            drawing = TableDrawing(self.sheets[spec.key], table, drawn, place, self.places)
            drawing.rows()
            drawing.values()
            self.tables[table.name] = drawing

    def _rest(self, spec: Sheet) -> None:
        """Everything but tables: values where the sheet stands as it was drawn, else its cells anew with all looks."""
        placed = self.placed[spec.key]
        tables = [self.tables[table.name] for table in placed.tables]
        surroundings = SheetSurroundings(self.sheets[spec.key], placed, tables, self.positions.titles, self.specs)
        name, looks = f"ims_looks_{layout.safe(spec.key)}", surroundings.looks
        self.names[name] = looks
        if self.places.package.names.get(name) == looks:
            surroundings.values(self.places)
            self.names |= self.positions.names(spec, placed)
            return
        surroundings.draw(self.positions.areas(spec))
        self._name(spec)
        self.native.books.name(self.book, name, looks)

    def _name(self, spec: Sheet) -> None:
        """Write the hidden names of a sheet."""
        made = self.positions.names(spec, self.placed[spec.key])
        for name, text in made.items():
            self.native.books.name(self.book, name, text)
        self.names |= made

    def _names(self) -> None:
        """The number of the palette; names of ours that are no longer used go."""
        if self.places.look != str(LOOK):
            self.native.books.name(self.book, "ims_look", str(LOOK))
        for name in self.places.package.names.keys() - self.names.keys() - {"ims_look"}:
            self.book.names[name].delete()
