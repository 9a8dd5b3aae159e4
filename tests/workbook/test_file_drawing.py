import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn, Filters
from python_calamine import CalamineWorkbook
from support.accountant import YELLOW, edit, highlight, note, rename, sort, swap_columns, to_range
from support.libreoffice import LibreOffice
from support.sheets import TABLE, THREE, documents, home, mismatched, table, workbook

from ims_xl.issues import ImsError
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.sheet import Cell, Sheet

FOUR = documents(
    ("", "INV-0", "2025-09-30", 5.0),
    ("Reject", "0012", "2025-10-02", 250.25),
    ("Accept", "INV-1", "2025-10-01", -1234567.00),
    ("Pending", "INV-3", "2025-10-03", -99.50),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "Asha Traders.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def redraw(path: Path, sheets: list[Sheet]) -> Any:
    FileBook(path).draw(sheets)
    return openpyxl.load_workbook(path)


def row_of(sheet: Any, key: str, headings: int = 4) -> int:
    """The row of a document, wherever its key column is."""
    column = next(cell.column for cell in sheet[headings] if cell.value == "Document key")
    return next(row for row in range(headings + 1, sheet.max_row + 1) if sheet.cell(row, column).value == key)


def looks(cell: Any) -> list[object]:
    edges = [getattr(cell.border, edge) for edge in ("left", "right", "top", "bottom")]
    lines = [(edge.style, edge.color.rgb) if edge is not None and edge.style else None for edge in edges]
    return [repr(cell.font), repr(cell.fill), repr(cell.alignment), *lines]


def test_the_same_sheets_twice_change_nothing(path: Path) -> None:
    edit(path, lambda _: None)
    before = openpyxl.load_workbook(path)
    after = redraw(path, workbook())
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell):
                    continue
                now = after[sheet.title][cell.coordinate]
                assert (now.value, now.data_type, now.number_format) == (cell.value, cell.data_type, cell.number_format)
                assert looks(now) == looks(cell), cell.coordinate
    for name in ("Home", "Mismatched"):
        one, other = before[name], after[name]
        assert one.freeze_panes == other.freeze_panes
        assert (one.print_area, one.print_title_rows) == (other.print_area, other.print_title_rows)
        assert len(one._charts) == len(other._charts)
        assert [str(ranges.sqref) for ranges in one.conditional_formatting] == [
            str(ranges.sqref) for ranges in other.conditional_formatting
        ]
        assert [
            (str(v.sqref), v.formula1, v.prompt, bool(v.showErrorMessage)) for v in one.data_validations.dataValidation
        ] == [
            (str(v.sqref), v.formula1, v.prompt, bool(v.showErrorMessage))
            for v in other.data_validations.dataValidation
        ]
        assert {k: (v.width, v.hidden) for k, v in one.column_dimensions.items()} == {
            k: (v.width, v.hidden) for k, v in other.column_dimensions.items()
        }
    assert set(before.defined_names) == set(after.defined_names)


@pytest.mark.parametrize("program", ["openpyxl", pytest.param("LibreOffice", marks=pytest.mark.libreoffice)])
def test_notes_and_colours_follow_their_document(path: Path, program: str, request: pytest.FixtureRequest) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        note(sheet, "C6", "ask Ravi")
        note(sheet, "B4", "as on the portal")
        highlight(sheet, "E6")
        sheet["B7"].font = Font(name="Calibri", sz=10, b=True, color="FFFF0000")

    saved = edit(path, change)
    if program == "LibreOffice":
        saved = request.getfixturevalue("libreoffice").resave(path)
    book = redraw(saved, workbook(FOUR))
    sheet = book["Mismatched"]
    assert row_of(sheet, "doc-0012") == 6
    assert row_of(sheet, "doc-INV-3") == 8
    assert sheet["C6"].comment.text == "ask Ravi"
    assert sheet["B4"].comment.text == "as on the portal"
    yellow = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == YELLOW}
    red = {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.font.color and cell.font.color.rgb) == "FFFF0000"
    }
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert (yellow, red, noted) == ({"E6"}, {"B8"}, {"C6", "B4"})


