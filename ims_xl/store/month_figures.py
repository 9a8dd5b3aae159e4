"""The figures of each workbook's month as they were last worked out."""

from collections.abc import Mapping

import pandas as pd

from ims_xl import schema
from ims_xl.month_figures import FIGURES
from ims_xl.store import frames
from ims_xl.store.database import StorePart

_NAMES = [column.name for column in FIGURES]


class MonthFigures(StorePart):
    """One row a workbook, for the view over the year."""

    def all(self) -> dict[str, dict[str, object]]:
        """book_id -> what is kept of it, by the names of FIGURES."""
        found = self._db.read(f"SELECT book_id, {', '.join(_NAMES)} FROM month_figures ORDER BY rowid", (), FIGURES)
        rows = found[_NAMES].to_dict("records")
        kept = [{str(name): value for name, value in row.items()} for row in rows]
        return dict(zip(found["book_id"].tolist(), kept, strict=True))

    def replace(self, book_id: str, figures: Mapping[str, object]) -> None:
        """The figures (names of FIGURES) of a workbook in place of those kept before; the same are not written again."""
        row = frames.rows(schema.conform(pd.DataFrame([figures]), FIGURES), _NAMES)
        names = ", ".join(_NAMES)
        held = self._db.execute(f"SELECT {names} FROM month_figures WHERE book_id = ?", (book_id,)).fetchone()
        if held == row[0]:
            return
        with self._db.together():
            values = [(book_id, *one) for one in row]
            self._db.insert("month_figures", ("book_id", *_NAMES), values, "INSERT OR REPLACE")
