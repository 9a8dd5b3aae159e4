"""What is found inside wrappers, how deep, and what is ambiguous."""

import pytest

from ims_xl.issues import ImsError
from ims_xl.wrappers import find_all, find_gstr2b, is_gstr2b, unwrap, without_documents

INNER = {"docdata": {"b2b": []}, "gendt": "14-10-2026"}


def wrapped(value: object, times: int, *, listed: bool = False) -> object:
    for _ in range(times):
        value = {"status": "1", "data": [value] if listed else value}
    return value


@pytest.mark.parametrize(
    "payload", [INNER, [INNER], wrapped(INNER, 3), wrapped(INNER, 6), wrapped(INNER, 3, listed=True)]
)
def test_the_one_object_is_found(payload: object) -> None:
    found = unwrap(payload, is_gstr2b, what="a statement", file="a.json")
    assert found is not None
    assert found.content == INNER


@pytest.mark.parametrize("payload", [None, 5, "docdata", [], {}, wrapped(INNER, 7), [INNER] * 21])
def test_nothing_is_found(payload: object) -> None:
    assert unwrap(payload, is_gstr2b, what="a statement", file="a.json") is None


@pytest.mark.parametrize("payload", [[INNER, INNER], {"a": INNER, "b": {"c": INNER}}])
def test_two_are_refused_in_words(payload: object) -> None:
    with pytest.raises(ImsError, match=r"a.json: the file holds 2 times what could be a statement\. Save the answer"):
        unwrap(payload, is_gstr2b, what="a statement", file="a.json")


def test_the_outermost_holds() -> None:
    (found,) = find_all({"docdata": {}, "data": INNER}, is_gstr2b)
    assert found.content["docdata"] == {}


def test_what_stands_beside_the_content_is_known_nearest_first() -> None:
    (found,) = find_all(
        {"gstin": "far", "rtnprd": "092026", "x": {"gstin": "near", "rtnprd": None, "y": INNER}}, is_gstr2b
    )
    assert [found.get(key) for key in ("gendt", "gstin", "rtnprd", "fc")] == ["14-10-2026", "near", "092026", None]


def test_an_object_with_documents_goes_before_one_with_sums() -> None:
    (found,) = find_gstr2b({"itcsumm": {"a": 1}, "data": INNER})
    assert found.content == INNER
    assert found.get("itcsumm") == {"a": 1}
    assert [one.content for one in find_gstr2b({"data": {"fc": 2, "rtnprd": "092026"}})] == [
        {"fc": 2, "rtnprd": "092026"}
    ]


def test_documents_are_left_out_of_an_answer_in_any_wrapper() -> None:
    assert without_documents({"data": {"data": {"fc": 2, "docdata": {}, "docRejdata": {}}}}) == {
        "data": {"data": {"fc": 2}}
    }
