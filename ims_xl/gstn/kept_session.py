"""A session and its place in the vault, so that the next step needs no OTP."""

import base64
import datetime as dt
from dataclasses import dataclass, field

from ims_xl.gstn.credentials import Vault

_NAMES = ("auth_token", "session_key", "expiry")


@dataclass(frozen=True, slots=True)
class Session:
    """What the portal gave for an OTP, and when it ends."""

    token: str = field(repr=False)
    key: bytes = field(repr=False)
    ends: dt.datetime


class KeptSession:
    """The entries of one GSTIN and user in a vault."""

    def __init__(self, vault: Vault, gstin: str, username: str) -> None:
        self._vault, self._whose = vault, f"{gstin} {username}"

    def load(self) -> Session | None:
        """The session, None when there is none or it was kept only in part."""
        token, key, ends = (self._vault.get(self._entry(name)) for name in _NAMES)
        if not (token and key and ends):
            return None
        return Session(token, base64.b64decode(key), dt.datetime.fromisoformat(ends))

    def keep(self, session: Session) -> None:
        """Put a session in the place of the one before."""
        self._vault.drop(self._entry("expiry"))  # written last: a session half kept is none
        for name, value in zip(_NAMES, (session.token, _text(session.key), session.ends.isoformat()), strict=True):
            self._vault.put(self._entry(name), value)

    def forget(self) -> None:
        """Drop the session."""
        for name in _NAMES:
            self._vault.drop(self._entry(name))

    def otp_key(self) -> bytes:
        """The app key an OTP was asked for with and is still to come, b"" when there is none."""
        return base64.b64decode(self._vault.get(self._entry("otp_key")))

    def keep_otp_key(self, app_key: bytes) -> None:
        """Remember the app key for the OTP to come; b"" forgets it."""
        if app_key:
            self._vault.put(self._entry("otp_key"), _text(app_key))
        else:
            self._vault.drop(self._entry("otp_key"))

    def _entry(self, name: str) -> str:
        return f"{self._whose} {name}"


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
