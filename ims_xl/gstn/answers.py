"""What an answer of the portal says: an error, or the object sealed in it."""

from collections.abc import Mapping
from typing import Any, Protocol

from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import envelope, wire
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError

# What may come without an envelope; everything else is used only when its HMAC fits.
_PLAIN = ("token", "est", "reference_id", "requestid", "retryTimeInMinutes")
_CODES = ("error_cd", "errorCode", "errorCodes", "error_code", "code")
_MESSAGES = ("message", "error_msg", "errorMsg", "desc", "error_desc")
_STATES = ("P", "PE", "ER", "IP", "REC")  # of a request, whose errors are its result
_DETAILS = ("requestid", "retryTimeInMinutes", "est")


class Reader(Protocol):
    """Makes the object an answer carries of its body."""

    def __call__(self, body: Mapping[str, Any], session_key: bytes) -> dict[str, Any]:
        """The object.

        Raises GstnError and EnvelopeError.
        """


def read_answer(body: Mapping[str, Any], session_key: bytes) -> dict[str, Any]:
    """The object an answer carries, {} for an answer without any.

    Raises GstnError for an error, in the answer or inside its envelope, and EnvelopeError when it cannot be trusted.
    """
    refuse(body)
    data = body.get("data")
    if isinstance(data, str) and data:
        content = envelope.unseal(body, session_key)
    else:
        outside = {**body, **data} if isinstance(data, dict) else body
        content = {name: outside[name] for name in _PLAIN if name in outside}
        strangers = outside.keys() - content.keys() - {"status_cd", "data", "error", "rek", "hmac"}
        if strangers:
            raise EnvelopeError("the portal's answer came without its envelope")
    refuse(content)
    return content


def read_reference(body: Mapping[str, Any], session_key: bytes) -> dict[str, Any]:
    """As `read_answer`, of a request that gives a reference."""
    content = read_answer(body, session_key)
    if not content.get("reference_id"):
        raise EnvelopeError("the portal's answer holds no reference")
    return content


def read_any(body: Mapping[str, Any], session_key: bytes) -> dict[str, Any]:
    """As `read_answer`, also without an envelope: for answers that nobody has documented."""
    return read_answer(body, session_key) if body.get("data") else dict(body)


def records_of(content: Mapping[str, object], section: str) -> list[dict[str, object]]:
    """The records of a section, [] in an answer that holds nothing at all.

    Raises EnvelopeError when it holds something else.
    """
    lists = [listed for name, listed in content.items() if wire.section_key(name) == section]
    if (not lists and any(content.values())) or not all(isinstance(listed, list | None) for listed in lists):
        raise EnvelopeError(f"the portal's answer holds no list of {SECTIONS[section].title}")
    return [record for listed in lists if isinstance(listed, list) for record in listed]


def refuse(body: Mapping[str, Any]) -> None:
    """Nothing when the object says success or does not say.

    Raises GstnError with the code and words it holds otherwise.
    """
    error, status = body.get("error"), str(body.get("status_cd", "")).strip()
    if status in _STATES:
        return
    if status != "0" and not error and not any(body.get(name) for name in _CODES):
        return
    told = error if isinstance(error, dict) else {**body, "message": error or body.get("message")}
    details = {name: value for part in (body, told) for name in _DETAILS if (value := part.get(name)) is not None}
    raise GstnError(_first(told, _CODES), _first(told, _MESSAGES), details)


def number(value: object) -> int | None:
    """A count, also when it is written as a text; None when it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() else None


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(told[name]) for name in names if told.get(name)), "")
