"""What a failed attempt means for the request: whether it left, whether the portal may have acted on it."""

import datetime as dt
import email.utils
import ssl

from requests import exceptions
from urllib3.exceptions import NewConnectionError

from ims_xl.gstn.errors import NotReached
from ims_xl.issues import ImsError

# Raised before anything is sent; the kin of these that speak of a bad answer are not here.
_UNWRITABLE = (UnicodeEncodeError, exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema)
_UNSENT = (*_UNWRITABLE, exceptions.ConnectTimeout, exceptions.ProxyError)
_REASONS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (_UNWRITABLE, "its address or a header in the profile cannot be used"),
    (exceptions.ConnectTimeout, "no connection in time"),
    (exceptions.ReadTimeout, "no answer in time"),
    (exceptions.ProxyError, "the proxy of this network refused"),
    (exceptions.SSLError, "the secure connection failed; check date and time of this computer"),
)


class Failed(Exception):  # noqa: N818 - one attempt, not the call
    """An attempt failed; `sent` when something left, `arrived` when the portal may have acted on it.

    `error` is what to raise when no further attempt is made, `pause` the seconds the portal asks for.
    """

    def __init__(
        self, error: ImsError, reason: str, *, arrived: bool = True, sent: bool = True, pause: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.error, self.reason, self.arrived, self.sent, self.pause = error, reason, arrived, sent, pause


def broken(error: Exception) -> Failed:
    """The failure of an attempt that HTTP ended with an exception, whose own text may hold secrets of the URL."""
    sent = not _is_unsent(error)
    other = "the connection broke off" if sent else "no connection"
    reason = next((text for kind, text in _REASONS if isinstance(error, kind)), other)
    return Failed(NotReached(reason), reason, arrived=sent, sent=sent)


def turned_away(status: int, retry_after: str, now: dt.datetime) -> Failed | None:
    """The failure of an attempt that was answered with a status that may change by itself, else None."""
    if status == 429:
        reason = "it asks to wait"
    elif status == 408 or status >= 500 or 300 <= status < 400:
        reason = f"it answered HTTP {status}"
    else:
        return None
    error = NotReached(reason, "Wait a few minutes and try again.")
    return Failed(error, reason, arrived=status != 429, pause=_seconds(retry_after, now))


def _is_unsent(error: Exception) -> bool:
    """Whether the request certainly did not leave: it could not be written down, or found no good connection."""
    if isinstance(error, _UNSENT):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return isinstance(reason, NewConnectionError) or isinstance(inner, ssl.SSLCertVerificationError)


def _seconds(text: str, now: dt.datetime) -> float:
    """Seconds of a Retry-After header, which holds seconds or a date; 0 when it holds neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
