import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_xl.decisions.effect import itc_effect

AUGUST = pd.Timestamp("2026-08-04")


def effect(docs, *actions):
    return itc_effect(docs, pd.Series(actions, index=docs.index, dtype="str")).tolist()


def original(**row):
    return {"doc_number": "M-9", "doc_date": AUGUST, "igst": 18000.0, **row}


def amended(**row):
    return {"section": "b2ba", "original_number": "M-9", "original_date": AUGUST, "igst": 12000.0, **row}


def test_invoices_add_and_credit_notes_subtract(documents, credit_note, local_supplier):
    docs = documents(
        {"igst": 18000.1, "cess": 0.2}, local_supplier, credit_note, {"section": "b2bdn", "doc_type": "DN"}
    )
    assert effect(docs, "A", "A", "A", "A") == [18000.3, 18000.0, -900.0, 18000.0]


def test_no_action_counts_as_accepted_rejected_and_pending_as_nothing(documents, credit_note):
    docs = documents({}, credit_note)
    assert effect(docs, "N", "N") == [18000.0, -900.0]
    assert effect(docs, "R", "P") == [0.0, 0.0]


@pytest.mark.parametrize(("state", "itc"), [("A", -6000.0), ("N", -6000.0), ("R", 12000.0), ("P", 12000.0)])
def test_an_amendment_counts_the_difference_or_the_whole(documents, state, itc):
    docs = documents(original(), amended())
    assert effect(docs, state, "A")[1] == itc


def test_an_amendment_without_its_original_counts_whole(documents):
    assert effect(documents(amended()), "A") == [12000.0]


def test_an_amended_credit_note_counts_the_difference_the_other_way(documents, credit_note):
    docs = documents(
        {**credit_note, **original(igst=900.0)},
        {**credit_note, **amended(section="b2bcna", igst=1000.0)},
    )
    assert effect(docs, "A", "A") == [-900.0, -100.0]


def test_a_declared_reduction_counts_as_declared(documents, credit_note):
    docs = documents(
        {**credit_note, "itc_reduction": "Y"},
        {**credit_note, "itc_reduction": "Y", "declared_igst": 400.55, "declared_cess": 0.0},
        {**credit_note, "itc_reduction": "N"},
    )
    assert effect(docs, "A", "A", "A") == [-900.0, -400.55, 0.0]
    assert effect(docs, "N", "N", "N") == [-900.0, -900.0, -900.0]


def test_unknown_tax_is_not_zero(documents):
    docs = documents({"igst": None, "cgst": None, "sgst": None, "cess": None}, {"igst": None})
    missing, some = itc_effect(docs, pd.Series(["A", "A"]))
    assert missing != missing
    assert some == 0.0


def test_what_an_unknown_action_does_to_the_credit_is_not_known(documents):
    docs = documents({}, original(), amended())
    held, first, second = itc_effect(docs, pd.Series(["On hold", "On hold", "A"]))
    assert held != held
    assert first != first
    assert second != second  # what it is to be compared with is not known
    assert itc_effect(docs, pd.Series(["A", "On hold", "R"])).tolist()[2] == 0.0


def test_no_documents(documents):
    assert effect(documents({}).iloc[:0]) == []


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_documents_does_not_matter(documents, order):
    docs = documents(original(), amended(), {}, {"igst": 5.0}, {"doc_type": "CN", "section": "b2bcn"})
    actions = pd.Series(["A", "A", "N", "R", "A"])
    mixed = itc_effect(docs.iloc[order], actions.iloc[order])
    assert mixed.sort_index().tolist() == [18000.0, -6000.0, 18000.0, 0.0, -18000.0]
