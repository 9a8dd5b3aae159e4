"""Undo last import: the workbook shows again what it showed before the last file or download, with its marks."""

from ims_xl.issues import ImsError
from ims_xl.store import Source
from ims_xl.wording import counted
from ims_xl.workflow import portal_answer, portal_data
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome


def undo_import(job: Job) -> Outcome:
    """Take back the last portal file, download or purchase files; what they said stays in the store and does not count.

    Raises ImsError when there is nothing to take back, the month is closed, or decisions were uploaded since: undoing
    the portal's data would then hide what the portal took.
    """
    job.refuse_closed("undo an import")
    last = job.store.sources.last_import(job.identity.book_id)
    if last is None:
        raise ImsError("there is no import to undo", "Import the portal file or read the purchase data first.")
    with job.store.together():
        outcome = _portal(job, last) if last.kind == "portal" else _purchases(job, last)
        job.store.log.add(
            [(job.at, job.user, job.identity.book_id, "", "Import undone", outcome.message.partition(". ")[0], "", "")]
        )
    return outcome


def _portal(job: Job, last: Source) -> Outcome:
    # Older data would hide what the portal has taken since, and the next upload would send it again.
    if _was_uploaded_since(job, last.at):
        raise ImsError(
            "decisions were uploaded with or after the last data of the portal, so it cannot be undone",
            "Download again, or import a fresh portal file.",
            value=last.file,
        )
    before = job.documents()
    files = job.store.sources.undo(last.batch, job.clock())
    after = job.documents()
    portal_data.read_marks_again(job, after)
    portal_answer.unsettle_uploads(job.store, job.identity.book_id, last.at)
    job.save_marks("import undone")
    left, back = (len(set(a["doc_id"]) - set(b["doc_id"])) for a, b in ((before, after), (after, before)))
    message = (
        f"{', '.join(files)} undone. {counted(len(after), 'document')} as before: {back:,} came back, {left:,} left"
    )
    return Outcome(message, {"came back": back, "left": left}, job.warnings, portal_data.MATCH)


def _purchases(job: Job, last: Source) -> Outcome:
    book_id = job.identity.book_id
    if not job.store.replaced.put_back(book_id, last.batch):
        raise ImsError(
            "what was there before the last import is not kept any more",
            "Only the last purchase import can be taken back. Read the right files again.",
            value=last.file,
        )
    files = job.store.sources.undo(last.batch, job.clock())
    job.store.findings.replace(book_id, "purchase data", [], files)
    books = len(job.store.registers.of(book_id))
    message = f"{', '.join(files)} undone. {counted(books, 'book document')} as before"
    return Outcome(message, {"book documents": books}, job.warnings, portal_data.MATCH)


def _was_uploaded_since(job: Job, at: str) -> bool:
    """Whether an upload over the network sent or learned anything since then."""
    uploads = job.store.uploads.of(job.identity.book_id)
    pushed = uploads[uploads["push"] > 0]
    return bool(((pushed["sent_at"] >= at) | (pushed["finished_at"] >= at)).any())
