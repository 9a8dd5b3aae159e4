"""A store that goes to another machine and comes back: taken in whole, or not at all when it was written to meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ims_xl.issues import ImsError
from ims_xl.store import Store, carrying, open_store

from .conftest import BUYER, books, ims

LINE = ("2026-11-24 10:00:00", "asha", "book-1", "doc-1", "Marked", "", "Accept", "")


@pytest.fixture
def sent(store: Store, tmp_path: Path) -> Path:
    """A copy of the store with a line in its log, a portal file and a register, as another machine gets it."""
    store.log.add([LINE])
    read(store, "ims.json", ims({}))
    path = tmp_path / "sent.sqlite3"
    assert carrying.packed(store.path, path) == path.read_bytes()
    return path


def read(store: Store, name: str, documents) -> None:
    source = store.sources.add("book-1", "portal", LINE[0], LINE[0], name, "JSON", 1, 1, name, 0)
    store.snapshots.add(documents, ["b2b"], source)
    store.registers.replace("book-1", books({}), ["register.xlsx"])


def elsewhere(sent: Path, tmp_path: Path) -> Path:
    """What came of it there: another download, another line."""
    (tmp_path / "there").mkdir()
    there = tmp_path / "there" / f"{BUYER}.sqlite3"
    there.write_bytes(sent.read_bytes())
    store = open_store(there.parent, BUYER)
    read(store, "newer.json", ims({}, {"doc_number": "A/2"}))
    store.registers.replace("book-1", books({"doc_number": "B/9"}), ["register.xlsx"])
    store.log.add([(*LINE[:4], "Checked", "", "1 marked", "")])
    store.close()
    came = tmp_path / "came.sqlite3"
    carrying.packed(there, came)
    return came


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in names}


def test_what_came_back_is_what_stands_there(store: Store, sent: Path, tmp_path: Path):
    came = elsewhere(sent, tmp_path)
    carrying.take_back(store.path, sent, came)
    assert everything(store.path) == everything(came)
    assert store.snapshots.documents("book-1")["doc_number"].to_list() == ["A/1", "A/2"]
    assert store.registers.of("book-1")["doc_number"].to_list() == ["B/9"]


def test_what_was_written_meanwhile_is_not_lost(store: Store, sent: Path, tmp_path: Path):
    came = elsewhere(sent, tmp_path)
    store.log.add([(*LINE[:4], "Marked", "Accept", "Reject", "")])
    before = everything(store.path)
    with pytest.raises(ImsError, match="another step was done for this GSTIN meanwhile"):
        carrying.take_back(store.path, sent, came)
    assert everything(store.path) == before


def test_a_file_that_is_no_store_changes_nothing(store: Store, sent: Path, tmp_path: Path):
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"no database at all")
    before = everything(store.path)
    with pytest.raises(ImsError):
        carrying.take_back(store.path, sent, broken)
    assert everything(store.path) == before
