"""Registers of accounting programs, as their exports look; every figure by hand."""

import datetime as dt

import pytest
from support.purchases import BENGALURU, BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

DAY = dt.date(2026, 10, 5)
TOP = [["Deccan Tools Pvt Ltd"], ["12 MG Road"], ["Pune"], ["Purchase Register"], ["1-Oct-26 to 31-Oct-26"], []]
TALLY = [
    *("Date", "Particulars", "Supplier Invoice No.", "Supplier Invoice Date", "Voucher Type", "Voucher No."),
    *("GSTIN/UIN", "Quantity", "Rate", "Value", "Addl. Cost", "Gross Total"),
]
LEDGERS = ["Purchase GST 18%", "Freight Inward", "INPUT CGST 9%", "INPUT SGST 9%", "INPUT IGST 18%", "Round Off"]
COLUMNS = ["doc_type", "supplier_gstin", "doc_number", "taxable_value", "igst", "cgst", "sgst", "doc_value"]


def tally(party="Uttam", number="A/1", day=DAY, kind="Purchase", gstin=MUMBAI, gross=1298, ledgers=(1000, 100, 99, 99, "", "")):  # fmt: skip
    return [DAY, party, number, day, kind, "17", gstin, "", "", "", "", gross, *ledgers]


@pytest.fixture
def read(workbook):
    def read(*rows, titles=(*TALLY, *LEDGERS), name="Purchase Register", top=TOP, **settings):
        path = workbook({name: [*top, list(titles), *rows]})
        return read_purchases([path], recipient_gstin=BUYER, **settings)

    return read


def documents(result):
    return result.books[COLUMNS].to_numpy().tolist()


def test_a_columnar_register_of_tally(read):
    rows = [
        tally(),
        tally("Rupal", "R-7", gstin=SURAT, gross=2360, ledgers=(2000, "", "", "", 360, "")),
        tally("Kaveri", "K/3", gstin=BENGALURU, gross=118, ledgers=(100.4, "", "", "", 18.07, -0.47)),
        ["", "Grand Total", *[""] * 9, 3776, 3100.4, 100, 99, 99, 378.07, -0.47],
    ]
    result = read(*rows)
    assert result.files[0].format == "Tally register"
    assert documents(result) == [
        ["INV", MUMBAI, "A/1", 1100.0, 0.0, 99.0, 99.0, 1298.0],
        ["INV", SURAT, "R-7", 2000.0, 360.0, 0.0, 0.0, 2360.0],
        ["INV", BENGALURU, "K/3", 100.4, 18.07, 0.0, 0.0, 118.0],
    ]
    assert result.books["voucher_number"].tolist() == ["17", "17", "17"]
    assert [(issue.severity, issue.row) for issue in result.issues] == [("note", 11)]


def test_a_register_by_account_group(read):
    groups = ["Purchase Accounts", "Direct Expenses", "Fixed Assets", "CGST TAX", "SGST TAX", "IGST TAX"]
    row = tally(gross=1416, ledgers=(1000, 50, 150, 108, 108, ""))
    assert documents(read(row, titles=(*TALLY, *groups))) == [["INV", MUMBAI, "A/1", 1200.0, 0.0, 108.0, 108.0, 1416.0]]


def test_debit_notes_of_the_books_are_the_suppliers_credit_notes(read):
    row = tally(kind="Debit Note", gross=-1298, ledgers=(1000, 100, 99, 99, "", ""))
    result = read(row, name="Debit Note Register")
    assert documents(result) == [["CN", MUMBAI, "A/1", 1100.0, 0.0, 99.0, 99.0, 1298.0]]
    assert [issue.severity for issue in result.issues] == ["note"]
    assert result.issues[0].reason == "debit notes here are the suppliers' credit notes (rows 8)"


def test_vouchers_that_are_no_purchases_are_left_out_and_told(read):
    result = read(tally(), tally(number="S/1", kind="Sales"), tally(number="A/2"))
    assert result.books["doc_number"].tolist() == ["A/1", "A/2"]
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("note", "vouchers that are no purchases were left out (rows 9)")
    ]


def test_a_tax_that_is_not_read_is_told_where_the_value_has_a_column_too(read):
    row = ["PINV-9", DAY, "Rupal", SURAT, "R-7", DAY, 2000, "", "", "", 360, 2360]
    (issue,) = read(row, titles=ERPNEXT, top=[]).issues
    assert issue.reason == "value and tax do not add up to the gross value (rows 2)"


