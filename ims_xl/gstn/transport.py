"""HTTP to the portal: time-outs, repeats with growing pauses, and what a failure means for what was sent."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import requests
from requests import exceptions

from ims_xl.gstn import archive, envelope, failures
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, OutcomeUnknown, StoppedByGateway
from ims_xl.gstn.failures import Failed
from ims_xl.gstn.providers import Profile
from ims_xl.replacing import words
from ims_xl.ui import UI

LONGEST_PAUSE = 60.0  # seconds between repeats, unless the portal asks for more
LONGEST_ASKED = 600.0  # seconds a portal may make us wait by Retry-After
_TICK = 1.0  # seconds between looks whether the person cancelled

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
            except Failed as failed:
                if call.writes and failed.gateway:
                    raise StoppedByGateway(failed.gateway, failed.reason) from None
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
            kind = reply.headers.get("Content-Type", "")
            raise failures.unreadable(error, reply.status, kind, reply.data) from None
        except GstnError as error:
            if call.writes and (foreign := failures.doubted(error, reply.status, body)):
                raise foreign from None
            # A failure inside the portal does not say whether it struck before or after the work.
            if error.entry.doing == "wait" and not (call.writes and error.entry.code != "RET12501"):
                raise Failed(error, error.issue.reason) from None
            raise
        finally:
            self._keep(
                call, archive.answer_entry(reply.status, reply.headers, body, content if content != body else None)
            )

    def _body(self, reply: _Reply) -> Body:
        """The JSON object of a reply; a refusal without any is a gateway's, with the HTTP status as its code."""
        try:
            return envelope.read_object(reply.data)
        except EnvelopeError:
            if 400 <= reply.status < 500:
                raise GatewayRefused(reply.status) from None
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
        except (exceptions.RequestException, UnicodeEncodeError) as error:
            failed = failures.broken(error)
            self._keep(call, {"failure": failed.reason})
            raise failed from None
        if away := failures.retryable_failure(reply.status, reply.headers.get("Retry-After", ""), self._now()):
            self._keep(call, archive.answer_entry(reply.status, reply.headers, {}, None))
            raise away
        return reply

    def _read(self, response: requests.Response) -> bytes:
        found = bytearray()
        for chunk in response.iter_content(1 << 16):
            found += chunk
            if len(found) > self._profile.limits.answer_bytes:
                remedy = "Raise limits.answer_bytes in the profile when the portal's answers are that large."
                reason = "its answer is larger than expected"
                raise Failed(NotReached(reason, remedy), reason)
        return bytes(found)

    def _keep(self, call: Call, answer: Mapping[str, object]) -> None:
        asked = archive.request_entry(call.method, call.url, call.headers, call.query, call.body, call.payload)
        try:
            self._traffic.add({"at": self._now().isoformat(), "what": call.what, "request": asked, "answer": answer})
        except OSError as error:
            if not self._told:
                self._ui.tell(f"The archive of traffic cannot be written: {words(error)}.")
            self._told = True
