"""Workbooks of a GSTIN and the files that were read for them."""

from pathlib import Path

import pandas as pd

from ims_xl.store.database import Room


class Sources(Room):
    """Which workbooks there are and which files fed them."""

    def register(self, book_id: str, gstin: str, period: str, at: str, path: Path, carried_from: str = "") -> None:
        """Remember a workbook."""
        with self._db.together():
            self._db.insert(
                "workbook",
                ("book_id", "gstin", "period", "created_at", "carried_from", "path"),
                [(book_id, gstin, period, at, carried_from, str(path))],
                "INSERT OR REPLACE",
            )

    def knows(self, book_id: str) -> bool:
        """Whether this machine has seen that workbook."""
        return self._db.execute("SELECT 1 FROM workbook WHERE book_id = ?", (book_id,)).fetchone() is not None

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
    ) -> int:
        """Remember a file that was read; gives its number. `kind`: portal, books, gstr2b, errors."""
        with self._db.together():
            cursor = self._db.execute(
                "INSERT INTO source (book_id, kind, at, made_at, file, format, rows, documents, sha256) "
                "VALUES (?,?,?,?,?,?,?,?,?)",
                (book_id, kind, at, made_at, file, form, rows, documents, sha256),
            )
        return int(cursor.lastrowid or 0)

    def has_portal_data(self, book_id: str) -> bool:
        """Whether a portal file was read for that workbook here."""
        row = self._db.execute(
            "SELECT 1 FROM source WHERE book_id = ? AND kind = 'portal' LIMIT 1", (book_id,)
        ).fetchone()
        return row is not None

    def of(self, book_id: str) -> pd.DataFrame:
        """Files read for a workbook, in order: kind, at, made_at, file, format, rows, documents, sha256."""
        return self._db.read(
            "SELECT kind, at, made_at, file, format, rows, documents, sha256 FROM source WHERE book_id = ? ORDER BY id",
            (book_id,),
        )

    def remember_drawn(self, path: Path, sha256: str) -> None:
        """Remember the bytes we last wrote to a path."""
        with self._db.together():
            self._db.insert("drawn", ("path", "sha256"), [(str(path.resolve()), sha256)], "INSERT OR REPLACE")

    def is_as_drawn(self, path: Path, sha256: str) -> bool:
        """Whether these bytes are what we last wrote there, so that nobody has worked in the file since."""
        row = self._db.execute("SELECT sha256 FROM drawn WHERE path = ?", (str(path.resolve()),)).fetchone()
        return row is not None and row[0] == sha256