def test_a_note_register_without_voucher_types_is_told_by_its_title(read):
    titles = [title for title in TALLY if title != "Voucher Type"] + LEDGERS
    row = tally()
    del row[4]
    result = read(row, titles=titles, name="Sheet1", top=[["Credit Note Register"]])
    assert documents(result)[0][0] == "DN"


def test_where_the_suppliers_date_is_missing_the_day_of_booking_is_taken_and_told(read):
    result = read(tally(day=""))
    assert result.books["doc_date"].dt.date.tolist() == [DAY]
    (issue,) = result.issues
    assert issue.reason == "no supplier's date: the day of booking was taken (rows 8)"


def test_the_number_of_a_voucher_is_never_taken_for_the_suppliers(read):
    result = read(tally(number=""), tally(number="A/2"))
    assert result.books["doc_number"].tolist() == ["A/2"]
    assert ("error", 8, "the document number is missing") in [(i.severity, i.row, i.reason) for i in result.issues]
    without = [title for title in TALLY if not title.startswith("Supplier")]
    row = tally()
    del row[2:4]
    (issue,) = read(row, titles=[*without, *LEDGERS]).issues
    assert issue.reason == "no column has the suppliers' document numbers"
    assert "Supplier Invoice No." in issue.remedy


def test_ledgers_that_do_not_add_up_are_told(read):
    result = read(tally(gross=1188))
    (issue,) = result.issues
    assert issue.severity == "warning"
    assert issue.reason.startswith("value and tax do not add up to the gross value (rows 8)")


def test_an_amount_that_cannot_be_read_costs_its_row(read):
    result = read(tally(ledgers=(1000, 100, "about 99", 99, "", "")), tally(number="A/2"))
    assert result.books["doc_number"].tolist() == ["A/2"]
    (issue,) = result.issues
    assert (issue.severity, issue.row, issue.column, issue.value) == ("error", 8, "INPUT CGST 9%", "about 99")


@pytest.mark.parametrize(
    ("row", "top"), [(tally(kind="Sales"), TOP), (tally(), [["Sales Register"]])], ids=["voucher type", "title"]
)
def test_a_register_of_sales_is_refused(read, row, top):
    result = read(row, top=top)
    assert len(result.books) == 0
    assert [issue.reason for issue in result.issues] == ["this is a register of sales"]


def test_purchases_without_gstin_and_tax_are_shown_and_not_matched(read):
    result = read(tally(gstin="", gross=1000, ledgers=(1000, "", "", "", "", "")))
    assert result.books["family"].tolist() == ["b2bur"]


def test_tax_under_reverse_charge_is_no_credit_of_the_supplier(read):
    row = tally(gross=1000, ledgers=(1000, "", 90, 90, "", ""))
    titles = [*TALLY, "Legal Fees", "Freight", "RCM Input CGST", "RCM Input SGST", "IGST", "Round Off"]
    result = read(row, titles=titles)
    assert documents(result) == [["INV", MUMBAI, "A/1", 1000.0, 0.0, 0.0, 0.0, 1000.0]]
    assert result.books["reverse_charge"].tolist() == [True]


ERPNEXT = ["Invoice", "Posting Date", "Supplier Name", "Supplier GSTIN", "Bill No", "Bill Date", "Net Total",
           "Input Tax IGST - DT", "Input Tax CGST - DT", "Input Tax SGST - DT", "Total Tax", "Grand Total"]  # fmt: skip


def test_a_register_of_erpnext(read):
    row = ["PINV-9", DAY, "Rupal", SURAT, "R-7", DAY, 2000, 360, 0, 0, 360, 2360]
    result = read(row, titles=ERPNEXT, top=[])
    assert result.files[0].format == "ERPNext register"
    assert documents(result) == [["INV", SURAT, "R-7", 2000.0, 360.0, 0.0, 0.0, 2360.0]]


ZOHO = ["Bill Date", "Bill Number", "Bill Status", "Vendor Name", "GST Identification Number (GSTIN)", "Currency Code",
        "Item Total", "CGST Rate %", "SGST Rate %", "CGST", "SGST", "IGST", "CGST(FCY)", "Total"]  # fmt: skip


