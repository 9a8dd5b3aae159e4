"""Beginning a step on a workbook, file or open in Excel: its identity, its store, what was left in it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ims_xl.folders import backups_folder
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.names import TABLES
from ims_xl.store import Workbook
from ims_xl.ui import UI
from ims_xl.workbook import backups
from ims_xl.workbook.book import Book
from ims_xl.workflow.job import Job

KNOWN = {name: [column.header for column in columns] for name, columns in TABLES.items()}
"""The headings of our tables, by which they are found when they lost their names."""


def open_job_on(book: Book, ui: UI, now: dt.datetime | None = None) -> Job:
    """Begin a step on a workbook, file or open in Excel: read what the accountant left in it.

    Raises ImsError when its `_ims` sheet is damaged or was made by a newer version.
    """
    job = start_job(book, ui, now)
    with closing_on_error(job):
        job.begin()
        job.read()
        job.list_company(book.path)
    return job


def start_job(book: Book, ui: UI, now: dt.datetime | None = None) -> Job:
    """A job on a workbook of which only the identity was read.

    Raises ImsError when its `_ims` sheet is damaged or was made by a newer version.
    """
    identity = identity_of(book)
    book.backups = backups.folder_of(backups_folder(), identity.book_id)
    return with_store(book, identity, ui, now or dt.datetime.now().replace(microsecond=0))


def identity_of(book: Book) -> Identity:
    """What the workbook knows of itself.

    Raises ImsError when its `_ims` sheet is damaged or was made by a newer version.
    """
    return Identity.from_text(book.metadata(), book.path.name)


@contextmanager
def closing_on_error(job: Job) -> Iterator[None]:
    """Inside, an error closes the job's store."""
    try:
        yield
    except BaseException:
        job.close()
        raise


def with_store(book: Book, identity: Identity, ui: UI, now: dt.datetime) -> Job:
    """A job on a workbook with that identity, which its store then knows.

    A month is closed when the workbook or the store says so: a copy from before is no way to open it again.
    """
    job = Job(book, identity, ui, now)
    sources = job.store.sources
    known = {one.book_id: one for one in sources.workbooks()}.get(identity.book_id)
    if known is None:
        sources.register(identity.book_id, identity.gstin, identity.period, identity.created_at, book.path)
        known = Workbook(identity.book_id, identity.period, "", "", "")
        job.from_sheets = bool(identity.drawn)
    if identity.closed_at != known.closed_at:
        closed_at = known.closed_at or identity.closed_at
        sources.close(identity.book_id, closed_at)
        job.identity = replace(identity, closed_at=closed_at)
    return job
