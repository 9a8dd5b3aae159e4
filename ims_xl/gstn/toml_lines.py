"""The line of a TOML file in which a key stands, or a fault of its writing."""

import re
import tomllib
from collections.abc import Sequence

_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_NAMED = re.compile(r"\(at line (\d+), column \d+\)")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, keys: Sequence[str]) -> int:
    """The line of the key, of the nearest table around it that is written, or of one beside it; 0 when none is."""
    found, best, beside = 0, 0, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TABLE.match(line):
            table = here = _parts(head[1])
        elif key := _KEY.match(line):
            here = (*table, *_parts(key[1]))
        else:
            continue
        if here[:1] == tuple(keys[:1]):
            beside = beside or number
        if len(here) > best and tuple(keys[: len(here)]) == here:
            found, best = number, len(here)
    return found or beside


def line_of_error(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line that an error of reading names in its words, the last one when it names the end."""
    found = _NAMED.search(str(error))
    return int(found[1]) if found else max(1, len(text.splitlines()))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))
