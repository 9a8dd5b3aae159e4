"""The JSON the portal writes as objects, also where a text in it holds half a surrogate pair."""

import json

from pydantic_core import from_json


def parse(text: str | bytes) -> object:
    """The value of a JSON text; a half of a surrogate pair stays in its text, where the fast parser gives up.

    Raises ValueError, in the words of the fast parser, for what is no JSON.
    """
    try:
        return from_json(text, allow_inf_nan=False, cache_strings="keys")
    except ValueError as error:
        if "hex escape" not in str(error):
            raise
        refused = error
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise refused from None


def _refuse(word: str) -> None:
    raise ValueError(word)
