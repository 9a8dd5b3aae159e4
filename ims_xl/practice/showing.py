"""The practice workbook put together and written: after a batch, after a look at every month, after signing in."""

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.issues import ImsError
from ims_xl.practice import client as months
from ims_xl.practice import sheets
from ims_xl.practice.columns import CLOSED
from ims_xl.practice.desk import Desk, find_workbooks
from ims_xl.practice.signing_in import NOT_USED, SignIns
from ims_xl.practice.task import Done
from ims_xl.practice.workbook import PracticeWorkbook
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workflow.outcome import Outcome

_NO_PART = "Its client took no part in this batch: see the sheet Clients."
_ADD = "Add it on the sheet Clients of the practice workbook, or take the file out of the folder."


def refresh(desk: Desk, ui: UI, now: dt.datetime | None = None) -> Outcome:
    """Look at every workbook of the folder and write the practice workbook; no step is done."""
    now = now or dt.datetime.now().replace(microsecond=0)
    with desk.at_work(ui):
        find_workbooks(desk)
        shown = show(desk, [], desk.sign_ins(), ui, now)
    return Outcome(f"{counted(shown, 'month')} of {counted(len(desk.clients), 'client')} shown", issues=desk.issues)


def show(desk: Desk, done: Sequence[Done], sign_ins: SignIns, ui: UI, now: dt.datetime) -> int:
    """Write the practice workbook after a batch, or a look without one; gives the number of months shown."""
    books = {str(path) for paths in desk.books().values() for path in paths}
    rest = sorted(books - {one.book for one in done})
    shown = [*done]
    for number, book in enumerate(rest):
        ui.progress(number, len(rest), "Looking at the workbooks")
        try:
            shown.append(months.look(Path(book)))
        except ImsError as error:
            desk.issues.append(replace(error.issue, severity="warning"))
    before = desk.practice.shown(sheets.MONTHS)
    messages = dict(zip(before["key"].map(text), before["message"].map(text), strict=True))
    names = {one.gstin: one.name for one in desk.clients.values()}
    rows = [
        {
            **one.figures,
            "name": one.figures["name"] or names.get(one.gstin, ""),
            "file": _within(desk.root, one.book),
            "message": _told(one, now) if one in done else messages.get(f"{one.gstin} {one.period}", ""),
        }
        for one in shown
        if one.figures
    ]
    failed = [one for one in done if not one.figures]
    notes = [f"{desk.called(one.gstin)}: {one.message}" for one in failed[:5]]
    listed = _listed(desk, done) if done else _listed_before(desk.practice)
    for gstin in desk.practice.otps():
        if gstin in sign_ins.rows:
            sign_ins.note(gstin, NOT_USED)
    _write(desk, sheets.month_rows(rows), sign_ins, listed, notes, now)
    return len(rows)


def show_sign_ins(desk: Desk, sign_ins: SignIns, now: dt.datetime) -> None:
    """Write the practice workbook with these sign-ins and everything else as it stands in it."""
    shown = desk.practice.shown(sheets.MONTHS)
    shown = shown.assign(period=shown["key"].map(text).str[-6:], closed=shown["next_step"] == CLOSED)
    shown = shown[shown["period"] != ""]
    rows: list[dict[str, object]] = [
        dict(zip(shown.columns, row, strict=True)) for row in shown.itertuples(index=False)
    ]
    _write(desk, sheets.month_rows(rows), sign_ins, _listed_before(desk.practice), [], now)


def _write(
    desk: Desk, rows: pd.DataFrame, sign_ins: SignIns, listed: pd.DataFrame, notes: Sequence[str], now: dt.datetime
) -> None:
    view = sheets.Practice(
        desk.root.name or "Practice", f"{now:%d-%b-%Y %H:%M}", rows, sign_ins.frame(), desk.rows, listed, notes
    )
    desk.practice.draw(view, now)


def _told(done: Done, now: dt.datetime) -> str:
    sign = {"failed": "Failed", "done": "Done", "closed": "Closed", "nothing new": "As it was"}[done.state]
    return f"{sign} · {now:%d-%b-%Y %H:%M} · {done.message}"


def _listed(desk: Desk, done: Sequence[Done]) -> pd.DataFrame:
    """The files that are no workbooks, and what came of each (columns.FILES)."""
    said = {path: told for one in done for path, told in one.files.items()}
    failed = {one.gstin: one.message for one in done if one.state in ("failed", "closed")}
    known = desk.listed()
    rows = []
    for file in desk.files:
        if file.kind == "workbook":
            continue
        told = said.get(str(file.path)) or failed.get(file.gstin, "")
        if not told and file.gstin and file.gstin not in desk.clients:
            told = _NO_PART if file.gstin in known else f"{file.gstin} is not on the list of clients. {_ADD}"
        what, _, why = file.said.partition("; ")
        if file.kind == "other":
            what, why = "no file for a batch", file.said
        rows.append((_within(desk.root, str(file.path)), file.gstin, what, told or why))
    return pd.DataFrame(rows, columns=["file", "gstin", "kind", "said"], dtype="object")


def _listed_before(practice: PracticeWorkbook) -> pd.DataFrame:
    """The files as the last batch listed them."""
    typed = practice.shown(sheets.FILES).map(text).astype("object")
    return typed[typed["file"] != ""].reset_index(drop=True)


def _within(root: Path, path: str) -> str:
    """The path from the practice workbook on, so that the folder can be moved with its links."""
    return Path(os.path.relpath(path, root)).as_posix()
