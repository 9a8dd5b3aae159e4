import datetime as dt
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.purchases import B2B, BUYER, MUMBAI, SURAT, b2b, entry

from ims_xl import schema
from ims_xl.issues import ImsError
from ims_xl.purchases import Purchases, read_purchases

Rows = Sequence[Sequence[object]]
Write = Callable[..., Path]
Read = Callable[..., Purchases]
TOP: list[Sequence[object]] = [["Summary"], [], [], B2B]
SALES = ("GSTIN/UIN of Recipient", "Receiver Name", "Invoice Number", "Invoice date", "Invoice Value")


def two_b(number: str) -> dict[str, object]:
    record = {"inum": number, "dt": "05-09-2026", "val": 118, "txval": 100, "igst": 18, "pos": "27", "typ": "R"}
    return {"gstin": BUYER, "rtnprd": "092026", "docdata": {"b2b": [{"ctin": MUMBAI, "inv": [record]}]}}


def test_books_have_the_columns_of_the_table_and_then_the_accountants_own(read_b2b: Read) -> None:
    result = read_b2b([*b2b(), "paid"], titles=[*B2B, "Remark"], recipient_gstin=BUYER.lower())
    names = [column.name for column in schema.BOOKS]
    assert result.books.columns.tolist() == [*names, "Remark"]
    row = result.books.iloc[0]
    assert (row["recipient_gstin"], row["source_file"], row["source_sheet"]) == (BUYER, "purchases.xlsx", "b2b")
    assert (row["source_row"], row["Remark"]) == (5, "paid")
    assert result.gstr2b.columns.tolist() == [column.name for column in schema.GSTR2B]


def test_a_bad_file_does_not_stop_the_others(workbook: Write, write_json: Write, tmp_path: Path) -> None:
    bad = {
        "empty.xlsx": b"",
        "cut.xlsx": workbook({"b2b": [*TOP, b2b()]}, "whole.xlsx").read_bytes()[:3000],
        "rubbish.xlsx": bytes(range(256)),
        "page.xls": b"<html><table><tr><td>GSTIN of Supplier",
        "cut.json": b'{"data": {"docdata": ',
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    good = workbook({"b2b": [*TOP, b2b()]})
    sales = workbook({"b2b,sez,de": [SALES]}, "sales.xlsx")
    paths = [tmp_path / "missing.xlsx", *(tmp_path / name for name in bad), good, sales, write_json(two_b("S/1"))]
    result = read_purchases(paths, recipient_gstin=BUYER)
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert result.gstr2b["doc_number"].tolist() == ["S/1"]
    assert [file.name for file in result.files] == ["purchases.xlsx", "gstr2b.json"]
    assert [(issue.file, issue.reason) for issue in result.issues] == [
        ("missing.xlsx", "the file cannot be read: No such file or directory"),
        ("cut.xlsx", "the file is damaged or was cut off"),
        ("empty.xlsx", "the file is empty"),
        ("rubbish.xlsx", "the file is no Excel workbook, CSV or JSON"),
        ("page.xls", "no purchase data was found in the file"),
        ("cut.json", "the JSON of the file is broken or was cut off"),
        ("sales.xlsx", "the file is a GSTR-1 (sales) workbook"),
    ]
    assert all(issue.remedy for issue in result.issues)


def test_the_same_file_twice_is_read_once(workbook: Write) -> None:
    path = workbook({"b2b": [*TOP, b2b()]})
    copy = path.with_name("copy.xlsx")
    copy.write_bytes(path.read_bytes())
    result = read_purchases([path, copy, path])
    assert len(result.books) == 1
    assert [str(issue) for issue in result.issues] == [
        "copy.xlsx: the file is the same as purchases.xlsx and was read once.",
        "purchases.xlsx: the file is the same as purchases.xlsx and was read once.",
    ]


def test_a_zip_of_sections_is_read_file_by_file(tmp_path: Path) -> None:
    head = ",".join(B2B)
    row = f"{MUMBAI},{{}},05-Oct-26,118,27,N,Regular,18,100,0,9,9,0,Inputs,0,9,9,0"
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        archive.writestr("a.csv", f"{head}\n{row.format('A')}\n")
        archive.writestr("b.csv", f"{head}\n{row.format('B')}\n")
        archive.writestr("notes.txt", "hello")
    result = read_purchases([tmp_path / "q.zip"])
    assert result.books[["doc_number", "source_file"]].to_numpy().tolist() == [
        ["A", "q.zip/a.csv"],
        ["B", "q.zip/b.csv"],
    ]
    assert [issue.file for issue in result.issues] == ["q.zip/notes.txt"]


def test_a_document_of_two_statements_counts_once(write_json: Write) -> None:
    first = write_json(two_b("S/1"), "first.json")
    again = write_json(two_b("S/1") | {"generated": "later"}, "second.json")
    result = read_purchases([first, again])
    assert result.gstr2b["source_file"].tolist() == ["second.json"]
    assert [issue.file for issue in result.issues if issue.severity == "note"] == ["first.json"]
    assert result.issues[0].reason.startswith("standing in another file")


def test_own_columns_of_two_files_stand_beside_each_other(workbook: Write) -> None:
    one = workbook({"b2b": [["x"], [], [], [*B2B, "Ledger"], [*b2b(), "Steel"]]}, "one.xlsx")
    two = workbook({"b2b": [["x"], [], [], [*B2B, "Branch"], [*b2b(number="A/2"), 7]]}, "two.xlsx")
    books = read_purchases([one, two]).books
    assert books[["Ledger", "Branch"]].to_numpy().tolist() == [["Steel", ""], ["", 7.0]]


def test_the_buyer_as_his_own_supplier_is_doubted(read_b2b: Read) -> None:
    result = read_b2b(b2b(), b2b(gstin=BUYER, number="A/2"), recipient_gstin=BUYER)
    assert len(result.books) == 2
    (issue,) = result.issues
    assert (issue.severity, issue.sheet, issue.row, issue.value) == ("warning", "b2b", 6, BUYER)
    assert issue.reason == "your own GSTIN stands as supplier's (rows 6)"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (f"{SURAT}_purch_register_202610.xlsx", True),
        (f"{BUYER}_GSTR2_{SURAT}.xlsx", False),
        (f"{BUYER}_GSTR2.xlsx", False),
        ("GSTR2 October.xlsx", False),
        (f"x{SURAT}.xlsx", False),
    ],
)
def test_another_gstin_in_the_name_of_the_file_is_told(workbook: Write, name: str, told: bool) -> None:
    result = read_purchases([workbook({"b2b": [*TOP, b2b()]}, name)], recipient_gstin=BUYER)
    assert len(result.books) == 1
    assert [issue.reason for issue in result.issues] == (
        [f"the name of the file holds GSTIN {SURAT}, this workbook is of {BUYER}"] if told else []
    )


