"""A sheet of ours between two drawings: ours is taken away, the accountant's stays or makes room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.ranges import Box, letters
from ims_xl.workbook.ranges import box as box_of
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.xlsx.notes import Notes
from ims_xl.workbook.xlsx.worksheet import At, Worksheet, copied_formula
from ims_xl.workbook.xlsx.xml import Element


def ours(places: Places, spec: Sheet, title: str) -> list[Box]:
    """Where our cells stand on a sheet now, tables included.

    When the sheet's own name is lost, what stands above its tables is ours, and a sheet without tables.
    """
    tables = [place.box for place in places.tables.values() if place.sheet == title]
    areas = [box for sheet, box in places.areas.get(layout.safe(spec.key), []) if sheet == title]
    if not areas and tables:
        top, right = min(box.top for box in tables), max(box.right for box in tables)
        areas = [Box(1, 1, top - 1, right)] if top > 1 else []
    elif not areas:
        grid = places.grid(title)
        areas = [Box(1, 1, max(len(grid), 1), max((len(row) for row in grid), default=1))]
    return areas + tables


@dataclass
class Space:
    """One sheet on which room is made; `moves`: where cells of the accountant were -> where they are."""

    sheet: Worksheet
    notes: Notes
    boxes: Sequence[Box]
    moves: dict[At, At] = field(default_factory=dict)

    def spare(self, rows: Sequence[int]) -> None:
        """Move whole rows below everything else, out of the way of the boxes that are cleared."""
        if not rows:
            return
        bottom = max([*(row for row, _ in self.sheet.cells), *(box.bottom for box in self.boxes)]) + 2
        for rank, row in enumerate(rows):
            self._move([at for at in self._filled() if at[0] == row], bottom + rank - row, 0)

    def clear(self, spec: Sheet, tables: Sequence[Place]) -> None:
        """Take away what is ours; notes on our cells outside tables stay."""
        sheet = self.sheet
        for at in [at for at in sheet.cells if any(box.has(*at) for box in self.boxes)]:
            del sheet.cells[at]
        self._keep("mergeCells", lambda area: not any(area.meets(box) for box in self.boxes))
        self._keep("hyperlinks", lambda area: not any(area.meets(box) for box in self.boxes))
        for place in tables:
            for row in range(place.box.top, place.box.bottom + 1):
                sheet.rows.pop(row, None)
        found = sheet.child("autoFilter")
        if found is not None and any(box_of(found.get("ref")).meets(place.box) for place in tables):
            sheet.replace("autoFilter", None)
        self._clear_formats()
        self._clear_validations(spec, tables)

    def make(self, spec: Sheet, totals_rows: Sequence[int] = ()) -> None:
        """Move what the accountant wrote outside our areas and `totals_rows` when they have grown over it.

        What stood below moves down, what stood beside moves right, by as little as leaves one free line.
        """
        new = layout.used(spec)
        new = new._replace(bottom=max(new.bottom, *totals_rows, 0))
        bottom, right = (
            max((box.bottom for box in self.boxes), default=0),
            max((box.right for box in self.boxes), default=0),
        )
        foreign = self._filled()
        below = [at for at in foreign if at[0] > bottom]
        if below and min(row for row, _ in below) <= new.bottom + 1:
            self._move(below, new.bottom + 2 - min(row for row, _ in below), 0)
        beside = [at for at in foreign if at[0] <= bottom and at[1] > right]
        if beside and min(column for _, column in beside) <= new.right + 1:
            self._move(beside, 0, new.right + 2 - min(column for _, column in beside))
        drawn = [*layout.areas(spec), *(layout.table_box(table) for table in spec.tables)]
        within = [at for at in self._filled() if any(box.has(*at) for box in drawn) and self._is_user_cell(at)]
        if within:
            edge = max([new.right, *(column for _, column in self._filled() if column > right)])
            self._move(within, 0, edge + 2 - min(column for _, column in within))

    def _is_user_cell(self, at: At) -> bool:
        """Whether more than a note stands there: notes on our cells stay on them."""
        return at in self.sheet.cells

    def _filled(self) -> list[At]:
        """Where the accountant wrote something, or put a note."""
        cells = [at for at, cell in self.sheet.cells.items() if cell.children]
        outside = [at for at in self.notes.by_cell if not any(box.has(*at) for box in self.boxes)]
        return list(dict.fromkeys([*cells, *outside]))

    def _move(self, places: Iterable[At], down: int, right: int) -> None:
        sheet = self.sheet
        cells = {at: sheet.cells.pop(at, None) for at in places}
        notes = {at: self.notes.by_cell.pop(at, None) for at in cells}
        shifted = {at: (at[0] + down, at[1] + right) for at in cells}
        for at, now in shifted.items():
            cell, note = cells[at], notes[at]
            if cell is not None:
                sheet.cells[now] = _moved(cell, at, down, right)
            if note is not None:
                self.notes.by_cell[now] = note
            self.moves[at] = now
        for name in ("mergeCells", "hyperlinks"):
            listed = sheet.child(name)
            for element in listed.elements if listed else ():
                area = box_of(element.get("ref"))
                if (area.top, area.left) in shifted:
                    element.attributes["ref"] = ranges.address(_shifted(area, down, right))

    def _keep(self, name: str, is_kept: Callable[[Box], bool]) -> None:
        listed = self.sheet.child(name)
        if listed is not None:
            listed.children = [one for one in listed.elements if is_kept(box_of(one.get("ref")))]

    def _clear_formats(self) -> None:
        for listed in self.sheet.root.all("conditionalFormatting"):
            listed.children = [
                rule
                for rule in listed.elements
                if not any(layout.OURS in formula.text for formula in rule.all("formula"))
            ]
            if not listed.all("cfRule"):
                self.sheet.root.remove(listed)

    def _clear_validations(self, spec: Sheet, tables: Sequence[Place]) -> None:
        """Validations on our columns and cells are drawn again; those on the accountant's columns stay."""
        headers = {column.header for table in spec.tables for column in table.columns}
        cleared = [box for box in self.boxes if all(box != place.box for place in tables)]
        for place in tables:
            for column, header in enumerate(place.headers, start=place.box.left):
                if header in headers:
                    cleared.append(place.box._replace(left=column, right=column))
        listed = self.sheet.child("dataValidations")
        if listed is not None:
            listed.children = [
                one
                for one in listed.elements
                if not any(box_of(part).meets(other) for part in one.get("sqref").split() for other in cleared)
            ]


