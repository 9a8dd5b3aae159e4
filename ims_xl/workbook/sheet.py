"""What a sheet holds and how it looks, as plain data; `file_drawing` and Excel draw it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

import pandas as pd

Kind = Literal[
    "text",
    "mark",
    "long",
    "lines",
    "row link",
    "formula text",
    "date",
    "time",
    "rupees",
    "difference",
    "number",
    "count",
    "percent",
    "key",
]
"""What a column holds: `mark` is General so that Excel keeps dropdowns friendly, `key` is hidden text.

Of `count` the totals line has a sum, of `number` not. `long` stays on one line, `lines` runs over as many as a row of
its table has (`Table.text_lines`). `formula text` is what Excel works out; in a cell formatted as text it would keep
the formula itself.
"""

TEXTS: frozenset[Kind] = frozenset({"text", "mark", "long", "lines", "row link", "formula text", "key"})
"""The kinds whose values are text, whatever they look like."""

Level = Literal[0, 1, 2]
"""Where a column stands in Excel's outline: 0 is always shown, 1 folds away, 2 is folded away at first."""

KEY = "Document key"
"""Heading of the column whose cells name a row's document."""

Visibility = Literal["visible", "hidden", "veryHidden"]


@dataclass(frozen=True, slots=True)
class Column:
    """One table column: heading, the frame's column it shows, kind of value, width in characters."""

    header: str
    field: str
    kind: Kind = "text"
    width: float = 12
    is_input: bool = False
    choices: str = ""  # name of a dropdown list
    help: str = ""  # shown when the cell is selected
    first_screen: bool = False  # printed
    level: Level = 0
    hidden: bool = False  # as those of kind `key` are
    formula: str = ""  # Excel works the cells out; `{Header}` stands for another column's cell in the row
    goes_to: str = (
        ""  # the frame's column with the key of the sheet on which the row's document stands; kind `row link`
    )

    @property
    def is_hidden(self) -> bool:
        """Whether the column is for formulas and for reading only."""
        return self.hidden or self.kind == "key"


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table: `rows` has a column for every `Column.field`; extra frame columns are not drawn.

    `own` names the frame columns behind them that belong to the accountant or the register; they are
    drawn last under their own headings. An empty frame is drawn as one blank row, as Excel requires.
    """

    name: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    top: int  # row of the headings, 1-based
    left: int = 1
    own: tuple[str, ...] = ()
    choices: dict[int, str] = field(default_factory=dict)  # line, from 0 -> list of its input cells, where lines differ
    total: bool = False  # a line of SUBTOTAL figures above the headings, so that filters show in it
    text_lines: int = 1  # lines of text that a row has room for
    is_list: bool = False  # lines typed below are read and drawn as lines of its own, so none is moved aside

    @property
    def headers(self) -> list[str]:
        """Headings in drawing order."""
        return [column.header for column in self.columns] + list(self.own)

    @property
    def last(self) -> int:
        """Row of the last line, 1-based."""
        return self.top + max(len(self.rows), 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A single cell outside tables; a formula carries its value, a link names a sheet's key."""

    row: int
    column: int
    value: str | float | int | datetime | None
    style: str = "text"  # a name in styles.STYLES
    formula: str = ""
    link: str = ""  # key of a sheet of ours
    span: int = 1  # columns the text may run over; only outside tables, cells are merged
    choices: str = ""  # makes it a dropdown from that list


class Tint(NamedTuple):
    """A conditional format on some columns of a table; the formula speaks of the table's first data row.

    In the formula `{Header}` stands for that column's cell in the row, e.g. `{Tax difference}<>0`.
    """

    table: str
    headers: tuple[str, ...]
    formula: str
    style: str


class Bars(NamedTuple):
    """A bar chart of one row of figures: category cells and value cells as (row, first column, last column)."""

    title: str
    categories: tuple[int, int, int, int]  # first row, first column, last row, last column, 1-based
    values: tuple[int, int, int, int]
    at: tuple[int, int]
    colours: tuple[str, ...] = ()
    width: int = 720  # pixels
    height: int = 260
    lying: bool = False  # bars from left to right, the first one on top, without figures: for long names


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of ours. `key` never changes; the accountant may rename the sheet."""

    key: str
    name: str
    cells: tuple[Cell, ...] = ()
    tables: tuple[Table, ...] = ()
    tints: tuple[Tint, ...] = ()
    bars: tuple[Bars, ...] = ()
    widths: dict[int, float] = field(default_factory=dict)  # column number -> characters, for sheets without table
    heights: dict[int, float] = field(default_factory=dict)  # row number -> points
    freeze: tuple[int, int] | None = None  # first row and column that scroll, 1-based
    zoom: int = 85
    visibility: Visibility = "visible"
    tab: str = ""  # colour of the tab, RRGGBB
    print_columns: int = 0  # print the first n columns; 0 prints what is used
    landscape: bool = True
    one_page: bool = False  # printed on one page, however long; else as many as its width gives