def test_lines_of_a_zoho_bill_are_added_also_equal_ones(read):
    line = ["2026-10-05", "Z-1", "Open", "Uttam", MUMBAI, "INR", 500, 9, 9, 45, 45, 0, 45, 1770]
    other = [*line[:6], 500, 9, 9, 45, 45, 0, 45, 1770]
    draft = [line[0], "Z-2", "Draft", *line[3:]]
    dollars = [line[0], "Z-3", "Open", "Uttam", MUMBAI, "USD", *line[6:]]
    result = read(line, other, line, draft, dollars, titles=ZOHO, top=[], name="Bill")
    assert documents(result) == [["INV", MUMBAI, "Z-1", 1500.0, 0.0, 135.0, 135.0, 1770.0]]
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("note", "drafts, void or cancelled bills: left out (rows 5)"),
        ("error", "bills in another currency were left out (rows 6)"),
    ]


def test_a_busy_register_with_a_base_for_each_head(read):
    titles = ["Bill No", "Date", "Name & Address of Dealer", "GSTIN", "Purc. Type", "Bill Amount",
              "IGST Txbl. Amt @ 18%", "IGST Tax Amt @ 18%", "CGST Txbl. Amt @ 9%", "CGST Tax Amt @ 9%",
              "SGST Txbl. Amt @ 9%", "SGST Tax Amt @ 9%", "Other Amt."]  # fmt: skip
    rows = [
        ["A/1", "05-10-2026", "Uttam", MUMBAI, "L/GST", 1180, 0, 0, 1000, 90, 1000, 90, 0],
        ["R-7", "06-10-2026", "Rupal", SURAT, "I/GST", 2360, 2000, 360, 0, 0, 0, 0, 0],
    ]
    result = read(*rows, titles=titles, name="Purchase")
    assert result.files[0].format == "Busy register"
    assert [issue.reason for issue in result.issues] == ["the only date here was read as the documents' date"]
    assert documents(result) == [
        ["INV", MUMBAI, "A/1", 1000.0, 0.0, 90.0, 90.0, 1180.0],
        ["INV", SURAT, "R-7", 2000.0, 360.0, 0.0, 0.0, 2360.0],
    ]


def test_the_place_of_a_zoho_bill_is_where_the_supply_goes(read):
    row = ["2026-10-05", "Z-1", "Open", "Rupal", SURAT, "INR", 500, 0, 0, 0, 0, 90, 0, 590, "GJ", "MH"]
    result = read(row, titles=[*ZOHO, "Source of Supply", "Destination of Supply"], top=[], name="Bill")
    assert result.books[["place_of_supply", "igst"]].to_numpy().tolist() == [["27", 90.0]]


def test_a_purchase_ledger_that_names_a_tax_is_value_and_no_tax(read):
    titles = [
        *TALLY,
        "Purchase IGST 18%",
        "Purchase GST 18%",
        "INPUT CGST 9%",
        "INPUT SGST 9%",
        "INPUT IGST 18%",
        "Round Off",
    ]
    rows = [tally(number="R-7", gstin=SURAT, gross=1180, ledgers=(1000, "", "", "", 180, ""))]
    result = read(*rows, tally(gross=1180, ledgers=("", 1000, 90, 90, "", "")), titles=titles)
    assert documents(result) == [
        ["INV", SURAT, "R-7", 1000.0, 180.0, 0.0, 0.0, 1180.0],
        ["INV", MUMBAI, "A/1", 1000.0, 0.0, 90.0, 90.0, 1180.0],
    ]


def test_torn_rows_of_a_csv_are_left_out_and_never_shifted(read_csv_text):
    titles = "Bill Date,Bill Number,Vendor Name,GST Identification Number (GSTIN),Item Total,CGST,SGST,IGST,Total"
    rows = [f"05-10-2026,Z-{at},Uttam,{MUMBAI},1000,90,90,0,1180" for at in range(3)]
    result = read_csv_text(
        "\n".join([titles, rows[0], rows[1].replace("1000", "1,000"), f"05-10-2026,Z-2,Uttam,{MUMBAI},1000,90"])
    )
    assert result.books["doc_number"].tolist() == ["Z-0"]
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("error", "more cells than headings (a comma in a cell?): left out (rows 3)"),
        ("error", "the row ends before its amounts: left out (rows 4)"),
    ]


