import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from support.libreoffice import LibreOffice
from support.sheets import TABLE, THREE, documents, home, mismatched, workbook

from ims_xl.sheets import lists
from ims_xl.workbook import file_drawing
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table, Tint

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1",
    "-1",
    "\tafter a tab",
    "https://example.com/a",
    "0012",
    "1E5",
    '<b>&"quoted"</b>',
    "#N/A",
    "_x0041_",
    "{=1+1}",
    "😀 भारत स्टील",
    " spaced ",
)


def draw(path: Path, *sheets: Sheet) -> Path:
    file_drawing.draw_new(path, sheets)
    return path


def one_column(path: Path, values: list[object], kind: str = "text") -> list[object]:
    rows = pd.DataFrame({"value": pd.Series(values, dtype="object")})
    draw(path, Sheet("one", "One", tables=(Table("ims_One", (Column("Value", "value", kind),), rows, 1),)))  # type: ignore[arg-type]
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("One").to_python(skip_empty_area=False)
    return [row[0] for row in cells[1:]] + [""] * (len(values) + 1 - len(cells))


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one.xlsx", "two.xlsx"):
        digests.add(hashlib.sha256(draw(tmp_path / name, *workbook()).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_nobody_is_named_in_the_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(draw(tmp_path / "book.xlsx", *workbook())) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert "<dc:title>Invoice Management System</dc:title>" in core


@pytest.mark.parametrize("kind", ["text", "mark", "long", "key"])
def test_text_from_outside_stays_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hostile.xlsx"
    assert one_column(path, list(HOSTILE), kind) == list(HOSTILE)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_what_a_cell_cannot_hold_is_replaced(tmp_path: Path) -> None:
    shown = one_column(tmp_path / "odd.xlsx", ["a\x00b\x0bc", "line\r\nnext\rlast", "x" * 40_000, "😀" * 20_000])
    assert shown[:2] == ["a�b�c", "line\nnext\nlast"]
    assert shown[2] == "x" * 32_766 + "…"
    assert shown[3] == "😀" * 16_383 + "…"


def test_missing_values_are_blank_and_old_dates_are_text(tmp_path: Path) -> None:
    moments = [None, pd.NaT, datetime(2025, 10, 1), pd.Timestamp("1899-12-30"), ""]
    blank, nat, date, old, empty = one_column(tmp_path / "dates.xlsx", moments, "date")
    assert (blank, nat, str(date), old, empty) == ("", "", "2025-10-01", "1899-12-30", "")
    assert one_column(tmp_path / "numbers.xlsx", [1.5, float("nan"), float("inf"), None, "n/a"], "rupees") == [
        1.5,
        "",
        "",
        "",
        "n/a",
    ]


def test_an_empty_table_has_one_blank_line(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook(THREE.iloc[:0])))
    assert book["Mismatched"].tables[TABLE].ref == "A4:H5"
    assert {cell.value for cell in book["Mismatched"][5]} == {None}


def test_own_columns_come_last_with_headings_that_differ(tmp_path: Path) -> None:
    rows = THREE.assign(**{"cost centre": ["A", 2.0, None], "action ": ["x", "", "=y"]})
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook(rows, ("cost centre", "action "))))
    sheet = book["Mismatched"]
    assert [cell.value for cell in sheet[4]][-2:] == ["cost centre", "action (2)"]
    assert [sheet.cell(row, 9).value for row in (5, 6, 7)] == ["A", 2.0, None]
    assert (sheet["J7"].value, sheet["J7"].data_type, sheet["J7"].quotePrefix) == ("=y", "s", True)


def test_the_sheet_is_set_up_for_screen_and_paper(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook()))
    sheet = book["Mismatched"]
    assert (sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines) == ("D5", 85, False)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.print_area, sheet.print_title_rows) == ("'Mismatched'!$A$1:$F$7", "$4:$4")
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.sheet_properties.tabColor.rgb == "FFC77D0A"
    assert sheet.column_dimensions["H"].hidden
    assert [book[name].sheet_state for name in ("Home", "Lists", "_ims")] == ["visible", "hidden", "veryHidden"]


def test_dropdowns_come_from_the_lists_sheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook()))
    found = {str(item.sqref): item.formula1 for item in book["Mismatched"].data_validations.dataValidation}
    assert found == {"A5:A7": "ims_list_Action", "F5:F7": None}
    assert book.defined_names["ims_list_Action"].attr_text == "'Lists'!$A$2:$A$5"
    assert [book["Lists"].cell(row, 1).value for row in (2, 3, 4, 5)] == ["Accept", "Reject", "Pending", "No Action"]


def test_a_report_without_lists_has_no_dropdowns(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "report.xlsx", mismatched(THREE)))
    assert all(item.type != "list" for item in book["Mismatched"].data_validations.dataValidation)


def test_tints_speak_of_the_first_line(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook()))
    formats = {
        str(ranges.sqref): [rule.formula[0] for rule in ranges.rules]
        for ranges in book["Mismatched"].conditional_formatting
    }
    assert formats["A5:A7"] == ['AND($A5="Accept",N("ims")=0)']
    assert formats["C5:C7 E5:E7"] == ['AND(ABS($E5)>1,N("ims")=0)']


