"""The SQLite file of the stand-in: one connection, one lock."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_VERSION = 2  # of the schema; a file of another is refused, as its documents cost nothing to make again
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY, gstin TEXT NOT NULL, section TEXT NOT NULL, stin TEXT NOT NULL, number TEXT NOT NULL,
  date TEXT NOT NULL, period TEXT NOT NULL, onumber TEXT, odate TEXT, name TEXT NOT NULL, body TEXT NOT NULL,
  form TEXT NOT NULL, filed INTEGER NOT NULL, filed_on TEXT NOT NULL, month INTEGER NOT NULL,
  txval INTEGER NOT NULL, igst INTEGER NOT NULL, cgst INTEGER NOT NULL, sgst INTEGER NOT NULL, cess INTEGER NOT NULL,
  action TEXT NOT NULL, touched INTEGER NOT NULL, remarks TEXT, reduce TEXT,
  d_igst INTEGER, d_cgst INTEGER, d_sgst INTEGER, d_cess INTEGER,
  pending_blocked INTEGER NOT NULL, remarks_blocked INTEGER NOT NULL, reduction_blocked INTEGER,
  moved INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 1, outcome TEXT,
  UNIQUE (gstin, section, stin, number, date, period));
CREATE INDEX IF NOT EXISTS by_state ON documents (gstin, open, section, action);
CREATE INDEX IF NOT EXISTS by_section ON documents (gstin, section, open);
CREATE INDEX IF NOT EXISTS by_original ON documents (gstin, section, stin, onumber) WHERE onumber IS NOT NULL;
CREATE TABLE IF NOT EXISTS taxpayers (gstin TEXT PRIMARY KEY, first_month INTEGER NOT NULL, quarterly INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS extensions (month INTEGER PRIMARY KEY, due TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS gstr3b (gstin TEXT, month INTEGER, filed INTEGER NOT NULL, PRIMARY KEY (gstin, month));
CREATE TABLE IF NOT EXISTS requests (
  reference TEXT PRIMARY KEY, gstin TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, calls INTEGER NOT NULL,
  position INTEGER NOT NULL, records TEXT NOT NULL, log_ids TEXT NOT NULL, errors TEXT NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS running ON requests (gstin) WHERE state = 'IP';
CREATE TABLE IF NOT EXISTS gstr2b (gstin TEXT, month INTEGER, generated TEXT NOT NULL, PRIMARY KEY (gstin, month));
CREATE TABLE IF NOT EXISTS gstr2b_documents (
  gstin TEXT, month INTEGER, document INTEGER, rejected INTEGER NOT NULL, action TEXT NOT NULL, remarks TEXT,
  reduce TEXT, d_igst INTEGER, d_cgst INTEGER, d_sgst INTEGER, d_cess INTEGER,
  c_igst INTEGER NOT NULL, c_cgst INTEGER NOT NULL, c_sgst INTEGER NOT NULL, c_cess INTEGER NOT NULL,
  PRIMARY KEY (gstin, month, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, txn TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_txn ON calls (txn);
CREATE TABLE IF NOT EXISTS received (
  id INTEGER PRIMARY KEY, call INTEGER NOT NULL, delivery INTEGER NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL,
  stin TEXT NOT NULL, number TEXT NOT NULL, date TEXT NOT NULL, period TEXT NOT NULL, action TEXT NOT NULL,
  outcome TEXT NOT NULL);
"""


class Database:
    """Statements against one SQLite file; without a path a temporary one, which SQLite removes itself."""

    def __init__(self, path: Path | str = "") -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = OFF")  # nothing in here is worth a disk flush
            self._connection.executescript(_SCHEMA)
            self._check_version()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ValueError(f"{path} is not a file of the sandbox ({error})") from None

    def _check_version(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if not version and not self._connection.execute("SELECT 1 FROM taxpayers").fetchone():
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif version != _VERSION:
            raise sqlite3.DatabaseError("made by another version of the sandbox: delete it")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing; nobody else is between."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    def value(self, sql: str, *values: Any) -> Any:
        """The first value of the first row, or None."""
        row = self.row(sql, *values)
        return row[0] if row else None

    def run(self, sql: str, *values: Any) -> int:
        """Execute; gives back the number of rows changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: Any) -> int:
        """Insert one row; gives back its id."""
        with self._lock:
            return self._connection.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Execute for each tuple."""
        with self._lock:
            self._connection.executemany(sql, values)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
