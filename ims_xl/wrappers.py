"""What a JSON holds inside the wrappers that the portal's page, GSPs and browsers put around it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ims_xl.issues import ImsError

Record = Mapping[str, Any]

_DEEPEST = 6  # wrappers; GSPs are known to add three
_LONGEST_LIST = 20  # a longer list is one of records and wraps nothing
_ONE = "Save the answer that holds one of them, and choose that file."


class Unwrapped(NamedTuple):
    """The object looked for and the objects around it, the nearest first."""

    content: Record
    around: tuple[Record, ...] = ()

    def get(self, key: str) -> Any:
        """The value of a key in the content or else in the nearest wrapper that has it; None where none has."""
        return next((one[key] for one in (self.content, *self.around) if one.get(key) is not None), None)


def find_all(payload: object, holds: Callable[[Record], bool]) -> list[Unwrapped]:
    """The outermost objects that hold what is looked for, in objects and short lists, six levels deep."""
    return [*_search(payload, holds, ())]


def unwrap(payload: object, holds: Callable[[Record], bool], *, what: str, file: str) -> Unwrapped | None:
    """The one object that holds what is looked for, None where there is none; `what` names it for messages.

    Raises ImsError when there are several: either could be meant.
    """
    found = find_all(payload, holds)
    if len(found) > 1:
        raise ImsError(f"the file holds {len(found)} times what could be {what}", _ONE, file=file)
    return found[0] if found else None


def is_gstr2b(record: Record) -> bool:
    """Whether the object lists documents of a GSTR-2B."""
    return "docdata" in record or "docRejdata" in record


def is_gstr2b_summary(record: Record) -> bool:
    """Whether the object has the sums of a GSTR-2B, or the number of its files."""
    return not record.keys().isdisjoint(("itcsumm", "cpsumm")) or {"fc", "rtnprd"} <= record.keys()


def find_gstr2b(payload: object) -> list[Unwrapped]:
    """GSTR-2B statements in a JSON: objects with documents, or without any such, those with sums."""
    return find_all(payload, is_gstr2b) or find_all(payload, is_gstr2b_summary)


def without_documents(record: Record) -> dict[str, Any]:
    """The answer without the documents of a GSTR-2B, in whatever wrappers they stand."""
    return {
        key: without_documents(value) if isinstance(value, dict) else value
        for key, value in record.items()
        if key not in ("docdata", "docRejdata")
    }


def _inside(text: str) -> object:
    """What a JSON holds that stands as text in another one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _search(
    value: object, holds: Callable[[Record], bool], around: tuple[Record, ...], depth: int = 0
) -> Iterator[Unwrapped]:
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = _inside(value)
    if isinstance(value, dict):
        if holds(value):
            yield Unwrapped(value, around)
            return
        inside, around = [*value.values()], (value, *around)
    elif isinstance(value, list) and len(value) <= _LONGEST_LIST:
        inside = value
    else:
        return
    if depth < _DEEPEST:
        for one in inside:
            yield from _search(one, holds, around, depth + 1)
