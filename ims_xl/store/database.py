"""The database file of one GSTIN: opening it, transactions, frames in and out."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.replacing import is_full
from ims_xl.store import frames, migrations
from ims_xl.store.tables import VERSION

WAIT = 30.0  # seconds for another step on the same GSTIN to finish
TOLD_AFTER = 2.0  # seconds of waiting before it is said what is waited for
READABLE = (7, VERSION)
"""Versions whose tables of documents and books are read as they are."""
_REMEDY = "See that the folder can be written and is on a local disk, or set IMS_XL_HOME to another folder."
REPAIR = "Run ims-xl doctor BOOK.xlsx --repair: it brings back the newest good copy and throws nothing away."
_REMEDIES = {
    "locked": "Another step of this GSTIN is at work: wait until it has finished, then try again.",
    "full": "Make room on the disk and try again; nothing of this step was kept.",
    "malformed": REPAIR,
    "not a database": REPAIR,
}


def unusable(path: Path, error: sqlite3.Error) -> ImsError:
    """What is said of a file that SQLite cannot use."""
    # Without room for its -shm file SQLite speaks of an I/O error.
    said = "the disk is full" if "disk I/O error" in str(error) and is_full(path) else str(error)
    remedy = next((remedy for words, remedy in _REMEDIES.items() if words in said), _REMEDY)
    return ImsError("the program's own data cannot be used", remedy, file=str(path), value=said)


class Database:
    """An open SQLite file; `waiting` is told what is waited for when another process is at work in it.

    `to_write`: else nothing is changed in it, not even by a step to today's version.
    """

    def __init__(self, path: Path, waiting: Callable[[str], object] = str, *, to_write: bool = True) -> None:
        self.path = path
        self._depth = 0
        self._waiting = waiting
        place = path if to_write else f"{path.resolve().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(place, timeout=TOLD_AFTER, isolation_level=None, uri=not to_write)
        self.close = self._connection.close
        try:
            self._prepare() if to_write else self._look()
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
            raise unusable(self.path, error) from error

    def _look(self) -> None:
        """Raises ImsError when the tables are not those that this version reads."""
        with self._in_words():
            version = migrations.found_version(self._connection)
        if version not in READABLE:
            said = f"data of version {version}, this ims_xl reads {READABLE[0]} to {READABLE[-1]}"
            raise ImsError("this data is of another version", "Open a workbook of that GSTIN once.", value=said)

    def _prepare(self) -> None:
        """Look at the version before anything is written: a file of a newer ims_xl stays as it is."""
        with self._in_words():
            version = migrations.found_version(self._connection)
        if version is None:
            raise ImsError("this is not the data of ims_xl", _REMEDIES["malformed"], file=str(self.path))
        if version > VERSION:
            raise ImsError(
                "this data was written by a newer ims_xl",
                "Install the newer version; nothing was changed.",
                file=str(self.path),
                value=f"data of version {version}, this ims_xl knows {VERSION}",
            )
        if 0 < version < migrations.OLDEST:
            raise ImsError("this data is of a trial version of ims_xl", _REMEDIES["malformed"], file=str(self.path))
        self._when_free("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        if version == VERSION and not migrations.lacks_inputs(self._connection):
            return
        with self._in_words(), self.together():
            version = migrations.found_version(self._connection) or 0  # another process may have been faster
            if version == 0:
                migrations.create(self._connection)
            elif version < VERSION:
                migrations.keep_copy(self.path, version)
                migrations.migrate(self._connection, version)
            migrations.add_inputs(self._connection)

    def _when_free(self, sql: str) -> None:
        """Carry out a statement that needs the file for itself; after some seconds it is said what is waited for.

        Raises ImsError when another process has it for longer than WAIT.
        """
        until = time.monotonic() + WAIT
        while True:
            try:
                with self._in_words():
                    self._connection.execute(sql)
            except ImsError as error:
                if "locked" not in error.issue.value or time.monotonic() >= until:
                    raise
                self._waiting("Another step of this GSTIN is at work; waiting until it has finished")
            else:
                return

    def changes(self) -> tuple[int, int]:
        """Differs when anything was written since, by this connection or by another."""
        return self._connection.total_changes, int(self.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside happen, or none; may be nested."""
        if self._depth == 0:
            self._when_free("BEGIN IMMEDIATE")
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


AMONG = "(SELECT value FROM json_each(?))"
"""One of any number of texts, given by `among`; SQLite takes so many parameters only."""


def among(texts: Sequence[str] | None) -> tuple[str, ...]:
    """The parameter of AMONG; none where there is no choice."""
    return () if texts is None else (json.dumps(list(texts)),)


class StorePart:
    """A part of the store: it speaks of one thing and shares the database with the others."""

    def __init__(self, db: Database) -> None:
        self._db = db
