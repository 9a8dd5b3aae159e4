"""What can go wrong between us and GSTN, told so that nobody sends twice or gives up too early."""

from collections.abc import Mapping
from types import MappingProxyType

from ims_xl.gstn.error_codes import DOING, GATEWAY, REFUSED_CREDENTIALS, find_entry
from ims_xl.issues import ImsError

_ADVICE = {
    200: "Something else than GSTN answered: sign in to this network, or ask your GSP about a firewall or proxy",
    401: "It does not accept the client id or client secret: compare them with your GSP's documents",
    403: "It lets nothing through: ask your GSP whether the client id, contract or this internet address is blocked",
    404: "It does not know the address: compare the profile with your GSP's documents",
    413: "It takes no request of this size: lower limits.records in the profile",
    429: "It takes no more calls for now: wait some minutes",
}


def gateway_advice(status: int) -> str:
    """What to do after a gateway, and not GSTN, answered with this HTTP status; without a full stop."""
    if 300 <= status < 400:
        return _ADVICE[404]
    other = "Wait some minutes; if it stays so, tell your GSP the time and the status"
    return _ADVICE.get(status, other)


class GstnError(ImsError):
    """The portal answered with an error, so what was asked did not happen.

    `entry` is the row of the code in the table, at a `step` or by the `act` of the profile; `details` what else the
    answer said, without secrets. `by_portal`: the answer says so itself, in the portal's own words.
    """

    def __init__(
        self,
        code: str,
        message: str = "",
        details: Mapping[str, object] = MappingProxyType({}),
        *,
        step: str = "",
        act: str = "",
        by_portal: bool = False,
    ) -> None:
        self.code, self.message, self.details = code, message, details
        self.entry, self.act, self.by_portal = find_entry(code, step, act), act, by_portal
        told = f': "{message.strip()}"' if message.strip() else ""
        super().__init__(f"{self.entry.meaning} ({code or 'no code'}{told})", self.entry.remedy)

    @property
    def doing(self) -> str:
        """What the program does about it, as a sentence."""
        return DOING[self.entry.doing]

    @property
    def by_gateway(self) -> bool:
        """Whether a gateway said so of itself, and not the portal of what was asked: it names no code of the portal."""
        nameless = not self.code or self.code.isdecimal() or self.code.startswith("HTTP ")
        return self.entry.doing in GATEWAY or (nameless and not self.by_portal and not self.entry.known)

    @property
    def about_secrets(self) -> bool:
        """Whether it may mean, at signing in, that the secrets of the GSP are wrong."""
        return self.entry.doing == "credentials" or (not self.act and self.code in REFUSED_CREDENTIALS)


class OutcomeUnknown(ImsError):
    """A save or reset may or may not have arrived; never sent again before the portal was asked what it holds.

    `why` is what broke.
    """

    def __init__(self, reason: str) -> None:
        self.why = reason
        remedy = "Resume the upload: it looks at the portal first and sends only what is missing."
        super().__init__(f"it is not known whether the portal took the request: {reason}", remedy)


class GatewayRefused(GstnError):
    """Something between us and GSTN refused a question with HTTP `status`; its code is `HTTP 403` and the like."""

    def __init__(self, status: int, act: str = "") -> None:
        super().__init__(f"HTTP {status}", act=act)
        if not act:
            reason = f"a gateway on the way to the portal answered in its place: HTTP {status}"
            ImsError.__init__(self, reason, f"{gateway_advice(status)}, then try again.")

    @property
    def by_gateway(self) -> bool:
        """It always is."""
        return True


class StoppedByGateway(OutcomeUnknown):
    """A gateway answered a save or reset in the portal's place; nobody can tell what lies behind it.

    `cause` is what it said, when that could be read.
    """

    def __init__(self, status: int, reason: str, cause: GstnError | None = None) -> None:
        self.why, self.status, self.cause = reason, status, cause
        advice = cause.issue.remedy.rstrip(".") if cause and cause.act else gateway_advice(status)
        remedy = "Resume the upload then: it looks at the portal first and sends only what is missing."
        ImsError.__init__(
            self,
            f"a gateway on the way to the portal answered in its place ({reason}); no decision counts as refused, and "
            "whether the portal took this request is not known yet",
            f"{advice}. {remedy}",
        )


class NotReached(ImsError):
    """Nothing arrived at the portal, or only questions went unanswered; safe to repeat."""

    def __init__(self, reason: str, remedy: str = "Check the internet connection and try again.") -> None:
        super().__init__(f"the portal could not be reached: {reason}", remedy)


class SignInNeeded(ImsError):
    """There is no session, or it ended, and a new one needs an OTP."""

    def __init__(self, reason: str, remedy: str = "Sign in, or ims-xl login, with the OTP the portal sends.") -> None:
        super().__init__(reason, remedy)


class CredentialsRefused(ImsError):
    """The portal or the provider's gateway did not take client id or client secret."""

    def __init__(self, error: GstnError, remedy: str) -> None:
        super().__init__(error.issue.reason, remedy)
