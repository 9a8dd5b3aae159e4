"""`ExcelBook` on a workbook open in LibreOffice, through xlwings' own Windows engine."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from support.excel.books import Application, Workbook, Worksheet
from support.excel.cells import CoercionError, Interior, Range
from support.excel.lists import filter_table
from support.excel.model import Com
from support.excel.win32 import ComError
from support.excel.xlwings_book import as_xlwings
from support.sheets import COLUMNS, TABLE, THREE, documents, home, table, workbook

from ims_xl.issues import ImsError
from ims_xl.sheets import lists
from ims_xl.ui import Recorder
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workbook.excel.facts import Patch
from ims_xl.workbook.excel.redraw import Redraw
from ims_xl.workbook.excel.windows import cells, statements
from ims_xl.workbook.excel.windows.statements import told
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table

pytestmark = pytest.mark.libreoffice
KNOWN = {TABLE: [column.header for column in COLUMNS]}
YELLOW, GREEN, GREY = 0xFFFF00, 0x007700, 0xCCCCCC
SAND, INK, NAVY = 0xFFF9E8, 0x1F2937, 0x1F3B57
FOUR = documents(
    ("", "INV-9", "2025-10-09", 5.0),
    ("Reject", "0012", "2025-10-02", 250.25),
    ("", "1-4", "2025-10-04", 1.0),
    ("Accept", "INV-1", "2025-10-01", -1234567.00),
)  # INV-3 is gone, INV-1 and 0012 changed places, two are new


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(workbook())
    return target


@pytest.fixture
def live(excel: Application, path: Path) -> tuple[Workbook, xw.Book]:
    book = excel.open(path)
    return book, as_xlwings(book)


def row_of(sheet: Worksheet, number: str) -> int:
    """The row that shows a document's number, in column C."""
    rows = sheet.call_Range("C1:C60").get_Value()
    return next(row for row, (value,) in enumerate(rows, start=1) if value == number)


def saved(book: Workbook, path: Path) -> openpyxl.Workbook:
    target = path.with_name("saved.xlsx")
    book.save(target)
    return openpyxl.load_workbook(target)


def test_an_open_workbook_is_read_like_its_file(live, path):
    excel, file = ExcelBook(live[1]), FileBook(path)
    assert excel.path == path
    assert excel.metadata() == file.metadata()
    assert excel.cell("home", 3, 3) == "Compare and Claim"
    assert excel.tables()[TABLE].rows.equals(file.tables()[TABLE].rows)
    assert list(excel.tables()[TABLE].rows.index) == [5, 6, 7]


def test_another_workbook_is_refused(excel, tmp_path):
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(ImsError, match="not an IMS workbook"):
        ExcelBook(as_xlwings(excel.open(other)))


def test_what_is_drawn_is_what_a_file_shows(live, path):
    ExcelBook(live[1]).draw(workbook(FOUR, text="new"))
    other = path.with_name("other.xlsx")
    FileBook.create(other).draw(workbook(FOUR, text="new"))
    there, wanted = saved(live[0], path), openpyxl.load_workbook(other)
    for sheet in wanted.worksheets:
        cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
        found = {c.coordinate: c.value for row in there[sheet.title].iter_rows() for c in row if c.value is not None}
        assert found == cells
    assert FileBook(path.with_name("saved.xlsx")).tables()[TABLE].rows.equals(FileBook(other).tables()[TABLE].rows)


def test_dropdown_formats_and_tints_reach_the_new_lines(live, path):
    ExcelBook(live[1]).draw(workbook(FOUR))
    sheet = saved(live[0], path)["Mismatched"]
    assert {
        str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"
    } == {"A5:A8": "ims_list_Action"}
    formats = [sheet.cell(8, column).number_format for column in (3, 4, 6)]
    assert [text.replace("[$-409]", "").replace("\\", "") for text in formats] == ["@", "dd-mmm-yyyy", "@"]
    tinted = {str(part) for ranges in sheet.conditional_formatting for part in ranges.sqref.ranges}
    assert {"A5:A8", "C5:C8", "E5:E8"} <= tinted
    formulas = {formula for ranges in sheet.conditional_formatting for rule in ranges.rules for formula in rule.formula}
    assert 'AND($A5="Accept",N("ims")=0)' in formulas


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_tint_is_right_whichever_cell_is_active_and_however_lists_are_separated(live, path, separator):
    live[0].app.separator = separator
    live[0].select(live[0].sheet("Home").call_Range("B9"))
    ExcelBook(live[1]).draw(workbook(FOUR))
    sheet = saved(live[0], path)["Mismatched"]
    formulas = {formula for ranges in sheet.conditional_formatting for rule in ranges.rules for formula in rule.formula}
    assert 'AND($A5="Accept",N("ims")=0)' in formulas


