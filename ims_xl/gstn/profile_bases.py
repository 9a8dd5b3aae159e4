"""Profiles that come with the program: what a profile builds on, which then states differences only."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

NONE = "none"
"""The base of a profile that states everything itself."""
NATIVE = "native"
"""The base of a profile that names none."""


@cache
def shipped_names() -> tuple[str, ...]:
    """Names of the profiles that come with the program, the native one first."""
    names = (file.name.removesuffix(".toml") for file in _folder().iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: (name != NATIVE, name)))


def shipped_text(name: str) -> str:
    """A shipped profile as it is written."""
    return _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")


def with_base(table: Mapping[str, Any]) -> dict[str, Any]:
    """A profile with everything it has from its base, and from the base of that.

    Raises ValueError when there is no such base.
    """
    base = table.get("base", NATIVE)
    own = {name: value for name, value in table.items() if name != "base"}
    if base == NONE:
        return own
    if base not in shipped_names():
        raise ValueError(f"there is no base of that name; there are {', '.join(shipped_names())} and {NONE}")
    return _merged(_whole(base), own)


@cache
def _whole(base: str) -> dict[str, Any]:
    return with_base(tomllib.loads(shipped_text(base)))


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are joined; a call written as one text states its address anew and keeps nothing of the one below."""
    found = dict(below)
    for name, value in above.items():
        held = found.get(name)
        found[name] = _merged(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return found


def _folder() -> Traversable:
    return resources.files("ims_xl.gstn") / "profiles"
