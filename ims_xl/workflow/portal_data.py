"""What the portal said, taken into the workbook: by file or by download, the marks on it go through the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ims_xl.gst.sections import SECTIONS
from ims_xl.issues import ImsError, Issue
from ims_xl.sheets import action_cells
from ims_xl.wording import counted
from ims_xl.workflow import portal_answer
from ims_xl.workflow.job import Job

MATCH = "Run Let's Match to compare both sides."
SHARE = 0.10  # of the documents; when an import takes more away, the person is asked
_NAMED = 5  # documents named in the question


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal held of some sections at one moment; `name` is the file or the provider it came from.

    `unreadable`: records (columns of gstn.records.UNREADABLE) the portal also holds, None for none.
    """

    documents: pd.DataFrame
    sections: Sequence[str]
    made_at: str
    name: str
    form: str
    sha256: str = ""
    unreadable: pd.DataFrame | None = None


def take_in(job: Job, answers: Sequence[Answer], why: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sections that are named replace what was known of them; gives the documents before and after.

    Marks whose document the supplier changed, renumbered or withdrew are shown to be confirmed; those of documents
    that left are kept aside and come back with them.
    """
    book_id = job.identity.book_id
    before = job.documents()
    answers = [with_unreadable(before, answer) for answer in answers]
    batch = 0
    # In one transaction: a crash in between would show new documents under marks that were read for the old ones.
    with job.store.together():
        for answer in answers:
            source = job.store.sources.add(
                book_id, "portal", job.at, answer.made_at, answer.name, answer.form,
                len(answer.documents), len(answer.documents), answer.sha256, batch,
            )  # fmt: skip
            batch = batch or source
            job.store.snapshots.add(answer.documents, answer.sections, source)
        after = job.documents()
        offered = portal_answer.marks_to_confirm(job.cells, before, after, job.store.uploads.rows(book_id))
        read_marks_again(job, after)
        job.cells = action_cells.ask_to_confirm(job.cells, offered, after)
        portal_answer.settle_uploads(job.store, book_id, after, job.at, answers[-1].made_at)
        job.save_marks(why)
    for answer in answers:
        told = ", ".join(f"{SECTIONS[key].title} {n:,}" for key, n in counts(answer.documents).items())
        job.ui.tell(f"{answer.name}: {told or 'no documents'}")
    return before, after


def read_marks_again(job: Job, documents: pd.DataFrame) -> None:
    """The marks of the workbook, those kept aside too, on the documents as they are now."""
    stored = job.store.marks.of(job.identity.book_id)
    job.cells, _ = action_cells.read_again(job.cells, stored, documents, job.store.snapshots.versions)


def confirm_losses(job: Job, answers: Sequence[Answer]) -> None:
    """Ask before an answer takes away a marked document, or more than a tenth of all, also those of the answer before.

    Raises ImsError when the person does not say yes; nothing was changed then.
    """
    # Files of one import follow each other: what one brings the next may take away.
    before = job.documents()
    for given in answers:
        answer = with_unreadable(before, given)
        replaced = before["section"].isin(answer.sections)
        _confirm_loss(job, before, before[replaced & ~before["doc_id"].isin(answer.documents["doc_id"])], answer.name)
        before = pd.concat([before[~replaced], answer.documents], ignore_index=True)


def _confirm_loss(job: Job, before: pd.DataFrame, gone: pd.DataFrame, name: str) -> None:
    marked = gone[gone["doc_id"].isin(job.cells.index[job.cells["action_text"] != ""])]
    if not len(marked) and len(gone) <= SHARE * len(before):
        return
    lost = f"{len(gone):,} of {counted(len(before), 'document')} would leave the workbook"
    if len(marked):
        numbers = ", ".join(marked["doc_number"].iloc[:_NAMED])
        more = f" and {len(marked) - _NAMED:,} more" if len(marked) > _NAMED else ""
        lost += f", {counted(len(marked), 'marked one')} among them: {numbers}{more}"
    kept = "Marks are kept aside and come back with their documents."
    if not job.ui.ask(f"{name}: {lost}. {kept} Take it in?"):
        raise ImsError(
            f"{lost}; it was not taken in and nothing was changed",
            f"See that it is the portal's newest file. To take it in say yes (command line: --yes). {kept}",
            file=name,
        )


_NAMES = ("supplier_gstin", "doc_number", "doc_date", "supplier_period")


def staying(before: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Documents held before whose record the answer has, but not readably: what can be read of it agrees with them."""
    away = before[~before["doc_id"].isin(set(answer.documents["doc_id"]))]
    keep = pd.Series(False, index=away.index)
    records = [] if answer.unreadable is None else answer.unreadable.to_dict("records")
    for record in records:
        same = away["section"] == record["section"]
        for name in _NAMES:
            if record[name] and record[name] == record[name]:
                same &= away[name] == record[name]
        keep |= same
    return away[keep]


def with_unreadable(before: pd.DataFrame, answer: Answer) -> Answer:
    """The answer with the documents that stay because their record could not be read; as they were held before."""
    kept = staying(before, answer)
    if not len(kept):
        return answer
    return replace(answer, documents=pd.concat([answer.documents, kept], ignore_index=True))


def unreadable_kept(before: pd.DataFrame, answers: Sequence[Answer]) -> list[Issue]:
    """One warning for the documents that stay as they were because their record could not be read."""
    kept = [number for answer in answers for number in staying(before, answer)["doc_number"]]
    if not kept:
        return []
    reason = f"{counted(len(kept), 'document')} stay as they were, because the portal's record could not be read"
    more = f" and {len(kept) - _NAMED:,} more" if len(kept) > _NAMED else ""
    remedy = "Look at them on the portal; download again later."
    return [Issue("warning", reason, remedy, answers[-1].name, value=", ".join(kept[:_NAMED]) + more)]


def counts(documents: pd.DataFrame) -> dict[str, int]:
    """Documents by section, in the order of the sections."""
    found = documents["section"].value_counts()
    return {key: int(found[key]) for key in SECTIONS if key in found}


def describe_download(job: Job, before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """What the portal holds now, in a sentence and in figures."""
    due = job.due(after)
    figures: dict[str, object] = {SECTIONS[key].title: count for key, count in counts(after).items()}
    figures["Of later periods, hidden"] = len(after) - len(due)
    gone = len(set(before["doc_id"]) - set(after["doc_id"]))
    message = f"{counted(len(after), 'document')} on the portal, {len(due):,} due in {job.period_label} or earlier"
    return message + (f"; {gone:,} are no longer there" if gone else ""), figures
