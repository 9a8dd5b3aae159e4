"""The practice workbook that is open in Excel: its batch, and how every client's month stands now."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import StatusBar, answer, workbook
from ims_xl.macros.questions import Answers
from ims_xl.practice.batch import Desk, desk_of, refresh, run_batch
from ims_xl.practice.machines import ThisComputer
from ims_xl.practice.workbook import KNOWN, PracticeWorkbook, identity_of
from ims_xl.ui import UI
from ims_xl.workflow.outcome import Outcome


def run(period: str, steps: Sequence[str]) -> Answer:
    """Do the steps for every client of the folder in which the workbook lies; `period`: "" for last month."""
    return _at_desk(lambda desk, ui: run_batch(desk, ui, ThisComputer(), period=period, steps=steps))


def look() -> Answer:
    """Show how every client's month stands."""
    return _at_desk(refresh)


def _at_desk(do: Callable[[Desk, UI], Outcome]) -> Answer:
    """Raises ImsError when the open workbook is no practice workbook."""
    excel = workbook(Answers(()), KNOWN)
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    desk = desk_of(Path(excel.path).parent, PracticeWorkbook(excel, identity_of(excel)))
    outcome = do(desk, ui)
    excel.show("practice")
    return answer(outcome, ui.lines)
