"""A store of the first version is opened by this one without loss."""

import sqlite3
from pathlib import Path

import pytest

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.store import open_store
from ims_xl.store.tables import VERSION

GSTIN = "27AAZCD1111E1ZS"
COMMON = [column.name for column in schema.SHARED]
FIRST = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE upload (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, road TEXT NOT NULL,
    reference TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL, finished_at TEXT NOT NULL
);
CREATE TABLE upload_row (
    upload_id INTEGER NOT NULL, doc_id TEXT NOT NULL, fingerprint TEXT NOT NULL, action TEXT NOT NULL,
    outcome TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (upload_id, doc_id)
);
CREATE TABLE gstr2b (
    {", ".join(f"{name} TEXT" for name in COMMON)}, section TEXT NOT NULL, gstr2b_period TEXT NOT NULL,
    supplier_period TEXT NOT NULL, part TEXT NOT NULL, itc_available TEXT NOT NULL, source_file TEXT NOT NULL,
    PRIMARY KEY (gstr2b_period, section, supplier_gstin, port_code, doc_type, doc_number, doc_date)
);
INSERT INTO meta VALUES ('version', '1');
INSERT INTO upload VALUES (1, 'book', '2026-11-24 10:00:00', 'asha', 'Portal file', 'up.json', 'ff', 'written', '');
INSERT INTO upload_row VALUES (1, 'doc', 'print', 'A', 'On the portal', '');
INSERT INTO gstr2b (supplier_gstin, doc_number, reverse_charge, section, gstr2b_period, supplier_period, part, itc_available, source_file)
VALUES ('24AAZCS2222F1ZB', 'A/1', 0, 'b2b', '092026', '092026', 'docdata', 'Y', 'sep.json');
"""
"""Only what later versions change or add to; the other tables are the same in all."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / f"{GSTIN}.sqlite3") as db:
        db.executescript(FIRST)
    db.close()
    return tmp_path


def columns_of(path: Path) -> dict[str, set[tuple[str, str]]]:
    with sqlite3.connect(path) as db:
        names = ("upload", "upload_row", "gstr2b", "push", "statement", "own_cell")
        found = {name: {(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({name})")} for name in names}
    db.close()
    return found


def test_what_was_there_is_still_there(old: Path):
    store = open_store(old, GSTIN)
    upload = store.uploads.of("book").iloc[0]
    assert (upload["reference"], upload["push"], upload["state"]) == ("up.json", 0, "done")
    assert store.uploads.rows("book").iloc[0].tolist() == [1, "doc", "print", "A", "On the portal", ""]
    assert store.portal.gstr2b().iloc[0][["doc_number", "source_file", "ims_status"]].tolist() == [
        "A/1",
        "sep.json",
        "",
    ]
    store.close()


def test_an_upgraded_store_has_the_columns_of_a_new_one(old: Path, tmp_path: Path):
    open_store(old, GSTIN).close()
    new = tmp_path / "new"
    open_store(new, GSTIN).close()
    upgraded, fresh = columns_of(old / f"{GSTIN}.sqlite3"), columns_of(new / f"{GSTIN}.sqlite3")
    for name, columns in fresh.items():
        assert {column for column, _ in upgraded[name]} == {column for column, _ in columns}, name


def test_uploads_can_be_journalled_after_the_upgrade(old: Path):
    store = open_store(old, GSTIN)
    journal = store.journal("book", "asha", "GSP", lambda: "2026-11-24 11:00:00")
    assert journal.last() is None
    journal.begin([])
    assert journal.last().at == "2026-11-24 11:00:00"
    store.close()
    store = open_store(old, GSTIN)  # a second time changes nothing
    assert len(store.uploads.of("book")) == 1
    store.close()


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path):
    open_store(tmp_path, GSTIN).close()
    with sqlite3.connect(tmp_path / f"{GSTIN}.sqlite3") as db:
        db.execute("UPDATE meta SET value = ?", (str(VERSION + 1),))
    db.close()
    with pytest.raises(ImsError, match="newer ims_xl"):
        open_store(tmp_path, GSTIN)
