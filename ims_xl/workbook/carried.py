"""What the accountant did to cells of our tables, by document and heading: notes, colours, links, formulas."""

import re
from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openpyxl.comments import Comment
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.worksheet.hyperlink import Hyperlink

from ims_xl.workbook.layout import letters
from ims_xl.workbook.looks import BookCell, BookSheet, Look, Looks, expected_look
from ims_xl.workbook.package import column_number
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import KEY, Table
from ims_xl.workbook.styles import MANY, STYLES, Style

_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


class Mark(NamedTuple):
    """What the accountant did to one cell."""

    note: Comment | None
    font: Any
    fill: Any
    link: Hyperlink | None
    formula: str
    at: tuple[int, int]  # row and column where it was


@dataclass
class Carried:
    """The marks in one table: row identity -> heading -> mark, and every row and heading there was."""

    marks: dict[Row, dict[str, Mark]]
    rows: set[Row]
    place: Place
    heading_notes: dict[str, Comment] = field(default_factory=dict)
    calculated: dict[str, object] = field(default_factory=dict)  # heading -> formula of the whole column


def collect(
    sheet: BookSheet, places: Places, place: Place, table: Table | None, looks: Looks, same_palette: bool
) -> Carried:
    """The accountant's marks in a table as it stands; without its spec only documents are known."""
    header = key_header(table, place.headers) if table else KEY if place.keys else ""
    column = place.box.left + place.headers.index(header) if header else 0
    names = identities(places.column(place.sheet, column, place.rows) if column else [None] * len(place.rows))
    kept = Carried({}, set(names), place)
    specs = {spec.header: spec for spec in table.columns} if table else {}
    for offset, heading in enumerate(place.headers):
        number = place.box.left + offset
        spec = specs.get(heading)
        style = (f"input {spec.kind}" if spec.is_input else spec.kind) if spec else "own"
        cells = [
            (name, sheet._cells[row, number])
            for row, name in zip(place.rows, names, strict=True)
            if (row, number) in sheet._cells
        ]
        base = _base([looks.of(cell) for _, cell in cells], STYLES[style], same_palette)
        for name, cell in cells:
            mark = _mark(cell, looks.of(cell), base, own=spec is None)
            if mark:
                kept.marks.setdefault(name, {})[heading] = mark
        top = sheet._cells.get((place.box.top, number))
        if top is not None and top.comment:
            kept.heading_notes[heading] = copy(top.comment)
    part = sheet.tables.get(place.name)
    for column_part in part.tableColumns if part else ():
        if column_part.calculatedColumnFormula is not None and column_part.name not in specs:
            kept.calculated[column_part.name] = column_part.calculatedColumnFormula
    return kept


def find(
    carried: Mapping[str, Carried], drawn: Mapping[str, set[Row]], table: str, row: Row
) -> tuple[dict[str, Mark], Place | None]:
    """The marks for a row of a table: its own, else those of the table that the document has left."""
    own = carried.get(table)
    if own and row in own.rows:
        return own.marks.get(row, {}), own.place
    if row[0]:
        for name, other in carried.items():
            if name != table and other.place.keys and row in other.marks and row not in drawn.get(name, set()):
                return other.marks[row], other.place
    return {}, None


def _mark(cell: BookCell, look: Look, base: Look, own: bool) -> Mark | None:
    formula = cell.value if own and cell.data_type == "f" and isinstance(cell.value, str) else ""
    mark = Mark(
        copy(cell.comment) if cell.comment else None,
        copy(cell.font) if look.font != base.font else None,
        copy(cell.fill) if look.fill != base.fill else None,
        copy(cell.hyperlink) if cell.hyperlink else None,
        formula,
        (cell.row, cell.column),
    )
    return mark if any(mark[:5]) else None


def _base(looks: list[Look], style: Style, same_palette: bool) -> Look:
    """The look that is ours: the style's; when another palette drew it, the commonest of many."""
    expected = expected_look(style)
    if same_palette or len(looks) < MANY:
        return expected
    return Counter(looks).most_common(1)[0][0]


def follow(formula: str, mark: Mark, old: Place, columns: Mapping[str, int], row: int) -> str:
    """The accountant's formula for the document's new row; "" when a column it looks at is gone.

    References to its own row follow the headings; everything else stays as written.
    """
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