def test_a_note_follows_its_document_to_another_sheet(path: Path) -> None:
    def change(book: Any) -> None:
        note(book["Mismatched"], "C6", "ask Ravi")
        note(book["Mismatched"], "G7", "stays")
        highlight(book["Mismatched"], "B6")

    edit(path, change)
    exact = Sheet("exact", "Exact Match", tables=(table(THREE.iloc[1:2], name="ims_ExactMatch"),))
    book = redraw(path, [home(THREE), exact, mismatched(THREE.iloc[[0, 2]]), *workbook()[2:]])
    assert book.sheetnames == ["Home", "Exact Match", "Mismatched", "Lists", "_ims"]
    assert book["Exact Match"]["C5"].comment.text == "ask Ravi"
    assert book["Exact Match"]["B5"].fill.fgColor.rgb == YELLOW
    assert [cell.coordinate for row in book["Mismatched"].iter_rows() for cell in row if cell.comment] == ["G6"]


def test_a_sheet_keeps_its_name_place_and_looks(path: Path) -> None:
    def change(book: Any) -> None:
        rename(book, "Mismatched", "Oct '25")
        book.move_sheet("Oct '25", -1)
        book["Oct '25"].freeze_panes = "B5"
        book["Oct '25"].sheet_view.zoomScale = 110
        book["Oct '25"].sheet_properties.tabColor = "FF00FF00"
        book["Oct '25"].column_dimensions["B"].width = 44
        book["Oct '25"].column_dimensions["G"].hidden = True

    edit(path, change)
    book = redraw(path, workbook(FOUR))
    sheet = book["Oct '25"]
    assert book.sheetnames == ["Oct '25", "Home", "Lists", "_ims"]
    assert (sheet.freeze_panes, sheet.sheet_view.zoomScale) == ("B5", 110)
    assert sheet.sheet_properties.tabColor.rgb == "FF00FF00"
    widths = sheet.column_dimensions
    assert (widths["B"].width, widths["G"].hidden, widths["H"].hidden) == (44, True, True)
    assert book["Home"]["B8"].hyperlink.location == "'Oct ''25'!A1"
    assert sheet.print_area == "'Oct ''25'!$A$1:$F$8"


def test_columns_stay_in_the_order_the_accountant_gave_them(path: Path) -> None:
    def change(book: Any) -> None:
        swap_columns(book["Mismatched"], TABLE, "A", "F")
        book["Mismatched"].column_dimensions["A"].width = 50

    edit(path, change)
    sheet = redraw(path, workbook(FOUR))["Mismatched"]
    assert [cell.value for cell in sheet[4]] == [
        "Remarks",
        "Supplier name",
        "Number (IMS)",
        "Date (IMS)",
        "Tax difference",
        "Action",
        "Why",
        "Document key",
    ]
    assert [sheet.cell(row, 6).value for row in range(5, 9)] == [None, "Reject", "Accept", "Pending"]
    assert sheet.column_dimensions["A"].width == 50
    assert {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}["F5:F8"] == "ims_list_Action"
    rules = {str(r.sqref): r.rules[0].formula[0] for r in sheet.conditional_formatting}
    assert rules["F5:F8"] == 'AND($F5="Accept",N("ims")=0)'


