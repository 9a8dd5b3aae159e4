"""Due dates that were moved: by notification, from `due_dates.toml`, and those the accountant wrote on Settings."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from ims_xl.gst.periods import find_period, label, shift
from ims_xl.issues import ImsError

USUAL = {"GSTR-1": 11, "GSTR-3B": 20}
"""Form -> day of the next month it is due on, monthly. Source: sections 37 and 39, rules 59 and 61."""

FREQUENCIES = ("Monthly", "Quarterly")
FILE = "due_dates.toml"


class Extension(NamedTuple):
    """One moved date: the form (GSTR-1, GSTR-3B), its return period MMYYYY and the new date.

    `frequency` and `states` (two-digit codes) say whose return it is; empty means everybody's.
    """

    form: str
    period: str
    due: dt.date
    notification: str = ""
    dated: dt.date | None = None
    frequency: str = ""
    states: tuple[str, ...] = ()

    def moves(self, form: str, period: str, frequency: str, state: str) -> bool:
        """Whether it speaks of this return of this taxpayer."""
        return (
            (self.form, self.period) == (form, period)
            and self.frequency in ("", frequency)
            and (not self.states or state in self.states)
        )


def moved_date(form: str, period: str, frequency: str, state: str, own: Iterable[Extension] = ()) -> dt.date | None:
    """The date a return was moved to, None where it was not: the accountant's `own` date before a notified one.

    Of several notifications on one return the latest date counts.
    """
    for rows in (own, notified()):
        dates = [row.due for row in rows if row.moves(form, period, frequency, state)]
        if dates:
            return max(dates)
    return None


@cache
def notified() -> tuple[Extension, ...]:
    """The extensions by notification, as shipped."""
    return parse(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Extension, ...]:
    """The rows of a table of due dates in TOML.

    Raises ImsError that names the row when one cannot be used.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImsError(f"the table of due dates cannot be read: {error}", "Mend the file.", file=FILE) from error
    return tuple(_row(at, row) for at, row in enumerate(content.get("extension", ()), start=1))


_KINDS: dict[str, type] = {
    "form": str, "period": str, "due": dt.date, "notification": str, "dated": dt.date, "frequency": str, "states": list,
}  # fmt: skip


def _row(at: int, row: Mapping[str, Any]) -> Extension:
    missing = [name for name in ("form", "period", "due", "notification", "dated") if name not in row]
    wrong = [name for name, value in row.items() if not isinstance(value, _KINDS.get(name, ()))]
    reason = f"{missing[0]} is missing" if missing else f"{wrong[0]} is not understood" if wrong else ""
    if not reason:
        extension = Extension(**{**row, "states": tuple(row.get("states", ()))})
        strange = [state for state in extension.states if not re.fullmatch(r"\d\d", str(state))]
        if extension.frequency not in ("", *FREQUENCIES):
            reason = "frequency is neither Monthly nor Quarterly"
        else:
            reason = "a State is no two-digit code" if strange else _fault(extension)
    if reason:
        raise ImsError(f"{FILE}, extension {at}: {reason}", "Mend the row.", value=str(dict(row)))
    return extension


def _fault(extension: Extension) -> str:
    """What is wrong with form, period or date; "" when nothing is."""
    if extension.form not in USUAL:
        return f"{extension.form} is neither {' nor '.join(USUAL)}"
    if find_period(extension.period) != extension.period:
        return f"{extension.period} is not a return period"
    following = shift(extension.period, 1)
    usual = dt.date(int(following[2:]), int(following[:2]), USUAL[extension.form])
    if extension.due <= usual:
        return f"{_day(extension.due)} is not after {_day(usual)}, the usual day"
    if extension.due > usual + dt.timedelta(days=366):
        return f"{_day(extension.due)} is more than a year after {_day(usual)}, the usual day"
    return ""


_TYPED = re.compile(r"GSTR[- ]?(1|3B)\s+(.+?)\s*:\s*(.+)", re.IGNORECASE)
_PARTS = re.compile(r"[;,\n]")
_EXAMPLE = "Write form, month and new date, for example GSTR-3B Dec-2026: 22-Jan-2027; a semicolon parts several."


def read_extensions(text: str) -> tuple[tuple[Extension, ...], str]:
    """The extensions in a cell, `GSTR-3B Dec-2026: 22-Jan-2027; ...`, and what to write when they are not clear."""
    found: list[Extension] = []
    for part in split(text):
        typed = _TYPED.fullmatch(part)
        if not typed:
            return (), f"{part}: {_EXAMPLE}"
        period, due = find_period(typed[2]), find_day(typed[3])
        if not period or due is None:
            return (), f"{typed[3] if period else typed[2]} is no {'date' if period else 'month'}. {_EXAMPLE}"
        extension = Extension(f"GSTR-{typed[1].upper()}", period, due)
        if fault := _fault(extension):
            return (), f"{part}: {fault}."
        if any(one[:2] == extension[:2] for one in found):
            return (), f"{extension.form} {label(period)} is written twice; keep one."
        found.append(extension)
    return tuple(found), ""


def write_extensions(extensions: Iterable[Extension]) -> str:
    """The extensions as `read_extensions` reads them."""
    return "; ".join(f"{row.form} {label(row.period)}: {_day(row.due)}" for row in extensions)


def split(text: str) -> list[str]:
    """The parts of a cell that holds several things, one behind the other."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


_FORMATS = ("%d-%b-%Y", "%d-%B-%Y", "%d-%m-%Y", "%Y-%m-%d")


def find_day(text: str) -> dt.date | None:
    """The day a text names (`22-Jan-2027`, `22/01/2027`, `2027-01-22`), or None; the day stands before the month."""
    written = re.sub(r"[\s./-]+", "-", text.strip())
    for pattern in _FORMATS:
        try:
            return dt.datetime.strptime(written, pattern).date()
        except ValueError:
            continue
    return None


def _day(day: dt.date) -> str:
    return f"{day:%d-%b-%Y}"
