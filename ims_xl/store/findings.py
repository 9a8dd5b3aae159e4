"""What was wrong with the files that were read."""

from collections.abc import Sequence

import pandas as pd

from ims_xl.issues import Issue
from ims_xl.store.database import StorePart


class Findings(StorePart):
    """Issues of each workbook by the step that found them."""

    def replace(self, book_id: str, step: str, issues: Sequence[Issue], files: Sequence[str] = ()) -> None:
        """Findings of a step in place of its last ones; with `files`, only of those files."""
        columns = (
            "book_id",
            "step",
            "severity",
            "file",
            "sheet",
            "row",
            "column",
            "value",
            "reason",
            "remedy",
        )
        with self._db.together():
            where, parameters = "book_id = ? AND step = ?", [book_id, step]
            if files:
                where += f" AND file IN ({','.join('?' * len(files))})"
                parameters += files
            self._db.execute(f"DELETE FROM issue WHERE {where}", parameters)
            self._db.insert(
                "issue",
                columns,
                [
                    (book_id, step, i.severity, i.file, i.sheet, i.row, i.column, i.value, i.reason, i.remedy)
                    for i in issues
                ],
            )

    def of(self, book_id: str) -> pd.DataFrame:
        """Findings of a workbook: step, severity, file, sheet, row, column, value, reason, remedy."""
        return self._db.read(
            'SELECT step, severity, file, sheet, row, "column", value, reason, remedy FROM issue WHERE book_id = ? ORDER BY id',
            (book_id,),
        )