def test_notes_and_colours_stay_with_their_documents(live, path):
    sheet = live[0].sheet("Mismatched")
    sheet.call_Range("C5").call_AddComment("ask Ravi")
    sheet.call_Range("B6").uno().CellBackColor = YELLOW
    ExcelBook(live[1]).draw(workbook(FOUR))
    assert [(note.at, note.call_Text()) for note in sheet.get_Comments()] == [((8, 3), "ask Ravi")]
    assert sheet.call_Range("B6").uno().CellBackColor == YELLOW  # 0012 is the second line before and after
    assert sheet.call_Range("B5").uno().CellBackColor == -1


def drawn_by_another_version(book: Workbook, rows: int) -> None:
    """The number of another palette, and its colours: green texts, grey fills for what is typed."""
    book.get_Names().call_Add("ims_look", "=1")
    sheet = book.sheet("Mismatched")
    sheet.call_Range(f"B5:C{4 + rows}").uno().CharColor = GREEN
    sheet.call_Range(f"A5:A{4 + rows}").uno().CellBackColor = GREY
    sheet.call_Range("A4:H4").uno().CellBackColor = GREY


def test_lines_of_another_version_get_the_looks_of_this_one(live):
    book, macro = live
    ExcelBook(macro).draw(workbook(rows_of(12)))
    drawn_by_another_version(book, 12)
    sheet = book.sheet("Mismatched")
    sheet.call_Range("A7").uno().CellBackColor = YELLOW
    sheet.call_Range("C9").uno().CharColor = YELLOW
    sheet.call_Range("B10").uno().CharWeight = 150.0
    ExcelBook(macro).draw(workbook(rows_of(12)))
    fills = [sheet.call_Range(f"A{row}").uno().CellBackColor for row in range(5, 17)]
    assert fills == [SAND, SAND, YELLOW] + [SAND] * 9
    letters = [sheet.call_Range(f"C{row}").uno().CharColor for row in range(5, 17)]
    assert letters == [INK] * 4 + [YELLOW] + [INK] * 7
    assert [sheet.call_Range(f"B{row}").uno().CharWeight for row in (9, 10, 11)] == [100.0, 150.0, 100.0]
    assert sheet.call_Range("B4").uno().CellBackColor == NAVY
    assert ExcelBook(macro).tables()[TABLE].rows["Number (IMS)"].to_list() == rows_of(12)["number"].to_list()


def test_new_looks_leave_the_accountants_own_columns_alone(live):
    book, macro = live
    own = rows_of(12).assign(Asked=0.5)
    ExcelBook(macro).draw(workbook(own, own=["Asked"]))
    drawn_by_another_version(book, 12)
    cells = book.sheet("Mismatched").call_Range("I5:I16")
    cells.set_NumberFormat("0.0%")
    cells.uno().CellBackColor = YELLOW
    ExcelBook(macro).draw(workbook(own, own=["Asked"]))
    assert cells.uno().NumberFormat == book.number_format("0.0%")
    assert cells.uno().CellBackColor == YELLOW


def test_in_a_few_lines_every_other_colour_is_taken_for_the_accountants(live):
    book, macro = live
    drawn_by_another_version(book, 3)
    ExcelBook(macro).draw(workbook())
    sheet = book.sheet("Mismatched")
    assert [sheet.call_Range(f"A{row}").uno().CellBackColor for row in (5, 6, 7)] == [GREY] * 3
    assert sheet.call_Range("B4").uno().CellBackColor == NAVY


