"""Sessions: OTP to token, refreshed before it ends, one new one when the portal says it has ended."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ims_xl.gstn import answers, envelope
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.certificates import Certificates
from ims_xl.gstn.client_credentials import ClientCredentials
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.error_codes import REFUSED_CREDENTIALS
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, OutcomeUnknown, SignInNeeded, StoppedByGateway
from ims_xl.gstn.identity import Identity
from ims_xl.gstn.kept_session import KeptSession, Session
from ims_xl.gstn.providers import SANDBOX_OTP
from ims_xl.gstn.transport import Body, Call, Transport
from ims_xl.issues import ImsError
from ims_xl.ui import UI

_WITH_SECRETS = ("OTPREQUEST", "AUTHTOKEN")  # requests by which client id and secret are judged


class Sessions:
    """The sessions of one identity; `otp` is one given for a script."""

    def __init__(
        self,
        identity: Identity,
        credentials: ClientCredentials,
        vault: Vault,
        transport: Transport,
        traffic: Archive,
        ui: UI,
        *,
        otp: str,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._identity, self._transport, self._traffic, self._ui, self._now = identity, transport, traffic, ui, now
        self._profile, self._credentials = identity.profile, credentials
        self._kept = KeptSession(vault, identity.gstin, identity.username)
        self._certificates = Certificates(identity.profile, transport)
        self._otp = otp.strip()
        self._session: Session | None = None
        self._unrefreshable = ""
        self._new_token = ""  # of the session that the portal gave to this program
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

    def is_new(self, session: Session) -> bool:
        """Whether the portal gave it to this program, not to one before."""
        return session.token == self._new_token

    def renew(self, ended: Session) -> Session:
        """Another session after the portal said that this one has ended; perhaps another program has made it."""
        kept = self._load()
        if kept is not None and kept.token != ended.token and kept.ends > self._now():
            self._session = kept
            return kept
        self._session = None
        self._kept.forget()
        return self.sign_in()

    def sign_in(self) -> Session:
        """A new session for an OTP: the one given for scripts, else asked for, a few times at most.

        Raises SignInNeeded when no OTP is given or all were wrong.
        """
        # A script asks for the OTP in one run and gives it in the next.
        app_key = self._kept.otp_key() if self._otp else b""
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
            self._kept.keep_otp_key(b"")
            return self._begin(answer, app_key)
        raise SignInNeeded(reason)

    def end(self) -> None:
        """Log out at the portal, where the provider can, and forget the session here in any case."""
        session = self._session or self._load()
        try:
            if session and session.ends > self._now() and self._profile.variants.logout:
                self._authenticate("LOGOUT", session=session)
        except ImsError as error:
            self._ui.tell(f"The session ends here; at the portal it ends by itself ({error.issue.reason}).")
        finally:
            self._session = None
            self._kept.forget()
            self._kept.keep_otp_key(b"")

    def _refresh(self, session: Session) -> Session:
        """The session with a new token; one that cannot be refreshed is used until it ends."""
        app_key = self._new_app_key()
        try:
            return self._begin(self._authenticate("REFRESHTOKEN", app_key, session=session), app_key, session.key)
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

    def _request_otp(self) -> bytes:
        app_key = self._new_app_key()
        self._authenticate("OTPREQUEST", app_key)
        self._kept.keep_otp_key(app_key)
        return app_key

    def _authenticate(
        self, action: str, app_key: bytes = b"", *, session: Session | None = None, otp: str = ""
    ) -> Body:
        """The answer to a request about the session; a new certificate of GSTN is fetched once."""
        try:
            return self._authenticate_once(action, app_key, session, otp)
        except GstnError as error:
            if error.entry.doing != "new certificate":
                raise
        self._certificates.renew()
        return self._authenticate_once(action, app_key, session, otp)

    def _authenticate_once(self, action: str, app_key: bytes, session: Session | None, otp: str) -> Body:
        body = {"action": action, "username": self._identity.username}
        if app_key and session:
            body["app_key"] = envelope.encrypt(session.key, app_key)
        elif app_key:
            body["app_key"] = envelope.wrap(self._certificates.key(), app_key)
        if session:
            body["auth_token"] = session.token
        if otp:
            body["otp"] = otp
        headers = self._identity.headers(token=session.token if session else "")
        url, what = self._profile.url("authenticate"), f"Signing in ({action})"
        try:
            answer = self._transport.ask(Call("POST", url, what, headers, body=body, writes=True), _plain)
        except StoppedByGateway as error:
            refused = GatewayRefused(error.status)
            if refused.code in REFUSED_CREDENTIALS and action in _WITH_SECRETS:
                raise self._credentials.refuse(refused) from None
            raise NotReached(f"signing in broke off; {error.why}") from None
        except OutcomeUnknown as error:
            raise NotReached(f"signing in broke off; {error.why}") from None
        except GstnError as error:
            if error.code in REFUSED_CREDENTIALS and action in _WITH_SECRETS:
                raise self._credentials.refuse(error) from None
            raise
        self._credentials.accept()
        return answer

    def _begin(self, answer: Mapping[str, Any], *keys: bytes) -> Session:
        """The session of an answer, whose key is wrapped with one of the keys."""
        token, sek, minutes = answer.get("auth_token"), answer.get("sek"), answers.number(answer.get("expiry"))
        if not isinstance(token, str) or not token or not isinstance(sek, str) or minutes is None:
            raise EnvelopeError("the portal's answer holds no session")
        key = envelope.unwrap_session_key(sek, keys)
        self._session = Session(token, key, self._now() + dt.timedelta(minutes=minutes))
        self._kept.keep(self._session)
        self._new_token = token
        self._hide(key)
        self._traffic.hide(token)
        return self._session

    def _load(self) -> Session | None:
        session = self._kept.load()
        if session:
            self._hide(session.key)
            self._traffic.hide(session.token)
        return session

    def _new_app_key(self) -> bytes:
        app_key = envelope.new_app_key()
        self._hide(app_key)
        self._traffic.hide(app_key.decode())
        return app_key

    def _hide(self, key: bytes) -> None:
        self._traffic.hide(base64.b64encode(key).decode())
        self._traffic.hide(key.hex())


def _plain(body: Mapping[str, Any]) -> Body:
    answers.refuse(body)
    return dict(body)
