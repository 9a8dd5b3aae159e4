"""What the accountant did to cells of our tables, by document and heading: notes, colours, links, formulas."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ims_xl.workbook.cell_styles import Look, our_look
from ims_xl.workbook.layout import HEADING_HEIGHT, LINES_HEIGHT, ROW_HEIGHT
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.ranges import box, column_number, letters
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import KEY, Table
from ims_xl.workbook.styles import DATE, STYLES
from ims_xl.workbook.xlsx.notes import Note, Notes
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.worksheet import At, Skipped, Worksheet
from ims_xl.workbook.xlsx.xml import Element

_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_HEIGHTS = {HEADING_HEIGHT, *LINES_HEIGHT.values()}


class Link(NamedTuple):
    """A link on a cell: its element, and the address outside that it leads to."""

    element: Element
    target: str


class Paint(NamedTuple):
    """A cell format of the accountant's, and which parts of it are his; `whole` in his own columns."""

    format: int
    font: bool
    fill: bool
    whole: bool


class Mark(NamedTuple):
    """What the accountant did to one cell."""

    paint: Paint | None = None
    note: Note | None = None
    link: Link | None = None
    formula: str = ""
    at: At = (0, 0)  # row and column where it was


@dataclass
class Annotations:
    """The marks in one table: row identity -> heading -> mark; every row there was; how its rows were shown."""

    place: Place
    rows: Sequence[Row]
    marks: dict[Row, dict[str, Mark]] = field(default_factory=dict)
    shown: dict[Row, dict[str, str]] = field(default_factory=dict)  # hidden by a filter, of another height
    headings: dict[str, Mark] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = set(self.rows)


class Formats:
    """Which cell formats of a workbook say that a cell of a column is as we drew it."""

    def __init__(self, stylesheet: Stylesheet, *, same_palette: bool) -> None:
        self.stylesheet, self.same_palette = stylesheet, same_palette
        self.count = stylesheet.count
        self.looks = [stylesheet.look(number) for number in range(self.count)]

    def look(self, style: str, used: Sequence[int] = ()) -> Look:
        """How cells of that style look; `used`: the formats that the column's cells have, when they count."""
        return our_look(STYLES[style], (self.looks[number] for number in used), same_palette=self.same_palette)

    def of_column(self, style: str, look: Look) -> frozenset[int]:
        """The formats of cells of ours with that style, which look so."""
        ours = (number for number in range(self.count) if self.looks[number] == look)
        if style == "own":
            return frozenset(number for number in ours if self.stylesheet.number_format(number) in ("General", DATE))
        return frozenset(ours)

    def paint(self, cell: Element | None, style: str, look: Look, ours: frozenset[int]) -> Paint | None:
        """What of a cell's format is the accountant's."""
        number = _style(cell) if cell is not None else -1
        if cell is None or number in ours or number >= self.count:
            return None
        there = self.looks[number]
        return Paint(number, there.font != look.font, there.fill != look.fill, style == "own")


def style_of(table: Table | None, header: str) -> str:
    """The style of a column's cells; a column that is not in the table is the accountant's."""
    spec = next((column for column in table.columns if column.header == header), None) if table else None
    return (f"input {spec.kind}" if spec.is_input else spec.kind) if spec else "own"


def skipped(place: Place, table: Table | None, formats: Formats, kept: set[int]) -> list[Skipped]:
    """What of a table needs not be read: cells as we drew them, but for the rows in `kept`."""
    if not formats.same_palette:
        return []
    columns: dict[str, frozenset[str]] = {}
    own = set()
    for number, header in enumerate(place.headers, start=place.box.left):
        style = style_of(table, header)
        columns[letters(number)] = frozenset(map(str, formats.of_column(style, formats.look(style))))
        if style == "own":
            own.add(letters(number))
    ends = sorted({place.first - 1, *(row for row in kept if row in place.rows), place.box.bottom + 1})
    spans = [range(before + 1, after) for before, after in pairwise(ends)]
    return [Skipped(span, columns, frozenset(own)) for span in spans if span]


