"""Workbooks as files: opened for a step, read while another program holds them, made anew."""

import datetime as dt
import uuid
from pathlib import Path

from ims_xl.sheets.identity import Identity
from ims_xl.ui import UI
from ims_xl.workbook.file import FileBook
from ims_xl.workflow.job import Job
from ims_xl.workflow.opening import KNOWN, closing_on_error, start_job, with_store


def open_job(
    path: Path, ui: UI, now: dt.datetime | None = None, *, to_write: bool = True, from_sheets: bool = False
) -> Job:
    """Open a workbook file of ours and read what the accountant left in it.

    `from_sheets`: marks the store does not know were made before, and are nobody's now.
    Raises ImsError when the file is not a workbook of ours, damaged, or made by a newer version; and, unless it
    is only read, when it could not be written at the end.
    """
    book = FileBook(path, known=KNOWN)
    job = start_job(book, ui, now)
    book.memory = job.store.sources
    with closing_on_error(job):
        job.begin()
        if book.is_changed:  # by the step that was waited for
            job.close()
            return open_job(path, ui, now, to_write=to_write, from_sheets=from_sheets)
        job.from_sheets = job.from_sheets or from_sheets
        if to_write:
            book.refuse_unwritable()
        job.read()
        job.list_company(path.absolute())
    return job


def open_stored_job(path: Path, ui: UI, now: dt.datetime | None = None) -> Job:
    """Open a workbook that another program holds open: only its identity and settings are read from the file.

    Raises ImsError as `open_job` does. The job is not to be drawn.
    """
    job = start_job(FileBook(path, known=KNOWN), ui, now)
    with closing_on_error(job):
        job.read_stored()
    return job


def new_job(path: Path, gstin: str, period: str, ui: UI, now: dt.datetime | None = None, *, provider: str = "") -> Job:
    """A workbook that is not yet on disk; `draw` makes the file."""
    now = now or dt.datetime.now().replace(microsecond=0)
    identity = Identity(uuid.uuid4().hex, gstin, period, now.strftime("%Y-%m-%d %H:%M:%S"), provider=provider)
    book = FileBook.create(path)
    job = with_store(book, identity, ui, now)
    book.memory = job.store.sources
    return job
