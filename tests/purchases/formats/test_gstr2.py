import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from support.purchases import B2B, BENGALURU, COLLECTOR, MUMBAI, PAID, SURAT, b2b

from ims_xl.purchases import Purchases, read_purchases

Rows = Sequence[Sequence[object]]
Write = Callable[[Mapping[str, Rows]], Path]

DAY = dt.datetime(2026, 10, 5)
INTEGRATED = [title for title in PAID if "Central" not in title and "State" not in title]
HEADS = {
    "b2bur": ["Supplier Name", *B2B[1:5], "Supply Type", *PAID],
    "imps": ["Invoice Number of Reg Recipient", "Invoice Date", "Invoice Value", "Place Of Supply", *INTEGRATED],
    "impg": [
        *("Port Code", "Bill Of Entry Number", "Bill Of Entry Date", "Bill Of Entry Value", "Document type"),
        *("GSTIN Of SEZ Supplier", *INTEGRATED),
    ],
    "cdnr": [
        *("GSTIN of Supplier", "Note/Refund Voucher Number", "Note/Refund Voucher date"),
        *("Invoice/Advance Payment Voucher Number", "Invoice/Advance Payment Voucher date", "Pre GST"),
        *("Document Type", "Reason For Issuing document", "Supply Type", "Note/Refund Voucher Value", *PAID),
    ],
    "cdnur": [
        *("Note/Voucher Number", "Note/Voucher date", "Invoice/Advance Payment Voucher number"),
        *("Invoice/Advance Payment Voucher date", "Invoice Type", "Pre GST", "Document Type"),
        *("Reason For Issuing document", "Supply Type", "Note/Voucher Value", *PAID),
    ],
    "hsnsum": ["HSN", "Description", "UQC", "Total Quantity", "Total Value", "Taxable Value"],
}
INSIDE = [18, 1000, 0, 90, 90, 0, "Inputs", 0, 90, 90, 0]
ACROSS = [18, 1000, 180, 0, 0, 0, "Input services", 180, 0, 0, 0]
FOREIGN = [18, 1000, 180, 0, "Capital goods", 180, 0]


def titled(name: str, *rows: Sequence[object]) -> list[Sequence[object]]:
    return [[f"Summary For {name}", "HELP"], ["No. of Invoices"], [None], HEADS[name], *rows]


@pytest.fixture
def book(workbook: Write) -> Purchases:
    """A workbook with a document in every section."""
    note = ["CN1", DAY, "A/1", DAY, "N"]
    sheets: dict[str, Rows] = {
        "Help Instruction": [["How to fill"]],
        "b2b": [["Summary"], ["No. of Suppliers"], [3], B2B, b2b(rate=12, taxable=500, cgst=30, sgst=30), b2b()],
        "b2bur": titled("b2bur", ["Raju", "UR-1", DAY, 1180, "27-Maharashtra", "Intra State", *INSIDE]),
        "imps": titled("imps", ["IMPS-1", DAY, 1180, "27-Maharashtra", *FOREIGN]),
        "impg": titled(
            "impg",
            ["INNSA1", "0123456", DAY, 1180, "Imports", None, *FOREIGN],
            ["INBOM4", "7654321", DAY, 1180, "Received from SEZ", SURAT, *FOREIGN],
        ),
        "cdnr": titled(
            "cdnr",
            [MUMBAI, *note, "C", "01-Sales Return", "Intra State", 1180, *INSIDE],
            [BENGALURU, "DN1", *note[1:], "D", "07-Others", "Inter State", 1180, *ACROSS],
            [BENGALURU, "RV1", *note[1:], "R", "07-Others", "Inter State", 1180, *ACROSS],
        ),
        "cdnur": titled("cdnur", ["CN2", *note[1:4], "B2BUR", "N", "C", "07-Others", "Intra State", 1180, *INSIDE]),
        "hsnsum": titled("hsnsum", ["8471", "Goods", "NOS-Numbers", 1, 1180, 1000], ["8472", "", "", 1, 1, 1]),
        "master": [["27-Maharashtra"]],
    }
    return read_purchases([workbook(sheets)])


