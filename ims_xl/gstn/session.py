"""Sessions: OTP to token, refreshed before it ends, one new one when the portal says it has ended."""

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from ims_xl.gstn import answers, envelope
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, OutcomeUnknown, SignInNeeded
from ims_xl.gstn.identity import Identity
from ims_xl.gstn.providers import SANDBOX_OTP
from ims_xl.gstn.transport import Call, Transport
from ims_xl.issues import ImsError
from ims_xl.ui import UI

_KEPT = ("auth_token", "session_key", "app_key", "expiry")


@dataclass(frozen=True, slots=True)
class Session:
    """What the portal gave for an OTP, and when it ends."""

    token: str = field(repr=False)
    key: bytes = field(repr=False)
    app_key: bytes = field(repr=False)
    ends: dt.datetime


class Sessions:
    """The session of one identity, kept in the vault so that the next step needs no OTP."""

    def __init__(
        self,
        identity: Identity,
        vault: Vault,
        transport: Transport,
        traffic: Archive,
        ui: UI,
        *,
        otp: str,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._identity, self._vault, self._transport, self._traffic = identity, vault, transport, traffic
        self._profile, self._ui, self._now = identity.profile, ui, now
        self._otp = otp.strip()
        self._certificate: RSAPublicKey | None = None
        self._session: Session | None = None
        self._unrefreshable = ""
        for secret in (identity.client_secret, identity.client_id, self._otp):
            traffic.hide(secret)

    def current(self) -> Session:
        """A session that is alive, refreshed or made when need be.

        Raises SignInNeeded when it needs an OTP and nobody gives one, GstnError, NotReached.
        """
        session = self._session or self._load()
        if session is None or session.ends <= self._now():
            return self.sign_in()
        soon = session.ends - self._now() < dt.timedelta(minutes=self._profile.variants.refresh_minutes)
        if soon and self._profile.variants.refresh and session.token != self._unrefreshable:
            return self._refresh(session)
        self._session = session
        return session

    def renew(self, ended: Session) -> Session:
        """Another session after the portal said that this one has ended; perhaps another program has made it."""
        kept = self._load()
        if kept is not None and kept.token != ended.token and kept.ends > self._now():
            self._session = kept
            return kept
        self._forget()
        return self.sign_in()

    def sign_in(self) -> Session:
        """A new session for an OTP: the one given for scripts, else asked for, a few times at most.

        Raises SignInNeeded when no OTP is given or all were wrong.
        """
        app_key = self._requested() if self._otp else None
        app_key = app_key or self._request_otp()
        reason = "the portal has sent an OTP, and it was not given"
        for left in reversed(range(self._profile.limits.otp_tries)):
            otp = self._one_otp()
            if not otp:
                break
            try:
                answer = self._authenticate("AUTHTOKEN", app_key, otp=envelope.encrypt(app_key, otp.encode()))
            except GstnError as error:
                if error.entry.doing not in ("ask otp", "sign in"):
                    raise
                reason = error.issue.reason
                self._ui.tell(f"{reason[:1].upper()}{reason[1:]}. Tries left: {left}.")
                if error.entry.doing == "sign in" and left:
                    app_key = self._request_otp()
                continue
            self._vault.drop(self._entry("otp_key"))
            return self._keep(answer, app_key, (app_key,))
        raise SignInNeeded(reason)

    def end(self) -> None:
        """Log out at the portal, where the provider can, and forget the session here in any case."""
        session = self._session or self._load()
        try:
            if session and session.ends > self._now() and self._profile.variants.logout:
                self._authenticate("LOGOUT", b"", session)
        except ImsError as error:
            self._ui.tell(f"The session ends here; at the portal it ends by itself ({error.issue.reason}).")
        finally:
            self._forget()
            self._vault.drop(self._entry("otp_key"))

    def _refresh(self, session: Session) -> Session:
        """The session with a new token; one that cannot be refreshed is used until it ends."""
        app_key = self._new_app_key()
        try:
            answer = self._authenticate("REFRESHTOKEN", app_key, session)
            return self._keep(answer, app_key, (app_key, session.key))
        except (GstnError, NotReached, EnvelopeError):
            self._unrefreshable = session.token
            self._session = session
            return session

    def _one_otp(self) -> str:
        otp, self._otp = self._otp, ""
        if not otp:
            asked = f"OTP for {self._identity.gstin}, sent to the mobile and e-mail of {self._identity.username}:"
            otp = self._ui.ask_text(asked).strip() or (SANDBOX_OTP if self._profile.is_sandbox else "")
        self._traffic.hide(otp)
        return otp

    def _requested(self) -> bytes | None:
        """The app key an OTP was already asked for with, when that was a step before."""
        kept = self._vault.get(self._entry("otp_key"))
        return base64.b64decode(kept) if kept else None

    def _request_otp(self) -> bytes:
        app_key = self._new_app_key()
        self._authenticate("OTPREQUEST", app_key)
        self._vault.put(self._entry("otp_key"), base64.b64encode(app_key).decode())
        return app_key

    def _authenticate(self, action: str, app_key: bytes, session: Session | None = None, otp: str = "") -> Any:
        """The answer to a request about the session; a new certificate of GSTN is fetched once."""
        try:
            return self._authenticate_once(action, app_key, session, otp)
        except GstnError as error:
            if error.entry.doing != "new certificate":
                raise
            self._certificate = self._fetch_certificate(renewed=True)
            return self._authenticate_once(action, app_key, session, otp)

    def _authenticate_once(self, action: str, app_key: bytes, session: Session | None, otp: str) -> Any:
        body = {"action": action, "username": self._identity.username}
        if session is not None:
            body["auth_token"] = session.token
        if otp:
            body["otp"] = otp
        if app_key and session is None:
            self._certificate = self._certificate or self._fetch_certificate(renewed=False)
            body["app_key"] = envelope.wrap(self._certificate, app_key)
        elif app_key and session:
            body["app_key"] = envelope.encrypt(session.key, app_key)
        headers = self._identity.headers(token=session.token if session else "")
        call = Call(
            "POST", self._profile.url("authenticate"), f"Signing in ({action})", headers, body=body, writes=True
        )
        try:
            return self._transport.ask(call, _read)
        except OutcomeUnknown as error:
            raise NotReached(f"signing in broke off; {error.issue.reason.rpartition(': ')[2]}") from None

    def _fetch_certificate(self, *, renewed: bool) -> RSAPublicKey:
        place = self._profile.certificate
        source = (place.renewed or place.url) if renewed else place.url
        if source:
            call = Call("GET", self._profile.address(source), "Fetching GSTN's certificate")
            return envelope.read_public_key(self._transport.fetch(call))
        if renewed:
            raise GstnError("TEC4002")
        try:
            return envelope.read_public_key(Path(place.file).read_bytes())
        except OSError as error:
            remedy = "Put GSTN's public certificate there; your GSP has it."
            raise ImsError(f"the certificate cannot be read: {error.strerror}", remedy, file=place.file) from None

    def _new_app_key(self) -> bytes:
        app_key = envelope.new_app_key()
        self._hide(app_key)
        return app_key

    def _keep(self, answer: dict[str, Any], app_key: bytes, wrapped_by: tuple[bytes, ...]) -> Session:
        token, sek, minutes = answer.get("auth_token"), answer.get("sek"), answers.number(answer.get("expiry"))
        if not isinstance(token, str) or not token or not isinstance(sek, str) or minutes is None:
            raise EnvelopeError("the portal's answer holds no session")
        key = envelope.unwrap_session_key(sek, wrapped_by)
        self._session = Session(token, key, app_key, self._now() + dt.timedelta(minutes=minutes))
        plain = (token, _text(key), _text(app_key), self._session.ends.isoformat())
        self._vault.drop(self._entry("expiry"))  # written last: a session half kept is none
        for name, value in zip(_KEPT, plain, strict=True):
            self._vault.put(self._entry(name), value)
        self._hide(key)
        self._traffic.hide(token)
        return self._session

    def _load(self) -> Session | None:
        token, key, app_key, ends = (self._vault.get(self._entry(name)) for name in _KEPT)
        if not (token and key and app_key and ends):
            return None
        session = Session(token, base64.b64decode(key), base64.b64decode(app_key), dt.datetime.fromisoformat(ends))
        self._traffic.hide(token)
        self._hide(session.key)
        self._hide(session.app_key)
        return session

    def _forget(self) -> None:
        self._session = None
        for name in _KEPT:
            self._vault.drop(self._entry(name))

    def _entry(self, name: str) -> str:
        return f"{self._identity.gstin} {self._identity.username} {name}"

    def _hide(self, key: bytes) -> None:
        self._traffic.hide(_text(key))
        self._traffic.hide(key.hex())
        if key.isascii():
            self._traffic.hide(key.decode())


def _read(body: Any) -> dict[str, Any]:
    answers.refuse(body)
    return dict(body)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
