"""Draws sheets into an .xlsx file, a new one or one that is there, in which only what is ours is written.

Our sheets are found by hidden workbook-wide names (`layout.names`), which Excel, LibreOffice and openpyxl
keep and move along; failing that by the tables on them, and by their sheet name where all names are gone.
Sheets of ours that hold already what is to be drawn, the accountant's sheets and every other part are copied.

Kept on our sheets: name, position, view and print setup; widths and order of columns; sorting and filters; notes and
comments; formats that are not ours; drawings; conditional formats and validations that are not ours; cells outside
our areas. Notes and colours in tables follow the document. What is in the way of a grown table moves down or right.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ims_xl.workbook import annotations, layout, ranges, row_order, sheet_elements, sheet_parts, unchanged, user_cells
from ims_xl.workbook.annotations import Annotations, Formats
from ims_xl.workbook.formulas import aims
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.rows import Row
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.sheet_drawing import OpenSheet, SheetDrawing, Tools
from ims_xl.workbook.styles import LOOK
from ims_xl.workbook.xlsx import book_part
from ims_xl.workbook.xlsx.book_part import BookPart
from ims_xl.workbook.xlsx.cells import CellWriter
from ims_xl.workbook.xlsx.notes import Notes
from ims_xl.workbook.xlsx.package import DAMAGED, damaged
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.strings import SharedStrings
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.worksheet import Worksheet, element_cells

CREATED = datetime(2025, 10, 1)  # fixed, and nobody's: the first return period of the Invoice Management System
_STYLES = "xl/styles.xml"


def draw_new(target: Path, sheets: Sequence[Sheet]) -> None:
    """Write these sheets, in order, as a new workbook; the same sheets give the same bytes."""
    parts = book_part.empty("Invoice Management System", CREATED)
    _Drawing(parts, sheets, None).run(target)


def draw_into(places: FilePlaces, target: Path, sheets: Sequence[Sheet]) -> None:
    """Write the workbook of `places`, with these sheets of ours redrawn, to another file.

    Raises ImsError when a part of it is damaged.
    """
    try:
        parts = Parts(places.path)
        try:
            book_part.mend(parts)
            book_part.touch_properties(parts)
            _Drawing(parts, sheets, places).run(target)
        finally:
            parts.close()
    except DAMAGED as error:
        raise damaged(places.path) from error


def is_as_new(path: Path) -> bool:
    """True when the file says that it is as `draw_new` left it; every other program puts in its own date."""
    with zipfile.ZipFile(path) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return False
        return f">{book_part.stamp(CREATED)}</dcterms:modified>".encode() in archive.read("docProps/core.xml")


class _Drawing:
    """One workbook being drawn."""

    def __init__(self, parts: Parts, specs: Sequence[Sheet], places: FilePlaces | None) -> None:
        self.parts, self.places = parts, places
        self.book = BookPart(parts)
        self.stylesheet_part = next(
            (relation.target for relation in parts.relations(self.book.part) if relation.kind == "styles"), _STYLES
        )
        stylesheet = Stylesheet(parts.read(self.stylesheet_part))
        strings = SharedStrings(parts, self.book.part)
        self.writer = CellWriter(stylesheet, strings, from_1904=self.book.counts_from_1904)
        self.stylesheet = stylesheet
        self.orders: dict[str, str] = {}
        self.specs = [self._with_what_is_there(spec) for spec in specs]
        self.titles: dict[str, str] = {}  # of our sheets, by key
        self.open: dict[str, OpenSheet] = {}  # sheets that are drawn or left by documents, by title
        self.annotations: dict[str, Annotations] = {}  # by table
        self.drawn: dict[str, list[DrawnColumn]] = {}  # by table
        self.rows: dict[str, list[Row]] = {}  # by table

    def run(self, target: Path) -> None:
        """Find ours, set aside what is the accountant's, clear, draw, put back; write the file."""
        found = self._find()
        gone = self._gone(found)
        for spec in self.specs:
            for table in spec.tables:
                place = self._place(table.name)
                self.drawn[table.name] = layout.drawn_columns(table, place.headers if place else ())
                self.rows[table.name] = row_order.identities_of(table)
        titles = self._titles(found)
        same = [spec.key for spec in self.specs if spec.key in found and self._is_unchanged(spec, found, titles)]
        self._open([found[spec.key] for spec in self.specs if spec.key in found and spec.key not in same], gone)
        self._set_aside()
        self._remove(gone)
        self._create(found, titles)
        changed = [spec for spec in self.specs if spec.key not in same]
        tools = Tools(
            self.parts, self.writer, titles, {spec.name: titles[spec.key] for spec in self.specs},
            aims(self.specs, titles), layout.has_lists(self.specs), self.annotations, self.drawn, self.rows,
        )  # fmt: skip
        drawings = [
            SheetDrawing(tools, self.open[titles[spec.key]], spec, self.places, is_new=spec.key not in found)
            for spec in changed
        ]
        for drawing in drawings:
            drawing.clear()
        if self.places:
            self.places.forget()  # what the cells held is most of the memory, and needed no more
        for drawing in drawings:
            drawing.draw()
        for spec in changed:
            if spec.visibility == "visible":
                self._name_print_area(spec, titles[spec.key])
        self._names(titles)
        self._finish()
        self.parts.save(target)

    def _with_what_is_there(self, spec: Sheet) -> Sheet:
        if self.places is None:
            self.orders |= {table.name: row_order.fingerprint(row_order.identities_of(table)) for table in spec.tables}
            return spec
        ordered, orders = row_order.in_user_order(user_cells.with_own_columns(spec, self.places), self.places)
        self.orders |= orders
        return ordered

    def _place(self, table: str) -> Place | None:
        return self.places.tables.get(table) if self.places else None

    def _find(self) -> dict[str, str]:
        """Titles of the sheets of ours that are there, by key."""
        found: dict[str, str] = {}
        for spec in self.specs if self.places else ():
            assert self.places is not None
            title = self.places.sheet(spec.key)
            for table in spec.tables:
                place = self._place(table.name)
                title = title or (place.sheet if place else "")
            if not title and not self.places.areas and spec.name in self.places.package.sheets:
                title = spec.name
            if title:
                found[spec.key] = title
        return found

    def _gone(self, found: Mapping[str, str]) -> list[str]:
        """Sheets of ours that are no longer named."""
        if self.places is None:
            return []
        kept = set(found.values())
        return sorted({boxes[0][0] for boxes in self.places.areas.values() if boxes} - kept)

    def _titles(self, found: Mapping[str, str]) -> dict[str, str]:
        """The present or coming title of every sheet of ours, by key."""
        taken = {title.lower() for title in self.book.titles}
        titles = dict(found)
        for spec in self.specs:
            if spec.key in found:
                continue
            title, copies = spec.name, 2
            while title.lower() in taken:
                title, copies = f"{spec.name[:26]} ({copies})", copies + 1
            taken.add(title.lower())
            titles[spec.key] = title
        return titles

    def _is_unchanged(self, spec: Sheet, found: Mapping[str, str], titles: Mapping[str, str]) -> bool:
        assert self.places is not None
        title = found[spec.key]
        part = self.book.part_of(title)
        return unchanged.is_unchanged(spec, self.drawn, self.places, title, titles) and sheet_parts.has_charts(
            self.parts, part, spec, title
        )

    def _open(self, changed: Sequence[str], gone: Sequence[str]) -> None:
        """Read the sheets that are drawn anew, and those that documents leave."""
        if self.places is None:
            return
        tables = {table.name: table for spec in self.specs for table in spec.tables}
        self.formats = Formats(self.stylesheet, same_palette=self.places.look == str(LOOK))
        for title in dict.fromkeys([*changed, *gone]):
            part = self.book.part_of(title)
            here = [place for place in self.places.tables.values() if place.sheet == title]
            skipped = []
            for place in here:
                table = tables.get(place.name)
                lines = set(user_cells.lines(self.places, place, table)) if table else set()
                skipped += annotations.skipped(place, table, self.formats, lines)
            sheet = Worksheet.read(self.parts.blocks(part), skipped)
            self.open[title] = OpenSheet(title, part, sheet, Notes(self.parts, part, sheet), here)

    def _set_aside(self) -> None:
        tables = {table.name: table for spec in self.specs for table in spec.tables}
        for there in self.open.values():
            for place in there.places:
                assert self.places is not None
                self.annotations[place.name] = annotations.collect(
                    there.sheet, there.notes, self.parts, self.places, place, tables.get(place.name), self.formats
                )

    def _remove(self, gone: Sequence[str]) -> None:
        """Take away the sheets of ours that are no longer named; what looked at them shows #REF!, as in Excel."""
        if not gone:
            return
        for title in gone:
            self.book.remove(title)
        names = [place.name for title in gone for place in self.open.pop(title).places]
        broken = re.compile("|".join([*map(_reference, gone), *(rf"\b{name}\[.*?\]+" for name in names)]))
        for title in self.book.titles:
            there = self.open.get(title)
            part = self.book.part_of(title)
            if there:
                _break(there.sheet, broken)
            elif part.startswith("xl/worksheets/") and broken.search(self.parts.read(part).decode()):
                sheet = Worksheet.read(self.parts.blocks(part))
                _break(sheet, broken)
                self.parts.write(part, sheet.write(element_cells(sheet.cells.items()), ()))
        for name in self.book.names():
            name.children = [broken.sub("#REF!", name.text)]

    def _create(self, found: Mapping[str, str], titles: Mapping[str, str]) -> None:
        """New sheets, each behind the one that comes before it."""
        before = ""
        for spec in self.specs:
            title = titles[spec.key]
            if spec.key not in found:
                part = self.book.insert(title, self.book.titles.index(before) + 1 if before else 0)
                sheet = Worksheet.new()
                sheet_elements.page(sheet, spec, selected=self.places is None and not before)
                self.open[title] = OpenSheet(title, part, sheet, Notes(self.parts, part, sheet), [])
            if spec.visibility != "visible":
                self.book.set_state(title, spec.visibility)
            before = title

    def _name_print_area(self, spec: Sheet, title: str) -> None:
        quoted = layout.link(title)[:-2]
        box = layout.print_box(spec)
        self.book.set_local_name("_xlnm.Print_Area", title, quoted + ranges.address(box, fixed=True))
        if len(spec.tables) == 1:
            top = spec.tables[0].top
            self.book.set_local_name("_xlnm.Print_Titles", title, f"{quoted}${top}:${top}")

    def _names(self, titles: Mapping[str, str]) -> None:
        made = {"ims_look": str(LOOK)}
        for spec in self.specs:
            made.update(layout.names(spec, titles[spec.key]))
            made[unchanged.NAME + layout.safe(spec.key)] = unchanged.fingerprint(spec, titles)
        made.update({row_order.order_name(table): order for table, order in self.orders.items()})
        self.book.replace_names("ims_", made)

    def _finish(self) -> None:
        if self.stylesheet.is_changed:
            self.parts.write(self.stylesheet_part, self.stylesheet.document())
        self.book.save()


def _reference(title: str) -> str:
    """A pattern for references to cells of a sheet."""
    quoted, plain = re.escape(layout.link(title)[:-2]), re.escape(title) + "!"
    return rf"(?:{quoted}|(?<![\w.'\]]){plain})\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?"


def _break(sheet: Worksheet, broken: re.Pattern[str]) -> None:
    for cell in sheet.cells.values():
        formula = cell.find("f")
        if formula is not None:
            formula.children = [broken.sub("#REF!", formula.text)]
