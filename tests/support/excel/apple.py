"""Stands in for appscript, so that xlwings' own Mac engine runs here; words Excel's dictionary lacks are refused."""

import atexit
import importlib
import struct
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

_STANDARD = {"get", "set", "count", "exists", "delete", "make", "move", "properties"}  # commands of every program
_ALWAYS = {"timeout", "each"}  # arguments of every command


class CommandError(Exception):
    """What Excel refuses."""

    errornumber = -50


class NotInDictionaryError(AssertionError):
    """The program used a word that Excel's dictionary for Apple events does not have."""


class Refused(list[str]):
    """What went wrong inside, as the program may have gone on without it."""


REFUSED = Refused()


class Word:
    """A keyword; the same word is the same object."""

    made: ClassVar[dict[str, "Word"]] = {}

    def __new__(cls, name: str) -> "Word":
        if name not in cls.made:
            cls.made[name] = super().__new__(cls)
            cls.made[name].AS_name = name
        return cls.made[name]

    AS_name: str

    def __repr__(self) -> str:
        return f"k.{self.AS_name}"


class Keywords:
    """appscript.k."""

    def __getattr__(self, name: str) -> Word:
        if name.startswith("__"):
            raise AttributeError(name)
        if name != "missing_value" and name not in _dictionary()[0]:
            raise _noted(NotInDictionaryError(f"no word {name}"))
        return Word(name)


k = Keywords()
MISSING = Word("missing_value")


class Thing:
    """What a reference leads to: `get_X`, `set_X`, `item_X` and `do_X` of a subclass; other settings are remembered."""

    def __init__(self, **settings: Any) -> None:
        self.kept: dict[str, Any] = settings

    def get(self, name: str) -> Any:
        act = getattr(self, f"get_{name}", None)
        return act() if act else self.kept.get(name, MISSING)

    def set(self, name: str, value: Any) -> None:
        act = getattr(self, f"set_{name}", None)
        if act:
            act(value)
        else:
            self.kept[name] = value

    def part(self, name: str) -> "Thing":
        """The thing a property leads to; one that only remembers when nothing is known of it."""
        found = self.get(name)
        if found is MISSING:
            found = self.kept.setdefault(name, Thing())
        if not isinstance(found, Thing):
            raise CommandError(f"{name} of {self} leads nowhere")
        return found

    def item(self, name: str, key: Any) -> "Thing":
        act = getattr(self, f"item_{name}", None)
        found = act(key) if act else self.part(name).item("", key)
        assert isinstance(found, Thing), (self, name, key)
        return found

    def do_count(self, each: Word) -> int:
        plural = {"series": "series_collection"}.get(each.AS_name, f"{each.AS_name}s")
        return len(self.part(plural).kept["items"])


