"""One client's month: the workbook made when it is missing, new files read, the steps done, drawn once at the end."""

import hashlib
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ims_xl.folders import data_folder
from ims_xl.gst import periods
from ims_xl.gstn.portal_json import open_portal_file
from ims_xl.issues import ImsError
from ims_xl.practice import figures
from ims_xl.practice.making import make
from ims_xl.practice.task import Done, State, Task
from ims_xl.private import private_folder
from ims_xl.replacing import in_words
from ims_xl.sheets.checked import CHECKED, is_current
from ims_xl.ui import Silent
from ims_xl.workflow import deciding, importing, ims_excel, matching, reporting
from ims_xl.workflow.earlier import downloads_read
from ims_xl.workflow.files import open_job, open_stored_job
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

AS_IT_WAS = "Nothing new: the workbook is as it was"
BEHIND = "Written again: a step before had ended before it was written"


def do(task: Task) -> Done:
    """Do the task; whatever goes wrong is said and stops nothing else. Nobody is there to answer a question.

    A question that is asked all the same has its answer no: the step then says why it did not go on.
    """
    began = time.monotonic()
    try:
        done = _done(task)
    except ImsError as error:
        done = _failed(task, str(error))
    except OSError as error:
        remedy = "Run the batch again; nothing of it was lost."
        done = _failed(task, str(in_words(error, "", remedy, file=str(error.filename or task.book))))
    except Exception as error:  # noqa: BLE001 (one client must not stop the others)
        note_fault(task.gstin)
        done = _failed(task, f"This is a fault of the program ({type(error).__name__}); the workbook was not changed")
    return replace(done, seconds=round(time.monotonic() - began, 2))


def look(book: Path) -> Done:
    """What a month looks like now; nothing is read from its sheets but what it is, and nothing is written."""
    with open_stored_job(book, Silent()) as job:
        own = job.identity
        return Done(own.gstin, own.period, str(book), "nothing new", AS_IT_WAS, figures.of_job(job))


def _refuse_same_names(paths: Sequence[str]) -> None:
    """A register is known by its name: of two that are called alike one would take the place of the other.

    Raises ImsError for such.
    """
    names = Counter(Path(path).name.casefold() for path in paths)
    if again := [path for path in paths if names[Path(path).name.casefold()] > 1]:
        raise ImsError(
            f"{len(again)} files of this client have the same name", "Give each a name of its own.",
            file=Path(again[0]).name,
        )  # fmt: skip


@dataclass
class _Doing:
    """What was done so far of a task."""

    task: Task
    job: Job
    said: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def note(self, outcome: Outcome) -> None:
        """A step that was done."""
        self.said.append(outcome.message)

    def read(self, paths: Sequence[Path], outcome: Outcome) -> None:
        """Files that were to be read: those that could not be used say why. Raises ImsError when it is all of them."""
        faults = {issue.file: issue for issue in outcome.issues if issue.severity == "error" and not issue.row}
        for path in paths:
            fault = faults.get(path.name)
            self.files[str(path)] = str(fault) if fault else outcome.message
        if outcome.failed and not outcome.figures:
            raise ImsError.of(next(issue for issue in outcome.issues if issue.severity == "error"))
        self.note(outcome)


def _done(task: Task) -> Done:
    made = make(task)
    with open_job(Path(task.book), Silent()) as job:
        if job.identity.gstin != task.gstin:
            raise ImsError("the workbook is of another GSTIN", file=task.book, value=job.identity.gstin)
        if job.closed_at:
            said = f"{job.period_label} is closed, and a closed month is not changed"
            return Done(task.gstin, job.identity.period, task.book, "closed", said, figures.of_job(job))
        doing = _Doing(task, job)
        behind, fault = _is_behind(job), ""
        try:
            for step in task.steps:
                _STEPS[step](doing)
        except ImsError as error:
            fault = str(error)
        if behind and not doing.said:
            doing.said.append(BEHIND)
        if doing.said:
            job.draw()
        told = [one for one in (*task.done, made, *doing.said) if one]
        state: State = "failed" if fault else "done" if told else "nothing new"
        said = _sentence(told, fault, task.note)
        return Done(task.gstin, job.identity.period, task.book, state, said, figures.of_job(job), doing.files)


def _is_behind(job: Job) -> bool:
    """Whether the sheets lack something that is known: a step was killed, or the disk was full, before it wrote them.

    Times are those of the beginning of a step, to the second; what is shown is compared for those within one second.
    """
    view, own = job.view().view, job.identity
    moments = map(str, (*view.sources["at"], *view.decisions["at"], view.run.at if view.run else ""))
    before = [moment for moment in moments if moment < job.at]  # marks typed since are of this step
    pairs = job.store.matches.pairs(own.book_id)
    shown = dict(zip(view.lines["doc_id"], view.lines["fingerprint"], strict=True))
    links = set(zip(pairs["ims_doc"], pairs["book_doc"], strict=True))
    return max(before, default="") > own.drawn_at or shown != dict(own.drawn) or links != set(map(tuple, own.links))


