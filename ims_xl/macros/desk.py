"""One click at the open workbook: read it, do a step, write it, say what came of it."""

from collections.abc import Callable

import xlwings as xw

from ims_xl.macros.answer import Answer, told
from ims_xl.settings import backups_folder
from ims_xl.ui import Silent
from ims_xl.workbook import excel_windows
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workflow.job import KNOWN, Job, job_on
from ims_xl.workflow.outcome import Outcome


class StatusBar(Silent):
    """The person in front of Excel: progress stands in the status bar, what is told goes into the box."""

    def __init__(self, app: xw.App) -> None:
        self.app = app
        self.lines: list[str] = []

    def tell(self, message: str) -> None:
        """Keep the line for the box."""
        self.lines.append(message)

    def ask(self, question: str, default: bool = False) -> bool:  # noqa: ARG002 (the person answers)
        """Ask yes or no in a box."""
        return bool(self.app.alert(question, "IMS", buttons="yes_no") == "yes")

    def ask_text(self, question: str, *, hidden: bool = False) -> str:  # noqa: ARG002 (Excel shows what is typed)
        """Ask for a text in a box; "" when it is cancelled."""
        return excel_windows.ask_text(self.app, question)

    def progress(self, done: int, total: int, what: str) -> None:
        """Say in the status bar how far the work is."""
        share = f" {done:,} of {total:,}" if total > 1 else ""
        self.app.status_bar = f"IMS: {what}{share} …"


def workbook() -> ExcelBook:
    """The workbook whose button was clicked."""
    book = xw.Book.caller()
    return ExcelBook(book, known=KNOWN, backups=backups_folder(), ui=StatusBar(book.app))


def do(step: Callable[..., Outcome], *arguments: object, draw: bool = True, show: str = "") -> Answer:
    """Do a step on the open workbook; `show`: key of the sheet to go to."""
    excel = workbook()
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    with job_on(excel, ui) as job:
        outcome = step(job, *arguments)
        if draw:
            job.draw()
    if show and excel.has(show):
        excel.show(show)
    return answer(outcome, ui.lines)


def on_selection(step: Callable[[Job, list[str]], Outcome]) -> Answer:
    """Do a step on the documents of the selected rows that are to be seen."""
    excel = workbook()
    keys = excel.selected()
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    with job_on(excel, ui) as job:
        outcome = step(job, keys)
        job.draw()
    return answer(outcome, ui.lines)


def answer(outcome: Outcome, notes: list[str]) -> Answer:
    """The box of an outcome."""
    return Answer(told(outcome.message, list(outcome.issues), outcome.next, notes), ok=not outcome.failed)
