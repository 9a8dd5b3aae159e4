"""Calls of a profile: its templates filled for one call, what is written sealed or plain as the profile says."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ims_xl.gstn import envelope
from ims_xl.gstn.call_tables import ACTIONS, CallName, PlainCall, StepName
from ims_xl.gstn.certificates import Certificates
from ims_xl.gstn.identity import Identity
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.signers import signer
from ims_xl.gstn.templates import Filler, Missing
from ims_xl.gstn.transport import Call, Request, Transport, fetching
from ims_xl.issues import ImsError

_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


@dataclass(frozen=True, slots=True)
class Keys:
    """What one session knows: names that were kept of answers, and the keys of the envelope by name."""

    kept: Mapping[str, str]
    keys: Mapping[str, bytes]


class Calls:
    """The calls of one identity."""

    def __init__(
        self, identity: Identity, transport: Transport, certificates: Certificates, now: Callable[[], dt.datetime]
    ) -> None:
        self._identity, self._transport, self._certificates, self._now = identity, transport, certificates, now
        self._profile = identity.profile
        self._ip = ""

    def step(self, name: StepName, what: str, keys: Keys, **words: str) -> Call:
        """A step of signing in."""
        step = self._profile.signin[name]
        call = self._call(ACTIONS[name], step, what, keys, words)
        return Call(what, call.make, writes=True, signs_in=True)

    def data(self, name: CallName, what: str, keys: Keys, words: Mapping[str, str], address: str = "") -> Call:
        """A question; `address`: where it is not asked at its own."""
        spec: PlainCall = self._profile.calls[name]
        spec = PlainCall(call=address, headers=spec.headers) if address else spec
        return self._call(ACTIONS[name], spec, what, keys, words)

    def write(
        self, name: CallName, what: str, keys: Keys, words: Mapping[str, str], payload: Mapping[str, object], *,
        writes: bool,
    ) -> Call:  # fmt: skip
        """A request that carries an object; one that `writes` is never repeated once it left."""
        body = written(self._profile, ACTIONS[name], payload, keys.keys.get("session_key", b""))
        call = self._call(ACTIONS[name], self._profile.calls[name], what, keys, words, body, payload)
        return Call(what, call.make, writes)

    def file(self, place: str, what: str, keys: Keys, words: Mapping[str, str]) -> Call:
        """A large file; another host gets no credentials, as the address of its file is the right to read it."""
        profile = self._profile
        url = profile.file_address(place)
        if urlsplit(url).netloc != urlsplit(profile.base_url).netloc:
            return fetching(url, what)
        call = PlainCall(call="GET /")
        made = self._call(ACTIONS["files"], call, what, keys, words)
        return Call(what, lambda number: Request("GET", url, made.make(number).headers))

    def _call(
        self, action: str, spec: PlainCall, what: str, keys: Keys, words: Mapping[str, str],
        body: Mapping[str, object] | None = None, payload: Mapping[str, object] | None = None,
    ) -> Call:  # fmt: skip
        values = {**self._identity.words(), **words, "action": action}
        values |= {f"keep.{name}": value for name, value in keys.kept.items()}
        values["ip"] = values["ip"] or self._looked_up()
        sign = signer(values, keys.keys, self._certificates.key)

        def make(number: str) -> Request:
            filler = Filler(values | {"txn": number}, self._profile.texts, sign, self._now())
            return request_of(self._profile, spec, filler, body, payload)

        return Call(what, make)

    def _looked_up(self) -> str:
        """The public IP address of this office, asked once where the profile names an address that tells it."""
        source = self._profile.ip_lookup
        if source and not self._ip:
            told = self._transport.fetch(fetching(source, "Looking up the public IP address")).decode(
                "ascii", "replace"
            )
            found = _IP.search(told)
            if not found:
                remedy = "Write the address as user_ip in the profile, and leave ip_lookup out."
                raise ImsError("the public IP address of this office could not be looked up", remedy, value=source)
            self._ip = found[0]
        return self._ip


def request_of(
    profile: Profile, spec: PlainCall, filler: Filler, body: Mapping[str, object] | None = None,
    payload: Mapping[str, object] | None = None,
) -> Request:  # fmt: skip
    """The request of a call. A header, parameter or text whose words have no value is left out."""
    method, _, address = spec.call.partition(" ")
    path, _, query = profile.with_services(address).partition("?")
    try:
        url = profile.address(filler.fill_path(path))
    except Missing as missing:
        raise ImsError(f"the call lacks the word {{{missing}}}", "Correct the profile.", value=path) from None
    headers = filler.fill_all(_headers(profile, spec))
    own = None if spec.body is None else filler.fill_all(spec.body)
    return Request(
        method, url, headers, filler.fill_all(dict(_parameters(query))), body if own is None else own, payload
    )


def written(profile: Profile, action: str, payload: Mapping[str, object], session_key: bytes) -> Mapping[str, object]:
    """The body that carries an object, sealed or plain, with its action or alone."""
    table = profile.envelope
    if table.requests == "native":
        return {"action": action, **envelope.seal(payload, session_key)}
    return payload if table.body == "inner" else {"action": action, "data": payload}


def _headers(profile: Profile, spec: PlainCall) -> dict[str, str]:
    """Headers of every call with those of this one in the place of the same names; an empty one is left out."""
    own = {name.lower() for name in spec.headers}
    common = {name: text for name, text in profile.headers.items() if name.lower() not in own}
    return {name: text for name, text in {**common, **spec.headers}.items() if text}


def _parameters(query: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, query.split("&")):
        name, _, template = part.partition("=")
        yield name, template
