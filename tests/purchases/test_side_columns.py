"""Columns beside the template's that change what a row is: used or told, never passed over."""

import pytest
from support.purchases import B2B, b2b

CREDIT = {"taxable": 100, "cgst": 9, "sgst": 9, "availed_cgst": 9, "availed_sgst": 9, "value": 118}


def types(result):
    return dict(zip(result.books["doc_number"], result.books["doc_type"], strict=True))


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Type", ("Tax Invoice", "Sales Return"), "CN"),
        ("Document Type", ("", "Credit Note"), "CN"),
        ("Doc Type", ("Invoice", "Debit Note"), "DN"),
        ("Voucher Type", ("Purchase", "Debit Note"), "CN"),
        ("Vch Type", ("Purchase", "Credit Note"), "DN"),
        ("Voucher Type", ("Purchase", "Purchase Return"), "CN"),
    ],
)
def test_a_column_of_types_is_read_a_vouchers_in_the_buyers_view(read_b2b, title, words, kind):
    rows = [[*b2b(), words[0]], [*b2b(number="N/3", **CREDIT), words[1]]]
    result = read_b2b(*rows, titles=[*B2B, title])
    assert types(result) == {"A/1": "INV", "N/3": kind}
    assert result.books["family"].tolist() == ["b2b", "cdnr"]
    assert result.issues == []


def test_a_column_that_names_notes_among_other_words_is_told(read_b2b):
    rows = [[*b2b(), "Local"], [*b2b(number="N/3", **CREDIT), "Credit Note"]]
    result = read_b2b(*rows, titles=[*B2B, "Type"])
    assert types(result) == {"A/1": "INV", "N/3": "INV"}
    (issue,) = result.issues
    assert (issue.severity, issue.column, issue.value) == ("warning", "Type", "Local")


def test_a_column_of_other_words_is_the_accountants_own(read_b2b):
    result = read_b2b([*b2b(), "Local"], titles=[*B2B, "Type"])
    assert (types(result), result.issues, result.books["Type"].tolist()) == ({"A/1": "INV"}, [], ["Local"])


@pytest.mark.parametrize(
    ("title", "word"), [("Status", "Cancelled"), ("Bill Status", "VOID"), ("Is Cancelled", "Yes"), ("Status", "Draft")]
)
def test_cancelled_bills_are_left_out_and_told(read_b2b, title, word):
    result = read_b2b([*b2b(), ""], [*b2b(number="A/2"), word], titles=[*B2B, title])
    assert types(result) == {"A/1": "INV"}
    (issue,) = result.issues
    assert (issue.severity, issue.row, issue.column) == ("warning", 6, title)


@pytest.mark.parametrize(("title", "word"), [("Status", "Yes"), ("Payment Status", "Paid"), ("Cancelled", "N")])
def test_other_statuses_are_the_accountants_own(read_b2b, title, word):
    assert types(read_b2b([*b2b(), word], titles=[*B2B, title])) == {"A/1": "INV"}
