"""GSTR-2B as the portal's Excel, from sheets as the portal lays them out; every figure by hand."""

import datetime as dt

import pytest
from support.purchases import BUYER, MUMBAI, SURAT

from ims_xl.purchases import read_purchases

TITLE = ["Goods and Services Tax  - GSTR-2B"]
TAX = ["Integrated Tax(₹)", "Central Tax(₹)", "State/UT Tax(₹)", "Cess(₹)"]
TAIL = ["GSTR-1/1A/IFF/GSTR-5 Period", "GSTR-1/1A/IFF/GSTR-5 Filing Date", "ITC Availability", "Reason"]
WHEN = ["Oct'26", "11/11/2026"]
INVOICE = ["Invoice number", "Invoice type", "Invoice Date", "Invoice Value(₹)"]
PLACE = ["Place of supply", "Supply Attract Reverse Charge"]
ABOUT = [
    *([["Goods and Services Tax  - GSTR-2B"]] * 3),
    ["Financial Year", "", "2026-27"],
    ["Tax Period", "", "October"],
    ["GSTIN", "", BUYER],
    ["Date of generation", "", "14/11/2026"],
]
_NONE = [""] * 3


def b2b(*rows, rate=False, tail=TAIL):
    """Sheet B2B with its headings in rows 5 and 6."""
    rates = ["Rate(%)"] if rate else []
    upper = ["GSTIN of supplier", "Trade/Legal name", "Invoice Details", *_NONE, *PLACE, *rates, "Taxable Value (₹)",
             "Tax Amount", *_NONE, *tail]  # fmt: skip
    lower = ["", "", *INVOICE, "", "", *([""] if rate else []), "", *TAX, *[""] * len(tail)]
    return [TITLE, TITLE, TITLE, ["Taxable inward supplies received from registered persons"], upper, lower, *rows]


def invoice(number="A/1", taxable=1000, igst=180, *, credit="Yes", rate=(), tail=None):
    tail = [*WHEN, credit, ""] if tail is None else tail
    return [SURAT, "Rupal", number, "Regular", "10/10/2026", 1180, "Maharashtra", "No", *rate, taxable, igst, 0, 0, 0,
            *tail]  # fmt: skip


REDUCED = ["Whether ITC to be reduced (Taxpayer's Input)", "Amount declared by taxpayer for ITC reduction", *_NONE]
NOTES = [
    *([TITLE] * 4),
    ["GSTIN of supplier", "Trade/Legal name", "Credit note/Debit note details", "", "", "", "", *PLACE,
     "Taxable Value (₹)", "Tax Amount", *_NONE, *REDUCED, "Remarks", *TAIL],
    ["", "", "Note number", "Note type", "Note Supply type", "Note date", "Note Value (₹)", "", "", "", *TAX, "", *TAX],
    [SURAT, "Rupal", "CN/1", "Credit Note", "Regular", "12/10/2026", 118, "Maharashtra", "No", 100, 18, 0, 0, 0,
     "Yes", 9, 0, 0, 0, "half is ours", *WHEN, "Yes", ""],
    [SURAT, "Rupal", "DN/1", "Debit Note", "Regular", "13/10/2026", 236, "Maharashtra", "No", 200, 36, 0, 0, 0,
     "", "", "", "", "", "", *WHEN, "Yes", ""],
]  # fmt: skip
AMENDED = [
    *([TITLE] * 4),
    ["Original Details", "", "Revised Details"],
    ["Invoice Details", "", "GSTIN of supplier", "Trade/Legal name", "Invoice Details", *_NONE, *PLACE,
     "Taxable Value (₹)", "Tax Amount", *_NONE, *REDUCED, *TAIL],
    ["Invoice number", "Invoice Date", "", "", *INVOICE, "", "", "", *TAX, "", *TAX],
    ["A/9", "10/09/2026", SURAT, "Rupal", "A/9R", "Regular", "11/09/2026", 944, "Maharashtra", "No", 800, 144, 0, 0, 0,
     "No", "", "", "", "", *WHEN, "Yes", ""],
]  # fmt: skip
IMPORTS = [
    *([TITLE] * 4),
    ["Icegate Reference Date", "Port Code", "Bill of Entry Details", "", "", "Amount of tax (₹)", ""],
    ["", "", "Number", "Date", "Taxable Value", "Integrated Tax(₹)", "Cess(₹)"],
    ["20/10/2026", "INBOM4", "4455667", "18/10/2026", 50000, 9000, 0],
]  # fmt: skip
REVERSED = b2b(invoice("A/7"))


