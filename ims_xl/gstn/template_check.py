"""Faults in the templates of a profile: words, filters, braces, names, and secrets where they may not stand."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ims_xl.gstn import signers, templates
from ims_xl.gstn.profile_texts import Fault, Text, kept_by, texts_of, words_within
from ims_xl.gstn.templates import Word

if TYPE_CHECKING:
    from ims_xl.gstn.providers import Profile

_REMEDY = "Correct the profile; your GSP's documents name the value."
_HIDDEN = ("secret", "keep", "otp", "app_key", "session_key")
_PERIOD = ("period", "year", "month")
_UNWRITABLE = re.compile("[^\t\x20-\x7e\xa0-\xff]")


def faults(profile: "Profile") -> Iterator[Fault]:
    """Every fault of a word or brace, and secrets that are asked for in vain."""
    for one in texts_of(profile):
        for reason in _of_text(profile, one):
            yield Fault(one.keys, reason, _REMEDY, one.text)
    named = {part for one in texts_of(profile) for word in templates.words_of(one.text) for part in word}
    for name in profile.secrets:
        if f"secret.{name}" not in named:
            remedy = f"Use it as {{secret.{name}}}, or leave it out of secrets."
            yield Fault(("secrets",), f"the secret {name} is asked for and stands in no call", remedy)


def _of_text(profile: "Profile", one: Text) -> Iterator[str]:
    if templates.has_lost_brace(one.text):
        yield "a brace is not closed or stands alone: a word is written {name}"
    if one.kind == "header" and _UNWRITABLE.search(one.text):
        yield "a header takes letters, digits and signs of one line"
    if one.kind == "query":
        names = [part.partition("=")[0] for part in filter(None, one.text.split("&"))]
        if any("{" in name for name in names):
            yield "a word stands for a value, not for the name of a parameter"
        elif len(set(names)) < len(names):
            yield "a parameter stands twice"
    for word in templates.words_of(one.text):
        if reason := _of_word(profile, one, word):
            yield reason


def _of_word(profile: "Profile", one: Text, word: Word) -> str:
    kind, _, name = word.name.partition(".")
    if one.kind == "path":
        within = {each.name.partition(".")[0] for each in words_within(profile, f"{{{word.name}}}")}
        if within & set(_HIDDEN):
            return "a secret may stand in a header, the query or the body, not in the path, which others write down"
        if lost := within & set(_PERIOD) - one.words:
            return f"signing in is about no {min(lost)}, so the path would lack it"
    if reason := _unknown(profile, kind, name, one.words, word, one.keys):
        return reason
    if word.form and word.name != "now":
        return f"{word.name} takes no form after a colon"
    return _of_filter(profile, one, word) if word.filter else ""


def _of_filter(profile: "Profile", one: Text, word: Word) -> str:
    if word.filter not in signers.FILTERS:
        return f"{word.filter} is no filter; there are {', '.join(signers.FILTERS)}"
    argument, allowed = word.argument, signers.FILTERS[word.filter]
    kind, _, name = argument.partition(".")
    fits = kind in [each.partition(".")[0] for each in allowed.replace(" or ", ", ").split(", ")]
    if not fits or (name and _unknown(profile, kind, name, one.words, word, one.keys)):
        return f"the filter {word.filter} takes {allowed or 'nothing'} after a colon, and not {argument or 'nothing'}"
    if argument.endswith("_key") and not name and argument not in one.aes:
        return f"there is no {argument} here; there is {' or '.join(sorted(one.aes)) or 'none'}"
    if argument == "session_key" and "sek" not in kept_by(profile, "token"):
        return 'there is no session_key, as signing in keeps none (sek = "$.sek")'
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
