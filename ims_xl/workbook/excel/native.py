"""Excel's own words for what xlwings lacks: COM on Windows, Apple events on a Mac."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import xlwings as xw

from ims_xl.workbook.excel.facts import Facts, Note, Patch, Selected
from ims_xl.workbook.excel.mac import books as mac_books
from ims_xl.workbook.excel.mac import cells as mac_cells
from ims_xl.workbook.excel.mac import pages as mac_pages
from ims_xl.workbook.excel.mac import rules as mac_rules
from ims_xl.workbook.excel.windows import books as windows_books
from ims_xl.workbook.excel.windows import cells as windows_cells
from ims_xl.workbook.excel.windows import pages as windows_pages
from ims_xl.workbook.excel.windows import rules as windows_rules
from ims_xl.workbook.layout import Rule
from ims_xl.workbook.places import Grid
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Bars, Sheet
from ims_xl.workbook.styles import Style

Trait = Literal["fill", "letters", "bold", "italic"]
TRAITS: tuple[Trait, ...] = get_args(Trait)


class Books(Protocol):
    """A workbook, its sheets and tables."""

    def name(self, book: xw.Book, text: str, refers_to: str) -> None:
        """A hidden workbook-wide name."""

    def facts(self, book: xw.Book) -> Facts:
        """What the workbook is made of."""

    def selected(self, book: xw.Book) -> Selected | None:
        """The rows of the selected cells that are to be seen; None when no cells are selected."""

    def carry_out(self, thing: xw.App | xw.Book) -> None:
        """See that all is done that was said."""

    def add_sheet(
        self, book: xw.Book, title: str, *, before: xw.Sheet | None = None, after: xw.Sheet | None = None
    ) -> xw.Sheet:
        """A new sheet before or after another one."""

    def unfilter(self, book: xw.Book, tables: Collection[str]) -> Any:
        """Clear the filters of these tables; what `refilter` is to be given."""

    def refilter(self, book: xw.Book, kept: Any) -> list[str]:
        """Filter again by values and comparisons; the headings of other filters, which stay cleared."""

    def filter_by(self, table: xw.main.Table, column: int, text: str) -> None:
        """Show only the lines of a table that hold this text in a column, counted from 1."""

    def save_copy(self, book: xw.Book, path: Path) -> Path:
        """Where a copy of the workbook is, as it is now or, on a Mac, as last saved."""

    def go_to(self, sheet: xw.Sheet) -> None:
        """Show a sheet."""

    def drop(self, sheet: xw.Sheet, table: str | None, address: str) -> None:
        """Take cells of ours away, with the table that they are, if they are one."""

    def sort(self, table: xw.main.Table, column: int) -> None:
        """Sort the rows of a table by a column, counted from 1, without the arrow that says so."""


class Cells(Protocol):
    """Looks and links of cells."""

    BLANK: str | None
    """What makes a cell of a block blank."""
    JOINED: bool
    """Whether one address may name several rectangles."""
    SEES_TRAITS: bool
    """Whether `patches` tells more than nothing."""

    def grid(self, area: xw.Range) -> Grid:
        """The values of cells, "" for blank ones and the text of errors."""

    def dress(self, area: xw.Range, style: Style) -> None:
        """Number format, font, colours, alignment and lines of cells."""

    def link(self, cell: xw.Range, title: str) -> None:
        """A link to a sheet; made before the cell is dressed, as Excel dresses it too."""

    def unlink(self, area: xw.Range) -> None:
        """Take links and validations away."""

    def notes(self, sheet: xw.Sheet) -> list[Note]:
        """The accountant's notes on cells."""

    def add_note(self, cell: xw.Range, text: str) -> None:
        """A note on a cell that has none."""

    def patches(self, sheet: xw.Sheet, wanted: Sequence[tuple[Box, Trait]]) -> list[list[Patch]]:
        """How the rows of each of these columns look in one trait: RRGGBB or "yes", "" for none or unknown."""


class Rules(Protocol):
    """Dropdowns and conditional formats."""

    def dropdown(self, area: xw.Range, choices: str, message: str) -> None:
        """A dropdown, or only a message beside the selected cell."""

    def clear(self, sheet: xw.Sheet) -> None:
        """Take our conditional formats away; the accountant's stay."""

    def add(self, sheet: xw.Sheet, rules: Sequence[Rule]) -> None:
        """Conditional formats, the first one first."""


class Pages(Protocol):
    """Paper, window and charts of a sheet."""

    def paper(self, sheet: xw.Sheet, spec: Sheet) -> None:
        """Paper, margins and footer of a new sheet."""

    def print_area(self, sheet: xw.Sheet, address: str) -> None:
        """What is printed of a sheet; a machine without any printer may refuse."""

    def look_at(self, sheet: xw.Sheet, spec: Sheet) -> None:
        """Frozen panes, zoom and the colour of the tab of a new sheet."""

    def outline(self, sheet: xw.Sheet, area: xw.Range, level: int) -> None:
        """Let the columns of an area fold away from the column before them, the deepest level at once."""

    def hide(self, sheet: xw.Sheet, spec: Sheet) -> None:
        """Hide what is not for eyes."""

    def bars(self, sheet: xw.Sheet, spec: Bars) -> None:
        """A bar chart, unless one with its title is there."""


@dataclass(frozen=True, slots=True)
class Native:
    """The words of one of the two, by what they speak of."""

    books: Books
    cells: Cells
    rules: Rules
    pages: Pages


WINDOWS = Native(windows_books, windows_cells, windows_rules, windows_pages)
MAC = Native(mac_books, mac_cells, mac_rules, mac_pages)


def native(thing: xw.App | xw.Book | xw.Sheet | xw.Range | xw.main.Table) -> Native:
    """The words that the Excel understands to which this belongs."""
    return MAC if type(thing.impl).__module__ == "xlwings._xlmac" else WINDOWS
