"""Undo last import: the workbook shows again what the portal said before, with the marks of then."""

from ims_xl.issues import ImsError
from ims_xl.wording import counted
from ims_xl.workflow import portal_answer, portal_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome


def undo_import(job: Job) -> Outcome:
    """Take back the last portal file or download; what it said stays in the store and no longer counts.

    Raises ImsError when nothing was imported, or the last data came with an upload: undoing it would hide what the
    portal took.
    """
    job.refuse_closed("undo an import")
    book_id = job.identity.book_id
    last = job.store.sources.last_portal(book_id)
    if last is None:
        raise ImsError("there is no import to undo", "Only portal files and downloads can be undone.")
    if _was_uploaded_since(job, last.at):
        raise ImsError(
            "decisions were uploaded with or after the last data of the portal, so it cannot be undone",
            "Download again, or import a fresh portal file.",
            value=last.file,
        )
    before = job.documents()
    with job.store.together():
        files = job.store.sources.undo(last.batch, job.clock())
        after = job.documents()
        portal_data.read_marks_again(job, after)
        portal_answer.unsettle_uploads(job.store, book_id, last.at)
        job.keep("import undone")
        job.store.log.add([(job.at, job.user, book_id, "", "Import undone", ", ".join(files), "", "")])
    left, back = (len(set(a["doc_id"]) - set(b["doc_id"])) for a, b in ((before, after), (after, before)))
    message = (
        f"Undone: {', '.join(files)}. {counted(len(after), 'document')} as before; {back:,} came back, {left:,} left"
    )
    return Outcome(message, {"came back": back, "left": left}, job.issues, portal_data.MATCH)


def _was_uploaded_since(job: Job, at: str) -> bool:
    """Whether an upload over the network sent or learned anything since then."""
    uploads = job.store.uploads.of(job.identity.book_id)
    pushed = uploads[uploads["push"] > 0]
    return bool(((pushed["sent_at"] >= at) | (pushed["finished_at"] >= at)).any())
