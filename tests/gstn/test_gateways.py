"""Each vendor's gateway as the second stand-in plays it: what it refuses, what passes, and what the archive keeps."""

import ast
import datetime as dt
import json
import urllib.parse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import support.gateways
from support.desk import Person
from support.gateway_month import PERIOD, USER, client_of, gateway, profile_of, sections, vault_of
from support.gateways import DIALECTS, serve_gateway
from support.gateways.month import Month
from support.gateways.own_login import Tasks
from support.gateways.server import Asked, Said
from support.months import BUYER

from ims_xl.gstn.client import Client
from ims_xl.gstn.credentials import MemoryVault
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import (
    CredentialsRefused,
    GstnError,
    NotReached,
    OutcomeUnknown,
    SignInNeeded,
    StoppedByGateway,
)
from ims_xl.gstn.profile_check import faults
from ims_xl.gstn.providers import Profile
from ims_xl.issues import ImsError

PLAIN = ("taxpro-decrypted", "whitebooks", "sandbox-co-in", "adaequare-plain")
SAVE = {"rtin": BUYER, "reqtyp": "SAVE", "invdata": {"b2b": []}}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    return tmp_path


def test_it_shares_no_code_with_the_client_nor_with_the_first_stand_in() -> None:
    for module in Path(support.gateways.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "ims_xl"]
            ours = [name for name in names if name.split(".")[0] in ("support", "tests")]
            assert all(name.startswith("support.gateways") for name in ours)


# Wrong headers and secrets are refused as the vendor does


@pytest.mark.parametrize(("vendor", "secret"), [(vendor, name) for vendor in DIALECTS for name in DIALECTS[vendor].secrets])  # fmt: skip
def test_a_wrong_secret_is_refused_and_told(vendor: str, secret: str, home: Path) -> None:
    """Every secret of every vendor is looked at: none is sent in vain."""
    vault = vault_of(vendor, home)
    if vault.get(secret).endswith(".pem"):
        (home / "other.pem").write_text(_other_key())
        vault.put(secret, str(home / "other.pem"))
    else:
        vault.put(secret, "a typo that the vendor does not know")
    with gateway(vendor) as running, client_of(vendor, running.url, home, vault=vault) as client:
        with pytest.raises(ImsError) as caught:
            client.sign_in()
        assert running.dialect.otps == 0
    assert isinstance(caught.value, CredentialsRefused | GstnError | NotReached)
    assert "a typo" not in str(caught.value)


HEADERS = [
    (vendor, name)
    for vendor in DIALECTS
    for name, text in profile_of(vendor, "http://127.0.0.1:1").headers.items()
    if text
]


@pytest.mark.parametrize(("vendor", "header"), HEADERS)
def test_a_wrong_header_ends_in_a_refusal_that_is_told(vendor: str, header: str, home: Path) -> None:
    steps = {"signin": {"otp": {"headers": {"txn": "wrong"}}}} if (vendor, header) == ("whitebooks", "txn") else {}
    with (
        gateway(vendor) as running,
        client_of(vendor, running.url, home, ui=Person(), headers={header: "wrong"}, **steps) as client,
        pytest.raises(ImsError) as caught,
    ):
        client.counts()
    assert isinstance(caught.value, CredentialsRefused | GstnError | NotReached | SignInNeeded)
    assert running.dialect.month.saves == []


class Prober:
    """A dialect that is first asked everything once with each header changed or missing; `taken` are those it took."""

    def __init__(self, dialect: Any) -> None:
        self.dialect = dialect
        self.looked_at: set[tuple[str, str]] = set()  # path, header
        self.taken: set[tuple[str, str]] = set()

    def answer(self, asked: Asked) -> Said:
        for name in asked.headers.keys() - OF_HTTP:
            for value in ("wrong", self._nearly(name, asked.headers[name]), None):
                headers = {key: held for key, held in asked.headers.items() if key != name}
                changed = headers if value is None else {**headers, name: value}
                if _is_yes(self.dialect.answer(replace(asked, headers=changed))):
                    self.taken.add((asked.path, name))
                self.looked_at.add((asked.path, name))
        return self.dialect.answer(asked)

    def _nearly(self, name: str, value: str) -> str:
        """The same length, the last sign another; of what is new in each request one that was there before."""
        if value in self.dialect.numbers or (name in ("txn", "requestid") and len(value) == 32):
            return max(self.dialect.numbers, default="0" * 31)
        return value[:-1] + ("0" if value[-1] != "0" else "1")


