import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.heading_rows import flattened


def sheet(*rows: list[Cell]) -> Sheet:
    return Sheet("Sheet1", [Row(at, row) for at, row in enumerate(rows, 1)])


DATA: list[Cell] = ["27AAPFU0939F1ZV", "Uttam", "A/1", dt.date(2026, 10, 5), 1000.0, 0.0, 90.0, 90.0]


def test_a_heading_that_says_too_little_has_that_of_its_group() -> None:
    found = flattened(
        sheet(
            ["Purchases of October"],
            ["GSTIN", "Supplier", "Invoice Details", "", "Taxable Value", "Tax Amount", "", ""],
            ["", "", "No", "Date", "", "IGST", "CGST", "SGST"],
            DATA,
        )
    )
    titles = ["GSTIN", "Supplier", "Invoice No", "Invoice Date", "Taxable Value", "IGST", "CGST", "SGST"]
    assert [(row.number, row.cells) for row in found.rows] == [(1, ["Purchases of October"]), (3, titles), (4, DATA)]


def test_three_rows_of_headings() -> None:
    found = flattened(
        sheet(
            ["GSTIN", "Supplier", "Document", "", "Amounts", "", "", ""],
            ["", "", "", "", "Taxable Value", "Tax", "", ""],
            ["", "", "Invoice Number", "Invoice date", "", "Integrated Tax", "Central Tax", "State/UT Tax"],
            DATA,
        )
    )
    (row, _) = found.rows
    assert row.number == 3
    assert row.cells == [
        *("GSTIN", "Supplier", "Invoice Number", "Invoice date", "Taxable Value", "Integrated Tax", "Central Tax"),
        "State/UT Tax",
    ]


def test_a_rate_and_an_amount_below_a_tax_have_its_name() -> None:
    found = flattened(
        sheet(["GSTIN", "Bill No", "IGST", "", "CGST", ""], ["", "", "Rate", "Amount", "Rate", "Amount"], DATA[:6])
    )
    assert found.rows[0].cells == ["GSTIN", "Bill No", "IGST Rate", "IGST Amount", "CGST Rate", "CGST Amount"]


@pytest.mark.parametrize(
    "rows",
    [
        [["GSTIN", "Supplier", "Bill No", "Date", "Taxable", "IGST", "CGST", "SGST"], DATA],
        [["Purchase Register"], ["GSTIN", "Supplier", "Bill No", "Date", "Taxable", "IGST", "CGST", "SGST"], DATA],
        [["GSTIN", "Supplier", "Bill No", "Date"], ["27AAPFU0939F1ZV", "Uttam", "A/1", "05-10-2026"]],
        [["GSTIN of recipient", "27AAZCD1111E1ZS", "Tax period", "October"], ["GSTIN", "Supplier", "Bill No", "Date"]],
    ],
)
def test_one_row_of_headings_stays_what_it_is(rows: list[list[Cell]]) -> None:
    assert flattened(sheet(*rows)) == sheet(*rows)


@given(st.lists(st.lists(st.sampled_from(["", "GSTIN", "Invoice", "No", "Date", "IGST", "A/1", 1.0]), max_size=6)))
def test_no_row_below_the_headings_is_lost(rows: list[list[Cell]]) -> None:
    before = sheet(*rows)
    after = flattened(before)
    assert len(before.rows) - len(after.rows) in (0, 1, 2)
    assert [row for row in before.rows if 1.0 in row.cells] == [row for row in after.rows if 1.0 in row.cells]
