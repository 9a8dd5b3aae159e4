"""The client of GSTN's API for one GSTIN at one provider, spoken as its profile says."""

import datetime as dt
import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType

from ims_xl import folders
from ims_xl.gst import gstin as gstins
from ims_xl.gst import periods
from ims_xl.gst.sections import SECTIONS
from ims_xl.gstn import answers, counts, downloads
from ims_xl.gstn.answers import Needs, Reading
from ims_xl.gstn.archive import Archive
from ims_xl.gstn.call_tables import GOODS_TYPES, CallName
from ims_xl.gstn.calls import Calls
from ims_xl.gstn.certificates import Certificates
from ims_xl.gstn.client_credentials import ClientCredentials
from ims_xl.gstn.counts import Counts
from ims_xl.gstn.credentials import Vault, open_vault
from ims_xl.gstn.errors import GstnError, SignInNeeded, StoppedByGateway
from ims_xl.gstn.identity import identify
from ims_xl.gstn.kept_session import Session
from ims_xl.gstn.providers import Profile
from ims_xl.gstn.session import Sessions
from ims_xl.gstn.signin_steps import SigninSteps
from ims_xl.gstn.statuses import RequestStatus, read_status
from ims_xl.gstn.tasks import read_task
from ims_xl.gstn.transport import Body, Transport
from ims_xl.issues import ImsError
from ims_xl.ui import UI, Silent
from ims_xl.wrappers import find_all, without_documents

Record = dict[str, object]


def utc_now() -> dt.datetime:
    """The time, with its zone."""
    return dt.datetime.now(dt.UTC)


