"""What answers say, sealed or plain: the object they carry, or the code, the words and the meaning of a refusal."""

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gstn import answers, envelope
from ims_xl.gstn.answers import Needs, Reading
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.providers import sandbox_profile
from ims_xl.gstn.sources import Answer

PLAIN = {"requests": "plain", "answers": "plain"}
SINGLE: dict[str, Any] = {"envelope": PLAIN, "frame": {"data": ["$.data"], "ok": {"$.status_cd": "1"}}}
DOUBLE: dict[str, Any] = {"envelope": PLAIN, "frame": {"data": ["$.data.data"], "ok": {"$.data.status_cd": "1"}}}
BARE: dict[str, Any] = {"envelope": PLAIN}
RECORDS = {"b2b": [{"inum": "A1"}]}


def read(body: dict[str, Any], step: Any = "documents", status: int = 200, needs: Needs = "", **changes: Any) -> Any:
    profile = sandbox_profile("http://127.0.0.1:1", **changes)
    return Reading(profile, step, b"k" * 32, needs).read(Answer(status, {}, body))


def refusal(body: dict[str, Any], step: Any = "documents", status: int = 200, **changes: Any) -> GstnError:
    with pytest.raises(GstnError) as caught:
        read(body, step, status, **changes)
    return caught.value


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (SINGLE, {"status_cd": "1", "status_desc": "ok", "header": {"txn": "1"}, "data": RECORDS}),
        (SINGLE, {"status_cd": 1, "data": '{"b2b":[{"inum":"A1"}]}'}),  # JSON in a text
        (DOUBLE, {"code": 200, "transaction_id": "x", "data": {"status_cd": "1", "data": RECORDS}}),
        (BARE, {"chksum": "x", "data": RECORDS}),
    ],
)
def test_the_object_in_its_frame(changes: dict[str, Any], body: dict[str, Any]) -> None:
    assert read(body, **changes) == RECORDS


def test_a_statement_with_a_checksum_alone() -> None:
    body = {"chksum": "x", "data": {"gstin": "27", "docdata": {"b2b": []}}}
    assert read(body, "get2b", **BARE) == body["data"]


@pytest.mark.parametrize("body", [{"b2b": []}, {"status_cd": "1", "data": [1]}, {"status_cd": "1", "result": RECORDS}])
def test_an_object_that_is_not_where_the_profile_says_is_never_an_empty_section(body: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError, match="does not hold its object where the profile says"):
        read(body, **BARE)


def test_a_frame_without_anything_is_nothing() -> None:
    assert read({"status_cd": "1", "status_desc": "ok", "data": None}, **SINGLE) == {}


def test_a_reference_may_stand_beside_the_object() -> None:
    assert read({"status_cd": "1", "reference_id": "1a", "data": {}}, "save", needs="reference", **SINGLE) == {
        "reference_id": "1a"
    }
    with pytest.raises(EnvelopeError, match="no reference"):
        read({"status_cd": "1", "data": {}}, "save", needs="reference", **SINGLE)


def test_errors_of_a_request_are_its_result_and_no_refusal() -> None:
    report = {"status_cd": "PE", "error_report": {"b2b": [{"error_cd": "IMSSAV0010"}]}, "err_cd": "", "err_cnt": "1"}
    assert read({"status_cd": "1", "data": report}, "status", **SINGLE) == report
    assert read({"code": 200, "data": {"status_cd": "1", "data": report}}, "status", **DOUBLE) == report


WORDS = "API access is not enabled"


@pytest.mark.parametrize(
    "body",
    [
        {"status_cd": "0", "error": {"error_cd": "AUTH4037", "message": WORDS}},
        {"status_cd": "0", "error": {"errorCode": "AUTH4037", "errorMessage": WORDS}},
        {"status_cd": "0", "error": {"errorCodes": "AUTH4037", "error_msg": WORDS}},
        {"status_cd": "0", "error": [{"errorCode": "AUTH4037", "errorMessage": WORDS}]},
        {"status_cd": "0", "status_desc": f'[{{"errorCode":"AUTH4037","errorMessage":"{WORDS}"}}]'},
        {"status_cd": "0", "error_cd": "AUTH4037", "status_desc": WORDS},
        {"status_cd": "0", "errorCode": "AUTH4037", "desc": WORDS},
        {"code": 200, "data": {"status_cd": "0", "error": {"error_cd": "AUTH4037", "message": WORDS}}},
        {"success": False, "code": "AUTH4037", "message": WORDS},
    ],
    ids=str,
)
@pytest.mark.parametrize("changes", [{}, SINGLE, DOUBLE, BARE], ids=["sealed", "single", "double", "bare"])
def test_code_and_words_under_every_published_key(body: dict[str, Any], changes: dict[str, Any]) -> None:
    error = refusal(body, "otp", **changes)
    assert (error.code, error.message) == ("AUTH4037", WORDS)
    assert "Manage API Access, switch it on and choose 30 days" in error.issue.remedy


