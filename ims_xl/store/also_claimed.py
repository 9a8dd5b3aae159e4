"""Where else the credit of a workbook's documents was taken, as it was last looked for."""

from collections.abc import Mapping, Sequence

from ims_xl.store.database import AMONG, StorePart, among


class AlsoClaimed(StorePart):
    """Sentences by document of a workbook."""

    def of(self, book_id: str) -> dict[str, str]:
        """doc_id -> where else its credit was taken."""
        rows = self._db.execute("SELECT doc_id, said FROM also_claimed WHERE book_id = ? ORDER BY rowid", (book_id,))
        return {str(doc_id): str(said) for doc_id, said in rows}

    def numbers_of(self, suppliers: Sequence[str]) -> list[tuple[str, str]]:
        """Supplier and number of every document of these suppliers, of IMS, GSTR-2B and books of whatever month."""
        tables = ("version", "gstr2b", "book")
        sql = " UNION ".join(
            f"SELECT supplier_gstin, doc_number FROM {table} WHERE supplier_gstin IN {AMONG}" for table in tables
        )
        return [(str(supplier), str(number)) for supplier, number in self._db.execute(sql, among(suppliers) * 3)]

    def is_of(self, book_id: str, made_of: str) -> bool:
        """Whether that is what was found in this data, see `data`."""
        found = self._db.execute("SELECT made_of FROM claims_looked_for WHERE book_id = ?", (book_id,)).fetchone()
        return found is not None and found[0] == made_of

    def data(self) -> str:
        """Differs when a file was read, undone or sent, or a month was closed or begun, in any workbook of the GSTIN."""
        sql = (
            "SELECT (SELECT COUNT(*) || ' ' || COALESCE(MAX(undone_at), '') FROM source), "
            "(SELECT COUNT(*) || ' ' || COALESCE(MAX(finished_at), '') FROM upload), "
            "(SELECT GROUP_CONCAT(period || closed_at) FROM workbook)"
        )
        return " ".join(map(str, self._db.execute(sql).fetchone()))

    def replace(self, book_id: str, found: Mapping[str, str], made_of: str) -> None:
        """What was found of a workbook in that data in place of what was found before."""
        with self._db.together():
            self._db.execute("DELETE FROM also_claimed WHERE book_id = ?", (book_id,))
            rows = [(book_id, doc_id, said) for doc_id, said in found.items()]
            self._db.insert("also_claimed", ("book_id", "doc_id", "said"), rows)
            self._db.insert("claims_looked_for", ("book_id", "made_of"), [(book_id, made_of)], "INSERT OR REPLACE")
