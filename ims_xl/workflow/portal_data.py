"""What the portal said, taken into the workbook: by file or by download, the marks on it go through the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ims_xl.gst.sections import SECTIONS
from ims_xl.wording import counted
from ims_xl.workflow import ledger, portal_answer
from ims_xl.workflow.job import Job


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal held of some sections at one moment; `name` is the file or the road it came by."""

    documents: pd.DataFrame
    sections: Sequence[str]
    made_at: str
    name: str
    form: str
    sha256: str = ""


def take_in(job: Job, answers: Sequence[Answer], why: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sections that are named replace what was known of them; gives the documents before and after.

    Marks whose document the supplier changed, renumbered or withdrew are shown to be confirmed.
    """
    book_id = job.identity.book_id
    before = job.documents()
    for answer in answers:
        source = job.store.sources.add(
            book_id, "portal", job.at, answer.made_at, answer.name, answer.form,
            len(answer.documents), len(answer.documents), answer.sha256,
        )  # fmt: skip
        job.store.portal.replace(answer.documents, answer.sections, source)
        told = ", ".join(f"{SECTIONS[key].title} {n:,}" for key, n in counts(answer.documents).items())
        job.ui.tell(f"{answer.name}: {told or 'no documents'}")
    after = job.documents()
    offered = portal_answer.marks_to_confirm(job.cells, before, after, job.store.uploads.rows(book_id))
    job.cells, _ = ledger.read_again(job.cells, after, job.store.portal.versions)
    job.cells = ledger.ask_to_confirm(job.cells, offered, after)
    portal_answer.settle_uploads(job.store, book_id, after, job.at, answers[-1].made_at)
    job.keep(why)
    return before, after


def counts(documents: pd.DataFrame) -> dict[str, int]:
    """Documents by section, in the order of the sections."""
    found = documents["section"].value_counts()
    return {key: int(found[key]) for key in SECTIONS if key in found}


def told(job: Job, before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """What the portal holds now, in a sentence and in figures."""
    due = job.due(after)
    figures: dict[str, object] = {SECTIONS[key].title: count for key, count in counts(after).items()}
    figures["Of later periods, hidden"] = len(after) - len(due)
    gone = len(set(before["doc_id"]) - set(after["doc_id"]))
    message = f"{counted(len(after), 'document')} on the portal, {len(due):,} due in {job.period_label} or earlier"
    return message + (f"; {gone:,} are no longer there" if gone else ""), figures
