"""What a profile says of itself that does not fit together, found when it is read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, get_args

from ims_xl.gstn import signers, templates
from ims_xl.gstn.call_tables import CallName
from ims_xl.gstn.profile_texts import Text, calls_of, kept_by, texts_of, uses
from ims_xl.gstn.provider_tables import FLOORS, LEAST_LOOKS
from ims_xl.gstn.templates import Word

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_REMEDY = "Correct the profile; your GSP's documents name the value."
_NEEDED: dict[CallName, set[str]] = {
    "counts": {"goods"}, "documents": {"section"}, "files": {"token"}, "status": {"reference"}, "sts2b": {"reference"},
    "get2b": {"period", "month"},
}  # fmt: skip
"""Words of which a call must hold one, or it would ask for the same whatever is wanted."""
_OPTIONAL: set[CallName] = {"files"}
_WRITING: set[CallName] = {"save", "reset", "gen2b"}
_NAMED_BEFORE = {"client_id", "client_secret", "username", "state_code", "user_ip", "transaction", "token", "gstin"}
"""Headers that profiles once renamed, `client_id = "x-client"`, and that never hold a fixed text."""


class Fault(NamedTuple):
    """A fault: the keys that lead to it, what is wrong, what to do, the value as it is written."""

    keys: tuple[str, ...]
    reason: str
    remedy: str
    value: object = ""


def faults(profile: "Profile") -> list[Fault]:
    """Every fault: words, filters and names that are not known, calls that are missing, waits that are too short."""
    return [
        *_missing(profile), *_of_words(profile), *_of_addresses(profile), *_of_headers(profile), *_too_short(profile),
    ]  # fmt: skip


def _missing(profile: "Profile") -> Iterator[Fault]:
    if not profile.base_url:
        yield Fault(("base_url",), "base_url is missing", "Write the address that your GSP gave you.")
    if not profile.sandbox and not profile.user_ip and not profile.ip_lookup and uses(profile, "ip"):
        remedy = "Write the public IP address of this office, or an ip_lookup that tells it."
        yield Fault(("user_ip",), "user_ip is missing", remedy)
    for gstin, user in profile.users.items():
        if not user.strip():
            yield Fault(("users", gstin), "the user name is missing", "Write it as you log in to the GST portal.")
    for name in get_args(CallName):
        if name not in _OPTIONAL and not (profile.calls.get(name) and profile.calls[name].call):
            yield Fault(("calls", name), "this call is missing", 'Write it under [calls]: "METHOD path?query".')
    if not profile.step("token"):
        yield Fault(("signin", "token"), "the step that gives a session is missing", "Write [signin.token].")
    elif not profile.signin["token"].keep:
        yield Fault(("signin", "token", "keep"), "nothing of the answer is kept, so there is no session", _REMEDY)
    sealed = "native" in (profile.envelope.requests, profile.envelope.answers)
    if sealed and "sek" not in kept_by(profile, "token"):
        reason = "sealed requests or answers need the session key, which signing in does not keep"
        yield Fault(("signin", "token", "keep"), reason, 'Keep it: sek = "$.sek"; or write [envelope] as plain.')
    if profile.certificate is None and any(
        word.filter == "rsa" for one in texts_of(profile) for word in templates.words_of(one.text)
    ):
        yield Fault(("certificate",), "GSTN's public certificate is missing", "Write [certificate] with file or url.")


def _of_words(profile: "Profile") -> Iterator[Fault]:
    for one in texts_of(profile):
        for word in templates.words_of(one.text):
            if reason := _wrong(profile, one, word):
                yield Fault(one.keys, reason, _REMEDY, one.text)


def _wrong(profile: "Profile", one: Text, word: Word) -> str:
    kind, _, name = word.name.partition(".")
    if one.kind == "path" and kind in ("secret", "keep", "otp"):
        return "a secret may stand in a header, the query or the body, not in the path, which others write down"
    if reason := _unknown(profile, kind, name, one.words, word, one.keys):
        return reason
    if not word.filter:
        return ""
    if word.filter not in signers.FILTERS:
        return f"{word.filter} is no filter; there are {', '.join(signers.FILTERS)}"
    argument, allowed = word.argument, signers.FILTERS[word.filter]
    kind, _, name = argument.partition(".")
    fits = kind in [each.partition(".")[0] for each in allowed.replace(" or ", ", ").split(", ")]
    if not fits or (name and _unknown(profile, kind, name, one.words, word, one.keys)):
        return f"the filter {word.filter} takes {allowed or 'nothing'} after a colon, and not {argument or 'nothing'}"
    return ""


def _unknown(profile: "Profile", kind: str, name: str, words: Iterable[str], word: Word, keys: tuple[str, ...]) -> str:
    known: dict[str, Iterable[str]] = {
        "secret": profile.secrets,
        "keep": kept_by(profile, "gsp", "otp", "token", "refresh"),
        "text": _texts_before(profile, keys),
    }
    if kind in known and name:
        if name in known[kind]:
            return ""
        return f"{kind}.{name} is not known; there are {', '.join(known[kind]) or 'none'}"
    if kind in words and not name:
        return "" if kind != "now" or word.form else "now needs a form, as {now:%Y%m%d%H%M%S}"
    return f"{{{word.name}}} is not known here; there are {', '.join(sorted(words))}"


def _texts_before(profile: "Profile", keys: tuple[str, ...]) -> list[str]:
    """The named texts that a text may hold: one of them only those above it, or it would hold itself."""
    names = list(profile.texts)
    return names[: names.index(keys[1])] if keys[0] == "texts" else names


def _of_addresses(profile: "Profile") -> Iterator[Fault]:
    for name, call in profile.calls.items():
        parts = (call.call, call.headers, call.body or {})
        held = {word.name for part in parts for text in templates.texts_in(part) for word in templates.words_of(text)}
        if call.call and name in _NEEDED and not _NEEDED[name] & held:
            lost = " or ".join(f"{{{word}}}" for word in sorted(_NEEDED[name]))
            yield Fault(("calls", name), f"the call does not say {lost}", _REMEDY, call.call)
        if name in _WRITING and call.call.startswith("GET "):
            yield Fault(("calls", name), "this sends decisions, which GET cannot", "Write PUT or POST.", call.call)
    for keys, spec in calls_of(profile):
        path = spec.call.partition(" ")[2]
        hosts = profile.other_hosts if keys[0] == "signin" else ()
        if "://" in path and not any(path.startswith(f"{host}/") for host in hosts):
            reason = "an address of its own is only for signing in, and its host stands under other_hosts"
            yield Fault(
                (*keys, "call"), reason, "Write a path under base_url, or name the host.", path.partition("?")[0]
            )


def _of_headers(profile: "Profile") -> Iterator[Fault]:
    for name in _NAMED_BEFORE & profile.headers.keys():
        if profile.headers[name] and not templates.words_of(profile.headers[name]):
            remedy = f'Write the name of the header before it, as in {profile.headers[name]} = "{{secret.client_id}}".'
            yield Fault(
                ("headers", name), "this header would say the same in every call", remedy, profile.headers[name]
            )
    tables = [
        (("headers",), profile.headers),
        *(((*keys, "headers"), call.headers) for keys, call in calls_of(profile)),
    ]
    for keys, headers in tables:
        before: set[str] = set()
        for name in headers:
            twice = name.lower() in before
            before.add(name.lower())
            if twice:
                yield Fault((*keys, name), "this header stands twice, in other capital letters", _REMEDY)


def _too_short(profile: "Profile") -> Iterator[Fault]:
    if profile.is_local:
        return
    for name, floor in FLOORS.items():
        value = getattr(profile.polling, name)
        seconds = value if isinstance(value, tuple) else (value,)
        if min(seconds, default=0) < floor:
            yield Fault(
                ("polling", name),
                "this is too short to be safe",
                f"Write {floor:g} seconds or more.",
                min(seconds, default=0),
            )
        if len(seconds) < LEAST_LOOKS.get(name, 1):
            remedy = f"Name at least {LEAST_LOOKS[name]} pauses."
            yield Fault(("polling", name), "so few looks cannot tell what became of a request", remedy)
