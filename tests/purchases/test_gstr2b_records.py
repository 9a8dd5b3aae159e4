"""The documents of a list of a statement, and which of their faults is told."""

import datetime as dt
import math

import pytest

from ims_xl.purchases.gstr2b_records import List, documents_in, read_documents

B2B = List({"INV": "b2b"}, "inum", "dt")
SUPPLIER = "27AAZCA1111A1Z5"
BILL = {"inum": "A/1", "dt": "05-10-2026", "val": 1180, "txval": 1000, "cgst": 90, "sgst": 90, "pos": "27"}


def listed(*bills: object) -> list[object]:
    return [{"ctin": SUPPLIER, "trdnm": "Deccan Tools", "supprd": "102026", "inv": [*bills]}]


def test_columns_of_documents() -> None:
    read = read_documents(B2B, documents_in(listed(BILL, {**BILL, "inum": "A/2", "rev": "Y", "itcavl": "Temporary"})))
    assert (read.issues, read.places, read.listed) == ([], [0, 1], 2)
    assert read.columns["doc_number"] == ["A/1", "A/2"]
    assert read.columns["doc_date"] == [dt.date(2026, 10, 5)] * 2
    assert read.columns["supplier_gstin"] == [SUPPLIER] * 2
    assert read.columns["supplier_period"] == ["102026"] * 2
    assert read.columns["reverse_charge"] == [False, True]
    assert read.columns["itc_available"] == ["", "T"]
    assert read.columns["taxable_value"] == [1000.0, 1000.0]
    assert read.columns["igst"] == [0.0, 0.0]  # left out beside the others


def test_amounts_of_items_where_the_document_has_none() -> None:
    items = [{"itm_det": {"txval": 100.1, "iamt": 18.02}}, {"txval": "1,000.20"}]
    read = read_documents(B2B, documents_in(listed({"inum": "A/1", "dt": "05-10-2026", "itms": items})))
    assert (read.columns["taxable_value"], read.columns["igst"]) == ([1100.3], [18.02])


def test_a_document_without_any_amount() -> None:
    read = read_documents(B2B, documents_in(listed({"inum": "A/1", "dt": "05-10-2026", "val": ""})))
    assert all(math.isnan(float(str(read.columns[name][0]))) for name in ("doc_value", "taxable_value", "igst"))


@pytest.mark.parametrize(
    ("bill", "column", "reason"),
    [
        ("A/1", "", "this is not a record"),
        ({**BILL, "inum": " "}, "inum", "the document number is missing"),
        ({**BILL, "inum": 1.5}, "inum", "this is not a text"),
        ({**BILL, "dt": "31-02-2026"}, "dt", "the date cannot be read"),
        ({**BILL, "igst": True}, "igst", "this is not an amount in rupees"),
        ({**BILL, "igst": 10**400}, "igst", "this is not an amount in rupees"),
        ({**BILL, "val": "x", "inum": None}, "inum", "the document number is missing"),
    ],
)
def test_the_first_fault_is_told_and_the_others_stay(bill: object, column: str, reason: str) -> None:
    read = read_documents(B2B, documents_in(listed(BILL, bill)))
    assert [(issue.row, issue.column, issue.reason) for issue in read.issues] == [(2, column, reason)]
    assert read.columns["doc_number"] == ["A/1"]
    assert (read.places, read.listed) == ([0], 2)


def test_whole_numbers_and_truth_are_not_taken_for_each_other() -> None:
    read = read_documents(B2B, documents_in(listed({**BILL, "inum": 1}, {**BILL, "inum": True})))
    assert read.columns["doc_number"] == ["1"]
    assert [issue.reason for issue in read.issues] == ["this is not a text"]
