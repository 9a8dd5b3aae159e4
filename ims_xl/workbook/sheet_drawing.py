"""Draws one sheet of ours: takes away what was ours, writes what is to be there, puts back what is the accountant's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ims_xl.workbook import annotations, layout, make_space, ranges, sheet_elements, sheet_parts, user_cells
from ims_xl.workbook.annotations import Annotations, Link, Mark
from ims_xl.workbook.cell_values import Plain, is_hostile, plain
from ims_xl.workbook.formulas import Aim, formulas_of
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.make_space import Ranges, Space
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.rows import Row
from ims_xl.workbook.sheet import Cell, Sheet, Table
from ims_xl.workbook.styles import STYLES
from ims_xl.workbook.xlsx import table_part
from ims_xl.workbook.xlsx.cells import CellWriter, TableBody
from ims_xl.workbook.xlsx.notes import Notes
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.worksheet import Worksheet, element_cells
from ims_xl.workbook.xlsx.xml import Element


def _row_of(text_lines: int) -> dict[str, str]:
    """The attributes of a row with room for so many lines of text."""
    return {"ht": f"{layout.LINES_HEIGHT[text_lines]:g}", "customHeight": "1"}


Loose = dict[int, dict[int, str]]
"""Cells outside the lines of tables, as text by row and column."""


@dataclass
class OpenSheet:
    """A sheet that is drawn or that documents leave, and the tables of ours that stand on it."""

    title: str
    part: str
    sheet: Worksheet
    notes: Notes
    places: list[Place]


@dataclass(frozen=True)
class Tools:
    """What the drawings of all sheets share.

    `titles`: present title of each sheet by key; `renamed`: by our name; `aims`: where links to rows go, by sheet key.
    `annotations`, `drawn`, `rows`: by table.
    """

    parts: Parts
    writer: CellWriter
    titles: Mapping[str, str]
    renamed: Mapping[str, str]
    aims: Mapping[str, Aim]
    dropdowns: bool
    annotations: Mapping[str, Annotations]
    drawn: Mapping[str, list[DrawnColumn]]
    rows: Mapping[str, list[Row]]

    @cached_property
    def present(self) -> dict[str, set[Row]]:
        """The rows that every table has now."""
        return {name: set(there) for name, there in self.rows.items()}


class SheetDrawing:
    """One sheet being drawn: `clear` all of them before the first `draw`, since notes move from sheet to sheet."""

    def __init__(self, tools: Tools, there: OpenSheet, spec: Sheet, places: FilePlaces | None, *, is_new: bool) -> None:
        self.tools, self.there, self.spec, self.places, self.is_new = tools, there, spec, places, is_new
        self.sheet, self.notes = there.sheet, there.notes
        boxes = make_space.ours(places, spec, there.title) if places and not is_new else []
        self.space = Space(self.sheet, self.notes, boxes)
        self.loose: Loose = {}
        self.bodies: list[TableBody] = []
        self.totals_rows: dict[str, dict[str, Element]] = {}  # by table: cells of the row below it, by heading
        self.rows: dict[str, dict[int, int]] = {}  # by table: old row of a line -> its new row

    def clear(self) -> None:
        """Take away what is ours; lines of the accountant's own move below."""
        tables = {table.name: table for table in self.spec.tables}
        for place in self.there.places:
            if place.name in tables and self.places:
                self._take_totals_row(place, self.places)
                self.space.spare(list(user_cells.lines(self.places, place, tables[place.name])))
        if not self.is_new:
            self.space.clear(self.spec, self.there.places)

    def _take_totals_row(self, place: Place, places: FilePlaces) -> None:
        """The row that the accountant switched on below a table stays below it, however long it grows."""
        part = places.package.tables.get(place.name)
        if part is None or part.total_rows != 1:
            return
        self.totals_rows[place.name] = {
            header: cell
            for column, header in enumerate(place.headers, start=place.box.left)
            if (cell := self.sheet.cells.pop((place.box.bottom + 1, column), None)) is not None
        }

    def draw(self) -> None:
        """Write the sheet into the parts."""
        spec, sheet, tools = self.spec, self.sheet, self.tools
        if not self.is_new:
            self.space.make(spec, [table.last + 1 for table in spec.tables if table.name in self.totals_rows])
        self.loose = element_cells(sheet.cells.items())
        places = {place.name: place for place in self.there.places}
        sheet_elements.widths(sheet, spec, tools.drawn, places, is_new=self.is_new)
        for cell in spec.cells:
            self._cell(cell)
        for table in spec.tables:
            self._table(table)
        self._follow(places)
        sheet_elements.add_merges(sheet, spec)
        sheet_elements.add_formats(sheet, layout.rules(spec, dict(tools.drawn)), tools.writer.stylesheet)
        sheet_elements.add_validations(sheet, sheet_elements.validations(spec, tools.drawn, dropdowns=tools.dropdowns))
        sheet_elements.add_links(sheet, spec, tools.titles)
        sheet_elements.hide_corners(sheet, spec, tools.drawn)
        sheet_parts.write_tables(tools.parts, self.there.part, sheet, spec, tools.drawn, places, set(self.totals_rows))
        values = sheet_parts.values_of(spec)
        for bars in spec.bars:
            sheet_parts.write_chart(tools.parts, self.there.part, sheet, bars, self.there.title, values)
        self._heights()
        self.notes.save()
        used = self._used()
        sheet.replace("dimension", Element("dimension", {"ref": ranges.address(used)}))
        tools.parts.write(self.there.part, sheet.write(self.loose, self.bodies))

    def _cell(self, cell: Cell) -> None:
        value = plain(cell.value)
        formula = layout.with_titles(cell.formula, self._renamed()) if cell.formula else ""
        stylesheet = self.tools.writer.stylesheet
        quoted = is_hostile(value) and not formula and STYLES[cell.style].format != "@"
        style = stylesheet.style(cell.style, quoted=quoted)
        for column in range(cell.column + 1, cell.column + cell.span):
            self._put(cell.row, column, style, None)
        self._put(cell.row, cell.column, style, value, formula)

    def _renamed(self) -> dict[str, str]:
        return {name: title for name, title in self.tools.renamed.items() if title != name}

    def _put(self, row: int, column: int, style: int, value: Plain, formula: str = "") -> None:
        self.loose.setdefault(row, {})[column] = self.tools.writer.cell(row, column, style, value, formula)

    def _table(self, table: Table) -> None:
        tools, stylesheet = self.tools, self.tools.writer.stylesheet
        drawn = tools.drawn[table.name]
        for number, column in enumerate(drawn, start=table.left):
            self._put(table.top, number, stylesheet.style(column.heading_style), column.header)
        for total in layout.totals(table, drawn):
            style = stylesheet.style(total.style)
            self._put(table.top - 1, table.left + total.rank, style, float(total.value), total.formula)
        totals_row = self.totals_rows.get(table.name, {})
        for number, column in enumerate(drawn, start=table.left):
            if column.header in totals_row:
                cell = table_part.totals_cell(totals_row[column.header], table.name, column.header)
                cell.attributes["r"] = ranges.address(Box(table.last + 1, number, table.last + 1, number))
                self.loose.setdefault(table.last + 1, {})[number] = cell.write()
        changed = self._computed(table)
        for offset, cells in self._put_back(table).items():
            changed.setdefault(offset, {}).update(cells)
        self.bodies.append(TableBody(tools.writer, drawn, table.top + 1, table.left, changed))

    def _computed(self, table: Table) -> dict[int, dict[int, str]]:
        """Cells of ours that hold a formula."""
        drawn, writer, renamed = self.tools.drawn[table.name], self.tools.writer, self._renamed()
        found: dict[int, dict[int, str]] = {}
        for rank, formulas in formulas_of(table, drawn, self.tools.aims).items():
            style = writer.stylesheet.style(drawn[rank].style)
            for offset, formula in enumerate(formulas):
                if formula:
                    row, value = table.top + 1 + offset, drawn[rank].cells[offset]
                    text = layout.with_titles(formula, renamed) if renamed else formula
                    found.setdefault(offset, {})[rank] = writer.cell(row, table.left + rank, style, value, text)
        return found

    def _put_back(self, table: Table) -> dict[int, dict[int, str]]:
        """The accountant's notes, colours, links and formulas, on the rows where their documents now are."""
        tools = self.tools
        drawn, rows = tools.drawn[table.name], tools.rows[table.name]
        columns = {line.header: table.left + rank for rank, line in enumerate(drawn)}
        known = tools.annotations.get(table.name)
        changed: dict[int, dict[int, str]] = {}
        for offset, row in enumerate(rows) if tools.annotations else ():
            marks, place = annotations.find(tools.annotations, tools.present, table.name, row)
            number = table.top + 1 + offset
            for header, mark in marks.items():
                if mark.note:
                    self.notes.add((number, columns.get(header, table.left)), mark.note)
                if header not in columns:
                    continue
                if mark.link:
                    self._link(mark.link, number, columns[header])
                formula = (
                    annotations.follow(mark.formula, mark, place, columns, number) if mark.formula and place else ""
                )
                if formula or mark.paint:
                    rank = columns[header] - table.left
                    cell = self._marked(drawn[rank], offset, number, columns[header], mark, formula)
                    changed.setdefault(offset, {})[rank] = cell
            if known and row in known.shown:
                self.sheet.rows[number] = {**_row_of(table.text_lines), **known.shown[row]}
        if known:
            now = {row: table.top + 1 + offset for offset, row in enumerate(rows)}
            self.rows[table.name] = {
                old: now[row] for old, row in zip(known.place.rows, known.rows, strict=True) if row in now
            }
            for header, mark in known.headings.items():
                if header in columns and mark.note:
                    self.notes.add((table.top, columns[header]), mark.note)
        return changed

    def _marked(self, column: DrawnColumn, offset: int, row: int, number: int, mark: Mark, formula: str) -> str:
        """A cell that looks as the accountant made it, or holds his formula."""
        value, stylesheet, paint = column.cells[offset], self.tools.writer.stylesheet, mark.paint
        style = stylesheet.style("date" if column.own and isinstance(value, datetime) else column.style)
        if paint:
            whole = paint.whole and column.own
            style = paint.format if whole else stylesheet.painted(style, paint.format, font=paint.font, fill=paint.fill)
        if is_hostile(value) and not formula:
            style = stylesheet.as_text(style)
        return self.tools.writer.cell(row, number, style, value, formula)

    def _link(self, link: Link, row: int, column: int) -> None:
        link.element.attributes["ref"] = ranges.address(Box(row, column, row, column))
        if link.target:
            key = next(name for name in link.element.attributes if name.endswith(":id"))
            relation = self.tools.parts.relate(self.there.part, "hyperlink", link.target, external=True)
            link.element.attributes[key] = relation
        self.sheet.ensure("hyperlinks").children.append(link.element)

    def _follow(self, places: Mapping[str, Place]) -> None:
        """The accountant's conditional formats, dropdowns and what newer programs add lie over the lines as before."""
        tables = []
        for table in self.spec.tables:
            place = places.get(table.name)
            if place:
                columns = {line.header: table.left + rank for rank, line in enumerate(self.tools.drawn[table.name])}
                tables.append((place, layout.table_box(table), columns, self.rows.get(table.name, {})))
        ranges = Ranges(tables, self.space.moves)
        listed = self.sheet.child("dataValidations")
        for element in [*self.sheet.root.all("conditionalFormatting"), *(listed.elements if listed else ())]:
            element.attributes["sqref"] = ranges.follow(element.get("sqref"))
        extensions = self.sheet.child("extLst")
        for element in extensions.every("sqref") if extensions else ():
            element.children = [ranges.follow(element.text)]

    def _heights(self) -> None:
        rows = self.sheet.rows
        numbers = set(self.loose).union(*(range(body.first, body.first + body.count) for body in self.bodies))
        own = set(layout.heights(self.spec))
        lines = {row: table.text_lines for table in self.spec.tables for row in range(table.top + 1, table.last + 1)}
        ours = {cell.row for cell in self.spec.cells} | {
            row for table in self.spec.tables for row in range(table.top - 1, table.last + 1)
        }
        for row in numbers & ours - set(rows):
            rows[row] = _row_of(lines.get(row, 1))
        for row in own:
            height = {"ht": f"{layout.heights(self.spec)[row]:g}", "customHeight": "1"}
            rows[row] = {**rows.get(row, {}), **height}

    def _used(self) -> Box:
        places = [(row, column) for row, cells in self.loose.items() for column in (min(cells), max(cells)) if cells]
        for body in self.bodies:
            places += [(body.first, body.left), (body.first + body.count - 1, body.right)]
        rows, columns = [row for row, _ in places] or [1], [column for _, column in places] or [1]
        return Box(min(rows), min(columns), max(rows), max(columns))
