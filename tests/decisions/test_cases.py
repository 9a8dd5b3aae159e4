"""What a rule looks at beside the document: its period, its days, its original."""

import datetime as dt

import pandas as pd
import pytest

from ims_xl.decisions.cases import dated, is_unfiled, with_marks
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gst.filing import MONTHLY, Filing
from ims_xl.gst.restrictions import findings

TODAY = dt.date(2026, 9, 10)
MAHARASHTRA = Filing(quarterly=True, state="27")


def told(docs, marks, period, filing=MONTHLY):
    """The codes that are told of the marks."""
    return findings(
        with_marks(dated(take_snapshot(docs, filing=filing).facts, period, TODAY, filing), marks)
    ).code.tolist()


@pytest.mark.parametrize(
    ("state", "due"), [("27", "2027-01-22"), ("07", "2027-01-24"), ("37", "2027-01-22"), ("38", "2027-01-24")]
)
def test_the_next_return_of_a_quarterly_buyer(documents, state, due):
    """After the quarter of July to September comes that of October to December, due in January."""
    filing = Filing(quarterly=True, state=state)
    case = dated(take_snapshot(documents({"supplier_period": "072026"}), filing=filing).facts, "072026", TODAY, filing)
    assert case.next_3b_due.tolist() == [pd.Timestamp(due)]
    assert case.today.tolist() == [pd.Timestamp(TODAY)]


def test_waiting_for_the_next_quarter_loses_last_years_credit(documents, marks):
    """Credit of 10-03-2026 ends on 30-11-2026: before 22-01-2027, after 20-09-2026."""
    docs = documents({"supplier_period": "072026", "doc_date": pd.Timestamp("2026-03-10")})
    pending = marks(docs, {"action": "P"})
    assert told(docs, pending, "072026", MAHARASHTRA) == ["pending_past_claim"]
    assert told(docs, pending, "072026") == []


def test_credit_of_this_year_can_wait_for_the_next_quarter(documents, marks):
    docs = documents({"supplier_period": "072026", "doc_date": pd.Timestamp("2026-04-01")})
    assert told(docs, marks(docs, {"action": "P"}), "072026", MAHARASHTRA) == []


@pytest.mark.parametrize(
    ("buyer", "until"), [(MONTHLY, "2026-09-20"), (Filing(True, "24"), "2027-01-22"), (Filing(True, "07"), "2027-01-24")]
)  # fmt: skip
def test_a_credit_note_waits_one_tax_period_of_the_buyer(documents, credit_note, buyer, until):
    docs = documents({**credit_note, "supplier_period": "072026"}, {"supplier_period": "072026"})
    case = dated(take_snapshot(docs, filing=buyer).facts, "072026", TODAY, buyer)
    assert case.pending_until.isna().tolist() == [False, True]
    assert case.pending_until[0] == pd.Timestamp(until)


def test_days_are_those_of_each_document(documents, credit_note):
    docs = documents(
        {**credit_note, "supplier_period": "072026", "doc_date": pd.Timestamp("2026-03-31")},
        {**credit_note, "supplier_period": "072026", "source_form": "R1A", "doc_date": pd.Timestamp("2026-04-01")},
    )
    case = dated(take_snapshot(docs).facts, "092026", TODAY)
    assert case.two_b_period.tolist() == ["072026", "082026"]
    assert case.pending_until.tolist() == [pd.Timestamp("2026-09-20"), pd.Timestamp("2026-10-20")]
    assert case.claim_until.tolist() == [pd.Timestamp("2026-11-30"), pd.Timestamp("2027-11-30")]


def test_what_the_original_tells(documents):
    original = {"doc_number": "M/1", "portal_action": "R", "igst": 100.0}
    amended = {"section": "b2ba", "original_number": "M/1", "original_date": pd.Timestamp("2026-10-17"), "igst": 101.0}
    docs = documents(original, amended, {**amended, "original_number": "M/2"})
    docs.loc[0, "supplier_period"] = "092026"
    case = take_snapshot(docs).facts
    assert case.original_action.tolist() == ["", "R", ""]
    assert case.original_elsewhere.tolist() == [False, True, False]
    assert case.change.tolist() == ["", "up", ""]


@pytest.mark.parametrize(
    ("section", "filed", "unfiled"),
    [
        ("b2b", "Filed", False),
        ("b2b", "Not filed", True),
        ("b2b", "", True),
        ("b2bcn", "", True),
        ("impg", "", False),
        ("impgsez", "", False),
    ],
)
def test_what_the_supplier_has_not_filed(documents, section, filed, unfiled):
    assert is_unfiled(documents({"section": section, "supplier_filed": filed})).item() is unfiled
