"""New workbooks from the ribbon: made as files, then opened by the add-in."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ims_xl.gst.due_dates import FREQUENCIES
from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import StatusBar, answer, workbook
from ims_xl.macros.questions import Answers, Question
from ims_xl.workflow.opening import open_job_on
from ims_xl.workflow.starting import STATE_QUESTION, new_workbook, next_workbook, state_of


def make(gstin: str, period: str, name: str, frequency: str, path: str, said: Sequence[str]) -> Answer:
    """Make a workbook and open it; `frequency`: Monthly or Quarterly, `said`: what was answered so far."""
    quarterly = frequency == FREQUENCIES[1]
    answers = Answers(said)
    offered = Question("text", f"{STATE_QUESTION}:", about="state", default=state_of(gstin))
    state = answers.of(offered) if quarterly else ""
    outcome = new_workbook(
        Path(path), StatusBar(None, answers), gstin=gstin, period=period, name=name, quarterly=quarterly, state=state
    )
    return replace(answer(outcome, []), open=Path(path))


def make_next(path: str, said: Sequence[str]) -> Answer:
    """Make next month's workbook from the one that is open, and open it; `said`: what was answered so far."""
    excel = workbook(Answers(said))
    with open_job_on(excel, excel.ui) as before:
        outcome = next_workbook(Path(path), before, excel.ui)
    return replace(answer(outcome, []), open=Path(path))
