"""Secrets: in the credential store of the operating system, one an entry; for the sandbox only in memory."""

import os
from pathlib import Path
from typing import Protocol

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from ims_xl.gstn.providers import Profile
from ims_xl.gstn.secrets_file import FileVault
from ims_xl.issues import ImsError

SANDBOX_CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}

SECRETS_FILE = "IMS_XL_SECRETS_FILE"
"""Environment variable that names the file for secrets of a machine without a credential store."""

_REMEDY = (
    "Secrets are kept in the credential store of the operating system (Windows Credential Manager, macOS Keychain, "
    f"Secret Service on Linux): unlock or install it; or let {SECRETS_FILE} name a file that is yours alone (mode "
    "600), or set IMS_XL_CLIENT_ID and IMS_XL_CLIENT_SECRET; or use the portal's files."
)
_ADDRESS = "address"  # entry: where the kept secrets were given for last


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


class AddressVault:
    """The secrets of one address: those kept for another are not seen."""

    def __init__(self, vault: Vault, address: str) -> None:
        self._vault, self._address = vault, address

    def get(self, name: str) -> str:
        """The secret, "" when there is none."""
        return self._vault.get(self._entry(name))

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._vault.put(self._entry(name), secret)
        if self._vault.get(_ADDRESS) != self._address:
            self._vault.put(_ADDRESS, self._address)

    def drop(self, name: str) -> None:
        """Forget a secret, also when there is none."""
        self._vault.drop(self._entry(name))

    @property
    def left(self) -> str:
        """The address for which secrets were kept last, when it is another one; else ""."""
        before = self._vault.get(_ADDRESS)
        return before if before != self._address else ""

    def _entry(self, name: str) -> str:
        return f"{self._address} {name}"


def open_vault(profile: Profile) -> Vault:
    """Where the secrets of a provider are kept: in the file the environment names, else in the credential store.

    Without either they are held until the program ends, when the environment gives them. Raises ImsError otherwise.
    """
    if profile.is_sandbox:
        return MemoryVault(SANDBOX_CLIENT)
    if file := os.environ.get(SECRETS_FILE):
        return AddressVault(FileVault(Path(file), profile.key), profile.origin)
    try:
        return AddressVault(KeyringVault(profile.key), profile.origin)
    except ImsError:
        if not all(given(profile, name) for name in profile.secrets):
            raise
        return MemoryVault()


def variable_names(profile: Profile, name: str) -> tuple[str, str]:
    """The environment variables that may hold a secret of a provider: its own one, then that of every provider."""
    general = f"IMS_XL_{name.upper()}"
    return f"{general}_{profile.key.upper().replace('-', '_')}", general


def given(profile: Profile, name: str) -> str:
    """What the environment says, "" for nothing; the sandbox has its own secrets."""
    if profile.is_sandbox:
        return ""
    found = (os.environ.get(variable, "").strip() for variable in variable_names(profile, name))
    return next(filter(None, found), "")


def _closed(error: KeyringError) -> ImsError:
    return ImsError(f"the credential store cannot be used: {error}", _REMEDY)