def test_without_a_wanted_gstin_the_files_own_holds(read_register: Read) -> None:
    assert read_register(entry()).books["recipient_gstin"].tolist() == [BUYER]


def test_another_way_to_read_credit_notes_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ImsError, match="Use as written or buyer's view"):
        read_purchases([], credit_notes="as booked")


def test_many_equal_findings_are_told_once(read_b2b: Read) -> None:
    result = read_b2b(*[b2b(number=f"A/{n}", place="Nowhere") for n in range(60)])
    (issue,) = result.issues
    assert issue.reason == "this is no State or Union territory and was left empty, 60 times (rows 5-64)"


def test_hidden_sheets_and_rows_and_merged_cells_are_data(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "b2b"
    for row in [*TOP, b2b(), b2b(rate=12, taxable=500, cgst=30, sgst=30), b2b(number="A/2")]:
        sheet.append(list(row))
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("B5:B6")
    sheet.merge_cells("C5:C6")
    sheet.row_dimensions[7].hidden = True
    sheet.sheet_state = "hidden"
    book.create_sheet("front")
    book.save(tmp_path / "book.xlsx")
    result = read_purchases([tmp_path / "book.xlsx"])
    assert result.books[["doc_number", "taxable_value"]].to_numpy().tolist() == [["A/1", 1500.0], ["A/2", 1000.0]]
    assert [(issue.severity, issue.reason) for issue in result.issues] == [
        ("warning", "the sheet is hidden and was read too"),
        ("warning", "hidden or filtered rows were read too (rows 7)"),
    ]


HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "a\rb\nc", "x" * 40_000, "\u202egnp", "😀", "\u200b", "\0", "\ufffe"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_in_every_column_of_a_csv(tmp_path: Path, text: str) -> None:
    top = ",".join(B2B)
    cells = [text if isinstance(cell, str) else cell for cell in b2b()]
    usual = [str(cell) for cell in b2b(number="A/2")]
    quoted = [[f'"{cell}"' for cell in row] for row in (cells, usual)]
    lines = [top, *map(",".join, quoted)]
    (tmp_path / "hostile.csv").write_bytes("\r\n".join(lines).encode())
    result = read_purchases([tmp_path / "hostile.csv"])
    used = result.books["source_row"].tolist()
    left_out = {issue.row for issue in result.issues if issue.severity == "error"}
    assert 3 in used
    assert (2 in used) != (2 in left_out)
    assert all(len(issue.value) <= 60 for issue in result.issues)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    row = [str(cell) for cell in b2b(number="Ä/1")]
    (tmp_path / "b2b.csv").write_bytes(f"{','.join(B2B)}\n{','.join(row)}\n".encode(encoding))
    assert read_purchases([tmp_path / "b2b.csv"]).books["doc_number"].tolist() == ["Ä/1"]


def test_an_open_quotation_mark_does_not_swallow_rows(tmp_path: Path) -> None:
    rows = [[str(cell) for cell in b2b(number=number)] for number in ("A/1", '"A/2', "A/3", "A/4")]
    (tmp_path / "b2b.csv").write_text("\n".join([",".join(B2B), *map(",".join, rows)]))
    (issue,) = read_purchases([tmp_path / "b2b.csv"]).issues
    assert (issue.row, issue.reason) == (3, "a quotation mark is opened and not closed before the next rows")


def test_a_cell_of_no_end_is_told_with_its_record(tmp_path: Path) -> None:
    rows = [[str(cell) for cell in b2b(number=number)] for number in ("A/1", "x" * 200_000)]
    (tmp_path / "b2b.csv").write_text("\n".join([",".join(B2B), *map(",".join, rows)]))
    (issue,) = read_purchases([tmp_path / "b2b.csv"]).issues
    assert issue.row == 3
    assert issue.reason.startswith("the record has a cell of more than 131,072 characters")


def test_what_was_read_can_be_kept_as_json_and_utf_8(read_b2b: Read) -> None:
    books = read_b2b([*b2b(number="A\u202e/1", date=dt.date(2026, 10, 5)), "x"], titles=[*B2B, "Own"]).books
    assert json.loads(books[["doc_number"]].to_json(orient="records"))[0]["doc_number"] == "A/1"
    assert books["doc_date"].tolist() == [pd.Timestamp(2026, 10, 5)]


def _csv(tmp_path: Path, *rows: list[object], mark: str = ",", encoding: str = "utf-8", whole: bool = False) -> Path:
    lines = [mark.join(map(str, row)) for row in (B2B, *rows)]
    text = "\n".join(f'"{line}"' if whole else line for line in lines)
    (tmp_path / "b2b.csv").write_bytes(text.encode(encoding))
    return tmp_path / "b2b.csv"


def test_rows_of_a_csv_torn_by_commas_are_left_out_and_told(tmp_path: Path) -> None:
    day = "05-10-2026"
    rows = [b2b(date=day), b2b(number="A/2", date=day, value="2,360.00"), b2b(number="A/3", date=day)[:9]]
    result = read_purchases([_csv(tmp_path, *rows)])
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert [(issue.severity, issue.row, issue.reason) for issue in result.issues] == [
        (
            "error",
            3,
            "more cells than headings (a comma in a cell?): left out (rows 3)",
        ),
        ("error", 4, "the row ends before its amounts: left out (rows 4)"),
    ]


def test_rows_that_are_all_torn_alike_are_not_read_shifted(tmp_path: Path) -> None:
    rows = [b2b(number=number, date="05-10-2026", value="1,180.00") for number in ("A/1", "A/2")]
    result = read_purchases([_csv(tmp_path, *rows)])
    assert len(result.books) == 0
    assert [(issue.severity, issue.row) for issue in result.issues] == [("error", 2)]


def test_a_column_with_a_blank_heading_is_the_accountants_own(tmp_path: Path) -> None:
    path = _csv(tmp_path, [*b2b(date="05-10-2026"), "seen"])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0] + ",", *lines[1:]]))
    result = read_purchases([path])
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert result.issues == []


