"""Records of a CSV by columns: pandas reads what is regular, Python's own reader the rest, and both give the same."""

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl.purchases.columns import TOGETHER, Column, Row, Rows, Table

MOST_COLUMNS = 16_384
_BLOCK = 1 << 24  # bytes that are read at a time: more take memory
_BREAK, _RETURN, _QUOTE = b'\n\r"'
_BOM = b"\xef\xbb\xbf"


class DamagedError(Exception):
    """A record of a CSV that cannot be read, by its number."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class WideError(DamagedError):
    """A record of a CSV with more cells than a sheet of Excel has columns."""


class _Block(NamedTuple):
    """Some whole records: the bytes, and how many cells each record has."""

    data: bytes
    widths: npt.NDArray[np.int64]


def read_records(data: bytes, delimiter: str) -> Rows:
    """The records of a text in UTF-8 that are not blank, as `csv.reader` gives them; numbers count the blank ones too.

    Raises DamagedError where it gives none, WideError for one with more than MOST_COLUMNS cells.
    """
    table = Table()
    at = count = 0
    while at < len(data) and (block := _block(data, at, delimiter)) and table.has_room(block.widths.tolist()):
        if (wide := np.flatnonzero(block.widths > MOST_COLUMNS)).size:
            raise WideError(count + int(wide[0]) + 1)
        columns = _columns(block, delimiter)
        if columns is None:
            break
        places = _held(columns)
        numbers = (places + count + 1).tolist()
        table.add_columns(numbers, block.widths[places].tolist(), [column.take(places) for column in columns])
        at, count = at + len(block.data), count + len(block.widths)
    records = numbered(data[at:], delimiter, count)
    rows = (Row(number, [*cells]) for number, cells in records if any(map(str.strip, cells)))
    while part := [*itertools.islice(rows, TOGETHER)]:
        table.add(part)
    return table.rows()


def numbered(data: bytes, delimiter: str, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every record, where so many stand before.

    Raises DamagedError and WideError.
    """
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    row = before
    try:
        for row, cells in enumerate(csv.reader(text, delimiter=delimiter), before + 1):
            if len(cells) > MOST_COLUMNS:
                raise WideError(row)
            yield row, cells
    except csv.Error:
        raise DamagedError(row + 1) from None


def _block(data: bytes, start: int, delimiter: str) -> _Block | None:
    """The records from there to the first end of one behind so many bytes, None where they are not regular."""
    end = _line_end(data, start + _BLOCK - 1)
    is_open = data.count(b'"', start, end) % 2
    while is_open and end < len(data) and end - start < 2 * _BLOCK:
        before, end = end, _line_end(data, end)
        is_open ^= data.count(b'"', before, end) % 2
    part = data[start:end]
    widths = None if is_open or part.startswith(_BOM) else _widths(np.frombuffer(part, dtype=np.uint8), delimiter)
    return None if widths is None else _Block(part, widths)


def _widths(signs: npt.NDArray[np.uint8], delimiter: str) -> npt.NDArray[np.int64] | None:
    """How many cells each record has, None where a quotation mark stands inside a cell or a record is very long."""
    is_quote = signs == _QUOTE
    parts = (signs == ord(delimiter)) | (signs == _BREAK)
    if is_quote.any():
        if not _encloses(signs, np.flatnonzero(is_quote), delimiter):
            return None
        parts &= ~np.logical_xor.accumulate(is_quote)
    parting = np.flatnonzero(parts)
    ends = np.flatnonzero(signs[parting] == _BREAK)
    lasts = parting[ends]
    if signs[-1] != _BREAK:
        ends, lasts = np.append(ends, len(parting)), np.append(lasts, len(signs))
    is_short = np.diff(lasts, prepend=-1).max() <= csv.field_size_limit()
    return np.diff(ends, prepend=-1) if is_short else None


def _line_end(data: bytes, start: int) -> int:
    return data.find(b"\n", start) + 1 or len(data)


def _encloses(signs: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp], delimiter: str) -> bool:
    """Whether each pair of quotation marks encloses a whole cell, or stands for one mark in such a cell."""
    edge = np.array([_BREAK], dtype=np.uint8)
    around = np.concatenate([edge, signs, edge])
    before, behind = around[quotes[0::2]], around[quotes[1::2] + 2]
    beside = [ord(delimiter), _BREAK, _QUOTE]
    return bool(np.isin(before, beside).all() and np.isin(behind, [*beside, _RETURN]).all())


def _columns(block: _Block, delimiter: str) -> list[Column] | None:
    """The cells of each column, None where pandas sees other records."""
    try:
        frame = pd.read_csv(
            io.BytesIO(block.data),
            sep=delimiter,
            header=None,
            names=range(int(block.widths.max())),
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
        )
    except pd.errors.ParserError:
        return None
    if len(frame) != len(block.widths) or not isinstance(frame.index, pd.RangeIndex):
        return None
    return [_column(frame[name].to_numpy()) for name in frame]


def _column(cells: npt.NDArray[np.object_]) -> Column:
    codes, different = pd.factorize(cells)
    return Column(codes.astype(np.int32), different.tolist())


def _held(columns: Sequence[Column]) -> npt.NDArray[np.intp]:
    """The places of the records in which something can be seen."""
    found = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in columns:
        found |= np.array([bool(str(cell).strip()) for cell in column.different], dtype=np.bool_)[column.codes]
        if found.all():
            break
    return np.flatnonzero(found)
