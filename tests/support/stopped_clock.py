"""The same minute, the same identity and the same reference numbers for two roads, and for the processes they start."""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from ims_xl.push.portal import Pace
from ims_xl.workflow import computing, files, job, opening, pushing

NOW = dt.datetime(2026, 11, 24, 10, 0)
WORKER = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r}); "
    "from support.stopped_clock import stop; stop(setattr); from ims_xl.cli import main; main()"
)
"""What a worker runs instead of the command line alone."""


class Clock(dt.datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # noqa: ARG003
        return NOW


def stop(put: Callable[[object, str, object], None]) -> None:
    """Let every step begin at NOW and take no time, the portal be asked often; a new workbook gets a known id."""
    for module in (job, opening):
        put(module, "dt", SimpleNamespace(datetime=Clock, timedelta=dt.timedelta))
    put(job, "time", SimpleNamespace(monotonic=lambda: 0.0))
    put(files, "uuid", SimpleNamespace(uuid4=lambda: uuid.UUID(int=7)))
    for step in (pushing, computing):
        put(step, "pace_of", lambda client: Pace(poll=(0.1,) * 30, settle=(0.1,) * 3, queued_reset=0.1))


def number_requests(put: Callable[[object, str, object], None]) -> None:
    """Let a stand-in for GSTN that is started next number its requests from 1."""
    from ims_xl.sandbox import drafts, saves

    numbers = itertools.count(1)
    counted = SimpleNamespace(token_hex=lambda size: f"{next(numbers):0{2 * size - 1}d}0")
    put(drafts, "secrets", counted)
    put(saves, "secrets", counted)
