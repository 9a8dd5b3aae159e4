"""New workbooks from the ribbon: made as files, then opened in Excel."""

from pathlib import Path

from ims_xl.macros.answer import Answer
from ims_xl.macros.caller import calling_app
from ims_xl.macros.desk import answer, workbook
from ims_xl.ui import Silent
from ims_xl.workflow.job import job_on
from ims_xl.workflow.starting import new_workbook, next_workbook


def make(gstin: str, period: str, name: str, path: str) -> Answer:
    """Make a workbook and open it."""
    outcome = new_workbook(Path(path), Silent(), gstin=gstin, period=period, name=name)
    calling_app().books.open(path)
    return answer(outcome, [])


def make_next(path: str) -> Answer:
    """Make next month's workbook from the one that is open, and open it."""
    excel = workbook()
    with job_on(excel, excel.ui) as before:
        outcome = next_workbook(Path(path), before, Silent())
    excel.book.app.books.open(path)
    return answer(outcome, [])
