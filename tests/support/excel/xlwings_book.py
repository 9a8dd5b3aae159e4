"""The workbook that LibreOffice holds, as a macro gets it from xlwings."""

import importlib
import tempfile
from pathlib import Path

import xlwings as xw
from support.excel.books import Workbook
from support.excel.win32 import windows_engine

from ims_xl.workbook.excel.windows.statements import Statements


def as_xlwings(book: Workbook) -> xw.Book:
    """xlwings' book over a workbook of ours, whose statements the add-in carries out."""
    windows_engine()
    book.app.exchange = Path(tempfile.mkdtemp())
    statements = Statements(book.app, book, "'ims_xl.xlam'!ImsCarryOut", book.app.exchange / "drawing")
    return xw.Book(impl=importlib.import_module("xlwings._xlwindows").Book(xl=statements.book))
