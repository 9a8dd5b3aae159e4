"""Sessions: the GSP's own sign-in, OTP to token, refreshed before it ends, one new one when it has ended."""

import datetime as dt
from collections.abc import Callable, Mapping

from ims_xl.gstn import envelope, profile_texts
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.call_tables import StepName
from ims_xl.gstn.calls import Keys
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError, NotReached, SignInNeeded
from ims_xl.gstn.identity import Identity
from ims_xl.gstn.kept_session import SEALED_KEY, KeptSession, Session
from ims_xl.gstn.providers import SANDBOX_OTP
from ims_xl.gstn.signin_steps import SigninSteps
from ims_xl.gstn.sources import Answer
from ims_xl.issues import ImsError
from ims_xl.ui import UI


class Sessions:
    """The sessions of one identity; `otp` is one given for a script. `unattended`: no OTP is sent for unasked."""

    def __init__(
        self,
        identity: Identity,
        steps: SigninSteps,
        vault: Vault,
        traffic: Archive,
        ui: UI,
        *,
        otp: str,
        unattended: bool,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._unattended = unattended
        self._identity, self._traffic, self._ui, self._now = identity, traffic, ui, now
        self._profile, self._steps = identity.profile, steps
        profile, whose = self._profile, f"{identity.gstin} {identity.username}"
        pending = profile_texts.kept_by(profile, "otp")
        self._kept = KeptSession(vault, whose, profile_texts.kept_by(profile, "otp", "token"), pending)
        self._otp = otp.strip()
        self._session: Session | None = None
        self._unrefreshable: Session | None = None
        self._new: Session | None = None  # that the portal gave to this program
        for secret in (*identity.secrets.values(), self._otp):
            traffic.hide(secret)

    def current(self) -> Session:
        """A session that is alive, refreshed or made when need be.

        Raises SignInNeeded when it needs an OTP and nobody gives one, GstnError, NotReached.
        """
        session = self.alive()
        if session is None:
            return self.sign_in()
        soon = session.ends - self._now() < dt.timedelta(minutes=self._profile.variants.refresh_minutes)
        if soon and self._profile.step("refresh") and session != self._unrefreshable:
            return self._refresh(session)
        self._session = session
        return session

    def alive(self) -> Session | None:
        """The session that is kept here, None when there is none or it is over; the portal is not asked."""
        session = self._session or self._steps.load(self._kept)
        return session if session and session.ends > self._now() else None

    def keys(self, session: Session) -> Keys:
        """What calls of a session may name: its own values and those of the session with the GSP, renewed if over."""
        return self._steps.keys(session.values, {"session_key": session.key})

    def is_new(self, session: Session) -> bool:
        """Whether the portal gave it to this program, not to one before."""
        return session == self._new

    def renew(self, ended: Session) -> Session:
        """Another session after the portal said that this one has ended; perhaps another program has made it."""
        kept = self._steps.load(self._kept)
        if kept is not None and kept.values != ended.values and kept.ends > self._now():
            self._session = kept
            return kept
        self.forget()
        return self.sign_in()

    def forget(self) -> None:
        """This session is no longer used; the next call signs in."""
        self._session = None
        self._kept.forget()

    def sign_in(self) -> Session:
        """A new session for an OTP: the one given for scripts, else asked for, a few times at most.

        Raises SignInNeeded when no OTP is given or all were wrong, and where nobody is there to give one.
        """
        if self._unattended:
            raise SignInNeeded("there is no session, or it has ended")
        # A script asks for the OTP in one run and gives it in the next.
        if not (self._otp and self._kept.pending()[0]):
            self.request_otp()
        reason = "the portal has sent an OTP, and it was not given"
        for left in reversed(range(self._profile.limits.otp_tries)):
            otp = self._one_otp()
            if not otp:
                break
            try:
                return self.take_otp(otp)
            except GstnError as error:
                if error.entry.doing not in ("ask otp", "sign in"):
                    raise
                reason = error.issue.reason
                self._ui.tell(f"{reason[:1].upper()}{reason[1:]}. Tries left: {left}.")
                if error.entry.doing == "sign in" and left:
                    self.request_otp()
        raise SignInNeeded(reason)

    def request_otp(self) -> None:
        """Have the portal send an OTP; `take_otp` makes a session of it, in this program or a later one."""
        app_key = self._steps.new_app_key()
        pending: dict[str, str] = {}
        if step := self._profile.step("otp"):
            answer = self._steps.do("otp", {}, {"app_key": app_key}, app_key=app_key.decode())
            pending = self._steps.values("otp", answer, {}) if step.keep else {}
        self._kept.keep_pending(app_key, pending)

    def take_otp(self, otp: str) -> Session:
        """The session for the OTP that was asked for last, by this program or one before.

        Raises SignInNeeded when none was asked for, GstnError when the portal does not take it: one that it no longer
        waits for is forgotten.
        """
        self._traffic.hide(otp)
        app_key, pending = self._kept.pending()
        if not app_key:
            raise SignInNeeded("no OTP was asked for")
        try:
            answer = self._steps.do("token", pending, {"app_key": app_key}, otp=otp, app_key=app_key.decode())
        except GstnError as error:
            if error.entry.doing == "sign in":
                self._kept.keep_pending(b"")
            raise
        self._kept.keep_pending(b"")
        return self._begin("token", answer, pending, app_key)

    @property
    def awaits_otp(self) -> bool:
        """Whether an OTP was asked for that was not taken yet."""
        return bool(self._kept.pending()[0])

    def end(self) -> None:
        """Log out at the portal, where the provider can, and forget the session here in any case."""
        session = self._session or self._steps.load(self._kept)
        try:
            if session and session.ends > self._now() and self._profile.step("logout"):
                self._steps.do("logout", session.values, {"session_key": session.key})
        except ImsError as error:
            self._ui.tell(f"The session ends here; at the portal it ends by itself ({error.issue.reason}).")
        finally:
            self._session = None
            self._kept.forget()
            self._kept.keep_pending(b"")

    def _refresh(self, session: Session) -> Session:
        """The session with a new token; one that cannot be refreshed is used until it ends."""
        app_key = self._steps.new_app_key()
        keys = {"app_key": app_key, "session_key": session.key}
        try:
            answer = self._steps.do("refresh", session.values, keys, app_key=app_key.decode())
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
        return otp

    def _begin(self, step: StepName, answer: Answer, before: Mapping[str, str], *keys: bytes) -> Session:
        """The session of an answer, whose key is wrapped with one of the keys."""
        values = {**before, **self._steps.values(step, answer, before)}
        ends = self._steps.end(step, answer)
        sealed = values.pop(SEALED_KEY, "")
        key = envelope.unwrap_session_key(sealed, keys) if sealed else b""
        self._session = self._new = Session(values, key, ends)
        self._kept.keep(self._session)
        self._steps.hide(self._session)
        return self._session
