"""How one buyer files GSTR-3B, and every day and period that follows from it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ims_xl.gst import calendar
from ims_xl.gst.annual_returns import AnnualReturns
from ims_xl.gst.due_dates import FREQUENCIES, Extension, moved_date
from ims_xl.gst.periods import financial_year, label_of, month_end, ordinal, shift

STATES_DUE_22 = frozenset(map(str, range(22, 38)))  # Chhattisgarh to Andhra Pradesh, south and west
"""States whose quarterly GSTR-3B is due on the 22nd. Source: rule 61(1), Notification 82/2020-CT."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A buyer who files monthly or quarterly (QRMP), in a State (two-digit code).

    `extensions`: due dates the accountant wrote down; those of notifications are known. `annual_returns`: financial
    year and the day its GSTR-9 was filed. A quarterly buyer has one GSTR-2B and one GSTR-3B a quarter, named by its
    last month; methods take any month of it.
    """

    quarterly: bool = False
    state: str = ""
    extensions: tuple[Extension, ...] = ()
    annual_returns: AnnualReturns = ()

    @property
    def months(self) -> int:
        """Length of a tax period in months."""
        return 3 if self.quarterly else 1

    def two_b(self, period: str) -> str:
        """The GSTR-2B, and GSTR-3B, that a month goes into: itself, or the last month of its quarter."""
        return calendar.quarter_end(period) if self.quarterly else period

    def label(self, period: str) -> str:
        """The tax period as people write it: `Oct-2026`, of a quarterly buyer `Oct to Dec-2026`."""
        return label_of(self.two_b(period), self.months)

    def next_two_b(self, period: str) -> str:
        """The GSTR-2B after the one that a month goes into."""
        return shift(self.two_b(period), self.months)

    def two_b_periods(self, documents: pd.DataFrame) -> "pd.Series[Any]":
        """The buyer's GSTR-2B of every document, from `supplier_period` and `source_form`; "" where it is not known."""
        periods = calendar.two_b_periods(documents)
        known = {period: self.two_b(period) if period else "" for period in periods.unique()}
        return periods.map(known).astype("str")

    def due_in(self, documents: pd.DataFrame, period: str) -> "pd.Series[bool]":
        """Which documents are due in a workbook's period: their GSTR-2B is not a later one.

        A document without a readable supplier period is due, so that it is never hidden.
        """
        last = ordinal(self.two_b(period))
        periods = self.two_b_periods(documents)
        known = {text: not text or ordinal(text) <= last for text in periods.unique()}
        return periods.map(known).astype("bool")

    def draft_2b(self, period: str) -> dt.date:
        """The day the draft GSTR-2B is made: the 14th after its tax period. Source: GSTN IMS FAQ 2024."""
        return _day(shift(self.two_b(period), 1), 14)

    def due_3b(self, period: str) -> dt.date:
        """The day GSTR-3B is due, extensions counted.

        The 20th of the next month; quarterly the 22nd or 24th after the quarter, by State.
        Source: rule 61(1), Notification 82/2020-CT; extensions: `due_dates.toml` and the accountant's own.
        """
        period = self.two_b(period)
        moved = moved_date("GSTR-3B", period, FREQUENCIES[self.quarterly], self.state, self.extensions)
        quarterly_day = 22 if self.state in STATES_DUE_22 else 24
        return moved or _day(shift(period, 1), quarterly_day if self.quarterly else 20)

    def next_3b(self, period: str) -> dt.date:
        """The day the GSTR-3B after the one of this period is due."""
        return self.due_3b(self.next_two_b(period))

    def opens_3b(self, period: str) -> dt.date:
        """The first day GSTR-3B can be filed: the one after its tax period."""
        return month_end(self.two_b(period)) + dt.timedelta(days=1)

    def last_3b_by(self, day: dt.date) -> str:
        """The last tax period whose GSTR-3B can be filed by a day: that of a period is filed after its end.

        Source: rule 37A, "while furnishing a return on or before the 30th day of November".
        """
        return shift(self.two_b(f"{day:%m%Y}"), -self.months)

    def pending_deadline(self, period: str) -> dt.date:
        """Last day a record of this GSTR-2B can stay pending where Pending is limited to one tax period.

        Due date of GSTR-3B of the next tax period. Source: GSTN advisory 624 and its FAQ of 17 Oct 2025.
        """
        return self.next_3b(period)

    def claim_deadline(self, doc_date: dt.date) -> dt.date:
        """Last day to claim the credit of a document.

        30 November after its financial year, or the day the annual return was filed when that was earlier.
        Source: section 16(4) CGST.
        """
        last = calendar.claim_deadline(doc_date)
        return min(last, dict(self.annual_returns).get(financial_year(doc_date), last))

    def claim_deadlines(self, doc_dates: "pd.Series[Any]") -> "pd.Series[Any]":
        """The last day to claim of each document date (datetime64[s]); NaT has none."""
        days = {day: pd.Timestamp(self.claim_deadline(day.date())) for day in doc_dates.dropna().unique()}
        return doc_dates.map(days).astype("datetime64[s]")


MONTHLY = Filing()
"""A buyer who files monthly and wrote nothing down."""


def _day(period: str, day: int) -> dt.date:
    return dt.date(int(period[2:]), int(period[:2]), day)
