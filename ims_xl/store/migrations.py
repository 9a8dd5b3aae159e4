"""How a store made by an older ims_xl becomes one of today: a list of steps, each from one version to the next."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ims_xl import schema
from ims_xl.private import private_folder
from ims_xl.store import copies
from ims_xl.store.frames import digest
from ims_xl.store.tables import DDL, IMMUTABLE, MARKS, VERSION, sql_types

OLDEST = 3


def found_version(db: sqlite3.Connection) -> int | None:
    """The version of the tables in a file: 0 for an empty file, None when the file is not a store of ours."""
    number = int(db.execute("PRAGMA user_version").fetchone()[0])
    if number:
        return number
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return 0
    if "meta" not in names:
        return None
    told = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return int(told[0]) if told and str(told[0]).isdecimal() else None


def create(db: sqlite3.Connection) -> None:
    """Make the tables that are not there, inside a transaction of the caller."""
    for statement in (*DDL.split(";"), *IMMUTABLE):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {VERSION}")


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring tables of that version to today's, inside a transaction of the caller."""
    for number in range(version, VERSION):
        STEPS[number](db)
    create(db)


def lacks_inputs(db: sqlite3.Connection) -> bool:
    """Whether an input column was declared since the store was made."""
    return not set(sql_types(MARKS)) <= set(_columns(db, "mark"))


def add_inputs(db: sqlite3.Connection) -> None:
    """Add the input columns that were declared since, inside a transaction of the caller."""
    add_columns(db, "mark", sql_types(MARKS))


def keep_copy(path: Path, version: int) -> Path:
    """A copy of the store as it is before it is migrated, with everything its write-ahead log holds.

    Raises OSError or sqlite3.Error when it cannot be written.
    """
    folder = private_folder(path.parent / copies.FOLDER)
    copy = folder / f"{path.stem} version {version} {datetime.now():%Y-%m-%d %H%M%S}{path.suffix}"
    copies.copy_to(path, copy)
    return copy


def add_columns(db: sqlite3.Connection, table: str, columns: dict[str, str]) -> None:
    """Add columns (name -> SQL type with its default) that the table does not have yet."""
    there = _columns(db, table)
    for name, kind in columns.items():
        if name not in there:
            db.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {kind}')


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]


def _snapshots_per_workbook(db: sqlite3.Connection) -> None:
    """Version 3 kept one present answer of the portal for all workbooks of a GSTIN.

    A workbook gets back what its own last portal file held: the records seen before or in it and in it or after.
    """
    add_columns(db, "workbook", {"closed_at": "TEXT NOT NULL DEFAULT ''"})
    add_columns(db, "source", {"batch": "INTEGER NOT NULL DEFAULT 0", "undone_at": "TEXT NOT NULL DEFAULT ''"})
    db.execute("UPDATE source SET batch = id")
    for table in ("gstr2b", "statement"):
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for statement in DDL.split(";"):
        db.execute(statement)
    _statements_per_workbook(db)
    shared = [column.name for column in schema.IMS if column.name in _columns(db, "ims")]
    names = ", ".join(shared)
    rows = db.execute(f"SELECT rowid, section, first_source, last_source, {names} FROM ims ORDER BY rowid").fetchall()
    versions: dict[int, int] = {}
    for rowid, _, _, _, *content in rows:
        found = db.execute(
            f"INSERT INTO version (digest, {names}) VALUES (?{', ?' * len(shared)})", (digest(content), *content)
        )
        versions[rowid] = int(found.lastrowid or 0)
    newest = "SELECT MAX(id) FROM source WHERE kind = 'portal' GROUP BY book_id"
    for (source,) in db.execute(newest).fetchall():
        for rowid, section, first, last, *_ in rows:
            if first <= source <= last:
                db.execute("INSERT OR IGNORE INTO snapshot VALUES (?, ?)", (source, section))
                db.execute("INSERT INTO held VALUES (?, ?)", (source, versions[rowid]))
    db.execute("DROP TABLE ims")
    db.execute("DROP TABLE meta")


def _statements_per_workbook(db: sqlite3.Connection) -> None:
    """A GSTR-2B belongs to the workbooks that read its file."""
    documents, sums = (", ".join(_columns(db, f"old_{table}")) for table in ("gstr2b", "statement"))
    read = db.execute("SELECT DISTINCT book_id, file FROM source WHERE kind = 'gstr2b'").fetchall()
    for book_id, file in read:
        db.execute(
            f"INSERT OR REPLACE INTO gstr2b (book_id, {documents}) SELECT ?, {documents} FROM old_gstr2b WHERE source_file = ?",
            (book_id, file),
        )
        db.execute(
            f"INSERT OR REPLACE INTO statement (book_id, {sums}) SELECT ?, {sums} FROM old_statement "
            "WHERE gstr2b_period IN (SELECT gstr2b_period FROM old_gstr2b WHERE source_file = ?)",
            (book_id, file),
        )
    db.execute("DROP TABLE old_gstr2b")
    db.execute("DROP TABLE old_statement")


def _column_mappings(_: sqlite3.Connection) -> None:
    """Version 4 knew no layouts of the accountant's own; `create` makes their table."""


def _gstr2a_and_links(db: sqlite3.Connection) -> None:
    """Version 5 kept no GSTR-2A and no links by hand, whose tables `create` makes, and not all sums of a statement."""
    add_columns(db, "statement", sql_types(schema.STATEMENTS))


def _month_end(_: sqlite3.Connection) -> None:
    """Version 6 kept no ledger of reversed credit, no contacts, letters and counts; `create` makes their tables."""


def _year_and_supplier_3b(_: sqlite3.Connection) -> None:
    """Version 7 kept no figures of months, not what is claimed twice, and not whether suppliers filed GSTR-3B.

    `create` makes their tables, and an index on the returns of suppliers.
    """


STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {
    3: _snapshots_per_workbook,
    4: _column_mappings,
    5: _gstr2a_and_links,
    6: _month_end,
    7: _year_and_supplier_3b,
}
"""Version -> the step that makes the next one of it."""
