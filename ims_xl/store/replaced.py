"""What the last purchase import of a workbook replaced, so that it can be taken back: its books, GSTR-2B and GSTR-2A."""

import json
import zlib

from ims_xl.store.database import StorePart

_TABLES = ("book", "gstr2b", "gstr2a", "supplier_3b", "statement")


class Replaced(StorePart):
    """The rows of each workbook as they were before its last purchase import; an older state is forgotten."""

    def keep(self, book_id: str, batch: int) -> None:
        """Keep the present rows, right before the import of that number changes them."""
        tables = {}
        for table in _TABLES:
            cursor = self._db.execute(f"SELECT * FROM {table} WHERE book_id = ? ORDER BY rowid", (book_id,))
            names = [item[0] for item in cursor.description]
            tables[table] = {"columns": names, "rows": cursor.fetchall()}
        content = zlib.compress(json.dumps(tables, ensure_ascii=False).encode(), 3)
        with self._db.together():
            values = [(book_id, batch, content)]
            self._db.insert("replaced", ("book_id", "batch", "content"), values, "INSERT OR REPLACE")

    def put_back(self, book_id: str, batch: int) -> bool:
        """The rows as they were before that import; False, with nothing changed, when they were not kept."""
        kept = self._db.execute(
            "SELECT content FROM replaced WHERE book_id = ? AND batch = ?", (book_id, batch)
        ).fetchone()
        if kept is None:
            return False
        tables = json.loads(zlib.decompress(kept[0]))
        with self._db.together():
            for table in tables:
                self._db.execute(f"DELETE FROM {table} WHERE book_id = ?", (book_id,))
                self._db.insert(table, tables[table]["columns"], map(tuple, tables[table]["rows"]))
            self._db.execute("DELETE FROM replaced WHERE book_id = ?", (book_id,))
        return True
