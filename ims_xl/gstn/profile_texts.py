"""The templates of a profile: where each stands, and which words it may hold."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from ims_xl.gstn import signers, templates
from ims_xl.gstn.call_tables import CallName, PlainCall, StepName

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_ALWAYS = {"gstin", "state", "user", "ip", "txn", "action", "now"}
_PERIOD = {"period", "year", "month"}
_AT_CALL: dict[CallName, set[str]] = {
    "counts": {"goods"}, "documents": {"section", "status"}, "files": {"token"}, "status": {"reference"},
    "get2b": {"file"}, "sts2b": {"reference"},
}  # fmt: skip
_AT_STEP: dict[StepName, set[str]] = {"token": {"otp", "app_key"}, "otp": {"app_key"}, "refresh": {"app_key"}}
_KEYS = {"app_key", "session_key"}


class Text(NamedTuple):
    """A text of a profile, where it stands, and the words it may hold."""

    keys: tuple[str, ...]
    kind: Literal["path", "query", "header", "body", "text"]
    text: str
    words: frozenset[str]


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


def calls_of(profile: "Profile") -> Iterator[tuple[tuple[str, ...], PlainCall]]:
    """Every step and call, with the keys that lead to it."""
    yield from ((("signin", name), step) for name, step in profile.signin.items())
    yield from ((("calls", name), call) for name, call in profile.calls.items())


def texts_of(profile: "Profile") -> Iterator[Text]:
    """Every template of the profile."""
    everywhere = frozenset(_ALWAYS | _PERIOD)
    for name, text in profile.headers.items():
        yield Text(("headers", name), "header", text, everywhere)
    for name, text in profile.texts.items():
        yield Text(("texts", name), "text", text, everywhere)
    for step, call in profile.signin.items():
        yield from _texts_of(profile, ("signin", step), call, _ALWAYS | _AT_STEP.get(step, set()) | _KEYS)
    for name, data in profile.calls.items():
        words = _ALWAYS | _PERIOD | _AT_CALL.get(name, set())
        yield from _texts_of(profile, ("calls", name), data, words)
        if data.task:
            for key in ("poll", "page"):
                address = PlainCall(call=getattr(data.task, key))
                yield from _texts_of(profile, ("calls", name, "task", key), address, words | {"job", "page"})


def _texts_of(profile: "Profile", keys: tuple[str, ...], call: PlainCall, words: Iterable[str]) -> Iterator[Text]:
    known = frozenset(words)
    path, _, query = profile.with_services(call.call).partition("?")
    yield Text((*keys, "call"), "path", path, known)
    yield Text((*keys, "call"), "query", query, known)
    for name, text in call.headers.items():
        yield Text((*keys, "headers", name), "header", text, known)
    for text in templates.texts_in(call.body or {}):
        yield Text((*keys, "body"), "body", text, known)
