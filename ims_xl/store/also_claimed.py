"""Where else the credit of a workbook's documents was taken, as it was last looked for."""

from collections.abc import Mapping

from ims_xl.store.database import StorePart


class AlsoClaimed(StorePart):
    """Sentences by document of a workbook."""

    def of(self, book_id: str) -> dict[str, str]:
        """doc_id -> where else its credit was taken."""
        rows = self._db.execute("SELECT doc_id, said FROM also_claimed WHERE book_id = ? ORDER BY rowid", (book_id,))
        return {str(doc_id): str(said) for doc_id, said in rows}

    def replace(self, book_id: str, found: Mapping[str, str]) -> None:
        """What was found of a workbook in place of what was found before; nothing is written when it is the same."""
        if found == self.of(book_id):
            return
        with self._db.together():
            self._db.execute("DELETE FROM also_claimed WHERE book_id = ?", (book_id,))
            rows = [(book_id, doc_id, said) for doc_id, said in found.items()]
            self._db.insert("also_claimed", ("book_id", "doc_id", "said"), rows)
