"""The tables of a web page, as programs write them under the name of a workbook."""

import html.parser
import re

from ims_xl.issues import ImsError
from ims_xl.purchases.cell_details import Block, Details
from ims_xl.purchases.columns import Cell, rows_of
from ims_xl.purchases.grid import Sheet, decimal_mark, decode, sheet_of
from ims_xl.purchases.sources import Source

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_NUMBER_KEYS = ("x:num", "sdval")
_BREAKS = ("br", "p", "div")
_MOST_SPANNED = 500
_MOST_CELLS = 5_000_000
_MOST_OPEN = 1_000  # tags or comments without an end; a parser looks for the end of each in all that follows
_NO_TABLE = "Open it in Excel and save it as Excel Workbook (.xlsx)."


def read_html(source: Source) -> list[Sheet]:
    """Each table that holds no other, as a sheet of texts; numbers where the page notes what a cell holds.

    Raises ImsError when it has none, or cannot be read in bounded time and memory.
    """
    text = _text(source.data)
    if _is_broken(text):
        raise ImsError("the web page is broken: its tags are not closed", _NO_TABLE, file=source.name)
    tables = _Tables()
    try:
        tables.feed(text)
        tables.close()
    except _TooManyCellsError:
        reason = f"the tables of the web page have more than {_MOST_CELLS:,} cells"
        raise ImsError(reason, "Export fewer months at a time.", file=source.name) from None
    found = [rows for rows in tables.found if any(any(row) for row in rows)]
    if not found:
        raise ImsError("the file is a web page without a table", _NO_TABLE, file=source.name)
    several = len(found) > 1
    sheets = []
    for at, rows in enumerate(found, 1):
        name = f"Table {at}" if several else ""
        sheet = sheet_of(
            name, list[list[object]](map(list, rows)), Details(merged={name: tuple(tables.merged[id(rows)])})
        )
        sheets.append(sheet._replace(decimal=decimal_mark(rows_of(sheet.rows))))
    return sheets


def _is_broken(text: str) -> bool:
    open_tags, open_comments = text.count("<") - text.count(">"), text.count("<!--") - text.count("-->")
    return max(open_tags, open_comments) > _MOST_OPEN


class _TooManyCellsError(Exception):
    """The page says of cells that they take more room than any register has."""


def _text(data: bytes) -> str:
    named = _CHARSET.search(data[:2048])
    try:
        return (
            data.decode(named[1].decode())
            if named and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
            else decode(data)
        )
    except (LookupError, UnicodeDecodeError):
        return decode(data)


class _Tables(html.parser.HTMLParser):
    """Collects rows of cells; a cell over several columns fills the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[Cell]]] = []
        self.merged: dict[int, list[Block]] = {}
        self._open: list[list[list[Cell]]] = []
        self._spans: dict[int, int] = {}  # column to rows that a cell from above still takes
        self._cell: list[str] | None = None
        self._number = ""
        self._width = 1
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.merged[id(self._open[-1])] = []
            self._spans = {}
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
            self._spans = {column: rows - 1 for column, rows in self._spans.items() if rows > 1}
        elif tag in ("td", "th") and self._open:
            self._begin_cell(dict(attrs))
        elif tag in _BREAKS and self._cell:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            table = self._open.pop()
            if not self._open or len(table) > 1:
                self.found.append(table)

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        """Take what a page that was cut off holds too."""
        super().close()
        while self._open:
            self.handle_endtag("table")

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table:
            table.append([])
        row = table[-1]
        while len(row) in self._spans:
            row.append("")
            self._count(1)
        if below := _spanned(attributes, "rowspan") - 1:
            self.merged[id(table)].append(Block(len(table), len(table) + below, len(row)))
            self._spans |= {len(row) + at: below + 1 for at in range(_spanned(attributes, "colspan"))}
        self._width = _spanned(attributes, "colspan")
        self._number = next((attributes[key] or "" for key in _NUMBER_KEYS if attributes.get(key)), "")
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).split())
        row = self._open[-1][-1]
        row.append(_number(text, self._number))
        row += [""] * (self._width - 1)
        self._count(self._width)
        self._cell = None

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise _TooManyCellsError


def _spanned(attributes: dict[str, str | None], key: str) -> int:
    text = attributes.get(key) or ""
    return min(max(int(text), 1), _MOST_SPANNED) if text.isdecimal() else 1


_AMOUNT = re.compile(r"[-(₹ ]*[\d,]+(?:\.\d*)?[) ]*")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?")


def _number(text: str, noted: str) -> Cell:
    """What the page notes for an amount, which it may show rounded; the text of all else, as of `0012`."""
    is_amount = _AMOUNT.fullmatch(text) and _PLAIN.fullmatch(noted) and not text.startswith("0")
    return float(noted) if is_amount and text != noted else text
