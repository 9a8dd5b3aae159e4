"""GETCNT, GETINV and files, in each of their forms."""

import base64
import hashlib
import io
import json
import tarfile

import pytest
from support.gstn_client import GstnClient, unaes

from ims_xl.sandbox import RECIPIENT

ZERO = {"accept": 0, "noaction": 0, "pending": 0, "reject": 0}
SECTIONS = {
    "B2B": "b2b",
    "B2BA": "b2ba",
    "CN": "b2bcn",
    "CNA": "b2bcna",
    "DN": "b2bdn",
    "DNA": "b2bdna",
    "ECOM": "ecom",
    "ECOMA": "ecoma",
    "IMPG": "impg",
}


@pytest.fixture
def large(running):
    """60 documents more, sections above 5 documents in files of 10."""

    def start(**variants):
        variants = {"large_section": 5, "file_documents": 10, **variants}
        return GstnClient(running(documents=60, variants=variants).base_url, RECIPIENT).sign_in()

    return start


def test_counts_by_group(client):
    others = client.get("GETCNT", goods_typ="ALL_OTH").data
    one = {"accept": 0, "noaction": 1, "pending": 0, "reject": 0}
    assert others == {
        "all_oth": {
            "b2b": one,
            "b2ba": ZERO | {"accept": 1},
            "b2bcn": one,
            "b2bcna": one,
            "b2bdn": ZERO | {"pending": 1},
            "b2bdna": one,
            "ecom": one,
            "ecoma": one,
            "ttl_cnt": 8,
        }
    }
    imports = client.get("GETCNT", goods_typ="IMP_GDS").data["imp_gds"]
    assert (imports["impg"], imports["ttl_cnt"]) == (one, 1)
    assert client.get("GETCNT", goods_typ="INV_SUPP_ISD").data == {
        "inv_supp_isd": {"isd": ZERO, "isda": ZERO, "ttl_cnt": 0}
    }


def test_counts_may_come_all_at_once(running):
    client = GstnClient(running(variants={"counts": "all"}).base_url, RECIPIENT).sign_in()
    assert set(client.get("GETCNT", goods_typ="IMP_GDS").data) == {"all_oth", "imp_gds", "inv_supp_isd"}


def test_an_unknown_kind_of_goods_is_refused(client):
    assert client.get("GETCNT", goods_typ="all_oth").code == "AUTH143"


@pytest.mark.parametrize(("request_value", "key"), SECTIONS.items())
def test_each_section_comes_as_it_was_loaded(client, records, request_value, key):
    assert client.get("GETINV", section=request_value).data == {key: records[key]}


@pytest.mark.parametrize("section", ["b2b", "B2BCN", "ISD", ""])
def test_an_unknown_section_is_refused(client, section):
    assert client.get("GETINV", section=section).code == ("AUTH143" if section else "GEN5001")


def test_the_status_filter(client):
    assert [record["nt_num"] for record in client.documents("DN", status="P")] == ["DN-19"]
    assert client.get("GETINV", section="DN", status="A").code == "RET13508"
    assert client.get("GETINV", section="DN", status="pending").code == "AUTH143"


def test_nothing_there_may_be_an_error_or_an_empty_list(running):
    sandbox = running(variants={"nothing_code": "RET11416"})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    assert client.get("GETINV", section="IMPGSEZ").code == "RET11416"
    sandbox.variants.nothing = "list"
    assert client.get("GETINV", section="IMPGSEZ").data == {"impgsez": []}


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("yn", {"ispendactblocked": "Y", "isRemarksBlocked": "N", "isItcRedReqBlocked": "Y"}),
        ("boolean", {"ispendactblocked": True, "isRemarksBlocked": False, "isItcRedReqBlocked": True}),
        ("old", {"ispendactnallwd": "Y", "isRemarksBlocked": "N", "itcRedReqBlocked": "Y"}),
    ],
)
def test_spellings_of_the_flags(running, spelling, expected):
    client = GstnClient(running(variants={"flags": spelling}).base_url, RECIPIENT).sign_in()
    (record,) = client.documents("CNA")
    assert {key: record.get(key) for key in expected} == expected


