"""The clock of the stand-in, which tests set and move."""

import time
from datetime import datetime, timedelta

START = datetime(2026, 11, 12, 10, 0)


class Clock:
    """Indian time of the stand-in; `ticking` lets it run on with real time."""

    def __init__(self, start: datetime = START, ticking: bool = False) -> None:
        self._ticking = ticking
        self.set(start)

    def now(self) -> datetime:
        """The present time."""
        return self._start + timedelta(seconds=time.monotonic() - self._since if self._ticking else 0)

    def set(self, moment: datetime) -> None:
        """Jump to a time."""
        self._start, self._since = moment, time.monotonic()

    def advance(self, **span: float) -> None:
        """Move on, for example `advance(minutes=10)`."""
        self.set(self.now() + timedelta(**span))
