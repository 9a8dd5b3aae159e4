"""The practice workbook that is open in Excel: its batch, sign-ins, and how every client's month stands now."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ims_xl.macros.answer import Answer
from ims_xl.macros.desk import StatusBar, answer, workbook
from ims_xl.macros.questions import Answers
from ims_xl.practice.batch import run_batch
from ims_xl.practice.desk import Desk, desk_of
from ims_xl.practice.machines import ThisComputer
from ims_xl.practice.otps import sign_in_clients
from ims_xl.practice.showing import refresh
from ims_xl.practice.workbook import KNOWN, PracticeWorkbook, identity_of
from ims_xl.ui import UI
from ims_xl.workflow.outcome import Outcome


def run(period: str, steps: Sequence[str]) -> Answer:
    """Do the steps for every client of the folder in which the workbook lies; `period`: "" for last month."""
    return _at_desk(lambda desk, ui: run_batch(desk, ui, ThisComputer(), period=period, steps=steps))


def look() -> Answer:
    """Show how every client's month stands."""
    return _at_desk(refresh)


def request_otps(again: bool) -> Answer:
    """Have OTPs sent for the clients; those typed already are taken first. `again`: also where one is on its way."""
    return _at_desk(lambda desk, ui: sign_in_clients(desk, ui, again=again), "sign_in")


def take_otps() -> Answer:
    """Sign in with the OTPs that are typed on the sheet Sign-in."""
    return _at_desk(lambda desk, ui: sign_in_clients(desk, ui, request=False), "sign_in")


def _at_desk(do: Callable[[Desk, UI], Outcome], show: str = "practice") -> Answer:
    """Raises ImsError when the open workbook is no practice workbook."""
    excel = workbook(Answers(()), KNOWN)
    ui = excel.ui
    assert isinstance(ui, StatusBar)
    desk = desk_of(Path(excel.path).parent, PracticeWorkbook(excel, identity_of(excel)))
    outcome = do(desk, ui)
    excel.show(show)
    return answer(outcome, ui.lines)