@pytest.fixture
def read(workbook):
    def read(sheets, **settings):
        return read_purchases([workbook(sheets, "102026_GSTR2B.xlsx")], **settings)

    return read


def test_every_section_of_the_workbook(read):
    rejected = b2b(invoice("A/3", 500, 90, tail=WHEN), tail=TAIL[:2])
    result = read(
        {
            "Read me": ABOUT,
            "ITC Available": [["S.no.", "Heading", "GSTR-3B table", *TAX]],
            "B2B": b2b(invoice(), invoice("A/2", 2000, 360, credit="No")),
            "B2BA": AMENDED,
            "B2B-CDNR": NOTES,
            "IMPG": IMPORTS,
            "B2B (ITC Reversal)": REVERSED,
            "B2B(Rejected)": rejected,
        },
        recipient_gstin=BUYER,
    )
    columns = ["part", "section", "doc_type", "doc_number", "taxable_value", "igst", "itc_available"]
    assert result.gstr2b[columns].to_numpy().tolist() == [
        ["docdata", "b2b", "INV", "A/1", 1000.0, 180.0, "Y"],
        ["docdata", "b2b", "INV", "A/2", 2000.0, 360.0, "N"],
        ["docdata", "b2ba", "INV", "A/9R", 800.0, 144.0, "Y"],
        ["docdata", "b2bcn", "CN", "CN/1", 100.0, 18.0, "Y"],
        ["docdata", "b2bdn", "DN", "DN/1", 200.0, 36.0, "Y"],
        ["docdata", "impg", "INV", "4455667", 50000.0, 9000.0, ""],
        ["docRejdata", "b2b", "INV", "A/3", 500.0, 90.0, ""],
    ]
    rows = result.gstr2b.set_index("doc_number")
    assert set(result.gstr2b["gstr2b_period"]) == {"102026"}
    assert rows.loc["A/1", ["supplier_gstin", "supplier_period", "place_of_supply"]].tolist() == [SURAT, "102026", "27"]
    assert rows.at["A/1", "filed_on"].date() == dt.date(2026, 11, 11)
    assert rows.loc["CN/1", ["itc_reduction", "declared_igst"]].tolist() == ["Y", 9.0]
    assert rows.loc["A/9R", ["original_number", "itc_reduction"]].tolist() == ["A/9", "N"]
    assert rows.at["A/9R", "original_date"].date() == dt.date(2026, 9, 10)
    assert rows.at["4455667", "port_code"] == "INBOM4"
    assert result.statements[["gstr2b_period", "generated"]].to_numpy().tolist() == [["102026", "14-11-2026"]]
    (issue,) = result.issues
    assert (issue.sheet, issue.severity) == ("B2B (ITC Reversal)", "warning")
    assert issue.reason == "documents whose credit is to be reversed stand here and are not compared: 1, tax 180.00"


def test_older_files_have_a_row_a_rate(read):
    rows = [invoice(rate=[18]), invoice(taxable=500, igst=60, rate=[12]), invoice("A/2", rate=[18])]
    result = read({"Read me": ABOUT, "B2B": b2b(*rows, rate=True)})
    assert result.gstr2b[["doc_number", "taxable_value", "igst"]].to_numpy().tolist() == [
        ["A/1", 1500.0, 240.0],
        ["A/2", 1000.0, 180.0],
    ]


