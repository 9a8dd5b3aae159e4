"""How a table becomes cells: unique headings, lines, totals, conditional formats, names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd
from pandas.api import types

from ims_xl import money
from ims_xl.workbook.cell_values import Plain, clean, values
from ims_xl.workbook.ranges import Box, address, letters
from ims_xl.workbook.sheet import Column, Level, Sheet, Table
from ims_xl.workbook.styles import SIGNED_RULES, SIGNED_RUPEES, STYLES

ROW_HEIGHT = 18.0  # points
HEADING_HEIGHT = 33.0  # two lines
LINES_HEIGHT = {1: ROW_HEIGHT, 2: 27.0, 3: 38.0, 5: 63.0}  # of a row with so many lines of text, in points
FOOTER = "&L&8&F · &A&R&8Page &P of &N"  # file and sheet on the left, pages on the right
FOLDED = 2  # the level of the outline that is folded away at first
OURS = 'N("ims")'
"""Always zero: by this our conditional formats are told from the accountant's."""


def heading(text: object) -> str:
    """A heading on one line, at most 255 characters."""
    return " ".join(clean(str(text)).split())[:255]


def unique(headers: Iterable[object]) -> list[str]:
    """Headings as a table needs them: none blank, no two equal in any case (`Tax`, `tax (2)`)."""
    found: list[str] = []
    taken: set[str] = set()
    for number, header in enumerate(headers, start=1):
        name = base = heading("" if header is None else header) or f"Column {number}"
        copy = 2
        while name.lower() in taken:
            name, copy = f"{base[:245]} ({copy})", copy + 1
        taken.add(name.lower())
        found.append(name)
    return found


def arrange(headers: Sequence[str], existing: Sequence[str]) -> list[str]:
    """The headings in the order in which the accountant has them; new ones behind their neighbour."""
    kept = [header for header in existing if header in set(headers)]
    for position, header in enumerate(headers):
        if header not in kept:
            before = headers[position - 1] if position else ""
            kept.insert(kept.index(before) + 1 if before in kept else 0, header)
    return kept


class DrawnColumn(NamedTuple):
    """One table column as drawn: heading, what it holds, its cells top down."""

    header: str
    column: Column
    own: bool
    cells: list[Plain]
    goes_to: list[str] | None = None  # key of the sheet that each cell leads to, "" for none

    @property
    def style(self) -> str:
        """Name of the style of its cells."""
        if self.own:
            return "date" if self.column.kind == "date" else "own"
        return f"input {self.column.kind}" if self.column.is_input else self.column.kind

    @property
    def heading_style(self) -> str:
        """Name of the style of its heading."""
        return "own heading" if self.own else "input heading" if self.column.is_input else "heading"


def drawn_columns(table: Table, existing: Sequence[str] = ()) -> list[DrawnColumn]:
    """The columns of a table in drawing order; an empty frame gives one blank cell each."""
    columns = [*table.columns, *(_own(table, name) for name in table.own)]
    found = [
        DrawnColumn(
            header,
            column,
            position >= len(table.columns),
            values(table.rows[column.field], "own" if position >= len(table.columns) else column.kind) or [None],
            table.rows[column.goes_to].tolist() or [""] if column.goes_to else None,
        )
        for position, (header, column) in enumerate(
            zip(unique(column.header for column in columns), columns, strict=True)
        )
    ]
    order = {header: rank for rank, header in enumerate(arrange([line.header for line in found], existing))}
    return sorted(found, key=lambda line: order[line.header])


def _own(table: Table, name: str) -> Column:
    is_date = types.is_datetime64_any_dtype(table.rows[name].dtype)
    level: Level = 1 if any(column.level for column in table.columns) else 0
    return Column(name, name, "date" if is_date else "mark", width=max(12, min(len(name) + 4, 30)), level=level)


class Total(NamedTuple):
    """A SUBTOTAL above a heading: rank of the column, formula, present value, style."""

    rank: int
    formula: str
    value: float
    style: str


def totals(table: Table, drawn: Sequence[DrawnColumn]) -> list[Total]:
    """How many lines are shown, counted in a column without blanks, and the sum of every rupees column."""
    if not table.total:
        return []
    ours = [line for line in drawn if not line.own and not line.column.is_input]
    keys_first = sorted(ours, key=lambda line: line.column.kind != "key")
    counted = next((line for line in keys_first if None not in line.cells), drawn[0])
    count = sum(cell is not None for cell in counted.cells)
    found = [Total(0, f"=SUBTOTAL(103,{field(table.name, counted.header)})", count, "shown")]
    for rank, line, style in _summed(table, drawn):
        shown = money.total(pd.Series([cell for cell in line.cells if isinstance(cell, float | int)], dtype="float64"))
        found.append(Total(rank, f"=SUBTOTAL(109,{field(table.name, line.header)})", shown, style))
    return found


