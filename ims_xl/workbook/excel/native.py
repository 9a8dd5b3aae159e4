"""Excel's own words for what xlwings lacks: COM on Windows, Apple events on a Mac."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

import xlwings as xw

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
from ims_xl.workbook.sheet import Bars, Sheet
from ims_xl.workbook.styles import Style

Trait = Literal["fill", "letters", "bold", "italic"]
TRAITS: tuple[Trait, ...] = get_args(Trait)


class Books(Protocol):
    """A workbook, its sheets and tables."""

    def name(self, book: xw.Book, text: str, refers_to: str) -> None:
        """A hidden workbook-wide name."""

    def refuse_protected(self, book: xw.Book, titles: Sequence[str], refuse: Callable[[str], None]) -> None:
        """Call `refuse` with the reason why the workbook cannot be written."""

    def save_copy(self, book: xw.Book, path: Path) -> Path:
        """Where a copy of the workbook is, as it is now or, on a Mac, as last saved."""

    def go_to(self, sheet: xw.Sheet) -> None:
        """Show a sheet."""

    def drop(self, sheet: xw.Sheet, table: str, address: str) -> None:
        """Take a table of ours away with its cells."""

    def is_filtered(self, table: xw.main.Table) -> bool:
        """Whether some filter of a table may hide rows."""

    def forget_sorting(self, table: xw.main.Table) -> None:
        """Take the arrow away that says by which column a table was sorted."""


class Cells(Protocol):
    """Looks and links of cells."""

    BLANK: str | None
    """What makes a cell of a block blank."""
    JOINED: bool
    """Whether one address may name several rectangles."""
    SEES_TRAITS: bool
    """Whether `look` is known."""

    def grid(self, area: xw.Range) -> Grid:
        """The values of cells, "" for blank ones and the text of errors."""

    def edges(self, area: xw.Range, style: Style) -> None:
        """Lines around cells, indent and underline."""

    def link(self, cell: xw.Range, title: str) -> None:
        """A link to a sheet; made before the cell is dressed, as Excel dresses it too."""

    def unlink(self, area: xw.Range) -> None:
        """Take links and validations away."""

    def look(self, area: xw.Range, trait: Trait) -> str | None:
        """A colour as RRGGBB or "yes", "" for none or unknown; None when the cells differ."""


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

    def look_at(self, sheet: xw.Sheet, spec: Sheet) -> None:
        """Frozen panes, zoom and the colour of the tab of a new sheet."""

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
