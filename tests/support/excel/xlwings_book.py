"""The workbook that LibreOffice holds, as a macro gets it from xlwings."""

import importlib

import xlwings as xw
from support.excel.books import Workbook
from support.excel.win32 import windows_engine


def as_xlwings(book: Workbook) -> xw.Book:
    """xlwings' book over a workbook of ours."""
    windows_engine()
    return xw.Book(impl=importlib.import_module("xlwings._xlwindows").Book(xl=book))
