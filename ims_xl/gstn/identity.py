"""Who asks: the GSTIN, its user on the portal and the provider's credentials, as headers of a request."""

from dataclasses import dataclass, field

from ims_xl.gst import gstin as gstins
from ims_xl.gstn.credentials import Vault
from ims_xl.gstn.errors import SignInNeeded
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.ui import UI

_QUESTIONS = {"client_id": "Client id that {} gave you:", "client_secret": "Client secret that {} gave you:"}


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


def identify(profile: Profile, gstin: str, vault: Vault, ui: UI, username: str = "") -> Identity:
    """The identity of a GSTIN; credentials of the provider that are not kept yet are asked for and kept.

    Raises ImsError when the GSTIN is none, no user name is known, or the credentials are missing.
    """
    if not gstins.has_shape(gstin):
        raise ImsError("this is not a GSTIN", "Write the 15 characters of the registration.", value=gstin)
    username = username or profile.user_of(gstin)
    found = {}
    for name, question in _QUESTIONS.items():
        secret = vault.get(name)
        if not secret:
            secret = ui.ask_text(question.format(profile.name), hidden=True).strip()
            if not secret:
                reason = f"the {name.replace('_', ' ')} of {profile.name} is not kept on this computer"
                raise SignInNeeded(reason, "Sign in once: the button on the IMS tab, or ims-xl login, asks for it.")
            vault.put(name, secret)
        found[name] = secret
    return Identity(profile, gstin, username, **found)