def _is_yes(said: Said) -> bool:
    if isinstance(said.body, bytes):
        return said.status < 400
    inner = said.body.get("data")
    layers = [said.body, *([inner] if isinstance(inner, dict) else [])]
    wrong = any(layer.get("status_cd") == "0" or layer.get("success") is False for layer in layers)
    return said.status < 400 and not wrong


OF_HTTP = {"host", "user-agent", "accept-encoding", "accept", "connection", "content-type", "content-length"}
# Its own login wants two headers, and IC's and others' code sends no more; what is sent beside them is not looked at.
LOGIN = {("/gsp/authenticate", name) for name in ("username", "state-cd", "ip-usr", "txn", "requestid", "gstin")}
NOT_LOOKED_AT = {
    "adaequare": LOGIN,
    "adaequare-plain": LOGIN,
    "taxpro-sealed": {("/taxpayerapi/v1.0/getkey", name) for name in ("username", "state-cd", "ip-usr", "gstin", "appver")},
    "whitebooks": {(f"/authentication/{step}", "gstin") for step in ("otprequest", "authtoken", "refreshtoken", "logout")},
}  # fmt: skip


@pytest.mark.parametrize("vendor", DIALECTS)
def test_every_header_of_every_call_is_compared_by_value(vendor: str, home: Path) -> None:
    """A header with another value, one sign off or missing is refused, in every step and call that it goes with."""
    vault = vault_of(vendor, home)
    with gateway(vendor, files=2) as running, client_of(vendor, running.url, home, vault=vault) as client:
        running.dialect = probing = Prober(running.dialect)
        month = probing.dialect.month
        month.large = set() if vendor in PLAIN else {"B2B"}
        client.sign_in()
        client.counts()
        record = client.documents("b2b")[0] | {"action": "A", "prev_status": "N"}
        client.request_status(client.save({**SAVE, "invdata": {"b2b": [record]}}))
        client.reset({**SAVE, "reqtyp": "RESET", "invdata": {"b2b": [record | {"prev_status": "A"}]}})
        client.compute_2b_status(client.compute_2b(PERIOD))
        client.gstr2b(PERIOD)
        profile = client.profile
        with client_of(vendor, running.url, home, vault=vault, variants={"refresh_minutes": 361}) as again:
            again.counts()
            again.sign_out()
    assert probing.taken == {place for place in NOT_LOOKED_AT.get(vendor, set()) if place in probing.looked_at}
    names = {name.lower() for name, text in profile.headers.items() if text}
    for call in [*profile.signin.values(), *profile.calls.values()]:
        names |= {name.lower() for name, text in call.headers.items() if text}
    assert {name for _, name in probing.looked_at} == names
    assert [saved["reqtyp"] for saved in month.saves] == ["SAVE", "RESET"]


def _other_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


@pytest.mark.parametrize("vendor", DIALECTS)
def test_a_wrong_otp_is_asked_for_again(vendor: str, home: Path) -> None:
    person = Person("111111", "575757")
    with gateway(vendor) as running, client_of(vendor, running.url, home, ui=person, otp="") as client:
        client.sign_in()
    assert "The OTP is wrong or too old" in person.lines[0]
    assert len(person.questions) == 2
    assert running.dialect.otps == 1


def test_api_access_that_is_off_is_told_with_its_cure(home: Path) -> None:
    with gateway("whitebooks") as running, client_of("whitebooks", running.url, home) as client:
        running.dialect.api_access = False
        with pytest.raises(GstnError, match="API access is not enabled") as caught:
            client.sign_in()
    assert "Manage API Access, switch it on and choose 30 days" in caught.value.issue.remedy


# Sessions


@pytest.mark.parametrize("vendor", DIALECTS)
def test_the_next_program_goes_on_with_the_session(vendor: str, home: Path) -> None:
    vault = vault_of(vendor, home)
    with gateway(vendor) as running:
        for _ in range(2):
            with client_of(vendor, running.url, home, vault=vault) as client:
                assert len(client.documents("b2b")) == 4
        assert running.dialect.otps == 1
        assert getattr(running.dialect, "logins", 1) == 1


@pytest.mark.parametrize("vendor", DIALECTS)
def test_a_session_that_ended_is_begun_anew(vendor: str, home: Path) -> None:
    person = Person("575757", "575757")
    with gateway(vendor) as running, client_of(vendor, running.url, home, ui=person, otp="") as client:
        client.sign_in()
        running.dialect.session = running.dialect.token = ""
        assert len(client.documents("b2b")) == 4
    assert running.dialect.otps == 2


