"""What was sent to the portal and what became of it."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.store import frames
from ims_xl.store.database import StorePart


class Uploads(StorePart):
    """Uploads of each workbook with their rows."""

    def add(
        self,
        book_id: str,
        at: str,
        user: str,
        road: str,
        reference: str,
        sha256: str,
        status: str,
        rows: pd.DataFrame,
    ) -> int:
        """Remember an upload with its rows (doc_id, fingerprint, action); gives its number."""
        with self._db.together():
            number = self._db.execute(
                "INSERT INTO upload (book_id, at, user, road, reference, sha256, status, finished_at) VALUES (?,?,?,?,?,?,?,'')",
                (book_id, at, user, road, reference, sha256, status),
            ).lastrowid
            values = [(number, *row, "", "") for row in frames.rows(rows, ("doc_id", "fingerprint", "action"))]
            self._db.insert(
                "upload_row", ("upload_id", "doc_id", "fingerprint", "action", "outcome", "message"), values
            )
        return int(number or 0)

    def of(self, book_id: str) -> pd.DataFrame:
        """Uploads of a workbook, oldest first.

        Columns: id, at, user, road, reference, sha256, status, finished_at; push (0 for a file), request, state,
        result, sent_at.
        """
        return self._db.read(
            "SELECT id, at, user, road, reference, sha256, status, finished_at, push, request, state, result, sent_at "
            "FROM upload WHERE book_id = ? ORDER BY id",
            (book_id,),
        )

    def rows(self, book_id: str) -> pd.DataFrame:
        """Rows of every upload of a workbook, oldest first: upload_id, doc_id, fingerprint, action, outcome, message."""
        return self._db.read(
            "SELECT r.upload_id, r.doc_id, r.fingerprint, r.action, r.outcome, r.message FROM upload_row r JOIN upload u ON u.id = r.upload_id WHERE u.book_id = ? ORDER BY r.rowid",
            (book_id,),
        )

    def settle(self, upload: int, outcomes: Sequence[tuple[str, str, str]], status: str, finished_at: str) -> None:
        """What became of rows of an upload: doc_id, outcome, message; and of the upload."""
        with self._db.together():
            self._db.executemany(
                "UPDATE upload_row SET outcome = ?, message = ? WHERE upload_id = ? AND doc_id = ?",
                [(outcome, message, upload, doc_id) for doc_id, outcome, message in outcomes],
            )
            self._db.execute(
                "UPDATE upload SET status = ?, finished_at = ? WHERE id = ?", (status, finished_at, upload)
            )
