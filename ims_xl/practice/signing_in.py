"""The sign-ins of many clients at GSTN: their OTPs are sent for in one go, each is given as it arrives."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import pandas as pd

from ims_xl.gstn import connections
from ims_xl.gstn.client import Client
from ims_xl.gstn.errors import GstnError, SignInNeeded
from ims_xl.gstn.profile_users import ProfileUsers
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.replacing import in_words
from ims_xl.ui import UI
from ims_xl.workflow.online import sign_in

SIGNED_IN, SENT, NO_SESSION = "Signed in", "OTP sent: type it under OTP, then Sign in clients", "Request an OTP"
PORTAL_FILES = "Portal files: none of your profiles names a user for this GSTIN"
NOT_USED = "The OTP that was typed was not used: type it again, then Sign in clients"
TWICE = "different OTPs were typed for this GSTIN, and none was used. Type one"
FAILED = "Not signed in"
SIX_DIGITS = f"{FAILED}: an OTP has six digits. Type it again"

_ON_ITS_WAY = dt.timedelta(minutes=15)
"""So long an OTP is waited for before a new one is sent for. No source says how long one is good for."""

_OTP = re.compile(r"[0-9]{6}")
Connect = Callable[[Profile, str, str], Client]


class Row(NamedTuple):
    """One client: provider and user are "" on the road of portal files; local times; `state` in words, never an OTP."""

    gstin: str
    name: str = ""
    provider: str = ""
    user: str = ""
    requested: dt.datetime | None = None
    until: dt.datetime | None = None
    state: str = ""


class SignIns:
    """The clients (names by GSTIN), each reached through the profile of this user that names it.

    `before`: the rows as they were shown last, by GSTIN. What fails for one is its `state` and stops no other.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        before: Mapping[str, Row],
        profiles: ProfileUsers,
        *,
        connect: Connect | None = None,
        now: Callable[[], dt.datetime] = dt.datetime.now,
    ) -> None:
        self.rows = {gstin: before.get(gstin, Row(gstin))._replace(name=name) for gstin, name in names.items()}
        self._profiles, self._connect, self._now = profiles, connect or _unattended, now

    def connect(self, gstin: str, period: str = "") -> Client | None:
        """A client that asks for no OTP, None on the road of portal files. Raises ImsError when there is no way in."""
        profile = self._profiles.of(gstin)
        return self._connect(profile, gstin, period) if profile else None

    def look(self) -> None:
        """Bring the rows up to date by what is kept on this computer; the portal is asked nothing."""
        for gstin in self.rows:
            self._do(gstin, self._looked)

    def request(self, ui: UI, but: Collection[str] = (), *, again: bool = False, only: str = "") -> None:
        """Have OTPs sent to all who have no session, or one that soon ends and cannot be renewed.

        `but`: not to these. `again`: also to those whose OTP is on its way. `only`: to this client alone.
        Raises Cancelled when the person stops.
        """
        chosen = [row for row in self.rows.values() if row.gstin not in but and (not only or row.gstin == only)]
        for number, row in enumerate(chosen):
            ui.progress(number, len(chosen), f"Sign-in of {row.name or row.gstin}")
            self._do(row.gstin, lambda client, row: self._requested(client, row, again))

    def take(self, gstin: str, otp: str) -> bool:
        """Sign in with the OTP that was sent, in one try; whether that was done."""
        if not _OTP.fullmatch(otp):
            self.note(gstin, SIX_DIGITS)
            return False
        self._do(gstin, lambda client, row: self._taken(client, row, otp), otp)
        return self.rows[gstin].state == SIGNED_IN

    def note(self, gstin: str, state: str) -> None:
        """Say this of a client."""
        self.rows[gstin] = self.rows[gstin]._replace(state=state)

    def waiting(self) -> list[Row]:
        """Those whose OTP was sent for and not taken yet."""
        return [row for row in self.rows.values() if row.requested]

    def frame(self) -> pd.DataFrame:
        """A row a client, those with a provider first: columns.SIGN_IN."""
        rows = sorted(self.rows.values(), key=lambda row: not row.provider)
        frame = pd.DataFrame([row._asdict() for row in rows], columns=list(Row._fields), dtype="object")
        times = {name: pd.to_datetime(frame[name]) for name in ("requested", "until")}
        return frame.assign(**times, otp="", key=frame["gstin"])

    def _do(self, gstin: str, step: Callable[[Client, Row], Row], otp: str = "") -> None:
        """Do a step for one client; whatever goes wrong is said in its row, without the OTP."""
        row = self.rows[gstin]._replace(provider="", user="", until=None)
        try:
            profile = self._profiles.of(gstin)
            if profile is None:
                self.rows[gstin] = row._replace(state=PORTAL_FILES, requested=None)
                return
            row = row._replace(provider=profile.name, user="Known")
            with self._connect(profile, gstin, "") as client:
                self.rows[gstin] = step(client, row)
        except ImsError as error:
            self.rows[gstin] = row._replace(state=_failed(error, otp))
        except OSError as error:
            told = in_words(error, "", "Try again.", file=str(error.filename or ""))
            self.rows[gstin] = row._replace(state=_failed(told, otp))
        except Exception as error:  # noqa: BLE001 (one client must not stop the others)
            said = f"{FAILED}: this is a fault of the program ({type(error).__name__})"
            self.rows[gstin] = row._replace(state=said)

    def _looked(self, client: Client, row: Row) -> Row:
        if session := client.sessions.alive():
            return row._replace(until=_local(session.ends), requested=None, state=SIGNED_IN)
        if not client.sessions.awaits_otp:
            row = row._replace(requested=None)
        why = row.state if row.state.startswith(FAILED) else NO_SESSION
        return row._replace(state=SENT if row.requested else why)

    def _requested(self, client: Client, row: Row, again: bool) -> Row:
        try:
            until = sign_in(client)  # renews a session that soon ends where the provider can
            if until - client.now() > dt.timedelta(minutes=client.profile.variants.refresh_minutes):
                return row._replace(until=_local(until), requested=None, state=SIGNED_IN)
        except SignInNeeded:
            pass
        now = self._now().replace(microsecond=0)
        if row.requested and now - row.requested < _ON_ITS_WAY and client.sessions.awaits_otp and not again:
            return row._replace(state=SENT)
        client.sessions.request_otp()
        return row._replace(requested=now, state=SENT)

    def _taken(self, client: Client, row: Row, otp: str) -> Row:
        try:
            session = client.sessions.take_otp(otp)
        except GstnError as error:
            kept = row.requested if client.sessions.awaits_otp else None
            return row._replace(requested=kept, state=_failed(error, otp))
        connections.remember(client.profile, client.gstin)
        return row._replace(until=_local(session.ends), requested=None, state=SIGNED_IN)


def _unattended(profile: Profile, gstin: str, period: str) -> Client:
    return Client(profile, gstin, period=period, unattended=True)


def _failed(error: ImsError, otp: str) -> str:
    """What is said of a client that could not be signed in; a portal may repeat the OTP in its words."""
    said = f"{FAILED}: {error}"
    return said.replace(otp, "***") if otp else said


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone().replace(tzinfo=None, microsecond=0)
