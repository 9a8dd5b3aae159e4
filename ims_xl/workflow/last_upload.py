"""The last upload of a workbook, read from its journal."""

import datetime as dt

import pandas as pd

from ims_xl.uploads import NOT_KNOWN
from ims_xl.wording import counted
from ims_xl.workflow.job import Job


def rows_of_last(job: Job) -> pd.DataFrame:
    """The rows of the last upload's requests, oldest first."""
    uploads, rows = (read(job.identity.book_id) for read in (job.store.uploads.of, job.store.uploads.rows))
    return rows[rows["upload_id"].isin(uploads.loc[uploads["push"] == uploads["push"].max(), "id"])]


def left_unknown(job: Job) -> bool:
    """Whether the last upload was given up while it was not known what became of a document."""
    if job.journal.last() is None:
        return False
    return bool(rows_of_last(job)["outcome"].str.startswith(NOT_KNOWN).any())


def queued_reset(job: Job, longest: float) -> float:
    """Seconds for which a reset of the last upload, given up without an answer, may still wait at the portal."""
    uploads = job.store.uploads.of(job.identity.book_id)
    lost = uploads[
        (uploads["push"] == uploads["push"].max()) & (uploads["request"] == "RESET") & (uploads["result"] == "G")
    ]
    now = dt.datetime.fromisoformat(job.clock())
    passed = [(now - dt.datetime.fromisoformat(at)).total_seconds() for at in lost["sent_at"] if at]
    return max((longest - max(0.0, seconds) for seconds in passed), default=0.0)


def of_another_computer(seconds: float) -> str:
    """What is told when an upload is resumed that is not known here; so long a reset of it may run late."""
    told = "No upload of this computer is open; a fresh download shows what is missing."
    if not seconds:
        return told
    return (
        f"{told} A Clear Status of an upload that stopped on another computer may still run at the portal: this waits "
        f"{counted(round(seconds / 60), 'minute')}. If none stopped there, cancel, and choose Upload."
    )
