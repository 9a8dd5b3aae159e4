"""A recipient's returns: by the month or by the quarter, when GSTR-2B is drafted, when GSTR-3B is due."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from ims_xl.sandbox import periods

_MONTHLY_DUE = 20
# Quarterly GSTR-3B is due on the 22nd in Chhattisgarh, Madhya Pradesh and the States of the west and south, codes 22
# to 37 of a GSTIN, elsewhere on the 24th (Notification 76/2020-CT).
_DUE_22 = range(22, 38)


class Taxpayer(NamedTuple):
    """A recipient. Its GSTR-2B of a quarter has the number of the quarter's last month."""

    gstin: str
    first_month: int  # the first whose GSTR-3B is not filed
    quarterly: bool = False
    extended: Mapping[int, date] = MappingProxyType({})  # statement -> the day its GSTR-3B was extended to

    @property
    def span(self) -> int:
        """The months of one GSTR-2B."""
        return 3 if self.quarterly else 1

    def statement(self, month: int) -> int:
        """The GSTR-2B that takes what suppliers communicate in a month's window."""
        return month - month % self.span + self.span - 1

    def has_statement(self, month: int) -> bool:
        """Whether there is a GSTR-2B of this month; of the first two months of a quarter there is none."""
        return self.statement(month) == month

    def last_draft(self, moment: datetime) -> int:
        """The latest GSTR-2B whose draft is due, on the 14th after its last month."""
        month = periods.month_of(moment) - (1 if moment.day >= periods.DRAFT_DAY else 2)
        return self.statement(month + 1) - self.span

    def due(self, statement: int) -> date:
        """The last day of GSTR-3B: the 20th after a month, the 22nd or 24th after a quarter, or as it was extended."""
        if statement in self.extended:
            return self.extended[statement]
        day = _MONTHLY_DUE if not self.quarterly else 22 if int(self.gstin[:2]) in _DUE_22 else 24
        return periods.day_in(statement + 1, day)

    def pending_until(self, month: int) -> date:
        """The last day on which a limited record communicated in a month may be pending.

        The due date of GSTR-3B of the tax period after that of its GSTR-2B (GSTN advisory 624 and its FAQ of Oct 2025).
        """
        return self.due(self.statement(month) + self.span)
