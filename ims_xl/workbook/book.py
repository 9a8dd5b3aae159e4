"""What the program needs of a workbook, whichever program holds it open."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import pandas as pd

from ims_xl.workbook.sheet import Sheet

METADATA = "_ims"
"""Key and name of the very hidden sheet that makes a workbook ours."""


class TableData(NamedTuple):
    """A table as it stands in the workbook, wherever it was moved.

    `rows`: one column a heading, Python values (str, float, datetime, bool or None); the index is the row
    number Excel shows. Wholly blank rows are left out. `sheet` is the sheet's present name.
    """

    name: str
    sheet: str
    rows: pd.DataFrame


class Book(Protocol):
    """One IMS workbook: `FileBook` works on the file, `ExcelBook` on the open workbook."""

    path: Path
    backups: Path | None

    def metadata(self) -> str:
        """The text kept on the `_ims` sheet."""

    def tables(self) -> dict[str, TableData]:
        """Every table of ours by its table name, found wherever it now stands."""

    def cell(self, key: str, row: int, column: int) -> object:
        """The value of a cell outside tables, on the sheet with that key; None when there is none."""

    def copies(self) -> list[str]:
        """Names of sheets that are copies of ours: nothing is read from them."""

    def let_go(self) -> None:
        """Keep nothing of what the cells hold, where it is not needed to draw; it is read again when asked for."""

    def draw(self, sheets: Sequence[Sheet]) -> None:
        """Write these sheets, all of ours in order; sheets of ours that are not named are removed.

        The accountant's own sheets, formats, notes and columns stay. Nothing is half-written.
        Raises ImsError when the workbook cannot be written or something in it would be lost.
        """
