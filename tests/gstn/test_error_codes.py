"""Every code that sources name: who can fix it and what the program does; codes that nobody names."""

from typing import get_args

import pytest

from ims_xl.gstn.error_codes import CODES, DOING, ENTRIES, REPEATED, Scope, find_entry
from ims_xl.gstn.errors import GstnError

EXPECTED = {
    "IMSSAV0010": ("you", "download again"),
    "IMSSAV0054": ("you", "stop"),
    "IMSSAV0015": ("the portal", "wait"),
    "IMSSAV005": ("the program", "stop"),
    "GEN5001": ("the program", "stop"),
    "IMS2B007": ("you", "stop"),
    "IMS2B009": ("you", "stop"),
    "IMS2005": ("you", "stop"),
    "GTR2B-001": ("you", "stop"),
    "GTR2B-002": ("you", "stop"),
    "RET2B1023": ("you", "stop"),
    "RET2B1016": ("the portal", "nothing there"),
    "RET2B1018": ("you", "stop"),
    "RET2B1010": ("you", "sign in"),
    "RTN_24": ("the portal", "queued"),
    "RET11416": ("the portal", "nothing there"),
    "RET11417": ("the portal", "nothing there"),
    "RET13508": ("the portal", "nothing there"),
    "RET13509": ("the portal", "nothing there"),
    "RET13510": ("the portal", "nothing there"),
    "RT-3BAS1009": ("the portal", "nothing there"),
    "RET12501": ("the portal", "wait"),
    "RET11402": ("you", "sign in"),
    "RET11407": ("you", "stop"),
    "RET11408": ("you", "stop"),
    "RET11409": ("you", "stop"),
    "RET11410": ("you", "stop"),
    "RET11400": ("your GSP", "stop"),
    "RET11401": ("your GSP", "stop"),
    "RET11403": ("your GSP", "stop"),
    "RET11404": ("your GSP", "stop"),
    "RET11405": ("your GSP", "stop"),
    "RET11406": ("your GSP", "stop"),
    "RETOTPREQUEST": ("you", "sign in"),
    "EVCREQUEST": ("you", "sign in"),
    "AUTH4033": ("you", "sign in"),
    "AUTH4034": ("you", "ask otp"),
    "AUTH4038": ("you", "sign in"),
    "AUTH158": ("you", "sign in"),
    "RT-R1R3BAV-1007": ("you", "sign in"),
    "AUTH403": ("you", "stop"),
    "AUTH4037": ("you", "stop"),
    "AUTH002": ("you", "stop"),
    "TEC4002": ("your GSP", "new certificate"),
    "AUTH4032": ("you", "stop"),
    "AUTH4035": ("the program", "stop"),
    "AUTH113": ("you", "stop"),
    "AUTH141": ("the program", "stop"),
    "AUTH143": ("the program", "stop"),
    "AUTH_9002": ("the program", "stop"),
}


def test_the_table_holds_every_code_once() -> None:
    assert {entry.code: (entry.fixer, entry.doing) for entry in ENTRIES} == EXPECTED
    assert len(ENTRIES) == len(CODES) == len(EXPECTED)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_code_is_told_in_plain_words_with_the_next_step(code: str) -> None:
    error = GstnError(code, "Words of the portal")
    assert error.entry.known
    told = str(error)
    assert f'({code}: "Words of the portal").' in told
    assert told.endswith(".")
    assert len(error.entry.meaning) > 20
    assert not error.entry.meaning[0].isupper() or error.entry.meaning.startswith(("GST",))
    assert error.issue.remedy.endswith(".")
    assert error.doing == DOING[error.entry.doing]
    assert error.entry.retry == (error.entry.doing in REPEATED)


def test_which_are_worth_repeating() -> None:
    assert {entry.doing for entry in ENTRIES if entry.retry} == {
        "wait",
        "sign in",
        "ask otp",
        "new certificate",
        "queued",
    }
    assert not find_entry("IMSSAV0010").retry
    assert find_entry("RET12501").retry


def test_a_session_too_many_is_explained() -> None:
    told = str(GstnError("AUTH403"))
    assert "no more sessions for this user" in told
    assert "Log out there" in told


@pytest.mark.parametrize("code", ["IMSSAV9011", "X-1", "", "HTTP 404"])
def test_an_unknown_code_is_shown_as_it_came_with_advice(code: str) -> None:
    error = GstnError(code, "  Pending is not allowed ")
    assert not error.entry.known
    assert not error.entry.retry
    assert (error.code, error.entry.code) == (code, code)
    assert f'the portal refused ({code or "no code"}: "Pending is not allowed").' in str(error)
    assert "ask your GSP" in error.issue.remedy


def test_case_and_spaces_of_a_code_do_not_matter() -> None:
    assert find_entry(" rtn_24 ").code == "RTN_24"


def test_which_refusals_concern_more_than_a_document() -> None:
    """Not halved: what is about GSTIN or period, and what is refused before anybody looks into the request."""
    scopes = {scope: {entry.code for entry in ENTRIES if entry.scope == scope} for scope in get_args(Scope)}
    assert scopes["the GSTIN"] == {
        "IMSSAV0015", "IMS2B007", "IMS2B009", "IMS2005", "GTR2B-001", "GTR2B-002", "RET2B1023", "RET2B1018", "AUTH113",
    }  # fmt: skip
    assert scopes["the way in"] == {
        "AUTH403", "AUTH4032", "AUTH4033", "AUTH4034", "AUTH4035", "AUTH4038", "AUTH158", "RT-R1R3BAV-1007",
        "RETOTPREQUEST", "EVCREQUEST", "RET11402", "RET2B1010", "RET11400", "RET11401", "RET11403", "RET11404",
        "RET11405", "RET11406", "RET11407", "RET11408", "RET11409", "RET11410", "TEC4002",
        "AUTH4037", "AUTH002",
    }  # fmt: skip
    assert {"IMSSAV0010", "IMSSAV005", "GEN5001"} <= scopes["a document"]
    assert find_entry("IMSSAV9011").scope == "a document"  # an unknown code
