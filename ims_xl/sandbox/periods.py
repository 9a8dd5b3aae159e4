"""Return periods MMYYYY as months that can be compared and counted."""

from datetime import datetime

DRAFT_DAY = 14
WINDOW_CLOSES = 11  # a monthly filer's return up to this day still belongs to the month before


def month(period: str) -> int:
    """Months since year 0; ValueError when it is not MMYYYY."""
    if len(period) != 6 or not period.isdigit() or not 1 <= int(period[:2]) <= 12:
        raise ValueError(period)
    return int(period[2:]) * 12 + int(period[:2]) - 1


def period(months: int) -> str:
    """MMYYYY of a month."""
    return f"{months % 12 + 1:02d}{months // 12:04d}"


def month_of(moment: datetime) -> int:
    """The calendar month."""
    return moment.year * 12 + moment.month - 1


def last_draft(moment: datetime) -> int:
    """The latest month whose draft GSTR-2B is due."""
    return month_of(moment) - (1 if moment.day >= DRAFT_DAY else 2)


def filing_month(moment: datetime) -> int:
    """The GSTR-2B month that a return filed now by a monthly filer feeds."""
    return month_of(moment) - (1 if moment.day <= WINDOW_CLOSES else 0)