@pytest.mark.parametrize("name", ["B2B", "Sheet1", "October"])
def test_one_sheet_cut_out_is_of_the_newest_period_its_suppliers_filed_and_says_so(read, name):
    late = invoice("A/0", tail=["Sep'26", "05/11/2026", "Yes", ""])
    result = read({name: b2b(late, invoice())[3:]}, recipient_gstin=BUYER)
    assert result.gstr2b[["doc_number", "supplier_period", "gstr2b_period"]].to_numpy().tolist() == [
        ["A/0", "092026", "102026"],
        ["A/1", "102026", "102026"],
    ]
    (issue,) = result.issues
    assert issue.severity == "warning"
    assert issue.reason == "no period is named: Oct-2026 was taken, the newest filed"


def test_a_workbook_of_another_gstin_is_refused(read):
    result = read({"Read me": ABOUT, "B2B": b2b(invoice())}, recipient_gstin=MUMBAI)
    assert len(result.gstr2b) == 0
    assert [issue.severity for issue in result.issues] == ["error"]
    assert BUYER in str(result.issues[0])


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_read(read):
    bad = invoice("A/2")
    bad[4] = "31/02/2026"
    worse = invoice("A/3", igst="a lot")
    result = read({"Read me": ABOUT, "B2B": b2b(invoice(), bad, worse)})
    assert result.gstr2b["doc_number"].tolist() == ["A/1"]
    assert [(issue.sheet, issue.row, issue.value) for issue in result.issues] == [
        ("B2B", 8, "31/02/2026"),
        ("B2B", 9, "a lot"),
    ]


def test_gstr2a_is_named_and_not_taken_for_either(read):
    headings = [*TAIL[:2], "GSTR-3B Filing Status", "Amendment made, if any"]
    result = read({"B2B": b2b(invoice(), tail=headings)[4:]})
    assert (len(result.books), len(result.gstr2b), len(result.gstr2a)) == (0, 0, 1)
    assert [file.format for file in result.files] == ["GSTR-2A workbook"]


def test_a_sheet_without_any_period_is_refused(read):
    result = read({"B2B": b2b(invoice(tail=["", "", "Yes", ""]))})
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("error", "the workbook does not name its period")
    ]


@pytest.mark.parametrize(
    ("place", "cell", "reason"),
    [
        (0, "", "gstin of supplier is missing"),
        (2, "", "invoice number is missing"),
        (4, "", "invoice date is missing"),
    ],
)
def test_a_document_without_what_names_it_is_told(read, place, cell, reason):
    row = invoice("A/2")
    row[place] = cell
    result = read({"Read me": ABOUT, "B2B": b2b(invoice(), row)})
    assert result.gstr2b["doc_number"].tolist() == ["A/1"]
    assert [(issue.sheet, issue.row, issue.reason) for issue in result.issues] == [("B2B", 8, reason)]


def test_a_document_without_amounts_is_told(read):
    result = read({"Read me": ABOUT, "B2B": b2b(invoice(), invoice("A/2", "", "")[:9] + [""] * 5 + [*WHEN, "Yes", ""])})
    assert [issue.reason for issue in result.issues] == ["the row has neither a value nor tax"]


def test_totals_and_headings_of_a_new_page_are_no_documents(read):
    sheet = b2b(invoice(), invoice("A/1-Total"))
    result = read({"Read me": ABOUT, "B2B": [*sheet, *sheet[4:6], invoice("A/2"), ["", "", "Total"]]})
    assert result.gstr2b["doc_number"].tolist() == ["A/1", "A/2"]
    assert result.issues == []


def test_the_sums_of_a_json_stay_when_the_workbook_of_the_same_period_is_read(read):
    result = read({"Read me": ABOUT, "B2B": b2b(invoice())})
    assert result.statements[["file_count", "summary_file"]].to_numpy().tolist() == [[1, ""]]
