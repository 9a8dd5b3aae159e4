"""What the accountant typed into our tables beside the documents is never dropped."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from support.accountant import edit
from support.sheets import documents, workbook

from ims_xl.workbook.file import FileBook
from ims_xl.workbook.sheet import Column, Sheet, Table

SUPPLIERS = (
    Column("Bulk action", "bulk", "mark", is_input=True),
    Column("Supplier GSTIN", "gstin"),
    Column("Tax", "tax", "rupees"),
)


def sheets(*gstins: str) -> list[Sheet]:
    rows = pd.DataFrame({"bulk": "", "gstin": pd.Series(gstins, dtype="str"), "tax": 1.0})
    return [*workbook(), Sheet("suppliers", "Suppliers", tables=(Table("ims_SupplierView", SUPPLIERS, rows, 4),))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(sheets("24A", "27B", "29C"))
    return target


def redraw(path: Path, spec: list[Sheet]) -> Any:
    FileBook(path).draw(spec)
    return openpyxl.load_workbook(path)


def test_an_own_column_of_suppliers_follows_the_supplier(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Suppliers"]
        sheet["D4"], sheet["D5"], sheet["D7"] = "Contact", "Mr Shah", "=1+1"
        sheet["D7"].data_type = "s"

    edit(path, change)
    sheet = redraw(path, sheets("29C", "11D", "24A"))["Suppliers"]
    assert [[cell.value for cell in row] for row in sheet["B4:D7"]] == [
        ["Supplier GSTIN", "Tax", "Contact"],
        ["29C", 1, "=1+1"],
        ["11D", 1, None],
        ["24A", 1, "Mr Shah"],
    ]
    assert sheet["D5"].data_type == "s"
    assert sheet.tables["ims_SupplierView"].ref == "A4:D7"


@pytest.mark.parametrize("grown", [False, True])
def test_a_line_typed_under_the_documents_moves_below(path: Path, grown: bool) -> None:
    """Excel lets the table grow over what is typed under it; other programs do not."""

    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        sheet["B8"] = "checked by Ravi"
        if grown:
            sheet.tables["ims_Mismatched"].ref = "A4:H8"

    edit(path, change)
    sheet = redraw(path, workbook(documents(*((("", f"INV-{n}", "2025-10-01", 1.0)) for n in range(9)))))["Mismatched"]
    assert sheet.tables["ims_Mismatched"].ref == "A4:H13"
    found = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == "checked by Ravi"]
    assert found == ["B15"]


def test_a_line_inserted_between_documents_moves_below(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        for column in range(1, 9):
            sheet.cell(8, column).value = sheet.cell(7, column).value
            sheet.cell(7, column).value = None
        sheet["B7"], sheet["C7"] = "To ask:", "0099"
        sheet.tables["ims_Mismatched"].ref = "A4:H8"

    edit(path, change)
    sheet = redraw(path, workbook())["Mismatched"]
    assert [sheet[f"C{row}"].value for row in (5, 6, 7)] == ["INV-1", "0012", "INV-3"]
    assert (sheet["B10"].value, sheet["C10"].value) == ("To ask:", "0099")


def test_a_line_inserted_high_in_a_long_table_moves_below(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Suppliers"]
        for column, value in ((1, None), (2, None), (3, 77.0)):
            sheet.cell(5, column).value = value  # 24A is overwritten; 27B and 29C are as they were drawn

    edit(path, change)
    sheet = redraw(path, sheets("24A", "27B", "29C"))["Suppliers"]
    assert [[cell.value for cell in row] for row in sheet["B4:C9"]] == [
        ["Supplier GSTIN", "Tax"],
        ["24A", 1],
        ["27B", 1],
        ["29C", 1],
        [None, None],
        [None, 77],
    ]


@pytest.mark.parametrize("looks", ["kept", "lost"])
def test_a_line_of_ours_without_a_key_is_not_the_accountants(tmp_path: Path, looks: str) -> None:
    """Customs has no GSTIN. Programs that lose the looks of cells have all of them read as the accountant's."""
    columns = (SUPPLIERS[0], SUPPLIERS[1], Column("Supplier name", "name"), SUPPLIERS[2])
    rows = pd.DataFrame(
        {"bulk": "", "gstin": ["24A", "", "29C"], "name": ["Asha", "Customs, port INNSA1", "Ravi"], "tax": 1.0}
    )
    spec = [*workbook(), Sheet("suppliers", "Suppliers", tables=(Table("ims_SupplierView", columns, rows, 4),))]
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(spec)

    def change(book: Any) -> None:
        for row in book["Suppliers"]["A5:D7"] if looks == "lost" else ():
            for cell in row:
                cell.style = "Normal"

    edit(path, change)
    sheet = redraw(path, spec)["Suppliers"]
    assert [cell.value for cell in sheet["C"]][3:] == ["Supplier name", "Asha", "Customs, port INNSA1", "Ravi"]


def test_a_line_typed_under_a_table_without_documents_moves_below(path: Path) -> None:
    def change(book: Any) -> None:
        book["Suppliers"]["B8"], book["Suppliers"]["C8"] = "Total", 42

    edit(path, change)
    sheet = redraw(path, sheets("24A"))["Suppliers"]
    assert sheet.tables["ims_SupplierView"].ref == "A4:C5"
    found = [(cell.coordinate, cell.value) for row in sheet.iter_rows(min_row=6) for cell in row if cell.value]
    assert [value for _, value in found] == ["Total", 42]


def test_drawing_twice_changes_nothing(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Suppliers"]
        sheet["D4"], sheet["D5"], sheet["B8"] = "Contact", "Mr Shah", "note"

    def cells(book: Any) -> dict[str, object]:
        return {
            cell.coordinate: cell.value
            for row in book["Suppliers"].iter_rows()
            for cell in row
            if cell.value is not None
        }

    edit(path, change)
    once = cells(redraw(path, sheets("24A", "27B", "29C")))
    assert cells(redraw(path, sheets("24A", "27B", "29C"))) == once


@pytest.mark.parametrize("grown", [False, True])
def test_a_line_typed_under_a_list_is_left_to_the_list(path: Path, grown: bool) -> None:
    """What reads the table draws the line as one of its own; the engine keeps no second one."""

    def as_list(*gstins: str) -> list[Sheet]:
        drawn = sheets(*gstins)
        table = replace(drawn[-1].tables[0], is_list=True)
        return [*drawn[:-1], replace(drawn[-1], tables=(table,))]

    def change(book: Any) -> None:
        sheet = book["Suppliers"]
        sheet["B8"], sheet["C8"] = "33D", 7
        if grown:
            sheet.tables["ims_SupplierView"].ref = "A4:C8"

    FileBook(path).draw(as_list("24A", "27B", "29C"))
    edit(path, change)
    assert FileBook(path).tables()["ims_SupplierView"].rows["Supplier GSTIN"].tolist() == ["24A", "27B", "29C", "33D"]
    sheet = redraw(path, as_list("24A", "27B", "29C", "33D"))["Suppliers"]
    assert [cell.value for cell in sheet["B"]][4:] == ["24A", "27B", "29C", "33D"]
    assert sheet.tables["ims_SupplierView"].ref == "A4:C8"