@pytest.mark.parametrize(
    ("step", "doing"),
    [
        ("token", "ask otp"),  # the OTP is wrong or old
        ("counts", "nothing there"),
        ("documents", "nothing there"),
        ("get2b", "nothing there"),
        ("save", "stop"),  # documents cannot be missing there without a word
        ("reset", "stop"),
        ("gen2b", "stop"),
        ("otp", "stop"),
    ],
)
def test_one_code_with_a_meaning_for_each_step(step: str, doing: str) -> None:
    error = refusal({"status_cd": "0", "error": {"error_cd": "RET13509", "message": "x"}}, step)
    assert error.entry.doing == doing
    assert (error.entry.code, error.by_portal) == ("RET13509", True)


def test_a_profile_gives_codes_a_meaning_everywhere_or_at_one_step() -> None:
    errors = {"codes": {"WB_ERR_*": "gateway stop", "X1": "wait"}, "steps": {"token": {"X1": "ask otp"}}}
    body = {"status_cd": "0", "error": {"error_cd": "X1"}}
    assert refusal(body, "token", errors=errors).entry.doing == "ask otp"
    assert refusal(body, errors=errors).entry.doing == "wait"
    body["error"] = {"error_cd": "WB_ERR_9104"}
    assert refusal(body, errors=errors).by_gateway
    assert not refusal(body).by_gateway


@pytest.mark.parametrize(
    "body", [{"success": False, "message": "GSPGSTDOWN: try later"}, {"code": "GSPGSTDOWN", "message": "x"}]
)
def test_words_of_a_failure_that_passes(body: dict[str, Any]) -> None:
    assert refusal(body, errors={"wait_words": ["GSPGSTDOWN"]}).entry.doing == "gateway wait"


@pytest.mark.parametrize(("status", "act"), [(403, "ip list"), (401, "gsp sign-in"), (429, "credits")])
def test_a_status_of_the_gateway(status: int, act: str) -> None:
    error = refusal({"message": "no"}, status=status, errors={"http": {str(status): act}})
    assert (error.code, error.message, error.act, error.by_gateway) == (f"HTTP {status}", "no", act, True)
    assert not error.about_secrets


def test_a_code_of_the_portal_says_more_than_the_status() -> None:
    body = {"status_cd": "0", "error": {"error_cd": "AUTH4038", "message": "x"}}
    error = refusal(body, status=401, errors={"http": {"401": "credentials"}})
    assert (error.code, error.entry.doing, error.by_portal) == ("AUTH4038", "sign in", True)


def test_a_frame_that_does_not_say_yes_is_a_refusal() -> None:
    error = refusal({"code": 503, "message": "down"}, status=503, **DOUBLE)
    assert (error.message, error.by_portal) == ("down", False)
    assert refusal({"data": RECORDS}, **SINGLE).by_portal is False


def test_a_mac_may_be_optional_and_counts_where_there_is_one() -> None:
    key, rek = b"k" * 32, os.urandom(32)
    sealed = {"status_cd": "1", **envelope.seal(RECORDS, rek), "rek": envelope.encrypt(key, rek)}
    without = {name: value for name, value in sealed.items() if name != "hmac"}
    assert read(sealed) == read(without, envelope={"hmac": "optional"}) == RECORDS
    for changes in ({}, {"hmac": "optional"}):
        with pytest.raises(EnvelopeError, match="HMAC"):
            read({**sealed, "hmac": "AAAA"}, envelope=changes)
    with pytest.raises(EnvelopeError, match="no HMAC"):
        read(without)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["data", "error", "status_cd", "code", "x"]), inner)
    ),
)


@given(st.dictionaries(st.sampled_from(["data", "error", "status_cd", "status_desc", "success"]), JSON))
def test_whatever_comes_is_read_or_refused(body: dict[str, Any]) -> None:
    for changes in ({}, SINGLE, DOUBLE, BARE):
        try:
            assert isinstance(read(body, **changes), dict)
        except (GstnError, EnvelopeError):
            continue


@pytest.mark.parametrize(
    ("value", "count"), [("12", 12), (" 7 ", 7), (3, 3), ("-1", None), ("1.0", None), ("9" * 5_000, None)]
)
def test_a_count_is_a_number_of_sensible_length(value: object, count: int | None) -> None:
    assert answers.number(value) == count