class Client:
    """One GSTIN, one provider, one session; a context manager.

    Every call may raise GstnError, NotReached, SignInNeeded, EnvelopeError and Cancelled; `save` and `reset` also
    OutcomeUnknown, and only with that may something have been sent.

    `period` (MMYYYY) is named in headers where the profile wants one, without it the month before this.
    `otp` is for scripts. `unattended`: nobody is there to give an OTP, so none is sent for, and where a session is
    missing that is SignInNeeded. `new_secrets` asks for client id and secret although they are kept; `vault`, `wait`,
    `now` and `chance` stand in for the credential store, time and luck.
    """

    def __init__(
        self,
        profile: Profile,
        gstin: str,
        *,
        username: str = "",
        otp: str = "",
        period: str = "",
        ui: UI | None = None,
        new_secrets: bool = False,
        unattended: bool = False,
        vault: Vault | None = None,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], dt.datetime] = utc_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.profile, self.gstin = profile, gstins.clean(gstin)
        self.now = now
        if not gstins.has_shape(self.gstin):
            raise ImsError("this is not a GSTIN", "Write the 15 characters of the registration.", value=self.gstin)
        ui, vault = ui or Silent(), vault or open_vault(profile)
        folder = folders.data_folder() / "traffic" / (profile.key or "unnamed")
        self._traffic = traffic = Archive(folder, profile.limits.archive_bytes, now())
        self._period = period
        self._credentials = ClientCredentials(profile, vault, ui, again=new_secrets)
        identity = identify(profile, self.gstin, self._credentials.secrets, username)
        self._transport = Transport(profile, ui, traffic, wait=wait, now=now, chance=chance)
        certificates = Certificates(profile, self._transport)
        self._calls = Calls(identity, self._transport, certificates, now)
        self._steps = SigninSteps(
            profile, self._credentials, vault, self._transport, self._calls, certificates, traffic, now
        )
        self.sessions = Sessions(identity, self._steps, vault, traffic, ui, otp=otp, unattended=unattended, now=now)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def sign_in(self) -> dt.datetime:
        """Make sure of a session that the portal knows too; until when it lives.

        A kept one may have been ended there: the portal is asked the smallest question there is.
        """
        session = self.sessions.current()
        if self.sessions.is_new(session):
            return session.ends
        try:
            self._get_or_nothing("counts", "Asking whether the session lives", {"goods": self._goods(GOODS_TYPES[0])})
        except GstnError as error:
            if error.about_secrets:
                raise self._credentials.refuse(error) from None
            raise
        self._credentials.accept()
        return self.sessions.current().ends

    def sign_out(self) -> None:
        """End the session at the portal and forget it here."""
        self.sessions.end()

    def counts(self) -> Counts:
        """Documents of all groups by section and action."""
        found, known = Counts(), set[str]()
        for goods_type in GOODS_TYPES:
            if goods_type in known:
                continue
            content = self._get_or_nothing("counts", "Counting documents", {"goods": self._goods(goods_type)})
            found = found.joined(counts.read_counts(content))
            known |= counts.groups_of(content)
        return found

    def documents(self, section: str, status: str = "") -> list[Record]:
        """The records of a section as the portal gives them, only those of a status (A, R, P, N) when it is named."""
        return [record for page in self.pages(section, status) for record in page]

    def pages(self, section: str, status: str = "") -> Iterator[list[Record]]:
        """The same in pieces, as the portal's files hold them."""
        what = f"Downloading {SECTIONS[section].title}"
        words = {"section": self.profile.request_name(section), "status": self._status(status)}
        first = downloads.poll_until_ready(
            lambda: self._get_or_nothing("documents", what, words), self._transport, self.profile, what
        )
        if task := self.profile.calls["documents"].task:
            for content in read_task(
                first,
                task,
                lambda address, more: self._get("documents", what, {**words, **more}, address=address),
                lambda ask: downloads.poll_until_ready(ask, self._transport, self.profile, what),
            ):
                yield answers.records_of(content, section)
            return
        token = first.get("token")
        if not token:
            yield answers.records_of(first, section)
            return
        self._traffic.hide(str(token))
        if not (self.profile.calls.get("files") and self.profile.calls["files"].call):
            raise ImsError(
                "the portal names files to fetch, and the profile has no call for them",
                'Write it under [calls]: files = "METHOD path?query".',
            )
        listing = downloads.poll_until_ready(
            lambda: self._get("files", what, {"token": str(token)}), self._transport, self.profile, what
        )
        session = self.sessions.current()

        def fetch(place: str, part: str) -> bytes:
            keys = self.sessions.keys(session)
            return self._transport.fetch(self._calls.file(place, part, keys, self._period_words("")))

        for content in downloads.read_files(listing, fetch, what):
            yield answers.records_of(content, section)

    def save(self, payload: Mapping[str, object]) -> str:
        """Send decisions; the reference to ask `request_status` with. Repeated only when it surely did not arrive."""
        return self._reference("save", payload, "Sending decisions", writes=True)

    def reset(self, payload: Mapping[str, object]) -> str:
        """Send documents that go back to no action; as `save`."""
        return self._reference("reset", payload, "Clearing decisions", writes=True)

    def request_status(self, reference: str) -> RequestStatus:
        """How far a save or reset is, asked once."""
        return read_status(self._get("status", "Asking for the result", {"reference": reference}))

    def compute_2b(self, period: str) -> str:
        """Have GSTR-2B of the period (MMYYYY) computed; the reference to ask `compute_2b_status` with."""
        payload = {"rtin": self.gstin, "itcprd": period}
        return self._reference("gen2b", payload, "Computing GSTR-2B", period=period)

    def compute_2b_status(self, reference: str) -> RequestStatus:
        """How far computing is, asked once; the answer's shape is not documented, so GSTR-2B itself decides."""
        words = {"reference": reference}
        return read_status(self._get("sts2b", "Asking for GSTR-2B", words, needs="anything"))

    def gstr2b(self, period: str) -> Record:
        """GSTR-2B of the period (MMYYYY), the files of a large one merged."""
        first = self._gstr2b_part(period)
        counted = find_all(first, lambda record: answers.number(record.get("fc")) is not None)
        files = max((answers.number(found.content["fc"]) or 0 for found in counted), default=0)
        if not files:
            return first
        parts = (self._gstr2b_part(period, str(at)) for at in range(1, files + 1))
        # Only the first answer is sure to have the sums of the whole.
        return downloads.merge(itertools.chain([without_documents(first)], parts))

    def _gstr2b_part(self, period: str, file: str = "") -> Body:
        what = "Downloading GSTR-2B"
        return downloads.poll_until_ready(
            lambda: self._get("get2b", what, {"file": file}, period=period), self._transport, self.profile, what
        )

    def _goods(self, goods_type: str) -> str:
        return self.profile.words.goods.get(goods_type, goods_type)

    def _status(self, status: str) -> str:
        return self.profile.words.status.get(status, status)

    def _get(
        self, name: CallName, what: str, words: Mapping[str, str], *, period: str = "", needs: Needs = "",
        address: str = "",
    ) -> Body:  # fmt: skip
        """What the portal answers to a question; `address`: of another call in its place."""
        named = {**words, **self._period_words(period)}

        def ask(session: Session) -> Body:
            call = self._calls.data(name, what, self.sessions.keys(session), named, address)
            reading = Reading(self.profile, name, session.key, needs)
            return self._transport.ask(call, reading.read)

        return self._ask(ask)

    def _get_or_nothing(self, name: CallName, what: str, words: Mapping[str, str]) -> Body:
        """The same; {} when the portal says that nothing is there."""
        try:
            return self._get(name, what, words)
        except GstnError as error:
            if error.entry.doing != "nothing there":
                raise
            return {}

    def _reference(
        self, name: CallName, payload: Mapping[str, object], what: str, *, period: str = "", writes: bool = False
    ) -> str:
        words = self._period_words(period)

        def ask(session: Session) -> Body:
            keys = self.sessions.keys(session)
            call = self._calls.write(name, what, keys, words, payload, writes=writes)
            return self._transport.ask(call, Reading(self.profile, name, session.key, "reference").read)

        return str(self._ask(ask, writes=writes)["reference_id"])

    def _ask(self, ask: Callable[[Session], Body], *, writes: bool = False) -> Body:
        """The answer, with one new session when the portal, or the GSP, says that the old one has ended."""
        session = _signed_in(self.sessions.current, writes)
        try:
            return ask(session)
        except StoppedByGateway as error:
            # It is not sent again here, but must not fail for the same reason when it is taken up again.
            if error.cause and error.cause.entry.doing == "gsp sign-in":
                self._steps.forget_gsp()
            elif error.cause and error.cause.entry.doing == "sign in":
                self.sessions.forget()
            raise
        except GstnError as error:
            if error.entry.doing not in ("sign in", "gsp sign-in"):
                raise
            ended = error.entry.doing == "sign in"
        if ended:
            session = _signed_in(lambda: self.sessions.renew(session), writes)
        else:
            self._steps.forget_gsp()
        return ask(session)

    def _period_words(self, period: str) -> dict[str, str]:
        """The period (MMYYYY) that a call is about, else that of the client, else the month before this."""
        period = period or self._period or periods.shift(periods.period_of(self.now().date()), -1)
        return {"period": period, "month": period[:2], "year": period[2:]}


def _signed_in(find: Callable[[], Session], writes: bool) -> Session:
    """The session it finds; what the portal refuses at signing in must not pass for a refusal of the decisions."""
    try:
        return find()
    except GstnError as error:
        if not writes:
            raise
        raise SignInNeeded(error.issue.reason, error.issue.remedy) from error
