"""A GSTR-2B that comes in several files: which of them were read, and what is missing."""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ims_xl.issues import Issue
from ims_xl.wording import counted

Row = Mapping[Any, Any]
"""A row of schema.STATEMENTS: values by the names of its columns."""

_NUMBER = re.compile(r"(?:file|part|others)[ _-]*0*(\d{1,3})(?!\d)", re.IGNORECASE)
_COPY = re.compile(r"(?: ?\(\d{1,2}\)| - copy)+$", re.IGNORECASE)  # a browser's or the desktop's second copy


def file_key(file: str) -> str:
    """What stays the same when a file is read again: the number in `2b.zip/File1 (2).json`, else its name."""
    stem = re.split(r"[/\\]", file)[-1].rsplit(".", 1)[0]
    stem = _COPY.sub("", stem)
    number = _NUMBER.search(stem)
    return number[1] if number else stem.lower()


def file_keys(row: Row) -> list[str]:
    """The keys of the files whose documents were read, numbers first in their order."""
    keys = {file_key(file) for file in str(row["files"]).split("\n") if file}
    return sorted(keys, key=lambda key: (not key.isdigit(), int(key) if key.isdigit() else 0, key))


def age(held: str, found: str) -> Literal["same", "later", "earlier"]:
    """Whether a statement generated on a day is the one that is held, or a later or earlier one of its period.

    A file that does not say its day is taken for a part of the same; of days that cannot be read the new one holds.
    """
    if held == found or not held or not found:
        return "same"
    days = _day(held), _day(found)
    return "earlier" if days[0] and days[1] and days[1] < days[0] else "later"


def merge(held: Row, found: Row) -> dict[Any, Any]:
    """One row of two files of the same statement: the sums of the one that gives them, the files of both."""
    sums = found if _has_sums(found) or not _has_sums(held) else held
    counts = [int(found["file_count"]), int(held["file_count"])]
    files = {file_key(file): file for row in (held, found) for file in str(row["files"]).split("\n") if file}
    return {
        **sums,
        "generated": found["generated"] or held["generated"],
        # A file that was the whole stays so, whatever part of it is read again.
        "file_count": 1 if 1 in counts else next((count for count in counts if count), 0),
        "files": "\n".join(files.values()),
    }


def latest(rows: Iterable[Row]) -> tuple[list[Row], list[Issue]]:
    """One row a period of files read together (`file` names each), and a note for each file of an older statement."""
    held: dict[str, list[Row]] = {}
    older: list[Row] = []
    for row in rows:
        same = held.setdefault(row["gstr2b_period"], [])
        order = age(same[0]["generated"], row["generated"]) if same else "same"
        if order == "later":
            older += same
            same.clear()
        (older if order == "earlier" else same).append(row)
    reason = "an older statement of the period was passed over: a later one is among the files"
    notes = [Issue("note", reason, file=row["file"], value=row["generated"]) for row in older]
    return [functools.reduce(merge, group) for group in held.values()], notes


def parts_read(row: Row) -> str:
    """`parts 1, 3 of 3 read`, or "" for a statement in one file."""
    keys, count = file_keys(row), int(row["file_count"])
    if count <= 1 and len(keys) <= 1:
        return ""
    if not keys:
        return f"none of {count} parts read"
    of = f" of {count}" if count > 1 else ""
    if not all(key.isdigit() for key in keys):
        return f"{len(keys)}{of} files read"
    return f"{'part' if len(keys) == 1 else 'parts'} {', '.join(keys)}{of} read"


def missing(row: Row) -> str:
    """What of the statement was not read, in words, or ""."""
    keys, count = file_keys(row), int(row["file_count"])
    numbered = [int(key) for key in keys if key.isdigit()]
    if not row["summary_file"]:
        if len(keys) > 1 or numbered:
            return "its Summary was not read, so how many parts it has is not known"
        return ""
    if not keys and count <= 1:
        return "only its Summary was read, not its documents"
    if count <= len(keys):
        return ""
    if len(numbered) == len(keys) and all(number <= count for number in numbered):
        absent = [str(number) for number in range(1, count + 1) if number not in numbered]
        one = len(absent) == 1
        return f"{'part' if one else 'parts'} {', '.join(absent)} of {count} {'was' if one else 'were'} not read"
    return f"{counted(count - len(keys), 'file')} of {count} {'was' if count - len(keys) == 1 else 'were'} not read"


def _has_sums(row: Row) -> bool:
    """Whether a file gave the sums; of rows kept before the files were, the sums themselves tell."""
    given = row.get("available_igst")
    return bool(row["summary_file"]) or (given is not None and given == given)


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%d-%m-%Y").date()
    except ValueError:
        return None
