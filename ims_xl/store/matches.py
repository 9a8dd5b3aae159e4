"""What the matcher said, and how statuses changed."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.store import frames
from ims_xl.store.database import StorePart

_PAIR = ("ims_doc", "book_doc", "status", "score", "margin", "ambiguous", "short", "why", "codes")
_VERDICT = ("side", "doc_id", "status", "reason", "short", "why", "warning")


class Matches(StorePart):
    """Links and statuses of the last run of each workbook."""

    def replace(
        self, book_id: str, at: str, tolerance: str, counts: str, pairs: pd.DataFrame, verdicts: pd.DataFrame
    ) -> int:
        """The result of a match run in place of the last one; statuses that changed go to the history."""
        with self._db.together():
            run = self._db.execute(
                "INSERT INTO run (book_id, at, tolerance, counts) VALUES (?,?,?,?)",
                (book_id, at, tolerance, counts),
            ).lastrowid
            self._db.execute(
                "CREATE TEMP TABLE was AS SELECT side, doc_id, status FROM verdict WHERE book_id = ?",
                (book_id,),
            )
            self._db.execute("DELETE FROM pair WHERE book_id = ?", (book_id,))
            self._db.execute("DELETE FROM verdict WHERE book_id = ?", (book_id,))
            self._db.insert("pair", ("book_id", *_PAIR), [(book_id, *row) for row in frames.rows(pairs, _PAIR)])
            self._db.insert(
                "verdict",
                ("book_id", *_VERDICT),
                [(book_id, *row) for row in frames.rows(verdicts, _VERDICT)],
            )
            self._db.execute("CREATE UNIQUE INDEX temp.was_key ON was (side, doc_id)")
            self._db.execute(
                "INSERT INTO status_history SELECT v.book_id, ?, v.side, v.doc_id, v.status FROM verdict v "
                "LEFT JOIN was ON was.side = v.side AND was.doc_id = v.doc_id "
                "WHERE v.book_id = ? AND was.status IS NOT v.status",
                (run, book_id),
            )
            self._db.execute("DROP TABLE was")
        return int(run or 0)

    def last_run(self, book_id: str) -> tuple[int, str, str] | None:
        """Number, time and tolerance (JSON) of the last match, None before the first."""
        row = self._db.execute(
            "SELECT id, at, tolerance FROM run WHERE book_id = ? ORDER BY id DESC LIMIT 1", (book_id,)
        ).fetchone()
        return (int(row[0]), str(row[1]), str(row[2])) if row else None

    def pairs(self, book_id: str) -> pd.DataFrame:
        """Links of the last run: ims_doc, book_doc, status, score, margin, ambiguous, short, why, codes."""
        return self._db.read(f"SELECT {', '.join(_PAIR)} FROM pair WHERE book_id = ? ORDER BY rowid", (book_id,))

    def verdicts(self, book_id: str, side: str) -> pd.DataFrame:
        """Status of every row of one side (`ims` or `books`): doc_id, status, reason, short, why, warning."""
        return self._db.read(
            "SELECT doc_id, status, reason, short, why, warning FROM verdict WHERE book_id = ? AND side = ? ORDER BY rowid",
            (book_id, side),
        )

    def statuses_before(self, book_id: str, earlier: Sequence[str], until: str) -> pd.DataFrame:
        """The last status, up to a time, that earlier workbooks gave to IMS documents which this one ever held.

        Columns: doc_id, book_id, status; one row a document and workbook.
        """
        # Of a group with MAX, SQLite takes the other columns from the row that has it.
        return self._db.read(
            "WITH own AS (SELECT DISTINCT v.doc_id FROM source s JOIN held h ON h.source = s.id "
            "JOIN version v ON v.id = h.version WHERE s.book_id = ?) "
            "SELECT t.doc_id, t.book_id, t.status, MAX(t.run_id) AS last FROM status_history t JOIN own USING (doc_id) "
            f"JOIN run r ON r.id = t.run_id WHERE t.book_id IN ({','.join('?' * len(earlier))}) AND t.side = 'ims' "
            "AND r.at <= ? GROUP BY t.doc_id, t.book_id",
            (book_id, *earlier, until),
        )[["doc_id", "book_id", "status"]]
