"""The totals a register states itself, against its rows."""

import pytest

from ims_xl.purchases.file_totals import compare_totals
from ims_xl.purchases.grid import Row, Sheet
from ims_xl.purchases.headers import Header

HEADER = Header(0, {"doc_number": 0, "doc_date": 1, "taxable_value": 2, "igst": 3}, {}, frozenset(range(4)))
BILLS = (["A/1", "05-10-2026", 1000.0, 180.0], ["A/2", "06-10-2026", "2,000.50", 360.09])


def told(*rows):
    sheet = Sheet("Oct", [Row(at, list(cells)) for at, cells in enumerate((["No", "Day", "Net", "Tax"], *rows), 1)])
    return [(issue.severity, issue.reason, issue.row, issue.column) for issue in compare_totals(sheet, HEADER)]


def test_agreeing_totals_are_a_note():
    assert told(*BILLS, ["Total", "", 3000.5, 540.09]) == [("note", "the file's own totals agree with its rows", 4, "")]


def test_each_amount_that_differs_is_named_with_both_figures():
    assert told(*BILLS, ["Grand Total", "", 3000.5, 540.1]) == [
        ("warning", "the file's own total is ₹540.10, its rows add up to ₹540.09", 4, "Tax")
    ]


@pytest.mark.parametrize("rows", [BILLS, (*BILLS, ["Total", "", "", ""])])
def test_nothing_is_said_of_a_file_without_totals(rows):
    assert told(*rows) == []


def test_a_bill_whose_number_begins_with_the_word_is_no_total():
    assert told(["Total-7", "05-10-2026", 1000.0, 180.0]) == []
