"""What can go wrong between us and the portal."""

from ims_xl.issues import ImsError


class GstnError(ImsError):
    """The portal answered with an error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"GSTN answered {code}: {message}")
        self.code = code
        self.message = message


class OutcomeUnknown(ImsError):
    """A request to save may or may not have arrived."""


class NotReached(ImsError):
    """Nothing was sent, or the portal could not be reached."""


class SignInNeeded(ImsError):
    """There is no session, or it has ended and needs an OTP."""
