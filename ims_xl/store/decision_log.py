"""Who decided what and when; a removed or changed line shows."""

import hashlib
import json
from collections.abc import Sequence

import pandas as pd

from ims_xl.store.database import StorePart

_DECISION = ("at", "user", "book_id", "doc_id", "event", "before", "after", "basis")


class DecisionLog(StorePart):
    """Lines that are only ever added, each with a hash over itself and the line before."""

    def add(self, entries: Sequence[tuple[str, str, str, str, str, str, str, str]]) -> None:
        """Add lines to the decision log: at, user, book_id, doc_id, event, before, after, basis.

        Each line carries a hash over itself and the line before, so that a removed or changed line shows.
        """
        with self._db.together():
            last = self._db.execute("SELECT hash FROM decision ORDER BY id DESC LIMIT 1").fetchone()
            previous = str(last[0]) if last else ""
            values = []
            for entry in entries:
                previous = chain(previous, entry)
                values.append((*entry, previous))
            self._db.insert("decision", (*_DECISION, "hash"), values)

    def of(self, book_id: str) -> pd.DataFrame:
        """The decision log of a workbook, oldest first."""
        return self._db.read(
            "SELECT id, at, user, doc_id, event, before, after, basis, hash FROM decision WHERE book_id = ? ORDER BY id",
            (book_id,),
        )

    def broken_line(self) -> int | None:
        """Number of the first line of the decision log that does not follow from the one before, None when whole."""
        previous = ""
        for number, hashed, *entry in self._db.execute(
            f"SELECT id, hash, {', '.join(_DECISION)} FROM decision ORDER BY id"
        ):
            previous = chain(previous, tuple(entry))
            if previous != hashed:
                return int(number)
        return None


def chain(previous: str, entry: Sequence[object]) -> str:
    """Hash of a decision-log line that also covers the hash before it."""
    # JSON keeps the parts apart: joined as text, two different lines could have one hash.
    return hashlib.sha256(json.dumps([previous, *entry], ensure_ascii=False).encode()).hexdigest()
