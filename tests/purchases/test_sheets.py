from collections.abc import Callable

import pytest
from support.purchases import B2B, COLLECTOR, MUMBAI, REGISTER, b2b, entry

from ims_xl.purchases import Purchases

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
    assert result.issues == []


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
