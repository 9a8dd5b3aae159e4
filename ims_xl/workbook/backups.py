"""Dated copies of a workbook as it was before it was written; each workbook has a folder, by its identity."""

import hashlib
import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ims_xl.private import private_folder
from ims_xl.replacing import replacing

KEPT = 10
_DATE = "%Y-%m-%d %H%M%S %f"
_NAME = re.compile(r"(.+) (\d{4}-\d\d-\d\d \d{6} \d{6})(\.\w+)", re.ASCII | re.DOTALL)
_PLAIN = re.compile(r"[0-9a-f]{32}")


class Copy(NamedTuple):
    """A kept copy: where it is, the name of the workbook it was, when it was kept."""

    path: Path
    workbook: str
    at: datetime

    def has_name(self, workbook: str) -> bool:
        """Whether it is of a file with that name, as this computer compares names."""
        return os.path.normcase(self.workbook) == os.path.normcase(workbook)


def folder_of(backups: Path, book_id: str) -> Path:
    """The folder of a workbook's copies; whatever its identity says, it lies in `backups`."""
    plain = _PLAIN.fullmatch(book_id)
    return backups / (book_id if plain else hashlib.sha256(book_id.encode("utf-8", "replace")).hexdigest()[:32])


def keep(folder: Path, workbook: Path, copy: Callable[[Path], object], *, spare: Path | None = None) -> None:
    """Let `copy` write the workbook to a path, under the workbook's name and the time; older copies of it go.

    Two files of one identity, one copied from the other, keep ten copies each. `spare` stays, however old.
    Raises OSError when the folder cannot be written.
    """
    private_folder(folder)
    dated = folder / f"{workbook.stem} {datetime.now():{_DATE}}{workbook.suffix}"
    with replacing(dated, private=True) as part:
        copy(part)
    older = [one.path for one in copies(folder, workbook.name) if one.path not in (dated, spare)]
    for old in older[KEPT - 1 :]:
        old.unlink(missing_ok=True)


def age(folder: Path, workbook: Path) -> timedelta | None:
    """How old the newest copy of a workbook is; None when there is none."""
    found = copies(folder, workbook.name)
    return datetime.now() - found[0].at if found else None


def copies(folder: Path, workbook: str = "") -> list[Copy]:
    """The copies in a folder, newest first, of every file or of those with that name."""
    if not folder.is_dir():
        return []
    found = [one for path in folder.iterdir() if (one := _copy(path)) and (not workbook or one.has_name(workbook))]
    return sorted(found, key=lambda one: (one.at, one.workbook), reverse=True)


def advice(workbook: str) -> str:
    """How to go back, for messages about damage and loss."""
    return f'go back to a kept copy: type ims-xl restore "{workbook}" (ims-xl backups "{workbook}" lists them)'


def _copy(path: Path) -> Copy | None:
    found = _NAME.fullmatch(path.name)
    try:
        return Copy(path, found[1] + found[3], datetime.strptime(found[2], _DATE)) if found else None
    except ValueError:
        return None
