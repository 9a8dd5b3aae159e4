"""Cells of tables that hold a formula of ours: what Excel works out, and links to the row of a document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ims_xl.workbook import layout
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.ranges import letters
from ims_xl.workbook.sheet import KEY, Sheet, Table


class Aim(NamedTuple):
    """Where links to the rows of a sheet go: its present title and the table on it."""

    title: str
    table: str


def formulas_of(table: Table, drawn: Sequence[DrawnColumn], aims: Mapping[str, Aim]) -> dict[int, list[str]]:
    """By rank of a column whose cells are formulas: the formula of each cell, "" where there is only its value.

    A link finds its row by the document key, so that it is right however either sheet is sorted; nothing in it is
    worked out again at every change of a cell. `aims`: where links go, by key of the sheet.
    """
    found: dict[int, list[str]] = {}
    at = {line.header: f"${letters(table.left + rank)}" for rank, line in enumerate(drawn)}
    first = table.top + 1
    for rank, line in enumerate(drawn):
        if line.goes_to is not None and KEY in at:
            cells = zip(line.cells, line.goes_to, strict=True)
            found[rank] = [
                _way(aims[aim], f"{at[KEY]}{row}", text) if aim in aims and isinstance(text, str) else ""
                for row, (text, aim) in enumerate(cells, start=first)
            ]
        elif line.column.formula and not line.own and len(table.rows):
            found[rank] = ["=" + _in_row(line.column.formula, at, row) for row in range(first, first + len(line.cells))]
    return found


def _in_row(formula: str, at: Mapping[str, str], row: int) -> str:
    return re.sub(r"\{([^{}]+)\}", lambda found: f"{at[found[1]]}{row}", formula)


_LONGEST_LITERAL = 255  # characters of a text inside a formula


def row_of(table: str, header: str, wanted: str) -> str:
    """The sheet's row on which a table first has that value in a column, as part of a formula."""
    column = layout.field(table, header)
    return f"ROW(INDEX({column},MATCH({wanted},{column},0)))"


def _way(aim: Aim, key: str, text: str) -> str:
    if len(text) > _LONGEST_LITERAL:
        return ""
    start = layout.link(aim.title)[:-1].replace('"', '""')
    place = row_of(aim.table, KEY, key)
    shown = text.replace('"', '""')
    return f'=HYPERLINK("#{start}"&{place},"{shown}")'


def aims(specs: Iterable[Sheet], titles: Mapping[str, str]) -> dict[str, Aim]:
    """The sheets whose first table names documents, by key."""
    return {
        spec.key: Aim(titles[spec.key], spec.tables[0].name)
        for spec in specs
        if spec.tables and any(column.header == KEY for column in spec.tables[0].columns)
    }
