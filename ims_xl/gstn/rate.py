"""How many calls a minute go out."""

import datetime as dt
from collections import deque
from collections.abc import Callable

_MINUTE = dt.timedelta(minutes=1)


class Rate:
    """At most `per_minute` calls in any minute of `now`; 0 for as many as there are."""

    def __init__(self, per_minute: int, now: Callable[[], dt.datetime]) -> None:
        self._now = now
        self._last: deque[dt.datetime] = deque(maxlen=per_minute)

    def wait_before_next(self) -> float:
        """Seconds until the next call may go; it counts as gone then."""
        at = self._now()
        if not self._last.maxlen:
            return 0.0
        free = self._last[0] + _MINUTE if len(self._last) == self._last.maxlen else at
        seconds = max(0.0, (free - at).total_seconds())
        self._last.append(max(at, free))
        return seconds
