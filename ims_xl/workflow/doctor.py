"""Is everything whole that the program keeps for a workbook? Looks, says, and repairs what can be repaired."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

from ims_xl.issues import ImsError, Issue
from ims_xl.store import copies
from ims_xl.ui import UI
from ims_xl.wording import counted
from ims_xl.workbook.file import FileBook
from ims_xl.workflow.decision_log import broken_log
from ims_xl.workflow.files import open_job
from ims_xl.workflow.job import Job, store_folder
from ims_xl.workflow.opening import KNOWN, identity_of
from ims_xl.workflow.outcome import Outcome

_REPAIR = "Run it again with --repair: the newest good copy takes its place, and the damaged file is kept beside it."


def examine(path: Path, ui: UI, now: dt.datetime | None = None, *, repair: bool = False) -> Outcome:
    """Look through the workbook, the store of its GSTIN, the decision log and the copies; `repair` brings back a store.

    Raises ImsError when the workbook itself cannot be read.
    """
    now = now or dt.datetime.now().replace(microsecond=0)
    identity = identity_of(FileBook(path, known=KNOWN))
    store = store_folder(identity) / f"{identity.gstin}.sqlite3"
    issues: list[Issue] = []
    if wrong := copies.faults(store) if store.is_file() else []:
        damaged = Issue("error", f"the program's own data is damaged: {wrong[0]}", _REPAIR, file=str(store))
        if not repair:
            return Outcome("Something is damaged", {"damaged": len(wrong)}, [damaged])
        issues += _bring_back(store, ui)
    with open_job(path, ui, now, from_sheets=bool(issues)) as job:
        missing = _missing(job)
        issues += [*job.issues, *_log(job), *missing]
        marks = len(job.store.marks.of(identity.book_id))
        kept = copies.copies(store)
        if repair and not missing:
            job.draw()
    figures: dict[str, object] = {
        "marks known": marks,
        "copies of the data": len(kept),
        "newest copy": kept[-1].day.isoformat() if kept else "none",
    }
    found = [issue for issue in issues if issue.severity != "note"]
    message = f"{counted(len(found), 'finding')}" if found else "Everything is whole"
    return Outcome(message, figures, issues)


def _bring_back(store: Path, ui: UI) -> list[Issue]:
    """Put the newest good copy in place of a damaged store; without one a new store is begun. Nothing is deleted.

    Raises ImsError when the person does not say yes.
    """
    good = [copy for copy in reversed(copies.copies(store)) if not copies.faults(copy.path)]
    of = f"the copy of {good[0].day:%d-%b-%Y}" if good else "an empty one, because no good copy is left"
    if not ui.ask(f"The program's own data is damaged. Go on with {of}? The damaged file is kept."):
        raise ImsError("nothing was repaired", "Say yes to repair it (command line: --yes).", file=str(store))
    aside = copies.put_back(store, good[0] if good else None)
    lost = "Marks made since are taken from the sheets." if good else "Marks are taken from the sheets."
    remedy = f"{lost} Import the portal and purchase files again; keep {aside.name} for whoever can read more of it."
    return [Issue("warning", f"the program's own data was damaged and is now {of}", remedy, file=str(store))]


def _log(job: Job) -> list[Issue]:
    reason = broken_log(job)
    remedy = "Compare it with the Decision Log of earlier reports and with the copies in the backups folder."
    return [Issue("error", reason, remedy, file=str(job.store.path))] if reason else []


def _missing(job: Job) -> list[Issue]:
    """What the workbook shows and this computer does not hold."""
    own = job.identity
    found = []
    name = job.book.path.name
    if own.drawn and job.store.sources.last_portal(own.book_id) is None:
        reason = f"the portal data behind {counted(len(own.drawn), 'document')} is not on this computer"
        found.append(Issue("warning", reason, "Import the portal file again; the marks in the sheets are kept.", name))
    if own.links and not len(job.store.registers.of(own.book_id)):
        found.append(
            Issue("warning", "the purchase data is not on this computer", "Read the purchase files again.", name)
        )
    with suppress(ImsError):
        job.store.keep_daily_copy(job.now.date())
    return found
