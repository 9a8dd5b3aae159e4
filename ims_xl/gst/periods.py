"""Return periods and financial years. A period is text `MMYYYY`, as on the wire."""

import datetime as dt
import re

from ims_xl.issues import ImsError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = re.compile(r"(\d{1,2})[-/ ]?(\d{4})")
_NAMED = re.compile(r"([a-z]{3,9})[\s'’\-/.]*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})")


def find_period(text: str) -> str:
    """The period a text names (`102026`, `Oct-26`, `October 2026`, `Oct'26`, `2026-10`), or "" for none."""
    text = text.strip().lower()
    month = year = 0
    if found := _ISO.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _DIGITS.fullmatch(text):
        month, year = int(found[1]), int(found[2])
    elif (found := _NAMED.fullmatch(text)) and found[1][:3] in _MONTHS:
        month, year = _MONTHS.index(found[1][:3]) + 1, int(found[2])
        year += 2000 if year < 100 else 0
    return f"{month:02d}{year}" if 1 <= month <= 12 and 2017 <= year <= 2099 else ""


def parse_period(text: str) -> str:
    """The period a text names.

    Raises ImsError when it names none.
    """
    period = find_period(text)
    if not period:
        raise ImsError("this is not a return period", "Write month and year, for example 102026.", value=text)
    return period


def ordinal(period: str) -> int:
    """Months since year 0, so that periods compare and subtract."""
    return int(period[2:]) * 12 + int(period[:2]) - 1


def shift(period: str, months: int) -> str:
    """The period so many months later (earlier when negative)."""
    year, month = divmod(ordinal(period) + months, 12)
    return f"{month + 1:02d}{year:04d}"


def label(period: str) -> str:
    """`Oct-2026`; a text that is no period is given back as it is."""
    if not find_period(period):
        return period
    return f"{_MONTHS[int(period[:2]) - 1].title()}-{period[2:]}"


def label_of(period: str, months: int) -> str:
    """A tax period of so many months, named by its last one: `Oct-2026`, or `Oct to Dec-2026` of a quarter."""
    return label(period) if months == 1 else f"{label(shift(period, 1 - months))[:3]} to {label(period)}"


def months_of_year(period: str) -> list[str]:
    """The twelve months of the financial year that a period lies in, April first."""
    first = ordinal(period) - (int(period[:2]) - 4) % 12
    return [shift(period, first + month - ordinal(period)) for month in range(12)]


def month_end(period: str) -> dt.date:
    """The last day of the period."""
    following = shift(period, 1)
    return dt.date(int(following[2:]), int(following[:2]), 1) - dt.timedelta(days=1)


def financial_year(day: dt.date) -> str:
    """`2026-27` for any day from April 2026 to March 2027."""
    start = day.year if day.month >= 4 else day.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def period_of(day: dt.date) -> str:
    """The period a day falls in."""
    return f"{day.month:02d}{day.year}"
