"""The step at the sign-in desk: OTPs sent for in one go, those typed taken, and shown how every client stands."""

import datetime as dt

from ims_xl.issues import Issue
from ims_xl.practice.desk import Desk, find_workbooks
from ims_xl.practice.showing import show_sign_ins
from ims_xl.practice.signing_in import FAILED, SIGNED_IN, TWICE, SignIns
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workflow.outcome import Outcome

ANEW = "new"
"""What is typed at a terminal, in the place of an OTP, to have another one sent."""

_TYPE = "Type each OTP on the sheet Sign-in as it arrives, then Sign in clients (ims-xl login-clients)."


def sign_in_clients(
    desk: Desk, ui: UI, *, request: bool = True, again: bool = False, profile: str = "", now: dt.datetime | None = None
) -> Outcome:
    """Take the OTPs typed on the sheet Sign-in, send for those that are missing, ask for them where a person is.

    `request`: send for OTPs at all; `again`: also where one is on its way. `profile`: the only one that is used, ""
    for those that name a user. An OTP is out of the workbook before it is used. Raises ImsError when the profile has
    faults or the practice workbook cannot be written.
    """
    now = now or dt.datetime.now().replace(microsecond=0)
    with desk.at_work(ui):
        if not len(desk.rows):
            find_workbooks(desk)
        sign_ins = desk.sign_ins(profile)
        if typed := desk.practice.otps():
            show_sign_ins(desk, sign_ins, now)
        try:
            for gstin in [one for one in sign_ins.rows if one in typed]:
                if len(typed[gstin]) > 1:
                    sign_ins.note(gstin, f"{FAILED}: {TWICE}")
                else:
                    sign_ins.take(gstin, *typed[gstin])
            if request:
                sign_ins.request(ui, typed.keys(), again=again)
            _ask(sign_ins, ui)
        finally:
            show_sign_ins(desk, sign_ins, now)
    return _outcome(desk, sign_ins)


def _ask(sign_ins: SignIns, ui: UI) -> None:
    """Ask for OTPs in rounds, in whichever order they arrive, until a whole round goes by without one."""
    answered = True
    while answered and (waiting := sign_ins.waiting()):
        answered = False
        for row in waiting:
            why = f"{row.state}. " if row.state.startswith(FAILED) else ""
            called = f"{row.name} ({row.gstin})" if row.name else row.gstin
            said = ui.ask_text(f"{why}OTP for {called}; Enter for later, {ANEW} for a new one:").strip()
            if said.casefold() == ANEW:
                sign_ins.request(ui, again=True, only=row.gstin)
            elif said:
                sign_ins.take(row.gstin, said)
            answered = answered or bool(said)


def _outcome(desk: Desk, sign_ins: SignIns) -> Outcome:
    rows = [row for row in sign_ins.rows.values() if row.provider or row.state.startswith(FAILED)]
    signed_in = sum(row.state == SIGNED_IN for row in rows)
    waiting = len(sign_ins.waiting())
    figures = {"clients": len(rows), "signed in": signed_in, "waiting for an OTP": waiting}
    if not rows:
        remedy = "Write a user name under [users] of your profile to add a client."
        return Outcome("No client has a provider: all of them work with portal files", figures, desk.issues, remedy)
    issues = [
        Issue("error", row.state.rstrip("."), file=desk.called(row.gstin))
        for row in rows if row.state.startswith(FAILED)
    ]  # fmt: skip
    message = f"{signed_in:,} of {counted(len(rows), 'client')} signed in"
    message += f", {counted(waiting, 'OTP')} on the way" if waiting else ""
    return Outcome(message, figures, [*desk.issues, *issues], _TYPE if waiting else "")
