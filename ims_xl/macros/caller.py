"""The Excel and the workbook whose button was clicked, as the add-in names them on the command line."""

import importlib
import sys
import unicodedata

import xlwings as xw

from ims_xl.issues import ImsError


def calling_app() -> xw.App:
    """The Excel whose button was clicked, also when no workbook is open in it."""
    if hasattr(xw.Book, "_mock_caller"):
        return xw.Book.caller().app
    if window := _told("hwnd"):
        return xw.App(impl=importlib.import_module("xlwings._xlwindows").App(xl=int(window)))
    return xw.apps.active or xw.App(add_book=False)


def calling_book() -> xw.Book:
    """The workbook whose button was clicked; xlwings' own `Book.caller` takes a name only up to its first `=`.

    Raises ImsError when it is not open.
    """
    if hasattr(xw.Book, "_mock_caller"):
        return xw.Book.caller()
    name = _told("wb")
    for book in calling_app().books if name else ():
        if _plain(book.name) == _plain(name):
            return book
    raise ImsError("this workbook is not open in Excel", "Open it, then click the button again.", file=name)


def _told(option: str) -> str:
    return next((word.partition("=")[2] for word in sys.argv if word.startswith(f"--{option}=")), "")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()  # a Mac may write letters and their marks apart
