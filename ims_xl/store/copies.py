"""Daily copies of a store, each looked through before it counts; a damaged store is replaced by one and kept beside."""

import re
import sqlite3
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from ims_xl.private import private_folder
from ims_xl.replacing import replacing

FOLDER = "backups/stores"
KEPT = 10
_BESIDE = ("", "-wal", "-shm")
_DAY = re.compile(r" (\d{4}-\d\d-\d\d)\.sqlite3")


class Copy(NamedTuple):
    """A copy of a store and the day it is of."""

    path: Path
    day: date


def copies(store: Path) -> list[Copy]:
    """The daily copies of a store, oldest first."""
    found = []
    for path in (store.parent / FOLDER).glob("*.sqlite3"):
        if (day := _DAY.fullmatch(path.name.removeprefix(store.stem))) and path.name.startswith(store.stem):
            found.append(Copy(path, date.fromisoformat(day[1])))
    return sorted(found, key=lambda copy: copy.day)


def keep_daily(store: Path, today: date) -> None:
    """Keep a copy of the store as it is, once a day; a store that is not whole replaces no copy, nor does a full disk.

    The newest ten are kept; those of days that are still to come, made while the clock was ahead, go first. Raises sqlite3.Error or OSError when the copy cannot be made.
    """
    if any(copy.day == today for copy in copies(store)):
        return
    folder = private_folder(store.parent / FOLDER)
    with replacing(folder / f"{store.stem} {today}.sqlite3", private=True) as part:
        copy_to(store, part)
        if wrong := faults(part):
            raise sqlite3.DatabaseError(wrong[0])
    for old in sorted(copies(store), key=lambda copy: (copy.day <= today, copy.day))[:-KEPT]:
        old.path.unlink(missing_ok=True)


def copy_to(store: Path, target: Path) -> None:
    """A copy with everything the write-ahead log holds."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # In WAL mode the copy would be whole only with a second file beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def faults(store: Path) -> list[str]:
    """What SQLite's integrity check finds wrong with a file; nothing when it is whole."""
    try:
        with closing(sqlite3.connect(store)) as db:
            said = [str(line) for (line,) in db.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for line in said if line != "ok"]


def put_back(store: Path, copy: Copy | None) -> Path:
    """The copy (or none) in place of a damaged store, which is kept beside it under another name; gives that name.

    The old write-ahead log goes with the old file: SQLite plays one that is left behind into whatever stands there.
    """
    aside = store.with_name(f"{store.stem} damaged {datetime.now():%Y-%m-%d %H%M%S}{store.suffix}")
    for ending in reversed(_BESIDE):
        with suppress(FileNotFoundError):
            Path(f"{store}{ending}").replace(f"{aside}{ending}")
    if copy is not None:
        with replacing(store, private=True) as part:
            copy_to(copy.path, part)
    return aside
