"""The days of GST that are the same for every buyer; what depends on how he files is in `filing`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ims_xl.gst.due_dates import FREQUENCIES, Extension, moved_date
from ims_xl.gst.periods import find_period, ordinal, shift


def _day(period: str, day: int) -> dt.date:
    return dt.date(int(period[2:]), int(period[:2]), day)


def quarter_end(period: str) -> str:
    """The last month of the quarter the period lies in: `102026` gives `122026`."""
    return shift(period, -int(period[:2]) % 3)


def filing_window(
    period: str, *, quarterly: bool = False, extensions: Iterable[Extension] = ()
) -> tuple[dt.date, dt.date]:
    """First and last day on which suppliers' forms feed the buyer's GSTR-2B of the period.

    `quarterly`: quarterly GSTR-1, IFF, GSTR-5 and GSTR-6 run two days later. A moved due date of GSTR-1 ends the
    window and begins the next; `extensions`: those beside the notified ones. Source: the portal's GSTR-2B FAQ.
    """
    own = tuple(extensions)
    before, last = (_window_end(month, quarterly, own) for month in (shift(period, -1), period))
    return before + dt.timedelta(days=1), last


def _window_end(period: str, quarterly: bool, own: tuple[Extension, ...]) -> dt.date:
    moved = moved_date("GSTR-1", period, FREQUENCIES[quarterly], "", own)
    return moved or _day(shift(period, 1), 13 if quarterly else 11)


def last_day_in_time(period: str, extensions: Iterable[Extension] = ()) -> dt.date:
    """The last day on which a supplier's form of a period is in time, whether he files it monthly or by the quarter.

    `extensions`: those beside the notified ones. A form that is filed later was late in any case.
    Source: Notification 83/2020-CT (11th and 13th), rule 59(2) for IFF.
    """
    own = tuple(extensions)
    return max(_window_end(period, quarterly, own) for quarterly in (False, True))


def filed_for(day: dt.date, period: str, *, quarterly: bool = False, extensions: Iterable[Extension] = ()) -> str:
    """The GSTR-2B period whose window a supplier's form of a period was filed in, never before that period.

    `quarterly` as of `filing_window`. Source: the portal's GSTR-2B FAQ.
    """
    own = tuple(extensions)
    month = max(period, f"{day:%m%Y}", key=ordinal)
    before = shift(month, -1)
    return before if ordinal(before) >= ordinal(period) and day <= _window_end(before, quarterly, own) else month


def claim_deadline(doc_date: dt.date) -> dt.date:
    """30 November after the financial year of a document, when its credit ends at the latest.

    Source: section 16(4) CGST.
    """
    return dt.date(doc_date.year + (doc_date.month >= 4), 11, 30)


def two_b_period(supplier_period: str, source_form: str) -> str:
    """The GSTR-2B period a record goes to; "" when its supplier period cannot be read.

    GSTR-1A goes to the next period. Source: the portal's GSTR-2B FAQ.
    """
    period = find_period(supplier_period)
    if not period:
        return ""
    return shift(period, 1) if source_form == "R1A" else period


def two_b_periods(documents: pd.DataFrame) -> "pd.Series[Any]":
    """`two_b_period` of every document, from `supplier_period` and `source_form`."""
    pairs = list(zip(documents["supplier_period"].tolist(), documents["source_form"].tolist(), strict=True))
    known = {pair: two_b_period(*pair) for pair in set(pairs)}
    return pd.Series([known[pair] for pair in pairs], index=documents.index, dtype="str")
