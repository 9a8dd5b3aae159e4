"""Who asks: the GSTIN, its user on the portal and the provider's credentials, as headers of a request."""

from dataclasses import dataclass, field

from ims_xl.gstn.client_credentials import ClientCredentials
from ims_xl.gstn.providers import Profile


@dataclass(frozen=True, slots=True)
class Identity:
    """One GSTIN at one provider."""

    profile: Profile
    gstin: str
    username: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)

    def headers(self, *, token: str = "", period: str = "") -> dict[str, str]:
        """Headers of a request but for its transaction number; `period` MMYYYY, "" for none."""
        names, variants = self.profile.headers, self.profile.variants
        headers = {
            names.client_id: self.client_id,
            names.client_secret: self.client_secret,
            names.username: self.username,
            names.state_code: self.gstin[:2],
            names.user_ip: self.profile.user_ip or "127.0.0.1",  # only the sandbox needs none
        }
        if token:
            headers[names.token] = token
        if variants.gstin_header:
            headers[names.gstin] = self.gstin
        if period:
            headers[names.period] = period
        return headers


def identify(profile: Profile, gstin: str, credentials: ClientCredentials, username: str = "") -> Identity:
    """The identity of a GSTIN.

    Raises ImsError when no user name is known.
    """
    username = username or profile.user_of(gstin)
    return Identity(profile, gstin, username, credentials.client_id, credentials.client_secret)