def collect(
    sheet: Worksheet, notes: Notes, parts: Parts, places: Places, place: Place, table: Table | None, formats: Formats
) -> Annotations:
    """The accountant's marks in a table as it stands; they are taken off the sheet."""
    header = key_header(table, place.headers) if table else KEY if place.keys else ""
    column = place.box.left + place.headers.index(header) if header else 0
    names = identities(places.column(place.sheet, column, place.rows) if column else [None] * len(place.rows))
    found = Annotations(place, names)
    cells = _cells_by_column(sheet, place)
    links = _take_links(sheet, notes.part, parts, place)
    for number, heading in enumerate(place.headers, start=place.box.left):
        style = style_of(table, heading)
        used = [] if formats.same_palette else [_style(cell) for cell in cells.get(number, {}).values()]
        look = formats.look(style, used)
        ours = formats.of_column(style, look)
        at_cells = cells.get(number, {})
        for row in sorted({*at_cells, *(r for r, c in (*notes.by_cell, *links) if c == number and r in place.rows)}):
            cell = at_cells.get(row)
            mark = Mark(
                formats.paint(cell, style, look, ours),
                notes.by_cell.pop((row, number), None),
                links.get((row, number)),
                _formula(cell) if cell is not None and style == "own" else "",
                (row, number),
            )
            if any(part is not None and part != "" for part in mark[:4]):
                found.marks.setdefault(names[row - place.first], {})[heading] = mark
        found.headings[heading] = Mark(note=notes.by_cell.pop((place.box.top, number), None))
    for row, name in zip(place.rows, names, strict=True):
        words = sheet.rows.get(row)
        if words and (shown := _shown(words)):
            found.shown[name] = shown
    return found


def find(
    tables: Mapping[str, Annotations], drawn: Mapping[str, set[Row]], table: str, row: Row
) -> tuple[dict[str, Mark], Place | None]:
    """The marks for a row of a table: its own, else those of the table that the document has left."""
    own = tables.get(table)
    if own and row in own.known:
        return own.marks.get(row, {}), own.place
    if row[0]:
        for name, other in tables.items():
            if name != table and other.place.keys and row in other.marks and row not in drawn.get(name, set()):
                return other.marks[row], other.place
    return {}, None


def follow(formula: str, mark: Mark, old: Place, columns: Mapping[str, int], row: int) -> str:
    """The accountant's formula for the document's new row; "" when a column it looks at is gone.

    References to its own row follow the headings; everything else stays as written.
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer  # as slow to load as all else; few workbooks need it

    tokens = Tokenizer(formula)
    for token in tokens.items:
        is_range = token.type == Token.OPERAND and token.subtype == Token.RANGE
        if is_range and "!" not in token.value and "[" not in token.value:
            token.value = _CELL.sub(lambda found: _followed(found, mark, old, columns, row), token.value)
    text = str(tokens.render())
    return "" if "#REF!" in text else text


def _followed(found: re.Match[str], mark: Mark, old: Place, columns: Mapping[str, int], row: int) -> str:
    fixed_column, column, fixed_row, number = found.groups()
    if fixed_row or int(number) != mark.at[0] or not old.box.left <= column_number(column) <= old.box.right:
        return found[0]
    header = old.headers[column_number(column) - old.box.left]
    return f"{fixed_column}{letters(columns[header])}{row}" if header in columns else "#REF!"


def _cells_by_column(sheet: Worksheet, place: Place) -> dict[int, dict[int, Element]]:
    found: dict[int, dict[int, Element]] = {}
    for (row, column), cell in sheet.cells.items():
        if place.first <= row <= place.box.bottom and place.box.left <= column <= place.box.right:
            found.setdefault(column, {})[row] = cell
    return found


def _take_links(sheet: Worksheet, part: str, parts: Parts, place: Place) -> dict[At, Link]:
    """The links on the cells of a table's lines."""
    listed = sheet.child("hyperlinks")
    found: dict[At, Link] = {}
    targets = {relation.id: relation.target for relation in parts.relations(part) if relation.external}
    for element in listed.elements if listed else ():
        area = box(element.get("ref"))
        if listed is not None and area.top in place.rows and place.box.left <= area.left <= place.box.right:
            listed.remove(element)
            target = targets.get(element.link(), "")
            if element.link():
                parts.unrelate(part, element.link())
            found[area.top, area.left] = Link(element, target)
    return found


def _style(cell: Element) -> int:
    return int(cell.get("s", "0"))


def _formula(cell: Element) -> str:
    found = cell.find("f")
    return f"={found.text}" if found is not None and found.text else ""


def _shown(words: Mapping[str, str]) -> dict[str, str]:
    """What of a row's attributes the accountant set: hidden, grouped, of another height."""
    found = {name: words[name] for name in ("hidden", "collapsed") if words.get(name) in ("1", "true")}
    if words.get("outlineLevel", "0") != "0":
        found["outlineLevel"] = words["outlineLevel"]
    if words.get("customHeight") in ("1", "true") and float(words.get("ht", ROW_HEIGHT)) not in _HEIGHTS:
        found |= {"ht": words["ht"], "customHeight": "1"}
    return found
