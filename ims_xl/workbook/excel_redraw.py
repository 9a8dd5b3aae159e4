"""Redraws our sheets in an open workbook: what is ours is found, cleared and written where it now stands."""

import zlib
from collections.abc import Sequence
from dataclasses import replace

import xlwings as xw

from ims_xl.issues import ImsError
from ims_xl.workbook import excel_page, excel_paint, excel_windows, layout
from ims_xl.workbook.cell_values import plain
from ims_xl.workbook.excel_tables import TableDrawing
from ims_xl.workbook.layout import Line
from ims_xl.workbook.package import Box
from ims_xl.workbook.places import Place, Places, plain_value
from ims_xl.workbook.sheet import Sheet, Table
from ims_xl.workbook.styles import LOOK


class Redraw:
    """One open workbook being redrawn."""

    def __init__(self, book: xw.Book, places: Places, specs: Sequence[Sheet]) -> None:
        self.book, self.app = book, book.app
        self.places = places
        self.specs = specs
        self.found = self._find()
        self.sheets: dict[str, xw.Sheet] = {}
        self.placed: dict[str, Sheet] = {}
        self.titles: dict[str, str] = {}
        self.tables: dict[str, TableDrawing] = {}
        self.names: dict[str, str] = {}
        self.anew: set[str] = set()  # tables that are made again elsewhere

    def run(self) -> None:
        """Sheets first, then every table, then what may speak of tables: formulas, formats, charts, names."""
        excel_windows.refuse_protected(self.book, list(self.found.values()), self._refuse)
        active = self.book.sheets.active
        self._remove()
        for spec in self.specs:
            there = spec.key in self.found
            self.sheets[spec.key] = self.book.sheets[self.found[spec.key]] if there else self._add(spec)
            self.titles[spec.key] = self.found[spec.key] if there else self.sheets[spec.key].name
        self._clear_shifted()
        for spec in sorted(self.specs, key=lambda spec: spec.key != "lists"):  # names of lists before dropdowns
            self.app.status_bar = f"IMS: writing {spec.name} …"
            self._make_room(spec)
            self._tables(spec)
            if spec.key == "lists":
                self._name(spec)
        for drawing in self.tables.values():
            drawing.put_back(self.tables)
        for spec in self.specs:
            self._rest(spec)
        self._names()
        if not set(self.found) >= {spec.key for spec in self.specs}:  # a new sheet takes the front
            excel_windows.go_to(active)

    def _find(self) -> dict[str, str]:
        """Present names of our sheets by key."""
        found = {}
        for spec in self.specs:
            title = self.places.sheet(spec.key)
            for table in spec.tables:
                place = self.places.tables.get(table.name)
                title = title or (place.sheet if place else "")
            if not title and not self.places.areas and spec.name in self.places.package.sheets:
                title = spec.name
            if title:
                found[spec.key] = title
        return found

    def _refuse(self, reason: str) -> None:
        remedy = "Take the protection away (Review, Unprotect), or change it under File, Options, Advanced."
        raise ImsError(reason, remedy, file=self.book.name)

    def _remove(self) -> None:
        """Take away the sheets of ours that are no longer named; Excel shows #REF! where something looked at them."""
        gone = {boxes[0][0] for boxes in self.places.areas.values() if boxes} - set(self.found.values())
        for title in sorted(gone):
            self.book.sheets[title].delete()

    def _add(self, spec: Sheet) -> xw.Sheet:
        """A new sheet behind the one that comes before it."""
        taken = {title.lower() for title in self.book.sheet_names}
        title, copies = spec.name, 2
        while title.lower() in taken:
            title, copies = f"{spec.name[:26]} ({copies})", copies + 1
        before = [self.sheets[other.key] for other in self.specs if other.key in self.sheets]
        if before:
            sheet = self.book.sheets.add(title, after=before[-1])
        else:
            sheet = self.book.sheets.add(title, before=self.book.sheets[0])
        sheet.cells.row_height = layout.ROW_HEIGHT
        excel_page.look_at(sheet, spec)
        excel_page.page(sheet, spec)
        for column, width in spec.widths.items():
            sheet.range((1, column)).column_width = width
        return sheet

    def _ours(self, key: str) -> list[Box]:
        """Where our cells outside tables stand."""
        title = self.found.get(key)
        return [box for sheet, box in self.places.areas.get(layout.safe(key), []) if sheet == title]

    def _place(self, spec: Sheet) -> tuple[Sheet, int, int]:
        """The sheet as it is drawn, and how far its A1 has moved down and right."""
        title = self.titles[spec.key]
        ours = self._ours(spec.key)
        down, right = (ours[0].top - 1, ours[0].left - 1) if ours else (0, 0)
        tables = []
        for table in spec.tables:
            place = self._stands(table, title)
            if place:
                tables.append(replace(table, top=place.box.top, left=place.box.left))
            else:
                tables.append(replace(table, top=table.top + down, left=table.left + right))
        cells = tuple(replace(cell, row=cell.row + down, column=cell.column + right) for cell in spec.cells)
        bars = tuple(
            bar._replace(
                categories=_moved(bar.categories, down, right),
                values=_moved(bar.values, down, right),
                at=(bar.at[0] + down, bar.at[1] + right),
            )
            for bar in spec.bars
        )
        return replace(spec, cells=cells, tables=tuple(tables), bars=bars), down, right

    def _stands(self, table: Table, title: str) -> Place | None:
        """Where a table stands on its sheet, None when it is to be made there."""
        place = self.places.tables.get(table.name)
        return place if place and place.sheet == title and table.name not in self.anew else None

    def _clear_shifted(self) -> None:
        """Take away tables below a table that now has other rows, to be made where they belong; and strayed ones."""
        for spec in self.specs:
            title = self.titles[spec.key]
            there = [
                (table, self.places.tables[table.name]) for table in spec.tables if table.name in self.places.tables
            ]
            shifts = {place.box.top - table.top for table, place in there if place.sheet == title}
            for table, place in there:
                if place.sheet != title or len(shifts) > 1:
                    excel_windows.drop(self.book.sheets[place.sheet], table.name, layout.address(place.box))
                    self.anew.add(table.name)

    def _make_room(self, spec: Sheet) -> None:
        """Move down what the accountant wrote below our cells, when they grow over it."""
        if spec.key not in self.found:
            return
        title = self.found[spec.key]
        boxes = self._ours(spec.key) + [place.box for place in self.places.tables.values() if place.sheet == title]
        bottom = max((box.bottom for box in boxes), default=0)
        grown = layout.used(self._place(spec)[0]).bottom - bottom
        below = self.places.grid(title)[bottom : bottom + grown + 1]
        if grown > 0 and any(value not in ("", None) for row in below for value in row):
            self.sheets[spec.key].range(f"{bottom + 1}:{bottom + grown}").insert("down")

    def _tables(self, spec: Sheet) -> None:
        sheet = self.sheets[spec.key]
        placed, _, _ = self._place(spec)
        self.placed[spec.key] = placed
        for table in placed.tables:
            place = self._stands(table, self.titles[spec.key])
            drawn = layout.lines(table, place.headers if place else ())
            drawing = TableDrawing(sheet, table, drawn, place, self.places)
            drawing.rows()
            drawing.values()
            self.tables[table.name] = drawing

    def _rest(self, spec: Sheet) -> None:
        """Everything but tables: values where the sheet stands as it was drawn, else its cells anew with all looks."""
        placed = self.placed[spec.key]
        drawn = {table.name: list(self.tables[table.name].drawn) for table in placed.tables}
        renamed = {spec.name: self.titles[spec.key] for spec in self.specs if self.titles[spec.key] != spec.name}
        looks = zlib.crc32(repr((_looks(placed), _heads(placed, drawn), self.titles, LOOK)).encode())
        name = f"ims_looks_{layout.safe(spec.key)}"
        if self.places.package.names.get(name) == str(looks):
            self._values(spec)
            self.names[name] = ""
            self._name(spec, write=False)
            return
        sheet = self.sheets[spec.key]
        excel_paint.clear(sheet, self._ours(spec.key))
        excel_paint.cells(sheet, placed, self.titles, renamed)
        for table in placed.tables:
            excel_paint.totals(sheet, table, layout.totals(table, drawn[table.name]))
        for row, height in layout.heights(placed).items():
            sheet.range(f"A{row}").row_height = height
        self._help(placed, drawn)
        excel_page.print_area(sheet, layout.print_box(placed))
        if spec.visibility != "visible":
            excel_page.show(sheet, spec)
        self._name(spec)
        excel_windows.name(self.book, name, str(looks))
        self.names[name] = str(looks)

    def _values(self, spec: Sheet) -> None:
        """Write the cells outside tables whose values differ from what is there."""
        title = self.titles[spec.key]
        changed = [
            cell
            for cell in self.placed[spec.key].cells
            if not cell.formula and plain(cell.value) != plain_value(self.places.value(title, cell.row, cell.column))
        ]
        excel_paint.values(self.sheets[spec.key], changed)

    def _help(self, placed: Sheet, drawn: dict[str, list[Line]]) -> None:
        """Dropdowns, conditional formats, charts."""
        sheet, has_lists = self.sheets[placed.key], layout.has_lists(self.specs)
        for table in placed.tables:
            self.tables[table.name].dropdowns(has_lists)
        for cell in placed.cells if has_lists else ():
            if cell.choices:
                excel_windows.validate(sheet.range((cell.row, cell.column)), cell.choices, "")
        excel_windows.clear_rules(sheet)
        for rule in layout.rules(placed, drawn):
            excel_windows.add_rule(sheet, rule)
        for bars in placed.bars:
            excel_page.bars(sheet, bars)

    def _name(self, spec: Sheet, write: bool = True) -> None:
        """The hidden names of a sheet, as they are now."""
        _, down, right = self._place(spec)
        placed = self.placed[spec.key]
        tables = tuple(replace(table, top=table.top - down, left=table.left - right) for table in placed.tables)
        made = layout.names(replace(spec, tables=tables), self.titles[spec.key], down, right)
        for name, text in made.items() if write else ():
            excel_windows.name(self.book, name, text)
        self.names |= made

    def _names(self) -> None:
        """The number of the palette; names of ours that are no longer used go."""
        if self.places.look != str(LOOK):
            excel_windows.name(self.book, "ims_look", str(LOOK))
        for name in self.places.package.names.keys() - self.names.keys() - {"ims_look"}:
            self.book.names[name].delete()


def _looks(spec: Sheet) -> object:
    """All there is to see of a sheet but the values of its cells."""
    cells = [replace(cell, value=None) for cell in spec.cells]
    return cells, spec.tints, spec.bars, spec.heights, spec.print_columns, spec.visibility


def _heads(spec: Sheet, drawn: dict[str, list[Line]]) -> object:
    """Where the tables of a sheet are and what columns they have."""
    return [
        (layout.table_box(table), [(line.header, line.own, line.column) for line in drawn[table.name]])
        for table in spec.tables
    ]


def _moved(place: tuple[int, int, int, int], down: int, right: int) -> tuple[int, int, int, int]:
    top, left, bottom, end = place
    return top + down, left + right, bottom + down, end + right
