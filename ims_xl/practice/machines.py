"""Who does the tasks: a process for each client on this computer, or the workers of a Dask cluster."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Protocol

from ims_xl.practice.task import Done, Task

_CODE = "from ims_xl.practice.client import main; main()"
_TIME = 3600.0  # seconds that one client's month may take


class Machines(Protocol):
    """Something that does tasks, several at a time."""

    def work(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they end."""


class ThisComputer:
    """A process for each client: one that dies takes no other with it. `at_once`: how many, as many as processors."""

    def __init__(self, at_once: int = 0) -> None:
        self._at_once = at_once or os.cpu_count() or 1

    def work(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they end."""
        with ThreadPoolExecutor(self._at_once) as pool:
            waiting: list[Future[Done]] = [pool.submit(in_a_process, task) for task in tasks]
            try:
                for future in as_completed(waiting):
                    yield future.result()
            finally:
                for future in waiting:
                    future.cancel()


def in_a_process(task: Task, home: Path | None = None, user: str = "") -> Done:
    """The task done in a process of its own.

    `home`: the folder of its data, None for the user's; `user`: in whose name, "" for this one.
    """
    environment = dict(os.environ)
    environment |= {"IMS_XL_HOME": str(home)} if home else {}
    environment |= {"LOGNAME": user} if user else {}
    command = [sys.executable, "-P", "-c", _CODE]
    try:
        ended = subprocess.run(
            command, input=task.to_text(), capture_output=True, text=True, encoding="utf-8", env=environment,
            timeout=_TIME, creationflags=_no_window(), check=False,
        )  # fmt: skip
        return Done.from_text(ended.stdout)
    except subprocess.TimeoutExpired:
        said = f"It took longer than {_TIME / 60:.0f} minutes and was stopped"
    except (ValueError, TypeError, KeyError):
        said = "Its process ended before it was finished"
    return Done(
        task.gstin, task.period, task.book, "failed",
        f"{said}. Run the batch again; what was done before is kept.",
    )  # fmt: skip


def _no_window() -> int:
    """Below Excel, which has no console, Windows would show one for each client."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0
