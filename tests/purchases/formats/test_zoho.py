"""Zoho Books' bills without columns of tax heads: the names of the taxes tell them, and what they do not tell is missing."""

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

TITLES = ["Bill Date", "Bill ID", "Bill Number", "Bill Status", "Source of Supply", "Destination of Supply",
          "GST Identification Number (GSTIN)", "Is Inclusive Tax", "Vendor Name", "Currency Code", "Exchange Rate",
          "Item Name", "Quantity", "Rate", "Tax Name", "Tax Percentage", "Tax Amount", "Tax Type", "Item Total",
          "Reverse Charge Tax Name", "SubTotal", "Total"]  # fmt: skip
COLUMNS = [
    "supplier_gstin",
    "doc_number",
    "place_of_supply",
    "doc_value",
    "taxable_value",
    "igst",
    "cgst",
    "sgst",
    "cess",
]


def line(**cells):
    usual = {
        "Bill Date": "2026-10-05", "Bill ID": "460000001", "Bill Number": "Z-1", "Bill Status": "Open",
        "Source of Supply": "MH", "Destination of Supply": "MH", "GST Identification Number (GSTIN)": MUMBAI,
        "Is Inclusive Tax": "false", "Vendor Name": "Uttam", "Currency Code": "INR", "Exchange Rate": 1, "Item Name": "Bolts",
        "Quantity": 10, "Rate": 100, "Tax Name": "GST18", "Tax Percentage": 18, "Tax Amount": 180, "Tax Type": "tax_group",
        "Item Total": 1000, "Reverse Charge Tax Name": "", "SubTotal": 1000, "Total": 1180,
    }  # fmt: skip
    assert cells.keys() <= usual.keys()
    return [*(usual | cells).values()]


@pytest.fixture
def read(workbook):
    return lambda *rows: read_purchases([workbook({"Bill": [TITLES, *rows]})], recipient_gstin=BUYER)


def documents(result):
    return result.books[COLUMNS].to_numpy().tolist()


def reasons(result):
    return [(issue.severity, issue.reason) for issue in result.issues]


RUPAL = {"GST Identification Number (GSTIN)": SURAT, "Vendor Name": "Rupal", "Source of Supply": "GJ"}


def test_the_names_of_taxes_tell_the_heads(read):
    result = read(
        line(Total=1740),
        line(**{"Item Name": "Nuts", "Tax Name": "GST12", "Tax Amount": 60, "Item Total": 500}, Total=1740),
        line(**RUPAL, **{"Bill Number": "R-7", "Tax Name": "IGST18"}),
        line(**{"Bill Number": "Z-2", "Bill Status": "Draft"}),
    )
    assert documents(result) == [
        [MUMBAI, "Z-1", "27", 1740.0, 1500.0, 0.0, 120.0, 120.0, 0.0],
        [SURAT, "R-7", "27", 1180.0, 1000.0, 180.0, 0.0, 0.0, 0.0],
    ]
    assert reasons(result) == [
        ("note", "drafts, void or cancelled bills: left out (rows 5)"),
        (
            "warning",
            "the export has no tax heads: they were taken from the names of the taxes, GST as half CGST and half SGST"
            " (rows 2, 4)",
        ),
    ]


def test_a_tax_whose_name_says_nothing_leaves_the_heads_missing(read):
    result = read(
        line(**{"Tax Name": "Standard"}), line(**{"Bill Number": "Z-2", "Tax Name": "", "Tax Amount": 0}, Total=1000)
    )
    assert result.books["cgst"].isna().tolist() == [True, False]
    assert reasons(result) == [("warning", "the name of the tax does not tell its heads, which are missing (rows 2)")]


def test_an_odd_paisa_of_gst_is_not_halved(read):
    assert read(line(**{"Tax Amount": 180.01}, Total=1180.01)).books["cgst"].isna().tolist() == [True]


def test_prices_that_include_tax(read):
    assert documents(read(line(**{"Is Inclusive Tax": "true", "Item Total": 1180})))[0][4:7] == [1000.0, 0.0, 90.0]


def test_bills_of_two_branches_with_one_number_stay_two_rows_until_they_are_one_document(read):
    result = read(line(), line(**{"Bill ID": "460000002", "Item Total": 10, "Tax Amount": 1.8}, Total=11.8))
    assert documents(result) == [[MUMBAI, "Z-1", "27", 1180.0, 1010.0, 0.0, 90.9, 90.9, 0.0]]
    assert ("warning", "the document stands in several rows; they were added") in reasons(result)


def test_other_currencies_reverse_charge_and_discounts_are_told(read):
    result = read(
        line(**{"Currency Code": "USD"}),
        line(**{"Bill Number": "Z-2", "Reverse Charge Tax Name": "IGST5", "Tax Name": "", "Tax Amount": 0}, Total=1000),
        line(**{"Bill Number": "Z-3"}, Total=1062),
    )
    assert result.books[["doc_number", "reverse_charge", "igst"]].to_numpy().tolist() == [
        ["Z-2", True, 0.0],
        ["Z-3", False, 0.0],
    ]
    assert ("error", "bills in another currency were left out (rows 2)") in reasons(result)
    assert ("warning", "the items and their tax do not make the total (rows 4)") in reasons(result)


def test_an_amount_that_cannot_be_read_costs_its_bill(read):
    result = read(
        line(**{"Tax Amount": "about 180"}),
        line(**{"Bill Number": "Z-2", "Item Total": "ten"}),
        line(**{"Bill Number": "Z-3"}),
    )
    assert result.books["doc_number"].tolist() == ["Z-3"]
    assert [(issue.severity, issue.row, issue.value) for issue in result.issues[:2]] == [
        ("error", 2, "about 180"),
        ("error", 3, "ten"),
    ]


def test_payments_of_vendors_are_no_register(workbook):
    (issue,) = read_purchases(
        [workbook({"Vendor_Payment": [["Payment Number", "Bill Number", "Vendor Name"], ["1", "Z-1", "Uttam"]]})]
    ).issues
    assert issue.reason == "the file is a Zoho Books export"


def test_torn_rows_of_a_csv_are_left_out(read_csv_text):
    rows = [line(), line(**{"Bill Number": "Z-2", "Item Name": "Bolts, nuts"}), line(**{"Bill Number": "Z-3"})[:15]]
    result = read_csv_text("\n".join(",".join(map(str, row)) for row in [TITLES, *rows]))
    assert result.books["doc_number"].tolist() == ["Z-1"]
    assert [reason for severity, reason in reasons(result) if severity == "error"] == [
        "more cells than headings (a comma in a cell?): left out (rows 3)",
        "the row ends before its amounts: left out (rows 4)",
    ]
