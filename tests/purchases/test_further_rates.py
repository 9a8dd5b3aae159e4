"""Rows that give one more rate of the document above them and do not repeat what names it."""

import datetime as dt

import pytest
from support.purchases import SURAT, b2b

FIRST = b2b(value=1740)  # 1,000 at 18 % and 500 at 12 %
SECOND = {"rate": 12, "taxable": 500, "cgst": 30, "sgst": 30}
BLANK = {"gstin": "", "number": "", "date": "", "value": "", "place": "", "reverse": "", "type": ""}
TOLD = "no GSTIN, number or date: a further rate of the row above (rows 6)"


def amounts(result):
    return result.books[["doc_number", "taxable_value", "cgst"]].to_numpy().tolist()


@pytest.mark.parametrize("left_out", [["gstin"], ["date"], ["gstin", "date"], ["number"], list(BLANK)], ids=str)
def test_what_a_second_rate_does_not_repeat_is_that_of_the_row_above(read_b2b, left_out):
    result = read_b2b(FIRST, b2b(**{"value": 1740, **SECOND, **dict.fromkeys(left_out, "")}))
    assert amounts(result) == [["A/1", 1500.0, 120.0]]
    assert [(issue.severity, issue.reason) for issue in result.issues] == [("warning", TOLD)]


@pytest.mark.parametrize(
    "row",
    [
        b2b(number="A/2", gstin="", **SECOND),
        b2b(gstin="", date=dt.date(2026, 10, 6), **SECOND),
        b2b(gstin=SURAT, number="", **SECOND),
        b2b(number="", value=1740, rate=18, taxable=500, cgst=30, sgst=30),
        b2b(number="", value=1740, rate=12, taxable=502, cgst=30, sgst=30),
        b2b(**BLANK | {"rate": "", "taxable": 500, "cgst": 30, "sgst": 30}),
    ],
    ids=["another number", "another day", "another supplier", "the same rate", "more than its value", "a total"],
)
def test_a_row_that_may_be_of_another_document_is_not_added(read_b2b, row):
    result = read_b2b(FIRST, row)
    assert amounts(result)[0] == ["A/1", 1000.0, 90.0]
    assert TOLD not in [issue.reason for issue in result.issues]
    assert len(result.issues) >= 1


def test_behind_a_total_nothing_belongs_to_the_document_above(read_b2b):
    result = read_b2b(FIRST, b2b(**BLANK | {"gstin": "Total", "rate": ""}), b2b(**BLANK | SECOND))
    assert amounts(result) == [["A/1", 1000.0, 90.0]]