def test_own_columns_keep_their_formulas_dropdowns_and_place(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        sheet["I4"], sheet["J4"] = "Half", "Cost centre"
        for row in (5, 6, 7):
            sheet.cell(row, 9).value = f"=E{row}/2+$E$5*0"
            sheet.cell(row, 10).value = f"Plant {row}"
        choices = DataValidation(type="list", formula1='"Plant 5,Plant 6"')
        choices.add("J5:J7")
        sheet.add_data_validation(choices)

    edit(path, change)
    rows = FOUR.assign(Half=[2.5, 125.125, -617283.5, -49.75], **{"Cost centre": ["", "Plant 6", "Plant 5", "Plant 7"]})
    book = redraw(path, workbook(rows, ("Half", "Cost centre")))
    sheet = book["Mismatched"]
    assert [sheet.cell(row, 9).value for row in range(5, 9)] == [2.5, "=E6/2+$E$5*0", "=E7/2+$E$5*0", "=E8/2+$E$5*0"]
    assert [sheet.cell(row, 10).value for row in range(5, 9)] == [None, "Plant 6", "Plant 5", "Plant 7"]
    assert '"Plant 5,Plant 6"' in {item.formula1 for item in sheet.data_validations.dataValidation}
    shown = openpyxl.load_workbook(path, data_only=True)["Mismatched"]
    assert [shown.cell(row, 9).value for row in range(5, 9)] == [2.5, 125.125, -617283.5, -49.75]


def test_own_sheets_survive_with_formulas_and_their_values(path: Path) -> None:
    def change(book: Any) -> None:
        own = book.create_sheet("My sums", 1)
        own["A1"], own["A2"], own["B2"] = "Total", "=SUM(ims_Mismatched[Tax difference])", "='Mismatched'!E3*2"
        own["A4"] = CellRichText("part ", TextBlock(InlineFont(b=True), "bold"))
        own["A5"] = "=cmd"
        own["A5"].data_type = "s"
        own["A6"].fill = PatternFill("solid", fgColor=YELLOW)
        own.conditional_formatting.add("A1:A9", CellIsRule(operator="equal", formula=["1"], font=Font(b=True)))
        chart = BarChart()
        chart.add_data(Reference(own, min_col=1, min_row=2, max_row=3))
        own.add_chart(chart, "D2")

    edit(path, change)
    book = openpyxl.load_workbook(redraw(path, workbook(FOUR)) and path, rich_text=True)
    own = book["My sums"]
    assert book.sheetnames == ["Home", "My sums", "Mismatched", "Lists", "_ims"]
    assert (own["A2"].value, own["B2"].value) == ("=SUM(ims_Mismatched[Tax difference])", "='Mismatched'!E3*2")
    assert str(own["A4"].value) == "part bold"
    assert own["A4"].value[1].font.b
    assert (own["A5"].value, own["A5"].data_type) == ("=cmd", "s")
    assert own["A6"].fill.fgColor.rgb == YELLOW
    assert [str(ranges.sqref) for ranges in own.conditional_formatting] == ["A1:A9"]
    assert len(own._charts) == 1


@pytest.mark.libreoffice
def test_values_of_the_accountants_formulas_are_kept(path: Path, libreoffice: LibreOffice) -> None:
    def change(book: Any) -> None:
        own = book.create_sheet("My sums")
        own["A1"], own["A2"], own["A3"], own["A4"] = "=1/4", '="a"&"<b"', "=1/0", "=1=1"

    saved = libreoffice.resave(edit(path, change))  # which computes them
    FileBook(saved).draw(workbook(FOUR))
    own = openpyxl.load_workbook(saved, data_only=True)["My sums"]
    assert [own.cell(row, 1).value for row in (1, 2, 3, 4)] == [0.25, "a<b", "#DIV/0!", True]


def test_what_stands_beside_and_below_stays_or_makes_room(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        sheet["N2"], sheet["N3"] = "my note", "=E5"
        sheet["C9"] = "far enough below? no"

    edit(path, change)
    sheet = redraw(path, workbook(FOUR))["Mismatched"]
    assert (sheet["N2"].value, sheet["N3"].value) == ("my note", "=E5")
    assert (sheet["C9"].value, sheet["C10"].value) == (None, "far enough below? no")
    wide = FOUR.assign(**{f"Own {number}": "x" for number in range(8)})
    sheet = redraw(path, workbook(wide, tuple(f"Own {number}" for number in range(8))))["Mismatched"]
    assert [cell.value for cell in sheet[4]][8:16] == [f"Own {number}" for number in range(8)]
    assert (sheet["N2"].value, sheet["R2"].value) == (None, "my note")


def test_formats_validations_and_notes_on_our_sheets_that_are_not_ours_stay(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        rule = CellIsRule(operator="greaterThan", formula=["100"], font=Font(b=True))
        sheet.conditional_formatting.add("E5:E7", rule)
        note(book["Home"], "C3", "changed in October")

    edit(path, change)
    for _ in range(2):
        book = redraw(path, workbook(FOUR))
    formulas = [rule.formula[0] for ranges in book["Mismatched"].conditional_formatting for rule in ranges.rules]
    assert formulas.count("100") == 1
    assert len(formulas) == 1 + 2 + 5
    assert book["Home"]["C3"].comment.text == "changed in October"
    assert len(book["Home"]._charts) == 1


def test_sheets_no_longer_named_go_and_what_looked_at_them_says_so(path: Path) -> None:
    def change(book: Any) -> None:
        own = book.create_sheet("My sums")
        own["A1"], own["A2"] = "='Home'!B6+1", "=SUM(ims_Mismatched[Tax difference])"

    edit(path, change)
    book = redraw(path, workbook()[1:])
    assert book.sheetnames == ["Mismatched", "Lists", "_ims", "My sums"]
    assert (book["My sums"]["A1"].value, book["My sums"]["A2"].value) == (
        "=#REF!+1",
        "=SUM(ims_Mismatched[Tax difference])",
    )
    assert book["Mismatched"]["A1"].hyperlink is None


def test_a_new_sheet_never_takes_the_name_of_the_accountants(path: Path) -> None:
    edit(path, lambda book: book.create_sheet("suppliers").__setitem__("A1", "mine"))
    added = Sheet("suppliers", "Suppliers", (Cell(1, 1, "ours", "title"),))
    book = redraw(path, [*workbook(), added])
    assert book["suppliers"]["A1"].value == "mine"
    assert book["Suppliers (2)"]["A1"].value == "ours"


def test_found_by_table_and_by_sheet_name_when_all_names_are_gone(path: Path) -> None:
    def change(book: Any) -> None:
        for name in list(book.defined_names):
            del book.defined_names[name]
        book["Mismatched"].title = "Renamed"

    edit(path, change)
    book = redraw(path, workbook(FOUR))
    assert book.sheetnames == ["Home", "Renamed", "Lists", "_ims"]
    assert len(book["Renamed"].tables) == 1
    assert book["Home"].max_row == book["Home"]["B8"].row


def test_a_table_turned_into_a_range_becomes_a_table_again(path: Path) -> None:
    def change(book: Any) -> None:
        highlight(book["Mismatched"], "B6")
        to_range(book["Mismatched"], TABLE)
        book["Mismatched"].auto_filter.ref = "A4:H7"

    edit(path, change)
    sheet = redraw(path, workbook(FOUR))["Mismatched"]
    assert sheet.tables[TABLE].ref == "A4:H8"
    assert sheet.auto_filter.ref is None
    assert sheet["B6"].fill.fgColor.rgb == YELLOW


def test_what_is_sorted_and_filtered_stays_so(path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        sort(sheet, TABLE, 5)  # INV-1, INV-3, 0012
        highlight(sheet, "C5")
        sheet.row_dimensions[6].hidden = True
        sheet.tables[TABLE].autoFilter.filterColumn.append(FilterColumn(colId=2, filters=Filters(filter=["INV-1"])))

    edit(path, change)
    for _ in range(2):
        sheet = redraw(path, workbook(FOUR))["Mismatched"]
        assert [sheet.cell(row, 3).value for row in range(5, 9)] == ["INV-0", "INV-1", "INV-3", "0012"]
        assert sheet["C6"].fill.fgColor.rgb == YELLOW
        assert [row for row in range(5, 9) if sheet.row_dimensions[row].hidden] == [7]
        assert sheet.tables[TABLE].autoFilter.ref == "A4:H8"
        assert [(one.colId, one.filters.filter) for one in sheet.tables[TABLE].autoFilter.filterColumn] == [
            (2, ["INV-1"])
        ]


def test_lines_that_nobody_sorted_are_in_our_order(path: Path) -> None:
    edit(path, lambda _: None)
    sheet = redraw(path, workbook(FOUR))["Mismatched"]
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == ["INV-0", "0012", "INV-1", "INV-3"]


def test_another_palette_is_not_taken_for_the_accountants(path: Path) -> None:
    many = documents(*(("", f"INV-{number}", "2025-10-01", 1.0) for number in range(8)))
    FileBook(path).draw(workbook(many))

    def change(book: Any) -> None:
        book.defined_names["ims_look"].attr_text = "1"
        for row in range(5, 13):
            book["Mismatched"].cell(row, 2).font = Font(name="Arial", sz=9)
        highlight(book["Mismatched"], "B7")

    edit(path, change)
    sheet = redraw(path, workbook(many))["Mismatched"]
    assert {sheet.cell(row, 2).font.name for row in range(5, 13)} == {"Calibri"}
    assert [sheet.cell(row, 2).coordinate for row in range(5, 13) if sheet.cell(row, 2).fill.fgColor.rgb == YELLOW] == [
        "B7"
    ]


def test_text_stays_text_in_place_too(path: Path) -> None:
    edit(path, lambda _: None)
    hostile = ("=1+1", "+1", "-1", "@SUM", "\ttab", "#N/A", "_x0041_", "0012", "x" * 40_000, "😀 & <b>", "a\x0bb")
    rows = documents(*(("", text, "2025-10-01", 1.0) for text in hostile)).assign(remarks=list(hostile))
    FileBook(path).draw(workbook(rows))
    shown = FileBook(path).tables()[TABLE].rows["Remarks"].to_list()
    assert shown == [*hostile[:8], "x" * 32_766 + "…", "😀 & <b>", "a�b"]
    sheet = openpyxl.load_workbook(path)["Mismatched"]
    assert {sheet.cell(row, 6).data_type for row in range(5, 16)} == {"s"}


def test_texts_of_own_sheets_that_look_like_escapes_stay(path: Path) -> None:
    texts = ["_x0041_", "_x0041_x0042_", "a_x000D_b", "x005F_", "_x005F_x0041_"]

    def add(book: Any) -> None:
        sheet = book.create_sheet("Own")
        for row, text in enumerate(texts, 1):
            sheet.cell(row, 1).value = re.sub(r"_(?=x[0-9A-F]{4}_)", "_x005F_", text)  # as Excel writes it

    def shown() -> list[Any]:
        return [row[0] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Own").to_python()]

    edit(path, add)
    assert shown() == texts
    for _ in range(2):
        redraw(path, workbook())
        assert shown() == texts


def test_formulas_carry_their_values_in_place_too(path: Path) -> None:
    edit(path, lambda _: None)
    FileBook(path).draw(workbook(FOUR))
    shown = openpyxl.load_workbook(path, data_only=True)
    assert [shown["Home"][cell].value for cell in ("B6", "C6", "B7")] == [4, 4, -1234411.25]
    assert [shown["Mismatched"][cell].value for cell in ("A3", "E3")] == [4, -1234411.25]


def test_a_formula_speaks_of_a_sheet_by_its_present_name(path: Path) -> None:
    edit(path, lambda book: rename(book, "Mismatched", "Differences"))
    looking = Sheet("looking", "Looking", (Cell(1, 1, 3, formula="='Mismatched'!A3+Mismatched!A3"),))
    book = redraw(path, [*workbook(), looking])
    assert book["Looking"]["A1"].value == "='Differences'!A3+'Differences'!A3"


def test_what_would_be_broken_is_named_and_nothing_is_written(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    before = path.read_bytes()
    with pytest.raises(ImsError, match="would break a digital signature"):
        FileBook(path).draw(workbook())
    assert path.read_bytes() == before


def test_validators_accept_it(path: Path, validate: Callable[[Path], None]) -> None:
    def change(book: Any) -> None:
        sheet = book["Mismatched"]
        note(sheet, "C6", "ask Ravi")
        highlight(sheet, "E6")
        sheet["I4"], sheet["I5"] = "Half", "=E5/2"
        rename(book, "Mismatched", "Oct & '25")
        own = book.create_sheet("My sums", 1)
        own["A1"], own["A2"] = "=1/4", CellRichText("part ", TextBlock(InlineFont(b=True), "bold"))
        note(own, "A1", "mine")

    edit(path, change)
    rows = FOUR.assign(Half=[1.0, 2.0, 3.0, 4.0], supplier=["=1", "<&>", "a\x01b", "😀"])
    FileBook(path).draw(workbook(rows, ("Half",)))
    validate(path)


@pytest.mark.libreoffice
def test_validators_accept_what_libreoffice_saved_and_we_redrew(
    path: Path, libreoffice: LibreOffice, validate: Callable[[Path], None]
) -> None:
    saved = libreoffice.resave(path)
    FileBook(saved).draw(workbook(FOUR))
    validate(saved)


def test_a_file_that_says_nothing_of_calculation_is_redrawn(path: Path) -> None:
    """SheetJS leaves the element out."""
    edit(path, lambda _: None)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, re.sub(rb"<calcPr[^>]*/>", b"", text) if name == "xl/workbook.xml" else text)
    book = redraw(path, workbook(FOUR))
    assert book.calculation.fullCalcOnLoad
    assert [book["Mismatched"][f"A{row}"].value for row in (5, 6, 7, 8)] == [None, "Reject", "Accept", "Pending"]
