"""One step's job: what is shown is gathered once, and anew as soon as anything it is made of changed."""

import pandas as pd
import pytest

from ims_xl.ui import Silent
from ims_xl.workflow import Job, mark, open_stored_job, viewing


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry each time everything is gathered."""
    found: list[str] = []
    gather = viewing.gather

    def counted(*words, **named):
        found.append("gathered")
        return gather(*words, **named)

    monkeypatch.setattr(viewing, "gather", counted)
    return found


def say(job: Job, documents: pd.DataFrame) -> None:
    """The portal now holds these invoices and no others."""
    with job.store.together():
        source = job.store.sources.add(job.identity.book_id, "portal", job.at, job.at, "x", "Portal JSON", 5, 5, "")
        job.store.snapshots.add(documents, ["b2b"], source)


def test_looking_and_drawing_gather_once(matched, gathered):
    def look_and_draw(job: Job) -> None:
        job.view()
        job.view()
        job.draw()

    matched.look(look_and_draw)
    assert gathered == ["gathered"]


def test_a_mark_made_meanwhile_is_shown(matched, gathered):
    def mark_and_look(job: Job) -> list[str]:
        lines = job.view().view.lines
        first = str(lines.loc[lines["doc_number"] == "MHX-1301", "doc_id"].iloc[0])
        mark(job, [first], "R")
        lines = job.view().view.lines
        return lines.loc[lines["doc_id"] == first, "action_text"].tolist()

    assert matched.look(mark_and_look) == ["Reject"]
    assert gathered == ["gathered", "gathered"]


def test_what_another_program_wrote_into_the_store_is_shown(matched, gathered):
    def look_twice(job: Job) -> list[int]:
        before = len(job.documents())
        job.view()
        with open_stored_job(matched.book, Silent()) as other:
            say(other, other.documents().iloc[:5])
        job.view()
        return [before, len(job.documents())]

    before, after = matched.look(look_twice)
    assert before == 20
    assert after < 20
    assert gathered == ["gathered", "gathered"]
