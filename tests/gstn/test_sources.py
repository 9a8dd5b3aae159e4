"""Where something stands in an answer, and how long it lasts."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.gstn import sources
from ims_xl.gstn.sources import Answer

NOW = dt.datetime(2026, 11, 12, 10, 0, tzinfo=dt.UTC)


def answer(headers: dict[str, str] | None = None, **body: object) -> Answer:
    return Answer(200, headers or {}, body)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        (["$.data.token"], "t1"),
        (["$.header.txn", "@txn"], "from a header"),
        (["$.nothing", "{keep.txn}"], "kept"),
        (["$.list.1.a"], 2),
        (["$.list.a"], 1),  # the first one
        (["$.text.errorCode"], "AUTH4037"),  # JSON in a text
        (["$.data.token.deeper", "$.empty"], None),
        ([], None),
    ],
)
def test_the_first_place_that_holds_something(places: list[str], found: object) -> None:
    told = answer(
        {"txn": "from a header"}, data={"token": "t1"}, list=[{"a": 1}, {"a": 2}], empty="",
        text='[{"errorCode":"AUTH4037"}]',
    )  # fmt: skip
    assert sources.find(told, places, {"txn": "kept"}) == found


@pytest.mark.parametrize(
    ("lasts", "body", "minutes"),
    [
        ("$.expiry min", {"expiry": "360"}, 360),
        ("$.expires_in s", {"expires_in": 86400}, 1440),
        ("$.data.end ms", {"data": {"end": int(NOW.timestamp() * 1000) + 600_000}}, 10),
        ("6h", {}, 360),
        ("20min", {}, 20),
        ("", {}, 365 * 24 * 60),
    ],
)
def test_when_it_ends(lasts: str, body: dict[str, object], minutes: int) -> None:
    assert sources.end_of(answer(**body), lasts, NOW) == NOW + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("value", ["soon", None, -5, "9" * 18])
@pytest.mark.parametrize("unit", ["ms", "s", "min"])
def test_an_end_that_is_none(value: object, unit: str) -> None:
    assert sources.end_of(answer(end=value), f"$.end {unit}", NOW) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_no_answer_breaks_the_search(value: object) -> None:
    sources.find(answer(data=value), ["$.data.error.code", "$.data.0.1"])