@pytest.mark.parametrize("vendor", [vendor for vendor in DIALECTS if profile_of(vendor, "http://127.0.0.1:1").step("refresh")])  # fmt: skip
def test_a_session_is_refreshed_before_it_ends(vendor: str, home: Path) -> None:
    vault = vault_of(vendor, home)
    now = dt.datetime.now(dt.UTC)
    with gateway(vendor) as running:
        with client_of(vendor, running.url, home, vault=vault) as client:
            ends = client.sign_in()
        assert ends - now < dt.timedelta(hours=6, minutes=1)
        with client_of(vendor, running.url, home, vault=vault, variants={"refresh_minutes": 361}) as client:
            assert len(client.documents("b2b")) == 4
        assert running.dialect.otps == 1


def test_the_own_session_of_a_gsp_is_renewed_without_an_otp(home: Path) -> None:
    with gateway("adaequare") as running, client_of("adaequare", running.url, home) as client:
        client.sign_in()
        running.dialect.bearer = "ended"
        assert len(client.documents("b2b")) == 4
    assert (running.dialect.logins, running.dialect.otps) == (2, 1)


def test_an_otp_that_comes_in_a_later_run_belongs_to_the_session_it_was_asked_in(home: Path) -> None:
    vault = vault_of("whitebooks", home)
    with gateway("whitebooks") as running:
        with (
            client_of("whitebooks", running.url, home, vault=vault, ui=Person(), otp="") as client,
            pytest.raises(SignInNeeded),
        ):
            client.sign_in()
        with client_of("whitebooks", running.url, home, vault=vault, otp="575757") as client:
            client.sign_in()
    assert running.dialect.otps == 1


# A gateway that refuses or is down says nothing about documents


HTML = Said(b"<html><body>Access denied</body></html>", 403)
DOWN = {
    "adaequare": Said({"success": False, "message": "GSPGSTDOWN: GSTN is down"}),
    "whitebooks": Said(b"<html>Bad gateway</html>"),
    "sandbox-co-in": Said({"code": 503, "message": "Service Unavailable"}, 503),
}
REFUSING = {
    "whitebooks": Said({"status_cd": "0", "error": {"error_cd": "WB_ERR_9104", "message": "header missing"}}),
    "sandbox-co-in": Said({"code": 401, "message": "Unauthorized"}, 401),
    "adaequare": Said({"success": False, "message": "Subscription over"}),
    "x-api-key": Said({"message": "Too many"}, 429),
    "alankit": Said({"statusCode": 401, "message": "Access denied"}, 401),
    "taxpro-sealed": Said({"error": {"error_cd": "GSP030B", "message": "no"}}, 401),
}


