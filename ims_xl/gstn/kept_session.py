"""A session and its place in the vault, so that the next step needs no OTP."""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ims_xl.gstn.credentials import Vault

SEALED_KEY = "sek"
"""What is kept of an answer under this name is the session key in GSTN's envelope; it is opened, not kept."""

_KEY = "session_key"
_ENDS = "expiry"
_OTP = "otp_"


@dataclass(frozen=True, slots=True)
class Session:
    """What was given for an OTP, or by the GSP for its own sign-in: names with values, a key, and when it ends."""

    values: Mapping[str, str] = field(repr=False)
    key: bytes = field(repr=False)
    ends: dt.datetime


class KeptSession:
    """The entries of one GSTIN and user in a vault; `names` are those of a session, `pending` those of an OTP."""

    def __init__(self, vault: Vault, whose: str, names: Sequence[str], pending: Sequence[str] = ()) -> None:
        self._vault, self._whose, self._pending = vault, whose, tuple(pending)
        self._names = tuple(name for name in names if name != SEALED_KEY)
        self._sealed = SEALED_KEY in names

    def load(self) -> Session | None:
        """The session, None when there is none or it was kept only in part."""
        values = self._values(self._names)
        key, ends = (self._vault.get(self._entry(name)) for name in (_KEY, _ENDS))
        if len(values) < len(self._names) or not ends or (self._sealed and not key):
            return None
        return Session(values, base64.b64decode(key), dt.datetime.fromisoformat(ends))

    def keep(self, session: Session) -> None:
        """Put a session in the place of the one before."""
        self._vault.drop(self._entry(_ENDS))  # written last: a session half kept is none
        for name in self._names:
            self._put_or_drop(name, session.values.get(name, ""))
        if self._sealed:
            self._vault.put(self._entry(_KEY), _text(session.key))
        self._vault.put(self._entry(_ENDS), session.ends.isoformat())

    def forget(self) -> None:
        """Drop the session."""
        for name in (*self._names, _KEY, _ENDS):
            self._vault.drop(self._entry(name))

    def pending(self) -> tuple[bytes, dict[str, str]]:
        """The app key of an OTP to come, b"" when there is none, and what was kept when it was asked for."""
        key = base64.b64decode(self._vault.get(self._entry("otp_key")))
        return key, {name: found for name in self._pending if (found := self._vault.get(self._entry(_OTP + name)))}

    def keep_pending(self, app_key: bytes, values: Mapping[str, str] = MappingProxyType({})) -> None:
        """Remember the app key for the OTP to come and what belongs to it; b"" forgets it."""
        for name in self._pending:
            self._put_or_drop(_OTP + name, values.get(name, ""))
        self._put_or_drop("otp_key", _text(app_key))

    def _put_or_drop(self, name: str, secret: str) -> None:
        if secret:
            self._vault.put(self._entry(name), secret)
        else:
            self._vault.drop(self._entry(name))

    def _values(self, names: Sequence[str]) -> dict[str, str]:
        return {name: found for name in names if (found := self._vault.get(self._entry(name)))}

    def _entry(self, name: str) -> str:
        return f"{self._whose} {name}"


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
