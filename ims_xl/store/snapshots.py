"""What the portal said to each workbook: dated snapshots of IMS documents that never change."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import AMONG, Database, StorePart, among

_IMS = [column.name for column in schema.IMS]
_CONTENT = ", ".join(_IMS)
_SHOWN = ", ".join(f"v.{name}" for name in _IMS)
_PRESENT = (
    "SELECT s.book_id, n.section, MAX(n.source) AS source FROM snapshot n JOIN source s ON s.id = n.source "
    "WHERE s.undone_at = '' AND s.book_id IN ({marks}) GROUP BY s.book_id, n.section"
)


class Snapshots(StorePart):
    """Each source of a workbook (a file, a download) is a snapshot of the sections it names.

    A workbook shows, for every section, the newest snapshot taken for it that was not undone.
    """

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._last: tuple[str, tuple[int, int], pd.DataFrame] | None = None

    def add(self, documents: pd.DataFrame, sections: Sequence[str], source: int) -> None:
        """What that source held of these sections (schema.IMS); a section without documents was empty."""
        rows = frames.rows(documents, _IMS)
        digests = [(frames.digest(row),) for row in rows]
        values = [(*key, *row) for key, row in zip(digests, rows, strict=True)]
        with self._db.together():
            self._db.insert(
                "snapshot", ("source", "section"), [(source, section) for section in dict.fromkeys(sections)]
            )
            # Most records of a month are the same in every download: each content is kept once.
            self._db.insert("version", ("digest", *_IMS), values, "INSERT OR IGNORE")
            self._db.executemany(
                "INSERT OR IGNORE INTO held SELECT ?, id FROM version WHERE digest = ?",
                [(source, *key) for key in digests],
            )

    def documents(self, book_id: str) -> pd.DataFrame:
        """What the portal holds as far as the workbook knows (schema.IMS), in the order in which it came to be known.

        Read once as long as nothing is written.
        """
        changes = self._db.changes()
        if self._last is None or self._last[:2] != (book_id, changes):
            self._last = book_id, changes, self.present([book_id])[_IMS]
        return self._last[2].copy(deep=False)

    def present(self, book_ids: Sequence[str], suppliers: Sequence[str] | None = None) -> pd.DataFrame:
        """What each of these workbooks shows, of these suppliers (None: of all): schema.IMS and `book_id`."""
        chosen = "" if suppliers is None else f"WHERE v.supplier_gstin IN {AMONG} "
        found = self._db.read(
            f"WITH newest AS ({_PRESENT.format(marks=_marks(book_ids))}) SELECT {_SHOWN}, n.book_id FROM newest n "
            "JOIN held h ON h.source = n.source JOIN version v ON v.id = h.version AND v.section = n.section "
            f"{chosen}ORDER BY (SELECT MIN(f.id) FROM version f WHERE f.doc_id = v.doc_id), v.id",
            (*book_ids, *among(suppliers)),
            schema.IMS,
        )
        return found.astype({"book_id": "str"})

    def dated(self, book_ids: Sequence[str], first: str, last: str) -> pd.DataFrame:
        """Of what these workbooks show the documents with a date between two days, YYYY-MM-DD: as `present`."""
        tables = (
            "version v JOIN held h ON h.version = v.id JOIN newest n ON n.source = h.source AND n.section = v.section"
        )
        return self._present_where(book_ids, tables, "v.doc_date BETWEEN ? AND ?", (first, last))

    def of_returns(self, book_ids: Sequence[str], returns: Sequence[tuple[str, str]]) -> pd.DataFrame:
        """Of what these workbooks show the documents of suppliers' returns (GSTIN, period): as `present`."""
        # CROSS JOIN: SQLite begins with the few documents of the returns, not with all that every workbook shows.
        tables = (
            "version v CROSS JOIN newest n ON n.section = v.section "
            "JOIN held h ON h.source = n.source AND h.version = v.id"
        )
        where, parameters = frames.among(("v.supplier_gstin", "v.supplier_period"), returns)
        return self._present_where(book_ids, tables, where, parameters)

    def _present_where(self, book_ids: Sequence[str], tables: str, where: str, given: Sequence[str]) -> pd.DataFrame:
        found = self._db.read(
            f"WITH newest AS ({_PRESENT.format(marks=_marks(book_ids))}) SELECT {_SHOWN}, n.book_id FROM {tables} "
            f"WHERE {where} ORDER BY v.id",
            (*book_ids, *given),
            schema.IMS,
        )
        return found.astype({"book_id": "str"})

    def made_at(self, book_id: str) -> dict[str, str]:
        """When what a workbook shows of each section was made, at the latest when it was read."""
        rows = self._db.execute(
            f"SELECT n.section, MIN(s.made_at, s.at) FROM ({_PRESENT.format(marks='?')}) n JOIN source s ON s.id = n.source",
            (book_id,),
        )
        return {str(section): str(made_at) for section, made_at in rows}

    def versions(self, doc_ids: Sequence[str]) -> pd.DataFrame:
        """Every content these documents ever had in any workbook (schema.IMS), oldest first."""
        found = [
            self._db.read(
                f"SELECT {_CONTENT} FROM version WHERE doc_id IN ({_marks(part)}) ORDER BY id", part, schema.IMS
            )
            for part in _parts(doc_ids)
        ]
        return pd.concat(found, ignore_index=True) if found else schema.empty(schema.IMS)

    def last_held(self, book_ids: Sequence[str], numbers: Sequence[str], until: str) -> pd.DataFrame:
        """The last content, up to a time, of each document with one of these numbers that a workbook ever held.

        Numbers are trimmed capitals. Columns: schema.IMS, the `book_id` that held it last and `at`, when the portal said so.
        """
        found = [
            self._db.read(
                f"SELECT {_SHOWN}, s.book_id, s.made_at AS at FROM version v JOIN held h ON h.version = v.id JOIN source s ON s.id = h.source "
                f"WHERE s.undone_at = '' AND s.book_id IN ({_marks(book_ids)}) AND upper(trim(v.doc_number)) IN ({_marks(part)}) "
                "AND s.at <= ? ORDER BY s.id",
                (*book_ids, *part, until),
                schema.IMS,
            )
            for part in _parts(numbers)
        ]
        if not found:
            return schema.empty(schema.IMS).assign(book_id=pd.Series(dtype="str"), at=pd.Series(dtype="str"))
        whole = pd.concat(found, ignore_index=True).astype({"book_id": "str", "at": "str"})
        return whole.drop_duplicates("doc_id", keep="last", ignore_index=True)


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


# Older builds of SQLite take 999 parameters at most.
def _parts(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
