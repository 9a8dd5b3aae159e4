"""Invented suppliers: registrations, size, how they number and how they price."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst.gstin import check_digit
from ims_xl.samples.dice import Dice

STATES = ("27", "24", "29", "33", "07", "06", "09", "19", "36", "08")
OURS = tuple(first + check_digit(first) for first in ("27AAZCD1111E1Z", "24AAZCD1111E1Z", "29AAZCD1111E1Z"))

STYLES = {
    # p prefix, s serial, fy 26-27, long 2026-27, joined 2627, y 26, m month: share of suppliers
    "{p}/{fy}/{s:04d}": 14,
    "{p}/{s}/{fy}": 8,
    "{p}-{s:03d}": 8,
    "{p}/{s}": 6,
    "{s}": 9,
    "{s:05d}": 5,
    "{s:03d}": 4,
    "{p}{s:04d}": 7,
    "{p}{joined}{s:05d}": 5,
    "{joined}{s:06d}": 3,
    "{fy}/{s:03d}": 5,
    "{s}/{fy}": 5,
    "{p}/{long}/{s}": 3,
    "{p}/{m:02d}/{s:03d}": 3,  # the serial begins again every month
    "{m:02d}/{s}": 1,
    "INV-{s:06d}": 4,
    "{p}/TI/{joined}/{s}": 2,
    "{p}{y}{m:02d}{s:05d}": 3,
    "{p}-{fy}-{s:04d}": 3,
    "{p}/{book}/{s:02d}": 2,  # fifty leaves a book
    "{p}{code}{s:07d}": 2,
    "{long16}": 2,  # sixteen digits, as telephone companies have them
}
MONTHLY = ("{p}/{m:02d}/{s:03d}", "{m:02d}/{s}", "{p}{y}{m:02d}{s:05d}")
WITHOUT_YEAR_STAMP = 0.3  # of suppliers never begin their serial again

ORDINARY, PRICES, RECURRING = 0, 1, 2


class Suppliers(NamedTuple):
    """One entry a registration; `pricing` is ORDINARY, PRICES (a list) or RECURRING (the same few amounts)."""

    gstin: list[str]
    size: np.ndarray
    style: np.ndarray
    prefix: list[str]
    start: np.ndarray
    gap: np.ndarray
    forever: np.ndarray
    pricing: np.ndarray
    level: np.ndarray
    rate: np.ndarray
    whole_tax: np.ndarray
    cess: np.ndarray


def _letters(dice: Dice, count: int, low: int, high: int) -> list[str]:
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZIO"
    lengths = dice.whole(count, low, high)
    flat = iter(dice.whole(int(lengths.sum()), 0, len(alphabet) - 1).tolist())
    return ["".join(alphabet[next(flat)] for _ in range(length)) for length in lengths.tolist()]


def _gstins(dice: Dice, count: int) -> list[str]:
    """Registrations; one in eight shares its PAN with the one before, in another State."""
    letters = _letters(dice, count, 5, 5)
    digits, last = dice.whole(count, 1, 9999).tolist(), dice.whole(count, 0, 24).tolist()
    states = dice.choose(STATES, (30, 15, 12, 10, 8, 6, 6, 5, 5, 3), count).tolist()
    pans = [f"{a}{b:04d}{'ABCDEFGHJKLMNPQRSTUVWXYZI'[c]}" for a, b, c in zip(letters, digits, last, strict=True)]
    shared = dice.shares(count) < 0.125
    for place in range(1, count):
        if shared[place] and states[place] != states[place - 1]:
            pans[place] = pans[place - 1]
    firsts = [f"{state}{pan}1Z" for state, pan in zip(states, pans, strict=True)]
    return [first + check_digit(first) for first in firsts]


def invent(dice: Dice, documents: int, repeating: float) -> Suppliers:
    """Suppliers for so many documents; `repeating` of them bill recurring amounts or list prices.

    Sizes are very uneven: a tenth of the suppliers has most of the documents, many have one to three.
    """
    count = max(3, documents // 25)
    weights = (1.0 - dice.shares(count)) ** (-1 / 1.15)
    weights = np.minimum(weights, weights.sum() * 0.02 + 1)
    size = np.bincount(dice.pick(documents, weights.tolist()), minlength=count)
    pricing = np.where(dice.shares(count) < repeating, dice.pick(count, (55, 45)) + 1, ORDINARY)
    return Suppliers(
        gstin=_gstins(dice, count),
        size=size,
        style=dice.pick(count, list(STYLES.values())),
        prefix=_letters(dice, count, 1, 4),
        start=dice.pick(count, (50, 30, 20)).astype(np.int64) * dice.whole(count, 1, 4000),
        gap=dice.choose((1, 3, 12, 60), (25, 30, 30, 15), count).astype(np.int64),
        forever=dice.shares(count) < WITHOUT_YEAR_STAMP,
        pricing=pricing,
        level=10 ** (2.3 + 3.0 * dice.shares(count)),
        rate=dice.choose((5, 12, 18, 28, 40), (25, 8, 58, 5, 4), count).astype(np.int64),
        whole_tax=dice.shares(count) < 0.08,
        cess=dice.shares(count) < 0.01,
    )


def numbers(suppliers: Suppliers, who: np.ndarray, serial: np.ndarray, dates: pd.DatetimeIndex) -> list[str]:
    """The number of each document in its supplier's style."""
    styles = list(STYLES)
    month, year = dates.month.to_numpy(), dates.year.to_numpy()
    starts = year - (month < 4)
    facts = zip(who.tolist(), serial.tolist(), month.tolist(), year.tolist(), starts.tolist(), strict=True)
    texts = []
    for supplier, s, m, y, first in facts:
        style, prefix = styles[suppliers.style[supplier]], suppliers.prefix[supplier]
        a, b = first % 100, first % 100 + 1
        if style == "{long16}":
            texts.append(f"{27_1000_000000 + supplier * 7919 % 10**6:012d}"[:9] + f"{s * 10 + 3:07d}")
            continue
        texts.append(
            style.format(
                p=prefix, s=s, m=m, y=y % 100, fy=f"{a}-{b}", joined=f"{a}{b}", long=f"{first}-{b}",
                book=1 + s // 50, code=f"{supplier % 90 + 10}",
            )[:16]
        )  # fmt: skip
    return texts
