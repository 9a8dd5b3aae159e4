"""What the books said."""

import json
from collections.abc import Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.store import frames
from ims_xl.store.database import AMONG, StorePart, among

_BOOKS = [column.name for column in schema.BOOKS]


class Registers(StorePart):
    """Book rows of each workbook, with the registers' own columns."""

    def replace(self, book_id: str, books: pd.DataFrame, files: Sequence[str]) -> None:
        """Book rows of these files, in place of what the same files gave before; identities are made anew.

        A bill carried from an earlier month that stands in these files again, as in a register from April to now, is
        not kept twice.
        """
        with self._db.together():
            kept = self.of(book_id)
            kept = kept[~kept["source_file"].isin(list(files)) | (kept["carried_from"] != "")]
            kept = kept[(kept["carried_from"] == "") | ~_same_bill(kept, books)]
            everything = pd.concat([kept, books.assign(carried_from="")], ignore_index=True) if len(kept) else books
            self._write(book_id, everything)

    def of_suppliers(self, book_ids: Sequence[str], suppliers: Sequence[str]) -> pd.DataFrame:
        """Book rows of these suppliers in any of these workbooks, carried ones left out: schema.BOOKS and `book_id`."""
        marks = ",".join("?" * len(book_ids))
        found = self._db.read(
            f"SELECT {', '.join(_BOOKS)}, book_id FROM book WHERE book_id IN ({marks}) AND carried_from = '' "
            f"AND supplier_gstin IN {AMONG} ORDER BY rowid",
            (*book_ids, *among(suppliers)),
            schema.BOOKS,
        )
        return found.astype({"book_id": "str"})

    def booked_before(self, book_id: str, earlier: Sequence[str]) -> set[str]:
        """doc_id of the book rows of a workbook that stand in one of the earlier ones too."""
        sql = (
            "SELECT doc_id FROM book WHERE book_id = ? AND EXISTS (SELECT 1 FROM book AS before WHERE "
            f"before.doc_id = book.doc_id AND before.book_id IN ({','.join('?' * len(earlier))}))"
        )
        return {str(doc_id) for (doc_id,) in self._db.execute(sql, (book_id, *earlier))}

    def carry(self, book_id: str, books: pd.DataFrame, period: str) -> None:
        """Add open rows of an earlier period to a workbook that has none yet."""
        with self._db.together():
            carried = books.assign(carried_from=books["carried_from"].where(books["carried_from"] != "", period))
            self._write(book_id, carried)

    def _write(self, book_id: str, books: pd.DataFrame) -> None:
        books = schema.conform(books, schema.BOOKS)
        if "carried_from" not in books:
            books["carried_from"] = ""
        books["doc_id"] = schema.book_doc_ids(books)
        own = [name for name in books.columns if name not in _BOOKS and name != "carried_from"]
        books["own"] = [
            json.dumps(
                {name: value for name, value in row.items() if _is_value(value)},
                ensure_ascii=False,
                default=str,
            )
            for row in books[own].to_dict("records")
        ]
        self._db.execute("DELETE FROM book WHERE book_id = ?", (book_id,))
        columns = [*_BOOKS, "own", "carried_from"]
        self._db.insert("book", ["book_id", *columns], [(book_id, *row) for row in frames.rows(books, columns)])

    def of(self, book_id: str) -> pd.DataFrame:
        """Book rows of a workbook: schema.BOOKS, `carried_from`, then the register's own columns."""
        frame = self._db.read(
            f"SELECT {', '.join(_BOOKS)}, own, carried_from FROM book WHERE book_id = ? ORDER BY rowid",
            (book_id,),
            schema.BOOKS,
        )
        own = pd.DataFrame([json.loads(text) for text in frame.pop("own")], index=frame.index)
        return frame.join(own.drop(columns=[c for c in own if c in frame.columns]))


_BILL = ["family", "supplier_gstin", "port_code", "doc_type", "doc_number", "doc_date", *schema.AMOUNTS]


def _same_bill(kept: pd.DataFrame, books: pd.DataFrame) -> "pd.Series[bool]":
    """Which of the kept rows stand among the books with the same identity and amounts."""
    known = pd.MultiIndex.from_frame(books[_BILL])
    return pd.Series(pd.MultiIndex.from_frame(kept[_BILL]).isin(known), index=kept.index)


def _is_value(value: object) -> bool:
    return value is not None and value != "" and value == value
