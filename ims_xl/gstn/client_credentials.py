"""Secrets of a provider: given by the environment, kept, or typed; kept once the portal has taken them."""

import os
from collections.abc import Iterable

from ims_xl.gstn import connections, profile_texts
from ims_xl.gstn.credentials import AddressVault, Vault, given, variable_names
from ims_xl.gstn.errors import CredentialsRefused, GstnError, SignInNeeded
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError
from ims_xl.ui import UI

ADDRESS = "IMS_XL_ADDRESS"
"""Environment variable that says for which address those with client id and secret are meant."""

_ASKED_AGAIN = "Sign in again: what the GSP gave you is asked for again."


class ClientCredentials:
    """The secrets of one provider, by the names of its profile; `again` asks for them although they are kept.

    What was typed waits in the vault as untried, for in Excel every question is a program of its own.
    Raises ImsError when nobody gives it, or the environment gives it for another address.
    """

    def __init__(self, profile: Profile, vault: Vault, ui: UI, *, again: bool = False) -> None:
        self._profile, self._vault, self._ui = profile, vault, ui
        self._left = vault.left if isinstance(vault, AddressVault) else ""
        self._from_environment = False
        self._untried: set[str] = set()
        self._key_files = profile_texts.key_files(profile)
        self.secrets = {name: self._find(name, again) for name in profile.secrets}

    def __repr__(self) -> str:
        return f"ClientCredentials({self._profile.key})"

    def accept(self) -> None:
        """The portal took them: keep what was typed."""
        for name in self._untried:
            self._vault.put(name, self._vault.get(_untried(name)))
            self._vault.drop(_untried(name))
        self._untried = set()

    def refuse(self, error: GstnError) -> ImsError:
        """What to raise when the portal did not take them: what was typed is forgotten, what is kept if wanted."""
        name = self._profile.name
        if self._from_environment:
            variables = ", ".join(variable_names(self._profile, one)[0] for one in self.secrets)
            return CredentialsRefused(error, f"Correct the environment variables ({variables}, or without the ending).")
        if self._untried:
            self._forget(_untried(one) for one in self.secrets)
            return CredentialsRefused(error, _ASKED_AGAIN)
        what = _listed(self.secrets)
        question = f"The portal does not accept {what} of {name} that are kept here. Type them again?"
        if self._ui.ask(question):
            self._forget(self.secrets)
            return CredentialsRefused(error, _ASKED_AGAIN)
        return CredentialsRefused(error, "ims-xl login GSTIN --new-secrets, or the button Sign in, types them again.")

    def _find(self, name: str, again: bool) -> str:
        if secret := self._given(name):
            self._from_environment = True
            return secret
        typed = "" if again else self._vault.get(_untried(name))
        if typed:
            self._untried.add(name)
            return typed
        return ("" if again else self._vault.get(name)) or self._ask(name)

    def _ask(self, name: str) -> str:
        question = f"{_words(name)} that {self._profile.name} gave you:"
        if name in self._key_files:
            question = f"Path of the file with the private key (PEM) that {self._profile.name} knows you by:"
        if self._left:
            moved = f"The address in this profile is now {self._profile.origin}, no longer {self._left}"
            question = f"{moved}: what is kept is not sent there. {question}"
        secret = self._ui.ask_text(question, hidden=True).strip()
        if not secret:
            reason = f"the {_words(name).lower()} of {self._profile.name} is not kept on this computer"
            if self._left:
                reason += f" for {self._profile.origin}; what was kept for {self._left} is not sent there"
            raise SignInNeeded(reason, "Sign in once: the button on the IMS tab, or ims-xl login, asks for it.")
        self._vault.put(_untried(name), secret)
        self._untried.add(name)
        return secret

    def _given(self, name: str) -> str:
        """What the environment gives, which is not sent to an address the person has not seen it used at."""
        secret = given(self._profile, name)
        if not secret:
            return ""
        here, meant = self._profile.origin, os.environ.get(ADDRESS, "").strip().rstrip("/").lower()
        other = meant if meant != here else ""
        if not meant:
            other = connections.other_address(self._profile)
        if other:
            given_for = f"what {self._profile.name} gave you was for {other} and is not sent"
            reason = f"the address in the profile is {here}; {given_for}"
            remedy = f"If the new address is right, set {ADDRESS}={here} beside them."
            raise ImsError(reason, remedy, value=self._profile.key)
        return secret

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self._vault.drop(name)
        self._untried = set()


def _words(name: str) -> str:
    """`client_id` -> `Client id`."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _listed(names: Iterable[str]) -> str:
    """`client id or secret` for the pair of the native form, for others their names."""
    words = [_words(name).lower() for name in names]
    return " or ".join(words).replace("client id or client secret", "client id or secret")


def _untried(name: str) -> str:
    return f"untried {name}"
