"""Days as people, accounting programs and Excel write them; the day always stands before the month."""

import datetime as dt
import re
from collections.abc import Sequence

from ims_xl.purchases.columns import Cell, column_of
from ims_xl.purchases.values import Fault, Value, is_blank, visible

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    *("january", "february", "march", "april", "june", "july", "august", "september", "october", "november"),
    *("december", "sept"),
)
_BY_NAME = {name: _MONTHS.index(name[:3]) + 1 for name in (*_MONTHS, *_NAMES)}
_TIME = r"(?:[t\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm)?z?)?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]*([a-z]+)[-/., '’]*(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_MONTH_FIRST = re.compile(rf"([a-z]+)[-. ]*(\d{{1,2}})(?:st|nd|rd|th)?[, ]+(\d{{4}}){_TIME}", re.ASCII)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:\.0+)?", re.ASCII)
_COMPACT_DAY_FIRST = re.compile(r"(\d{1,2})(\d{2})(20\d{2})(?:\.0+)?", re.ASCII)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+")
_AROUND = re.compile(r"\s*([-/])\s*")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_EPOCH = dt.date(1899, 12, 30)

_MONTHS_A_YEAR = 12
_NO_DATE = Fault("error", "this is not a date", "Write day, month and year, for example 25-04-2026.")
_NO_SUCH_DAY = Fault("error", "there is no such day", "Correct the date, for example 25-04-2026.")
_NO_SUCH_MONTH = Fault(
    "error", "there is no such month; the day is read before the month", "Correct the date, for example 25-04-2026."
)
_OTHER_CENTURY = Fault("error", "the date is not in this century", "Correct the date, for example 25-04-2026.")


def read_date(cell: Cell) -> Value:
    """The day (`datetime.date`) of a date cell, an Excel day number or a text."""
    if isinstance(cell, dt.datetime):
        return _in_range(cell.date())
    if isinstance(cell, dt.date):
        return _in_range(cell)
    if isinstance(cell, str):
        return _text(_plain(cell))
    return _compact(f"{cell:.0f}" if cell.is_integer() else "") or _serial(cell)


def _plain(text: str) -> str:
    """A date as text in small letters, with plain dashes and single spaces."""
    text = " ".join(_DASHES.sub("-", visible(text)).lower().strip(" '\xa0").split())
    return _WEEKDAY.sub("", _AROUND.sub(r"\1", text))


def _compact(digits: str) -> Value | None:
    """The day of `20261005`, or of `05102026` where a month cannot be meant otherwise; None for other digits."""
    found = _COMPACT.fullmatch(digits)
    if found and 1 <= int(found[2]) <= _MONTHS_A_YEAR:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT_DAY_FIRST.fullmatch(digits):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    return None


def _text(text: str) -> Value:
    if _SERIAL.fullmatch(text):
        return _serial(float(text))
    if day := _compact(text):
        return day
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED.fullmatch(text)) and found[2] in _BY_NAME:
        return _day(_year(found[3]), _BY_NAME[found[2]], int(found[1]))
    if (found := _MONTH_FIRST.fullmatch(text)) and found[1] in _BY_NAME:
        return _day(_year(found[3]), _BY_NAME[found[1]], int(found[2]))
    return Value(None, _NO_DATE)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(year: int, month: int, day: int) -> Value:
    try:
        return _in_range(dt.date(year, month, day))
    except ValueError:
        return Value(None, _NO_SUCH_DAY if 1 <= month <= 12 else _NO_SUCH_MONTH)


def _serial(number: float) -> Value:
    if not (FIRST - _EPOCH).days <= number < (LAST - _EPOCH).days + 1:
        return Value(None, _NO_DATE)
    return Value(_EPOCH + dt.timedelta(days=int(number)))


def _in_range(day: dt.date) -> Value:
    return Value(day) if FIRST <= day <= LAST else Value(None, _OTHER_CENTURY)


def month_first(cells: Sequence[Cell]) -> list[int]:
    """Places of text dates that have the month first, when the column shows it; none when it does not.

    It does when most of its dates are such texts, one is possible only that way (`10/25/2026`) and none only with the
    day first.
    """
    column = column_of(cells)
    texts = {cell: found for cell in column.different if isinstance(cell, str) and (found := _parted(cell))}
    late = any(int(found[1]) <= _MONTHS_A_YEAR < int(found[2]) for found in texts.values())
    early = any(int(found[2]) <= _MONTHS_A_YEAR < int(found[1]) for found in texts.values())
    if early or not late:
        return []
    places: list[int] = column.where(texts.__contains__).tolist()
    dates = len(column) - len(column.where(is_blank))
    return places if len(places) > 1 and len(places) * 2 > dates else []


def day_first(text: str) -> str:
    """A text date that has the month first, with the day first."""
    found = _parted(text)
    return f"{found[2]}/{found[1]}/{found[3]}" if found else text


def _parted(text: str) -> re.Match[str] | None:
    return _DAY_FIRST.fullmatch(_plain(text))


def swapped(cells: Sequence[Cell]) -> list[int]:
    """Places of date cells where a program may have swapped day and month, when the column shows its sign.

    A program that reads the month first turns `05/06/2026` into a date and leaves `25/06/2026` as text:
    then every text has a day above 12 and every date cell one of 12 or less.
    """
    column = column_of(cells)
    texts = [
        found
        for cell in column.different
        if isinstance(cell, str) and (found := _DAY_FIRST.fullmatch(cell.strip())) and read_date(cell).value
    ]
    places: list[int] = column.where(lambda cell: isinstance(cell, dt.date)).tolist()
    if not texts or len(places) < 3 or any(int(found[1]) <= 12 for found in texts):
        return []
    days = [cell.day for cell in column.different if isinstance(cell, dt.date)]
    return places if all(day <= 12 for day in days) else []
