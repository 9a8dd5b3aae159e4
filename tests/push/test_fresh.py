"""Looks at the portal: when two of them agree, and what a look replaces."""

import math
from collections.abc import Sequence

import pandas as pd
import pytest
from support.push_desk import BUYER, Desk, record

from ims_xl.gstn import wire
from ims_xl.push.fresh import agree, fetch, replaced, when_still


def held(**changes: object) -> pd.DataFrame:
    """What a download shows: A/1 accepted and A/2 without action, A/1 with other cells where named."""
    records = [record("A/1", action="A"), record("A/2")]
    documents = wire.read_sections({"b2b": records}, recipient_gstin=BUYER).documents
    for name, value in changes.items():
        documents.loc[0, name] = value
    return documents


A, B, C = held(), held(portal_action="P"), held(portal_action="R")


def stood_still(*looks: pd.DataFrame, seconds: Sequence[float] = (30, 30, 60)) -> tuple[bool, int, list[float]]:
    """Whether two looks agreed, how many were taken and what was waited before them."""
    left, waited = list(looks), []
    return when_still(lambda: left.pop(0), seconds, waited.append), len(looks) - len(left), waited


def test_a_portal_that_changes_between_all_looks_does_not_stand_still() -> None:
    assert stood_still(A, B, C) == (False, 3, [30, 30, 60])


def test_a_portal_that_changes_and_comes_back_does_not_stand_still() -> None:
    assert stood_still(A, B, A) == (False, 3, [30, 30, 60])


def test_two_equal_looks_in_a_row_stand_still_and_no_more_are_taken() -> None:
    assert stood_still(A, B, B) == (True, 3, [30, 30, 60])
    assert stood_still(A, A, B) == (True, 2, [30, 30])


def test_one_look_is_not_enough() -> None:
    assert stood_still(A, seconds=(30,)) == (False, 1, [30])
    assert stood_still(seconds=()) == (False, 0, [])


@pytest.mark.parametrize(
    "change",
    [
        {"portal_action": "R"},
        {"fingerprint": "0123456789abcdef"},
        {"remarks": "short delivery"},
        {"itc_reduction": "Y"},
        {"declared_igst": 1.0},
        {"declared_cgst": 2.0},
        {"declared_sgst": 3.0},
        {"declared_cess": 4.0},
    ],
)
def test_looks_differ_in_whatever_a_decision_says(change: dict[str, object]) -> None:
    assert not agree(held(), held(**change))


def test_looks_agree_in_any_order_and_whatever_else_changed() -> None:
    assert agree(held(), held().iloc[::-1])
    assert agree(held(), held(supplier_filed="Not filed", supplier_name="New name"))
    assert not agree(held(), held().iloc[:1])


def test_a_look_replaces_its_own_sections_only(desk: Desk) -> None:
    desk.portal.add("b2bcn", record("C/1", "b2bcn"))
    before = desk.documents()
    desk.portal.delete("b2b", "A/5")
    desk.portal.delete("b2bcn", "C/1")
    after = replaced(before, fetch(desk.portal, ["b2b"]))
    assert sorted(after["doc_number"]) == ["A/1", "A/2", "A/3", "A/4", "C/1"]
    assert sorted(replaced(after, fetch(desk.portal, ["b2bcn"]))["doc_number"]) == ["A/1", "A/2", "A/3", "A/4"]
    assert math.isnan(after["declared_igst"].iloc[0])