def test_new_looks_take_as_many_calls_for_many_lines_as_for_few(excel, tmp_path):
    assert restyling(excel, tmp_path, 30) == restyling(excel, tmp_path, 3_000)


def restyling(excel: Application, tmp_path: Path, count: int) -> int:
    """How many calls it takes to give so many lines new looks."""
    target = tmp_path / f"{count}.xlsx"
    FileBook.create(target).draw(workbook(rows_of(count)))
    book = excel.open(target)
    drawn_by_another_version(book, count)
    excel_book = ExcelBook(as_xlwings(book))
    Com.calls.clear()
    excel_book.draw(workbook(rows_of(count)))
    return len(Com.calls)


def two_tables(first, second) -> list[Sheet]:
    other = table(second, name="ims_ExactMatch")
    return [
        *workbook(first)[:2],
        Sheet("exact", "Exact Match", workbook(first)[1].cells, (other,)),
        lists.choices(),
        lists.metadata("{}"),
    ]


def test_notes_and_colours_go_with_a_document_to_another_table(excel, tmp_path):
    target = tmp_path / "two.xlsx"
    FileBook.create(target).draw(two_tables(THREE, FOUR.iloc[:1]))
    book = excel.open(target)
    sheet, exact = book.sheet("Mismatched"), book.sheet("Exact Match")
    sheet.call_Range("C7").call_AddComment("credit note?")
    sheet.call_Range("F7").uno().CellBackColor = YELLOW
    both = pd.concat([FOUR.iloc[:1], THREE.iloc[2:]], ignore_index=True)
    ExcelBook(as_xlwings(book)).draw(two_tables(THREE.iloc[:2], both))
    row = row_of(exact, "INV-3")
    assert [(note.at, note.call_Text()) for note in exact.get_Comments()] == [((row, 3), "credit note?")]
    assert exact.call_Range(f"F{row}").uno().CellBackColor == YELLOW
    assert sheet.get_Comments() == []
    assert sheet.call_Range("F7").uno().CellBackColor == -1


def test_a_renamed_moved_and_sorted_sheet_with_a_column_of_its_own(live, path):
    book, macro = live
    sheet = book.sheet("Mismatched")
    sheet.set_Name("Differences, Oct")
    sheet.call_Move(Before=book.sheets[0])
    sheet.uno.Rows.insertByIndex(0, 2)  # two lines above everything
    sheet.call_Range("A1").set_Value("For Ravi")
    sheet.call_Range("I6").set_Value("Asked")  # typed beside the last heading
    sheet.call_Range("I8").uno().getCellByPosition(0, 0).setFormula("=E8*2")
    excel = ExcelBook(macro, known=KNOWN)
    rows = excel.tables()[TABLE].rows
    assert rows["Asked"].to_list() == [None, 500.5, None]
    assert excel.cell("mismatched", 1, 2) == "Mismatched"
    own = FOUR.assign(Asked=[None, 500.5, None, None])
    excel.draw(workbook(own, own=["Asked"]))
    there = saved(book, path)
    assert there.sheetnames == ["Differences, Oct", "Home", "Lists", "_ims"]
    drawn = there["Differences, Oct"]
    assert drawn["A1"].value == "For Ravi"
    assert [drawn.cell(row, 3).value for row in range(6, 11)] == ["Number (IMS)", "INV-9", "0012", "1-4", "INV-1"]
    assert drawn["I8"].value == "=E8*2"  # still a formula, on the line of 0012
    assert drawn.tables[TABLE].ref == "A6:I10"
    assert there["Home"]["B8"].hyperlink.location.startswith("'Differences, Oct'")


def test_the_printed_area_grows_with_the_lines(live):
    ExcelBook(live[1]).draw(workbook(FOUR))
    (area,) = live[0].sheet("Mismatched").uno.getPrintAreas()
    assert (area.StartRow, area.EndRow) == (0, 8 - 1)  # to the fourth line, counted from 0


