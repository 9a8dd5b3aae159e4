"""Workbooks of a GSTIN and the files that were read for them."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ims_xl.gst import periods
from ims_xl.store.database import StorePart


class Workbook(NamedTuple):
    """A workbook as the store knows it; `closed_at` is empty while its month is open."""

    book_id: str
    period: str
    carried_from: str
    path: str
    closed_at: str


class Source(NamedTuple):
    """A file or download that was read for a workbook."""

    id: int
    batch: int
    kind: str
    at: str
    made_at: str
    file: str
    form: str


class Sources(StorePart):
    """Which workbooks there are and which files fed them."""

    def register(self, book_id: str, gstin: str, period: str, at: str, path: Path, carried_from: str = "") -> None:
        """Remember a workbook and where it lies; what is known of it already stays."""
        with self._db.together():
            self._db.insert(
                "workbook",
                ("book_id", "gstin", "period", "created_at", "carried_from", "path"),
                [(book_id, gstin, period, at, carried_from, str(path))],
                "INSERT OR IGNORE",
            )
            self._db.execute(
                "UPDATE workbook SET path = ?, carried_from = CASE ? WHEN '' THEN carried_from ELSE ? END WHERE book_id = ?",
                (str(path), carried_from, carried_from, book_id),
            )

    def workbooks(self) -> list[Workbook]:
        """Every workbook of the GSTIN that this machine has seen, by period."""
        rows = self._db.execute(
            "SELECT book_id, period, carried_from, path, closed_at FROM workbook ORDER BY created_at"
        )
        return sorted((Workbook(*row) for row in rows), key=lambda book: periods.ordinal(book.period))

    def close(self, book_id: str, at: str) -> None:
        """The month of a workbook is finished since then; "" opens it again."""
        with self._db.together():
            self._db.execute("UPDATE workbook SET closed_at = ? WHERE book_id = ?", (at, book_id))

    def add(
        self,
        book_id: str,
        kind: str,
        at: str,
        made_at: str,
        file: str,
        form: str,
        rows: int,
        documents: int,
        sha256: str,
        batch: int = 0,
    ) -> int:
        """Remember a file that was read; gives its number.

        `kind`: portal, books, gstr2b, errors. `batch`: number of the first file of the same import.
        """
        with self._db.together():
            cursor = self._db.execute(
                "INSERT INTO source (book_id, kind, at, made_at, file, format, rows, documents, sha256) "
                "VALUES (?,?,?,?,?,?,?,?,?)",
                (book_id, kind, at, made_at, file, form, rows, documents, sha256),
            )
            number = int(cursor.lastrowid or 0)
            self._db.execute("UPDATE source SET batch = ? WHERE id = ?", (batch or number, number))
        return number

    def last_portal(self, book_id: str) -> Source | None:
        """The newest portal data of a workbook that was not undone."""
        return self._last(book_id, ("portal",))

    def had_portal(self, book_id: str) -> bool:
        """Whether portal data of a workbook was ever read here, also when that was undone."""
        sql = "SELECT 1 FROM source WHERE book_id = ? AND kind = 'portal' LIMIT 1"
        return self._db.execute(sql, (book_id,)).fetchone() is not None

    def last_import(self, book_id: str) -> Source | None:
        """The newest data of a workbook, of the portal or of the books, that was not undone."""
        return self._last(book_id, ("portal", "books", "gstr2b", "gstr2a"))

    def _last(self, book_id: str, kinds: tuple[str, ...]) -> Source | None:
        row = self._db.execute(
            "SELECT id, batch, kind, at, made_at, file, format FROM source WHERE book_id = ? AND undone_at = '' "
            f"AND kind IN ({','.join('?' * len(kinds))}) ORDER BY id DESC LIMIT 1",
            (book_id, *kinds),
        ).fetchone()
        return Source(*row) if row else None

    def next_batch(self) -> int:
        """The number that the next file will get."""
        return int(self._db.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM source").fetchone()[0])

    def undo(self, batch: int, at: str) -> list[str]:
        """What was read by one import no longer counts; it stays where it is. Gives the names of its files."""
        with self._db.together():
            self._db.execute("UPDATE source SET undone_at = ? WHERE batch = ? AND undone_at = ''", (at, batch))
        rows = self._db.execute("SELECT file FROM source WHERE batch = ? AND undone_at = ?", (batch, at))
        return [str(file) for (file,) in rows]

    def of(self, book_id: str) -> pd.DataFrame:
        """Files read for a workbook and not undone, in order: kind, at, made_at, file, format, rows, documents, sha256."""
        return self._db.read(
            "SELECT kind, at, made_at, file, format, rows, documents, sha256 FROM source "
            "WHERE book_id = ? AND undone_at = '' ORDER BY id",
            (book_id,),
        )

    def remember_drawn(self, path: Path, sha256: str) -> None:
        """Remember the bytes we last wrote to a path."""
        with self._db.together():
            self._db.insert("drawn", ("path", "sha256"), [(str(path.resolve()), sha256)], "INSERT OR REPLACE")

    def is_as_drawn(self, path: Path, sha256: str) -> bool:
        """Whether these bytes are what we last wrote, there or where the file was copied or moved from since."""
        here = self._db.execute("SELECT sha256 FROM drawn WHERE path = ?", (str(path.resolve()),)).fetchone()
        if here is not None:
            return bool(here[0] == sha256)
        return self._db.execute("SELECT 1 FROM drawn WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def was_drawn(self, path: Path) -> bool:
        """Whether we ever wrote a file to that path."""
        return self._db.execute("SELECT 1 FROM drawn WHERE path = ?", (str(path.resolve()),)).fetchone() is not None
