"""Large sections: token, list of files, files in every form, and everything that makes one unusable."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
from typing import Any

import pytest
from support.desk import Desk
from support.portal import VECTORS, Drop, Plain, Portal, Raw, error

from ims_xl.gstn import downloads, envelope
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError
from ims_xl.issues import ImsError

KEY = bytes(range(32))
TOKEN = {"token": "file-token-1", "est": "1"}
QUEUED = error("RTN_24", "File generation is in progress")


def sealed(content: Any, form: str = "base64 of base64") -> bytes:
    """A member: base64 or raw bytes of the ciphertext of base64 or raw JSON."""
    plain = json.dumps(content).encode()
    if form.endswith("base64"):
        plain = base64.b64encode(plain)
    cipher = envelope.encrypt(KEY, plain)
    return cipher.encode() if form.startswith("base64") else base64.b64decode(cipher)


def tar(*members: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        folder = tarfile.TarInfo("files")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for number, member in enumerate(members):
            info = tarfile.TarInfo(f"files/{number}.json")
            info.size = len(member)
            archive.addfile(info, io.BytesIO(member))
    return buffer.getvalue()


def listing(*files: bytes, start: str = "", **changes: Any) -> dict[str, Any]:
    urls = [{"ul": f"{start}/files/{n}", "hash": hashlib.sha256(data).hexdigest()} for n, data in enumerate(files, 1)]
    return {"ek": base64.b64encode(KEY).decode(), "urls": urls, "fc": len(files), **changes}


def offer(portal: Portal, *files: bytes, **changes: Any) -> None:
    portal.answers("GETINV", TOKEN)
    portal.answers("FILEDET", listing(*files, **changes))
    portal.answers("FILE", *(Raw(200, data) for data in files))


def b2b(*numbers: str) -> dict[str, Any]:
    return {"b2b": [{"inum": number} for number in numbers]}


def numbers(desk: Desk) -> list[Any]:
    with desk.client() as client:
        return [record["inum"] for record in client.documents("b2b")]


@pytest.mark.parametrize("form", ["base64 of base64", "raw of base64", "base64 of raw", "raw of raw"])
@pytest.mark.parametrize("pack", [tar, gzip.compress, bytes])
def test_a_file_in_every_form(portal: Portal, desk: Desk, form: str, pack: Any) -> None:
    content = b2b("A1", "A2")
    offer(portal, pack(sealed(content, form)))
    assert numbers(desk) == ["A1", "A2"]


def test_the_file_openssl_made(portal: Portal, desk: Desk) -> None:
    file = VECTORS["file"]
    packed = tar(file["member_base64"].encode())
    portal.answers("GETINV", TOKEN)
    portal.answers("FILEDET", listing(packed, ek=file["ek"]))
    portal.answers("FILE", Raw(200, packed))
    with desk.client() as client:
        (record,) = client.documents("b2bcn")
    assert (record["nt_num"], record["val"]) == ("CN/077", 5900.0)
    member = base64.b64decode(file["member_base64"])
    assert hashlib.sha256(file["member_base64"].encode()).hexdigest() == file["member_base64_sha256"]
    assert len(member) % 16 == 0


def test_several_files_with_several_members_are_joined_in_order(portal: Portal, desk: Desk) -> None:
    offer(portal, tar(sealed(b2b("A1")), sealed(b2b("A2"))), tar(sealed(b2b("A3"))))
    assert numbers(desk) == ["A1", "A2", "A3"]
    assert [seen.path for seen in portal.calls("FILE")] == ["/files/1", "/files/2"]


def test_files_that_the_profile_has_no_call_for_are_told(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", TOKEN)
    with desk.client(calls={"files": ""}) as client, pytest.raises(ImsError, match="profile has no call for them"):
        client.documents("b2b")


@pytest.mark.parametrize("whole", [True, False])
def test_the_address_of_a_file_is_a_path_or_whole(portal: Portal, desk: Desk, whole: bool) -> None:
    offer(portal, tar(sealed(b2b("A1"))), start=portal.base_url if whole else "")
    assert numbers(desk) == ["A1"]
    assert portal.calls("FILE")[0].headers["client-secret"] == "gsp-secret"


def test_another_host_gets_no_credentials(portal: Portal, desk: Desk) -> None:
    elsewhere = portal.base_url.replace("127.0.0.1", "localhost")
    offer(portal, tar(sealed(b2b("A1"))), start=elsewhere)
    assert numbers(desk) == ["A1"]
    headers = portal.calls("FILE")[0].headers
    assert not {"client-secret", "clientid", "username", "auth-token"} & headers.keys()


@pytest.mark.parametrize(
    "answer", [TOKEN, Plain({"status_cd": "1", **TOKEN}), Plain({"status_cd": "1", "data": TOKEN})]
)
def test_the_token_comes_in_the_envelope_or_plain(portal: Portal, desk: Desk, answer: Any) -> None:
    offer(portal, tar(sealed(b2b("A1"))))
    portal.answers("GETINV", answer)
    assert numbers(desk) == ["A1"]
    assert portal.calls("FILEDET")[0].query["token"] == "file-token-1"


def test_documents_without_envelope_are_not_used(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Plain({"status_cd": "1", **b2b("A1")}))
    with pytest.raises(EnvelopeError, match="without its envelope"):
        numbers(desk)


@pytest.mark.parametrize(
    "queued",
    [
        QUEUED,
        error("RTN_24", status=400),
        {"status_cd": "0", "error": {"error_cd": "RTN_24", "message": "queued"}},
        {"error_cd": "RTN_24", "error_msg": "queued"},
        Plain({"status_cd": "0", "error_cd": "RTN_24", "message": "queued"}),
        {"requestid": "17", "status": "queued"},
    ],
)
def test_queued_comes_as_an_error_or_as_data(portal: Portal, desk: Desk, queued: Any) -> None:
    file = tar(sealed(b2b("A1")))
    offer(portal, file)
    portal.answers("FILEDET", queued, queued, queued, listing(file))
    assert numbers(desk) == ["A1"]
    assert desk.time.waited == 2 + 5 + 15


def test_the_portal_may_say_how_long_it_takes(portal: Portal, desk: Desk) -> None:
    file = tar(sealed(b2b("A1")))
    offer(portal, file)
    portal.answers("FILEDET", {"requestid": "17", "retryTimeInMinutes": "3"}, listing(file))
    assert numbers(desk) == ["A1"]
    assert desk.time.waited == 180


def test_files_that_are_never_ready_are_given_up_after_an_hour(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", TOKEN)
    portal.answers("FILEDET", QUEUED)
    with pytest.raises(GstnError, match="still preparing") as caught:
        numbers(desk)
    assert caught.value.code == "RTN_24"
    assert 3300 < desk.time.waited <= 3600


def test_a_file_that_came_damaged_is_fetched_once_more(portal: Portal, desk: Desk) -> None:
    file = tar(sealed(b2b("A1")))
    offer(portal, file)
    portal.answers("FILE", Raw(200, file[:-1]), Drop(), Raw(200, file))
    assert numbers(desk) == ["A1"]
    assert len(portal.calls("FILE")) == 3


GOOD = tar(sealed(b2b("A1")))
BROKEN = {
    "wrong hash": (GOOD, {"urls": [{"ul": "/files/1", "hash": "0" * 64}]}, "hash does not fit"),
    "no hash": (GOOD, {"urls": [{"ul": "/files/1"}]}, "list of files"),
    "no address": (GOOD, {"urls": [{"hash": "0" * 64}]}, "list of files"),
    "no files": (GOOD, {"urls": []}, "list of files"),
    "no list": (GOOD, {"urls": None}, "list of files"),
    "fewer than counted": (GOOD, {"fc": "2"}, "1 of 2 files"),
    "no key": (GOOD, {"ek": None}, "list of files"),
    "short key": (GOOD, {"ek": base64.b64encode(b"x" * 16).decode()}, "wrong length"),
    "other key": (GOOD, {"ek": base64.b64encode(b"x" * 32).decode()}, "decrypted"),
    "key no base64": (GOOD, {"ek": "%%"}, "not base64"),
    "cut off": (GOOD[:-20], {}, "damaged"),
    "no tar": (tar(b"not encrypted at all"), {}, "decrypted"),
    "no JSON": (tar(sealed("text")), {}, "no JSON object"),
    "other section": (tar(sealed({"b2ba": [{"inum": "A1"}]})), {}, "no list of Invoices"),
    "no list of records": (tar(sealed({"b2b": {"inum": "A1"}})), {}, "no list of Invoices"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_trusted_is_not_used(portal: Portal, desk: Desk, case: str) -> None:
    file, changes, words = BROKEN[case]
    offer(portal, file, **changes)
    with pytest.raises(EnvelopeError, match=words):
        numbers(desk)


def test_a_file_that_unpacks_without_end_is_refused(
    portal: Portal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_LARGEST", 10_000)
    offer(portal, gzip.compress(bytes(100_000)))
    with pytest.raises(EnvelopeError, match="larger than"):
        numbers(desk)


def test_pages_come_one_by_one(portal: Portal, desk: Desk) -> None:
    offer(portal, GOOD, GOOD)
    with desk.client() as client:
        pages = client.pages("b2b")
        assert next(pages) == [{"inum": "A1"}]
        assert len(portal.calls("FILE")) == 1
        assert next(pages) == [{"inum": "A1"}]


def test_keys_of_files_and_addresses_are_not_archived(portal: Portal, desk: Desk) -> None:
    file = tar(sealed(b2b("A1")))
    offer(portal, file)
    answer = listing(file)
    answer["urls"][0]["ul"] += "?signature=very-secret"
    portal.answers("FILEDET", answer)
    assert numbers(desk) == ["A1"]
    kept = json.dumps(desk.archive())
    for secret in ("very-secret", "file-token-1", answer["ek"], KEY.hex()):
        assert secret not in kept
    assert hashlib.sha256(file).hexdigest() in kept


def test_merging() -> None:
    parts = [
        {"chksum": "a", "data": {"gstin": "", "docdata": {"b2b": [1]}, "cpsumm": {"b2b": [{"n": 1}]}}},
        {"chksum": "b", "data": {"gstin": "27", "docdata": {"b2b": [2], "cdnr": [3]}, "docRejdata": {"b2b": [4]}}},
    ]
    assert downloads.merge(iter(parts)) == {
        "chksum": "a",
        "data": {
            "gstin": "27",
            "docdata": {"b2b": [1, 2], "cdnr": [3]},
            "cpsumm": {"b2b": [{"n": 1}]},
            "docRejdata": {"b2b": [4]},
        },
    }
