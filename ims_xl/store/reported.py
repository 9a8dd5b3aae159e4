"""What suppliers reported, as the GSTR-2A that a workbook read lists it."""

from collections.abc import Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import StorePart

_GSTR2A = [column.name for column in schema.GSTR2A]


class Reported(StorePart):
    """Documents of GSTR-2A (schema.GSTR2A) of each workbook."""

    def replace(self, book_id: str, documents: pd.DataFrame, files: Sequence[str]) -> None:
        """Documents of these files, in place of what the same files gave before; of one document the last counts."""
        with self._db.together():
            marks = ",".join("?" * len(files))
            self._db.execute(f"DELETE FROM gstr2a WHERE book_id = ? AND source_file IN ({marks})", (book_id, *files))
            rows = [(book_id, *row) for row in frames.rows(documents, _GSTR2A)]
            self._db.insert("gstr2a", ("book_id", *_GSTR2A), rows, "INSERT OR REPLACE")

    def of(self, book_id: str) -> pd.DataFrame:
        """The documents of a workbook (schema.GSTR2A)."""
        return self._db.read(
            f"SELECT {', '.join(_GSTR2A)} FROM gstr2a WHERE book_id = ? ORDER BY rowid", (book_id,), schema.GSTR2A
        )
