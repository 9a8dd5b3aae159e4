"""Rates of tax on sample documents and what falls on each rate; amounts in paise."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl.samples.dice import Whole

MIXES = (((18, 100),), ((5, 100),), ((12, 100),), ((40, 100),), ((5, 40), (18, 60)), ((5, 20), (12, 30), (18, 50)))
"""Rate and percent of the taxable value it is on, for each line of a document."""

MIX_WEIGHTS = (54, 23, 8, 3, 9, 3)
WITH_CESS = 3
HEADS = ("igst", "cgst", "sgst", "cess")

_LINES = max(map(len, MIXES))
_TABLE = np.array([[*mix, *[(0, 0)] * (_LINES - len(mix))] for mix in MIXES])
_RATES, _PERCENTS = _TABLE[:, :, 0], _TABLE[:, :, 1]
_COUNTS = np.array([len(mix) for mix in MIXES])


def _split(amounts: Whole, weights: Whole, counts: Whole) -> Whole:
    """Amounts over the lines by weight; the last line of a document takes what rounding leaves."""
    parts: Whole = amounts[:, None] * weights // weights.sum(axis=1)[:, None]
    parts[np.arange(len(parts)), counts - 1] += amounts - parts.sum(axis=1)
    return parts


def taxes(taxable: Whole, mix: Whole, home: npt.NDArray[np.bool_]) -> tuple[Whole, Whole, Whole]:
    """IGST, CGST and SGST: halves inside the buyer's State, IGST otherwise, rounded to a paisa on each line."""
    parts = _split(taxable, _PERCENTS[mix], _COUNTS[mix])
    whole = ((parts * _RATES[mix] + 50) // 100).sum(axis=1)
    half = ((parts * _RATES[mix] + 100) // 200).sum(axis=1)
    return np.where(home, 0, whole), np.where(home, half, 0), np.where(home, half, 0)


def lines(documents: pd.DataFrame) -> pd.DataFrame:
    """One row a document and rate, columns as given and `rate`.

    The lines of a document add up to its taxable value and to every tax head.
    """
    mix = documents["mix"].to_numpy(dtype=np.int64)
    counts = _COUNTS[mix]
    shown = np.arange(_LINES) < counts[:, None]
    frame = documents.iloc[np.repeat(np.arange(len(documents)), counts)].reset_index(drop=True)
    frame["rate"] = _RATES[mix][shown]
    for name, weights in (("taxable", _PERCENTS[mix]), *((head, _PERCENTS[mix] * _RATES[mix]) for head in HEADS)):
        frame[name] = _split(documents[name].to_numpy(dtype=np.int64), weights, counts)[shown]
    return frame
