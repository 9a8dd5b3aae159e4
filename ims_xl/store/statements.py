"""GSTR-2B statements that workbooks read, with their sums."""

from collections.abc import Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import Room

_GSTR2B = [column.name for column in schema.GSTR2B]
_STATEMENTS = [column.name for column in schema.STATEMENTS]


class Statements(Room):
    """Documents and sums of GSTR-2B statements, kept for each workbook that read them."""

    def add(
        self,
        book_id: str,
        documents: pd.DataFrame,
        statements: pd.DataFrame,
        made_at: Sequence[str],
        *,
        whole: bool = False,
    ) -> None:
        """Documents and sums of GSTR-2B statements (schema.GSTR2B, schema.STATEMENTS), each made at that time.

        What is `whole`, or was generated on another day, replaces all of its period; else a file is one of several
        and replaces what a file of that name gave before.
        """
        with self._db.together():
            for period, generated in zip(statements["gstr2b_period"], statements["generated"], strict=True):
                found = self._db.execute(
                    "SELECT generated FROM statement WHERE book_id = ? AND gstr2b_period = ?", (book_id, period)
                ).fetchone()
                if whole or (found is not None and found[0] != generated):
                    self._db.execute("DELETE FROM gstr2b WHERE book_id = ? AND gstr2b_period = ?", (book_id, period))
            for period, file in documents[["gstr2b_period", "source_file"]].drop_duplicates().itertuples(index=False):
                self._db.execute(
                    "DELETE FROM gstr2b WHERE book_id = ? AND gstr2b_period = ? AND source_file = ?",
                    (book_id, period, file),
                )
            listed = [(book_id, *row) for row in frames.rows(documents, _GSTR2B)]
            self._db.insert("gstr2b", ("book_id", *_GSTR2B), listed, "INSERT OR REPLACE")
            rows = [(book_id, *row, at) for row, at in zip(frames.rows(statements, _STATEMENTS), made_at, strict=True)]
            self._db.insert("statement", ("book_id", *_STATEMENTS, "made_at"), rows, "INSERT OR REPLACE")

    def sums(self, book_id: str, period: str) -> pd.DataFrame:
        """The sums of the GSTR-2B of a period and `made_at`: one row, or none."""
        return self._db.read(
            f"SELECT {', '.join(_STATEMENTS)}, made_at FROM statement WHERE book_id = ? AND gstr2b_period = ?",
            (book_id, period),
            schema.STATEMENTS,
        )

    def documents(self, book_ids: Sequence[str]) -> pd.DataFrame:
        """Documents of every GSTR-2B these workbooks read (schema.GSTR2B).

        Of a period that several of them read, the statement made last counts.
        """
        return self._read(book_ids, "1", ())

    def numbered(self, book_ids: Sequence[str], numbers: Sequence[str], until: str) -> pd.DataFrame:
        """Those with one of these numbers (trimmed capitals), of statements made up to a time."""
        marks = ",".join("?" * len(numbers))
        where = f"upper(trim(d.doc_number)) IN ({marks}) AND last.made <= ?"
        return self._read(book_ids, where, (*numbers, until))

    def _read(self, book_ids: Sequence[str], where: str, parameters: Sequence[str]) -> pd.DataFrame:
        marks = ",".join("?" * len(book_ids))
        return self._db.read(
            f"WITH last AS (SELECT gstr2b_period, book_id, MAX(made_at) AS made FROM statement WHERE book_id IN ({marks}) "
            f"GROUP BY gstr2b_period) SELECT {', '.join(f'd.{name}' for name in _GSTR2B)} FROM gstr2b d JOIN last USING (gstr2b_period, book_id) "
            f"WHERE {where} ORDER BY d.rowid",
            (*book_ids, *parameters),
            schema.GSTR2B,
        )
