"""A second person approves the marks before they are uploaded, where Settings asks for it."""

from ims_xl.issues import ImsError
from ims_xl.sheets.checked import APPROVED, basis, is_current
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workflow.deciding import marked_counts
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

_OF_MARKS = ("Marked", "Changed", "Cleared", "Confirmed")


def approve(job: Job, name: str = "") -> Outcome:
    """Put into the decision log that a person approves the marks as they are now; any later change voids it.

    `name`: of that person, "" for the user of this computer. The name is taken as it is given.
    Raises ImsError when nothing is marked, marks are refused or to be confirmed, the month is closed, or the name is
    that of someone who marked here.
    """
    job.refuse_closed("approve the marks")
    gathered = job.view()
    view, person = gathered.view, name.strip() or job.user
    marked = sum(marked_counts(gathered).values())
    if not marked:
        raise ImsError("no document is marked", "Decide first; then another person approves.")
    left = int(view.preview["decision"].isin(["Refused", "To confirm"]).sum())
    if left:
        raise ImsError(f"{counted(left, 'mark')} refused or to be confirmed", "Check, mend them, then approve.")
    log = job.store.log.of(job.identity.book_id)
    markers = {str(user).casefold() for user in log.loc[log["event"].isin(_OF_MARKS), "user"] if user}
    if person.casefold() in markers:
        raise ImsError(
            f"{person} marked documents here, and a second person approves",
            "Let another person approve, at his computer or with his name (command line: --by NAME).",
        )
    said = f"{counted(marked, 'decision')} by {person}"
    job.store.log.add([(job.at, job.user, job.identity.book_id, "", APPROVED, "", said, basis(view))])
    return Outcome(f"Approved: {said}; any later change of a mark voids it", {"approved": marked}, job.issues)


def refuse_unapproved(job: Job, view: View) -> None:
    """Raises ImsError when Settings asks for an approval and there is none of the marks as they are now."""
    if job.company.needs_approval and not is_current(view, APPROVED):
        before = (view.decisions["event"] == APPROVED).any()
        reason = "marks were changed after they were approved" if before else "the marks are not approved yet"
        raise ImsError(reason, "A second person approves them first: Approve, or ims-xl approve.")