def test_a_tint_of_an_unknown_heading_is_a_mistake_of_ours(tmp_path: Path) -> None:
    sheet = Sheet("one", "One", tables=(mismatched(THREE).tables[0],), tints=(Tint(TABLE, (), "{No such}=1", "warn"),))
    with pytest.raises(KeyError, match="No such"):
        file_drawing.draw_new(tmp_path / "book.xlsx", [sheet])


def test_links_lead_to_sheets_of_ours(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook()))
    assert book["Mismatched"]["A1"].hyperlink.location == "'Home'!A1"
    assert book["Home"]["B8"].hyperlink.location == "'Mismatched'!A1"
    alone = openpyxl.load_workbook(draw(tmp_path / "alone.xlsx", mismatched(THREE)))
    assert (alone["Mismatched"]["A1"].value, alone["Mismatched"]["A1"].hyperlink) == ("◂ Home", None)


def test_formulas_carry_their_values(tmp_path: Path) -> None:
    path = draw(tmp_path / "book.xlsx", *workbook())
    shown = openpyxl.load_workbook(path, data_only=True)
    assert [shown["Home"][cell].value for cell in ("B6", "C6", "B7")] == [3, 3, -1234416.25]
    assert [shown["Mismatched"][cell].value for cell in ("A3", "E3")] == [3, -1234416.25]


@pytest.mark.libreoffice
def test_libreoffice_computes_the_same(tmp_path: Path, libreoffice: LibreOffice) -> None:
    path = draw(tmp_path / "book.xlsx", *workbook())
    computed = openpyxl.load_workbook(libreoffice.recalculate(path), data_only=True)
    stored = openpyxl.load_workbook(path, data_only=True)
    for sheet, cells in (("Home", ("B6", "C6", "B7")), ("Mismatched", ("A3", "E3"))):
        for cell in cells:
            assert computed[sheet][cell].value == pytest.approx(stored[sheet][cell].value), (sheet, cell)


def test_validators_accept_it(tmp_path: Path, validate: Callable[[Path], None]) -> None:
    rows = documents(*((mark, text, "2025-10-01", -1.0) for mark in ("Accept", "=1") for text in HOSTILE))
    rows = rows.assign(**{"Cost centre": list(HOSTILE) * 2})
    validate(draw(tmp_path / "book.xlsx", *workbook(rows, ("Cost centre",))))


def test_a_wide_cell_is_merged_and_still_a_link(tmp_path: Path) -> None:
    sheet = Sheet("one", "One", (Cell(1, 1, "To Home", "button", link="home", span=3),))
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", home(THREE), mismatched(THREE), sheet))
    assert str(book["One"].merged_cells) == "A1:C1"
    assert book["One"]["A1"].hyperlink.location == "'Home'!A1"


def test_an_action_may_be_typed_short_while_other_lists_refuse_what_they_do_not_hold(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(draw(tmp_path / "book.xlsx", *workbook()))
    strict = {
        validation.formula1: validation.showErrorMessage
        for sheet in ("Home", "Mismatched")
        for validation in book[sheet].data_validations.dataValidation
        if validation.type == "list"
    }
    assert strict == {"ims_list_Mode": True, "ims_list_Action": False}


def test_columns_fold_away_and_rows_have_room_for_their_lines(tmp_path: Path) -> None:
    columns = (
        Column("Number", "number", first_screen=True),
        Column("Remarks", "number", level=1),
        Column("Why", "number", "lines", 30, level=2),
        Column("Tax", "number", hidden=True),
    )
    rows = pd.DataFrame({"number": ["INV-1"]})
    path = draw(tmp_path / "book.xlsx", Sheet("one", "One", (), (Table("ims_One", columns, rows, 4, text_lines=3),)))
    sheet = openpyxl.load_workbook(path)["One"]
    shown = [sheet.column_dimensions[letter] for letter in "ABCD"]
    assert [(column.outlineLevel, column.hidden) for column in shown] == [(0, False), (1, False), (2, True), (0, True)]
    assert sheet.sheet_properties.outlinePr.summaryRight is False
    assert sheet.sheet_format.outlineLevelCol == 2
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[5].height) == (33.0, 38.0)
    assert sheet["C5"].alignment.wrap_text


def test_a_redrawn_sheet_stays_folded_as_the_accountant_left_it(tmp_path: Path) -> None:
    columns = (Column("Number", "number", first_screen=True), Column("Why", "number", "long", 30, level=2))
    spec = [Sheet("one", "One", (), (Table("ims_One", columns, pd.DataFrame({"number": ["INV-1"]}), 4),))]
    path = draw(tmp_path / "book.xlsx", *spec, lists.metadata('{"book": "1"}'))
    book = openpyxl.load_workbook(path)
    book["One"].column_dimensions["B"].hidden = False
    book.save(path)
    more = replace(spec[0], tables=(replace(spec[0].tables[0], rows=pd.DataFrame({"number": ["INV-1", "INV-2"]})),))
    FileBook(path).draw([more, lists.metadata('{"book": "1"}')])
    column = openpyxl.load_workbook(path)["One"].column_dimensions["B"]
    assert (column.outlineLevel, column.hidden) == (2, False)
