"""What the accountant wrote in columns of his own, so that it comes back with a document that was away."""

import datetime as dt
import json

import pandas as pd

from ims_xl.store.database import Database, StorePart


class OwnCells(StorePart):
    """Cells of own columns of each workbook, by document; in another `table` those of other rows, by what names them."""

    def __init__(self, db: Database, table: str = "own_cell") -> None:
        super().__init__(db)
        self._table = table

    def of(self, book_id: str) -> pd.DataFrame:
        """The cells as last read: index doc_id, one column a heading."""
        query = f"SELECT doc_id, cells FROM {self._table} WHERE book_id = ? ORDER BY rowid"
        found = {doc_id: json.loads(cells) for doc_id, cells in self._db.execute(query, (book_id,))}
        rows = [{heading: _value(cell) for heading, cell in cells.items()} for cells in found.values()]
        return pd.DataFrame(rows, index=pd.Index(found, dtype="str"), dtype="object")

    def replace(self, book_id: str, cells: pd.DataFrame) -> None:
        """The cells as they are now; documents without any are forgotten."""
        records = zip(cells.index, cells.to_dict("records"), strict=True)
        texts = {
            doc_id: {str(heading): _plain(cell) for heading, cell in row.items() if cell is not None and cell == cell}
            for doc_id, row in records
        }
        with self._db.together():
            self._db.execute(f"DELETE FROM {self._table} WHERE book_id = ?", (book_id,))
            values = [(book_id, doc_id, json.dumps(row, ensure_ascii=False)) for doc_id, row in texts.items() if row]
            self._db.insert(self._table, ("book_id", "doc_id", "cells"), values)


def _plain(cell: object) -> object:
    return {"date": cell.isoformat()} if isinstance(cell, dt.datetime) else cell


def _value(cell: object) -> object:
    return dt.datetime.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell
