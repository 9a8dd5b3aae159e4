"""Who is signed in: OTPs, tokens, their keys and their end."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ims_xl.sandbox import envelope
from ims_xl.sandbox.clock import Clock
from ims_xl.sandbox.errors import PortalError
from ims_xl.sandbox.variants import Variants

_OTP_MINUTES = 10
_OTP_TRIES = 3
Answer = dict[str, object]


@dataclass(frozen=True)
class Session:
    """One sign-in."""

    user: str
    token: str
    key: bytes
    until: datetime


@dataclass
class _Otp:
    until: datetime
    tries: int = _OTP_TRIES


class Sessions:
    """The sessions of all users."""

    def __init__(self, clock: Clock, variants: Variants, certificate: envelope.Certificate) -> None:
        self._clock = clock
        self._variants = variants
        self._certificate = certificate
        self._otps: dict[str, _Otp] = {}
        self._sessions: dict[str, Session] = {}

    def request_otp(self, body: Mapping[str, Any]) -> Answer:
        """OTPREQUEST."""
        user = _texts(body, "username", "app_key")[0]
        self._certificate.app_key(body["app_key"])
        self._otps[user] = _Otp(self._clock.now() + timedelta(minutes=_OTP_MINUTES))
        return {}

    def open(self, body: Mapping[str, Any]) -> Answer:
        """AUTHTOKEN."""
        user = _texts(body, "username", "app_key", "otp")[0]
        app_key = self._certificate.app_key(body["app_key"])
        wanted = self._otps.get(user)
        if wanted is None or self._clock.now() > wanted.until:
            raise PortalError("otp context")
        try:
            given = envelope.decrypt(app_key, body["otp"])
        except PortalError:
            given = b""
        if given != self._variants.otp.encode():
            wanted.tries -= 1
            if not wanted.tries:
                del self._otps[user]
            raise PortalError("otp")
        limit = self._variants.session_limit
        alive = [held for held in self._sessions.values() if held.user == user and held.until > self._clock.now()]
        if limit and len(alive) >= limit:
            raise PortalError("sessions")
        del self._otps[user]
        return self._begin(user, app_key)

    def refresh(self, body: Mapping[str, Any]) -> Answer:
        """REFRESHTOKEN, only while the old token lives."""
        user, _, token = _texts(body, "username", "app_key", "auth_token")
        old = self.of(token)
        if old.user != user:
            raise PortalError("user")
        app_key = envelope.decrypt(old.key, body["app_key"])
        if len(app_key) != envelope.KEY_BYTES:
            raise PortalError("encryption", "the app key has 32 bytes")
        if self._variants.refresh_ends_old_token:
            self.end(token)
        return self._begin(user, app_key if self._variants.refresh_wraps_with == "app_key" else old.key)

    def close(self, body: Mapping[str, Any]) -> Answer:
        """LOGOUT."""
        if not self._variants.logout:
            raise PortalError("action", "LOGOUT")
        user, token = _texts(body, "username", "auth_token")
        if self.of(token).user != user:
            raise PortalError("user")
        self.end(token)
        return {}

    def _begin(self, user: str, wrapping: bytes) -> Answer:
        minutes = self._variants.expiry_minutes
        until = self._clock.now() + timedelta(minutes=minutes)
        session = Session(user, secrets.token_hex(16), secrets.token_bytes(envelope.KEY_BYTES), until)
        self._sessions[session.token] = session
        sek = envelope.to_text(envelope.aes(wrapping, session.key))
        return {"auth_token": session.token, "expiry": minutes, "sek": sek}

    def of(self, token: str) -> Session:
        """The session of a token; refuses one that is unknown, ended or expired."""
        session = self.peek(token)
        if session.until <= self._clock.now():
            raise PortalError("expired", code=self._variants.expired_code)
        return session

    def peek(self, token: str) -> Session:
        """The session of a token, expired or not."""
        if token not in self._sessions:
            raise PortalError("token")
        return self._sessions[token]

    def end(self, token: str) -> None:
        """The token is worth nothing from now on."""
        self._sessions.pop(token, None)

    def expire(self, token: str) -> None:
        """The time of the token is over."""
        if session := self._sessions.get(token):
            self._sessions[token] = Session(session.user, token, session.key, self._clock.now())


def _texts(body: Mapping[str, Any], *keys: str) -> list[str]:
    if missing := [key for key in keys if not body.get(key)]:
        raise PortalError("parameter missing", ", ".join(missing))
    if more := set(body) - {"action", *keys}:
        raise PortalError("schema", f"{', '.join(sorted(more))} must not be sent")
    if any(not isinstance(body[key], str) for key in keys):
        raise PortalError("schema", "every value is a text")
    return [body[key] for key in keys]
