"""Workbooks, sheets and tables in Excel for Mac (Apple events)."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings as xw


def word(name: str) -> Any:
    """One of Excel's words in Apple events, which only a Mac has."""
    return getattr(importlib.import_module("appscript").k, name)


@contextmanager
def only_a_look() -> Iterator[None]:
    """What Excel refuses in here is a look that is missing; data is never written in here."""
    with suppress(Exception):
        yield


def is_filtered(_table: xw.main.Table) -> bool:
    """Whether some filter of a table may hide rows: its filters have to be read to know."""
    return True


def save_copy(book: xw.Book, _path: Path) -> Path:
    """The workbook's own file, as last saved: Excel for Mac cannot save a copy from outside."""
    return Path(book.fullname)


def forget_sorting(table: xw.main.Table) -> None:
    """Take the arrow away that says by which column a table was sorted."""
    with only_a_look():
        table.api.sort_object.sortfieldset.clear_sortfieldset()


def drop(sheet: xw.Sheet, table: str, address: str) -> None:
    """Take a table of ours away with its cells."""
    if table in sheet.tables:
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


def refuse_protected(book: xw.Book, titles: Sequence[str], refuse: Callable[[str], None]) -> None:
    """Call `refuse` with the reason why the workbook cannot be written."""
    if book.api.protect_structure.get():
        refuse("the sheets of this workbook are protected")
    if book.api.date_1904.get():
        refuse("this workbook counts dates from 1904 on")
    for title in titles:
        if book.sheets[title].api.protect_contents.get():
            refuse(f"the sheet {title} is protected")
