"""Dated copies of a workbook as it was before it was written; the last ten of each are kept."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

KEPT = 10
_DATE = "%Y-%m-%d %H%M%S %f"
_DIGITS = "[0-9]" * 4 + "-[0-9][0-9]-[0-9][0-9] " + "[0-9]" * 6 + " " + "[0-9]" * 6
_LENGTH = len("2025-10-01 090000 000000")


def keep(folder: Path, workbook: Path, copy: Callable[[Path], object]) -> None:
    """Let `copy` write the workbook to a path, under the workbook's name and the time; older copies go.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dated = folder / f"{workbook.stem} {datetime.now():{_DATE}}{workbook.suffix}"
    part = dated.with_name(f"{dated.stem}.part{dated.suffix}")
    try:
        copy(part)
        os.replace(part, dated)
    finally:
        part.unlink(missing_ok=True)
    for old in _copies(folder, workbook)[:-KEPT]:
        old.unlink()


def age(folder: Path, workbook: Path) -> timedelta | None:
    """How old the newest copy of a workbook is; None when there is none."""
    found = _copies(folder, workbook)
    return datetime.now() - datetime.strptime(found[-1].stem[-_LENGTH:], _DATE) if found else None


def literal(text: str) -> str:
    """A text in a pattern of file names that stands for itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _copies(folder: Path, workbook: Path) -> list[Path]:
    """The copies of a workbook, oldest first."""
    pattern = f"{literal(workbook.stem)} {_DIGITS}{workbook.suffix}"
    return sorted(path for path in folder.iterdir() if path.match(pattern)) if folder.is_dir() else []