def test_what_stands_below_makes_room(live, path):
    sheet = live[0].sheet("Mismatched")
    sheet.call_Range("B9").set_Value("Checked by Asha")
    many = documents(*(("", f"INV-{n}", "2025-10-01", float(n)) for n in range(1, 9)))
    ExcelBook(live[1]).draw(workbook(many))
    texts = [row[0] for row in sheet.call_Range("B1:B30").get_Value()]
    assert texts.index("Checked by Asha") == 14 - 1  # eight lines to row 12, one free, and it stood two below
    assert ExcelBook(live[1]).tables()[TABLE].rows["Number (IMS)"].to_list() == [f"INV-{n}" for n in range(1, 9)]


def test_a_sheet_that_was_deleted_is_made_again(live, path):
    live[0].sheet("Mismatched").call_Delete()
    ExcelBook(live[1], known=KNOWN).draw(workbook())
    there = saved(live[0], path)
    assert there.sheetnames == ["Home", "Mismatched", "Lists", "_ims"]
    assert there["Mismatched"].tables[TABLE].ref == "A4:H7"
    assert there["Mismatched"]["C6"].value == "0012"
    assert there["Home"]["B6"].value == f'=COUNTIFS({TABLE}[Document key],"*")'


def with_totals(sheet: Worksheet, row: int) -> None:
    """A totals row as the accountant has it: a label, a formula of its own, a figure of Excel's."""
    sheet.table(TABLE).set_ShowTotals(True)
    sheet.call_Range(f"B{row}").set_Value("Total")
    sheet.call_Range(f"E{row}").uno().getCellByPosition(0, 0).setFormula("=SUBTOTAL(109;E5:E7)*2")


def shown(sheet: Worksheet) -> list[object]:
    """The numbers of the documents, from the headings on, with the label of the totals row."""
    values = sheet.call_Range("B4:C12").get_Value()
    return [number or label for label, number in values]


@pytest.mark.parametrize("does_excel_remember", [True, False])
def test_a_totals_row_stays_below_the_lines_with_its_own_formulas(live, path, does_excel_remember):
    sheet = live[0].sheet("Mismatched")
    with_totals(sheet, 8)
    if not does_excel_remember:
        sheet.totals = Forgetful()
    sheet.call_Range("B10").set_Value("Checked by Asha")
    ExcelBook(live[1], known=KNOWN).draw(workbook(FOUR))
    assert shown(sheet) == ["Number (IMS)", "INV-9", "0012", "1-4", "INV-1", "Total", "Checked by Asha", None, None]
    assert str(sheet.call_Range("E9").uno().getCellByPosition(0, 0).Formula).startswith("=SUBTOTAL(109")
    assert sheet.table(TABLE).get_ShowTotals()
    assert list(ExcelBook(live[1]).tables()[TABLE].rows["Number (IMS)"]) == ["INV-9", "0012", "1-4", "INV-1"]


class Forgetful(dict):
    """Totals rows of an Excel that does not remember them."""

    def __setitem__(self, name: str, row: object) -> None:
        """Nothing."""


def test_a_totals_row_is_back_when_writing_fails(live, monkeypatch):
    sheet = live[0].sheet("Mismatched")
    with_totals(sheet, 8)

    def fail(self: object, spec: Sheet) -> None:
        raise ComError("the disk is full")

    monkeypatch.setattr(Redraw, "_add", fail)
    sheet.book.sheet("Home").call_Delete()
    with pytest.raises(ComError):
        ExcelBook(live[1]).draw(workbook(FOUR))
    assert shown(sheet)[1:5] == ["INV-1", "0012", "INV-3", "Total"]


def test_a_protected_sheet_keeps_its_totals_row(live):
    sheet = live[0].sheet("Mismatched")
    with_totals(sheet, 8)
    sheet.uno.protect("secret")
    with pytest.raises(ImsError, match="the sheet Mismatched is protected"):
        ExcelBook(live[1]).draw(workbook(FOUR))
    assert sheet.table(TABLE).get_ShowTotals()


def test_hidden_headings_are_shown_and_the_lines_found(live, path):
    sheet = live[0].sheet("Mismatched")
    sheet.table(TABLE).set_ShowHeaders(False)
    excel = ExcelBook(live[1])
    assert list(excel.tables()[TABLE].rows["Number (IMS)"]) == ["INV-1", "0012", "INV-3"]
    excel.draw(workbook(FOUR))
    assert shown(sheet)[:6] == ["Number (IMS)", "INV-9", "0012", "1-4", "INV-1", None]
    assert saved(live[0], path)["Mismatched"].tables[TABLE].ref == "A4:H8"


