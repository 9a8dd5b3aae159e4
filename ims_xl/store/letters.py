"""Letters to suppliers that were prepared, in every workbook of the GSTIN."""

from collections.abc import Iterable

import pandas as pd

from ims_xl.store.database import StorePart
from ims_xl.store.tables import LETTERS

_NAMES = tuple(column.name for column in LETTERS)


class Letters(StorePart):
    """Lines that are only ever added."""

    def all(self) -> pd.DataFrame:
        """Every letter, oldest first: book_id and the columns of LETTERS."""
        return self._db.read(f"SELECT book_id, {', '.join(_NAMES)} FROM letter ORDER BY id", (), LETTERS)

    def add(self, book_id: str, letters: Iterable[tuple[object, ...]]) -> None:
        """Remember letters of a workbook, in the order of LETTERS."""
        with self._db.together():
            self._db.insert("letter", ("book_id", *_NAMES), [(book_id, *letter) for letter in letters])
