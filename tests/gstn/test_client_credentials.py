"""Client id and secret: kept once the portal took them, asked again when it did not, sent to one address alone."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from support.desk import BUYER, Desk, Person
from support.portal import Drop, Plain, Portal, Raw, error, serve_portal
from support.secret_store import Store

from ims_xl.gstn import connections
from ims_xl.gstn.client import Client
from ims_xl.gstn.credentials import MemoryVault
from ims_xl.gstn.errors import CredentialsRefused, GstnError, NotReached, SignInNeeded
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError

TYPED = {"untried client_id": "an id", "untried client_secret": "a secret"}
PAIR = {"client_id": "an id", "client_secret": "a secret"}


def kept(vault: MemoryVault) -> dict[str, str]:
    return {name: secret for name, secret in vault._secrets.items() if "client_" in name}


def fresh(desk: Desk, *typed: str) -> None:
    """Nothing is kept, and the person will type this."""
    desk.vault = MemoryVault()
    desk.person = Person(*typed)


def test_what_was_typed_is_kept_when_the_portal_has_taken_it(portal: Portal, desk: Desk) -> None:
    fresh(desk, "an id", " a secret ", "575757")
    with desk.client() as client:
        assert kept(desk.vault) == TYPED  # not yet
        client.sign_in()
    assert kept(desk.vault) == PAIR
    headers = portal.calls("OTPREQUEST")[0].headers
    assert (headers["clientid"], headers["client-secret"]) == ("an id", "a secret")


@pytest.mark.parametrize(
    "refusal",
    [
        error("RET11404"),
        error("RET11400"),
        Raw(401),
        Raw(403, b"<html>Forbidden</html>"),
        Plain({"error": {"message": "Invalid client"}}, 401),
        Plain({"code": 403, "message": "Forbidden"}, 403),
    ],
)
def test_what_the_portal_refuses_is_not_kept_and_is_asked_for_again(portal: Portal, desk: Desk, refusal: Any) -> None:
    fresh(desk, "a typo", "a secret", "an id", "a secret", "575757")
    portal.answers("OTPREQUEST", refusal)
    with desk.client() as client, pytest.raises(CredentialsRefused, match="asked for again"):
        client.sign_in()
    assert kept(desk.vault) == {}
    portal.answers("OTPREQUEST")
    with desk.client() as client:
        client.sign_in()
    assert kept(desk.vault) == PAIR


@pytest.mark.parametrize("fault", [Drop(), Raw(500)])
def test_a_portal_that_does_not_answer_costs_nobody_the_typing(portal: Portal, desk: Desk, fault: Any) -> None:
    fresh(desk, "an id", "a secret")
    portal.answers("OTPREQUEST", fault)
    with desk.client() as client, pytest.raises(NotReached):
        client.sign_in()
    assert kept(desk.vault) == TYPED


def test_kept_ones_that_are_refused_stay_unless_the_person_wants_to_type_them_again(portal: Portal, desk: Desk) -> None:
    before = kept(desk.vault)
    portal.answers("OTPREQUEST", error("RET11404"))
    with desk.client() as client, pytest.raises(CredentialsRefused, match="--new-secrets"):
        client.sign_in()
    assert kept(desk.vault) == before
    asked: list[str] = []

    def yes(question: str, default: bool = False) -> bool:
        asked.append(question)
        return True

    desk.person.ask = yes  # type: ignore[method-assign]
    with desk.client() as client, pytest.raises(CredentialsRefused, match="asked for again"):
        client.sign_in()
    assert asked == ["The portal does not accept client id or secret of sandbox that are kept here. Type them again?"]
    assert kept(desk.vault) == {}


def test_new_ones_take_the_place_of_kept_ones_once_they_are_taken(portal: Portal, desk: Desk) -> None:
    def renew(*typed: str) -> None:
        with Client(
            desk.client().profile, BUYER, ui=Person(*typed), vault=desk.vault, new_secrets=True, now=desk.time.now
        ) as client:
            client.sign_in()

    portal.answers("OTPREQUEST", error("RET11404"))
    with pytest.raises(CredentialsRefused):
        renew("a typo", "a secret")
    assert kept(desk.vault) == {"client_id": "gsp-client", "client_secret": "gsp-secret"}
    portal.answers("OTPREQUEST")
    renew("an id", "a secret", "575757")
    assert kept(desk.vault) == PAIR


# Asking the portal whether a kept session lives


def test_a_session_the_portal_has_ended_is_not_said_to_live(portal: Portal, desk: Desk) -> None:
    with desk.client() as client:
        client.sign_in()
    portal.answers("GETCNT", error("AUTH4038"))
    desk.person.texts = []
    with (
        desk.client(sandbox=False, user_ip="127.0.0.1", users={BUYER: "sandbox"}) as client,
        pytest.raises(SignInNeeded, match="has sent an OTP"),
    ):
        client.sign_in()
    assert portal.actions()[-3:] == ["GETCNT", "CERTIFICATE", "OTPREQUEST"]


@pytest.mark.parametrize("answer", [{"a": 1}, error("RET11416")])
def test_a_session_that_lives_costs_one_small_question_and_no_otp(portal: Portal, desk: Desk, answer: Any) -> None:
    with desk.client() as client:
        until = client.sign_in()
    portal.answers("GETCNT", answer)
    with desk.client() as client:
        assert client.sign_in() == until
    assert portal.actions() == ["CERTIFICATE", "OTPREQUEST", "AUTHTOKEN", "GETCNT"]


@pytest.mark.parametrize("answer", [error("RET11407"), Raw(503), error("RET11404")])
def test_a_portal_that_does_not_say_yes_is_no_session(portal: Portal, desk: Desk, answer: Any) -> None:
    with desk.client() as client:
        client.sign_in()
    portal.answers("GETCNT", answer)
    with desk.client() as client, pytest.raises((GstnError, NotReached, CredentialsRefused)):
        client.sign_in()


# Bound to an address


@pytest.fixture
def store() -> Iterator[Store]:
    before, store = keyring.get_keyring(), Store()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture
def elsewhere() -> Iterator[Portal]:
    with serve_portal() as portal:
        yield portal


def profile_at(base_url: str) -> Profile:
    return Profile(
        key="gsp", name="Deccan GSP", base_url=base_url, user_ip="127.0.0.1", certificate={"url": "/certificate"},
        users={BUYER: "deccan"}, timeouts={"connect": 2, "read": 5},
    )  # fmt: skip


def sign_in_at(portal: Portal, person: Person) -> None:
    with Client(profile_at(portal.base_url), BUYER, ui=person) as client:
        client.sign_in()
        connections.remember(client.profile, BUYER)


def test_secrets_and_session_stay_with_the_address_they_were_given_for(
    portal: Portal, elsewhere: Portal, desk: Desk, store: Store
) -> None:
    sign_in_at(portal, Person("an id", "a secret", "575757"))
    silent = Person()
    with pytest.raises(SignInNeeded, match=f"what was kept for {portal.base_url} is not sent there"):
        sign_in_at(elsewhere, silent)
    assert silent.questions == [
        f"The address in this profile is now {elsewhere.base_url}, no longer {portal.base_url}: what is kept is not "
        "sent there. Client id that Deccan GSP gave you:"
    ]
    assert elsewhere.seen == []
    sign_in_at(elsewhere, Person("another id", "another secret", "575757"))
    sent = str([seen.headers for seen in elsewhere.seen])
    assert "another id" in sent
    assert "'an id'" not in sent
    portal.answers("GETCNT", {"a": 1})
    nobody = Person()
    sign_in_at(portal, nobody)  # back at the first one: its own secrets and session
    assert nobody.questions == []
    assert portal.calls("GETCNT")[0].headers["clientid"] == "an id"


# Machines without a credential store


@pytest.fixture
def no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring, "get_keyring", Keyring)


@pytest.mark.parametrize("ending", ["", "_GSP"])
def test_the_environment_gives_them(
    portal: Portal, desk: Desk, no_store: None, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setenv("IMS_XL_CLIENT_ID", "of another")
    monkeypatch.setenv("IMS_XL_CLIENT_SECRET", "of another")
    monkeypatch.setenv(f"IMS_XL_CLIENT_ID{ending}", "an id")
    monkeypatch.setenv(f"IMS_XL_CLIENT_SECRET{ending}", "a secret")
    sign_in_at(portal, Person("575757"))
    headers = portal.calls("OTPREQUEST")[0].headers
    assert (headers["clientid"], headers["client-secret"]) == ("an id", "a secret")
    portal.answers("OTPREQUEST", error("RET11404"))
    with pytest.raises(CredentialsRefused, match="IMS_XL_CLIENT_ID_GSP"):
        sign_in_at(portal, Person("575757"))


def test_those_of_the_environment_do_not_follow_a_changed_address_either(
    portal: Portal, elsewhere: Portal, desk: Desk, no_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMS_XL_CLIENT_ID", "an id")
    monkeypatch.setenv("IMS_XL_CLIENT_SECRET", "a secret")
    sign_in_at(portal, Person("575757"))
    with pytest.raises(ImsError, match=f"was for {portal.base_url} and is not sent") as caught:
        sign_in_at(elsewhere, Person("575757"))
    assert caught.value.issue.remedy.endswith(f"set IMS_XL_ADDRESS={elsewhere.base_url} beside them.")
    assert elsewhere.seen == []
    monkeypatch.setenv("IMS_XL_ADDRESS", f"{elsewhere.base_url}/")
    sign_in_at(elsewhere, Person("575757"))
    with pytest.raises(ImsError, match="is not sent"):
        sign_in_at(portal, Person("575757"))


def test_without_store_and_environment_the_ways_are_told(portal: Portal, no_store: None) -> None:
    with pytest.raises(ImsError, match="no safe place") as caught:
        sign_in_at(portal, Person())
    for way in ("Credential Manager", "IMS_XL_SECRETS_FILE", "IMS_XL_CLIENT_ID", "portal's files"):
        assert way in caught.value.issue.remedy


def test_a_file_of_the_owner_alone_keeps_secrets_and_session(
    portal: Portal, desk: Desk, no_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets.json"
    monkeypatch.setenv("IMS_XL_SECRETS_FILE", str(path))
    sign_in_at(portal, Person("an id", "a secret", "575757"))
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    portal.answers("GETCNT", {"a": 1})
    nobody = Person()
    sign_in_at(portal, nobody)
    assert nobody.questions == []
    assert [entry.name for entry in tmp_path.glob("secrets*")] == ["secrets.json"]


def test_a_file_written_by_hand_is_read(
    portal: Portal, desk: Desk, no_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets.json"
    at = portal.base_url
    path.write_text(f'{{"gsp": {{"{at} client_id": "an id", "{at} client_secret": "a secret"}}}}')
    path.chmod(0o600)
    monkeypatch.setenv("IMS_XL_SECRETS_FILE", str(path))
    sign_in_at(portal, Person("575757"))
    assert portal.calls("OTPREQUEST")[0].headers["clientid"] == "an id"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_others_can_read_is_refused(
    portal: Portal, no_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    path = tmp_path / "secrets.json"
    path.write_text("{}")
    path.chmod(mode)
    monkeypatch.setenv("IMS_XL_SECRETS_FILE", str(path))
    with pytest.raises(ImsError, match="others on this computer can read") as caught:
        sign_in_at(portal, Person("an id", "a secret"))
    assert "chmod 600" in caught.value.issue.remedy
    assert path.read_text() == "{}"


@pytest.mark.parametrize("text", ["", "[]", '{"gsp": []}', '{"gsp": {"x": 5}}', "[" * 100_000])
def test_a_file_of_another_shape_is_refused_and_left_alone(
    portal: Portal, no_store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(text)
    path.chmod(0o600)
    monkeypatch.setenv("IMS_XL_SECRETS_FILE", str(path))
    with pytest.raises(ImsError, match="cannot be read as JSON"):
        sign_in_at(portal, Person("an id", "a secret"))
    assert path.read_text() == text


# The record of connections


@pytest.mark.parametrize("text", ["", "{}", "null", '["a"]', '[["a", "b"]]', '[["a", "b", 5]]', "[" * 100_000])
def test_a_damaged_record_of_connections_knows_nobody_and_is_replaced(desk: Desk, text: str) -> None:
    profile = profile_at("https://gsp.example")
    (desk.home / "connections.json").write_text(text)
    assert not connections.is_known(profile, BUYER)
    connections.remember(profile, BUYER)
    assert connections.is_known(profile, BUYER)
    assert connections.other_address(profile) == ""
    assert connections.other_address(profile_at("https://other.example")) == "https://gsp.example"
    assert not connections.is_known(profile_at("https://other.example"), BUYER)
    assert not connections.is_known(profile, "29AAZFK3333G1ZV")
