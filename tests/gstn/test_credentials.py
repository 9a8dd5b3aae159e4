"""Where secrets are kept: one an entry in the credential store, in memory for the sandbox, nowhere else."""

from collections.abc import Iterator

import keyring
import pytest
from support.secret_store import Store

from ims_xl.gstn import credentials
from ims_xl.gstn.credentials import KeyringVault, MemoryVault, open_vault
from ims_xl.gstn.providers import Profile, sandbox_profile
from ims_xl.issues import ImsError


class PlainFile(Store):
    priority = 0.5  # type: ignore[assignment]


@pytest.fixture
def store() -> Iterator[Store]:
    before = keyring.get_keyring()
    store = Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


def test_each_secret_is_an_entry_of_its_own_under_the_provider(store: Store) -> None:
    vault = KeyringVault("Sample GSP")
    vault.put("client_secret", "s3cret")
    vault.put("27AAZCD1111E1ZS demo auth_token", "t0ken")
    assert store.held == {
        ("ims_xl Sample GSP", "client_secret"): "s3cret",
        ("ims_xl Sample GSP", "27AAZCD1111E1ZS demo auth_token"): "t0ken",
    }
    assert vault.get("client_secret") == "s3cret"
    assert KeyringVault("Other GSP").get("client_secret") == ""
    vault.drop("client_secret")
    vault.drop("client_secret")
    assert vault.get("client_secret") == ""


def test_a_locked_store_is_told_with_advice(store: Store) -> None:
    vault = KeyringVault("Sample GSP")
    store.locked = True
    for act in (lambda: vault.get("a"), lambda: vault.put("a", "b"), lambda: vault.drop("a")):
        with pytest.raises(ImsError, match="the store is locked") as caught:
            act()
        assert "portal's files" in caught.value.issue.remedy


def test_a_store_that_writes_plain_files_is_refused(store: Store) -> None:
    keyring.set_keyring(PlainFile())
    with pytest.raises(ImsError, match="no safe place for secrets"):
        KeyringVault("Sample GSP")


def test_the_sandbox_keeps_secrets_in_memory_and_shows_none(store: Store) -> None:
    vault = open_vault(sandbox_profile("http://127.0.0.1:1"))
    assert isinstance(vault, MemoryVault)
    vault.put("token", "t0ken")
    assert vault.get("token") == "t0ken"
    vault.drop("token")
    vault.drop("token")
    assert vault.get("token") == ""
    assert vault.get("client_id") == credentials.SANDBOX_CLIENT["client_id"]
    assert repr(vault) == "MemoryVault(['client_id', 'client_secret'])"
    assert store.held == {}


def test_another_provider_uses_the_credential_store(store: Store) -> None:
    profile = Profile(
        key="sample",
        name="Sample GSP",
        base_url="https://gsp.example",
        user_ip="203.0.113.7",
        certificate={"file": "a.pem"},
    )
    vault = open_vault(profile)
    vault.put("token", "t0ken")
    assert store.held == {
        ("ims_xl sample", "https://gsp.example token"): "t0ken",
        ("ims_xl sample", "address"): "https://gsp.example",
    }
