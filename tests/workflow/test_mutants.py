"""Programs that forget: with the old mistakes put back, what the months promise does not hold, and tests see it."""

import pandas as pd
import pytest
from support.months import Months, Saying, record

from ims_xl.sheets import action_cells
from ims_xl.store.snapshots import Snapshots

SEP, OCT = "092026", "102026"


@pytest.fixture
def months(tmp_path):
    return Months(tmp_path)


def september_stays(months: Months) -> bool:
    """October's download names another document; September still shows its own."""
    months.begin(SEP)
    months.take(SEP, record("A/1", "05-09-2026", 1_000))
    months.begin(OCT, SEP)
    months.take(OCT, record("B/7", "09-10-2026", 700), ui=Saying())
    return sorted(months.lines(SEP)) == ["A/1"]


def a_mark_comes_back(months: Months) -> bool:
    """A wrong file takes A/1 away, the right one brings it back with its mark."""
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000))
    months.mark(OCT, A_1="R")
    months.take(OCT, record("X/1", "10-10-2026", 1), ui=Saying())
    months.take(OCT, record("A/1", "10-10-2026", 1_000), ui=Saying())
    return months.actions(OCT) == {"A/1": "Reject"}


def test_the_program_keeps_both(months):
    assert september_stays(months)


def test_the_program_brings_marks_back(months):
    assert a_mark_comes_back(months)


def test_one_present_answer_a_gstin_is_seen(months, monkeypatch):
    present = Snapshots.present

    def of_everybody(self: Snapshots, book_ids: list[str]) -> pd.DataFrame:
        every = [book for (book,) in self._db.execute("SELECT book_id FROM source ORDER BY id DESC LIMIT 1")]
        return present(self, every or book_ids)

    monkeypatch.setattr(Snapshots, "present", of_everybody)
    assert not september_stays(months)


def test_marks_that_leave_with_their_documents_are_seen(months, monkeypatch):
    read_again = action_cells.read_again
    monkeypatch.setattr(
        action_cells, "read_again", lambda cells, stored, *rest: read_again(cells, stored.iloc[:0], *rest)
    )
    assert not a_mark_comes_back(months)


def test_marks_dropped_from_the_store_are_seen(months, monkeypatch):
    to_store = action_cells.to_store

    def only_present(cells, stored, follow_ups, present, at):
        whole = to_store(cells, stored, follow_ups, present, at)
        return whole[whole["doc_id"].isin(present)]

    monkeypatch.setattr(action_cells, "to_store", only_present)
    assert not a_mark_comes_back(months)
