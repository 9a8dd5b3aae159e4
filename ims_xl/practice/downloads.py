"""What a batch downloads: for clients who are signed in, here on the desk's computer, before their other steps.

Sessions and secrets never go to another process or machine. Nobody is there for an OTP, so none is sent for: a client
without a session goes on with the files there are.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ims_xl.gstn.errors import SignInNeeded
from ims_xl.issues import ImsError
from ims_xl.practice.client import note_fault
from ims_xl.practice.making import make
from ims_xl.practice.signing_in import SignIns
from ims_xl.practice.task import Task
from ims_xl.replacing import in_words
from ims_xl.settings import Company
from ims_xl.ui import UI, Silent
from ims_xl.workflow.computing import fetch_2b
from ims_xl.workflow.downloading import download
from ims_xl.workflow.files import open_job, open_stored_job
from ims_xl.workflow.filing import filing_of
from ims_xl.workflow.job import Job

SIGN_IN = "not downloaded: sign in (sheet Sign-in)"


def download_all(tasks: Sequence[Task], sign_ins: SignIns, ui: UI, now: dt.datetime) -> list[Task]:
    """Download for each of the clients in turn; the tasks with what was `done`, and in `note` what was not and why."""
    found = []
    for number, task in enumerate(tasks):
        ui.progress(number, len(tasks), f"{task.gstin}: download")
        found.append(_downloaded(task, sign_ins, now))
    return found


def _downloaded(task: Task, sign_ins: SignIns, now: dt.datetime) -> Task:
    done: list[str] = []
    try:
        note = _download(task, sign_ins, now, done)
    except SignInNeeded:
        note = SIGN_IN
    except ImsError as error:
        note = f"not downloaded: {error}"
    except OSError as error:
        told = in_words(error, "", "Run the batch again.", file=str(error.filename or task.book))
        note = f"not downloaded: {told}"
    except Exception as error:  # noqa: BLE001 (one client must not stop the others)
        note_fault(task.gstin)
        note = f"not downloaded: this is a fault of the program ({type(error).__name__})"
    return replace(task, done=tuple(done), note=note.rstrip("."))


def _download(task: Task, sign_ins: SignIns, now: dt.datetime, done: list[str]) -> str:
    """Download what is missing or too old, and GSTR-2B once it is drafted; `done` gets a sentence for each.

    Gives why GSTR-2B could not be had. Raises SignInNeeded without a session, ImsError, OSError.
    """
    client = sign_ins.connect(task.gstin, task.period)
    if client is None:
        return ""
    with client:
        is_old, awaits_2b = _wanted(task, now)
        if not is_old and not awaits_2b:
            return ""
        if client.sessions.alive() is None:
            raise SignInNeeded("there is no session")
        if made := make(task):
            done.append(made)
        with open_job(Path(task.book), Silent(), now) as job:
            try:
                if is_old:
                    done.append(download(job, client).message)
                    job.draw()
                if awaits_2b:
                    done.append(fetch_2b(job, client).message)
                    job.draw()
            except ImsError as error:
                if isinstance(error, SignInNeeded) or (is_old and len(done) <= bool(made)):
                    raise
                return f"GSTR-2B was not fetched: {error}"
    return ""


class _Wanted(NamedTuple):
    """What is due of a month."""

    documents: bool
    gstr2b: bool


def _wanted(task: Task, now: dt.datetime) -> _Wanted:
    """What is due: nothing of a closed month, nor what is fresh enough for its Settings."""
    if not Path(task.book).exists():
        filing = filing_of(Company(frequency=task.frequency, state=task.state), task.gstin)
        return _Wanted(True, now.date() >= filing.draft_2b(task.period))
    with open_stored_job(Path(task.book), Silent()) as job:
        return _Wanted(False, False) if job.closed_at else _Wanted(_is_old(job, now), _awaits_2b(job, now))


def _is_old(job: Job, now: dt.datetime) -> bool:
    last = job.store.sources.last_portal(job.identity.book_id)
    if last is None:
        return True
    age = now - dt.datetime.fromisoformat(last.made_at)
    return age > dt.timedelta(hours=job.company.stale_hours)


def _awaits_2b(job: Job, now: dt.datetime) -> bool:
    period = job.identity.period
    held = job.store.statements.sums(job.identity.book_id, job.filing.two_b(period))
    return now.date() >= job.filing.draft_2b(period) and not len(held)
