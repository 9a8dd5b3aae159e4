"""Keys that stand twice in one object of a JSON: either value could be meant, and a parser keeps one silently."""

import itertools
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

_NESTED = {dict, list}


def repeated_key(text: str, payload: object) -> str | None:
    """The first key that an object of the text has twice, None for none; `payload` is what the text holds.

    Every key ends in `":`; where the text has no more of these than the payload has keys, none was lost.
    """
    if text.count('":') == _count(payload, text.count("{")):
        return None
    try:
        json.loads(text, object_pairs_hook=_once)
    except KeyError as error:
        return str(error.args[0])
    return None


def _count(payload: object, most: int) -> int:
    """The keys of all objects in it, of which there are at most so many: no text has more than its opening braces."""
    total = objects = 0
    left = [payload]
    while left:
        records = [one for one in left if isinstance(one, dict)]
        total += sum(map(len, records))
        objects += len(records)
        if objects == most:
            break
        held: list[Iterable[object]] = [one for one in left if isinstance(one, list)]
        inside = itertools.chain.from_iterable([*map(dict.values, records), *held])
        left = [one for one in inside if type(one) in _NESTED]
    return total


def _once(pairs: list[tuple[str, Any]]) -> None:
    times = Counter(key for key, _ in pairs)
    if len(times) < len(pairs):
        raise KeyError(next(key for key, count in times.items() if count > 1))
