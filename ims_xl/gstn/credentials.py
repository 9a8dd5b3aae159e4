"""Secrets: in the credential store of the operating system, one an entry; for the sandbox only in memory."""

from typing import Protocol

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError

SANDBOX_CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}

_REMEDY = (
    "Secrets are kept only in the credential store of the operating system (Windows Credential Manager, macOS "
    "Keychain, Secret Service on Linux): unlock or install it, or use the portal's files."
)


class Vault(Protocol):
    """Where secrets are kept."""

    def get(self, name: str) -> str:
        """The secret, "" when there is none."""

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""

    def drop(self, name: str) -> None:
        """Forget a secret, also when there is none."""


class MemoryVault:
    """Secrets until the program ends."""

    def __init__(self, secrets: dict[str, str] | None = None) -> None:
        self._secrets = dict(secrets or {})

    def __repr__(self) -> str:
        return f"MemoryVault({sorted(self._secrets)})"

    def get(self, name: str) -> str:
        """The secret, "" when there is none."""
        return self._secrets.get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._secrets[name] = secret

    def drop(self, name: str) -> None:
        """Forget a secret, also when there is none."""
        self._secrets.pop(name, None)


class KeyringVault:
    """Secrets in the credential store, under the name of the provider.

    Raises ImsError when there is no store, or only one that writes secrets into plain files.
    """

    def __init__(self, provider: str) -> None:
        self._service = f"ims_xl {provider}"
        store = keyring.get_keyring()
        # Stores in plain files and those that keep nothing rank below 1.
        if store.priority < 1:
            raise ImsError("there is no safe place for secrets on this computer", _REMEDY, value=store.name)

    def get(self, name: str) -> str:
        """The secret, "" when there is none."""
        try:
            return keyring.get_password(self._service, name) or ""
        except KeyringError as error:
            raise _closed(error) from None

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        try:
            keyring.set_password(self._service, name, secret)
        except KeyringError as error:
            raise _closed(error) from None

    def drop(self, name: str) -> None:
        """Forget a secret, also when there is none."""
        try:
            keyring.delete_password(self._service, name)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise _closed(error) from None


def open_vault(profile: Profile) -> Vault:
    """Where the secrets of a provider are kept."""
    if profile.is_sandbox:
        return MemoryVault(SANDBOX_CLIENT)
    return KeyringVault(profile.name)


def _closed(error: KeyringError) -> ImsError:
    return ImsError(f"the credential store cannot be used: {error}", _REMEDY)
