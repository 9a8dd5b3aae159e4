"""The Excel and the workbook whose button was clicked."""

import importlib
import sys
import unicodedata
from typing import Any

import xlwings as xw

from ims_xl import other_excels
from ims_xl.issues import ImsError
from ims_xl.macros.calling import present

other_excels.leave_running()


def calling_book() -> xw.Book:
    """The workbook whose button was clicked; on Windows its statements are carried out by the add-in.

    Raises ImsError when it is not open.
    """
    if hasattr(xw.Book, "_mock_caller"):
        return xw.Book.caller()
    clicked = present()
    try:
        found = [book for book in _books() if clicked.book and _plain(book.name) == _plain(clicked.book)]
    except OSError as error:  # of the system's search for Excel's window, not of a file
        raise ImsError("Excel's window was not found", "Click the button again.", file=clicked.book) from error
    if not found:
        raise ImsError("this workbook is not open in Excel", "Open it, then click the button again.", file=clicked.book)
    return _through_addin(found[0]) if clicked.excel else found[0]


def _books() -> list[xw.Book]:
    """The workbooks of the Excel whose button was clicked."""
    if window := present().window:
        return list(xw.App(impl=importlib.import_module("xlwings._xlwindows").App(xl=window)).books)
    return list(xw.apps.active.books) if xw.apps.active else []


def _through_addin(book: xw.Book) -> xw.Book:
    from ims_xl.workbook.excel.windows.statements import Statements

    engine: Any = sys.modules["xlwings._xlwindows"]
    engine.N_COM_ATTEMPTS = 1  # its own tries are without end
    macro = f"'{present().addin}'!ImsCarryOut"
    statements = Statements(book.app.api, book.api, macro, present().own("drawing"))
    return xw.Book(impl=engine.Book(xl=statements.book))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()  # a Mac may write letters and their marks apart
