"""A JSON file as the objects it holds."""

import json
from typing import Any

from ims_xl.issues import ImsError
from ims_xl.purchases.sources import Source, wide_encoding

_AGAIN = "Download the statement from the portal again."


def load_json(source: Source) -> object:
    """What the JSON of the file holds.

    Raises ImsError when it is broken or cut off.
    """
    try:
        text = source.data.decode(wide_encoding(source.data) or "utf-8-sig")
        return json.loads(text, object_pairs_hook=_record)
    except KeyError as error:
        reason = f"the key {error.args[0]!r} stands twice in one record"
        raise ImsError(reason, _AGAIN, file=source.name, column=error.args[0]) from None
    except (ValueError, RecursionError):
        raise ImsError("the JSON of the file is broken or was cut off", _AGAIN, file=source.name) from None


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these keys; raises KeyError for one that stands twice, because either could be meant."""
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [name for name, _ in pairs]
        raise KeyError(next(name for name in names if names.count(name) > 1))
    return record
