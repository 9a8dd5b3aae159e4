"""One step at a time on one workbook: a lock that a process lets go when it ends, however it ends."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ims_xl.issues import ImsError
from ims_xl.private import private_folder
from ims_xl.replacing import is_full
from ims_xl.store.database import unusable

WAIT = 30.0  # seconds for the other step to finish
TOLD_AFTER = 2.0  # seconds of waiting before it is said what is waited for


@contextmanager
def only_one(path: Path, waiting: Callable[[str], object], what: str = "this workbook") -> Iterator[None]:
    """While inside, no other process is inside with the same lock file; `waiting` is told what is waited for.

    `what`: whose lock it is, in words.

    Raises ImsError when another process stays inside for longer than WAIT or the disk is full, OSError when the
    folder cannot be made.
    """
    private_folder(path.parent)
    connection = sqlite3.connect(path, timeout=TOLD_AFTER, isolation_level=None)
    try:
        _enter(connection, path, waiting, what)
        yield
    finally:
        connection.close()


def _enter(connection: sqlite3.Connection, path: Path, waiting: Callable[[str], object], what: str) -> None:
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL or is_full(path):
                raise unusable(path, error) from error
            if time.monotonic() >= until:
                raise ImsError(
                    f"another step works on {what} just now", "Wait until it has finished, then try again."
                ) from error
            waiting(f"Another step works on {what}; waiting until it has finished")
        else:
            return
