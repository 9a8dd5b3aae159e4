"""Whether the computer's clock can be right, by the times of what was done before."""

import datetime as dt
from collections.abc import Iterable

from ims_xl.issues import Issue

SLACK = dt.timedelta(hours=1)  # clocks of two computers differ, and a zip names no time zone


def later_than(now: dt.datetime, times: Iterable[object]) -> dt.datetime | None:
    """The latest of the times (ISO texts) when it lies after now: the clock is behind, or was ahead then.

    A text that is no time is passed over.
    """
    found = [time for text in times if (time := _read(str(text))) is not None]
    latest = max(found, default=now)
    return latest if latest - now > SLACK else None


def finding(now: dt.datetime, times: Iterable[object]) -> Issue | None:
    """A warning when what was done before lies after now; ages and due dates are counted from a wrong day then."""
    later = later_than(now, times)
    if later is None:
        return None
    return Issue(
        "warning",
        f"this computer's clock says {now:%d-%b-%Y %H:%M}, and data here is of {later:%d-%b-%Y %H:%M}: the clock is "
        "behind, or was ahead then",
        "Set the clock and do the step again: due dates and the age of the portal data are counted by it.",
    )


def _read(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
