"""Whole numbers that stand for the contents of rows."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import infer_dtype

from ims_xl.matching.documents import NONE, Column, Flags, Ints

_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_SPARE_BITS = 2
_AT_ONCE = 8192  # so that the processor's cache holds what is worked on
_DAY_SHIFT = 44  # leaves room for all days of four-digit years


def code_texts(values: npt.NDArray[np.object_]) -> Column:
    """Texts as codes; what is missing is an empty text, other values are written out."""
    codes, distinct = pd.factorize(values)
    missing = bool((codes < 0).any())
    if missing:
        codes, distinct = np.where(codes < 0, len(distinct), codes), np.append(distinct, "")
    if infer_dtype(distinct, skipna=False) == "string" and not (missing and len(set(distinct)) < len(distinct)):
        return Column(codes.astype(np.int32), distinct)
    again, merged = pd.factorize(np.array([str(value) for value in distinct], dtype=np.object_))
    return Column(again[codes].astype(np.int32), merged)


def hashes(column: Column) -> Ints:
    """A number for the text of each row, the same in every run."""
    hashed = pd.util.hash_array(column.distinct, categorize=False).view(np.int64)
    return hashed[column.codes]


def mix(*columns: Ints) -> Ints:
    """One number for the contents of several columns, the same whatever the order of the rows."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for start in range(0, len(mixed), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        part = mixed[here]
        for column in columns:
            part ^= column[here].view(np.uint64)
            part *= _ODD
            part ^= part >> _SHIFT
    return mixed.view(np.int64)


def combine(*columns: Ints) -> Ints:
    """One code for several columns; NONE where any of them is NONE."""
    codes = pd.factorize(mix(*columns))[0].astype(np.int64)
    for column in columns:
        codes[column == NONE] = NONE
    return codes


def occurrences(rows: Ints) -> Ints:
    """How often the row that stands in each place occurs among a few of many."""
    _, place, counts = np.unique(rows, return_inverse=True, return_counts=True)
    return np.asarray(counts[place], dtype=np.int64)


def slot_bits(count: int) -> int:
    """The bits of a slot that few of so many rows share by chance."""
    return max(count.bit_length() + _SPARE_BITS, 10)


def slots(hashed: Ints, bits: int) -> Ints:
    """A number of so many bits for each row, equal for equal hashes and mostly different for others."""
    return (hashed.view(np.uint64) >> np.uint64(64 - bits)).view(np.int64)


def repeated(hashed: Ints, usable: Flags, split: int) -> Flags:
    """The usable rows whose hash occurs more than once on one side; rows below `split` are the left side."""
    bits = slot_bits(len(hashed))
    slot, found = slots(hashed, bits), np.zeros(len(hashed), dtype=bool)
    again = np.zeros(1 << bits, dtype=bool)
    for side in (slice(None, split), slice(split, None)):
        again |= np.bincount(slot[side][usable[side]], minlength=1 << bits) > 1
    some = np.flatnonzero(usable & again[slot])
    codes, distinct = pd.factorize(hashed[some])
    border = int(np.searchsorted(some, split))
    several = np.zeros(len(distinct), dtype=bool)
    for side in (slice(None, border), slice(border, None)):
        several |= np.bincount(codes[side], minlength=len(distinct)) > 1
    found[some] = several[codes]
    return found


def by_day(day: Ints, *columns: Ints) -> Ints:
    """A number for each row that grows with the day and is equal, within a day, only for equal columns."""
    return ((day + 1) << _DAY_SHIFT) | (mix(*columns) & ((1 << _DAY_SHIFT) - 1))
