"""The days of GST by return period. Extensions of dates by notification are not known here."""

import datetime as dt
from typing import Any

import pandas as pd

from ims_xl.gst.periods import find_period, ordinal, shift

STATES_DUE_22 = frozenset(map(str, range(22, 38)))  # Chhattisgarh to Andhra Pradesh, south and west
"""States whose quarterly GSTR-3B is due on the 22nd. Source: rule 61(1), Notification 82/2020-CT."""


def _day(period: str, day: int) -> dt.date:
    return dt.date(int(period[2:]), int(period[:2]), day)


def quarter_end(period: str) -> str:
    """The last month of the quarter the period lies in: `102026` gives `122026`."""
    return shift(period, -int(period[:2]) % 3)


def filing_window(period: str, *, quarterly: bool = False) -> tuple[dt.date, dt.date]:
    """First and last day on which suppliers' forms feed the buyer's GSTR-2B of the period.

    `quarterly`: quarterly GSTR-1, IFF, GSTR-5 and GSTR-6 run two days later. Source: the portal's GSTR-2B FAQ.
    """
    late = 2 if quarterly else 0
    return _day(period, 12 + late), _day(shift(period, 1), 11 + late)


def draft_2b(period: str) -> dt.date:
    """The day the draft GSTR-2B of the period is made: the 14th of the next month. Source: GSTN IMS FAQ 2024."""
    return _day(shift(period, 1), 14)


def due_3b(period: str, *, quarterly: bool = False, state: str = "") -> dt.date:
    """The day GSTR-3B of the period is due.

    The 20th of the next month; quarterly the 22nd or 24th after the quarter, by the two-digit State code.
    Source: rule 61(1), Notification 82/2020-CT.
    """
    if not quarterly:
        return _day(shift(period, 1), 20)
    return _day(shift(quarter_end(period), 1), 22 if state in STATES_DUE_22 else 24)


def pending_deadline(two_b: str, *, quarterly: bool = False, state: str = "") -> dt.date:
    """Last day a record of this GSTR-2B period can stay pending where Pending is limited to one tax period.

    Due date of GSTR-3B of the next period (next quarter). Source: GSTN advisory 624 and its FAQ of 17 Oct 2025.
    """
    return due_3b(shift(two_b, 3 if quarterly else 1), quarterly=quarterly, state=state)


def claim_deadline(doc_date: dt.date) -> dt.date:
    """Last day to claim the credit of a document: 30 November after its financial year. Source: section 16(4) CGST."""
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


def due_in(documents: pd.DataFrame, period: str, *, quarterly: bool = False) -> "pd.Series[bool]":
    """Which documents are due in a workbook's period: their GSTR-2B period is not later.

    A document without a readable supplier period is due, so that it is never hidden.
    """
    last = ordinal(quarter_end(period) if quarterly else period)
    periods = two_b_periods(documents)
    known = {text: not text or ordinal(text) <= last for text in periods.unique()}
    return periods.map(known).astype("bool")