@pytest.mark.parametrize("vendor", DIALECTS)
def test_a_failure_that_passes_is_asked_again(vendor: str, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        client.sign_in()
        running.next.extend([DOWN.get(vendor, Said(b"<html>", 502))] * 2)
        assert len(client.documents("b2b")) == 4
        assert len(running.seen) >= 5


@pytest.mark.parametrize("vendor", DIALECTS)
@pytest.mark.parametrize("kind", ["html", "down", "refusing"])
def test_a_save_that_a_gateway_stops_is_neither_refused_nor_sent_twice(vendor: str, kind: str, home: Path) -> None:
    said = {"html": HTML, "down": DOWN.get(vendor, Said(b"", 504)), "refusing": REFUSING.get(vendor, HTML)}[kind]
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        client.sign_in()
        before = len(running.seen)
        running.next.append(said)
        with pytest.raises(StoppedByGateway, match="no decision counts as refused"):
            client.save(SAVE)
        assert len(running.seen) == before + 1
        assert running.dialect.month.saves == []


HALF_DEAD = {
    "cut off": Said(b'{"status_cd":"1","data":{"refer'),
    "empty": Said(b""),
    "no content": Said(b"", 204),
    "words": Said(b"OK"),
    "a list": Said(b"[1, 2]"),
    "a web page as JSON": Said(b"<html>", headers={"Content-Type": "application/json"}),
    "JSON as a web page": Said({"message": "wait"}, 503, {"Content-Type": "text/html"}),
    "fine words, failed": Said({"status_cd": "1", "success": True, "data": {"reference_id": "1"}}, 500),
    "sent elsewhere": Said(b"", 302, {"Location": "https://elsewhere.example/"}),
}  # fmt: skip


@pytest.mark.parametrize("vendor", DIALECTS)
def test_a_half_dead_gateway_is_asked_again_and_takes_no_save_for_sure(vendor: str, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        client.sign_in()
        for said in HALF_DEAD.values():
            running.next.append(said)
            assert len(client.documents("b2b")) == 4
        for said in [*HALF_DEAD.values(), Said({"status_cd": "1", "success": True})]:  # the last has no reference
            before = len(running.seen)
            running.next.append(said)
            with pytest.raises(OutcomeUnknown):
                client.save(SAVE)
            assert len(running.seen) == before + 1
        assert running.dialect.month.saves == []


@pytest.mark.parametrize("vendor", DIALECTS)
@pytest.mark.parametrize("status", [400, 404, 422])
def test_an_error_status_is_never_an_empty_section(vendor: str, status: int, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        client.sign_in()
        for body in ({}, {"status_cd": "1"}, {"message": "Not found"}, b"<html>", b""):
            running.next.extend([Said(body, status)] * 5)  # as often as is asked
            with pytest.raises(ImsError):
                client.documents("b2b")
            running.next.clear()


@pytest.mark.parametrize("vendor", ["adaequare", "adaequare-plain", "taxpro-sealed", "sandbox-co-in"])
def test_a_login_that_gives_nothing_is_told(vendor: str, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        running.next.append(Said({"status_cd": "1", "code": 200}))
        with pytest.raises(ImsError, match=r"holds no session|bearer is missing"):
            client.sign_in()
        client.sign_in()  # nothing of it was kept
    assert running.dialect.otps == 1


def test_a_session_of_the_gsp_that_stopped_a_save_is_not_used_again(home: Path) -> None:
    with gateway("adaequare") as running, client_of("adaequare", running.url, home) as client:
        client.sign_in()
        running.dialect.bearer = "ended"
        with pytest.raises(StoppedByGateway):
            client.save(SAVE)
        assert len(client.documents("b2b")) == 4
    assert running.dialect.logins == 2


def test_nothing_there_is_an_empty_list_on_every_dialect(home: Path) -> None:
    for vendor in DIALECTS:
        with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
            assert client.documents("b2bdn") == []


@pytest.mark.parametrize("vendor", DIALECTS)
def test_words_of_status_are_the_vendors(vendor: str, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        assert [record["inum"] for record in client.documents("b2b", "A")] == ["A/4"]


# The archive


@pytest.mark.parametrize("vendor", DIALECTS)
def test_no_secret_is_archived_wherever_it_stands(vendor: str, home: Path) -> None:
    """Headers, queries, bodies, answers and their headers, also of steps that fail."""
    vault = vault_of(vendor, home)
    person = Person("313131", "575757")
    with gateway(vendor, files=2) as running, client_of(vendor, running.url, home, vault=vault, ui=person, otp="") as client:  # fmt: skip
        client.sign_in()
        client.counts()
        client.documents("b2b")
        reference = client.save({**SAVE, "invdata": {"b2b": [{"stin": "x", "rtnprd": PERIOD, "inum": "1"}]}})
        client.request_status(reference)
        client.compute_2b(PERIOD)
        client.gstr2b(PERIOD)
        running.next.append(Said({"status_cd": "0", "error": {"message": "secret in words: 575757"}}))
        with pytest.raises(ImsError):
            client.documents("b2b")
    kept = "".join(file.read_text(encoding="utf-8") for file in (home / "data" / "traffic").rglob("*.jsonl"))
    dialect = running.dialect
    live = {"token", "session", "bearer", "gsp", "pending"}
    secrets = {str(value) for name, value in vars(dialect).items() if name in live and value}
    secrets |= {vault.get(name) for name in dialect.secrets} | {"575757", "313131"}
    assert len(secrets) >= 4
    for secret in secrets:
        assert secret not in kept
        assert urllib.parse.quote(secret, safe="") not in kept
    entries = [json.loads(line) for line in kept.splitlines()]
    assert any(entry["what"] == "Sending decisions" for entry in entries)
    assert "A/1" in kept  # what is no secret is there to be read


# Pages and tasks


@pytest.mark.parametrize("vendor", [vendor for vendor in DIALECTS if vendor not in PLAIN])
def test_a_large_section_comes_as_files_once_they_are_ready(vendor: str, home: Path) -> None:
    with gateway(vendor) as running, client_of(vendor, running.url, home) as client:
        running.dialect.month.large = {"B2B"}
        assert [[record["inum"] for record in page] for page in client.pages("b2b")] == [["A/1"], ["A/2"], ["A/3"], ["A/4"]]  # fmt: skip
        assert running.dialect.asked_for_files == 2


TASKS = {
    "base": "none",
    "secrets": ["handle", "password", "organisation"],
    "signin": {
        "gsp": {
            "call": "",
            "body": {"handle": "{secret.handle}", "password": "{secret.password}", "minutes": 360},
            "keep": {"user": "$.data.token"},
            "lasts": "360min",
        },
        "otp": {
            "call": "POST /authenticate", "headers": {"action": "{action}"},
            "body": {"gstin": "{gstin}", "username": "{user}"}, "keep": {"request": "$.data.otp-request-id"},
        },
        "token": {
            "call": "POST /authenticate", "headers": {"action": "{action}"},
            "body": {"otp-request-id": "{keep.request}", "otp": "{otp}"}, "keep": {"session": "$.data.gst-session-id"},
            "lasts": "6h",
        },
    },
    "headers": {"x-org-id": "{secret.organisation}", "x-user-token": "{keep.user}", "x-session": "{keep.session}"},
    "calls": {
        "counts": "GET /counts?goods={goods}",
        "documents": {
            "call": "GET /documents?section={section}&status={status}",
            "task": {
                "id": "$.task-id", "poll": "GET /tasks?id={job}", "state": "$.status", "done": ["completed"],
                "failed": ["failed"], "pages": "$.pages", "page": "GET /pages?id={job}&page={page}",
            },
        },
    },
    "envelope": {"requests": "plain", "answers": "plain"},
    "frame": {"data": ["$.data"], "ok": {"$.status": "1"}},
}  # fmt: skip


def test_a_download_may_be_a_task_with_pages_and_the_login_stand_elsewhere(home: Path) -> None:
    with serve_gateway(Tasks(Month(BUYER, PERIOD, sections()), USER)) as running:
        there = running.url.replace("127.0.0.1", "localhost")
        table: dict[str, Any] = json.loads(json.dumps(TASKS))
        table["signin"]["gsp"]["call"] = f"POST {there}/login/authtokens"
        profile = Profile.model_validate({
            **table, "key": "tasks", "name": "Tasks", "base_url": running.url, "other_hosts": [there],
            "users": {BUYER: USER}, "polling": {"files": [0.01], "files_longest": 0.05},
        })  # fmt: skip
        assert {fault.reason for fault in faults(profile)} == {"this call is missing"}  # those it does not need here
        vault = MemoryVault(dict(Tasks.secrets))
        with Client(profile, BUYER, otp="575757", vault=vault, wait=lambda seconds: None) as client:
            assert client.counts().total("b2b") == 4
            assert [record["inum"] for record in client.documents("b2b")] == ["A/1", "A/2", "A/3", "A/4"]
            running.next.extend([None, Said({"status": "1", "data": {"status": "failed"}})])
            with pytest.raises(GstnError, match="the task ended as failed"):
                client.documents("b2b")
            running.next.extend([None, *[Said({"status": "1", "data": {"status": "running"}})] * 9])
            with pytest.raises(GstnError, match="still preparing the file"):  # after seconds, not for ever
                client.documents("b2b")
            running.next.clear()
            running.next.extend([None, None, Said({"status": "1", "data": {"status": "completed"}})])
            with pytest.raises(EnvelopeError, match="how many pages"):
                client.documents("b2b")
    assert running.dialect.otps == 1
    assert profile.origin == f"{running.url} and {there}"


def test_the_ip_address_is_looked_up_where_the_profile_says_so(home: Path) -> None:
    with gateway("native") as page, gateway("native") as running:
        page.next.append(Said({"ip": "203.0.113.7"}))
        with client_of("native", running.url, home, user_ip="", ip_lookup=f"{page.url}/ip") as client:
            client.sign_in()
            client.counts()
        assert len(page.seen) == 1
        page.next.append(Said({"ip": "none"}))
        with (
            client_of("native", running.url, home, user_ip="", ip_lookup=f"{page.url}/ip") as client,
            pytest.raises(ImsError, match="could not be looked up"),
        ):
            client.sign_in()


def test_a_dialect_is_changed_by_a_word_of_the_profile_alone(home: Path) -> None:
    """Vayana agrees the hash with each customer: the other one is refused."""
    other = "{text.ticket|rsa-sha1:secret.key}"
    with (
        gateway("vayana") as running,
        client_of("vayana", running.url, home, headers={"X-Asp-Auth-Signature": other}) as client,
        pytest.raises(GstnError, match="signature does not fit"),
    ):
        client.sign_in()
    assert replace(running.seen[-1], body={}).headers["x-asp-auth-token"].startswith("v2.0:CUST-17::")
