import pandas as pd
import pytest

from ims_xl.decisions.originals import changes, find_originals

AUGUST, OCTOBER = pd.Timestamp("2026-08-04"), pd.Timestamp("2026-10-17")


def amended(**row):
    return {"section": "b2ba", "doc_number": "M-9A", "original_number": "M-9", "original_date": AUGUST, **row}


def original(**row):
    return {"doc_number": "M-9", "doc_date": AUGUST, **row}


def test_the_original_by_section_supplier_number_and_date(documents):
    docs = documents(
        amended(),
        original(doc_date=pd.Timestamp("2026-08-05")),
        original(section="b2bdn"),
        original(supplier_gstin="27AAZCM4444H1ZV"),
        original(doc_number=" m-9"),
    )
    assert find_originals(docs).position.tolist() == [4, -1, -1, -1, -1]


def test_of_two_originals_the_latest_counts(documents):
    docs = documents(original(supplier_period="092026"), original(supplier_period="122025"), amended())
    assert find_originals(docs).position[2] == 0


def test_an_amendment_that_names_no_original_has_none(documents):
    docs = documents(amended(original_number=""), original(doc_number=""))
    assert find_originals(docs).position.tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [("A", "A", 1), ("A", "N", 1), ("A", "R", 0), ("A", "P", 0), ("R", "A", 1), ("R", "R", 1)],
)
def test_of_several_versions_the_last_one_that_counted(documents, first, second, place):
    """An original of August, its amendment of September, and October's amendment that names the original again."""
    docs = documents(
        original(supplier_period="082026", portal_action=first),
        amended(supplier_period="092026", portal_action=second),
        amended(supplier_period="102026"),
    )
    assert find_originals(docs).position.tolist() == [-1, 0, place]


def test_an_amendment_that_changed_the_number_is_amended_by_its_own(documents):
    docs = documents(
        original(supplier_period="082026"),
        amended(doc_number="M-9B", supplier_period="092026"),
        amended(doc_number="M-9C", original_number="M-9B", original_date=OCTOBER, supplier_period="102026"),
    )
    assert find_originals(docs).position.tolist() == [-1, 0, 1]


def test_two_amendments_of_one_return_do_not_amend_each_other(documents):
    docs = documents(amended(doc_number="M-9A"), amended(doc_number="M-9B"))
    assert find_originals(docs).position.tolist() == [-1, -1]


def test_up_down_same(documents):
    docs = documents(
        original(),
        amended(igst=18000.01),
        amended(igst=17999.99, taxable_value=200000.0),
        amended(taxable_value=99999.0),
        amended(),
    )
    assert changes(find_originals(docs)).tolist() == ["", "up", "down", "down", "same"]


def test_an_unknown_amount_tells_nothing(documents):
    docs = documents(original(igst=None, cgst=None, sgst=None, cess=None, taxable_value=None), amended())
    assert changes(find_originals(docs)).tolist() == ["", ""]
