"""Whether the computer's clock can be right, by the times of what was done before."""

import datetime as dt
from collections.abc import Iterable

SLACK = dt.timedelta(hours=1)  # clocks of two computers differ, and a zip names no time zone


def later_than(now: dt.datetime, times: Iterable[object]) -> dt.datetime | None:
    """The latest of the times (ISO texts) when it lies after now: the clock is behind, or was ahead then.

    A text that is no time is passed over.
    """
    found = [time for text in times if (time := _read(str(text))) is not None]
    latest = max(found, default=now)
    return latest if latest - now > SLACK else None


def reason(now: dt.datetime, later: dt.datetime) -> str:
    """What is said of a time after now."""
    return (
        f"this computer's clock says {now:%d-%b-%Y %H:%M}, and data here is of {later:%d-%b-%Y %H:%M}: the clock is "
        "behind, or was ahead then"
    )


REMEDY = "Set the clock and do the step again: due dates and the age of the portal data are counted by it."


def _read(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