def stacked(first, second) -> list[Sheet]:
    below = dataclasses.replace(table(second, name="ims_Preview"), top=4 + len(first) + 3, total=False)
    one = dataclasses.replace(table(first), total=False)
    label = Cell(below.top - 1, 1, "Below", "label")
    return [home(first), Sheet("push", "Push", (label,), (one, below)), lists.choices(), lists.metadata("{}")]


def test_a_table_below_another_moves_when_that_one_grows_or_shrinks(excel, tmp_path):
    target = tmp_path / "stacked.xlsx"
    FileBook.create(target).draw(stacked(THREE, FOUR))
    book = excel.open(target)
    sheet = book.sheet("Push")
    for first, second in ((FOUR, THREE), (THREE.iloc[:1], FOUR)):
        ExcelBook(as_xlwings(book)).draw(stacked(first, second))
        top = 4 + len(first) + 3
        assert sheet.table("ims_Preview").box == Box(top, 1, top + len(second), 8)
        assert sheet.call_Range(f"A{top - 1}").get_Value() == "Below"
        tables = ExcelBook(as_xlwings(book)).tables()
        assert tables[TABLE].rows["Number (IMS)"].to_list() == first["number"].to_list()
        assert tables["ims_Preview"].rows["Number (IMS)"].to_list() == second["number"].to_list()


def test_a_simple_filter_is_set_again_and_another_is_said(live):
    book, macro = live
    sheet = book.sheet("Mismatched")
    filter_table(sheet.table(TABLE), 1, ("=Accept", 1, None))
    filter_table(sheet.table(TABLE), 5, ("5", 3, None))  # the five largest
    ui = Recorder()
    ExcelBook(macro, ui=ui).draw(workbook(FOUR))
    assert sheet.filters[TABLE] == {1: ("=Accept", 1, None)}
    assert not sheet.call_Range("A5").uno().Rows.IsVisible
    assert sheet.call_Range("A8").uno().Rows.IsVisible
    assert ui.lines == ["Filters that could not be set again were cleared: Tax difference"]


def test_only_selected_rows_that_are_to_be_seen_count(live):
    book, macro = live
    sheet = book.sheet("Mismatched")
    book.select(sheet.call_Range("B5:C6"))
    assert ExcelBook(macro).selected() == ["doc-INV-1", "doc-0012"]
    sheet.call_Range("A6").uno().Rows.IsVisible = False
    book.select(sheet.call_Range("A1:A60"))
    assert ExcelBook(macro).selected() == ["doc-INV-1", "doc-INV-3"]
    book.select(book.sheet("Home").call_Range("A5:A6"))
    assert ExcelBook(macro).selected() == []


def test_everything_is_as_before_when_writing_fails(live, monkeypatch):
    book, macro = live
    before = dict(book.app.settings)

    def fail(self: object, spec: Sheet) -> None:
        raise ComError("the disk is full")

    monkeypatch.setattr(Redraw, "_rest", fail)
    with pytest.raises(ComError):
        ExcelBook(macro).draw(workbook(FOUR))
    assert book.app.settings == before


def test_excel_is_quiet_while_cells_are_written(live):
    book, macro = live
    seen = set()

    def look(how: str, member: str) -> None:
        if (how, member) == ("set", "Range.Value"):
            settings = book.app.settings
            seen.add((settings["ScreenUpdating"], settings["EnableEvents"], settings["Calculation"]))

    Com.on_call = look
    try:
        ExcelBook(macro).draw(workbook(FOUR))
    finally:
        Com.on_call = None
    assert seen == {(False, False, -4135)}  # xlCalculationManual


def test_a_protected_sheet_is_refused_before_anything_is_written(live):
    book, macro = live
    book.sheet("Mismatched").uno.protect("secret")
    with pytest.raises(ImsError, match="the sheet Mismatched is protected"):
        ExcelBook(macro).draw([home(FOUR), *workbook(FOUR)[1:]])
    assert book.sheet("Home").call_Range("B6").get_Value() == 3.0


