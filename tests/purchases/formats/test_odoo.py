"""Odoo's list of vendor bills; what the list does not say is told and stays missing."""

import datetime as dt

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

DAY = dt.date(2026, 10, 5)
OLD = [
    "Number",
    "Invoice Partner Display Name",
    "Invoice/Bill Date",
    "Reference",
    "Untaxed Amount Signed",
    "Tax Signed",
    "Total Signed",
    "Currency",
]
NEW = ["Number", "Vendor", "Bill Date", "Reference", "GSTIN", "Tax Excluded", "Tax", "Total"]


@pytest.fixture
def read(workbook):
    return lambda *rows: read_purchases([workbook({"Sheet1": rows})], recipient_gstin=BUYER)


def reasons(result):
    return [(issue.severity, issue.reason) for issue in result.issues]


def test_the_list_of_older_versions_has_no_gstin(read):
    result = read(
        OLD,
        ["BILL/1", "Uttam", DAY, "A/1", -1000, -180, -1180, "INR"],
        ["BILL/2", "Uttam", DAY, "A/2", -10, -1, -11, "USD"],
    )
    (row,) = result.books.to_dict("records")
    assert (row["doc_number"], row["voucher_number"], row["taxable_value"], row["doc_value"]) == (
        "A/1",
        "BILL/1",
        1000.0,
        1180.0,
    )
    assert reasons(result) == [
        ("warning", "the supplier's GSTIN is missing"),
        ("error", "bills in another currency were left out (rows 3)"),
        ("warning", "the list does not say which tax it is: IGST, CGST and SGST are missing (rows 2)"),
    ]


def test_a_list_without_a_negative_amount_is_of_bills_and_says_so(read):
    result = read(NEW, ["BILL/1", "Uttam", DAY, "A/1", MUMBAI, 1000, 0, 1000])
    assert result.books[["doc_type", "taxable_value", "igst"]].to_numpy().tolist() == [["INV", 1000.0, 0.0]]
    assert reasons(result) == [
        ("warning", "no amount is negative, as bills are in signed columns: all were taken for bills (rows 2)")
    ]


def test_a_total_that_does_not_fit_is_told(read):
    result = read(NEW, ["BILL/1", "Rupal", DAY, "R-7", SURAT, -1000, -180, -1170])
    assert ("warning", "value and tax do not add up to the total (rows 2)") in reasons(result)


def test_with_a_column_for_each_head_it_is_a_register(read):
    row = ["BILL/1", "Rupal", DAY, "R-7", SURAT, 1000, 180, 1180, 180, 0, 0]
    result = read([*NEW, "IGST", "CGST", "SGST"], row)
    assert result.files[0].format == "register of an accounting program"
    assert result.books[["doc_number", "taxable_value", "igst"]].to_numpy().tolist() == [["R-7", 1000.0, 180.0]]


def test_without_the_suppliers_numbers_it_is_refused(read):
    result = read(["Number", "Untaxed Amount Signed"], ["BILL/1", -1000])
    assert [issue.reason for issue in result.issues] == ["the file is an Odoo export"]