_SUMS = {"rupees": "total", "difference": "total", "count": "total count"}
"""Kinds of which there is a sum, and the style of the sum."""


def _summed(table: Table, drawn: Sequence[DrawnColumn]) -> Iterator[tuple[int, DrawnColumn, str]]:
    for rank, line in enumerate(drawn):
        if table.total and rank and not line.own and line.column.kind in _SUMS:
            yield rank, line, _SUMS[line.column.kind]


def field(table: str, header: str) -> str:
    """A column of a table as formulas name it, in one pair of brackets, which more programs read than two."""
    escaped = re.sub(r"([][#'@])", r"'\1", header)
    return f"{table}[{escaped}]"


class Rule(NamedTuple):
    """A conditional format on some ranges.

    With a style: when the formula, which speaks of the first line, is true. With a number format: when the
    value compares like that with what the formula gives.
    """

    boxes: tuple[Box, ...]
    formula: str
    style: str = ""
    compare: str = ""  # >=, <= or =
    format: str = ""


def rules(sheet: Sheet, drawn: dict[str, list[DrawnColumn]]) -> Iterator[Rule]:
    """The tints of a sheet, then the grouping of rupees; `drawn` holds the columns of each table by its name."""
    tables = {table.name: table for table in sheet.tables}
    for tint in sheet.tints:
        table, columns = tables[tint.table], drawn[tint.table]
        ranks = {line.header: rank for rank, line in enumerate(columns)}
        formula = re.sub(
            r"\{([^{}]+)\}",
            lambda found, t=table, r=ranks: f"${letters(t.left + r[found[1]])}{t.top + 1}",  # type: ignore[misc]
            tint.formula,
        )
        yield Rule(
            tuple(_column_box(table, ranks[header]) for header in tint.headers),
            f"AND({formula},{OURS}=0)",
            tint.style,
        )
    money = tuple(_money(sheet, drawn))
    if money:
        for compare, limit, number_format in SIGNED_RULES:
            yield Rule(money, f"{limit}+{OURS}", compare=compare, format=number_format)


def _money(sheet: Sheet, drawn: dict[str, list[DrawnColumn]]) -> Iterator[Box]:
    for cell in sheet.cells:
        if STYLES[cell.style].format == SIGNED_RUPEES:
            yield Box(cell.row, cell.column, cell.row, cell.column)
    for table in sheet.tables:
        for rank, line in enumerate(drawn[table.name]):
            if STYLES[line.style].format == SIGNED_RUPEES:
                yield _column_box(table, rank)
        for rank, _, style in _summed(table, drawn[table.name]):
            if STYLES[style].format == SIGNED_RUPEES:
                yield Box(table.top - 1, table.left + rank, table.top - 1, table.left + rank)


def _column_box(table: Table, rank: int) -> Box:
    return Box(table.top + 1, table.left + rank, table.last, table.left + rank)


def line_lists(table: Table, drawn: Sequence[DrawnColumn]) -> list[tuple[Box, str]]:
    """Input cells of single lines that have a dropdown, and its list."""
    ranks = [rank for rank, line in enumerate(drawn) if line.column.is_input and not line.own]
    return [
        (Box(table.top + 1 + at, table.left + rank, table.top + 1 + at, table.left + rank), choices)
        for at, choices in table.choices.items()
        for rank in ranks
    ]


def deepest(sheet: Sheet) -> int:
    """The deepest level of the outline of a sheet's columns, 0 when it has none."""
    return max((column.level for table in sheet.tables for column in table.columns), default=0)


def levels(drawn: Sequence[DrawnColumn]) -> Iterator[tuple[int, int, int]]:
    """Ranks of the first and the last of neighbouring columns that fold away together, and their level."""
    for level, group in groupby(enumerate(drawn), key=lambda pair: pair[1].column.level):
        ranks = [rank for rank, _ in group]
        if level:
            yield ranks[0], ranks[-1], level


def table_box(table: Table) -> Box:
    """Headings and lines."""
    return Box(table.top, table.left, table.last, table.left + len(table.headers) - 1)


def areas(sheet: Sheet) -> list[Box]:
    """The cells of ours outside tables, as few rectangles; the first one begins at A1."""
    spans: dict[int, tuple[int, int]] = {1: (1, 1)}
    placed = [(cell.row, cell.column, cell.column + cell.span - 1) for cell in sheet.cells]
    placed += [
        (table.top - 1, table.left, table.left + len(table.headers) - 1) for table in sheet.tables if table.total
    ]
    for row, left, right in placed:
        known = spans.get(row, (left, right))
        spans[row] = (min(known[0], left), max(known[1], right))
    found: list[Box] = []
    for row, (left, right) in sorted(spans.items()):
        above = found[-1] if found else None
        if above and (above.bottom, above.left, above.right) == (row - 1, left, right):
            found[-1] = above._replace(bottom=row)
        else:
            found.append(Box(row, left, row, right))
    return found


