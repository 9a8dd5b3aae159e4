"""The file's own totals against its rows."""

import pytest
from support.purchases import B2B, b2b, entry

from ims_xl.purchases import read_purchases

NUMBERS = ["A/1", "A/2", "A/3"]


def total(word="Grand Total", taxable=3000, cgst=270, sgst=270):
    return ["", word, "", "", "", "", taxable, "", cgst, sgst, ""]


def bills(*numbers, **cells):
    return [entry(number=number, **cells) for number in numbers]


def reasons(result):
    return [issue.reason for issue in result.issues if issue.severity == "warning"]


@pytest.mark.parametrize("taxable", [3000, 3000.4, "3,000.00", -3000])
def test_a_total_that_is_the_sum_of_the_rows_is_noise(read_register, taxable):
    assert reasons(read_register(*bills(*NUMBERS), total(taxable=taxable))) == []


def test_a_total_that_is_not_tells_of_lost_rows(read_register):
    result = read_register(*bills(*NUMBERS), total(taxable=4000))
    (issue,) = [issue for issue in result.issues if issue.severity == "warning"]
    assert (issue.row, issue.column) == (9, "Taxable value (₹)*")
    assert issue.reason == "the file's own total is 4,000.00, the rows above it make 3,000.00"


def test_totals_of_parts_and_of_all(read_register):
    rows = [
        *bills("A/1", "A/2"),
        total("Sub Total", 2000, 180, 180),
        *bills("A/3"),
        total("Sub Total", 1000, 90, 90),
        total(),
    ]
    assert reasons(read_register(*rows)) == []


@pytest.mark.parametrize(("taxable", "tax"), [(3000, 270), (1000, 90)])
def test_a_total_may_count_credit_notes_for_or_against(read_register, taxable, tax):
    rows = [*bills("A/1", "A/2"), *bills("C/1", type="Credit Note"), total(taxable=taxable, cgst=tax, sgst=tax)]
    assert reasons(read_register(*rows)) == []


HEAD = ["", "No. of Invoices", "", "", "", "", "", "", "Total Taxable Value", "Total Integrated Tax Paid"]


@pytest.mark.parametrize(
    ("sums", "told"),
    [
        ((2000, 0), []),
        ((3000, 0), ["the file's own total is 3,000.00, the rows below make 2,000.00"]),
        (("", ""), []),
    ],
)
def test_the_sums_that_the_gstr2_workbook_has_above_its_headings(workbook, sums, told):
    rows = [b2b(number="A/1"), b2b(number="A/2")]
    top = [["Summary"], HEAD, ["", 2, "", "", "", "", "", "", *sums], B2B]
    assert reasons(read_purchases([workbook({"b2b": [*top, *rows]})])) == told
