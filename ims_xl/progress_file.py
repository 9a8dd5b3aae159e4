"""How a detached step tells how far it is: a small file, replaced whole, and a file that asks it to stop."""

import json
import logging
import os
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from ims_xl import replacing
from ims_xl.ui import Cancelled, Silent, named

State = Literal["running", "done", "failed", "cancelled"]

_SECONDS = 0.25  # between two writings
_QUICK = replacing.PATIENT[:2]  # a reader on Windows holds the file for a moment


class ProgressFile(Silent):
    """A `ims_xl.ui.UI` nobody watches directly.

    The file is one JSON object: state, step, message (the last line told, at the end what came of it), what, done,
    total, finished, at (seconds since 1970), pid. It is never seen half-written, and one that cannot be written, or
    that somebody holds open, never ends the step. Where the cancel file appears, the step stops at the next chance.
    `facts` are said too, for whoever started it, and `asks`, a question that nobody had agreed to: with `yes` all are,
    `agreed` has the names of those that were (`ims_xl.ui.named`).
    """

    def __init__(
        self,
        path: Path,
        step: str,
        cancel: Path | None = None,
        facts: Mapping[str, object] | None = None,
        *,
        yes: bool = False,
        agreed: Collection[str] = (),
    ) -> None:
        self._path = path
        self._cancel = cancel
        self._yes = yes  # whoever began the step has asked already
        self._agreed = frozenset(agreed)
        self._stopped = False
        self._written = 0.0
        self._says: dict[str, object] = {
            **(facts or {}), "state": "running", "step": step, "message": "", "what": "", "done": 0, "total": 0,
            "finished": False, "pid": os.getpid(),
        }  # fmt: skip
        self._write()

    def ask(self, question: str, default: bool = False) -> bool:
        """Yes when that was said before the step began, else the default, and the file says what was asked."""
        if self._yes or named(question) in self._agreed:
            return True
        self._says["asks"] = question
        return default

    def tell(self, message: str) -> None:
        """Show one line."""
        self._says["message"] = message
        self._write()

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far the present work is, a few times a second; raises Cancelled when the cancel file is there."""
        if self._cancel is not None and os.path.exists(self._cancel):
            self._stopped = True
            raise Cancelled("the step was stopped", "Nothing is lost and nothing is sent twice.")
        new = what != self._says["what"]
        self._says |= {"done": done, "total": total, "what": what}
        if new or time.monotonic() - self._written >= _SECONDS:
            self._write()

    def finish(self, state: State, message: str, more: Mapping[str, object] | None = None) -> None:
        """The step is over; `more` is added to what the file says. One that was stopped has not failed."""
        state = "cancelled" if state == "failed" and self._stopped else state
        self._says |= {"state": state, "message": message, "finished": True, **(more or {})}
        if failed := self._write(replacing.PATIENT):
            logging.getLogger(__name__).warning("%s: %s", self._path, replacing.words(failed))

    def _write(self, pauses: Sequence[float] = _QUICK) -> OSError | None:
        """Replace the file; one failure is given back and made good by the next writing."""
        self._written = time.monotonic()
        content = json.dumps({**self._says, "at": time.time()}, default=str).encode("ascii")
        try:
            replacing.write(self._path, content, private=True, durable=False, pauses=pauses)
        except OSError as error:
            return error
        return None
