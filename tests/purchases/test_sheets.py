import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from support.purchases import B2B, COLLECTOR, MUMBAI, PAID, REGISTER, b2b, entry

from ims_xl.purchases import Purchases, read_purchases

Read = Callable[..., Purchases]


def test_needed_columns_that_are_missing_are_named_with_the_row_of_the_headings(read_b2b: Read) -> None:
    titles = [title.replace("Taxable Value", "Value before tax").replace("Central", "C") for title in B2B]
    result = read_b2b(b2b(), titles=titles)
    assert len(result.books) == 0
    assert [str(issue) for issue in result.issues] == [
        "purchases.xlsx, sheet b2b, row 4: the columns Taxable Value, Central Tax Paid could not be found. "
        "Give the headings as the template has them."
    ]


def test_columns_in_another_order_are_found(read_b2b: Read) -> None:
    result = read_b2b(b2b(igst=1, cgst=2, sgst=3)[::-1], titles=B2B[::-1])
    assert result.books[["supplier_gstin", "igst", "cgst", "sgst"]].to_numpy().tolist() == [[MUMBAI, 1.0, 2.0, 3.0]]
    assert [issue.reason for issue in result.issues] == ["documents with IGST beside CGST or SGST: 1 (rows 5)"]


def test_a_heading_twice_is_told(read_b2b: Read) -> None:
    result = read_b2b([*b2b(), 999], titles=[*B2B, "Taxable Value"])
    assert result.books["taxable_value"].tolist() == [1000.0]
    assert result.books["Taxable Value"].tolist() == [999.0]
    assert [str(issue) for issue in result.issues] == [
        "purchases.xlsx, sheet b2b, row 4, column Taxable Value: two columns have this heading; the first was read. "
        "Check that the first is the right one, or give the other another heading."
    ]


def test_a_table_without_an_end_is_one_finding(read_b2b: Read) -> None:
    result = read_b2b([*b2b(), *["x"] * 120])
    (issue,) = result.issues
    assert issue.sheet == "b2b"
    assert issue.reason == "more than 100 columns without a heading stand beside the table"


@pytest.mark.parametrize(
    ("cells", "family"),
    [
        ({}, "b2b"),
        ({"type": "Credit Note"}, "cdnr"),
        ({"type": "Debit Note"}, "cdnr"),
        ({"gstin": COLLECTOR}, "eco"),
        ({"gstin": COLLECTOR, "type": "Credit Note"}, "eco"),
        ({"supply": "ECO"}, "eco"),
    ],
)
def test_families_of_the_register(read_register: Read, cells: dict[str, object], family: str) -> None:
    books = read_register(entry(**cells)).books
    assert books["family"].tolist() == [family]
    assert books["supply_type"].tolist() == ["R"]


def test_the_buyers_own_words_for_notes_are_turned_round(read_register: Read) -> None:
    rows = [entry(), entry(number="C", type="Credit Note"), entry(number="D", type="Debit Note")]
    assert read_register(*rows).books["doc_type"].tolist() == ["INV", "CN", "DN"]
    turned = read_register(*rows, credit_notes="buyer's view")
    assert turned.books["doc_type"].tolist() == ["INV", "DN", "CN"]
    assert [issue.reason for issue in turned.issues] == [
        "2 notes are read in the buyer's view: his debit note is the supplier's credit note"
    ]


def test_findings_name_file_sheet_row_column_and_value(read_register: Read) -> None:
    (issue,) = read_register(entry(taxable="ten"), entry(number="A/2"), titles=REGISTER).issues
    assert str(issue) == (
        "purchases.xlsx, sheet Purchase Register, row 6, column Taxable value (₹)*: "
        "this is not an amount in rupees (value: ten). Write the amount as a number, for example 1234.50."
    )