def test_a_copy_is_kept_before_the_first_writing_and_again_after_half_an_hour(live, path, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    for text in ("second", "third"):
        ExcelBook(live[1], backups=folder).draw(workbook(FOUR, text=text))
    (kept,) = folder.iterdir()
    assert kept.name.startswith("book ")
    assert FileBook(kept).metadata() == '{"book": "1"}'
    monkeypatch.setattr("ims_xl.workbook.excel.book.BACKUP_EVERY", timedelta())
    ExcelBook(live[1], backups=folder).draw(workbook(FOUR, text="fourth"))
    assert [FileBook(copy).metadata() for copy in sorted(folder.iterdir())] == ['{"book": "1"}', "third"]


def test_a_copy_that_fails_is_said_and_stops_nothing(live, tmp_path):
    (tmp_path / "backups").touch()  # a file where the folder should be
    ui = Recorder()
    ExcelBook(live[1], backups=tmp_path / "backups", ui=ui).draw(workbook(FOUR))
    (line,) = ui.lines
    assert line.startswith(f"No copy of the workbook could be kept in {tmp_path / 'backups'}")
    assert row_of(live[0].sheet("Mismatched"), "INV-9") == 5


def test_text_like_a_number_is_refused_where_excel_would_change_it(live):
    area = live[0].sheet("Home").call_Range("J1")
    for text in ("0012", "1-4", "1E5", "3/4", "12%", "=1+1", "TRUE", "5 Oct"):
        with pytest.raises(CoercionError):
            area.set_Value(text)
    area.set_Value("'0012")
    assert area.get_Value() == "0012"


def rows_of(count: int):
    return documents(*(("", f"INV-{n:05}", "2025-10-01", 1.5 * n) for n in range(count)))


def calls(excel: Application, tmp_path: Path, count: int) -> tuple[int, list[tuple[str, str]]]:
    """How many calls cross to Excel to draw so many new lines into the table of three, and what Excel does."""
    target = tmp_path / f"{count}.xlsx"
    FileBook.create(target).draw(workbook())
    book = excel.open(target)
    excel_book = ExcelBook(as_xlwings(book))
    excel_book.tables()
    Com.calls.clear()
    Com.crossed.clear()
    excel_book.draw(workbook(rows_of(count)))
    return len(Com.crossed), list(Com.calls)


def test_a_workbook_in_a_cloud_folder_goes_by_its_name_and_autosave_is_said(live):
    live[0].address = "https://d.docs.live.net/0123/GST/book.xlsx"
    ui = Recorder()
    book = ExcelBook(live[1], ui=ui)
    assert book.path == Path("book.xlsx")
    book.draw(workbook(FOUR))
    assert ui.lines == [
        "AutoSave is on: what the buttons write is saved at once, and closing without saving takes nothing back. "
        "Undo last marks still does."
    ]


def test_a_busy_excel_is_asked_again_and_then_said(live, monkeypatch):
    monkeypatch.setattr(statements, "PATIENCE", 0.5)
    run, refusals = Application.call_Run, [busy] * 2
    monkeypatch.setattr(Application, "call_Run", lambda *words: refusals.pop()() if refusals else run(*words))
    assert ExcelBook(live[1]).path.name == "book.xlsx"
    refusals += [in_a_cell] * 2
    assert ExcelBook(live[1]).path.name == "book.xlsx"
    refusals += [busy] * 10
    with pytest.raises(ImsError) as refused:
        ExcelBook(live[1])
    assert str(refused.value) == (
        "book.xlsx: Excel does not answer. Leave the cell that is being edited and close Excel's open boxes, then click "
        "the button again."
    )


def busy() -> None:
    error = ComError("Call was rejected by callee.")
    error.hresult = -2147418111  # RPC_E_CALL_REJECTED
    raise error


def in_a_cell() -> None:
    raise ComError(-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998), None)  # 0x800AC472


def test_cells_are_asked_for_again_while_excel_is_busy(live, monkeypatch):
    read, refusals = Range.get_Value, [busy] * 2
    monkeypatch.setattr(Range, "get_Value", lambda area: refusals.pop()() if refusals else read(area))
    book = ExcelBook(live[1])
    assert list(book.tables()) == ["ims_Mismatched"]
    assert refusals == []


