"""Documents that need another beside them: amendments with their originals, and look-alikes."""

from typing import Any

import numpy as np
import pandas as pd

from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.samples.dice import Dice
from ims_xl.samples.rates import HEADS

_AMOUNTS = ["taxable", *HEADS, "value"]
TWIN_SHARE = 0.01


def add_originals(frame: pd.DataFrame) -> pd.DataFrame:
    """The documents with `original_number` and `original_date` on amendments, and with the originals.

    Every second invoice's original still stands in IMS as Pending, in place of another document; all other
    originals are in the earlier GSTR-2B. Originals were a quarter more.
    """
    frame = frame.assign(original_number="", original_date=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]"))
    amended = frame["section"].map({key: section.amends for key, section in SECTIONS.items()}).fillna("")
    rows = np.flatnonzero(amended != "")
    originals = frame.iloc[rows].assign(section=amended.iloc[rows])
    originals[_AMOUNTS] = originals[_AMOUNTS] + originals[_AMOUNTS] // 4
    frame.loc[rows, "original_number"] = originals["number"]
    frame.loc[rows, "original_date"] = originals["date"]
    renumbered = frame["section"].eq("b2bcna")
    frame.loc[renumbered, "number"] = frame.loc[renumbered, "number"] + "A"

    turn = originals.groupby("section").cumcount()
    open_ones = originals[(turn % 2 == 0) & originals["section"].eq("b2b")]
    open_ones = open_ones.assign(timing="superseded", period=[periods.shift(own, -1) for own in open_ones["period"]])
    frame = _replace(frame, np.flatnonzero(_ordinary(frame))[-len(open_ones) :], open_ones)
    closed = originals.drop(index=open_ones.index).assign(part="earlier")
    return pd.concat([frame, closed], ignore_index=True)


def add_twins(frame: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """The documents with look-alikes: same supplier, date and amounts, number without its separators."""
    ordinary = _ordinary(frame)
    separated = frame["number"].str.contains("[-/]", regex=True) & frame["kind"].eq("usual")
    count = int(frame["part"].eq("ims").sum())
    firsts = np.flatnonzero(dice.some((ordinary & separated).to_numpy(), TWIN_SHARE / 2 * count / len(frame)))
    others = ordinary.to_numpy().copy()
    others[firsts] = False
    places = np.flatnonzero(dice.some(others, 0.0, len(firsts)))
    frame.loc[firsts, "timing"] = "twin"
    twins = frame.iloc[firsts]
    twins = twins.assign(number=twins["number"].str.replace("[-/]", "", regex=True))
    return _replace(frame, places, twins)


def _ordinary(frame: pd.DataFrame) -> "pd.Series[Any]":
    plain = frame["part"].eq("ims") & frame["section"].eq("b2b") & frame["timing"].eq("usual")
    return plain & frame["kind"].ne("rent")


def _replace(frame: pd.DataFrame, places: "np.ndarray[Any, Any]", rows: pd.DataFrame) -> pd.DataFrame:
    frame = frame.drop(index=list(places))
    return pd.concat([frame, rows.set_axis(places)]).sort_index(kind="stable")
