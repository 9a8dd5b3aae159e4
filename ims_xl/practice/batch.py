"""The same steps for every client of a folder, and the practice workbook that shows how each month stands."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.gst import periods
from ims_xl.gst.gstin import clean
from ims_xl.issues import ImsError, Issue
from ims_xl.practice import client as months
from ims_xl.practice import clients, columns, files, sheets, workbook
from ims_xl.practice.clients import Client
from ims_xl.practice.files import File, Kind
from ims_xl.practice.machines import Machines
from ims_xl.practice.task import STEPS, USUAL, Done, Task
from ims_xl.practice.workbook import PracticeWorkbook
from ims_xl.settings import Company
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.outcome import Outcome

_NO_PART = "Its client took no part in this batch: see the sheet Clients."
_ADD = "Add it on the sheet Clients of the practice workbook, or take the file out of the folder."


@dataclass
class Desk:
    """A practice's folder: its workbook, its clients, what lies in it."""

    root: Path
    practice: PracticeWorkbook
    rows: pd.DataFrame  # the list of clients as typed
    clients: dict[str, Client] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def listed(self) -> set[str]:
        """The GSTINs on the list, those of clients who take no part in this batch too."""
        return set(self.rows[clients.GSTIN].map(text).map(clean)) | set(self.clients)

    def books(self) -> dict[tuple[str, str], list[Path]]:
        """The IMS workbooks of the folder by GSTIN and period."""
        found: dict[tuple[str, str], list[Path]] = defaultdict(list)
        for file in self.files:
            if file.kind == "workbook":
                found[file.gstin, file.period].append(file.path)
        return found


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
    find_files(desk, ui)
    tasks = tasks_of(desk, month, tuple(step for step in STEPS if step in steps))
    if not tasks:
        if faults := [issue for issue in desk.issues if issue.severity == "error"]:
            raise ImsError.of(faults[0])
        remedy = "Put their files into the folder, or type them into the sheet Clients."
        raise ImsError("no client was found", remedy, file=str(desk.root))
    done = list(_with_progress(machines.work(tasks), len(tasks), ui))
    _show(desk, done, ui, now)
    return _outcome(desk, done, month)


def refresh(desk: Desk, ui: UI, now: dt.datetime | None = None) -> Outcome:
    """Look at every workbook of the folder and write the practice workbook; no step is done."""
    now = now or dt.datetime.now().replace(microsecond=0)
    desk.files = [file for path in _paths(desk) if (file := files.workbook(path))]
    _add_clients(desk)
    shown = _show(desk, [], ui, now)
    return Outcome(f"{counted(shown, 'month')} of {counted(len(desk.clients), 'client')} shown", issues=desk.issues)


def open_desk(where: Path) -> Desk:
    """The practice of a folder, of its practice workbook, or of a list of clients in it.

    Raises ImsError when there is none of these, or the practice workbook is open or damaged.
    """
    if where.is_dir():
        return desk_of(where, workbook.open_file(where / workbook.NAME))
    if not where.exists():
        raise ImsError("there is no such folder or file", "Check the name.", file=str(where))
    if workbook.is_practice(where):
        return desk_of(where.parent, workbook.open_file(where))
    listed = clients.read_list(where)
    desk = desk_of(where.parent, workbook.open_file(where.parent / workbook.NAME))
    desk.rows = clients.joined(desk.rows, listed)
    desk.clients, desk.issues = _by_gstin(clients.clients_of(listed, where.name))
    return desk


def desk_of(root: Path, practice: PracticeWorkbook) -> Desk:
    """The practice of that workbook."""
    rows = practice.clients()
    found, issues = _by_gstin(clients.clients_of(rows, practice.book.path.name, "Clients"))
    return Desk(root.resolve(), practice, rows, found, issues=issues)


def _by_gstin(found: tuple[list[Client], list[Issue]]) -> tuple[dict[str, Client], list[Issue]]:
    return {one.gstin: one for one in found[0]}, found[1]


