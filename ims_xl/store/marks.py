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
        """Every Eligibility that was typed in these workbooks, in their order: book_id, doc_id, what was typed."""
        found = [
            self._db.execute(
                "SELECT book_id, doc_id, eligibility FROM mark WHERE book_id = ? AND eligibility <> ''", (one,)
            )
            for one in book_ids
        ]
        return [(str(book), str(document), str(said)) for rows in found for book, document, said in rows]

    def replace(self, book_id: str, marks: pd.DataFrame) -> None:
        """The present marks and inputs in place of the last reading."""
        # A cell that was emptied leaves no row, so the whole reading is replaced.
        with self._db.together():
            self._db.execute("DELETE FROM mark WHERE book_id = ?", (book_id,))
            self._db.insert("mark", ("book_id", *MARK), [(book_id, *row) for row in frames.rows(marks, MARK)])
