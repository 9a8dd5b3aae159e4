"""The same steps for every client of a folder."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from ims_xl.gst import periods
from ims_xl.issues import ImsError, Issue
from ims_xl.practice.clients import Client
from ims_xl.practice.desk import Desk, find_files
from ims_xl.practice.downloads import SIGN_IN, download_all
from ims_xl.practice.files import File, Kind
from ims_xl.practice.machines import Machines
from ims_xl.practice.showing import show
from ims_xl.practice.task import STEPS, USUAL, Done, Task
from ims_xl.settings import Company
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.outcome import Outcome


def run_batch(
    desk: Desk,
    ui: UI,
    machines: Machines,
    *,
    period: str = "",
    steps: Sequence[str] = USUAL,
    now: dt.datetime | None = None,
) -> Outcome:
    """Do the steps for each client of the desk; `period`: "" for the month before this one.

    Raises ImsError when there is no such step or period, no client, or the practice workbook cannot be written.
    """
    now = now or dt.datetime.now().replace(microsecond=0)
    if unknown := [step for step in steps if step not in STEPS]:
        raise ImsError("there is no such step", f"The steps are {', '.join(STEPS)}.", value=unknown[0])
    month = periods.parse_period(period) if period else periods.shift(periods.period_of(now.date()), -1)
    with desk.at_work(ui):
        find_files(desk, ui)
        tasks = tasks_of(desk, month, tuple(step for step in STEPS if step in steps and step != "download"))
        if not tasks:
            if faults := [issue for issue in desk.issues if issue.severity == "error"]:
                raise ImsError.of(faults[0])
            remedy = "Put their files into the folder, or type them into the sheet Clients."
            raise ImsError("no client was found", remedy, file=str(desk.root))
        sign_ins = desk.sign_ins()
        if "download" in steps:
            tasks = download_all(tasks, sign_ins, ui, now)
            sign_ins.look()
        done = list(_with_progress(machines.work(tasks), len(tasks), ui))
        show(desk, done, sign_ins, ui, now)
        desk.issues += _not_downloaded(desk, tasks)
    return _outcome(desk, done, month)


def _not_downloaded(desk: Desk, tasks: Sequence[Task]) -> list[Issue]:
    """Clients whose data at the portal may be newer than what is shown."""
    unsigned = [task for task in tasks if task.note == SIGN_IN]
    issues = [
        Issue("warning", task.note.rstrip("."), file=desk.called(task.gstin))
        for task in tasks if task.note and task not in unsigned
    ]  # fmt: skip
    if unsigned:
        remedy = "Request OTPs (ims-xl login-clients), then run the batch again."
        issues.append(
            Issue("warning", f"not downloaded, since not signed in: {counted(len(unsigned), 'client')}", remedy)
        )
    return issues


def tasks_of(desk: Desk, month: str, steps: tuple[str, ...]) -> list[Task]:
    """The month of every client, with the files that are his."""
    books = desk.books()
    tasks = []
    for one in desk.clients.values():
        company = Company(frequency=one.frequency, state=one.state)
        period = filing_of(company, one.gstin).two_b(month)
        there = books.get((one.gstin, period), [])
        if len(there) > 1:
            names = ", ".join(str(path.relative_to(desk.root)) for path in there)
            reason = f"there are {len(there)} workbooks of {one.gstin} for {periods.label(period)}: {names}"
            desk.issues.append(Issue("error", reason, "Take all but one out of the folder."))
            continue
        own = [file for file in desk.files if file.gstin == one.gstin]
        earlier = sorted(
            (periods.ordinal(of), path)
            for (gstin, of), at in books.items() if gstin == one.gstin for path in at
            if periods.ordinal(of) < periods.ordinal(period)
        )  # fmt: skip
        tasks.append(
            Task(
                one.gstin,
                period,
                str(there[0] if there else _new_path(desk.root, one, period)),
                one.name,
                one.frequency,
                one.state,
                str(earlier[-1][1]) if earlier else "",
                _of_kind(own, "portal"),
                _of_kind(own, "purchases"),
                steps,
            )
        )
    return tasks


def _of_kind(found: Sequence[File], kind: Kind) -> tuple[str, ...]:
    """Paths of the files of a kind, those made first before others."""
    return tuple(
        str(file.path) for file in sorted(found, key=lambda file: file.path.stat().st_mtime) if file.kind == kind
    )


def _new_path(root: Path, one: Client, period: str) -> Path:
    return root / (one.folder or one.gstin) / f"{one.gstin} {periods.label(period)}.xlsx"


def _with_progress(ending: Iterable[Done], total: int, ui: UI) -> Iterable[Done]:
    for number, done in enumerate(ending, start=1):
        ui.progress(number, total, f"{done.gstin}: {done.state}")
        yield done


def _outcome(desk: Desk, done: Sequence[Done], month: str) -> Outcome:
    counts = pd.Series([one.state for one in done]).value_counts()
    words = {"done": "done", "nothing new": "as they were", "closed": "closed", "failed": "failed"}
    said = ", ".join(f"{int(counts[state]):,} {word}" for state, word in words.items() if state in counts)
    issues = [*desk.issues]
    order = {gstin: at for at, gstin in enumerate(desk.clients)}
    for one in sorted(done, key=lambda one: order[one.gstin]):
        if one.state == "failed":
            issues.append(Issue("error", one.message.rstrip("."), file=desk.called(one.gstin)))
    listed = [file for file in desk.files if file.kind != "workbook"]
    if nobody := [file for file in listed if not file.gstin and file.kind != "other"]:
        reason = f"not given to a client and not read: {counted(len(nobody), 'file')}"
        issues.append(Issue("warning", reason, "See the sheet Files of the practice workbook."))
    if strange := {file.gstin for file in listed if file.gstin} - desk.listed():
        reason = f"not read: files of {counted(len(strange), 'GSTIN')} not on the list of clients"
        issues.append(Issue("warning", reason, "Add them on the sheet Clients, then run the batch again."))
    figures = {"clients": len(done), **{word: int(counts.get(state, 0)) for state, word in words.items()}}
    message = f"{periods.label(month)}: {counted(len(done), 'client')}: {said}"
    return Outcome(message, figures, issues, f"Open {desk.practice.book.path.name}.")