def test_every_section_gives_its_documents(book: Purchases) -> None:
    columns = ["family", "supplier_gstin", "doc_type", "doc_number", "taxable_value", "igst", "cgst", "sgst"]
    assert book.books[columns].to_numpy().tolist() == [
        ["b2b", MUMBAI, "INV", "A/1", 1500.0, 0.0, 120.0, 120.0],
        ["b2bur", "", "INV", "UR-1", 1000.0, 0.0, 90.0, 90.0],
        ["imps", "", "INV", "IMPS-1", 1000.0, 180.0, 0.0, 0.0],
        ["impg", "", "INV", "0123456", 1000.0, 180.0, 0.0, 0.0],
        ["impg", SURAT, "INV", "7654321", 1000.0, 180.0, 0.0, 0.0],
        ["cdnr", MUMBAI, "CN", "CN1", 1000.0, 0.0, 90.0, 90.0],
        ["cdnr", BENGALURU, "DN", "DN1", 1000.0, 180.0, 0.0, 0.0],
        ["cdnur", "", "CN", "CN2", 1000.0, 0.0, 90.0, 90.0],
    ]
    assert book.books["source_sheet"].tolist() == ["b2b", "b2bur", "imps", "impg", "impg", "cdnr", "cdnr", "cdnur"]
    assert book.books["source_row"].tolist() == [5, 5, 5, 5, 6, 5, 6, 5]
    (file,) = book.files
    assert (file.format, file.rows, file.documents, file.recipient_gstin) == ("GSTR-2 workbook", 10, 8, "")


def test_the_rest_of_a_document_is_read(book: Purchases) -> None:
    first, *_, note, _, _ = book.books.to_dict("records")
    assert (first["doc_value"], first["place_of_supply"], first["supply_type"]) == (1180.0, "27", "R")
    assert (first["eligibility"], first["availed_cgst"], first["availed_sgst"]) == ("Inputs", 180.0, 180.0)
    assert (note["original_number"], note["original_date"]) == ("A/1", pd.Timestamp(2026, 10, 5))
    imported = book.books.iloc[3]
    assert (imported["port_code"], imported["supplier_name"], imported["eligibility"]) == (
        "INNSA1",
        "",
        "Capital goods",
    )
    assert book.books.loc[1, "supplier_name"] == "Raju"


def test_what_is_not_compared_is_told(book: Purchases) -> None:
    assert [str(issue) for issue in book.issues] == [
        "purchases.xlsx, sheet cdnr, row 7, column Document Type: refund vouchers are not matched: "
        "suppliers do not report them (value: R). Nothing needs to be done.",
        "purchases.xlsx: sheets without documents are not compared: hsnsum (2 rows).",
        "purchases.xlsx: shown but not matched: 3 documents of unregistered suppliers or imports of services.",
    ]


def test_the_tools_own_export_has_names_first_and_marks_last(workbook: Write) -> None:
    marks = [
        *("Saved/Submitted", "Invoice Action Status", "Action"),
        "Mandatory Check Field(Please DO NOT Update/Delete)",
        "Mandatory Unique Num Identifier(Please DO NOT Update/Delete)",
    ]
    rows = [
        ["Uttam Traders", *b2b(), "Saved", "", "Accepted", "x", "1"],
        ["Uttam Traders", *b2b(number="A/2"), "Saved", "", "Deleted", "x", "2"],
    ]
    sheet = [["Summary"], [], [], ["Supplier Name", *B2B, *marks], *rows]
    result = read_purchases([workbook({"b2b": sheet})])
    assert result.files[0].format == "GSTR-2 tool export"
    assert result.books[["supplier_gstin", "supplier_name", "doc_number", "family"]].to_numpy().tolist() == [
        [MUMBAI, "Uttam Traders", "A/1", "b2b"],
        [MUMBAI, "Uttam Traders", "A/2", "deleted"],
    ]
    assert not [name for name in result.books if "Mandatory" in str(name)]
    assert [issue.reason for issue in result.issues] == [
        "shown but not matched: 1 document that the returns tool marked Deleted"
    ]