def test_what_excel_may_set_back_after_a_macro_is_said_again(live):
    app = live[1].app
    app.display_alerts = False
    told(live[1]).send()
    live[0].app.settings["DisplayAlerts"] = True  # by Excel, the macro is finished
    app.status_bar = "IMS: writing"
    told(live[1]).send()
    assert live[0].app.settings["DisplayAlerts"] is False
    app.display_alerts = True
    told(live[1]).send()
    app.status_bar = False
    told(live[1]).send()
    assert live[0].app.settings["DisplayAlerts"] is True


def test_a_whole_number_beyond_vbas_long_is_written(live):
    live[1].sheets["Home"].range("H40").raw_value = 27_000_000_000
    told(live[1]).send()
    assert live[0].sheet("Home").call_Range("H40").get_Value() == 27_000_000_000


def test_colours_that_differ_a_little_are_told_apart(live, monkeypatch):
    """Excel counts them as one of the 56 of its palette, and says 0 for the colour of both together."""
    sheet = live[0].sheet("Home")
    sheet.call_Range("H40:H41").get_Interior().set_Color(0x00FFFF)
    sheet.call_Range("H42:H43").get_Interior().set_Color(0x00FEFF)
    monkeypatch.setattr(Interior, "get_ColorIndex", lambda _interior: 6)
    (found,) = cells.patches(live[1].sheets["Home"], [(Box(40, 8, 43, 8), "fill")])
    assert found == [Patch(40, 41, "FFFF00"), Patch(42, 43, "FFFE00")]


def test_the_number_of_calls_does_not_grow_with_the_rows(excel, tmp_path):
    few, order = calls(excel, tmp_path, 30)
    many, _ = calls(excel, tmp_path, 3_000)
    assert few <= 35
    assert many <= 40  # a block of cells is handed over
    formats = order.index(("set", "Range.NumberFormat"))
    values = order.index(("set", "Range.Value"))
    assert formats < values


def test_drawing_the_same_again_writes_hardly_anything(live):
    ExcelBook(live[1]).draw(workbook(FOUR))
    Com.calls.clear()
    ExcelBook(live[1]).draw(workbook(FOUR))
    assert [name for how, name in Com.calls if how == "set" and name.startswith(("Range", "Font", "Interior"))] == []


@pytest.mark.parametrize("grown", [False, True])
def test_a_line_typed_under_a_list_becomes_a_line_of_it(excel, tmp_path, grown):
    """Excel lets the table grow over what is typed under it, unless its AutoCorrect is told not to."""

    def sheets(*gstins: str) -> list[Sheet]:
        columns = (
            Column("Supplier GSTIN", "gstin"),
            Column("E-mail", "email", is_input=True),
            Column("As drawn", "drawn"),
        )
        rows = pd.DataFrame({"gstin": gstins, "email": "", "drawn": "x"}, dtype="str")
        return [
            *workbook(),
            Sheet("contacts", "Contacts", tables=(Table("ims_Contacts", columns, rows, 4, is_list=True),)),
        ]

    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(sheets("24A", "29C"))
    book = excel.open(path)
    sheet = book.sheet("Contacts")
    sheet.call_Range("A7").set_Value("27B")
    sheet.call_Range("B7").set_Value("b@b.example")
    if grown:
        as_xlwings(book).sheets["Contacts"].tables["ims_Contacts"].resize(
            as_xlwings(book).sheets["Contacts"].range("A4:C7")
        )
    live = ExcelBook(as_xlwings(book))
    assert live.tables()["ims_Contacts"].rows["Supplier GSTIN"].to_list() == ["24A", "29C", "27B"]
    live.draw(sheets("24A", "27B", "29C"))
    again = ExcelBook(as_xlwings(book)).tables()["ims_Contacts"].rows
    assert again["Supplier GSTIN"].to_list() == ["24A", "27B", "29C"]
    assert again["As drawn"].to_list() == ["x", "x", "x"]
    assert saved(book, path)["Contacts"].tables["ims_Contacts"].ref == "A4:C7"
