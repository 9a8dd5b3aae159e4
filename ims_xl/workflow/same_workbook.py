"""Other files that are this workbook too: a copy beside it, or where it lay before."""

import functools
from collections.abc import Iterator
from pathlib import Path

from ims_xl.issues import ImsError, Issue

_LOOKED_AT = 5  # files of a folder with a name like that of the workbook
_REMEDY = (
    "Go on in one of them and move the others away: the marks of all go into one record, and those of the file that "
    "was used last count. A synced folder makes such copies when two computers save at once."
)


def findings(workbook: Path, book_id: str, before: str) -> list[Issue]:
    """A warning that names the other files; `before`: where the workbook lay at the last step."""
    others = [path for path in dict.fromkeys(_candidates(workbook, before)) if _is_same(path, book_id)]
    if not others:
        return []
    named = ", ".join(path.name if path.parent == workbook.parent else str(path) for path in others)
    return [Issue("warning", f"the same workbook is also there as {named}", _REMEDY, workbook.name)]


def _candidates(workbook: Path, before: str) -> Iterator[Path]:
    """The file at the place of before, and files beside it whose name begins with its own, or its own with theirs.

    OneDrive adds `-COMPUTER`, Dropbox and others `(... conflicted copy ...)`, browsers and people `(1)` or `- Copy`.
    """
    if not workbook.parent.is_dir():  # a workbook open in Excel may lie on the web
        return
    if before and (place := Path(before)).is_file() and not place.samefile(workbook):
        yield place
    stem = workbook.stem.casefold()
    beside = sorted(path for path in workbook.parent.glob("*.xlsx") if path.name != workbook.name)
    alike = [path for path in beside if _is_alike(path.stem.casefold(), stem)]
    yield from alike[:_LOOKED_AT]


def _is_alike(one: str, other: str) -> bool:
    return bool(one) and not one.startswith(("~$", ".")) and (one.startswith(other) or other.startswith(one))


def _is_same(path: Path, book_id: str) -> bool:
    try:
        state = path.stat()
        return _book_id(path, state.st_size, state.st_mtime_ns) == book_id
    except OSError:
        return False


@functools.lru_cache(maxsize=64)
def _book_id(path: Path, _size: int, _changed: int) -> str:
    """The identity of a file, "" where it is no workbook of ours that can be read."""
    from ims_xl.sheets.identity import Identity  # a click without such files is spared the import
    from ims_xl.workbook.file import FileBook

    try:
        return Identity.from_text(FileBook(path).metadata(), path.name).book_id
    except ImsError:
        return ""
