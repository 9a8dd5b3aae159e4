"""What suppliers issued around the month, before it reached the portal or the books."""

import datetime as dt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl.gst import periods
from ims_xl.issues import ImsError
from ims_xl.samples import company
from ims_xl.samples.dice import Dice, Whole
from ims_xl.samples.rates import MIX_WEIGHTS, WITH_CESS, taxes

FEWEST = 40


class Lot(NamedTuple):
    """Documents of one section that play one part; `share` of the month, `months` from it to their dates."""

    part: str
    section: str
    share: float
    at_least: int
    months: int = 0


LOTS = (
    Lot("ims", "b2ba", 0.03, 2, -1),
    Lot("ims", "b2bdn", 0.03, 2),
    Lot("ims", "b2bdna", 0.01, 1, -1),
    Lot("ims", "b2bcn", 0.08, 4),
    Lot("ims", "b2bcna", 0.01, 1, -1),
    Lot("ims", "ecom", 0.03, 2),
    Lot("ims", "ecoma", 0.01, 1, -1),
    Lot("ims", "impg", 0.002, 2),
    Lot("earlier", "b2b", 0.20, 10, -1),
    Lot("earlier", "b2bcn", 0.02, 1, -1),
    Lot("late", "b2b", 0.02, 2, -1),
    Lot("unreported", "b2b", 0.04, 2),
    Lot("unreported", "b2bcn", 0.004, 1),
    Lot("by law", "b2b", 0.02, 2),
    Lot("by law", "b2bur", 0.01, 2),
    Lot("by law", "imps", 0.003, 1),
    Lot("old", "b2b", 0.001, 1, -26),
    Lot("next", "b2b", 0.30, 15, 1),
    Lot("next", "b2bcn", 0.02, 1, 1),
)
"""Every lot but the month's own invoices, which are the rest."""

_TYPES = {"b2bcn": "CN", "b2bcna": "CN", "b2bdn": "DN", "b2bdna": "DN"}
_MAGNITUDES = (50_000, 200_000, 1_000_000, 5_000_000)
_PORTS = ("INNSA1", "INBOM4")


def issue(documents: int, period: str, suppliers: pd.DataFrame, dice: Dice) -> pd.DataFrame:
    """The documents of every lot, `documents` of them for IMS; amounts in paise.

    Raises ImsError when the month is too small to show every section.
    """
    if documents < FEWEST:
        raise ImsError("a sample month this small cannot show every section", f"Ask for {FEWEST} documents or more.")
    frame = _plan(documents, dice)
    frame["supplier"] = _suppliers(frame, suppliers, dice)
    who = suppliers.iloc[frame["supplier"].to_numpy()].reset_index(drop=True)
    for name in ("gstin", "name", "kind", "state", "files"):
        frame[name] = who[name]
    frame["doc_type"] = frame["section"].map(_TYPES).fillna("INV")
    frame["date"] = _dates(frame, period, dice)
    shifts = frame["period_shift"].unique()
    frame["period"] = frame["period_shift"].map({months: periods.shift(period, months) for months in shifts})
    _amounts(frame, who, dice)
    frame["number"] = _numbers(frame, who)
    frame["port"] = ""
    _imports(frame, dice)
    return frame


def _plan(documents: int, dice: Dice) -> pd.DataFrame:
    counts = [max(lot.at_least, round(lot.share * documents)) for lot in LOTS]
    invoices = documents - sum(count for lot, count in zip(LOTS, counts, strict=True) if lot.part == "ims")
    lots = (Lot("ims", "b2b", 0, 0), *LOTS)
    frame = pd.DataFrame(lots).loc[np.repeat(np.arange(len(lots)), [invoices, *counts])]
    frame = frame[["part", "section", "months"]].reset_index(drop=True)
    frame["timing"] = "usual"
    frame["period_shift"] = np.where(frame["part"].eq("ims"), 0, frame["months"])
    for timing, share, months, period_shift in (
        ("reported late", 0.05, -1, 0),
        ("ahead", 0.02, 1, 1),
        ("kept pending", 0.03, -1, -1),
    ):
        free = (frame["part"] == "ims") & frame["section"].isin(("b2b", "b2bdn")) & (frame["timing"] == "usual")
        taken = dice.some(free.to_numpy(), share * documents / len(frame), 2)
        for name, value in (("timing", timing), ("months", months), ("period_shift", period_shift)):
            frame[name] = frame[name].mask(taken, value)
    return frame


def _suppliers(frame: pd.DataFrame, suppliers: pd.DataFrame, dice: Dice) -> Whole:
    """Few suppliers send much, many send little; a landlord sends one bill a month."""
    draws = dice.shares(len(frame))
    pools = {
        "eco": frame["section"].isin(("ecom", "ecoma")),
        "carrier": frame["part"].eq("by law") & frame["section"].eq("b2b"),
    }
    others = np.flatnonzero(suppliers["kind"].isin(("list", "usual")))
    others = others[np.argsort(dice.shares(len(others)), kind="stable")]
    chosen = others[(draws * (0.4 + 0.6 * draws) * len(others)).astype(np.int64)]
    for kind, rows in pools.items():
        pool = np.flatnonzero(suppliers["kind"] == kind)
        chosen[rows] = pool[(draws[rows] * len(pool)).astype(np.int64)]
    rents = np.flatnonzero(suppliers["kind"] == "rent")
    for part, landlords in (("ims", rents), ("late", rents[:1]), ("earlier", rents[1:]), ("next", rents)):
        plain = frame["part"].eq(part) & frame["section"].eq("b2b") & frame["timing"].eq("usual")
        chosen[np.flatnonzero(plain)[: len(landlords)]] = landlords
    return chosen


