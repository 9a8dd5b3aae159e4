"""What the client asks and what it makes of the answers."""

from typing import Any

import pytest
from support.desk import BUYER, Desk
from support.portal import Plain, Portal, error

from ims_xl.gstn.client import Client
from ims_xl.gstn.envelope import EnvelopeError
from ims_xl.gstn.errors import GstnError
from ims_xl.gstn.providers import sandbox_profile
from ims_xl.issues import ImsError

SAVE = {
    "rtin": BUYER,
    "reqtyp": "SAVE",
    "invdata": {"b2b": [{"stin": "24AAZCS2222F1ZB", "inum": "SSF/26-27/0417", "action": "A", "prev_status": "N"}]},
}
NOTHING = ["RET13508", "RET13509", "RET13510", "RET11416", "RET11417", "RT-3BAS1009"]


def test_a_section_is_asked_for_by_the_portals_name(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", {"b2bcn": [{"nt_num": "CN/077", "unknown": {"kept": [1]}}]})
    with desk.client() as client:
        assert client.documents("b2bcn") == [{"nt_num": "CN/077", "unknown": {"kept": [1]}}]
        client.documents("b2bcn", "P")
    assert [seen.query for seen in portal.calls("GETINV")] == [
        {"action": "GETINV", "gstin": BUYER, "section": "CN"},
        {"action": "GETINV", "gstin": BUYER, "section": "CN", "status": "P"},
    ]
    assert portal.calls("GETINV")[0].path == "/taxpayerapi/v0.3/returns/ims"


def test_a_profile_may_name_sections_paths_and_versions_its_own_way(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", {"b2bcn": []})
    changes: dict[str, Any] = {
        "words": {"section": {"b2bcn": "B2BCN"}},
        "versions": {"ims": "v2.0"},
        "paths": {"ims": "/x/{version}/ims"},
    }
    with desk.client(**changes) as client:
        client.documents("b2bcn")
    assert (portal.calls("GETINV")[0].path, portal.calls("GETINV")[0].query["section"]) == ("/x/v2.0/ims", "B2BCN")


@pytest.mark.parametrize(
    "answer",
    [*map(error, NOTHING), {"b2b": []}, {"b2b": None}, {}, Plain({"status_cd": "1"}), error("RET13508", status=404)],
)
def test_nothing_there_is_an_empty_list(portal: Portal, desk: Desk, answer: Any) -> None:
    portal.answers("GETINV", answer)
    with desk.client() as client:
        assert client.documents("b2b") == []


@pytest.mark.parametrize(
    "answer", [{"b2ba": [{"inum": "A1"}]}, {"b2b": {"inum": "A1"}}, {"b2b": "A1"}, {"message": "ok"}]
)
def test_an_answer_of_another_shape_is_not_taken_for_nothing(portal: Portal, desk: Desk, answer: Any) -> None:
    portal.answers("GETINV", answer)
    with desk.client() as client, pytest.raises(EnvelopeError, match="no list of Invoices"):
        client.documents("b2b")


@pytest.mark.parametrize(
    "answer",
    [
        Plain({"status_cd": "0", "error": {"error_cd": "AUTH4032", "message": "Invalid user"}}),
        Plain({"status_cd": 0, "error": {"errorCode": "AUTH4032", "errorMsg": "Invalid user"}}),
        Plain({"error": {"error_cd": "AUTH4032", "desc": "Invalid user"}}),
        Plain({"status_cd": "0", "error_cd": "AUTH4032", "message": "Invalid user"}),
        {"status_cd": "0", "error": {"error_cd": "AUTH4032", "message": "Invalid user"}},
    ],
)
def test_errors_in_every_shape(portal: Portal, desk: Desk, answer: Any) -> None:
    portal.answers("GETINV", answer)
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.documents("b2b")
    assert (caught.value.code, caught.value.message) == ("AUTH4032", "Invalid user")


def test_an_error_that_is_only_words_is_shown_as_it_came(portal: Portal, desk: Desk) -> None:
    portal.answers("GETINV", Plain({"status_cd": "0", "error": "please come back"}))
    with desk.client() as client, pytest.raises(GstnError, match='no code: "please come back"'):
        client.documents("b2b")


@pytest.mark.parametrize("action", ["SAVE", "RESETIMS"])
def test_decisions_are_sent_sealed_and_give_a_reference(portal: Portal, desk: Desk, action: str) -> None:
    portal.answers(action, {"reference_id": "1a2b3c4d5e6f708"})
    with desk.client() as client:
        reference = client.save(SAVE) if action == "SAVE" else client.reset(SAVE)
    (seen,) = portal.calls(action)
    assert reference == "1a2b3c4d5e6f708"
    assert seen.body.keys() == {"action", "data", "hmac"}
    assert seen.payload == SAVE
    assert (seen.path, seen.query) == ("/taxpayerapi/v0.3/returns/ims", {})
    assert "SSF/26-27/0417" not in str(seen.body)


def test_a_reference_may_come_without_envelope(portal: Portal, desk: Desk) -> None:
    portal.answers("SAVE", Plain({"status_cd": "1", "reference_id": "1a2b"}))
    with desk.client() as client:
        assert client.save(SAVE) == "1a2b"


def test_what_was_sent_and_answered_is_archived_as_it_was_meant(portal: Portal, desk: Desk) -> None:
    portal.answers("SAVE", {"reference_id": "1a2b"})
    with desk.client() as client:
        client.save(SAVE)
    entry = desk.archive()[-1]
    assert entry["what"] == "Sending decisions"
    assert entry["request"]["payload"] == SAVE
    assert entry["request"]["body"] == {"action": "SAVE", "data": "***", "hmac": "***"}
    assert entry["answer"]["content"] == {"reference_id": "1a2b"}
    assert entry["request"]["headers"]["txn"] == portal.calls("SAVE")[0].headers["txn"]


# GSTR-2B


def statement(number: str, **more: Any) -> dict[str, Any]:
    documents = {"b2b": [{"ctin": "24AAZCS2222F1ZB", "inv": [{"inum": number}]}]}
    return {"chksum": "x", "data": {"gstin": BUYER, "rtnprd": "102026", "docdata": documents, **more}}


def test_gstr2b_in_one_piece(portal: Portal, desk: Desk) -> None:
    portal.answers("GET2B", statement("A1"))
    with desk.client() as client:
        assert client.gstr2b("102026") == statement("A1")
    (seen,) = portal.calls("GET2B")
    assert seen.query == {"action": "GET2B", "gstin": BUYER, "rtnprd": "102026"}
    assert seen.headers["ret_period"] == "102026"
    assert seen.path == "/taxpayerapi/v0.3/returns/gstr2b"


@pytest.mark.parametrize("first", [statement("not used", fc=2), {"data": {"fc": "2"}}, {"fc": 2}])
def test_gstr2b_in_files(portal: Portal, desk: Desk, first: dict[str, Any]) -> None:
    portal.answers("GET2B", first, statement("A1"), statement("A2", docRejdata={"b2b": [1]}))
    with desk.client() as client:
        found: Any = client.gstr2b("102026")
    assert [seen.query.get("file_num") for seen in portal.calls("GET2B")] == [None, "1", "2"]
    assert [supplier["inv"] for supplier in found["data"]["docdata"]["b2b"]] == [[{"inum": "A1"}], [{"inum": "A2"}]]
    assert found["data"]["docRejdata"] == {"b2b": [1]}
    assert (found["data"]["gstin"], found["data"]["rtnprd"]) == (BUYER, "102026")


def test_gstr2b_in_files_keeps_the_sums_of_the_first_answer(portal: Portal, desk: Desk) -> None:
    """The number of files stands as deep as a GSP wraps it; only the first answer has the sums."""
    sums = {"itcavl": {"nonrevsup": {"igst": 558}}}
    first = {"status": "1", "data": {"data": {"gstin": BUYER, "rtnprd": "102026", "fc": 2, "itcsumm": sums}}}
    parts = [{"status": "1", "data": statement(number)} for number in ("A1", "A2")]
    portal.answers("GET2B", first, *parts)
    with desk.client() as client:
        found: Any = client.gstr2b("102026")
    assert [seen.query.get("file_num") for seen in portal.calls("GET2B")] == [None, "1", "2"]
    inner = found["data"]["data"]
    assert inner["itcsumm"] == sums
    assert [supplier["inv"] for supplier in inner["docdata"]["b2b"]] == [[{"inum": "A1"}], [{"inum": "A2"}]]


@pytest.mark.parametrize(
    "queued",
    [
        {"requestid": "17", "retryTimeInMinutes": "2"},
        Plain({"status_cd": "1", "requestid": "17", "retryTimeInMinutes": "2"}),
        Plain({"status_cd": "0", "error": {"error_cd": "RTN_24"}, "requestid": "17", "retryTimeInMinutes": 2}),
        Plain({"status_cd": "0", "error": {"error_cd": "RTN_24", "retryTimeInMinutes": "2"}}),
    ],
)
def test_gstr2b_that_is_queued_is_asked_for_when_the_portal_says(portal: Portal, desk: Desk, queued: Any) -> None:
    portal.answers("GET2B", queued, statement("A1"))
    with desk.client() as client:
        assert client.gstr2b("102026") == statement("A1")
    assert desk.time.waited == 120


@pytest.mark.parametrize("code", ["GTR2B-001", "GTR2B-002", "RET2B1023", "RET2B1016", "RET2B1018"])
def test_gstr2b_that_does_not_exist_is_told(portal: Portal, desk: Desk, code: str) -> None:
    portal.answers("GET2B", error(code))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.gstr2b("102026")
    assert caught.value.code == code


def test_gstr2b_is_computed(portal: Portal, desk: Desk) -> None:
    portal.answers("GEN2B", {"reference_id": "77aa"})
    with desk.client() as client:
        assert client.compute_2b("102026") == "77aa"
    (seen,) = portal.calls("GEN2B")
    assert seen.payload == {"rtin": BUYER, "itcprd": "102026"}
    assert seen.headers["ret_period"] == "102026"


@pytest.mark.parametrize("code", ["IMS2005", "IMS2B007", "IMS2B009"])
def test_gstr2b_that_cannot_be_computed_is_told(portal: Portal, desk: Desk, code: str) -> None:
    portal.answers("GEN2B", error(code))
    with desk.client() as client, pytest.raises(GstnError) as caught:
        client.compute_2b("102026")
    assert caught.value.code == code
    assert len(portal.calls("GEN2B")) == 1


# Who asks


def test_a_gstin_is_cleaned_and_must_be_one() -> None:
    profile = sandbox_profile("http://127.0.0.1:1")
    assert Client(profile, " 27aazcd1111e1zs ").gstin == BUYER
    with pytest.raises(ImsError, match="not a GSTIN"):
        Client(profile, "27AAZCD1111")


def test_the_user_name_given_comes_before_that_of_the_profile(portal: Portal, desk: Desk) -> None:
    with desk.client(users={BUYER: "of.profile"}) as client:
        client.sign_in()
    assert portal.calls("OTPREQUEST")[0].body["username"] == "of.profile"
