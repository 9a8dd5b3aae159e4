"""The templates of a profile: where each stands, which words it may hold, and how a fault in one is told."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from ims_xl.gstn import signers, templates
from ims_xl.gstn.call_tables import CallName, PlainCall, StepName
from ims_xl.gstn.templates import Word

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_ALWAYS = {"gstin", "state", "user", "ip", "txn", "action", "now"}
_PERIOD = {"period", "year", "month"}
_AT_CALL: dict[CallName, set[str]] = {
    "counts": {"goods"}, "documents": {"section", "status"}, "files": {"token"}, "status": {"reference"},
    "get2b": {"file"}, "sts2b": {"reference"},
}  # fmt: skip
_AT_STEP: dict[StepName, set[str]] = {"token": {"otp", "app_key"}, "otp": {"app_key"}, "refresh": {"app_key"}}
_KEYS: dict[StepName, set[str]] = {
    "otp": {"app_key"}, "token": {"app_key"}, "refresh": {"app_key", "session_key"}, "logout": {"session_key"},
}  # fmt: skip


class Fault(NamedTuple):
    """A fault: the keys that lead to it, what is wrong, what to do, the value as it is written."""

    keys: tuple[str, ...]
    reason: str
    remedy: str
    value: object = ""


class Text(NamedTuple):
    """A text of a profile, where it stands, the words it may hold, and the keys there are to encrypt with."""

    keys: tuple[str, ...]
    kind: Literal["path", "query", "header", "body", "text"]
    text: str
    words: frozenset[str]
    aes: frozenset[str] = frozenset()


def uses(profile: "Profile", word: str) -> bool:
    """Whether a template of the profile holds the word."""
    return any(found.name == word for one in texts_of(profile) for found in templates.words_of(one.text))


def key_files(profile: "Profile") -> frozenset[str]:
    """The secrets that are the path of a private key."""
    words = (word for one in texts_of(profile) for word in templates.words_of(one.text))
    return frozenset(
        word.argument.removeprefix("secret.") for word in words if word.filter in signers.KEY_FILES
    )  # fmt: skip


def kept_by(profile: "Profile", *steps: StepName) -> list[str]:
    """The names that these steps keep of their answers."""
    found = (name for step in steps if (call := profile.step(step)) for name in call.keep)
    return list(dict.fromkeys(found))


def words_within(profile: "Profile", template: str, above: Iterable[str] | None = None) -> Iterator[Word]:
    """The words of a template and of the named texts in it; `above`: names that may stand in it, None for all."""
    names = list(profile.texts if above is None else above)
    for word in templates.words_of(template):
        yield word
        kind, _, name = word.name.partition(".")
        if kind == "text" and name in names:
            yield from words_within(profile, profile.texts[name], names[: names.index(name)])


def calls_of(profile: "Profile") -> Iterator[tuple[tuple[str, ...], PlainCall]]:
    """Every step, call and call of a task, with the keys that lead to it."""
    yield from ((("signin", name), step) for name, step in profile.signin.items())
    for name, call in profile.calls.items():
        yield ("calls", name), call
        if call.task:
            for key in ("poll", "page"):
                yield ("calls", name, "task", key), PlainCall(call=getattr(call.task, key))


def texts_of(profile: "Profile") -> Iterator[Text]:
    """Every template of the profile."""
    everywhere = frozenset(_ALWAYS | _PERIOD)
    for name, text in profile.headers.items():
        yield Text(("headers", name), "header", text, everywhere)
    for name, text in profile.texts.items():
        yield Text(("texts", name), "text", text, everywhere)
    for keys, call in calls_of(profile):
        yield from _texts_of(profile, keys, call)


def _texts_of(profile: "Profile", keys: tuple[str, ...], call: PlainCall) -> Iterator[Text]:
    known, aes = _words_at(keys)
    path, _, query = profile.with_services(call.call).partition("?")
    place = keys if "task" in keys else (*keys, "call")
    yield Text(place, "path", path, known, aes)
    yield Text(place, "query", query, known, aes)
    for name, text in call.headers.items():
        yield Text((*keys, "headers", name), "header", text, known, aes)
    for text in templates.texts_in(call.body or {}):
        yield Text((*keys, "body"), "body", text, known, aes)


def _words_at(keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words and the keys that a step or call has."""
    table, name, *inside = keys
    if table == "signin":
        step = cast("StepName", name)
        return frozenset(_ALWAYS | _AT_STEP.get(step, set())), frozenset(_KEYS.get(step, set()))
    words = _ALWAYS | _PERIOD | _AT_CALL.get(cast("CallName", name), set())
    return frozenset(words | ({"job", "page"} if inside else set())), frozenset({"session_key"})
