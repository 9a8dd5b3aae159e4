"""HTTP to the portal: time-outs, repeats with growing pauses, and what a failure means for what was sent."""

import datetime as dt
import email.utils
import json
import ssl
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import requests
from requests import exceptions
from urllib3.exceptions import NewConnectionError

from ims_xl.gstn import archive, envelope
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, OutcomeUnknown
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.ui import UI

LONGEST_PAUSE = 60.0  # seconds between repeats, unless the portal asks for more
LONGEST_ASKED = 600.0  # seconds a portal may make us wait by Retry-After
_TICK = 1.0  # seconds between looks whether the person cancelled

_BROKEN = (
    (exceptions.ConnectTimeout, "no connection in time"),
    (exceptions.ReadTimeout, "no answer in time"),
    (exceptions.ProxyError, "the proxy of this network refused"),
    (exceptions.SSLError, "the secure connection failed; check date and time of this computer"),
)

Body = dict[str, Any]
T = TypeVar("T")
Reader = Callable[[Mapping[str, Any]], Body]


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `what` names it for people. A call that `writes` is repeated only when no connection was made.

    `payload` is what the body's `data` held before it was sealed, for the archive.
    """

    method: str
    url: str
    what: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    payload: Mapping[str, object] | None = field(default=None, repr=False)
    writes: bool = False


class _Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    data: bytes


class _Failed(Exception):  # noqa: N818 - one attempt, not the call
    """An attempt failed; `sent` when something left, `arrived` when the portal may have acted on it."""

    def __init__(
        self, error: ImsError, reason: str, *, arrived: bool = True, sent: bool = True, pause: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.error, self.reason, self.arrived, self.sent, self.pause = error, reason, arrived, sent, pause


class Transport:
    """The way to one provider; `wait`, `now` and `chance` (0 to 1) stand in for time and luck in tests."""

    def __init__(
        self,
        profile: Profile,
        ui: UI,
        traffic: Archive,
        *,
        wait: Callable[[float], None],
        now: Callable[[], dt.datetime],
        chance: Callable[[], float],
    ) -> None:
        self._profile, self._ui, self._traffic = profile, ui, traffic
        self._wait, self._now, self._chance = wait, now, chance
        self._http = requests.Session()
        self._http.trust_env = not profile.is_local  # a proxy shall not see what stays on this computer
        self._http.headers["User-Agent"] = "ims_xl"
        self._told = False

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, call: Call, read: Reader) -> Body:
        """What `read` makes of the JSON answer.

        Raises GstnError, NotReached, EnvelopeError, Cancelled; OutcomeUnknown only for a call that writes.
        """
        return self._repeat(call, lambda attempt: self._ask(attempt, read))

    def fetch(self, call: Call) -> bytes:
        """The bytes of a file.

        Raises NotReached, GstnError, Cancelled.
        """
        return self._repeat(call, self._fetch)

    def pause(self, seconds: float, what: str) -> None:
        """Wait, looking every second whether the person cancelled."""
        left = seconds
        while left > 0:
            self._ui.progress(int(seconds - left) + 1, int(seconds) + 1, what)
            self._wait(min(left, _TICK))
            left -= _TICK

    def _repeat(self, call: Call, attempt: Callable[[Call], T]) -> T:
        attempts = self._profile.limits.attempts
        for number in range(1, attempts + 1):
            self._ui.progress(number, attempts, call.what)
            try:
                # Every attempt has a number of its own: the portal takes none twice.
                number_header = {self._profile.headers.transaction: uuid.uuid4().hex}
                return attempt(replace(call, headers={**call.headers, **number_header}))
            except _Failed as failed:
                if call.writes and failed.arrived:
                    raise OutcomeUnknown(failed.reason) from None
                if call.writes and failed.sent:
                    raise failed.error from None
                if number == attempts or failed.pause > LONGEST_ASKED:
                    raise failed.error from None
                growing = min(LONGEST_PAUSE, 2.0 ** (number - 1)) * (0.5 + self._chance() / 2)
                self.pause(max(growing, failed.pause), f"{call.what}: {failed.reason}; trying again")
        raise AssertionError("a loop without end")

    def _ask(self, call: Call, read: Reader) -> Body:
        reply = self._send(call)
        body: Body = {}
        content: Body | None = None
        try:
            body = self._body(reply)
            content = read(body)
            return content
        except EnvelopeError as error:
            raise _Failed(error, error.issue.reason) from None
        except GstnError as error:
            # A failure inside the portal does not say whether it struck before or after the work.
            if error.entry.doing == "wait" and not (call.writes and error.entry.code != "RET12501"):
                raise _Failed(error, error.issue.reason) from None
            raise
        finally:
            self._keep(
                call, archive.answer_entry(reply.status, reply.headers, body, content if content != body else None)
            )

    def _body(self, reply: _Reply) -> Body:
        """The JSON object of a reply; a refusal without any becomes an error with the HTTP status as its code."""
        try:
            return envelope.read_object(reply.data)
        except EnvelopeError:
            if 400 <= reply.status < 500:
                raise GstnError(f"HTTP {reply.status}") from None
            raise

    def _fetch(self, call: Call) -> bytes:
        reply = self._send(call)
        self._keep(call, archive.file_entry(reply.status, reply.data))
        if reply.status != 200:
            raise GstnError(f"HTTP {reply.status}")
        return reply.data

    def _send(self, call: Call) -> _Reply:
        """The reply, whatever it says, unless the status says that asking again may help."""
        if call.writes:
            self._http.close()  # a connection that was left open may be dead, and nobody could tell what it took
        data = None if call.body is None else json.dumps(call.body, separators=(",", ":")).encode()
        headers = {**call.headers, "Content-Type": "application/json"} if data else dict(call.headers)
        limits = self._profile.timeouts
        try:
            with self._http.request(
                call.method,
                call.url,
                params=dict(call.query),
                data=data,
                headers=headers,
                timeout=(limits.connect, limits.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                reply = _Reply(response.status_code, response.headers, self._read(response))
        except exceptions.RequestException as error:
            # The text of the exception is not used: it holds the URL with its query.
            reason = next((text for kind, text in _BROKEN if isinstance(error, kind)), "")
            unsent = _is_unsent(error)
            reason = reason or ("no connection" if unsent else "the connection broke off")
            self._keep(call, {"failure": reason})
            raise _Failed(NotReached(reason), reason, arrived=not unsent, sent=not unsent) from None
        if reply.status == 429 or reply.status == 408 or reply.status >= 500 or 300 <= reply.status < 400:
            reason = "it asks to wait" if reply.status == 429 else f"it answered HTTP {reply.status}"
            self._keep(call, archive.answer_entry(reply.status, reply.headers, {}, None))
            pause = _retry_after(reply.headers.get("Retry-After", ""), self._now())
            remedy = "Wait a few minutes and try again."
            raise _Failed(NotReached(reason, remedy), reason, arrived=reply.status != 429, pause=pause)
        return reply

    def _read(self, response: requests.Response) -> bytes:
        found = bytearray()
        for chunk in response.iter_content(1 << 16):
            found += chunk
            if len(found) > self._profile.limits.answer_bytes:
                remedy = "Raise limits.answer_bytes in the profile when the portal's answers are that large."
                reason = "its answer is larger than expected"
                raise _Failed(NotReached(reason, remedy), reason)
        return bytes(found)

    def _keep(self, call: Call, answer: Mapping[str, object]) -> None:
        asked = archive.request_entry(call.method, call.url, call.headers, call.query, call.body, call.payload)
        try:
            self._traffic.add({"at": self._now().isoformat(), "what": call.what, "request": asked, "answer": answer})
        except OSError as error:
            if not self._told:
                self._ui.tell(f"The archive of traffic cannot be written: {error.strerror}.")
            self._told = True


def _is_unsent(error: exceptions.RequestException) -> bool:
    """Whether the request certainly did not leave: no connection, or one whose certificate was refused."""
    if isinstance(error, exceptions.ConnectTimeout | exceptions.ProxyError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    inner = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return isinstance(reason, NewConnectionError) or isinstance(inner, ssl.SSLCertVerificationError)


def _retry_after(text: str, now: dt.datetime) -> float:
    """Seconds of a Retry-After header, which holds seconds or a date; 0 when it holds neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return 0.0
