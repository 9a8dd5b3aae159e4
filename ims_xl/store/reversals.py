"""Credit reversed for now: the ledger of each month as it was last worked out, by workbook."""

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import StorePart

_NAMES = [column.name for column in schema.REVERSALS]


class Reversals(StorePart):
    """The ledger of each workbook's month."""

    def of(self, book_id: str) -> pd.DataFrame | None:
        """The rows of a month (schema.REVERSALS); None when its ledger was never kept."""
        if not self._db.execute("SELECT 1 FROM reversal_month WHERE book_id = ?", (book_id,)).fetchone():
            return None
        query = f"SELECT {', '.join(_NAMES)} FROM reversal WHERE book_id = ? ORDER BY rowid"
        return self._db.read(query, (book_id,), schema.REVERSALS)

    def replace(self, book_id: str, rows: pd.DataFrame, at: str) -> None:
        """The rows of a month as they are now; nothing is written when they are as they were."""
        held = self.of(book_id)
        if held is not None and held.equals(schema.conform(rows[_NAMES], schema.REVERSALS)):
            return
        with self._db.together():
            self._db.execute("DELETE FROM reversal WHERE book_id = ?", (book_id,))
            self._db.insert("reversal_month", ("book_id", "at"), [(book_id, at)], "INSERT OR REPLACE")
            self._db.insert("reversal", ("book_id", *_NAMES), [(book_id, *row) for row in frames.rows(rows, _NAMES)])
