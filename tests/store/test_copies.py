"""A store has a copy of its own every day; a damaged store is kept, and a good copy takes its place."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from ims_xl.store import Store, copies, open_store

from .conftest import BUYER

DAY = date(2026, 11, 24)
LINE = ("2026-11-24 10:00:00", "asha", "book-1", "doc-1", "Marked", "", "Accept", "")


def days(store: Path) -> list[str]:
    return [copy.day.isoformat() for copy in copies.copies(store)]


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 5 : 4096 * 6] = b"\xff" * 4096
    path.write_bytes(data)


def test_one_copy_a_day_and_the_newest_ten_are_kept(store: Store) -> None:
    for number in range(12):
        store.keep_daily_copy(DAY + timedelta(days=number // 1))
        store.keep_daily_copy(DAY + timedelta(days=number))
    assert days(store.path) == [(DAY + timedelta(days=number)).isoformat() for number in range(2, 12)]


def test_a_copy_holds_what_stands_in_the_log_that_is_written_ahead(store: Store) -> None:
    store.log.add([LINE])
    store.keep_daily_copy(DAY)
    (copy,) = copies.copies(store.path)
    with closing(sqlite3.connect(copy.path)) as db:
        assert db.execute("SELECT event FROM decision").fetchall() == [("Marked",)]
    assert copies.faults(copy.path) == []


def test_a_damaged_store_replaces_no_good_copy(store: Store) -> None:
    store.log.add([LINE])
    store.keep_daily_copy(DAY)
    store.close()
    damage(store.path)
    assert copies.faults(store.path)
    with suppress(sqlite3.DatabaseError):
        copies.keep_daily(store.path, DAY + timedelta(days=1))
    assert days(store.path) == ["2026-11-24"]


def test_a_good_copy_takes_the_place_of_a_damaged_store_with_its_write_ahead_log(store: Store, tmp_path: Path) -> None:
    store.log.add([LINE])
    store.keep_daily_copy(DAY)
    store.close()
    damage(store.path)
    wal = Path(f"{store.path}-wal")
    wal.write_bytes(b"left behind")
    (copy,) = copies.copies(store.path)
    aside = copies.put_back(store.path, copy)
    assert not wal.exists()
    assert Path(f"{aside}-wal").read_bytes() == b"left behind"
    assert copies.faults(aside)
    with closing(open_store(tmp_path, BUYER)) as again:
        assert again.log.of("book-1")["event"].to_list() == ["Marked"]


def test_copies_of_another_gstin_are_no_copies_of_this_one(store: Store, tmp_path: Path) -> None:
    store.keep_daily_copy(DAY)
    assert copies.copies(tmp_path / "27AAZCD1111E1Z.sqlite3") == []


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"Dear Sir, " * 500)
    assert copies.faults(tmp_path / "x.sqlite3") == ["file is not a database"]


def test_without_a_copy_a_new_store_is_begun(store: Store, tmp_path: Path) -> None:
    store.close()
    aside = copies.put_back(store.path, None)
    assert aside.exists()
    assert not store.path.exists()
    with closing(open_store(tmp_path, BUYER)) as again:
        assert again.log.of("book-1").empty


@pytest.mark.parametrize("name", ["27AAZCD1111E1ZS version 3 2026-11-24 100000.sqlite3", "notes.txt"])
def test_other_files_in_the_folder_are_no_daily_copies(store: Store, name: str) -> None:
    folder = store.path.parent / copies.FOLDER
    folder.mkdir(parents=True)
    (folder / name).touch()
    assert copies.copies(store.path) == []


def test_copies_of_days_to_come_hinder_no_copy_of_today_and_go_first(store: Store) -> None:
    """The clock was a year ahead for ten days, then it was set right."""
    for number in range(10):
        store.keep_daily_copy(DAY.replace(year=2027) + timedelta(days=number))
    store.keep_daily_copy(DAY)
    store.keep_daily_copy(DAY + timedelta(days=1))
    found = days(store.path)
    assert found[:2] == ["2026-11-24", "2026-11-25"]
    assert (len(found), found[2]) == (10, "2027-11-26")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_copy_is_for_its_owner_alone(store: Store) -> None:
    store.keep_daily_copy(DAY)
    (copy,) = copies.copies(store.path)
    assert copy.path.stat().st_mode & 0o777 == 0o600
