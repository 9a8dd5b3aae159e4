"""Excel while we write: nothing recalculates, fires or flickers, and all is as before afterwards, errors included."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import xlwings as xw

_OFF: dict[str, Any] = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}


@contextmanager
def quiet(app: xw.App) -> Iterator[None]:
    """Switch off what makes writing slow or asks questions; each setting is put back on its own."""
    with ExitStack() as stack:
        stack.callback(setattr, app, "status_bar", False)
        for name, value in _OFF.items():
            stack.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, value)
        yield
