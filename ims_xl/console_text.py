"""Texts as they may stand in a terminal, pipe or file: neither steering it, nor read as markup, nor stopping it."""

import codecs
import sys

from rich.markup import escape

from ims_xl.issues import printable

# Windows writes into a pipe or file in the code page of the country, which lacks signs of ours.
_PLAIN = {"✔": "OK", "✖": "X", "₹": "Rs.", "…": "...", "–": "-", "—": "-", "→": "->", "≤": "<=", "≥": ">=",
          "‘": "'", "’": "'", "“": '"', "”": '"', "•": "*", "·": "-", "×": "x", "−": "-"}  # fmt: skip
_HANDLER = "ims_xl.plain"


def shown(text: str) -> str:
    """The text for a rich console; line breaks stay, other signs that steer a terminal do not."""
    return escape("\n".join(map(printable, text.split("\n"))))


def write_any_text() -> None:
    """From here on no sign stops the output: what its encoding lacks is written in plain letters, or as `?`."""
    codecs.register_error(_HANDLER, _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a program without console has none
            stream.reconfigure(errors=_HANDLER)


def fits(text: str) -> bool:
    """Whether the output can hold every sign of the text as it is."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_PLAIN.get(sign, "?") for sign in signs), error.end
