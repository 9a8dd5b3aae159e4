"""How many calls a minute go out, whichever program makes them."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ims_xl.private import private_folder
from ims_xl.replacing import write

_MINUTE = dt.timedelta(minutes=1)
_FURTHEST = dt.timedelta(minutes=10)  # a call planned later than that is of a clock that was wrong


class Rate:
    """At most `per_minute` calls in any minute of `now`; 0 for as many as there are.

    `file` holds the last minute's, for the program that comes next; what cannot be read or written is not counted.
    """

    def __init__(self, per_minute: int, now: Callable[[], dt.datetime], file: Path | None = None) -> None:
        self._per_minute, self._now, self._file = per_minute, now, file
        self._last: list[dt.datetime] = []

    def wait_before_next(self) -> float:
        """Seconds until the next call may go; it counts as gone then."""
        if not self._per_minute:
            return 0.0
        at = self._now()
        known = {*self._last, *self._read()}
        last = sorted(one for one in known if at - _MINUTE < one < at + _FURTHEST)[-self._per_minute :]
        free = max(at, last[0] + _MINUTE) if len(last) == self._per_minute else at
        seconds = (free - at).total_seconds()
        while free in last:
            free += dt.timedelta(microseconds=1)  # calls of one instant are two
        self._last = [*last, free][-self._per_minute :]
        self._write()
        return seconds

    def _read(self) -> list[dt.datetime]:
        with suppress(OSError, ValueError, TypeError):
            found = json.loads(self._file.read_bytes()) if self._file else []
            return [dt.datetime.fromisoformat(one).astimezone(dt.UTC) for one in found]
        return []

    def _write(self) -> None:
        if self._file:
            with suppress(OSError):
                private_folder(self._file.parent)
                write(self._file, json.dumps([one.isoformat() for one in self._last]).encode(), private=True)
