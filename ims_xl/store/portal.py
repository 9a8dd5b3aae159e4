"""What the portal said, every version of every document."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import Room

_IMS = [column.name for column in schema.IMS]
_GSTR2B = [column.name for column in schema.GSTR2B]


class Portal(Room):
    """IMS documents and documents of GSTR-2B statements."""

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
        """What the portal holds now, with the columns of schema.IMS."""
        return self._db.read(f"SELECT {', '.join(_IMS)} FROM ims WHERE present = 1 ORDER BY rowid", (), schema.IMS)

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

    def add_gstr2b(self, documents: pd.DataFrame) -> None:
        """Documents of GSTR-2B statements; a later statement of the same period replaces the same document."""
        with self._db.together():
            self._db.insert("gstr2b", _GSTR2B, frames.rows(documents, _GSTR2B), "INSERT OR REPLACE")

    def gstr2b(self) -> pd.DataFrame:
        """Documents of every GSTR-2B read so far, with the columns of schema.GSTR2B."""
        return self._db.read(f"SELECT {', '.join(_GSTR2B)} FROM gstr2b ORDER BY rowid", (), schema.GSTR2B)


def _parts(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
