"""A store made by an older ims_xl becomes one of today, and nothing in it is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ims_xl.store import migrations, open_store
from ims_xl.store.tables import VERSION

from .conftest import BUYER

DATA = Path(__file__).parents[1] / "data" / "store"
SEPTEMBER, OCTOBER = "d4a9ec62ab044723ae4d8573c6c63d2a", "ca15a4175b334bcfbaf925218cd89e37"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 3: September's two documents were marked, then October's download was taken in beside them.

    That download names A/2 and O/7; version 3 then held A/1 to be gone, for September too.
    """
    path = tmp_path / f"{BUYER}.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((DATA / "version-3.sql").read_text(encoding="utf-8"))
    return path


def test_each_month_gets_back_what_its_own_portal_file_held(old: Path) -> None:
    with closing(open_store(old.parent, BUYER)) as store:
        september, october = (store.snapshots.documents(book) for book in (SEPTEMBER, OCTOBER))
        assert september[["doc_number", "portal_action"]].to_numpy().tolist() == [["A/1", "A"], ["A/2", "P"]]
        assert october[["doc_number", "portal_action"]].to_numpy().tolist() == [["A/2", "P"], ["O/7", "N"]]


def test_marks_log_and_uploads_are_as_they_were(old: Path) -> None:
    with closing(open_store(old.parent, BUYER)) as store:
        marks = store.marks.of(SEPTEMBER)
        assert [doc_id.split("|")[3] for doc_id in marks["doc_id"]] == ["A/1", "A/2"]
        assert marks["action"].to_list() == ["A", "P"]
        assert store.log.of(SEPTEMBER)["event"].to_list() == ["Marked", "Marked", "Exported", "Report written"]
        assert store.log.broken_line() is None
        assert store.uploads.of(SEPTEMBER)["reference"].to_list() == ["up.json"]
        assert [(book.book_id, book.period, book.closed_at) for book in store.sources.workbooks()] == [
            (SEPTEMBER, "092026", ""),
            (OCTOBER, "102026", ""),
        ]


def test_a_copy_of_the_old_store_is_kept(old: Path) -> None:
    before = tables(old)
    open_store(old.parent, BUYER).close()
    (copy,) = (old.parent / "backups" / "stores").glob(f"{BUYER} version 3 *.sqlite3")
    assert tables(copy) == before
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT COUNT(*) FROM ims").fetchone() == (3,)


def test_an_old_store_and_a_new_one_have_the_same_tables(old: Path, tmp_path: Path) -> None:
    open_store(old.parent, BUYER).close()
    (tmp_path / "new").mkdir()
    open_store(tmp_path / "new", BUYER).close()
    assert tables(old) == tables(tmp_path / "new" / f"{BUYER}.sqlite3")


def test_it_happens_once(old: Path) -> None:
    for _ in range(2):
        open_store(old.parent, BUYER).close()
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert len(list((old.parent / "backups" / "stores").iterdir())) == 1


def test_a_failure_in_the_middle_leaves_the_old_store(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(db: sqlite3.Connection) -> None:
        migrations._snapshots_per_workbook(db)
        raise RuntimeError

    before = tables(old)
    monkeypatch.setitem(migrations.STEPS, 3, fail)
    with pytest.raises(RuntimeError):
        open_store(old.parent, BUYER)
    assert tables(old) == before


def tables(path: Path) -> dict[str, list[tuple[str, str, int, int]]]:
    """The columns of every table by its name, with kind, whether they may be missing and place in the key."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")]
        return {
            name: sorted((*row[1:4], row[5]) for row in db.execute(f"PRAGMA table_info({name})"))
            for name in sorted(names)
        }
