"""The files of a sample month hold the month, in the layouts of the portal and of GSTN's tools."""

import hashlib
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.gstn.offline import read_portal_file
from ims_xl.money import indian, total
from ims_xl.purchases import Purchases, read_purchases
from ims_xl.samples import SampleFiles, SampleMonth, make_month, write_month
from ims_xl.samples.bad_rows import BAD_ROWS
from ims_xl.samples.company import NOTE, RECIPIENT

DATA_SHEETS = ["b2b", "b2bur", "imps", "impg", "cdnr", "cdnur", "at", "atadj", "exemp", "itcr", "hsnsum"]


@pytest.fixture(scope="module")
def month() -> SampleMonth:
    return make_month(documents=300, seed=13)


@pytest.fixture(scope="module")
def files(month: SampleMonth, tmp_path_factory: pytest.TempPathFactory) -> SampleFiles:
    return write_month(month, tmp_path_factory.mktemp("month"))


@pytest.fixture(scope="module")
def purchases(files: SampleFiles) -> Purchases:
    paths = [files.purchases_xlsx, files.register_xlsx, files.gstr2b_json]
    return read_purchases(paths, recipient_gstin=RECIPIENT)


def hashes(files: SampleFiles) -> list[str]:
    paths = (files.ims_json, files.next_ims_json, files.purchases_xlsx, files.register_xlsx, files.gstr2b_json)
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_the_same_month_gives_the_same_bytes(month: SampleMonth, files: SampleFiles, tmp_path: Path) -> None:
    assert hashes(write_month(month, tmp_path / "again")) == hashes(files)


@pytest.mark.parametrize("which", ["ims", "next_ims"])
def test_the_portal_file_reads_back_as_the_month(month: SampleMonth, files: SampleFiles, which: str) -> None:
    read = read_portal_file(getattr(files, f"{which}_json"), RECIPIENT)
    assert read.issues == []
    expected: pd.DataFrame = getattr(month, which)
    is_import = expected["section"] == "impg"
    assert len(read.documents) == len(expected)
    columns = [name for name in expected if name not in ("portal_hash", "extra", "fingerprint", "original_date")]
    pd.testing.assert_frame_equal(
        read.documents.loc[~is_import.to_numpy(), columns].reset_index(drop=True),
        expected.loc[~is_import, columns].reset_index(drop=True),
    )
    imports = ["doc_id", "port_code", "doc_number", "doc_date", "taxable_value", "igst", "portal_action"]
    pd.testing.assert_frame_equal(
        read.documents.loc[is_import.to_numpy(), imports].reset_index(drop=True),
        expected.loc[is_import, imports].reset_index(drop=True),
    )


def test_a_record_has_the_portals_keys(files: SampleFiles) -> None:
    details = json.loads(files.ims_json.read_text(encoding="utf-8"))["imsDetails"]
    assert list(details) == ["b2b", "b2ba", "b2bcn", "b2bcna", "b2bdn", "b2bdna", "ecom", "ecoma", "impg"]
    assert list(details["b2bcna"][0])[:7] == ["ont_num", "ont_dt", "stin", "tradenm", "nt_num", "inv_typ", "nt_dt"]
    assert "inv_typ" not in details["ecom"][0]
    assert {"itcRedReqBlocked"} <= set(details["b2bcn"][0])
    assert details["b2b"][0]["srcfilstatus"] in ("Filed", "Not Filed")


def test_the_statement_lists_every_earlier_document_once(month: SampleMonth, files: SampleFiles) -> None:
    data = json.loads(files.gstr2b_json.read_text(encoding="utf-8"))["data"]
    assert (data["gstin"], data["rtnprd"], data["version"], data["gendt"]) == (RECIPIENT, "092026", "4.0", "14-10-2026")
    lists = [(part, name, inside) for part in ("docdata", "docRejdata") for name, inside in data[part].items()]
    documents = [
        document
        for _, name, suppliers in lists
        for supplier in suppliers
        for document in supplier["nt" if name == "cdnr" else "inv"]
    ]
    assert len(documents) == len(month.earlier)
    assert round(sum(document["txval"] for document in documents), 2) == total(month.earlier["taxable_value"])
    credit = month.earlier[month.earlier["part"] == "docdata"]
    signed = credit["igst"] * schema.signs(credit)
    assert data["itcsumm"]["itcavl"]["nonrevsup"]["igst"] == total(signed)


def test_the_workbook_has_the_thirteen_sheets_and_says_it_is_invented(files: SampleFiles) -> None:
    book = openpyxl.load_workbook(files.purchases_xlsx)
    assert book.sheetnames == ["Help Instruction", *DATA_SHEETS, "master"]
    assert book["Help Instruction"]["A1"].value == NOTE
    b2b = book["b2b"]
    assert b2b["A1"].value == "Summary Of Supplies From Registered Suppliers B2B(3)"
    assert [b2b["A2"].value, b2b["I2"].value] == ["No. of Suppliers", "Total Taxable Value"]
    assert b2b["I3"].value.startswith("=SUM(I5:I")
    assert [cell.value for cell in b2b[4]][:3] == ["GSTIN of Supplier", "Invoice Number", "Invoice date"]


