import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from support.purchases import BENGALURU, BUYER, COLLECTOR, MUMBAI, REGISTER, SURAT, b2b, entry

from ims_xl.purchases import Purchases, read_purchases

Rows = Sequence[Sequence[object]]
Write = Callable[[Mapping[str, Rows]], Path]
Read = Callable[..., Purchases]

V2_0 = (
    *("GSTIN of supplier *", "Trade/Legal name", "Type of inward supplies *", "Document type *", "Document number *"),
    *("Document date *", "Taxable value (₹) *", "Integrated tax (₹) ", "Central tax (₹) ", "State/ UT tax (₹) "),
    "Cess (₹) ",
)


def top(gstin: object = BUYER, titles: Sequence[str] = REGISTER) -> list[Sequence[object]]:
    return [
        ["", "GSTIN of recipient* : ", gstin, "Financial year* :", "2026-27"],
        ["", "Trade/Legal name:"],
        [],
        [],
        titles,
    ]


def test_version_2_4_with_a_document_of_an_ecommerce_operator(read_register: Read) -> None:
    result = read_register(
        entry(),
        entry(gstin=BENGALURU, supply="SEZWP", number="0012", taxable=5000, igst=900, cgst=0, sgst=0),
        entry(type="Credit Note", number="CN1", taxable=100, cgst=9, sgst=9),
        entry(gstin=COLLECTOR, number="ECO-9", taxable=400, igst=20, cgst=0, sgst=0),
    )
    columns = ["family", "supplier_gstin", "doc_type", "doc_number", "supply_type", "taxable_value", "igst", "cgst"]
    assert result.books[columns].to_numpy().tolist() == [
        ["b2b", MUMBAI, "INV", "A/1", "R", 1000.0, 0.0, 90.0],
        ["b2b", BENGALURU, "INV", "0012", "SEWP", 5000.0, 900.0, 0.0],
        ["cdnr", MUMBAI, "CN", "CN1", "R", 100.0, 0.0, 9.0],
        ["eco", COLLECTOR, "INV", "ECO-9", "R", 400.0, 20.0, 0.0],
    ]
    assert result.books["supplier_name"].tolist() == ["Uttam Traders"] * 4
    assert result.books["doc_value"].isna().all()
    assert result.books["source_row"].tolist() == [6, 7, 8, 9]
    assert result.issues == []
    (file,) = result.files
    assert (file.format, file.rows, file.documents, file.recipient_gstin) == ("Purchase register v2.4", 4, 4, BUYER)


def test_version_2_0_with_its_misspelt_sheet(workbook: Write) -> None:
    sheets: dict[str, Rows] = {"Read Me": [["x"]], "Purchase Reigster": [*top(titles=V2_0), entry()]}
    result = read_purchases([workbook(sheets)])
    assert result.books[["doc_number", "sgst"]].to_numpy().tolist() == [["A/1", 90.0]]
    assert result.files[0].format == "Purchase register V2.0"


def test_what_people_do_to_the_template(read_register: Read) -> None:
    result = read_register(
        entry(gstin=MUMBAI.lower() + " ", number="A/1"),
        entry(gstin=SURAT, number="K/1", date="12-10-2026", taxable="10,000.00", igst=" 1800", cgst=0, sgst=0),
        entry(gstin=SURAT, number=12, date=46300),
        [],
        entry(number="1.23457E+15", date="22-Oct-26"),
        entry(type="Credit Note", number="CN1", taxable=-1000, cgst=-90, sgst=-90),
        [],
        ["Grand Total", "", "", "", "", "", 13000],
    )
    columns = ["supplier_gstin", "doc_number", "doc_date", "taxable_value", "igst", "cgst", "source_row"]
    assert result.books[columns].to_numpy().tolist() == [
        [MUMBAI, "A/1", pd.Timestamp(2026, 10, 5), 1000.0, 0.0, 90.0, 6],
        [SURAT, "K/1", pd.Timestamp(2026, 10, 12), 10000.0, 1800.0, 0.0, 7],
        [SURAT, "12", pd.Timestamp(2026, 10, 5), 1000.0, 0.0, 90.0, 8],
        [MUMBAI, "1.23457E+15", pd.Timestamp(2026, 10, 22), 1000.0, 0.0, 90.0, 10],
        [MUMBAI, "CN1", pd.Timestamp(2026, 10, 5), 1000.0, 0.0, 90.0, 11],
    ]
    assert [(issue.severity, issue.row) for issue in result.issues] == [("note", 13), ("warning", 10), ("note", 11)]


def test_the_tools_error_copy_is_read(read_register: Read) -> None:
    result = read_register([*entry(), "Invalid date"], titles=[*REGISTER, "Offline tool validation error"])
    assert len(result.books) == 1
    assert "Offline tool validation error" not in result.books


def test_a_csv_of_the_register(read_csv_text: Callable[[str], Purchases]) -> None:
    result = read_csv_text(f"{','.join(REGISTER)}\n{MUMBAI},Uttam,B2B,Invoice,007,05/10/2026,1000,0,90,90,0\n")
    assert result.books[["doc_number", "doc_date"]].to_numpy().tolist() == [["007", pd.Timestamp(2026, 10, 5)]]
    assert (result.files[0].format, result.files[0].recipient_gstin) == ("Purchase register v2.4", "")


def test_a_register_of_another_gstin_is_refused(read_register: Read) -> None:
    result = read_register(entry(), recipient=SURAT.lower(), recipient_gstin=BUYER)
    assert len(result.books) == 0
    assert [str(issue) for issue in result.issues] == [
        f"purchases.xlsx: the file is of GSTIN {SURAT}, this workbook is of {BUYER}. "
        "Choose the file of this GSTIN, or open the other workbook."
    ]


def test_a_register_that_does_not_say_whose_it_is_is_taken_with_a_note(read_register: Read) -> None:
    result = read_register(entry(), recipient="to be filled", recipient_gstin=BUYER)
    assert result.books["recipient_gstin"].tolist() == [BUYER]
    (note,) = result.issues
    assert (note.severity, note.row, note.value) == ("note", 1, "TOBEFILLED")


def test_of_two_gstins_in_one_workbook_the_first_is_read(workbook: Write) -> None:
    result = read_purchases(
        [
            workbook(
                {
                    "April": [*top(), entry()],
                    "May": [*top(SURAT), entry(number="A/2")],
                    "June": [*top(), entry(number="A/3")],
                }
            )
        ]
    )
    assert result.books["doc_number"].tolist() == ["A/1", "A/3"]
    (issue,) = result.issues
    assert (issue.severity, issue.sheet) == ("error", "May")


def test_a_sheet_named_as_the_register_whose_headings_were_changed_is_told(workbook: Write) -> None:
    titles = [title.replace("Document number", "Bill no") for title in REGISTER]
    result = read_purchases([workbook({"Purchase Register": [*top(titles=titles), entry()]})])
    assert str(result.issues[0]) == (
        "purchases.xlsx, sheet Purchase Register, row 5: the column Document number could not be found. "
        "Give the headings as the template has them."
    )


def test_two_rows_of_one_document_are_added_with_a_warning(read_register: Read) -> None:
    result = read_register(entry(), entry(taxable=500, cgst=45, sgst=45), entry(date=dt.date(2026, 10, 6)))
    assert result.books[["taxable_value", "cgst"]].to_numpy().tolist() == [[1500.0, 135.0], [1000.0, 90.0]]
    assert [issue.reason for issue in result.issues] == ["the document stands in several rows; they were added"]


def test_a_gstr2_row_is_no_register_row(read_register: Read) -> None:
    assert len(read_register(b2b()[:3]).books) == 0
