"""What a failed attempt means for the request: whether it left, whether the portal may have acted on it."""

import datetime as dt
import email.utils
import ssl

from requests import exceptions
from urllib3.exceptions import NewConnectionError

from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, gateway_advice
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

    `error` is what to raise when no further attempt is made, `pause` the seconds the portal asks for, `gateway` the
    HTTP status when not the portal answered but something before it, else 0.
    """

    def __init__(
        self,
        error: ImsError,
        reason: str,
        *,
        arrived: bool = True,
        sent: bool = True,
        pause: float = 0.0,
        gateway: int = 0,
    ) -> None:
        super().__init__(reason)
        self.error, self.reason, self.pause, self.gateway = error, reason, pause, gateway
        self.arrived, self.sent = arrived, sent


def broken(error: Exception) -> Failed:
    """The failure of an attempt that HTTP ended with an exception, whose own text may hold secrets of the URL."""
    sent = not _is_unsent(error)
    other = "the connection broke off" if sent else "no connection"
    reason = next((text for kind, text in _REASONS if isinstance(error, kind)), other)
    return Failed(NotReached(reason), reason, arrived=sent, sent=sent)


def retryable_failure(status: int, retry_after: str, now: dt.datetime) -> Failed | None:
    """The failure of an attempt that was answered with a status that may change by itself, else None."""
    if status == 429:
        reason = "it asks to wait, HTTP 429"
    elif status == 408 or status >= 500 or 300 <= status < 400:
        reason = f"it answered HTTP {status}"
    else:
        return None
    error = NotReached(reason, "Wait a few minutes and try again.")
    # Also after 429: nobody can tell whether the gateway counted the call before or after it passed it on.
    return Failed(error, reason, pause=_seconds(retry_after, now), gateway=status)


def unreadable(error: EnvelopeError, status: int, content_type: str, data: bytes) -> Failed:
    """The failure of an attempt whose answer cannot be read; a web page or an error status is a gateway's answer."""
    page = "html" in content_type.lower() or data.lstrip()[:1] == b"<"
    if not page and status < 400:
        return Failed(error, error.issue.reason)
    reason = f"it answered HTTP {status}" + (" with a web page" if page else "")
    return Failed(NotReached(reason, f"{gateway_advice(status)}, then try again."), reason, gateway=status)


def doubted(error: GstnError, status: int) -> Failed | None:
    """The failure of a save or reset whose refusal does not look like the portal's own, else None.

    The portal names its status, or at least a code that is in the table; a gateway names neither, or a code that the
    profile knows as the gateway's. What only an HTTP status tells is never the portal's.
    """
    said = f': "{error.message.strip()}"' if error.message.strip() else ""
    failed = Failed(error, f"it answered HTTP {status}{said}", gateway=status)
    if error.by_gateway or error.code.startswith("HTTP "):
        return failed
    nameless = not error.code or error.code.isdecimal()
    if error.by_portal or error.entry.known or (status < 400 and not nameless):
        return None
    return failed


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