def test_rows_stand_where_the_month_says_and_lines_add_up(month: SampleMonth, files: SampleFiles) -> None:
    sheet = openpyxl.load_workbook(files.purchases_xlsx)["b2b"]
    books = month.books[month.books["source_sheet"] == "b2b"]
    ends = [*books["source_row"].iloc[1:], sheet.max_row - 4 + 1]
    assert (books["mix"] > 3).any()
    for book, end in zip(books.itertuples(), ends, strict=True):
        lines = list(sheet.iter_rows(book.source_row, end - 1, values_only=True))
        assert {line[0] for line in lines} == {book.supplier_gstin}
        assert {str(line[1]) for line in lines} == {book.doc_number}
        assert len({line[7] for line in lines}) == len(lines)  # a rate stands once in a document
        if book.written != "text amount":
            sums = [round(sum(line[column] for line in lines), 2) for column in range(8, 13)]
            assert sums == [book.taxable_value, book.igst, book.cgst, book.sgst, book.cess]


def test_odd_cells_are_written_as_people_write_them(month: SampleMonth, files: SampleFiles) -> None:
    sheet = openpyxl.load_workbook(files.register_xlsx)["Purchase Register"]
    book = month.books[month.books["source_sheet"] == "Purchase Register"]
    assert {"negative", "text date", "text amount"} <= set(book["written"])
    for row in book.itertuples():
        number, date, taxable = (sheet.cell(row.source_row, column).value for column in (5, 6, 7))
        if row.written == "negative":
            assert taxable == -row.taxable_value
        elif row.written == "text amount":
            assert taxable == indian(row.taxable_value)
        elif row.written == "text date":
            assert date == row.doc_date.strftime("%d/%m/%Y")
        elif row.written == "number":
            assert number == int(row.doc_number)
        else:
            assert (number, date, taxable) == (row.doc_number, row.doc_date.to_pydatetime(), row.taxable_value)


def test_the_register_has_the_head_of_the_template(files: SampleFiles) -> None:
    book = openpyxl.load_workbook(files.register_xlsx)
    sheet = book["Purchase Register"]
    assert book.sheetnames == ["Read Me", "Purchase Register"]
    assert [cell.value for cell in sheet[1]][1:5] == [
        "GSTIN of recipient* : ",
        RECIPIENT,
        "Financial year* :",
        "2026-27",
    ]
    assert sheet["E2"].value == "October"
    assert sheet["A5"].value == "GSTIN of Supplier/ECO* "


def test_bad_rows_are_at_the_end_of_their_sheets(files: SampleFiles) -> None:
    for path in (files.purchases_xlsx, files.register_xlsx):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            bad = [row for row in BAD_ROWS if row.file == path.name and row.sheet == sheet.title]
            head = 5 if sheet.title == "Purchase Register" else 4
            headers = [cell.value for cell in sheet[head]]
            last = list(sheet.iter_rows(sheet.max_row - len(bad) + 1, sheet.max_row, values_only=True))
            for row, values in zip(bad, last, strict=False):
                assert (values[headers.index(row.header)] or "") == row.value


def test_the_books_read_back_as_the_month(month: SampleMonth, purchases: Purchases) -> None:
    place = ["source_file", "source_sheet", "source_row"]
    columns = [column.name for column in schema.BOOKS if column.name not in ("doc_id", "supplier_name")]
    expected = month.books.sort_values(place)[columns].reset_index(drop=True)
    read = purchases.books.sort_values(place)[columns]
    read = read[~read["doc_number"].eq("ODD-1")].reset_index(drop=True)
    pd.testing.assert_frame_equal(read, expected)


def test_only_the_bad_rows_cannot_be_read(purchases: Purchases) -> None:
    errors = [issue for issue in purchases.issues if issue.severity == "error"]
    found = [(issue.file, issue.sheet, issue.column, issue.value) for issue in errors]
    planted = [(bad.file, bad.sheet, bad.header.strip(), bad.value) for bad in BAD_ROWS if not bad.usable]
    assert sorted(found) == sorted(planted)
    assert purchases.books["doc_number"].eq("ODD-1").sum() == sum(bad.usable for bad in BAD_ROWS)


def test_the_statement_reads_back_as_the_month(month: SampleMonth, purchases: Purchases) -> None:
    columns = [column.name for column in schema.GSTR2B if column.name != "source_file"]
    columns = [name for name in columns if not name.startswith("original_")]
    keys = ["section", "supplier_gstin", "doc_number", "doc_date"]
    pd.testing.assert_frame_equal(
        purchases.gstr2b.sort_values(keys)[columns].reset_index(drop=True),
        month.earlier.sort_values(keys)[columns].reset_index(drop=True),
    )
