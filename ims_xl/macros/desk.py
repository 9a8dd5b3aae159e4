"""One click at the open workbook: read it, do a step, write it, say what came of it."""

from collections.abc import Callable, Mapping, Sequence

import xlwings as xw

from ims_xl.decisions.cells import text
from ims_xl.issues import ImsError
from ims_xl.macros.answer import Answer, format_answer
from ims_xl.macros.caller import calling_book
from ims_xl.macros.questions import Answers, Question
from ims_xl.sheets import document_view
from ims_xl.sheets.choices import ALL_TYPES
from ims_xl.sheets.names import DOCUMENTS
from ims_xl.sheets.reading import BULK
from ims_xl.sheets.suppliers import TYPE_CELL
from ims_xl.ui import Silent
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workbook.excel.native import native
from ims_xl.workflow.job import Job
from ims_xl.workflow.opening import KNOWN, open_job_on
from ims_xl.workflow.outcome import Outcome


class StatusBar(Silent):
    """The person in front of Excel: progress stands in the status bar, what is told goes into the box.

    `app`: None where no workbook need be open. `answers`: None for a button that asks nothing; every question then
    gets its default.
    """

    def __init__(self, app: xw.App | None, answers: Answers | None) -> None:
        self.app = app
        self.answers = answers
        self.lines: list[str] = []

    def tell(self, message: str) -> None:
        """Keep the line for the box."""
        self.lines.append(message)

    def ask(self, question: str, default: bool = False) -> bool:
        """Whether yes was said; raises Unanswered before it is asked."""
        if self.answers is None:
            return default
        return self.answers.of(Question("confirm", question)) == "yes"

    def decide(self, question: str) -> bool:
        """Which of both was chosen: No to a `confirm` would end the click. Raises Unanswered before it is asked."""
        if self.answers is None:
            return False
        return self.answers.of(Question("choice", question, ("No", "Yes"))) == "Yes"

    def ask_text(self, question: str, *, hidden: bool = False) -> str:
        """A secret that was typed, raises Unanswered before it is asked; an OTP is asked for where it is known why."""
        return self.answers.of(Question("secret", question)) if hidden and self.answers else ""

    def progress(self, done: int, total: int, what: str) -> None:
        """Say in the status bar how far the work is."""
        if self.app is None:
            return
        share = f" {done:,} of {total:,}" if total > 1 else ""
        self.app.status_bar = f"IMS: {what}{share} …"
        native(self.app).books.carry_out(self.app)


def workbook(answers: Answers | None = None, known: Mapping[str, Sequence[str]] = KNOWN) -> ExcelBook:
    """The workbook whose button was clicked, with a StatusBar that knows what was answered.

    `known`: headings of its tables by name.
    """
    book = calling_book()
    return ExcelBook(book, known=known, ui=StatusBar(book.app, answers))


def do(
    step: Callable[..., Outcome], *arguments: object, draw: bool = True, show: str = "", answers: Answers | None = None
) -> Answer:
    """Do a step on the open workbook; `show`: key of the sheet to go to."""
    excel = workbook(answers)
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    with open_job_on(excel, ui) as job:
        outcome = step(job, *arguments)
        if draw:
            job.draw()
    if show and excel.has(show):
        excel.show(show)
    return answer(outcome, ui.lines)


def on_selection(step: Callable[[Job, list[str]], Outcome], answers: Answers) -> Answer:
    """Do a step on the documents of the selected rows that are to be seen."""
    excel = workbook(answers)
    keys = excel.selected()
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    with open_job_on(excel, ui) as job:
        outcome = step(job, keys)
        job.draw()
    return answer(outcome, ui.lines)


def show_supplier() -> Answer:
    """Filter Document View, without a comparison IMS Documents, by the supplier of the selected row.

    From a sheet of suppliers also by the type of document that is chosen there, which its figures count. Raises
    ImsError when the selected row names no supplier.
    """
    excel = workbook()
    table, line = excel.selected_line()
    header = next((header for header in ("Supplier GSTIN", "Supplier key") if text(line.get(header))), "")
    if not header:
        remedy = "Select a row with a GSTIN, or a line of Supplier View or IMS Dashboard, then click again."
        raise ImsError("the selected row names no supplier", remedy)
    wanted = {header: text(line[header])}
    chosen = text(excel.cell(BULK[table], *TYPE_CELL)) if table in BULK else ""
    if chosen and chosen != ALL_TYPES:
        wanted["Family"] = chosen
    compared = excel.has("document_view")
    key, name = ("document_view", document_view.TABLE) if compared else (DOCUMENTS.key, DOCUMENTS.table)
    excel.show_only(name, wanted)
    excel.show(key)
    return Answer()


def answer(outcome: Outcome, notes: list[str]) -> Answer:
    """The box of an outcome."""
    return Answer(format_answer(outcome.message, list(outcome.issues), outcome.next, notes), ok=not outcome.failed)
