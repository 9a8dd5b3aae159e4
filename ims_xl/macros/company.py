"""New workbooks from the ribbon: made as files, then opened in Excel."""

import sys
from pathlib import Path

import xlwings as xw

from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import answer, workbook
from ims_xl.ui import Silent
from ims_xl.workflow.job import job_on
from ims_xl.workflow.starting import new_workbook, next_workbook


def make(gstin: str, period: str, name: str, path: str) -> Answer:
    """Make a workbook and open it."""
    outcome = new_workbook(Path(path), Silent(), gstin=gstin, period=period, name=name)
    _app().books.open(path)
    return answer(outcome, [])


def make_next(path: str) -> Answer:
    """Make next month's workbook from the one that is open, and open it."""
    excel = workbook()
    with job_on(excel, excel.ui) as before:
        outcome = next_workbook(Path(path), before, Silent())
    excel.book.app.books.open(path)
    return answer(outcome, [])


def _app() -> xw.App:
    """The Excel whose button was clicked, also when no workbook is open in it."""
    if any(word.startswith("--wb=") and word != "--wb=" for word in sys.argv) or hasattr(xw.Book, "_mock_caller"):
        return xw.Book.caller().app
    app = xw.apps.active
    return app if app else xw.App(add_book=False)
