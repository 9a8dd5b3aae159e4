"""A store as bytes, for a step that another machine does; what came of it is taken back whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ims_xl.issues import ImsError
from ims_xl.store.copies import copy_to
from ims_xl.store.database import unusable

_SEQUENCES = "sqlite_sequence"


def packed(store: Path, scratch: Path) -> bytes:
    """The store as one file of SQLite, with what its write-ahead log holds. `scratch`: a path that may be written to.

    Raises ImsError when it cannot be read.
    """
    try:
        copy_to(store, scratch)
    except sqlite3.Error as error:
        raise unusable(store, error) from error
    return scratch.read_bytes()


def take_back(store: Path, sent: Path, came: Path) -> None:
    """Everything in the store as it came, in one transaction, if nothing was written to it since it was sent.

    `sent`, `came`: files of `packed`. Raises ImsError, with nothing changed, when the store was written to meanwhile.
    """
    try:
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute("ATTACH ? AS sent", (str(sent),))
            db.execute("ATTACH ? AS came", (str(came),))
            db.execute("BEGIN IMMEDIATE")
            tables = _tables(db, "main")
            if tables != _tables(db, "came") or any(_differs(db, table) for table in tables):
                db.execute("ROLLBACK")
                raise ImsError(
                    "another step was done for this GSTIN meanwhile, so what came from the other machine was not "
                    "taken in",
                    "Run the batch again.",
                    file=store.name,
                )
            kept = _only_added_to(db)
            for table in tables:
                if table in kept:  # their triggers refuse to delete; what was sent is a part of what came
                    db.execute(
                        f'INSERT INTO main."{table}" SELECT * FROM came."{table}" EXCEPT SELECT * FROM main."{table}"'
                    )
                else:
                    db.execute(f'DELETE FROM main."{table}"')
                    db.execute(f'INSERT INTO main."{table}" SELECT * FROM came."{table}"')
            db.execute("COMMIT")
    except sqlite3.Error as error:
        raise unusable(store, error) from error


def _tables(db: sqlite3.Connection, schema: str) -> list[str]:
    rows = db.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY name")
    named = [str(name) for (name,) in rows]
    return [name for name in named if not name.startswith("sqlite_") or name == _SEQUENCES]


def _only_added_to(db: sqlite3.Connection) -> set[str]:
    """The tables of which no line is ever changed or deleted, as the decision log."""
    return {str(name) for (name,) in db.execute("SELECT tbl_name FROM main.sqlite_master WHERE type = 'trigger'")}


def _differs(db: sqlite3.Connection, table: str) -> bool:
    """Whether the table holds other rows than when it was sent."""
    for one, other in (("main", "sent"), ("sent", "main")):
        found = db.execute(
            f'SELECT 1 FROM (SELECT * FROM {one}."{table}" EXCEPT SELECT * FROM {other}."{table}") LIMIT 1'
        )
        if found.fetchone():
            return True
    counts = [db.execute(f'SELECT count(*) FROM {of}."{table}"').fetchone()[0] for of in ("main", "sent")]
    return bool(counts[0] != counts[1])