def _dates(frame: pd.DataFrame, period: str, dice: Dice) -> "pd.Series[Any]":
    starts = {months: _first(periods.shift(period, months)) for months in frame["months"].unique()}
    days = dice.whole(len(frame), 0, 27)
    days = np.where(frame["timing"] == "ahead", days % 6, days)
    return frame["months"].map(starts).astype("datetime64[s]") + days * np.timedelta64(86400, "s")


def _first(period: str) -> pd.Timestamp:
    return pd.Timestamp(dt.date(int(period[2:]), int(period[:2]), 1))


def _amounts(frame: pd.DataFrame, who: pd.DataFrame, dice: Dice) -> None:
    """Sets rate mix, taxable value, taxes and document value."""
    count = len(frame)
    scale = np.array(_MAGNITUDES)[dice.pick(count, (3, 5, 3, 1))]
    taxable = scale + (scale * 4 * dice.shares(count)).astype(np.int64)
    taxable = np.where(dice.shares(count) < 0.7, taxable // 100 * 100, taxable)
    listed = who["price"].to_numpy() * np.array((1, 2, 3, 5))[dice.whole(count, 0, 3)]
    kind = who["kind"].to_numpy()
    taxable = np.where(kind == "rent", who["price"], np.where(kind == "list", listed, taxable))
    taxable = np.where(frame["section"] == "impg", taxable * 20, taxable)
    mixes = np.where(np.isin(kind, ("rent", "carrier")), 0, dice.pick(count, MIX_WEIGHTS))
    frame["mix"] = np.where(kind == "eco", 1, mixes)
    frame["taxable"] = np.where(frame["doc_type"] == "INV", taxable, taxable // 1000 * 100 + 10_000)
    frame["cess"] = np.where(frame["mix"] == WITH_CESS, frame["taxable"] * 12 // 100, 0)
    abroad = frame["section"].isin(("impg", "imps"))
    frame["place"] = company.HOME
    home = frame["state"].eq(company.HOME) & ~abroad
    frame["reverse"] = frame["part"].eq("by law") & frame["section"].eq("b2b")
    heads = taxes(frame["taxable"].to_numpy(), frame["mix"].to_numpy(), home.to_numpy())
    frame["igst"], frame["cgst"], frame["sgst"] = heads
    value = frame[["taxable", "igst", "cgst", "sgst", "cess"]].sum(axis=1)
    rounded = (value + 50) // 100 * 100
    frame["value"] = np.where(dice.shares(count) < 0.4, rounded, value)


def _numbers(frame: pd.DataFrame, who: pd.DataFrame) -> "pd.Series[str]":
    """Running numbers of each supplier and kind of document, in order of date."""
    series = frame["supplier"] * 4 + frame["doc_type"].map({"INV": 0, "CN": 1, "DN": 2}).astype("int64")
    turn = frame.assign(series=series).sort_values(["series", "date"], kind="stable").groupby("series").cumcount()
    serials = who["start"] + turn.sort_index() * who["step"]
    styles = who["style"].to_numpy(dtype=object).copy()
    styles[frame["doc_type"].eq("CN")] = "{prefix}/CN{serial:03d}"
    styles[frame["doc_type"].eq("DN")] = "{prefix}-DN-{serial}"
    styles[frame["section"].eq("b2bur")] = "CM/{serial:03d}"
    styles[frame["section"].eq("imps")] = "SI/{year}/{serial:03d}"
    years = frame["date"].map({day: periods.financial_year(day)[2:] for day in frame["date"].unique()})
    rows = zip(styles, who["prefix"], serials, years, frame["date"].dt.month, strict=True)
    return pd.Series(
        [
            style.format(prefix=prefix, serial=serial, year=year, month=month)
            for style, prefix, serial, year, month in rows
        ],
        index=frame.index,
        dtype="str",
    )


def _imports(frame: pd.DataFrame, dice: Dice) -> None:
    """Bills of entry have a port instead of a supplier."""
    rows = frame["section"].eq("impg")
    numbers = dice.whole(int(rows.sum()), 2_000_000, 9_999_999)
    frame.loc[rows, "number"] = numbers.astype(str)
    frame.loc[rows, "port"] = np.array(_PORTS, dtype=object)[np.arange(len(numbers)) % len(_PORTS)]
    frame.loc[rows | frame["section"].eq("imps"), ["gstin", "name", "state"]] = ""
    frame.loc[frame["section"].eq("b2bur"), "gstin"] = ""