def test_a_second_table_below_the_first_is_read_under_its_own_headings(read_b2b: Read) -> None:
    note = [MUMBAI, "CN/9", dt.date(2026, 10, 20), "A/1", dt.date(2026, 10, 5), "C", 118, 18, 100, 0, 9, 9, 0]
    titles = ["GSTIN of Supplier", "Note/Refund Voucher Number", "Note/Refund Voucher date",
              "Invoice/Advance Payment Voucher Number", "Invoice/Advance Payment Voucher date", "Document Type",
              "Note/Refund Voucher Value", *PAID[:6]]  # fmt: skip
    result = read_b2b(b2b(), ["Credit notes"], titles, note)
    assert result.books[["doc_type", "doc_number", "taxable_value", "cgst"]].to_numpy().tolist() == [
        ["INV", "A/1", 1000.0, 90.0],
        ["CN", "CN/9", 100.0, 9.0],
    ]


def test_headings_of_a_new_page_begin_no_new_table(read_b2b: Read) -> None:
    result = read_b2b(b2b(), list(B2B), b2b(number="A/2"))
    assert result.books["doc_number"].tolist() == ["A/1", "A/2"]
    assert result.files[0].rows == 2


def test_fuller_headings_of_a_new_page_hold_below_them(read_b2b: Read) -> None:
    fuller = ["S.No.", *B2B]
    result = read_b2b(b2b(), fuller, [2, *b2b(number="A/2", taxable=2000)])
    assert result.books[["doc_number", "taxable_value"]].to_numpy().tolist() == [["A/1", 1000.0], ["A/2", 2000.0]]


def test_a_copy_of_a_sheet_is_counted_once_and_told(workbook: Callable[..., Path]) -> None:
    top = [["x"], ["x"], ["x"], B2B]
    sheets = {"b2b": [*top, b2b(), b2b(number="A/2")], "b2b (2)": [*top, b2b(), b2b(number="A/3")]}
    result = read_purchases([workbook(sheets)])
    assert result.books["doc_number"].tolist() == ["A/1", "A/2", "A/3"]
    (issue,) = result.issues
    assert (issue.severity, issue.sheet, issue.row) == ("warning", "b2b (2)", 5)
    assert issue.reason == "documents that stand on sheet b2b with the same amounts are counted once: 1 document"


def test_the_numbers_of_the_columns_are_no_row(read_b2b: Read) -> None:
    result = read_b2b([f"({number})" for number in range(1, len(B2B) + 1)], b2b())
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert [issue.severity for issue in result.issues] == ["note"]


@pytest.mark.parametrize(("day", "reason"), [
    (dt.date(2062, 10, 17), "the date lies more than a year ahead"),
    (dt.date(2016, 10, 17), "the date lies before GST began"),
])  # fmt: skip
def test_a_slip_of_the_year_is_told(read_b2b: Read, day: dt.date, reason: str) -> None:
    result = read_b2b(b2b(date=day))
    assert [(issue.severity, issue.reason) for issue in result.issues] == [("warning", reason)]
    assert result.books["doc_date"].dt.date.tolist() == [day]


def test_dates_with_the_month_first_are_read_so_when_one_shows_it(read_b2b: Read) -> None:
    result = read_b2b(b2b(date="10/05/2026"), b2b(number="A/2", date="10/25/2026"))
    assert result.books["doc_date"].dt.date.tolist() == [dt.date(2026, 10, 5), dt.date(2026, 10, 25)]
    (issue,) = result.issues
    assert (issue.severity, issue.value) == ("warning", "10/25/2026")
    assert issue.reason.endswith("have the month first, as this one shows, and were read so: 2 dates")


@pytest.mark.parametrize("word", ["N.A.", "NA", "--", "n/a"])
def test_no_amount_in_words_is_none(read_b2b: Read, word: str) -> None:
    result = read_b2b(b2b(igst=word))
    assert result.issues == []
    assert result.books[["igst", "cgst"]].to_numpy().tolist() == [[0.0, 90.0]]
