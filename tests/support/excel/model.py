"""Objects that raise on any member or argument Excel's documented object model does not have, and count calls."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.excel.win32 import CDispatch

MODEL: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "excel_object_model.toml").read_text(encoding="utf-8")
)


class NotInExcelError(AssertionError):
    """The program used what Excel's object model does not have."""


class Calls(list[tuple[str, str]]):
    """Every call in order: `get`, `set` or `call`, and `Object.Member`."""

    def count_of(self, member: str) -> int:
        """How often a member was used."""
        return sum(name == member for _, name in self)


class Com(CDispatch):
    """One object of Excel's; members are methods `get_X`, `set_X` and `call_X` of a subclass."""

    kind = ""
    calls = Calls()
    crossed = Calls()  # those of them that came from another process
    inside = False  # the add-in is at work
    on_call: Callable[[str, str], None] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_", "get_", "set_", "call_")):
            raise AttributeError(name)
        known = MODEL[self.kind]
        if name in known["methods"]:
            return _Method(self, name, known["methods"][name])
        if name not in known["properties"]:
            raise NotInExcelError(f"{self.kind} has no member {name}")
        self.note("get", name)
        return _plainly(self._member("get", name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name.islower() or name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        known = MODEL[self.kind]
        if name not in known["properties"] or name in known.get("read_only", ()):
            raise NotInExcelError(f"{self.kind}.{name} cannot be set")
        self.note("set", name)
        _plainly(self._member("set", name), value)

    def __call__(self, *words: Any) -> Any:
        default = MODEL[self.kind].get("default")
        if not default:
            raise NotInExcelError(f"{self.kind} is not called")
        return getattr(self, default)(*words)

    def note(self, how: str, name: str) -> None:
        """Count a call."""
        Com.calls.append((how, f"{self.kind}.{name}"))
        if not Com.inside:
            Com.crossed.append((how, f"{self.kind}.{name}"))
        if Com.on_call:
            Com.on_call(how, f"{self.kind}.{name}")

    def _member(self, how: str, name: str) -> Callable[..., Any]:
        try:
            found: Callable[..., Any] = object.__getattribute__(self, f"{how}_{name}")
        except AttributeError:
            raise NotImplementedError(f"{how} {self.kind}.{name} is not played here") from None
        return found


def _plainly(act: Callable[..., Any], *words: Any, **named: Any) -> Any:
    """Call it; exceptions of UNO's, which are no real exceptions, become errors that can be raised again."""
    try:
        return act(*words, **named)
    except Exception as error:
        if not hasattr(type(error), "__mro__") or "com.sun.star" in repr(type(error)):
            raise RuntimeError(f"{getattr(act, '__qualname__', act)}{words}{named}: {error!r}"[:2000]) from None
        raise


class _Method:
    """A method of an object, or a property with arguments."""

    def __init__(self, owner: Com, name: str, arguments: list[str]) -> None:
        self.owner, self.name, self.arguments = owner, name, arguments

    def __call__(self, *words: Any, **named: Any) -> Any:
        unknown = [name for name in named if name not in self.arguments]
        if unknown or len(words) + len(named) > len(self.arguments):
            raise NotInExcelError(f"{self.owner.kind}.{self.name} has no arguments {words} {unknown}")
        self.owner.note("call", self.name)
        return _plainly(self.owner._member("call", self.name), *words, **named)

    def __getattr__(self, name: str) -> Any:
        """A property that may have arguments, used without them (`Range.Rows`, `Range.Borders`)."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("owner", "name", "arguments"):
            object.__setattr__(self, name, value)
        else:
            setattr(self(), name, value)

    def __iter__(self) -> Any:
        return iter(self())


class Plain(Com):
    """An object whose settings are only remembered."""

    def __init__(self, kind: str, **settings: Any) -> None:
        self.kind = kind
        self.settings = settings

    def _member(self, how: str, name: str) -> Callable[..., Any]:
        try:
            return super()._member(how, name)
        except NotImplementedError:
            if how == "call":
                return lambda *words, **named: Plain(MODEL[self.kind].get("gives", {}).get(name, self.kind))
            if how == "get":
                gives = MODEL[self.kind].get("gives", {})
                if name in gives:
                    return lambda: self.settings.setdefault(name, Plain(gives[name]))
                return lambda: self.settings.get(name)
            return lambda value: self.settings.__setitem__(name, value)
