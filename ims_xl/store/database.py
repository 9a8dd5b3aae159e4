"""The database file of one GSTIN: opening it, transactions, frames in and out."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.store import frames
from ims_xl.store.tables import DDL, UPGRADES, VERSION


class Database:
    """An open SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._depth = 0
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self.execute = self._connection.execute
        self.executemany = self._connection.executemany
        self.close = self._connection.close
        self._prepare()

    def _prepare(self) -> None:
        with self.together():
            if not self.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
                for statement in DDL.split(";"):
                    self.execute(statement)
                self.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION),))
            self._upgrade()

    def _upgrade(self) -> None:
        found = self.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        if not found:
            raise sqlite3.DatabaseError("this is not a file of ims_xl")
        if int(found[0]) > VERSION:
            raise ImsError("this data was written by a newer ims_xl", "Install the newer version.", file=str(self.path))
        for version in range(int(found[0]), VERSION):
            for statement in UPGRADES[version].split(";"):
                self.execute(statement)
        self.execute("UPDATE meta SET value = ? WHERE key = 'version'", (str(VERSION),))

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside happen, or none; may be nested."""
        if self._depth == 0:
            self.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self.execute("COMMIT")

    def insert(
        self, table: str, columns: Sequence[str], values: Iterable[tuple[object, ...]], verb: str = "INSERT"
    ) -> None:
        """Add rows, given as tuples in the order of the columns."""
        names = ", ".join(f'"{name}"' for name in columns)
        self.executemany(f"{verb} INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", values)

    def read(self, sql: str, parameters: Iterable[object] = (), columns: Sequence[schema.Column] = ()) -> pd.DataFrame:
        """The rows of a query; columns named in the schema get its dtypes."""
        return frames.read(self._connection, sql, parameters, columns)


class Room:
    """A part of the store: it speaks of one thing and shares the database with the others."""

    def __init__(self, db: Database) -> None:
        self._db = db