def find_files(desk: Desk, ui: UI) -> None:
    """What lies in the folder and whose it is; without a list of clients they are the GSTINs that files name."""
    paths = _paths(desk)
    found = {path: file for path in paths if (file := files.workbook(path))}
    folders = {Path(one.folder).as_posix().casefold(): one.gstin for one in desk.clients.values() if one.folder}
    for number, path in enumerate(paths):
        ui.progress(number, len(paths), "Looking at the files")
        if path not in found:
            found[path] = files.identify(path, desk.root, folders)
    desk.files = list(found.values())
    _add_clients(desk)


def _add_clients(desk: Desk) -> None:
    if len(desk.rows):
        return
    named = {file.gstin for file in desk.files if file.certain}
    desk.clients = {gstin: Client(gstin) for gstin in sorted(named)}
    desk.rows = pd.concat([clients.empty(), *map(clients.row_of, desk.clients.values())], ignore_index=True)


def _paths(desk: Desk) -> list[Path]:
    own = desk.practice.book.path
    return [path for path in files.in_folder(desk.root) if path != own]


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


def _show(desk: Desk, done: Sequence[Done], ui: UI, now: dt.datetime) -> int:
    """Write the practice workbook; gives the number of months shown."""
    books = {str(path) for paths in desk.books().values() for path in paths}
    rest = sorted(books - {one.book for one in done})
    shown = [*done]
    for number, book in enumerate(rest):
        ui.progress(number, len(rest), "Looking at the workbooks")
        try:
            shown.append(months.look(Path(book)))
        except ImsError as error:
            desk.issues.append(replace(error.issue, severity="warning"))
    before = _messages(desk.practice)
    names = {one.gstin: one.name for one in desk.clients.values()}
    rows = [
        {
            **one.figures,
            "name": one.figures["name"] or names.get(one.gstin, ""),
            "file": _within(desk.root, one.book),
            "message": _told(one, now) if one in done else before.get(f"{one.gstin} {one.period}", ""),
        }
        for one in shown
        if one.figures
    ]
    failed = [one for one in done if not one.figures]
    notes = [f"{_called(desk, one.gstin)}: {one.message}" for one in failed[:5]]
    listed = _listed(desk, done) if done else _listed_before(desk.practice)
    view = sheets.Practice(
        desk.root.name or "Practice", f"{now:%d-%b-%Y %H:%M}", sheets.month_rows(rows), desk.rows, listed, notes
    )
    desk.practice.draw(view, now)
    return len(rows)


def _told(done: Done, now: dt.datetime) -> str:
    sign = {"failed": "Failed", "done": "Done", "closed": "Closed", "nothing new": "As it was"}[done.state]
    return f"{sign} · {now:%d-%b-%Y %H:%M} · {done.message}"


def _messages(practice: PracticeWorkbook) -> Mapping[str, str]:
    """What the last batch said of each month, as it stands in the workbook."""
    data = practice.table(sheets.MONTHS)
    if data is None or not {"Document key", "Last batch"} <= set(data.rows):
        return {}
    pairs = zip(data.rows["Document key"], data.rows["Last batch"], strict=True)
    return {str(key): str(said) for key, said in pairs if key and said}


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
    data = practice.table(sheets.FILES)
    headings = {column.header: column.field for column in columns.FILES}
    rows = pd.DataFrame(columns=list(headings)) if data is None else data.rows.reindex(columns=list(headings))
    typed = rows.map(text).rename(columns=headings).astype("object")
    return typed[typed["file"] != ""].reset_index(drop=True)


def _within(root: Path, path: str) -> str:
    """The path from the practice workbook on, so that the folder can be moved with its links."""
    return Path(os.path.relpath(path, root)).as_posix()


def _called(desk: Desk, gstin: str) -> str:
    one = desk.clients.get(gstin)
    return f"{one.name} ({gstin})" if one and one.name else gstin


def _outcome(desk: Desk, done: Sequence[Done], month: str) -> Outcome:
    counts = pd.Series([one.state for one in done]).value_counts()
    words = {"done": "done", "nothing new": "as they were", "closed": "closed", "failed": "failed"}
    said = ", ".join(f"{int(counts[state]):,} {word}" for state, word in words.items() if state in counts)
    issues = [*desk.issues]
    order = {gstin: at for at, gstin in enumerate(desk.clients)}
    for one in sorted(done, key=lambda one: order[one.gstin]):
        if one.state == "failed":
            issues.append(Issue("error", one.message.rstrip("."), file=_called(desk, one.gstin)))
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
