"""Links made by hand and pairs kept apart, for every workbook of the GSTIN."""

from collections.abc import Iterable

import pandas as pd

from ims_xl.store.database import StorePart
from ims_xl.store.tables import LINKS

LINKED, APART = "linked", "apart"
_NAMES = [column.name for column in LINKS]


class Links(StorePart):
    """What a person said of pairs; and the first row of a link that is being made."""

    def all(self) -> pd.DataFrame:
        """Everything that holds now, oldest first: id and the columns of LINKS."""
        return self._db.read(f"SELECT id, {', '.join(_NAMES)} FROM link ORDER BY id", (), LINKS)

    def add(self, links: Iterable[dict[str, str]]) -> None:
        """Keep links or pairs kept apart, columns of LINKS; each takes the place of what was said of its pair."""
        with self._db.together():
            self._db.insert(
                "link", _NAMES, [tuple(link[name] for name in _NAMES) for link in links], "INSERT OR REPLACE"
            )

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget some of them, by id."""
        with self._db.together():
            self._db.executemany("DELETE FROM link WHERE id = ?", [(number,) for number in numbers])

    def begin(self, book_id: str, doc_id: str, at: str) -> None:
        """Remember the row that was chosen first; "" forgets it."""
        with self._db.together():
            self._db.execute("DELETE FROM begun_link WHERE book_id = ?", (book_id,))
            if doc_id:
                self._db.insert("begun_link", ("book_id", "doc_id", "at"), [(book_id, doc_id, at)])

    def begun(self, book_id: str) -> str:
        """The row that was chosen first and waits for the other one, "" for none."""
        row = self._db.execute("SELECT doc_id FROM begun_link WHERE book_id = ?", (book_id,)).fetchone()
        return str(row[0]) if row else ""