def _shifted(area: Box, down: int, right: int) -> Box:
    return Box(area.top + down, area.left + right, area.bottom + down, area.right + right)


def _moved(cell: Element, at: At, down: int, right: int) -> Element:
    """A cell at its new place; a formula looks at what it looked at, as a copied one does."""
    formula = cell.find("f")
    if formula is not None:
        origin, now = (f"{letters(column)}{row}" for row, column in (at, (at[0] + down, at[1] + right)))
        if formula.text:
            formula.children = [copied_formula(formula.text, origin, now)]
        if formula.get("ref"):
            formula.attributes["ref"] = ranges.address(_shifted(box_of(formula.get("ref")), down, right))
        cell.attributes["r"] = now
    return cell


@dataclass
class Ranges:
    """Where ranges of the accountant's formats, dropdowns and charts lie after a drawing.

    `tables`: old place, new box, new column of each heading, new row of each old one; `moves`: single cells.
    """

    tables: Sequence[tuple[Place, Box, Mapping[str, int], Mapping[int, int]]]
    moves: Mapping[At, At]

    def follow(self, text: str) -> str:
        """A list of ranges (`A1:B2 C3`) as they lie now."""
        return " ".join(ranges.address(self._now(box_of(part))) for part in text.split())

    def _now(self, area: Box) -> Box:
        for place, new, columns, rows in self.tables:
            inside = place.box.left <= area.left and area.right <= place.box.right
            if not inside or area.top < place.box.top or area.bottom > place.box.bottom:
                continue
            headers = [place.headers[column - place.box.left] for column in (area.left, area.right)]
            left, right = (columns.get(header, 0) for header in headers)
            if not left or right - left != area.right - area.left:
                return area
            if area.top in (place.box.top, place.first) and area.bottom == place.box.bottom:
                top = new.top + (area.top - place.box.top)
                return Box(top, left, new.bottom, right)
            if area.top == area.bottom and area.top in rows:
                return Box(rows[area.top], left, rows[area.top], right)
            return area._replace(left=left, right=right)
        now = self.moves.get((area.top, area.left))
        return _shifted(area, now[0] - area.top, now[1] - area.left) if now else area