ITEMS = ["Date", "Bill No", "Party Name", "GSTIN", "HSN", "Taxable Amount", "CGST", "SGST", "IGST", "Total"]


def test_equal_items_of_a_bill_are_added_and_their_values_too(workbook):
    line = ["05-10-2026", "A/1", "Uttam", MUMBAI, "7317", 100, 9, 9, 0, 118]
    result = read_purchases([workbook({"Sheet1": [ITEMS, line, line]})])
    assert result.books[["doc_number", "doc_value", "taxable_value", "cgst"]].to_numpy().tolist() == [
        ["A/1", 236.0, 200.0, 18.0]
    ]


def test_items_without_the_names_of_their_bill_belong_to_the_bill_above(workbook):
    rows = [
        ["05-10-2026", "A/1", "Uttam", MUMBAI, "7317", 100, 9, 9, 0, ""],
        ["", "", "", "", "8205", 50, 4.5, 4.5, 0, ""],
        ["06-10-2026", "A/2", "Uttam", MUMBAI, "7317", 10, 0.9, 0.9, 0, ""],
        ["", "Total", "", "", "", 160, 14.4, 14.4, 0, ""],
    ]
    result = read_purchases([workbook({"Sheet1": [ITEMS, *rows]})])
    assert result.books[["doc_number", "taxable_value", "cgst"]].to_numpy().tolist() == [
        ["A/1", 150.0, 13.5],
        ["A/2", 10.0, 0.9],
    ]


WITH_TYPES = ["Document Type", "Inv. No.", "Inv. Dt.", "Name of the Party", "GSTIN No", "Taxable Amt", "CGST", "SGST"]


@pytest.mark.parametrize(("view", "types"), [("as written", ["CN", "DN"]), ("buyer's view", ["DN", "CN"])])
def test_document_types_are_the_suppliers_unless_the_setting_says_otherwise(workbook, view, types):
    rows = [
        ["Credit Note", "C/1", "05-10-2026", "Uttam", MUMBAI, 100, 9, 9],
        ["Debit Note", "D/1", "06-10-2026", "Uttam", MUMBAI, 100, 9, 9],
    ]
    result = read_purchases([workbook({"Sheet1": [WITH_TYPES, *rows]})], credit_notes=view)
    assert result.books["doc_type"].tolist() == types


def test_a_register_of_several_registrations_is_refused(workbook):
    titles = [*ITEMS, "Company GSTIN"]
    rows = [
        ["05-10-2026", "A/1", "Uttam", MUMBAI, "7317", 100, 9, 9, 0, 118, "27AAZCD1111E1ZS"],
        ["05-10-2026", "A/2", "Uttam", MUMBAI, "7317", 100, 9, 9, 0, 118, SURAT],
    ]
    (issue,) = read_purchases([workbook({"Sheet1": [titles, *rows]})]).issues
    assert issue.reason == f"the purchases are of several registrations: {SURAT}, 27AAZCD1111E1ZS"


def test_a_page_with_one_more_column_is_read_under_its_own_headings(workbook):
    fuller = [*ITEMS[:3], "Narration", *ITEMS[3:]]
    rows = [
        ITEMS,
        ["05-10-2026", "A/1", "Uttam", MUMBAI, "7317", 100, 9, 9, 0, 118],
        ["Page 2"],
        fuller,
        ["06-10-2026", "A/2", "Uttam", "", MUMBAI, "7317", 200, 18, 18, 0, 236],
    ]
    result = read_purchases([workbook({"Sheet1": rows})])
    assert result.books[["doc_number", "taxable_value", "cgst"]].to_numpy().tolist() == [
        ["A/1", 100.0, 9.0],
        ["A/2", 200.0, 18.0],
    ]


def test_a_party_that_is_credited_is_no_negative_value(workbook):
    titles = [
        "Date",
        "Particulars",
        "Supplier Invoice No.",
        "Voucher Type",
        "GSTIN/UIN",
        "Gross Total",
        "Purchase",
        "CGST",
        "SGST",
    ]
    row = ["05-10-2026", "Uttam", "A/1", "Purchase", MUMBAI, "1,180.00 Cr", "1,000.00 Dr", "90.00 Dr", "90.00 Dr"]
    result = read_purchases([workbook({"Sheet1": [titles, row]})])
    assert result.books[["doc_type", "doc_value", "taxable_value"]].to_numpy().tolist() == [["INV", 1180.0, 1000.0]]