def _sentence(done: Sequence[str], fault: str, note: str) -> str:
    """What came of a task: a fault first, then what was done before it; at the end what else is to be known."""
    said = "; ".join(done)
    if fault:
        said = f"{fault.rstrip('.')}. Before that: {said}" if said else fault.rstrip(".")
    return f"{said or AS_IT_WAS}; {note}" if note else said or AS_IT_WAS


def _import(doing: _Doing) -> None:
    job = doing.job
    _refuse_same_names(doing.task.purchases)
    read = set(job.store.sources.of(job.identity.book_id)["sha256"])
    new = {path: path not in _known(doing.task, read) for path in (*doing.task.portal, *doing.task.purchases)}
    doing.files.update({path: "read before" for path, is_new in new.items() if not is_new})
    months = downloads_read(job.store, job.identity.book_id, job.identity.period)
    digests = {path: _sha256(Path(path)) for path in doing.task.portal if new[path]}
    earlier = {path: months[digest] for path, digest in digests.items() if digest in months}
    doing.files.update({path: _EARLIER.format(month=month) for path, month in earlier.items()})
    _import_portal(doing, [Path(path) for path in digests if path not in earlier])
    purchases = [Path(path) for path in doing.task.purchases if new[path]]
    if purchases:
        doing.read(purchases, importing.import_purchases(job, purchases))


_EARLIER = "read into the workbook of {month} and not again: a new month takes a new download"


def _known(task: Task, read: set[str]) -> set[str]:
    """The files of which the very bytes were read into the workbook."""
    return {path for path in (*task.portal, *task.purchases) if _sha256(Path(path)) in read}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _import_portal(doing: _Doing, paths: Sequence[Path]) -> None:
    """Read new downloads; of two that hold the same sections nobody can say whether one replaces the other.

    Raises ImsError for such, and when a step does.
    """
    sources = doing.job.store.sources.of(doing.job.identity.book_id)
    held = sources.loc[sources["kind"] == "portal", "made_at"].max() if len(sources) else ""
    older = [path for path in paths if isinstance(held, str) and importing.modified(path) < held]
    doing.files.update(dict.fromkeys(map(str, older), "older than the portal data in the workbook: not read"))
    newer = [path for path in paths if path not in older]
    if not newer:
        return
    _refuse_overlapping(newer)
    doing.read(newer, importing.import_portal(doing.job, newer))


def _refuse_overlapping(paths: Sequence[Path]) -> None:
    holding: dict[str, Path] = {}
    for path in paths if len(paths) > 1 else ():
        for section in _filled(path):
            other = holding.setdefault(section, path)
            if other is not path:
                raise ImsError(
                    f"{other.name} and {path.name} hold documents of the same section",
                    "Leave the newest download in the folder. If they are parts of one, import them by hand together.",
                    value=section,
                )


def _filled(path: Path) -> set[str]:
    """The sections of which a download holds documents; a file that cannot be opened is told when it is imported."""
    if (workbook := ims_excel.read(path, "")) is not None:
        return set(workbook.documents["section"])
    try:
        parts = open_portal_file(path, "").parts
    except ImsError:
        return set()
    return {key for part in parts for key, rows in part.sections.items() if rows}


def _match(doing: _Doing) -> None:
    view = doing.job.view().view
    run = view.run
    if not view.comparing or not len(view.lines) or not view.books:
        return
    if run is None or run.newer or run.moved or doing.said:
        doing.note(matching.run_match(doing.job))


def _suggest(doing: _Doing) -> None:
    view = doing.job.view().view
    if not len(view.lines) or (view.comparing and not view.matched):
        return
    outcome = deciding.suggest(doing.job, apply=True)
    if any(isinstance(count, int) and count for count in outcome.figures.values()):
        doing.note(outcome)


def _check(doing: _Doing) -> None:
    view = doing.job.view().view
    if doing.said or (len(view.lines) and (view.lines["mark"] != "").any() and not is_current(view, CHECKED)):
        doing.note(deciding.check(doing.job))


def _report(doing: _Doing) -> None:
    book = doing.job.book.path
    label = periods.label(doing.job.identity.period)
    doing.note(reporting.write_auditor_report(doing.job, book.with_name(f"Auditor report {label}.xlsx")))


_STEPS: Mapping[str, Callable[[_Doing], None]] = {
    "import": _import, "match": _match, "suggest": _suggest, "check": _check, "report": _report,
}  # fmt: skip


def _failed(task: Task, said: str) -> Done:
    """A task that came to nothing, with the figures of the workbook as it is, where it can be looked at."""
    found: Mapping[str, object] = {}
    with suppress(Exception):
        found = look(Path(task.book)).figures
    return Done(task.gstin, task.period, task.book, "failed", _sentence(task.done, said, task.note), found)


def note_fault(gstin: str) -> None:
    """Keep the traceback of a fault of the program for whoever mends it."""
    with suppress(OSError):
        folder = private_folder(data_folder())
        (folder / f"last fault {gstin}.txt").write_text(traceback.format_exc(), encoding="utf-8")


def main() -> None:
    """The task on the standard input done, what came of it on the standard output."""
    sys.stdout.write(do(Task.from_text(sys.stdin.read())).to_text())
