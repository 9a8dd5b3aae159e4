"""Who asks: the GSTIN, its user on the portal, the secrets of the provider and the address of the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ims_xl.gstn.providers import Profile


@dataclass(frozen=True, slots=True)
class Identity:
    """One GSTIN at one provider."""

    profile: Profile
    gstin: str
    username: str
    secrets: Mapping[str, str] = field(repr=False)

    def words(self) -> dict[str, str]:
        """The words of templates that are the same in every call; the IP address only where the profile names it."""
        own = {
            "gstin": self.gstin,
            "state": self.gstin[:2],
            "user": self.username,
            "ip": self.profile.user_ip or ("127.0.0.1" if self.profile.sandbox else ""),  # only the sandbox needs none
        }
        return own | {f"secret.{name}": secret for name, secret in self.secrets.items()}


def identify(profile: Profile, gstin: str, secrets: Mapping[str, str], username: str = "") -> Identity:
    """The identity of a GSTIN.

    Raises ImsError when no user name is known.
    """
    return Identity(profile, gstin, username or profile.user_of(gstin), secrets)
