"""HTTP to the portal: time-outs, repeats with growing pauses, and what a failure means for what was sent."""

import datetime as dt
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import requests
import urllib3
from requests import exceptions

from ims_xl import folders
from ims_xl.gstn import archive, envelope, failures, rate
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, OutcomeUnknown, StoppedByGateway
from ims_xl.gstn.failures import Failed
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.sources import Answer
from ims_xl.replacing import words
from ims_xl.ui import UI

LONGEST_PAUSE = 60.0  # seconds between repeats, unless the portal asks for more
LONGEST_ASKED = 600.0  # seconds a portal may make us wait by Retry-After
_TICK = 1.0  # seconds between looks whether the person cancelled

Body = dict[str, Any]
T = TypeVar("T")
Reader = Callable[[Answer], Body]


class Request(NamedTuple):
    """One HTTP request; `payload` is what the body's `data` held before it was sealed, for the archive."""

    method: str
    url: str
    headers: Mapping[str, str] = MappingProxyType({})
    query: Mapping[str, str] = MappingProxyType({})
    body: Mapping[str, object] | None = None
    payload: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `what` names it for people, `make` gives the request of an attempt from its transaction number.

    One that `writes` is repeated only when no connection was made; one that also `signs_in` writes no decisions, and
    a gateway may refuse it in its own name.
    """

    what: str
    make: Callable[[str], Request] = field(repr=False)
    writes: bool = False
    signs_in: bool = False


def fetching(url: str, what: str) -> Call:
    """The call of an address without anything about who asks."""
    return Call(what, lambda _: Request("GET", url))


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
        counted = folders.data_folder() / "traffic" / f"calls-{profile.key or 'unnamed'}.json"
        self._rate = rate.Rate(profile.limits.per_minute, now, counted)
        self._told = False

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, call: Call, read: Reader) -> Body:
        """What `read` makes of the JSON answer.

        Raises GstnError, NotReached, EnvelopeError, Cancelled; OutcomeUnknown only for a call that writes.
        """
        return self._repeat(call, lambda request: self._ask(call, request, read))

    def fetch(self, call: Call) -> bytes:
        """The bytes of a file.

        Raises NotReached, GstnError, Cancelled.
        """
        return self._repeat(call, lambda request: self._fetch(call, request))

    def pause(self, seconds: float, what: str) -> None:
        """Wait, looking every second whether the person cancelled."""
        left = seconds
        while left > 0:
            self._ui.progress(int(seconds - left) + 1, int(seconds) + 1, what)
            self._wait(min(left, _TICK))
            left -= _TICK

    def _repeat(self, call: Call, attempt: Callable[[Request], T]) -> T:
        attempts = self._profile.limits.attempts
        for number in range(1, attempts + 1):
            self.pause(self._rate.wait_before_next(), f"{call.what}: as many calls a minute as the profile allows")
            self._ui.progress(number, attempts, call.what)
            try:
                # Every attempt has a number of its own: the portal takes none twice.
                return attempt(call.make(uuid.uuid4().hex))
            except Failed as failed:
                if call.writes and failed.gateway:
                    cause = failed.error if isinstance(failed.error, GstnError) else None
                    raise StoppedByGateway(failed.gateway, failed.reason, cause) from None
                if call.writes and failed.arrived:
                    raise OutcomeUnknown(failed.reason) from None
                if call.writes and failed.sent:
                    raise failed.error from None
                if number == attempts or failed.pause > LONGEST_ASKED:
                    raise failed.error from None
                growing = min(LONGEST_PAUSE, 2.0 ** (number - 1)) * (0.5 + self._chance() / 2)
                self.pause(max(growing, failed.pause), f"{call.what}: {failed.reason}; trying again")
        raise AssertionError("a loop without end")

    def _ask(self, call: Call, request: Request, read: Reader) -> Body:
        reply = self._send(call, request)
        body: Body = {}
        content: Body | None = None
        try:
            body = self._body(reply)
            content = read(Answer(reply.status, reply.headers, body))
            return content
        except EnvelopeError as error:
            kind = reply.headers.get("Content-Type", "")
            raise failures.unreadable(error, reply.status, kind, reply.data) from None
        except GstnError as error:
            own = call.signs_in and error.act
            if call.writes and not own and (foreign := failures.doubted(error, reply.status)):
                raise foreign from None
            if error.entry.doing == "gateway wait":
                reason = f"{error.entry.meaning} ({error.message.strip() or error.code})"
                raise Failed(NotReached(reason, error.issue.remedy), reason, gateway=reply.status) from None
            # A failure inside the portal does not say whether it struck before or after the work.
            if error.entry.doing == "wait" and not (call.writes and error.entry.code != "RET12501"):
                raise Failed(error, error.issue.reason) from None
            raise
        finally:
            sealed = content if content != body else None
            self._keep(call, request, archive.answer_entry(reply.status, reply.headers, body, sealed))

    def _body(self, reply: _Reply) -> Body:
        """The JSON object of a reply; a refusal without any is a gateway's, with the HTTP status as its code."""
        try:
            return envelope.read_object(reply.data)
        except EnvelopeError:
            if 400 <= reply.status < 500:
                raise GatewayRefused(reply.status, self._profile.errors.http.get(str(reply.status), "")) from None
            raise

    def _fetch(self, call: Call, request: Request) -> bytes:
        reply = self._send(call, request)
        self._keep(call, request, archive.file_entry(reply.status, reply.data))
        if reply.status != 200:
            raise GstnError(f"HTTP {reply.status}")
        return reply.data

    def _send(self, call: Call, request: Request) -> _Reply:
        """The reply, whatever it says, unless the status says that asking again may help."""
        if call.writes:
            self._http.close()  # a connection that was left open may be dead, and nobody could tell what it took
        data = None if request.body is None else json.dumps(request.body, separators=(",", ":")).encode()
        headers = {**request.headers, "Content-Type": "application/json"} if data else dict(request.headers)
        limits = self._profile.timeouts
        try:
            with self._http.request(
                request.method,
                request.url,
                params=dict(request.query),
                data=data,
                headers=headers,
                timeout=(limits.connect, limits.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                reply = _Reply(response.status_code, response.headers, self._read(response))
        except (exceptions.RequestException, UnicodeEncodeError) as error:
            failed = failures.broken(error)
            self._keep(call, request, {"failure": failed.reason})
            raise failed from None
        away = failures.retryable_failure(reply.status, reply.headers.get("Retry-After", ""), self._now())
        if away and str(reply.status) not in self._profile.errors.http:
            self._keep(call, request, archive.answer_entry(reply.status, reply.headers, {}, None))
            raise away
        return reply

    def _read(self, response: requests.Response) -> bytes:
        """The whole answer, looked at piece by piece: a server that drips would hold the step as long as it likes."""
        found, until = bytearray(), time.monotonic() + self._profile.timeouts.answer
        while piece := self._piece(response):
            found += piece
            if len(found) > self._profile.limits.answer_bytes:
                remedy = "Raise limits.answer_bytes in the profile when the portal's answers are that large."
                reason = "its answer is larger than expected"
                raise Failed(NotReached(reason, remedy), reason)
            if time.monotonic() > until:
                reason = "its answer did not come to an end in time"
                raise Failed(NotReached(reason), reason)
        return bytes(found)

    def _piece(self, response: requests.Response) -> bytes:
        """What has come of the answer, b"" at its end; requests itself waits until a piece is full."""
        try:
            return response.raw.read1(1 << 16, decode_content=True) or b""
        except urllib3.exceptions.HTTPError as error:
            raise exceptions.ConnectionError(error) from None

    def _keep(self, call: Call, request: Request, answer: Mapping[str, object]) -> None:
        asked = archive.request_entry(*request)
        try:
            self._traffic.add({"at": self._now().isoformat(), "what": call.what, "request": asked, "answer": answer})
        except OSError as error:
            if not self._told:
                self._ui.tell(f"The archive of traffic cannot be written: {words(error)}.")
            self._told = True
