"""Signing in: each way in which it is refused, refreshed and ended."""

import base64

import pytest
from support.gstn_client import GstnClient, aes, unaes

from ims_xl.sandbox import RECIPIENT

OTHER_KEY = b"vutsrqponmlkjihgFEDCBA9876543210"


@pytest.fixture
def guest(sandbox) -> GstnClient:
    """A client that has not signed in."""
    return GstnClient(sandbox.base_url, RECIPIENT)


def refreshed(client: GstnClient, wrapping: bytes | None = None) -> None:
    answer = client.authenticate("REFRESHTOKEN", app_key=aes(client.session_key, OTHER_KEY), auth_token=client.token)
    assert answer.code == ""
    client.token = answer.data["auth_token"]
    client.session_key = unaes(wrapping or OTHER_KEY, base64.b64decode(answer.data["sek"]))


def works(client: GstnClient) -> bool:
    return client.get("GETCNT", goods_typ="ALL_OTH").code == ""


def test_sign_in(guest):
    assert guest.request_otp().data == {"status_cd": "1"}
    assert guest.get_token().data["expiry"] == 360
    assert works(guest)


def test_a_token_without_an_open_otp_is_auth4033(guest):
    assert guest.get_token().code == "AUTH4033"


def test_a_wrong_otp_is_auth4034_and_the_right_one_still_works(guest):
    guest.request_otp()
    assert guest.get_token("123456").code == "AUTH4034"
    assert guest.get_token().code == ""


def test_after_three_wrong_otps_a_new_one_is_needed(guest):
    guest.request_otp()
    assert [guest.get_token("123456").code for _ in range(3)] == ["AUTH4034"] * 3
    assert guest.get_token().code == "AUTH4033"


def test_an_otp_works_once(guest):
    guest.sign_in()
    assert guest.get_token().code == "AUTH4033"


def test_an_otp_is_worth_ten_minutes(guest, sandbox):
    guest.request_otp()
    sandbox.clock.advance(minutes=11)
    assert guest.get_token().code == "AUTH4033"


def test_an_app_key_for_the_old_certificate_is_tec4002(guest, sandbox):
    old = guest.encrypted_app_key()
    sandbox.renew_certificate()
    assert guest.authenticate("OTPREQUEST", app_key=old).code == "TEC4002"
    assert guest.request_otp().code == ""


def test_the_token_expires_after_six_hours(client, sandbox):
    sandbox.clock.advance(minutes=359)
    assert works(client)
    sandbox.clock.advance(minutes=1)
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "AUTH4038"


def test_the_portal_may_give_less_time(running):
    sandbox = running(variants={"expiry_minutes": 5})
    client = GstnClient(sandbox.base_url, RECIPIENT)
    client.request_otp()
    assert client.get_token().data["expiry"] == 5
    sandbox.clock.advance(minutes=5)
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "AUTH4038"


@pytest.mark.parametrize("code", ["AUTH158", "RT-R1R3BAV-1007"])
def test_expiry_has_several_codes(running, code):
    sandbox = running(variants={"expired_code": code})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    sandbox.clock.advance(hours=7)
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == code


def test_an_unknown_token_is_refused(client):
    client.token = "0" * 32
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "RET11402"


def test_refresh_gives_a_new_token_and_ends_the_old_one(client):
    old = client.token, client.session_key
    refreshed(client)
    assert works(client)
    client.token, client.session_key = old
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "RET11402"


def test_the_new_key_may_be_wrapped_with_the_old_session_key(running):
    client = GstnClient(running(variants={"refresh_wraps_with": "session_key"}).base_url, RECIPIENT).sign_in()
    refreshed(client, client.session_key)
    assert works(client)


def test_the_old_token_may_live_on(running):
    client = GstnClient(running(variants={"refresh_ends_old_token": False}).base_url, RECIPIENT).sign_in()
    old = client.token, client.session_key
    refreshed(client)
    client.token, client.session_key = old
    assert works(client)


def test_an_expired_token_cannot_be_refreshed(client, sandbox):
    sandbox.clock.advance(hours=7)
    answer = client.authenticate("REFRESHTOKEN", app_key=aes(client.session_key, OTHER_KEY), auth_token=client.token)
    assert answer.code == "AUTH4038"


def test_logout_ends_the_token(client):
    assert client.authenticate("LOGOUT", auth_token=client.token).code == ""
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "RET11402"


def test_logout_may_not_exist(running):
    client = GstnClient(running(variants={"logout": False}).base_url, RECIPIENT).sign_in()
    assert client.authenticate("LOGOUT", auth_token=client.token).code == "AUTH4035"


def test_one_session_more_than_allowed_is_auth403_until_one_ends(running):
    sandbox = running(variants={"session_limit": 1})
    first = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    second = GstnClient(sandbox.base_url, RECIPIENT)
    second.request_otp()
    assert second.get_token().code == "AUTH403"
    first.authenticate("LOGOUT", auth_token=first.token)
    assert second.get_token().code == ""


def test_another_user_of_the_token_is_auth4032(client):
    client.headers["username"] = "someone.else"
    assert client.get("GETCNT", goods_typ="ALL_OTH").code == "AUTH4032"


def test_the_user_of_header_and_body_is_the_same(guest):
    guest.headers["username"] = "someone.else"
    assert guest.request_otp().code == "AUTH4032"


@pytest.mark.parametrize("action", ["", "LOGIN", "otprequest"])
def test_an_unknown_action_is_auth4035(guest, action):
    assert guest.authenticate(action).code == "AUTH4035"


def test_missing_and_additional_keys_are_refused(guest):
    assert guest.authenticate("OTPREQUEST").code == "GEN5001"
    assert guest.authenticate("OTPREQUEST", app_key=guest.encrypted_app_key(), otp="x").code == "IMSSAV005"
