"""GSTR-2B statements that workbooks read, with their sums."""

from collections.abc import Hashable, Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.statements import age, file_key, file_keys, merge
from ims_xl.store import frames
from ims_xl.store.database import AMONG, StorePart, among

_GSTR2B = [column.name for column in schema.GSTR2B]
_STATEMENTS = [column.name for column in schema.STATEMENTS]


class Statements(StorePart):
    """Documents and sums of GSTR-2B statements, kept for each workbook that read them."""

    def add(
        self,
        book_id: str,
        documents: pd.DataFrame,
        statements: pd.DataFrame,
        made_at: Sequence[str],
        *,
        whole: bool = False,
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
                before = self.sums(book_id, period).to_dict("records")
                held = before[0] if before and not whole else None
                order = age(held["generated"], found["generated"]) if held else "later"
                if order == "earlier":
                    passed_over.append(period)
                    continue
                row: dict[Hashable, object] = {**found, "made_at": at}
                if held and order == "same":
                    row = {**merge(held, found), "made_at": min(at, held["made_at"])}
                    self._drop_files(book_id, period, set(file_keys(found)))
                else:
                    self._db.execute("DELETE FROM gstr2b WHERE book_id = ? AND gstr2b_period = ?", (book_id, period))
                columns = [*_STATEMENTS, "made_at"]
                values = [(book_id, *one) for one in frames.rows(pd.DataFrame([row])[columns], columns)]
                self._db.insert("statement", ("book_id", *columns), values, "INSERT OR REPLACE")
            taken = documents[~documents["gstr2b_period"].isin(passed_over)]
            listed = [(book_id, *row) for row in frames.rows(taken, _GSTR2B)]
            self._db.insert("gstr2b", ("book_id", *_GSTR2B), listed, "INSERT OR REPLACE")
        return passed_over

    def _drop_files(self, book_id: str, period: str, keys: set[str]) -> None:
        """Documents of files of a period that are read again, under whatever name."""
        held = self._db.execute(
            "SELECT DISTINCT source_file FROM gstr2b WHERE book_id = ? AND gstr2b_period = ?", (book_id, period)
        ).fetchall()
        for (file,) in held:
            if file_key(file) in keys:
                self._db.execute(
                    "DELETE FROM gstr2b WHERE book_id = ? AND gstr2b_period = ? AND source_file = ?",
                    (book_id, period, file),
                )

    def sums(self, book_id: str, period: str) -> pd.DataFrame:
        """The sums of the GSTR-2B of a period and `made_at`: one row, or none."""
        return self._db.read(
            f"SELECT {', '.join(_STATEMENTS)}, made_at FROM statement WHERE book_id = ? AND gstr2b_period = ?",
            (book_id, period),
            schema.STATEMENTS,
        )

    def periods_before(self, book_id: str, period: str) -> list[str]:
        """The periods before this one whose GSTR-2B a workbook read, in order."""
        rows = self._db.execute("SELECT gstr2b_period FROM statement WHERE book_id = ?", (book_id,))
        held = [str(found) for (found,) in rows if periods.ordinal(str(found)) < periods.ordinal(period)]
        return sorted(held, key=periods.ordinal)

    def documents(self, book_ids: Sequence[str]) -> pd.DataFrame:
        """Documents of every GSTR-2B these workbooks read (schema.GSTR2B).

        Of a period that several of them read, the statement made last counts.
        """
        return self._read(book_ids, "1", ())

    def of_suppliers(self, book_ids: Sequence[str], suppliers: Sequence[str]) -> pd.DataFrame:
        """Those of these suppliers."""
        return self._read(book_ids, f"d.supplier_gstin IN {AMONG}", among(suppliers))

    def numbered(self, book_ids: Sequence[str], numbers: Sequence[str], until: str) -> pd.DataFrame:
        """Those with one of these numbers (trimmed capitals), of statements made up to a time, and `at`, when made."""
        marks = ",".join("?" * len(numbers))
        where = f"upper(trim(d.doc_number)) IN ({marks}) AND last.made <= ?"
        return self._read(book_ids, where, (*numbers, until), ", last.made AS at").astype({"at": "str"})

    def dated(self, book_ids: Sequence[str], first: str, last: str) -> pd.DataFrame:
        """Those with a date between two days, YYYY-MM-DD."""
        return self._read(book_ids, "d.doc_date BETWEEN ? AND ?", (first, last))

    def of_returns(self, book_ids: Sequence[str], returns: Sequence[tuple[str, str]]) -> pd.DataFrame:
        """Those of suppliers' returns (GSTIN, period)."""
        return self._read(book_ids, *frames.among(("d.supplier_gstin", "d.supplier_period"), returns))

    def filings(self, book_ids: Sequence[str], until: str) -> pd.DataFrame:
        """What they tell of suppliers' returns (schema.FILINGS), of statements made up to a time.

        GSTR-1A has the period of the GSTR-1 before it, so that the first GSTR-2B of a return counts, and documents that
        IMS showed as those of a GSTR-1A tell nothing.
        """
        marks = ",".join("?" * len(book_ids))
        found = self._db.read(
            "SELECT d.supplier_gstin, d.supplier_period, d.gstr2b_period, MIN(d.filed_on) AS filed_on FROM gstr2b d "
            f"JOIN statement s USING (book_id, gstr2b_period) WHERE d.book_id IN ({marks}) AND s.made_at <= ? "
            "AND d.supplier_gstin <> '' AND d.supplier_period <> '' "
            "AND (d.supplier_gstin, d.supplier_period, upper(trim(d.doc_number))) NOT IN (SELECT supplier_gstin, "
            "supplier_period, upper(trim(doc_number)) FROM version WHERE source_form = 'R1A') GROUP BY 1, 2, 3 "
            "ORDER BY substr(d.gstr2b_period, 3) || substr(d.gstr2b_period, 1, 2)",
            (*book_ids, until),
            schema.FILINGS,
        )
        return found.drop_duplicates(["supplier_gstin", "supplier_period"], ignore_index=True)

    def _read(self, book_ids: Sequence[str], where: str, parameters: Sequence[str], more: str = "") -> pd.DataFrame:
        marks = ",".join("?" * len(book_ids))
        return self._db.read(
            f"WITH last AS (SELECT gstr2b_period, book_id, MAX(made_at) AS made FROM statement WHERE book_id IN ({marks}) "
            f"GROUP BY gstr2b_period) SELECT {', '.join(f'd.{name}' for name in _GSTR2B)}{more} FROM gstr2b d JOIN last USING (gstr2b_period, book_id) "
            f"WHERE {where} ORDER BY d.rowid",
            (*book_ids, *parameters),
            schema.GSTR2B,
        )
