"""What the last match of each workbook said of its suppliers."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.store import frames
from ims_xl.store.database import StorePart
from ims_xl.store.tables import SUPPLIER_COUNTS

_NAMES = [column.name for column in SUPPLIER_COUNTS]


class SupplierCounts(StorePart):
    """Documents, missing and mismatched ones, by workbook and supplier."""

    def replace(self, book_id: str, counts: pd.DataFrame) -> None:
        """The counts of a workbook (columns of SUPPLIER_COUNTS) in place of those of its last match."""
        with self._db.together():
            self._db.execute("DELETE FROM supplier_count WHERE book_id = ?", (book_id,))
            rows = [(book_id, *row) for row in frames.rows(counts, _NAMES)]
            self._db.insert("supplier_count", ("book_id", *_NAMES), rows)

    def of(self, book_ids: Sequence[str]) -> pd.DataFrame:
        """The counts of these workbooks: book_id and the columns of SUPPLIER_COUNTS."""
        marks = ",".join("?" * len(book_ids))
        sql = f"SELECT book_id, {', '.join(_NAMES)} FROM supplier_count WHERE book_id IN ({marks}) ORDER BY rowid"
        return self._db.read(sql, book_ids, SUPPLIER_COUNTS)
