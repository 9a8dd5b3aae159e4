"""What the portal said, every version of every document."""

from collections.abc import Hashable, Iterator, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.statements import age, file_key, file_keys, merge
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
    ) -> list[str]:
        """Documents and sums of GSTR-2B statements (schema.GSTR2B, schema.STATEMENTS), each made at that time.

        What is `whole`, or was generated on a later day, replaces all of its period. Of the statement that is held a
        file is one of several: it replaces what it gave before and is added to the others. Gives the periods of
        statements that were passed over because a later one is held.
        """
        passed_over: list[str] = []
        with self._db.together():
            for found, at in zip(statements.to_dict("records"), made_at, strict=True):
                period = str(found["gstr2b_period"])
                before = self.statement(period).to_dict("records")
                held = before[0] if before and not whole else None
                order = age(held["generated"], found["generated"]) if held else "later"
                if order == "earlier":
                    passed_over.append(period)
                    continue
                row: dict[Hashable, object] = {**found, "made_at": at}
                if held and order == "same":
                    row = {**merge(held, found), "made_at": min(at, held["made_at"])}
                    self._drop_files(period, set(file_keys(found)))
                else:
                    self._db.execute("DELETE FROM gstr2b WHERE gstr2b_period = ?", (period,))
                columns = [*_STATEMENTS, "made_at"]
                values = frames.rows(pd.DataFrame([row])[columns], columns)
                self._db.insert("statement", columns, values, "INSERT OR REPLACE")
            taken = documents[~documents["gstr2b_period"].isin(passed_over)]
            self._db.insert("gstr2b", _GSTR2B, frames.rows(taken, _GSTR2B), "INSERT OR REPLACE")
        return passed_over

    def _drop_files(self, period: str, keys: set[str]) -> None:
        """Documents of files of a period that are read again, under whatever name."""
        held = self._db.execute("SELECT DISTINCT source_file FROM gstr2b WHERE gstr2b_period = ?", (period,)).fetchall()
        for (file,) in held:
            if file_key(file) in keys:
                self._db.execute("DELETE FROM gstr2b WHERE gstr2b_period = ? AND source_file = ?", (period, file))

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
