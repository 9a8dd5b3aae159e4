"""The portal's counts: read in every spelling, and how a download differs from them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.desk import Desk
from support.portal import Portal, error

from ims_xl.gstn import counts
from ims_xl.gstn.counts import Counts

ALL_OTH = {
    "b2b": {"accept": 90, "noaction": 207, "pending": 0, "reject": 0},
    "b2bcn": {"accept": "3", "noaction": "5", "pending": "0", "reject": "0"},
    "ttl_cnt": 305,
}
IMP_GDS = {"impg": {"accept": 0, "noaction": 2, "pending": 0, "reject": 0}, "ttl_cnt": 2}
ISD = {
    "isd": {"accept": 1, "noaction": 2, "pending": 0, "reject": 0},
    "isda": {"accept": 0, "noaction": 0, "pending": 0, "reject": 0},
    "ttl_cnt": 3,
}
WHOLE = {"all_oth": ALL_OTH, "imp_gds": IMP_GDS, "inv_supp_isd": ISD}
EXPECTED = Counts(
    {
        "b2b": {"A": 90, "R": 0, "P": 0, "N": 207},
        "b2bcn": {"A": 3, "R": 0, "P": 0, "N": 5},
        "impg": {"A": 0, "R": 0, "P": 0, "N": 2},
    },
    {"isd": 3, "isda": 0},
)


def test_the_portal_gives_all_groups_at_once(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", WHOLE)
    with desk.client() as client:
        assert client.counts() == EXPECTED
    assert [seen.query["goods_typ"] for seen in portal.calls("GETCNT")] == ["ALL_OTH"]


def test_the_portal_gives_one_group_at_a_time(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", {"all_oth": ALL_OTH}, {"imp_gds": IMP_GDS}, {"inv_supp_isd": ISD})
    with desk.client() as client:
        assert client.counts() == EXPECTED
    assert [seen.query for seen in portal.calls("GETCNT")] == [
        {"action": "GETCNT", "gstin": "27AAZCD1111E1ZS", "goods_typ": kind}
        for kind in ("ALL_OTH", "IMP_GDS", "INV_SUPP_ISD")
    ]


def test_a_group_may_be_missing(portal: Portal, desk: Desk) -> None:
    portal.answers("GETCNT", {"all_oth": ALL_OTH}, error("RET13509"), {})
    with desk.client() as client:
        found = client.counts()
    assert found.sections.keys() == {"b2b", "b2bcn"}
    assert found.others == {}
    assert (found.total("b2b"), found.total("b2ba")) == (297, None)


def test_unknown_groups_are_totals_and_short_names_are_known() -> None:
    found = counts.read_counts({"all_oth": {"dn": {"accept": 1, "no_action": 2}, "new": {"accept": 4, "reject": 1}}})
    assert found == Counts({"b2bdn": {"A": 1, "R": 0, "P": 0, "N": 2}}, {"new": 5})


def test_a_section_with_documents_under_new_words_only_is_not_taken_for_empty() -> None:
    found = counts.read_counts({"all_oth": {"b2b": {"accept": 0, "hold": 2}, "b2ba": {"accept": "3", "hold": "1"}}})
    assert found.total("b2b") is None
    assert found.total("b2ba") == 3
    records = [{"action": "A"}] * 3 + [{"action": "Hold"}]
    assert counts.difference(found.sections["b2ba"], counts.count_actions(records)) == 0


def test_records_are_counted_by_action_and_those_without_as_untouched() -> None:
    records = [{"action": "A"}, {"action": "a"}, {"action": "N"}, {}, {"action": None}, {"action": ""}, "no record"]
    assert counts.count_actions(records) == {"A": 2, "N": 5}


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ({"A": 2, "N": 3}, 0),
        ({"A": 3, "N": 2}, 1),
        ({"A": 2, "N": 5}, 2),
        ({"A": 0, "N": 0}, 5),
        ({"A": 1, "N": 3, "R": 1, "P": 1}, 2),
    ],
)
def test_how_many_documents_changed(found: dict[str, int], count: int) -> None:
    assert counts.difference({"A": 2, "R": 0, "P": 0, "N": 3}, found) == count


ACTIONS = st.fixed_dictionaries({action: st.integers(0, 50) for action in "ARPN"})


@settings(deadline=None)
@given(ACTIONS, ACTIONS)
def test_a_difference_is_the_same_both_ways_and_none_only_for_equal_counts(
    one: dict[str, int], other: dict[str, int]
) -> None:
    count = counts.difference(one, other)
    assert count == counts.difference(other, one)
    assert (count == 0) == (one == other)
    assert count >= abs(sum(one.values()) - sum(other.values()))
