"""Close month: after GSTR-3B is filed the workbook is history, and every step that would change it asks first."""

from ims_xl.issues import ImsError
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome
from ims_xl.workflow.unsent import in_words, unsent


def close_month(job: Job) -> Outcome:
    """The month is finished: GSTR-3B was filed, or nothing more is to be decided.

    Raises ImsError when it is closed already, an upload is not over, or decisions the portal was not seen to hold are
    left and the person does not say yes.
    """
    if job.closed_at:
        raise ImsError(f"{job.period_label} is closed already", "Nothing is to be done.", file=job.book.path.name)
    if job.journal.next() is not None:
        raise ImsError("an upload of this workbook is not over", "Resume it first: Resume upload, or ims-xl resume.")
    _confirm_left(job)
    job.set_closed(job.at, "Month closed")
    undecided = len(job.view().plan.deemed)
    left = f"; without a decision and so deemed accepted: {counted(undecided, 'document')}" if undecided else ""
    return Outcome(
        f"{job.period_label} is closed{left}", {"undecided": undecided}, job.warnings,
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
    return Outcome(f"{job.period_label} is open again", {}, job.warnings)


def _confirm_left(job: Job) -> None:
    # GSTR-2B is made from what the portal holds, not from this workbook.
    counts = unsent(job.view(), ())
    unseen = counts.pop("Upload", 0)  # exported or not: only a download tells that the portal took them
    unread = sum(issue.severity == "error" for issue in job.issues)
    uncounted = sum(issue.severity == "error" for issue in job.view().view.reversals.issues)
    parts = [
        f"{counted(unseen, 'decision')} not seen on the portal" if unseen else "",
        in_words(counts),
        f"{counted(unread, 'cell')} of the workbook cannot be read" if unread else "",
        f"{counted(uncounted, 'line')} of ITC Reversals not counted" if uncounted else "",
    ]
    told = "; ".join(part for part in parts if part)
    if told and not job.ui.ask(
        f"{told[0].upper()}{told[1:]}. GSTR-2B does not follow what the portal does not hold. Close the month?"
    ):
        raise ImsError(
            f"{told}; the month was not closed",
            "Upload what is left, then import the portal's file or download again: the portal then holds every "
            "decision. To close the month all the same say yes (command line: --yes).",
            file=job.book.path.name,
        )
