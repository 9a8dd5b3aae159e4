"""Sources of a profile: where something stands in an answer, `$.data.token` in its JSON, `@txn` in its headers."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ims_xl.gstn import json_text

SOURCE = re.compile(r"\$(\.[\w-]+)*|@[\w-]+|\{keep\.[\w-]+\}")
"""A path in the JSON, a header, or what was kept before."""
LASTS = re.compile(r"(?:(?P<source>\$[\w.-]*|@[\w-]+) (?P<unit>s|min|ms)|(?P<count>\d{1,5})(?P<fixed>min|h))")
"""How long something lives: seconds, minutes or the end in milliseconds at a source, or a fixed time."""

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}


class Answer(NamedTuple):
    """An answer of the portal or a gateway: HTTP status, headers, the JSON object."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


def find(answer: Answer, sources: Iterable[str], kept: Mapping[str, str] | None = None) -> object:
    """What stands at the first source that holds something, None when none does; JSON written as a text is read."""
    for source in sources:
        if source.startswith("@"):
            found: object = answer.headers.get(source[1:])
        elif source.startswith("{"):
            found = (kept or {}).get(source.strip("{}").removeprefix("keep."))
        else:
            found = _at(answer.body, source.split(".")[1:])
        if found not in (None, "", [], {}):
            return found
    return None


def end_of(answer: Answer, lasts: str, now: dt.datetime) -> dt.datetime | None:
    """When what an answer gave ends, None when it does not say; "" never ends by itself, for a year."""
    if not lasts:
        return now + dt.timedelta(days=365)
    told = LASTS.fullmatch(lasts)
    assert told is not None
    if told["fixed"]:
        return now + dt.timedelta(seconds=int(told["count"]) * _SECONDS[told["fixed"]])
    number = _number(find(answer, [told["source"]]))
    if number is None:
        return None
    if told["unit"] == "ms":
        try:
            return dt.datetime.fromtimestamp(number / 1000, dt.UTC)
        except (ValueError, OverflowError, OSError):
            return None
    try:
        return now + dt.timedelta(seconds=number * _SECONDS[told["unit"]])
    except OverflowError:
        return None


def _at(value: object, path: list[str]) -> object:
    for name in path:
        if isinstance(value, str):
            value = inside(value)
        if isinstance(value, list):
            at = int(name) if name.isdecimal() else 0
            value = value[at] if at < len(value) else None
            if name.isdecimal():
                continue
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def inside(text: str) -> object:
    """The object or list that a text holds as JSON, else the text itself."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json_text.parse(text)
        except ValueError:
            return text
    return text


def _number(value: object) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
