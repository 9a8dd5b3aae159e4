"""Templates of a profile: texts with words in braces, `{gstin}`, `{keep.token}`, some signed: `{app_key|rsa:cert}`."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))

Signer = Callable[[str, str, str], str]
"""What a filter of this name and argument makes of a text."""

_BRACES = re.compile(r"\{([^{}]*)\}")


class Word(NamedTuple):
    """One word of a template: `{now:%Y|rsa-sha1:secret.key}` has a format and a filter with its argument."""

    name: str
    form: str
    filter: str
    argument: str


class Missing(Exception):  # noqa: N818 - a text is left out, nothing went wrong
    """A word has no value, so the text that holds it is left out."""


def words_of(template: str) -> list[Word]:
    """The words of a template, in order."""
    return [_word(inside) for inside in _BRACES.findall(template)]


def has_lost_brace(template: str) -> bool:
    """Whether a brace is left when all words are taken out, or a word has no name."""
    return bool(re.search("[{}]", _BRACES.sub("", template))) or any(not word.name for word in words_of(template))


def texts_in(tree: object) -> Iterator[str]:
    """Every text in nested tables and lists."""
    if isinstance(tree, str):
        yield tree
    for item in tree.values() if isinstance(tree, Mapping) else tree if isinstance(tree, list | tuple) else ():
        yield from texts_in(item)


class Filler:
    """Fills the templates of one attempt, in which time and named texts stay the same wherever they stand."""

    def __init__(self, values: Mapping[str, str], texts: Mapping[str, str], sign: Signer, now: dt.datetime) -> None:
        self._values, self._texts, self._sign = values, texts, sign
        self._now = now.astimezone(INDIA)

    def fill(self, template: str, change: Callable[[str], str] = str) -> str:
        """The text, each value changed before it is put in.

        Raises Missing when a word has no value.
        """
        return _BRACES.sub(lambda found: change(self._value(_word(found[1]))), template)

    def fill_path(self, template: str) -> str:
        """A path, whose values cannot begin a part of their own."""
        return self.fill(template, lambda value: quote(value, safe=""))

    def fill_all(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """A table, nested ones too, without the texts in which a word has no value."""
        found: dict[str, Any] = {}
        for name, item in tree.items():
            try:
                found[name] = self._any(item)
            except Missing:
                continue
        return found

    def _any(self, item: Any) -> Any:
        if isinstance(item, Mapping):
            return self.fill_all(item)
        return self.fill(item) if isinstance(item, str) else item

    def _value(self, word: Word) -> str:
        kind, _, name = word.name.partition(".")
        if word.name == "now":
            value = self._now.strftime(word.form)
        elif kind == "text":
            value = self.fill(self._texts[name])
        else:
            value = self._values.get(word.name, "")
        key = word.argument if word.argument.startswith(("secret.", "keep.")) else ""
        if not value or (key and not self._values.get(key)):
            raise Missing(key or word.name)
        return self._sign(word.filter, word.argument, value) if word.filter else value


def _word(inside: str) -> Word:
    text, _, signed = inside.partition("|")
    name, _, form = text.partition(":")
    kind, _, argument = signed.partition(":")
    return Word(name.strip(), form, kind.strip(), argument.strip())