def test_untouched_rows_may_lack_their_action(running):
    client = GstnClient(running(variants={"action_absent": True}).base_url, RECIPIENT).sign_in()
    assert "action" not in client.documents("B2B")[0]
    assert client.documents("DN")[0]["action"] == "P"


def test_trade_names_may_be_missing(running, sandbox):
    bare = running(documents=1, variants={"trade_names": False})
    assert "tradenm" not in GstnClient(bare.base_url, RECIPIENT).sign_in().documents("B2B")[0]
    named = running(documents=1)
    assert GstnClient(named.base_url, RECIPIENT).sign_in().documents("B2B")[0]["tradenm"].startswith("Sample ")


def test_a_large_section_comes_as_files(large):
    client = large()
    token = client.get("GETINV", section="B2B").data
    assert token["est"] == "1"
    assert client.get("FILEDET", token=token["token"]).code == "RTN_24"
    details = client.get("FILEDET", token=token["token"]).data
    counted = client.get("GETCNT", goods_typ="ALL_OTH").data["all_oth"]["b2b"]["noaction"]
    assert 30 < counted <= 40
    assert details["fc"] == len(details["urls"]) == 4
    documents = client.files(token["token"])
    assert len(documents) == len({record["inum"] for record in documents}) == counted


def test_the_status_filter_of_a_large_section(large):
    client = large()
    token = client.get("GETINV", section="B2B", status="N").data["token"]
    assert {record["action"] for record in client.files(token)} == {"N"}


def test_the_token_may_come_unencrypted(large):
    client = large(token_place="plain")
    answer = client.get("GETINV", section="B2B")
    assert json.loads(answer.body).keys() == {"status_cd", "token", "est"}


def test_files_may_hold_raw_bytes_and_be_named_by_url(large):
    client = large(file_member="raw", file_url="url", file_calls=0)
    details = client.get("FILEDET", token=client.get("GETINV", section="B2B").data["token"]).data
    first = details["urls"][0]
    assert first["ul"].startswith(client.base_url + "/files/")
    packed = client.call("GET", first["ul"].removeprefix(client.base_url)).body
    assert hashlib.sha256(packed).hexdigest() == first["hash"]
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        (member,) = tar.getmembers()
        text = unaes(base64.b64decode(details["ek"]), tar.extractfile(member).read())
    assert len(json.loads(base64.b64decode(text))["b2b"]) == 10


def test_files_may_take_long(large):
    client = large(file_calls=3)
    token = client.get("GETINV", section="B2B").data["token"]
    assert [client.get("FILEDET", token=token).code for _ in range(4)] == ["RTN_24"] * 3 + [""]


def test_preparation_may_be_told_as_data(large):
    client = large(queued="data")
    token = client.get("GETINV", section="B2B").data["token"]
    answer = client.get("FILEDET", token=token)
    assert (answer.code, answer.data["error_cd"]) == ("", "RTN_24")
    assert client.get("FILEDET", token=token).data["fc"] == 4


def test_words_for_the_filing_status(running):
    sandbox = running(variants={"filed_words": ["F", "N"]})
    client = GstnClient(sandbox.base_url, RECIPIENT).sign_in()
    assert (client.documents("CN")[0]["srcfilstatus"], client.documents("B2B")[0]["srcfilstatus"]) == ("F", "N")


def test_a_wrong_token_is_refused(client):
    assert client.get("FILEDET", token="0" * 32).code == "AUTH143"
    assert client.call("GET", "/files/0/1.tar.gz").status == 404


def test_the_certificate(client):
    assert client.call("GET", "/certificate").body.startswith(b"-----BEGIN PUBLIC KEY-----")
