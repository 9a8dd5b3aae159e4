"""What the portal said, every version of every document."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import Database, Room

_IMS = [column.name for column in schema.IMS]
_GSTR2B = [column.name for column in schema.GSTR2B]
_STATEMENTS = [column.name for column in schema.STATEMENTS]


class Portal(Room):
    """IMS documents and documents of GSTR-2B statements."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._last: tuple[tuple[int, int], pd.DataFrame] | None = None

    def replace(self, documents: pd.DataFrame, sections: Sequence[str], source: int) -> None:
        """The portal's present answer for these sections: what it no longer names is no longer present."""
        marks = ",".join("?" * len(sections))
        columns = [*_IMS, "present", "first_source", "last_source"]
        changing = [name for name in columns if name not in ("doc_id", "fingerprint", "first_source")]
        values = [(*row, 1, source, source) for row in frames.rows(documents, _IMS)]
        with self._db.together():
            self._db.execute(f"UPDATE ims SET present = 0 WHERE section IN ({marks})", tuple(sections))
            names = ", ".join(columns)
            updates = ", ".join(f"{name} = excluded.{name}" for name in changing)
            self._db.executemany(
                f"INSERT INTO ims ({names}) VALUES ({','.join('?' * len(columns))}) "
                f"ON CONFLICT (doc_id, fingerprint) DO UPDATE SET {updates}",
                values,
            )

    def documents(self) -> pd.DataFrame:
        """What the portal holds now, with the columns of schema.IMS; read once as long as nothing is written."""
        changes = self._db.changes()
        if self._last is None or self._last[0] != changes:
            sql = f"SELECT {', '.join(_IMS)} FROM ims WHERE present = 1 ORDER BY rowid"
            self._last = changes, self._db.read(sql, (), schema.IMS)
        return self._last[1].copy(deep=False)

    def versions(self, doc_ids: Sequence[str]) -> pd.DataFrame:
        """Every version ever seen of these documents, oldest first, with `last_source` and `present`."""
        found = [
            self._db.read(
                f"SELECT {', '.join(_IMS)}, present, last_source FROM ims WHERE doc_id IN ({','.join('?' * len(part))}) "
                "ORDER BY last_source, rowid",
                part,
                schema.IMS,
            )
            for part in _parts(doc_ids)
        ]
        return pd.concat(found, ignore_index=True) if found else schema.empty(schema.IMS)

    def add_gstr2b(
        self, documents: pd.DataFrame, statements: pd.DataFrame, made_at: Sequence[str], *, whole: bool = False
    ) -> None:
        """Documents and sums of GSTR-2B statements (schema.GSTR2B, schema.STATEMENTS), each made at that time.

        What is `whole`, or was generated on another day, replaces all of its period; else a file is one of several
        and replaces what a file of that name gave before.
        """
        with self._db.together():
            for period, generated in zip(statements["gstr2b_period"], statements["generated"], strict=True):
                found = self._db.execute(
                    "SELECT generated FROM statement WHERE gstr2b_period = ?", (period,)
                ).fetchone()
                if whole or (found is not None and found[0] != generated):
                    self._db.execute("DELETE FROM gstr2b WHERE gstr2b_period = ?", (period,))
            for period, file in documents[["gstr2b_period", "source_file"]].drop_duplicates().itertuples(index=False):
                self._db.execute("DELETE FROM gstr2b WHERE gstr2b_period = ? AND source_file = ?", (period, file))
            self._db.insert("gstr2b", _GSTR2B, frames.rows(documents, _GSTR2B), "INSERT OR REPLACE")
            rows = [(*row, at) for row, at in zip(frames.rows(statements, _STATEMENTS), made_at, strict=True)]
            self._db.insert("statement", (*_STATEMENTS, "made_at"), rows, "INSERT OR REPLACE")

    def statement(self, period: str) -> pd.DataFrame:
        """The sums of the GSTR-2B of a period and `made_at`: one row, or none."""
        return self._db.read(
            f"SELECT {', '.join(_STATEMENTS)}, made_at FROM statement WHERE gstr2b_period = ?",
            (period,),
            schema.STATEMENTS,
        )

    def gstr2b(self) -> pd.DataFrame:
        """Documents of every GSTR-2B read so far, with the columns of schema.GSTR2B."""
        return self._db.read(f"SELECT {', '.join(_GSTR2B)} FROM gstr2b ORDER BY rowid", (), schema.GSTR2B)


def _parts(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
