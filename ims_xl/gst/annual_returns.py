"""The days on which annual returns (GSTR-9) were filed: they can end the credit of a year before 30 November does."""

import datetime as dt
import re
from collections.abc import Iterable

from ims_xl.gst.due_dates import find_day, split

AnnualReturns = tuple[tuple[str, dt.date], ...]
"""Financial year (`2025-26`) and the day its annual return was filed."""

_TYPED = re.compile(r"(?:FY\s*)?(?:20)?(\d\d)\s*[-–/]\s*(?:20)?(\d\d)\s*:\s*(.+)", re.ASCII | re.IGNORECASE)
_EXAMPLE = "Write financial year and day of filing, for example 2025-26: 15-Oct-2026; a semicolon parts several."


def read_annual_returns(text: str) -> tuple[AnnualReturns, str]:
    """What a cell says, `2025-26: 15-Oct-2026; ...`, and what to write instead when it is not clear."""
    found: dict[str, dt.date] = {}
    for part in split(text):
        typed = _TYPED.fullmatch(part)
        if not typed or (int(typed[1]) + 1) % 100 != int(typed[2]):
            return (), f"{part}: {_EXAMPLE}"
        begins = 2000 + int(typed[1])
        year, day = f"{begins}-{typed[2]}", find_day(typed[3])
        if day is None:
            return (), f"{typed[3]} is no date. {_EXAMPLE}"
        if day <= dt.date(begins + 1, 3, 31):
            return (), f"{part}: the year ends on 31-Mar-{begins + 1}, so its return was filed after that."
        if year in found:
            return (), f"{year} is written twice; keep one."
        found[year] = day
    return tuple(found.items()), ""


def write_annual_returns(filed: Iterable[tuple[str, dt.date]]) -> str:
    """The days as `read_annual_returns` reads them."""
    return "; ".join(f"{year}: {day:%d-%b-%Y}" for year, day in filed)