def test_a_decimal_comma_where_semicolons_part_the_cells(tmp_path: Path) -> None:
    row = b2b(date="05-10-2026", value="1.180,60", taxable="1000,50", cgst="90,05", sgst="90,05")
    result = read_purchases([_csv(tmp_path, row, mark=";")])
    assert result.books[["doc_value", "taxable_value", "cgst"]].to_numpy().tolist() == [[1180.6, 1000.5, 90.05]]


@pytest.mark.parametrize("settings", [{"whole": True}, {"encoding": "utf-16-le"}, {"encoding": "utf-16-be"}], ids=str)
def test_a_csv_of_an_odd_program_is_read(tmp_path: Path, settings: dict[str, Any]) -> None:
    result = read_purchases([_csv(tmp_path, b2b(date="05-10-2026"), **settings)])
    assert result.issues == []
    assert result.books[["doc_number", "taxable_value"]].to_numpy().tolist() == [["A/1", 1000.0]]


def test_a_zip_in_a_zip_is_opened_and_one_deeper_is_not(tmp_path: Path) -> None:
    inner = _csv(tmp_path, b2b(date="05-10-2026"))
    for depth in range(3):
        with zipfile.ZipFile(tmp_path / f"{depth}.zip", "w") as archive:
            archive.write(inner, inner.name)
        inner = tmp_path / f"{depth}.zip"
    assert read_purchases([tmp_path / "1.zip"]).books["doc_number"].tolist() == ["A/1"]
    (issue,) = read_purchases([tmp_path / "2.zip"]).issues
    assert issue.reason == "the zip lies in a zip in a zip"


def test_in_a_csv_with_decimal_commas_a_comma_before_three_digits_groups(tmp_path: Path) -> None:
    row = b2b(date="05-10-2026", value="1180,00", taxable="1,000", cgst="90,00", sgst="90,00")
    result = read_purchases([_csv(tmp_path, row, mark=";")])
    assert result.books[["taxable_value", "cgst"]].to_numpy().tolist() == [[1000.0, 90.0]]


def test_of_headings_in_two_rows_the_fuller_hold(read_b2b: Read) -> None:
    upper = [*B2B[:6], *[""] * (len(B2B) - 6)]
    result = read_b2b(list(B2B), b2b(), titles=upper)
    assert result.books["doc_number"].tolist() == ["A/1"]
    assert result.issues == []
