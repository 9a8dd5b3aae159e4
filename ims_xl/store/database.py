"""The database file of one GSTIN: opening it, transactions, frames in and out."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.replacing import is_full
from ims_xl.store import frames
from ims_xl.store.tables import DDL, VERSION

WAIT = 30  # seconds for another step on the same GSTIN to finish
_REMEDY = "See that the folder can be written and is on a local disk, or set IMS_XL_HOME to another folder."
_REMEDIES = {
    "locked": "Another step of this GSTIN is at work: wait until it has finished, then try again.",
    "full": "Make room on the disk and try again; nothing of this step was kept.",
    "malformed": "Move this file away: the marks in the workbook are kept. Then import the portal and purchase files again.",
    "not a database": "Move this file away: the marks in the workbook are kept. Then import the portal and purchase files again.",
}


class Database:
    """An open SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._depth = 0
        self._connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        self.close = self._connection.close
        try:
            self.execute("PRAGMA journal_mode = WAL")
            self.execute("PRAGMA synchronous = FULL")
            self._prepare()
        except BaseException:
            self.close()
            raise

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """Carry out one statement.

        Raises ImsError when the file cannot be used: locked, read-only, damaged, disk full.
        """
        with self._in_words():
            return self._connection.execute(sql, parameters)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # Without room for its -shm file SQLite speaks of an I/O error.
            said = "the disk is full" if "disk I/O error" in str(error) and is_full(self.path) else str(error)
            raise ImsError(
                "the program's own data cannot be used",
                next((remedy for words, remedy in _REMEDIES.items() if words in said), _REMEDY),
                file=str(self.path),
                value=said,
            ) from error

    def _prepare(self) -> None:
        with self.together():
            if not self.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                for statement in DDL.split(";"):
                    self.execute(statement)
                self.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION),))
            self._refuse_other_version()

    def _refuse_other_version(self) -> None:
        found = self.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        if not found or not str(found[0]).isdecimal():
            raise ImsError("this is not the data of ims_xl", _REMEDIES["malformed"], file=str(self.path))
        if int(found[0]) != VERSION:
            raise ImsError(
                "this data was written by another version of ims_xl",
                f"Install that version of ims_xl again. Or: {_REMEDIES['malformed']}",
                file=str(self.path),
                value=f"data of version {found[0]}, this ims_xl writes {VERSION}",
            )

    def changes(self) -> tuple[int, int]:
        """Differs when anything was written since, by this connection or by another."""
        return self._connection.total_changes, int(self.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside happen, or none; may be nested."""
        if self._depth == 0:
            self.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
            if self._depth == 1:
                self.execute("COMMIT")
        except BaseException:
            if self._depth == 1 and self._connection.in_transaction:  # a full disk may have rolled it back already
                self.execute("ROLLBACK")
            raise
        finally:
            self._depth -= 1

    def insert(
        self, table: str, columns: Sequence[str], values: Iterable[tuple[object, ...]], verb: str = "INSERT"
    ) -> None:
        """Add rows, given as tuples in the order of the columns."""
        names = ", ".join(f'"{name}"' for name in columns)
        self.executemany(f"{verb} INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", values)

    def executemany(self, sql: str, values: Iterable[tuple[object, ...]]) -> None:
        """Carry out one statement for each row of values."""
        with self._in_words():
            self._connection.executemany(sql, values)

    def read(self, sql: str, parameters: Iterable[object] = (), columns: Sequence[schema.Column] = ()) -> pd.DataFrame:
        """The rows of a query; columns named in the schema get its dtypes."""
        with self._in_words():
            return frames.read(self._connection, sql, parameters, columns)


class Room:
    """A part of the store: it speaks of one thing and shares the database with the others."""

    def __init__(self, db: Database) -> None:
        self._db = db