@pytest.mark.parametrize("title", ["Type", "Transaction Type", "Invoice Type"])
def test_a_column_of_types_that_names_notes_is_one_of_document_types(workbook, title):
    titles = [title, *ITEMS[:4], *ITEMS[5:]]
    rows = [
        ["Purchase", "05-10-2026", "A/1", "Uttam", MUMBAI, 100, 9, 9, 0, 118],
        ["Purchase Return", "06-10-2026", "C/1", "Uttam", MUMBAI, 50, 4.5, 4.5, 0, 59],
    ]
    result = read_purchases([workbook({"Sheet1": [titles, *rows]})])
    assert result.books[["doc_number", "doc_type"]].to_numpy().tolist() == [["A/1", "INV"], ["C/1", "CN"]]


def test_a_column_of_other_types_is_of_no_use(workbook):
    titles = ["Type", *ITEMS[:4], *ITEMS[5:]]
    row = ["Goods", "05-10-2026", "A/1", "Uttam", MUMBAI, 100, 9, 9, 0, 118]
    assert read_purchases([workbook({"Sheet1": [titles, row]})]).books["doc_type"].tolist() == ["INV"]


def test_a_register_without_names_of_suppliers(workbook):
    titles = [*ITEMS[:2], *ITEMS[3:4], *ITEMS[5:]]
    row = ["05-10-2026", "A/1", MUMBAI, 100, 9, 9, 0, 118]
    result = read_purchases([workbook({"Sheet1": [titles, row]})])
    assert result.books[["supplier_gstin", "doc_number", "taxable_value"]].to_numpy().tolist() == [
        [MUMBAI, "A/1", 100.0]
    ]


def test_a_register_with_one_of_both_halves_of_the_tax_is_told_what_it_lacks(workbook):
    titles = ["Date", "Bill No", "Party Name", "GSTIN", "Taxable Amount", "SGST", "Total"]
    row = ["05-10-2026", "A/1", "Uttam", MUMBAI, 100, 9, 118]
    result = read_purchases([workbook({"Sheet1": [titles, row]})])
    assert len(result.books) == 0
    assert result.issues[0].reason == "this seems to be a list of purchases, but no column was found for CGST"


def test_a_column_of_rates_is_no_amount_whatever_marks_it(workbook):
    titles = [
        *("Supplier GSTIN", "Supplier", "Inv No", "Inv Dt", "Taxable Amt", "IGST %", "IGST Amt", "CGST(%)", "CGST Amt"),
        *("SGST @ %", "SGST Amt", "Total"),
    ]
    row = ["27AAPFU0939F1ZV", "Uttam", "A/1", "05-10-2026", 1000, 0, 0, 9, 90, 9, 90, 1180]
    result = read_purchases([workbook({"Purchases": [titles, row]})])
    assert result.books[["taxable_value", "igst", "cgst", "sgst"]].to_numpy().tolist() == [[1000.0, 0.0, 90.0, 90.0]]


def test_a_ledger_named_after_its_rate_is_an_amount(workbook):
    titles = ["GSTIN", "Particulars", "Supplier Invoice No.", "Date", "Gross Total", "Purchase", "Input CGST 9%"]
    titles += ["Input SGST 9%"]
    row = ["27AAPFU0939F1ZV", "Uttam", "A/1", "05-10-2026", 1180, 1000, 90, 90]
    result = read_purchases([workbook({"Purchases": [titles, row]})])
    assert result.books[["cgst", "sgst"]].to_numpy().tolist() == [[90.0, 90.0]]


def test_tax_payable_under_reverse_charge_is_no_part_of_the_value(workbook):
    titles = ["Date", "Particulars", "Supplier Invoice No.", "GSTIN/UIN", "Gross Total", "Legal Fees", "CGST", "SGST"]
    titles += ["RCM CGST Payable", "RCM SGST Payable"]
    row = ["05-10-2026", "Uttam", "A/1", "27AAPFU0939F1ZV", 1000, 1000, "", "", 90, 90]
    result = read_purchases([workbook({"Purchases": [titles, row]})])
    assert result.books[["taxable_value", "cgst", "reverse_charge"]].to_numpy().tolist() == [[1000.0, 0.0, True]]
