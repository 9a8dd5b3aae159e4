"""Single steps of signing in: the call of one, what it keeps of the answer, and the GSP's own sign-in before it."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping

from ims_xl.gstn import envelope, profile_texts, sources
from ims_xl.gstn.answers import Reading
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.call_tables import ACTIONS, StepName
from ims_xl.gstn.calls import Calls, Keys
from ims_xl.gstn.certificates import Certificates
from ims_xl.gstn.client_credentials import ClientCredentials
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, OutcomeUnknown, StoppedByGateway
from ims_xl.gstn.kept_session import KeptSession, Session
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.sources import Answer
from ims_xl.gstn.transport import Body, Transport

_GSP = "GSP"  # whose session with the provider itself it is: that of every GSTIN


class SigninSteps:
    """The steps of one profile."""

    def __init__(
        self,
        profile: Profile,
        credentials: ClientCredentials,
        vault: Vault,
        transport: Transport,
        calls: Calls,
        certificates: Certificates,
        traffic: Archive,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._profile, self._credentials, self._transport = profile, credentials, transport
        self._calls, self._certificates, self._traffic, self._now = calls, certificates, traffic, now
        self._kept_gsp = KeptSession(vault, _GSP, profile_texts.kept_by(profile, "gsp"))
        self._gsp: Session | None = None

    def do(self, step: StepName, kept: Mapping[str, str], keys: Mapping[str, bytes], **words: str) -> Answer:
        """The answer to a step; a new certificate of GSTN is fetched once, the GSP's own session renewed once."""
        for last in (False, True):
            try:
                return self._authenticate_once(step, self.keys(kept, keys, step), **words)
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
            try:
                Reading(self._profile, step).refuse(answer)
            except GstnError as error:
                if error.entry.doing != "go on":
                    raise
            answers.append(answer)
            return answer.body

        try:
            self._transport.ask(self._calls.step(step, what, keys, **words), read)
        except StoppedByGateway as error:
            told = error.cause and error.cause.act  # what the profile knows of it is more than its status
            self._judge(error.cause if error.cause and told else GatewayRefused(error.status), judged)
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

    def values(self, step: StepName, answer: Answer, before: Mapping[str, str]) -> dict[str, str]:
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

    def end(self, step: StepName, answer: Answer) -> dt.datetime:
        """When what a step kept ends.

        Raises EnvelopeError when the answer does not say.
        """
        ends = sources.end_of(answer, self._profile.signin[step].lasts, self._now())
        if ends is None:
            raise EnvelopeError("the portal's answer holds no session (how long it lasts is missing)")
        return ends

    def keys(self, kept: Mapping[str, str], keys: Mapping[str, bytes], step: StepName | None = None) -> Keys:
        """What a call may name: what was kept of a session, and what the GSP's own gave, renewed when it is over."""
        gsp = {} if step == "gsp" else self._gsp_values()
        return Keys({**gsp, **kept}, keys)

    def forget_gsp(self) -> None:
        """The GSP no longer takes its own session: the next call signs in there anew."""
        self._gsp = None
        self._kept_gsp.forget()

    def load(self, kept: KeptSession) -> Session | None:
        """A kept session, its secrets hidden from the archive."""
        session = kept.load()
        if session:
            self.hide(session)
        return session

    def new_app_key(self) -> bytes:
        """A new app key, hidden from the archive."""
        app_key = envelope.new_app_key()
        self._hide_key(app_key)
        self._traffic.hide(app_key.decode())
        return app_key

    def _gsp_values(self) -> Mapping[str, str]:
        """What the GSP gave for its own sign-in; nothing where it has none."""
        if not self._profile.step("gsp"):
            return {}
        held = self._gsp or self.load(self._kept_gsp)
        if held is None or held.ends <= self._now():
            answer = self.do("gsp", {}, {})
            held = Session(self.values("gsp", answer, {}), b"", self.end("gsp", answer))
            self._kept_gsp.keep(held)
        self._gsp = held
        return held.values

    def hide(self, session: Session) -> None:
        """The secrets of a session never stand in the archive."""
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