NAME_LIMIT = 255  # characters of a name's text that Excel takes from a program


def names(sheet: Sheet, title: str, down: int = 0, right: int = 0) -> dict[str, str]:
    """Hidden workbook-wide names by which a sheet and its tables are found again, wherever they move.

    `ims_sheet_<key>` are our cells outside tables, with `.2`, `.3` where they are too many for one name;
    `ims_table_<name>` is a table, `ims_list_<name>` a dropdown. `down`, `right`: how far the sheet's A1 moved.
    """
    quoted = "'" + title.replace("'", "''") + "'"

    def place(box: Box) -> str:
        moved = Box(box.top + down, box.left + right, box.bottom + down, box.right + right)
        return f"{quoted}!{address(moved, fixed=True)}"

    found: dict[str, str] = {}
    name, count = f"ims_sheet_{safe(sheet.key)}", 1
    for box in areas(sheet):
        longer = ",".join([*([found[name]] if name in found else []), place(box)])
        if len(longer) >= NAME_LIMIT:
            count += 1
            name, longer = f"ims_sheet_{safe(sheet.key)}.{count}", place(box)
        found[name] = longer
    for table in sheet.tables:
        found[f"ims_table_{table.name}"] = place(table_box(table))
    if sheet.key == "lists":
        for choices, box in _lists(sheet).items():
            found[list_name(choices)] = place(box)
    return found


def key_of(name: str) -> str:
    """The sheet's key, as `safe` writes it, in the name of its cells."""
    return name.removeprefix("ims_sheet_").partition(".")[0]


MESSAGE_LIMIT = 255  # characters Excel allows in the message of a validated cell
NOT_IN_LIST = ("Not in the list", "Choose an entry from the list, or clear the cell.")
_FREE = {"Action", "State"}


def message(column: Column) -> str:
    """What is shown beside a selected cell of the column."""
    return column.help[:MESSAGE_LIMIT] if column.is_input or column.choices else ""


def is_strict(choices: str) -> bool:
    """Whether a dropdown refuses what is not in its list; an Action is also read as `a`, a State as `27`."""
    return choices not in _FREE


def list_name(name: str) -> str:
    """The defined name of a dropdown list."""
    return f"ims_list_{name}"


def has_lists(sheets: Iterable[Sheet]) -> bool:
    """Dropdowns are drawn only when the Lists sheet is among the sheets: a report of values has none."""
    return any(sheet.key == "lists" for sheet in sheets)


def _lists(sheet: Sheet) -> dict[str, Box]:
    """One list a column: its name in row 1, its entries below."""
    found = {}
    for cell in sheet.cells:
        if cell.row == 1:
            last = max(entry.row for entry in sheet.cells if entry.column == cell.column)
            found[str(cell.value)] = Box(2, cell.column, last, cell.column)
    return found


def safe(key: str) -> str:
    """A sheet's key as part of a defined name."""
    return re.sub(r"\W", "_", key)


def used(sheet: Sheet) -> Box:
    """From A1 to the last row and column that are drawn."""
    every = [*areas(sheet), *(table_box(table) for table in sheet.tables)]
    return Box(1, 1, max(box.bottom for box in every), max(box.right for box in every))


def print_box(sheet: Sheet) -> Box:
    """What is printed: the first columns, or what is used, charts included."""
    box = used(sheet)
    for bars in sheet.bars:
        row, column = bars.at
        box = box._replace(bottom=max(box.bottom, row + round(bars.height * 0.75 / ROW_HEIGHT)))
        width = bars.width
        while width > 0:
            width -= round(sheet.widths.get(column, 8.43) * 7 + 5)  # pixels of a column
            box = box._replace(right=max(box.right, column))
            column += 1
    return box._replace(right=sheet.print_columns) if sheet.print_columns else box


def heights(sheet: Sheet) -> dict[int, float]:
    """Heights of the rows that are not of the usual height, in points: headings and large letters."""
    found: dict[int, float] = {}
    for cell in sheet.cells:
        size = STYLES[cell.style].size
        if size > 11:
            found[cell.row] = max(found.get(cell.row, 0), round(size * 1.6))
    return {**found, **{table.top: HEADING_HEIGHT for table in sheet.tables}, **sheet.heights}


def link(title: str) -> str:
    """Where a link to a sheet goes."""
    return "'" + title.replace("'", "''") + "'!A1"


def with_titles(formula: str, renamed: Mapping[str, str]) -> str:
    """A formula with the present names of sheets (`renamed`: our name -> theirs) in place of ours."""
    for name, title in renamed.items():
        for written in (link(name)[:-2], f"{name}!"):
            formula = formula.replace(written, link(title)[:-2])
    return formula