def test_a_csv_is_one_section(read_csv_text: Callable[[str], Purchases]) -> None:
    result = read_csv_text(
        f"{','.join(B2B)}\n"
        f'{MUMBAI},0012,05-Oct-26,"2,36,000",27-Maharashtra,N,Regular,12,"1,00,000.00",0,"6,000","6,000",0,Inputs,0,0,0,0\n'
        f'{MUMBAI},0012,05-Oct-26,"2,36,000",27-Maharashtra,N,Regular,18,"50,000.50",0,"4,500.05","4,500.05",0,Inputs,0,0,0,0\n'
        f"{COLLECTOR},12,5-Oct-2026,105,27,N,Deemed Exp,5,100,5,0,0,0,Ineligible,0,0,0,0\n"
    )
    columns = ["family", "doc_number", "supply_type", "doc_value", "taxable_value", "cgst", "eligibility", "source_row"]
    assert result.books[columns].to_numpy().tolist() == [
        ["b2b", "0012", "R", 236000.0, 150000.5, 10500.05, "Inputs", 2],
        ["eco", "12", "DE", 105.0, 100.0, 0.0, "Blocked 17(5)", 4],
    ]
    assert result.files[0].format == "GSTR-2 CSV"
    assert result.issues == []


def test_a_csv_of_notes_is_told_by_its_headings(read_csv_text: Callable[[str], Purchases]) -> None:
    head = ",".join(HEADS["cdnr"])
    row = f"{MUMBAI},CN1,05-Oct-26,A/1,01-Oct-26,N,C,01-Sales Return,Intra State,118,18,100,0,9,9,0,Inputs,0,9,9,0"
    result = read_csv_text(f"{head}\n{row}\n")
    assert result.books[["family", "doc_type", "taxable_value"]].to_numpy().tolist() == [["cdnr", "CN", 100.0]]


def test_a_section_without_its_headings_is_told_and_the_others_are_read(workbook: Write) -> None:
    sheets: dict[str, Rows] = {
        "b2b": [["x"], [], [], B2B, b2b()],
        "cdnr": [["x"], [], [], ["Party", "No", "Date"], [MUMBAI, "CN1", DAY]],
        "impg": [["x"], [], [], [title.replace("Number", "No") for title in HEADS["impg"]], ["INNSA1"]],
    }
    result = read_purchases([workbook(sheets)])
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert [(issue.sheet, issue.row, issue.reason) for issue in result.issues] == [
        ("cdnr", 0, "the headings of this section could not be found"),
        ("impg", 4, "the column Bill Of Entry Number could not be found"),
    ]


def test_a_workbook_with_headings_only_says_that_nothing_was_found(workbook: Write) -> None:
    result = read_purchases([workbook({"b2b": [["x"], [], [], B2B]})])
    assert [issue.reason for issue in result.issues] == ["no document was found in the file"]


@pytest.mark.parametrize("at", [5, 9])
def test_blank_rows_and_repeated_headings_among_the_data(workbook: Write, at: int) -> None:
    rows: list[Sequence[object]] = [[], [], [], B2B, b2b(), [], B2B, [], [" "] * 18, b2b(number="A/2")]
    rows[at:at] = [[]] * 3000
    result = read_purchases([workbook({"b2b": rows})])
    assert result.books["doc_number"].tolist() == ["A/1", "A/2"]
    assert result.books["source_row"].tolist() == [5, 3010]
    assert [issue.severity for issue in result.issues] == ["note"]
