"""What the accountant marked."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.store import frames
from ims_xl.store.database import StorePart
from ims_xl.store.tables import MARK, MARKS


class Marks(StorePart):
    """The last reading of marks and inputs of each workbook."""

    def of(self, book_id: str) -> pd.DataFrame:
        """Last reading of marks and inputs, one row a document."""
        return self._db.read(f"SELECT {', '.join(MARK)} FROM mark WHERE book_id = ? ORDER BY rowid", (book_id,), MARKS)

    def eligibilities(self, book_ids: Sequence[str]) -> list[tuple[str, str, str]]:
        """What was typed in these workbooks as Eligibility, in their order: book_id, supplier's GSTIN, each word once.

        Imports name no supplier and are left out.
        """
        # A doc_id begins with recipient, section and supplier; a month may have a hundred thousand.
        sql = (
            "WITH said AS (SELECT substr(doc_id, instr(doc_id, '|') + 1) AS rest, eligibility FROM mark "
            "WHERE book_id = ? AND eligibility <> ''), parts AS (SELECT substr(rest, instr(rest, '|') + 1) AS rest, "
            "eligibility FROM said WHERE rest NOT LIKE 'impg%') "
            "SELECT DISTINCT substr(rest, 1, instr(rest, '|') - 1), eligibility FROM parts"
        )
        found = [(book, self._db.execute(sql, (book,)).fetchall()) for book in book_ids]
        return [(book, str(supplier), str(said)) for book, rows in found for supplier, said in rows]

    def with_eligibility(self, book_ids: Sequence[str], words: Sequence[str]) -> set[tuple[str, str]]:
        """Which documents have one of these words typed as Eligibility: book_id and doc_id."""
        books, said = (",".join("?" * len(values)) for values in (book_ids, words))
        sql = f"SELECT book_id, doc_id FROM mark WHERE book_id IN ({books}) AND eligibility IN ({said})"
        return {(str(book), str(doc_id)) for book, doc_id in self._db.execute(sql, (*book_ids, *words))}

    def replace(self, book_id: str, marks: pd.DataFrame) -> None:
        """The present marks and inputs in place of the last reading."""
        # A cell that was emptied leaves no row, so the whole reading is replaced.
        with self._db.together():
            self._db.execute("DELETE FROM mark WHERE book_id = ?", (book_id,))
            self._db.insert("mark", ("book_id", *MARK), [(book_id, *row) for row in frames.rows(marks, MARK)])
