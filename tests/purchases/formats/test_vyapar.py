"""Vyapar's purchase report: values from the items, heads from the States, doubts told."""

import datetime as dt

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

DAY = dt.date(2026, 10, 5)
BILLS = ["Date", "Bill No.", "Party Name", "Party's GSTIN", "Total Amount", "Payment Type"]
ITEMS = ["Date", "Party Name", "Bill No.", "Item Name", "Quantity", "Price/Unit", "Discount", "GST", "Amount"]
HEADS = ["doc_number", "taxable_value", "igst", "cgst", "sgst"]


@pytest.fixture
def read(workbook):
    def read(bills, items, own=f"Deccan Tools, GSTIN {BUYER}", wanted=BUYER):
        sheets = {"Purchase Report": [[own], [], BILLS, *bills]} | (
            {"Purchase Items": [ITEMS, *items]} if items else {}
        )
        return read_purchases([workbook(sheets)], recipient_gstin=wanted)

    return read


def bill(number="A/1", gstin=MUMBAI, total=118, party="Uttam"):
    return [DAY, number, party, gstin, total, "Cash"]


def item(number="A/1", quantity=1, price=100, discount="", tax="18.00 (18%)", party="Uttam"):
    return [DAY, party, number, "Bolts", quantity, price, discount, tax, 118]


def reasons(result):
    return [issue.reason for issue in result.issues]


def test_one_number_of_two_suppliers_is_two_bills(read):
    result = read([bill(), bill(party="Rupal", gstin=SURAT)], [item(), item(party="Rupal")])
    assert result.books[HEADS].to_numpy().tolist() == [["A/1", 100.0, 0.0, 9.0, 9.0], ["A/1", 100.0, 18.0, 0.0, 0.0]]


def test_an_odd_paisa_is_not_halved(read):
    result = read([bill(total=118.01)], [item(tax="18.01 (18%)")])
    assert result.books["taxable_value"].tolist() == [100.0]
    assert result.books[["igst", "cgst", "sgst"]].isna().all().all()
    assert reasons(result) == ["the tax heads cannot be told and are missing (rows 4)"]


def test_without_the_own_gstin_no_head_is_told(read):
    result = read([bill()], [item()], own="Deccan Tools")
    assert result.books["cgst"].isna().tolist() == [True]


def test_a_report_of_another_registration_is_refused(read):
    result = read([bill()], [item()], wanted=SURAT)
    assert len(result.books) == 0


def test_an_item_that_cannot_be_read_costs_its_bill(read):
    result = read([bill(), bill("A/2")], [item(quantity="ten"), item("A/2")])
    assert result.books["doc_number"].tolist() == ["A/2"]
    assert "bills with an item whose amounts cannot be read: left out (rows 4)" in reasons(result)


def test_items_that_do_not_make_the_total_are_told(read):
    result = read([bill(total=130)], [item()])
    assert "the items and their tax do not make the total (rows 4)" in reasons(result)


def test_without_the_items_the_report_is_refused(read):
    (issue,) = read([bill()], []).issues
    assert issue.reason == "the file is a Vyapar report"
    assert "Purchase Items" in issue.remedy


def test_items_without_their_bill_are_told_in_the_order_of_the_file(read):
    result = read([bill()], [item(), *(item(f"B/{number}") for number in (4, 8, 3, 7, 2, 6, 1, 5))])
    told = [issue.value for issue in result.issues if "not among the bills" in issue.reason]
    assert told == ["B/4", "B/8", "B/3", "B/7", "B/2", "B/6", "B/1", "B/5"]
