"""Everything in a profile is checked when it is read; each fault has its line and a remedy."""

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ims_xl.gstn.dry_run import dry_run
from ims_xl.gstn.profile_files import check_profile
from ims_xl.gstn.providers import Profile, validate
from ims_xl.issues import Issue

BUYER = "27AAZCD1111E1ZS"
HEAD = """name = "Sample GSP"
base_url = "https://gsp.example"
user_ip = "203.0.113.7"
other_hosts = ["https://login.gsp.example"]
[certificate]
url = "/gstn.pem"
"""  # six lines


def faults(tmp_path: Path, more: str, head: str = HEAD) -> list[Issue]:
    file = tmp_path / "sample.toml"
    file.write_text(head + more, encoding="utf-8")
    return check_profile(file)[1]


@pytest.mark.parametrize(
    ("more", "key", "words"),
    [
        ('[headers]\nx = "{secret.id}"', "headers.x", "secret.id is not known; there are client_id, client_secret"),
        ('[headers]\nx = "{keep.tokn}"', "headers.x", "keep.tokn is not known; there are auth_token, sek"),
        ('[headers]\nx = "{gstn}"', "headers.x", "{gstn} is not known here"),
        ('[headers]\nx = "{otp}"', "headers.x", "{otp} is not known here"),  # it is the step's own
        ('[headers]\nx = "{txn|md5}"', "headers.x", "md5 is no filter"),
        ('[headers]\nx = "{txn|aes}"', "headers.x", "the filter aes takes app_key"),
        ('[headers]\nx = "{txn|rsa-sha1:secret.key}"', "headers.x", "the filter rsa-sha1 takes secret.NAME"),
        ('[headers]\nx = "{now}"', "headers.x", "now needs a form"),
        ('[headers]\nTXN = "{txn}"', "headers.TXN", "this header stands twice"),
        ('[headers]\nclient_id = "x-client"', "headers.client_id", "the same in every call"),
        ('[texts]\na = "{text.a}"', "texts.a", "text.a is not known"),  # it would hold itself
        ('[texts]\na = "{text.b}"\nb = "x"', "texts.a", "text.b is not known"),
        ('[calls]\nsave = "DELETE {ims}"', "calls.save.call", 'a call is written "GET path?query"'),
        ('[errors.http]\nno = "stop"', "errors.http.no", "this is the HTTP status of a refusal"),
        ('[errors.http]\n200 = "stop"', "errors.http.200", "an answer with 200 has a code"),
        ('[errors.http]\n404 = "nothing there"', "errors.http.404", "a status alone cannot say nothing there"),
        ('[errors.codes]\n"*" = "nothing there"', "errors.codes.*", "one act for every code is none"),
        ('[errors.codes]\n"RET[1]*" = "stop"', "errors.codes.RET[1]*", "this is a code, or its beginning"),
        ('[errors]\nwait_words = [""]', "errors.wait_words.0", "would be found in every refusal"),
        ('[errors.steps.save]\nX1 = "otp sent"', "errors.steps.save.X1", "only at the step otp"),
        ('[words.status]\nA = "x"\nR = "x"', "words.status", "each needs a word of its own"),
        ('[headers]\nx = "Bearer {txn"', "headers.x", "a brace is not closed"),
        ('[headers]\nx = "{txn}}"', "headers.x", "a brace is not closed"),
        ('[headers]\nx = "{}"', "headers.x", "a brace is not closed"),
        ('[headers]\nx = "{{txn}}"', "headers.x", "a brace is not closed"),
        ('[calls]\nsave = "PUT /x?a={txn"', "calls.save.call", "a brace is not closed"),
        ('[signin.otp]\nbody = { a = "{txn" }', "signin.otp.body", "a brace is not closed"),
        ('[texts]\na = "{txn"', "texts.a", "a brace is not closed"),
        ('[headers]\nx = "{txn:%Y}"', "headers.x", "txn takes no form"),
        ('[headers]\nx = "{txn|aes:session_key}"', "headers.x", "there is no session_key here"),
        ('[signin.otp]\nheaders = { x = "{txn|aes:session_key}" }', "signin.otp.headers.x", "there is app_key"),
        ('[calls]\nsave = { call = "PUT /x", headers = { a = "{txn|aes:app_key}" } }', "calls.save.headers.a", "there is session_key"),
        ('[headers]\nx = "a\\nb"', "headers.x", "of one line"),
        ('[headers]\n"x y" = "a"', "headers.x y", "this is not the name of a header"),
        ('[headers]\n"{secret.client_id}" = "a"', "headers.{secret.client_id}", "this is not the name of a header"),
        ('[headers]\nContent-Length = "1"', "headers.Content-Length", "the program's own"),
        ('[calls]\nsave = "PUT /x?{secret.client_id}=1"', "calls.save.call", "not for the name of a parameter"),
        ('[calls]\nsave = "PUT /x?a=1&a={txn}"', "calls.save.call", "a parameter stands twice"),
        ('[calls]\nsave = { call = "PUT /x", body = { a = "1" } }', "calls.save.body", "in the place of the decisions"),
        ('[signin.otp]\ncall = "GET /otp"', "signin.otp.body", "GET sends no body"),
        ('[signin.logout]\nkeep = { a = "$.a" }', "signin.logout.keep", "nothing is kept"),
        ('[signin.otp]\nlasts = "6h"', "signin.otp.lasts", "has an end of its own"),
        ('[signin.refresh]\nkeep = { fresh = "$.a" }', "signin.refresh.keep", "refresh keeps fresh, which no session has"),
        ('[calls]\ncounts = ""', "calls.counts", "this call is missing"),
        ('[calls]\ncounts = "GET {ims}?a=1"', "calls.counts", "the call does not say {goods}"),
        ('[calls]\nget2b = "GET {gstr2b}?a=1"', "calls.get2b", "the call does not say {period} or {month} and {year}"),
        ('[calls]\nget2b = "GET {gstr2b}?m={month}"', "calls.get2b", "the call does not say {period} or {month} and {year}"),
        ('[calls]\nsave = "GET {ims}"', "calls.save", "sends decisions, which GET cannot"),
        ('[calls]\nsave = "PUT /x/{keep.auth_token}"', "calls.save.call", "a secret may stand in a header"),
        ('[calls]\nsave = "PUT https://login.gsp.example/x"', "calls.save.call", "only for signing in"),
        ('[signin.gsp]\ncall = "POST https://evil.example/x"', "signin.gsp.call", "only for signing in"),
        ('[signin.gsp]\ncall = "POST https://login.gsp.example.evil.example/x"', "signin.gsp.call", "only for signing in"),
        ('[signin.token]\ncall = ""', "signin.token", "the step that gives a session is missing"),
        ("[polling]\nsettle = [1, 30, 60]", "polling.settle", "too short to be safe"),
        ("[polling]\nsettle = [30, 60]", "polling.settle", "so few looks"),
        ("[polling]\nqueued_reset = 10", "polling.queued_reset", "too short to be safe"),
        ('[errors.codes]\nX = "go on"', "errors.codes.X", "this is not known; there are stop, wait"),
        ('[errors.steps.tokn]\nX = "stop"', "errors.steps.tokn", "'token'"),
        ('[signin.token]\nlasts = "a while"', "signin.token.lasts", 'this is "$.name s"'),
        ('[frame]\ndata = "data"', "frame.data.0", "a source is $.name.name"),
        ('[words.status]\nX = "accepted"', "words.status", "X is no status; there are A, R, P, N"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, more: str, key: str, words: str) -> None:
    found = next(fault for fault in faults(tmp_path, more) if words in fault.reason)
    assert (found.file, found.column) == ("sample.toml", key)
    assert found.row in (7, 8)  # the table or the key in it
    assert found.remedy.endswith(".")


IN_THE_PATH = 'call = "GET /x/{text.b}"'


@pytest.mark.parametrize("word", ["{secret.client_id}", "{keep.auth_token}", "{secret.client_id|b64}"])
def test_a_secret_may_not_stand_in_a_path_through_a_named_text(tmp_path: Path, word: str) -> None:
    """Nor through a text in a text."""
    more = f'[texts]\na = "{word}"\nb = "x{{text.a}}"\n[signin.logout]\n{IN_THE_PATH}\nbody = {{}}\n'
    found = [fault for fault in faults(tmp_path, more) if fault.column == "signin.logout.call"]
    assert "a secret may stand in a header, the query or the body, not in the path" in found[0].reason
    assert found[0].row == 11
    harmless = [fault.column for fault in faults(tmp_path, more.replace(word, "{state}").replace("body = {}", ""))]
    assert "signin.logout.call" not in harmless


def test_signing_in_has_no_period_in_its_path(tmp_path: Path) -> None:
    more = '[texts]\na = "{year}"\n[signin.logout]\ncall = "POST /x/{text.a}"\n'
    (fault,) = faults(tmp_path, more)
    assert (fault.row, fault.reason) == (10, "signing in is about no year, so the path would lack it")


def test_a_secret_that_no_call_uses_is_not_asked_for(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "", f'secrets = ["client_id", "client_secret", "pin"]\n{HEAD}')
    assert (fault.row, fault.column) == (1, "secrets")
    assert fault.reason == "the secret pin is asked for and stands in no call"


TASK = """[calls.documents]
call = "GET /d?section={section}"
[calls.documents.task]
id = "$.id"
poll = "GET /t?id={job}"
state = "$.state"
done = ["done"]
pages = "$.pages"
page = "GET /p?id={job}&page={page}"
"""  # lines 7 to 15


@pytest.mark.parametrize(
    ("old", "new", "row", "key", "words"),
    [
        ("t?id={job}", "t", 11, "task.poll", "the call does not say {job}"),
        ("&page={page}", "", 15, "task.page", "the call does not say {page}"),
        ('pages = "$.pages"', "", 15, "task.page", "one without the other"),
        ('page = "GET /p?id={job}&page={page}"', "", 14, "task.pages", "one without the other"),
        ('["done"]', "[]", 13, "task.done", "no word says that the task is done"),
        ('["done"]', '["done"]\nfailed = ["done"]', 14, "task.failed", "the same word"),
        ("GET /t", "GET https://login.gsp.example/t", 11, "task.poll", "only for signing in"),
        ("/t?", "/t/{secret.client_id}?", 11, "task.poll", "a secret may stand in a header"),
        ("{job}&", "{jobb}&", 15, "task.page", "{jobb} is not known here"),
    ],
)
def test_faults_of_a_task(tmp_path: Path, old: str, new: str, row: int, key: str, words: str) -> None:
    assert faults(tmp_path, TASK) == []
    found = next(fault for fault in faults(tmp_path, TASK.replace(old, new)) if words in fault.reason)
    assert (found.row, found.column) == (row, f"calls.documents.{key}")


@pytest.mark.parametrize("call", ["counts", "files", "save", "reset", "status", "get2b", "gen2b", "sts2b"])
def test_only_documents_are_read_as_a_task(tmp_path: Path, call: str) -> None:
    found = [fault for fault in faults(tmp_path, TASK.replace("documents", call)) if "as a task" in fault.reason]
    assert [(fault.row, fault.column) for fault in found] == [(9, f"calls.{call}.task")]


def test_every_fault_is_found_at_once(tmp_path: Path) -> None:
    more = '[headers]\na = "{one}"\nb = "{two}"\n[calls]\nsave = ""\n'
    assert [(fault.row, fault.column) for fault in faults(tmp_path, more)] == [
        (11, "calls.save"), (8, "headers.a"), (9, "headers.b"),
    ]  # fmt: skip


PLAIN = """
base = "none"
name = "Plain GSP"
base_url = "https://gsp.example"
[signin.token]
call = "GET /token?otp={otp}"
keep = { token = "$.token" }
[calls]
counts = "GET /counts?goods={goods}"
documents = "GET /documents?section={section}"
save = "PUT /save"
reset = "PUT /reset"
status = "GET /status?id={reference}"
get2b = "GET /2b?period={period}"
gen2b = "PUT /2b"
sts2b = "GET /2b/status?id={reference}"
[envelope]
requests = "plain"
answers = "plain"
"""


def test_what_sealing_needs_is_asked_for_only_where_something_is_sealed(tmp_path: Path) -> None:
    assert faults(tmp_path, "", PLAIN) == []
    (lost,) = faults(tmp_path, "", PLAIN.replace('answers = "plain"', 'answers = "native"'))
    assert "need the session key" in lost.reason
    (lost,) = faults(tmp_path, "", HEAD.replace('[certificate]\nurl = "/gstn.pem"\n', ""))
    assert lost.reason == "GSTN's public certificate is missing"


EXAMPLE = Path(__file__).parents[2] / "docs" / "profile-example.toml"
WRONG: list[Any] = [
    5, -1, 1.5, float("nan"), 10**30, True, "", "x", "a\nb", "₹", "{", "{secret.client_id}", "$..", "GET x", "DELETE /x",
    "http://evil.example/x", "GET https://evil.example/x", [], ["x"], [[]], {}, {"x": "y"}, {"x": {}}, [{}],
    dt.date(2026, 11, 12),
]  # fmt: skip


def places(table: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of nested tables, with those that lead to it."""
    for name, value in table.items():
        yield (*above, name)
        yield from places(value, (*above, name)) if isinstance(value, dict) else ()


def test_whatever_stands_at_a_key_is_taken_or_told() -> None:
    """No wrong value ends in anything but a fault with key and remedy, and none names another host."""
    text = EXAMPLE.read_text(encoding="utf-8")
    example = tomllib.loads(text)
    taken = 0
    for place in places(example):
        for wrong in WRONG:
            table: dict[str, Any] = copy.deepcopy(example)
            inside = table
            for name in place[:-1]:
                inside = inside[name]
            inside[place[-1]] = wrong
            profile, found = validate({**table, "key": "k"}, "f.toml", text)
            assert all(fault.column and fault.reason and fault.remedy for fault in found)
            if profile and not found:
                taken += 1
            if profile and not found and "evil" in str(wrong):
                requests = [shown.request for shown in dry_run(profile, BUYER, "102026", dt.datetime.now(dt.UTC))]
                assert {request.url.split("/")[2] for request in requests} <= {"api.gsp.example", "gsp.example"}
    assert 300 < taken < 900


def test_waits_may_be_short_on_this_computer_alone(tmp_path: Path) -> None:
    local = HEAD.replace("https://gsp.example", "http://127.0.0.1:1")
    assert faults(tmp_path, "[polling]\nsettle = [0.01]\nqueued_reset = 0", local) == []


def test_what_is_right_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "") == []


def test_the_address_of_the_login_gets_secrets_too() -> None:
    hosts = ("https://login.example", "https://gsp.example/again")
    profile = Profile(
        name="x", base_url="https://gsp.example", user_ip="203.0.113.7", certificate={"url": "/c"}, other_hosts=hosts
    )
    assert profile.origin == "https://gsp.example and https://login.example"


def test_an_office_without_an_address_may_look_it_up_or_not_need_it(tmp_path: Path) -> None:
    without = HEAD.replace('user_ip = "203.0.113.7"\n', "")
    (fault,) = faults(tmp_path, "", without)
    assert (fault.column, fault.reason) == ("user_ip", "user_ip is missing")
    assert faults(tmp_path, "", f'ip_lookup = "https://ip.example"\n{without}') == []
    assert faults(tmp_path, '[headers]\nip-usr = ""', without) == []
