"""Whether suppliers filed GSTR-3B, as the GSTR-2A that workbooks read say."""

from collections.abc import Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import StorePart

_NAMES = [column.name for column in schema.SUPPLIER_3B]


class Supplier3b(StorePart):
    """What each file that a workbook read says of a supplier's return."""

    def replace(self, book_id: str, returns: pd.DataFrame, files: Sequence[str]) -> None:
        """What these files say (schema.SUPPLIER_3B), in place of what the same files said before."""
        with self._db.together():
            marks = ",".join("?" * len(files))
            self._db.execute(
                f"DELETE FROM supplier_3b WHERE book_id = ? AND source_file IN ({marks})", (book_id, *files)
            )
            rows = [(book_id, *row) for row in frames.rows(returns, _NAMES)]
            self._db.insert("supplier_3b", ("book_id", *_NAMES), rows)

    def of(self, book_ids: Sequence[str]) -> pd.DataFrame:
        """What is known of each supplier's return by what these workbooks read: schema.SUPPLIER_3B, one row a return.

        A return that is filed stays filed, whatever an older file says that was read or copied later: of those that
        say so the first counts, of the others the newest.
        """
        marks = ",".join("?" * len(book_ids))
        found = self._db.read(
            f"SELECT {', '.join(_NAMES)} FROM supplier_3b WHERE book_id IN ({marks}) "
            "ORDER BY filed_3b, CASE filed_3b WHEN 'Filed' THEN 1 ELSE -1 END * julianday(known_on), source_file",
            book_ids,
            schema.SUPPLIER_3B,
        )
        return found.drop_duplicates(["supplier_gstin", "supplier_period"], ignore_index=True)
