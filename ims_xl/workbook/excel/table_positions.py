"""Where our sheets and tables stand in an open workbook, which of them must move, and what they grow over."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ims_xl.workbook import layout
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Sheet, Table


class Origin(NamedTuple):
    """How far the A1 of a sheet has moved."""

    down: int
    right: int


@dataclass
class TablePositions:
    """The places of a workbook as read, the present names of our sheets by key, the tables that are made anew."""

    places: Places
    titles: dict[str, str]
    anew: set[str] = field(default_factory=set)

    def areas(self, spec: Sheet) -> list[Box]:
        """Our cells outside tables."""
        title = self.titles[spec.key]
        return [box for sheet, box in self.places.areas.get(layout.safe(spec.key), []) if sheet == title]

    def origin(self, spec: Sheet) -> Origin:
        """Where the accountant moved everything of ours by inserting rows and columns before it."""
        areas = self.areas(spec)
        return Origin(areas[0].top - 1, areas[0].left - 1) if areas else Origin(0, 0)

    def table(self, spec: Sheet, table: Table) -> Place | None:
        """Where a table stands on its sheet, None when it is to be made there."""
        place = self.places.tables.get(table.name)
        return place if place and place.sheet == self.titles[spec.key] and table.name not in self.anew else None

    def placed(self, spec: Sheet) -> Sheet:
        """The sheet with everything where it is drawn."""
        origin = self.origin(spec)
        tables = []
        for table in spec.tables:
            place = self.table(spec, table)
            top, left = (
                (place.box.top, place.box.left) if place else (table.top + origin.down, table.left + origin.right)
            )
            tables.append(replace(table, top=top, left=left))
        cells = tuple(
            replace(cell, row=cell.row + origin.down, column=cell.column + origin.right) for cell in spec.cells
        )
        bars = tuple(
            bar._replace(
                categories=_moved(bar.categories, origin),
                values=_moved(bar.values, origin),
                at=(bar.at[0] + origin.down, bar.at[1] + origin.right),
            )
            for bar in spec.bars
        )
        return replace(spec, cells=cells, tables=tuple(tables), bars=bars)

    def misplaced(self, spec: Sheet) -> list[Place]:
        """Tables that strayed to another sheet, or of which one below the other has other rows than before."""
        there = [(table, self.places.tables[table.name]) for table in spec.tables if table.name in self.places.tables]
        title = self.titles[spec.key]
        shifts = {place.box.top - table.top for table, place in there if place.sheet == title}
        return [place for _, place in there if place.sheet != title or len(shifts) > 1]

    def overgrown(self, spec: Sheet) -> range:
        """The rows to insert so that nothing is written over what the accountant wrote below our cells."""
        title = self.titles[spec.key]
        boxes = self.areas(spec) + [place.box for place in self.places.tables.values() if place.sheet == title]
        bottom = max((box.bottom for box in boxes), default=0)
        grown = layout.used(self.placed(spec)).bottom - bottom
        below = self.places.grid(title)[bottom : bottom + grown + 1]
        is_used = grown > 0 and any(value is not None for row in below for value in row)
        return range(bottom + 1, bottom + 1 + grown) if is_used else range(0)

    def names(self, spec: Sheet, placed: Sheet) -> dict[str, str]:
        """The hidden names of a sheet as it is drawn."""
        down, right = self.origin(spec)
        tables: Sequence[Table] = [
            replace(table, top=table.top - down, left=table.left - right) for table in placed.tables
        ]
        return layout.names(replace(spec, tables=tuple(tables)), self.titles[spec.key], down, right)


def _moved(place: tuple[int, int, int, int], origin: Origin) -> tuple[int, int, int, int]:
    top, left, bottom, end = place
    return top + origin.down, left + origin.right, bottom + origin.down, end + origin.right
