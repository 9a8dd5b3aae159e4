"""Close month: after GSTR-3B is filed the workbook is history, and every step that would change it asks first."""

from ims_xl.issues import ImsError
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome


def close_month(job: Job) -> Outcome:
    """The month is finished: GSTR-3B was filed, or nothing more is to be decided.

    Raises ImsError when it is closed already, or an upload is not over.
    """
    if job.closed_at:
        raise ImsError(f"{job.period_label} is closed already", "Nothing is to be done.", file=job.book.path.name)
    if job.journal.next() is not None:
        raise ImsError("an upload of this workbook is not over", "Resume it first: Resume upload, or ims-xl resume.")
    job.set_closed(job.at, "Month closed")
    undecided = len(job.view().plan.deemed)
    left = f"; without a decision and so deemed accepted: {counted(undecided, 'document')}" if undecided else ""
    return Outcome(
        f"{job.period_label} is closed{left}", {"undecided": undecided}, job.issues,
        "Write the report for the auditor, then start the next month.",
    )  # fmt: skip


def reopen_month(job: Job) -> Outcome:
    """The month may be changed again; that it was closed stays in the decision log.

    Raises ImsError when it is not closed, or the person does not confirm.
    """
    if not job.closed_at:
        raise ImsError(f"{job.period_label} is not closed", "Nothing is to be done.", file=job.book.path.name)
    job.refuse_closed("reopen it")
    job.set_closed("", "Month reopened")
    return Outcome(f"{job.period_label} is open again", {}, job.issues)
