"""Sessions: the GSP's own sign-in, OTP to token, refreshed before it ends, one new one when it has ended."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping

from ims_xl.gstn import envelope, profile_check, sources
from ims_xl.gstn.answers import Reading
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.calls import Calls, Keys
from ims_xl.gstn.certificates import Certificates
from ims_xl.gstn.client_credentials import ClientCredentials
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, OutcomeUnknown, SignInNeeded, StoppedByGateway
from ims_xl.gstn.identity import Identity
from ims_xl.gstn.kept_session import SEALED_KEY, KeptSession, Session
from ims_xl.gstn.provider_tables import ACTIONS, StepName
from ims_xl.gstn.providers import SANDBOX_OTP
from ims_xl.gstn.sources import Answer
from ims_xl.gstn.transport import Body, Transport
from ims_xl.issues import ImsError
from ims_xl.ui import UI

_GSP = "GSP"  # whose session with the provider itself it is: that of every GSTIN


class Sessions:
    """The sessions of one identity; `otp` is one given for a script."""

    def __init__(
        self,
        identity: Identity,
        credentials: ClientCredentials,
        vault: Vault,
        transport: Transport,
        calls: Calls,
        certificates: Certificates,
        traffic: Archive,
        ui: UI,
        *,
        otp: str,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._identity, self._transport, self._traffic, self._ui, self._now = identity, transport, traffic, ui, now
        self._profile, self._credentials = identity.profile, credentials
        self._calls, self._certificates = calls, certificates
        profile, whose = self._profile, f"{identity.gstin} {identity.username}"
        pending = profile_check.kept_by(profile, "otp")
        self._kept = KeptSession(vault, whose, profile_check.kept_by(profile, "token"), pending)
        self._kept_gsp = KeptSession(vault, _GSP, profile_check.kept_by(profile, "gsp"))
        self._otp = otp.strip()
        self._session: Session | None = None
        self._gsp: Session | None = None
        self._unrefreshable: Session | None = None
        self._new: Session | None = None  # that the portal gave to this program
        for secret in (*identity.secrets.values(), self._otp):
            traffic.hide(secret)

    def current(self) -> Session:
        """A session that is alive, refreshed or made when need be.

        Raises SignInNeeded when it needs an OTP and nobody gives one, GstnError, NotReached.
        """
        session = self._session or self._load(self._kept)
        if session is None or session.ends <= self._now():
            return self.sign_in()
        soon = session.ends - self._now() < dt.timedelta(minutes=self._profile.variants.refresh_minutes)
        if soon and self._profile.step("refresh") and session != self._unrefreshable:
            return self._refresh(session)
        self._session = session
        return session

    def keys(self, session: Session) -> Keys:
        """What calls of a session may name: its own values and those of the session with the GSP, renewed if over."""
        return self._keys(session.values, {"session_key": session.key})

    def is_new(self, session: Session) -> bool:
        """Whether the portal gave it to this program, not to one before."""
        return session == self._new

    def renew(self, ended: Session) -> Session:
        """Another session after the portal said that this one has ended; perhaps another program has made it."""
        kept = self._load(self._kept)
        if kept is not None and kept.values != ended.values and kept.ends > self._now():
            self._session = kept
            return kept
        self.forget()
        return self.sign_in()

    def forget(self) -> None:
        """This session is no longer used; the next call signs in."""
        self._session = None
        self._kept.forget()

    def forget_gsp(self) -> None:
        """The GSP no longer takes its own session: the next call signs in there anew."""
        self._gsp = None
        self._kept_gsp.forget()

    def sign_in(self) -> Session:
        """A new session for an OTP: the one given for scripts, else asked for, a few times at most.

        Raises SignInNeeded when no OTP is given or all were wrong.
        """
        # A script asks for the OTP in one run and gives it in the next.
        app_key, pending = self._kept.pending() if self._otp else (b"", {})
        if not app_key:
            app_key, pending = self._request_otp()
        reason = "the portal has sent an OTP, and it was not given"
        for left in reversed(range(self._profile.limits.otp_tries)):
            otp = self._one_otp()
            if not otp:
                break
            try:
                answer = self._authenticate("token", pending, {"app_key": app_key}, otp=otp, app_key=app_key.decode())
            except GstnError as error:
                if error.entry.doing not in ("ask otp", "sign in"):
                    raise
                reason = error.issue.reason
                self._ui.tell(f"{reason[:1].upper()}{reason[1:]}. Tries left: {left}.")
                if error.entry.doing == "sign in" and left:
                    app_key, pending = self._request_otp()
                continue
            self._kept.keep_pending(b"")
            return self._begin("token", answer, pending, app_key)
        raise SignInNeeded(reason)

    def end(self) -> None:
        """Log out at the portal, where the provider can, and forget the session here in any case."""
        session = self._session or self._load(self._kept)
        try:
            if session and session.ends > self._now() and self._profile.step("logout"):
                self._authenticate("logout", session.values, {"session_key": session.key})
        except ImsError as error:
            self._ui.tell(f"The session ends here; at the portal it ends by itself ({error.issue.reason}).")
        finally:
            self._session = None
            self._kept.forget()
            self._kept.keep_pending(b"")

    def _refresh(self, session: Session) -> Session:
        """The session with a new token; one that cannot be refreshed is used until it ends."""
        app_key = self._new_app_key()
        keys = {"app_key": app_key, "session_key": session.key}
        try:
            answer = self._authenticate("refresh", session.values, keys, app_key=app_key.decode())
            return self._begin("refresh", answer, session.values, app_key, session.key)
        except (GstnError, NotReached, EnvelopeError):
            self._unrefreshable = session
            self._session = session
            return session

    def _one_otp(self) -> str:
        otp, self._otp = self._otp, ""
        if not otp:
            asked = f"OTP for {self._identity.gstin}, sent to the mobile and e-mail of {self._identity.username}:"
            otp = self._ui.ask_text(asked).strip() or (SANDBOX_OTP if self._profile.is_sandbox else "")
        self._traffic.hide(otp)
        return otp

    def _request_otp(self) -> tuple[bytes, dict[str, str]]:
        app_key = self._new_app_key()
        pending: dict[str, str] = {}
        if step := self._profile.step("otp"):
            answer = self._authenticate("otp", {}, {"app_key": app_key}, app_key=app_key.decode())
            pending = self._values("otp", answer, {}) if step.keep else {}
        self._kept.keep_pending(app_key, pending)
        return app_key, pending

    def _authenticate(self, step: StepName, kept: Mapping[str, str], keys: Mapping[str, bytes], **words: str) -> Answer:
        """The answer to a step; a new certificate of GSTN is fetched once, the GSP's own session renewed once."""
        for last in (False, True):
            try:
                return self._authenticate_once(step, self._keys(kept, keys, step), **words)
            except GstnError as error:
                # Before there is a session, only that with the GSP can have ended.
                ended = ("gsp sign-in", "sign in") if step == "otp" else ("gsp sign-in",)
                renewable = self._profile.step("gsp") is not None and step != "gsp" and error.entry.doing in ended
                if last or not (renewable or error.entry.doing == "new certificate"):
                    raise
                doing = error.entry.doing
            if doing == "new certificate":
                self._certificates.renew()
            else:
                self.forget_gsp()
        raise AssertionError("a loop without end")

    def _authenticate_once(self, step: StepName, keys: Keys, **words: str) -> Answer:
        what = f"Signing in ({ACTIONS[step]})"
        judged = step in ("gsp", "otp", "token")  # steps by which the secrets are judged
        answers: list[Answer] = []

        def read(answer: Answer) -> Body:
            self._hide_kept(step, answer)
            Reading(self._profile, step).refuse(answer)
            answers.append(answer)
            return answer.body

        try:
            self._transport.ask(self._calls.step(step, what, keys, **words), read)
        except StoppedByGateway as error:
            self._judge(error.cause or GatewayRefused(error.status), judged)
            raise NotReached(f"signing in broke off; {error.why}") from None
        except OutcomeUnknown as error:
            raise NotReached(f"signing in broke off; {error.why}") from None
        except GstnError as error:
            self._judge(error, judged)
            if isinstance(error, GatewayRefused) and not error.act:
                raise NotReached(f"signing in broke off; {error.issue.reason}", error.issue.remedy) from None
            raise
        self._credentials.accept()
        return answers[-1]

    def _judge(self, error: GstnError, judged: bool) -> None:
        if judged and error.about_secrets:
            raise self._credentials.refuse(error) from None

    def _keys(self, kept: Mapping[str, str], keys: Mapping[str, bytes], step: StepName | None = None) -> Keys:
        gsp = {} if step == "gsp" else self._gsp_values()
        return Keys({**gsp, **kept}, keys)

    def _gsp_values(self) -> Mapping[str, str]:
        """What the GSP gave for its own sign-in; nothing where it has none."""
        if not self._profile.step("gsp"):
            return {}
        held = self._gsp or self._load(self._kept_gsp)
        if held is None or held.ends <= self._now():
            answer = self._authenticate("gsp", {}, {})
            held = Session(self._values("gsp", answer, {}), b"", self._end("gsp", answer))
            self._kept_gsp.keep(held)
        self._gsp = held
        return held.values

    def _begin(self, step: StepName, answer: Answer, before: Mapping[str, str], *keys: bytes) -> Session:
        """The session of an answer, whose key is wrapped with one of the keys."""
        values = {**before, **self._values(step, answer, before)}
        ends = self._end(step, answer)
        sealed = values.pop(SEALED_KEY, "")
        key = envelope.unwrap_session_key(sealed, keys) if sealed else b""
        self._session = self._new = Session(values, key, ends)
        self._kept.keep(self._session)
        self._hide(self._session)
        return self._session

    def _values(self, step: StepName, answer: Answer, before: Mapping[str, str]) -> dict[str, str]:
        """What a step keeps of its answer.

        Raises EnvelopeError when something is missing.
        """
        found: dict[str, str] = {}
        for name, places in self._profile.signin[step].keep.items():
            value = sources.find(answer, places, before)
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise EnvelopeError(f"the portal's answer holds no session ({name} is missing)")
            found[name] = str(value)
        return found

    def _end(self, step: StepName, answer: Answer) -> dt.datetime:
        ends = sources.end_of(answer, self._profile.signin[step].lasts, self._now())
        if ends is None:
            raise EnvelopeError("the portal's answer holds no session (how long it lasts is missing)")
        return ends

    def _load(self, kept: KeptSession) -> Session | None:
        session = kept.load()
        if session:
            self._hide(session)
        return session

    def _new_app_key(self) -> bytes:
        app_key = envelope.new_app_key()
        self._hide_key(app_key)
        self._traffic.hide(app_key.decode())
        return app_key

    def _hide(self, session: Session) -> None:
        for value in session.values.values():
            self._traffic.hide(value)
        if session.key:
            self._hide_key(session.key)

    def _hide_kept(self, step: StepName, answer: Answer) -> None:
        """What an answer gives to keep is secret wherever it stands, also in an answer that is refused."""
        for places in self._profile.signin[step].keep.values():
            for place in places:
                self._traffic.hide(str(sources.find(answer, [place]) or ""))

    def _hide_key(self, key: bytes) -> None:
        self._traffic.hide(base64.b64encode(key).decode())
        self._traffic.hide(key.hex())
