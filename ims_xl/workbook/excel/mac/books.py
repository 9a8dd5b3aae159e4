"""Workbooks, sheets and tables in Excel for Mac (Apple events)."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from ims_xl.workbook import ranges
from ims_xl.workbook.excel.facts import Facts, Selected
from ims_xl.workbook.excel.mac.filters import filter_by as filter_by
from ims_xl.workbook.excel.mac.filters import refilter as refilter
from ims_xl.workbook.excel.mac.filters import unfilter as unfilter
from ims_xl.workbook.xlsx.package import TablePart


def word(name: str) -> Any:
    """One of Excel's words in Apple events, which only a Mac has."""
    return getattr(importlib.import_module("appscript").k, name)


@contextmanager
def only_a_look() -> Iterator[None]:
    """What Excel refuses in here is a look that is missing; data is never written in here."""
    with suppress(Exception):
        yield


def facts(book: xw.Book) -> Facts:
    """What the workbook is made of."""
    return Facts(
        _full_name(book),
        False,
        {sheet.name: sheet.used_range.address for sheet in book.sheets},
        [part for sheet in book.sheets for part in _tables(sheet)],
        {
            name.name: str(name.refers_to).removeprefix("=")
            for name in book.names
            if name.name.startswith("ims_")  # a sheet's own names begin with the sheet
        },
        [sheet.name for sheet in book.sheets if sheet.api.protect_contents.get()],
        book.api.protect_structure.get(),
        book.api.date_1904.get(),
    )


def _full_name(book: xw.Book) -> str:
    """Its path; only its name when that is no folder of this computer."""
    try:
        return str(book.fullname)
    except xw.XlwingsError:
        return str(book.name)


def _tables(sheet: xw.Sheet) -> Iterator[TablePart]:
    title = sheet.name
    for table in sheet.tables:
        shown = table.show_headers
        headers = () if shown else tuple(column.name for column in table.columns)
        box = ranges.box(table.range.address)
        yield TablePart(table.name, title, box, headers, int(shown), int(table.show_totals))


def selected(book: xw.Book) -> Selected | None:
    """The rows of the selected cells that are to be seen; None when no cells are selected."""
    selection = book.selection
    if selection is None:
        return None
    areas = selection.get_special_cells("visible")
    assert isinstance(areas, list)
    return Selected(selection.sheet.name, [range(area.row, area.row + area.shape[0]) for area in areas])


def carry_out(_thing: xw.App | xw.Book) -> None:
    """Everything is done when it is said."""


def add_sheet(book: xw.Book, title: str, *, before: xw.Sheet | None = None, after: xw.Sheet | None = None) -> xw.Sheet:
    """A new sheet before or after another one."""
    return book.sheets.add(title, after=after) if after else book.sheets.add(title, before=before)


def save_copy(book: xw.Book, _path: Path) -> Path:
    """The workbook's own file, as last saved: Excel for Mac cannot save a copy from outside."""
    return Path(book.fullname)


def sort(table: xw.main.Table, column: int) -> None:
    """Sort the rows of a table by a column, without the arrow that says so."""
    table.sort(column)
    with only_a_look():
        table.api.sort_object.sortfieldset.clear_sortfieldset()


def drop(sheet: xw.Sheet, table: str | None, address: str) -> None:
    """Take cells of ours away, with the table that they are, if they are one."""
    if table:
        sheet.tables[table].api.convert_to_range()
    sheet.range(address).clear()


def go_to(sheet: xw.Sheet) -> None:
    """Show a sheet; xlwings' own way asks the system for Excel's window first."""
    sheet.api.activate_object()


def name(book: xw.Book, text: str, refers_to: str) -> None:
    """A workbook-wide name, hidden where Excel allows it."""
    if text in book.names:
        book.names[text].refers_to = f"={refers_to}"
    else:
        made = book.names.add(text, f"={refers_to}")
        with only_a_look():
            made.api.visible.set(False)
