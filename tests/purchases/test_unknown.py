"""What no format reads is told with its sheet, what it seems to be, and what it lacks."""

import pytest
from support.purchases import MUMBAI

from ims_xl.purchases import read_purchases


def told(path):
    result = read_purchases([path])
    assert len(result.books) == 0
    (issue,) = result.issues
    return str(issue)


@pytest.mark.parametrize(
    ("titles", "lacks"),
    [
        (["Bill No", "Bill Date", "Supplier", "GSTIN", "Amount Paid"], "the taxable value, IGST, CGST or SGST"),
        (["Bill No", "Bill Date", "Supplier", "Sub Total", "CGST", "SGST"], "the supplier's GSTIN"),
        (["Invoice No", "Invoice Date", "Supplier", "GSTIN", "Invoice Value", "IGST"], "the taxable value"),
        (["Invoice No", "Party Name", "Total", "Paid"], "the supplier's GSTIN, a date, IGST, CGST or SGST"),
    ],
)
def test_a_list_of_purchases_says_what_it_lacks(workbook, titles, lacks):
    path = workbook(
        {"Cover": [["October"]], "Bills": [["My firm"], [], titles, ["A/1", "05-10-2026", "Uttam", MUMBAI, 100]]}
    )
    assert told(path) == (
        "purchases.xlsx, sheet Bills, row 3: this seems to be a list of purchases, but no column was found for "
        f"{lacks}. Add these columns and choose the file again. If it is a register of yours, map its columns: Map columns "
        "on the IMS tab (command line: purchases with --map)."
    )


@pytest.mark.parametrize("titles", [["Name", "Phone", "Total"], ["Bank", "Date", "Cheque", "Balance"], ["x"]])
def test_other_lists_are_not_called_purchases(workbook, titles):
    assert "no purchase data was found in the sheets Bills" in told(workbook({"Bills": [titles, ["1", "2", "3", "4"]]}))


def test_a_program_that_is_known_says_what_its_register_lacks(workbook):
    titles = [
        "Invoice",
        "Posting Date",
        "Supplier Name",
        "Bill No",
        "Bill Date",
        "Net Total",
        "Input Tax CGST - DT",
        "Grand Total",
    ]
    assert told(workbook({"Purchase Register": [titles]})).startswith(
        "purchases.xlsx: the file is an ERPNext register. In sheet Purchase Register, row 1, no column was found for "
        "the supplier's GSTIN. Export the purchases"
    )
