"""Giving an upload up whose outcome never comes, so that a new one can begin."""

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn.client import Client
from ims_xl.issues import ImsError, Issue
from ims_xl.push.giving_up import Looked, give_up, last_look
from ims_xl.schema import take_apart
from ims_xl.sheets.live_steps import GIVEN_UP
from ims_xl.sheets.view import when
from ims_xl.uploads import NOT_KNOWN, ON_PORTAL
from ims_xl.wording import counted
from ims_xl.workflow import portal_data
from ims_xl.workflow.downloading import answer
from ims_xl.workflow.job import Job
from ims_xl.workflow.last_upload import rows_of_last
from ims_xl.workflow.online import connect
from ims_xl.workflow.outcome import Outcome


def abandon(job: Job, client: Client | None = None, *, confirmed: bool = False) -> Outcome:
    """Close the upload that is open and write down what is known of each document; nothing is sent.

    With a `client` the portal is looked at once more, if it can be reached. `confirmed`: do not ask. Raises ImsError
    when no upload is open, or nobody confirms.
    """
    if client is not None:
        connect(job, client)
    with job.store.only_one_upload():
        last = job.journal.last()
        if last is None or last.finished_at:
            raise ImsError("no upload of this workbook is open", "There is nothing to give up; upload as usual.")
        question = (
            f"Give up the upload of {when(last.at)}? {counted(_open(job), 'decision')} of it have no outcome yet. "
            "Nothing is sent; what the portal shows now is written down, and a new upload can begin."
        )
        if not confirmed and not job.ui.ask(question):
            raise ImsError("the upload was not given up", "Answer yes, or give --yes in a script.")
        looked = last_look(client, job.journal, job.documents()) if client is not None else None
        with job.store.together():
            return _closed(job, looked)


def _open(job: Job) -> int:
    return sum(len(entry.wanted) for entry in job.journal.open())


def _closed(job: Job, looked: Looked | None) -> Outcome:
    sections = sorted({take_apart(doc_id).section for doc_id in rows_of_last(job)["doc_id"]}, key=list(SECTIONS).index)
    give_up(job.journal, looked, job.now.strftime("%d-%b-%Y"))
    if looked is not None and looked.trouble is None:
        known = looked.documents[looked.documents["section"].isin(sections)]
        portal_data.take_in(job, [answer(job, known, sections)], "seen when the upload was given up")
    last = rows_of_last(job).drop_duplicates("doc_id", keep="last")
    taken, unknown = int((last["outcome"] == ON_PORTAL).sum()), int(last["outcome"].str.startswith(NOT_KNOWN).sum())
    said = f"{taken:,} of {len(last):,} decisions are known to be on the portal, {unknown:,} not known"
    job.journal.finish(f"{GIVEN_UP}: {said}")
    job.store.log.add([(job.clock(), job.user, job.identity.book_id, "", "Upload given up", "", "", said)])
    figures = {"on the portal": taken, "not known": unknown, "not sent or not taken": len(last) - taken - unknown}
    following = "Download, look at what the portal holds, then upload again; only what is missing is sent."
    return Outcome(f"The upload is given up: {said}", figures, [*job.issues, *_doubts(looked)], following)


def _doubts(looked: Looked | None) -> list[Issue]:
    """Why what is written down may be old."""
    if looked is None:
        return [Issue("warning", "the portal was not looked at", "Name the profile of your GSP to have it looked at.")]
    if looked.trouble is None:
        return []
    trouble = looked.trouble.issue
    return [Issue("warning", f"the portal could not be looked at: {trouble.reason}", trouble.remedy)]
