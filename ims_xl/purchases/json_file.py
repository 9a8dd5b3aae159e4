"""A JSON file as the objects it holds."""

import json

from ims_xl.issues import ImsError
from ims_xl.json_keys import repeated_key
from ims_xl.purchases.sources import Source, wide_encoding

_AGAIN = "Download the statement from the portal again."


def load_json(source: Source) -> object:
    """What the JSON of the file holds.

    Raises ImsError when it is broken or cut off, or a record has a key twice.
    """
    try:
        text = source.data.decode(wide_encoding(source.data) or "utf-8-sig")
        payload: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ImsError("the JSON of the file is broken or was cut off", _AGAIN, file=source.name) from None
    if (key := repeated_key(text, payload)) is not None:
        raise ImsError(f"the key {key!r} stands twice in one record", _AGAIN, file=source.name, column=key)
    return payload
