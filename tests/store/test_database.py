"""The file itself: all or nothing, and what is wrong with it is said in words."""

import errno
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from ims_xl.issues import ImsError
from ims_xl.store import Store, database, open_store
from ims_xl.store.tables import VERSION

from .conftest import BUYER, SUPPLIER, ims

NUMBER = f"{BUYER}|b2b|{SUPPLIER}|A/1|2026-10-17|102026"
LINE = ("2026-11-24 10:00:00", "asha", "book-1", "doc-1", "Marked", "", "Accept", "")


def test_a_failure_leaves_nothing_of_what_belongs_together(store: Store) -> None:
    def fail() -> None:
        with store.together():
            store.log.add([LINE])
            store.snapshots.add(ims({}), ["b2b"], 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(store.log.of("book-1")) == 0
    assert len(store.snapshots.versions([NUMBER])) == 0
    store.log.add([LINE])  # and the store is still of use
    assert len(store.log.of("book-1")) == 1


def test_a_failure_inside_undoes_the_whole(store: Store) -> None:
    def fail() -> None:
        with store.together():
            store.log.add([LINE])
            with store.together():
                raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(store.log.of("book-1")) == 0


def test_a_second_reader_sees_only_what_is_finished(store: Store, tmp_path: Path) -> None:
    other = open_store(tmp_path, BUYER)
    with store.together():
        store.log.add([LINE])
        assert len(other.log.of("book-1")) == 0
    assert len(other.log.of("book-1")) == 1
    other.close()


def test_it_writes_ahead_so_that_a_crash_loses_nothing(store: Store) -> None:
    connection = sqlite3.connect(store.path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_store_at_work_elsewhere_is_waited_for_then_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT", 0.05)
    monkeypatch.setattr(database, "TOLD_AFTER", 0.02)
    told: list[str] = []
    other = open_store(tmp_path, BUYER, told.append)
    with store.together(), pytest.raises(ImsError, match="wait until it has finished") as refusal:
        other.log.add([LINE])
    other.close()
    assert BUYER in refusal.value.issue.file
    assert set(told) == {"Another step of this GSTIN is at work; waiting until it has finished"}


def version(path: Path, number: int) -> None:
    connection = sqlite3.connect(path / f"{BUYER}.sqlite3")
    connection.execute(f"PRAGMA user_version = {number}")
    connection.commit()
    connection.close()


def test_data_of_a_newer_version_is_refused_with_what_to_do_and_left_as_it_is(tmp_path: Path) -> None:
    open_store(tmp_path, BUYER).close()
    version(tmp_path, VERSION + 1)
    before = (tmp_path / f"{BUYER}.sqlite3").read_bytes()
    with pytest.raises(ImsError) as refusal:
        open_store(tmp_path, BUYER)
    assert refusal.value.issue.reason == "this data was written by a newer ims_xl"
    assert refusal.value.issue.remedy == "Install the newer version; nothing was changed."
    assert refusal.value.issue.value == f"data of version {VERSION + 1}, this ims_xl knows {VERSION}"
    assert (tmp_path / f"{BUYER}.sqlite3").read_bytes() == before


def test_a_database_of_another_program_is_not_ours(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / f"{BUYER}.sqlite3")
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()
    with pytest.raises(ImsError, match="not the data of ims_xl"):
        open_store(tmp_path, BUYER)


def test_a_damaged_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / f"{BUYER}.sqlite3").write_bytes(b"Dear Sir, " * 500)
    with pytest.raises(ImsError, match="ims-xl doctor") as refusal:
        open_store(tmp_path, BUYER)
    assert refusal.value.issue.value == "file is not a database"


def test_a_file_damaged_while_at_work(store: Store) -> None:
    store.snapshots.add(ims(*({"doc_number": f"A/{n}"} for n in range(500))), ["b2b"], 1)
    path = store.path
    store.close()
    data = bytearray(path.read_bytes())
    data[4096 * 12 :] = b"\xff" * (len(data) - 4096 * 12)
    path.write_bytes(data)

    def use() -> None:
        open_store(path.parent, BUYER).snapshots.documents("book-1")

    with pytest.raises(ImsError, match="ims-xl doctor"):
        use()


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")  # what SQLite says then; root may write anywhere

    monkeypatch.setattr("ims_xl.store.database.sqlite3.connect", denied)
    with pytest.raises(ImsError, match="IMS_XL_HOME"):
        open_store(tmp_path, BUYER)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(ImsError, match="IMS_XL_HOME"):
        open_store(tmp_path / "data", BUYER)


def test_a_full_disk_keeps_nothing_of_the_step(store: Store) -> None:
    store.log.add([LINE])
    store.log._db.execute("PRAGMA max_page_count = 1")  # SQLite sets it to the pages there are
    with pytest.raises(ImsError, match="Make room on the disk"), store.together():
        store.snapshots.add(ims(*({"doc_number": f"A/{n}", "remarks": "x" * 500} for n in range(500))), ["b2b"], 1)
    store.log._db.execute("PRAGMA max_page_count = 100000")
    assert len(store.snapshots.versions([NUMBER])) == 0
    assert len(store.log.of("book-1")) == 1


@pytest.mark.parametrize(("free", "says"), [(20_000, "Make room on the disk"), (10**9, "IMS_XL_HOME")])
def test_a_disk_too_full_for_the_files_beside_it_is_said_as_such(
    store: Store, monkeypatch: pytest.MonkeyPatch, free: int, says: str
) -> None:
    """SQLite says "disk I/O error" when there is no room for its -shm file; a failing disk gives the same words."""

    class Connection:
        def execute(self, *_: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(store.log._db, "_connection", Connection())
    with pytest.raises(ImsError, match=says):
        store.log._db.execute("SELECT 1")


def test_no_room_for_the_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(ImsError, match=r"cannot be opened: the disk is full\. Make room on the disk"):
        open_store(tmp_path / "data", BUYER)
