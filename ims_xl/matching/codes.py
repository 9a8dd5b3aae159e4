"""Whole numbers that stand for the contents of rows."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import infer_dtype

from ims_xl.matching.documents import NONE, Column, Ints

_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def code_texts(values: npt.NDArray[np.object_]) -> Column:
    """Texts as codes; what is missing is an empty text, other values are written out."""
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    if infer_dtype(distinct, skipna=False) in ("string", "empty"):
        return Column(codes.astype(np.int64), distinct)
    texts = [value if isinstance(value, str) else "" if pd.isna(value) else str(value) for value in distinct]
    again, merged = pd.factorize(np.array(texts, dtype=np.object_))
    return Column(again[codes].astype(np.int64), merged)


def hashes(column: Column) -> Ints:
    """A number for the text of each row, the same in every run."""
    hashed = pd.util.hash_array(column.distinct, categorize=False).view(np.int64)
    return hashed[column.codes]


def mix(*columns: Ints) -> Ints:
    """One number for the contents of several columns, the same whatever the order of the rows."""
    mixed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column.view(np.uint64)) * _ODD
        mixed ^= mixed >> _SHIFT
    return mixed.view(np.int64)


def combine(*columns: Ints) -> Ints:
    """One code for several columns; NONE where any of them is NONE."""
    codes = np.unique(mix(*columns), return_inverse=True)[1]
    for column in columns:
        codes[column == NONE] = NONE
    return codes


def rank(*columns: Ints) -> Ints:
    """The place of each row when they are sorted by the columns, the first column first."""
    ranked = np.lexsort(columns[::-1])
    places = np.empty(len(ranked), dtype=np.int64)
    places[ranked] = np.arange(len(ranked))
    return places