class Items(Thing):
    """Elements of a kind, by number or name."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items=items)

    def get(self, name: str) -> Any:
        return [one.get(name) for one in self.kept["items"]]

    def item(self, name: str, key: Any) -> Thing:
        items: list[Thing] = self.kept["items"]
        if isinstance(key, int) and 0 < key <= len(items):
            return items[key - 1]
        for one in items:
            if isinstance(key, str) and str(one.get("name")).lower() == key.lower():
                return one
        raise CommandError(f"no item {key}")


class Ref:
    """A reference, followed when a command is given."""

    def __init__(self, owner: Callable[[], Thing], name: str = "", key: Any = None) -> None:
        self._owner, self._name, self._key = owner, name, key

    def _thing(self) -> Thing:
        if not self._name:
            return self._owner()
        return self._owner().part(self._name) if self._key is None else self._owner().item(self._name, self._key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        words, commands = _dictionary()
        if name in commands or name in _STANDARD:
            return lambda *plain, **named: self._do(name, plain, named)
        if name in ("before", "after"):
            return (name, self)
        if name == "AS_appdata":
            return Process()
        if name not in words:
            raise _noted(NotInDictionaryError(f"no word {name}"))
        return Ref(self._thing, name)

    def __getitem__(self, key: Any) -> "Ref":
        return Ref(self._owner, self._name, key)

    def __call__(self) -> Any:
        return self._do("get", (), {})

    def _do(self, command: str, plain: tuple[Any, ...], named: dict[str, Any]) -> Any:
        known = _dictionary()[1].get(command)
        unknown = [name for name in named if known is not None and name not in known | _ALWAYS]
        if unknown:
            raise _noted(NotInDictionaryError(f"{command} has no argument {unknown}"))
        try:
            return _outside(self._done(command, plain, {name: _inside(value) for name, value in named.items()}))
        except CommandError:
            raise
        except Exception as error:
            raise _noted(error) from None

    def _done(self, command: str, plain: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if command == "get":
            if not self._name or self._key is not None:
                return self._thing()
            found = self._owner().get(self._name)
            return (found.kept["items"] or MISSING) if isinstance(found, Items) else found
        if command == "set":
            return self._owner().set(self._name, _inside(plain[0]))
        if command == "exists":
            try:
                self._thing()
            except CommandError:
                return False
            return True
        if command == "make":
            place = named.pop("at")
            side, near = place if isinstance(place, tuple) else ("", place)
            return near.made(named.pop("new").AS_name, side, named.get("with_properties", {}))
        if command == "properties":
            return Properties(self._thing())
        named.pop("timeout", None)
        return getattr(self._thing(), f"do_{command}")(*map(_inside, plain), **named)


class Process:
    """The process of Excel, asked for its number."""

    data = struct.pack("i", 1)

    def target(self) -> "Process":
        return self

    @property
    def addressdesc(self) -> "Process":
        return self

    def coerce(self, kind: object) -> "Process":
        return self


class Properties:
    """All properties of a thing."""

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def get(self, word: Word) -> Any:
        return _outside(self.thing.get(word.AS_name))


def _inside(value: Any) -> Any:
    if isinstance(value, Ref):
        return value._thing()
    if isinstance(value, tuple):
        return tuple(_inside(one) for one in value)
    return {key.AS_name: _inside(one) for key, one in value.items()} if isinstance(value, dict) else value


def _outside(value: Any) -> Any:
    if isinstance(value, list):
        return [_outside(one) for one in value]
    return Ref(lambda: value) if isinstance(value, Thing) else value


def _noted(error: Exception) -> Exception:
    REFUSED.append(f"{type(error).__name__}: {error}")
    return error


_found: list[tuple[set[str], dict[str, set[str]]]] = []


def _dictionary() -> tuple[set[str], dict[str, set[str]]]:
    """Every word of Excel's dictionary, and the arguments of its commands."""
    if not _found:
        terms = importlib.import_module("xlwings.mac_dict")
        words = {name for group in ("classes", "enums", "properties", "elements") for name, _ in getattr(terms, group)}
        _found.append((words, {name: {one for one, _ in named} for name, _, named in terms.commands}))
    return _found[0]


def mac_engine() -> Any:
    """xlwings' module for the Mac."""
    if "xlwings._xlmac" not in sys.modules:
        reference = ModuleType("appscript.reference")
        reference.__dict__.update(CommandError=CommandError, Reference=Ref)
        appscript = ModuleType("appscript")
        appscript.__dict__.update(its=None, k=k, mactypes=None, reference=reference, app=None)
        sys.modules |= {"appscript": appscript, "appscript.reference": reference}
        aem = ModuleType("aem")
        aem.__dict__.update(kae=SimpleNamespace(typeKernelProcessID=b"kpid"))
        sys.modules |= {"aem": aem, "osax": ModuleType("osax"), "psutil": ModuleType("psutil")}
        atexit.unregister(importlib.import_module("xlwings._xlmac").cleanup)
        for name in ("aem", "osax", "psutil"):
            del sys.modules[name]
    return sys.modules["xlwings._xlmac"]
