"""A text file of records, with commas or other marks between the cells, as a sheet."""

import csv
import re

from ims_xl.issues import ImsError
from ims_xl.purchases.columns import Rows
from ims_xl.purchases.csv_blocks import MOST_COLUMNS, DamagedError, WideError, numbered, read_records
from ims_xl.purchases.grid import Sheet, decimal_mark, decode
from ims_xl.purchases.sources import Source, wide_encoding

_QUOTED = re.compile(r'="([^"]*)"')
_QUOTES = "Open the file in a text editor and correct the quotation marks of that record, or export it again."
_MOST_LINES = 5_000_000  # blank ones take memory too
_MOST_CELLS = 50_000_000
_COMMAS = 6  # a text with line breaks and more delimiters has swallowed the rows below it
_BOM = b"\xef\xbb\xbf"


def read_csv(source: Source) -> Sheet:
    """The records of a CSV; their numbers count blank lines too.

    Raises ImsError when it is no table.
    """
    data = _utf8(source.data)
    if data.count(b"\n") > _MOST_LINES:
        raise ImsError(
            f"the file has more than {_MOST_LINES:,} lines", "Export fewer months at a time.", file=source.name
        )
    delimiter = _delimiter(data[:80_000].decode(errors="ignore")[:20_000].splitlines()[:60])
    if data.count(delimiter.encode()) > _MOST_CELLS:
        raise ImsError(
            f"the file has more than {_MOST_CELLS:,} cells", "Export fewer months at a time.", file=source.name
        )
    try:
        rows = read_records(_without_outer_quotes(data, delimiter), delimiter)
    except WideError as error:
        raise ImsError(
            f"the record has more than {MOST_COLUMNS:,} cells",
            "Export only the columns of the register.",
            file=source.name,
            row=error.row,
        ) from None
    except DamagedError as error:
        raise ImsError(
            f"the record has a cell of more than {csv.field_size_limit():,} characters, or is damaged",
            _QUOTES,
            file=source.name,
            row=error.row,
        ) from None
    if b'"' in data and (row := _swallowing(rows, delimiter)):
        raise ImsError(
            "a quotation mark is opened and not closed before the next rows", _QUOTES, file=source.name, row=row
        )
    if b'="' in data:
        rows = rows.mapped(lambda cell: found[1] if (found := _QUOTED.fullmatch(str(cell))) else cell)
    return Sheet("", rows, is_typed=False, decimal=decimal_mark(rows))


def _utf8(data: bytes) -> bytes:
    """The text in UTF-8, without a mark in front that says so."""
    if not wide_encoding(data):
        try:
            data.decode()
        except UnicodeDecodeError:
            pass
        else:
            return data.removeprefix(_BOM)
    return decode(data).encode()


def _without_outer_quotes(data: bytes, delimiter: str) -> bytes:
    """The text, where each line of it was quoted whole, without these quotes."""
    records = (cells for _, cells in numbered(data, delimiter) if any(map(str.strip, cells)))
    is_whole = (len(cells) == 1 and delimiter in cells[0] for cells in records)
    if not (next(is_whole, False) and all(is_whole)):
        return data
    return "\n".join(cells[0] if cells else "" for _, cells in numbered(data, delimiter)).encode()


def _swallowing(rows: Rows, delimiter: str) -> int:
    """The number of the first row with a cell that has swallowed the rows below it, 0 for none."""
    broken = {text for text in rows.texts_with("\n") if text.count(delimiter) > _COMMAS}
    return rows[rows.where(broken.__contains__)[0]].number if broken else 0


def _delimiter(lines: list[str]) -> str:
    """The mark that stands in the most lines; among equals, the one that stands in a line most often."""
    counts = {mark: [count for line in lines if (count := line.count(mark))] for mark in ",;\t|"}
    return max(counts, key=lambda mark: (len(counts[mark]), max(counts[mark], default=0)))
