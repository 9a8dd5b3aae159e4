"""`ExcelBook` through xlwings' own Mac engine, on a workbook in memory that knows only Excel's own words."""

import dataclasses
import sys
from pathlib import Path

import openpyxl
import pytest
from support.excel.apple import REFUSED, CommandError, NotInDictionaryError, Word, k
from support.excel.mac_books import CellError, Cells, MacChart, MacExcel, Validation
from support.sheets import COLUMNS, TABLE, documents, home, workbook

from ims_xl.issues import ImsError
from ims_xl.workbook import row_order, unchanged
from ims_xl.workbook.excel import ExcelBook
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.ranges import Box

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has the real appscript")
KNOWN = {TABLE: [column.header for column in COLUMNS]}
FOUR = documents(
    ("", "INV-9", "2025-10-09", 5.0),
    ("Reject", "0012", "2025-10-02", 250.25),
    ("", "1-4", "2025-10-04", 1.0),
    ("Accept", "INV-1", "2025-10-01", -1234567.00),
)  # INV-3 is gone, INV-1 and 0012 changed places, two are new


@pytest.fixture
def excel(tmp_path: Path) -> MacExcel:
    REFUSED.clear()
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(workbook())
    return MacExcel(path)


def test_an_open_workbook_is_read_like_its_file(excel):
    book, file = ExcelBook(excel.as_xlwings()), FileBook(excel.book.path)
    assert book.path == excel.book.path
    assert book.metadata() == file.metadata()
    assert book.tables()[TABLE].rows.equals(file.tables()[TABLE].rows)
    assert REFUSED == []


def test_an_error_in_a_cell_is_read_as_its_text(excel):
    excel.book.sheet("Mismatched").cells[6, 1] = CellError("#N/A")
    rows = ExcelBook(excel.as_xlwings()).tables()[TABLE].rows
    assert rows["Action"].to_list() == ["Accept", "#N/A", "Pending"]


FILE_ONLY = ("ims_looks", unchanged.NAME, row_order.NAME)  # names that only help to draw into a file


def test_what_is_drawn_is_what_a_file_shows(excel, tmp_path):
    ExcelBook(excel.as_xlwings()).draw(workbook(FOUR, text="new"))
    assert REFUSED == []
    other = tmp_path / "other.xlsx"
    FileBook.create(other).draw(workbook(FOUR, text="new"))
    wanted = MacExcel(other).book
    for sheet in wanted.sheets:
        there = excel.book.sheet(sheet.get("name"))
        assert there.formulas == sheet.formulas
        assert {at: value for at, value in there.cells.items() if at not in there.formulas} == {
            at: value for at, value in sheet.cells.items() if at not in sheet.formulas
        }
        assert [(table.get("name"), table.box) for table in there.tables] == [
            (table.get("name"), table.box) for table in sheet.tables
        ]
    names = openpyxl.load_workbook(other).defined_names
    assert {
        name.get("name"): name.get("references")
        for name in excel.book.names
        if not name.get("name").startswith(FILE_ONLY)
    } == {name: f"={one.attr_text}" for name, one in names.items() if not name.startswith(FILE_ONLY)}


def test_dropdowns_rules_and_links_of_a_sheet_drawn_anew(excel):
    excel.book.sheets.remove(excel.book.sheet("Mismatched"))
    ExcelBook(excel.as_xlwings(), known=KNOWN).draw(workbook(FOUR))
    assert REFUSED == []
    sheet = excel.book.sheet("Mismatched")
    action = sheet.validations[Box(5, 1, 8, 1)].kept
    assert (action["type"], action["formula1"]) == (Word("validate_list"), "=ims_list_Action")
    assert (action["show_error"], action["error_title"]) == (False, "Not in the list")
    assert action["input_message"] == "Accept, Reject, Pending or No Action"
    remarks = sheet.validations[Box(5, 6, 8, 6)].kept
    assert (remarks["type"], remarks["input_message"]) == (Word("validate_input_only"), "Up to 250 characters")
    first = sheet.rules[0]
    assert (first.box, first.get("formula_1")) == (Box(5, 1, 8, 1), '=AND(INDEX($A:$A,ROW())="Accept",N("ims")=0)')
    formats = [rule.kept["number_format"] for rule in sheet.rules if "number_format" in rule.kept]
    assert list(dict.fromkeys(formats))[:2] == ['"–"', r"##\,##\,##\,##0.00"]
    assert sheet.links == {(1, 1): "#'Home'!A1"}
    assert excel.book.sheet("Home").links == {(8, 2): "#'Mismatched'!A1"}


def test_lines_freeze_print_and_chart_of_a_sheet_drawn_anew(excel):
    for name in ("Home", "Mismatched"):
        excel.book.sheets.remove(excel.book.sheet(name))
    ExcelBook(excel.as_xlwings(), known=KNOWN).draw(workbook(FOUR))
    assert REFUSED == []
    sheet = excel.book.sheet("Mismatched")
    assert ("edge_bottom weight", "B5:C8", Word("border_weight_thin")) in sheet.looks
    window = excel.book.part("windows").item("", 1).kept
    assert (window["freeze_panes"], window["split_row"], window["split_column"]) == (True, 4, 3)
    setup = sheet.part("page_setup_object").kept
    assert (setup["page_orientation"], setup["print_title_rows"]) == (Word("landscape"), "$4:$4")
    assert setup["print_area"] == "$A$1:$F$8"
    chart = excel.book.sheet("Home").charts[0].part("chart").kept
    assert chart["source"] == "B6:C6"
    (series,) = chart["series_collection"].kept["items"]
    assert (series.kept["xvalues"].address, series.kept["has_data_labels"]) == ("B5:C5", True)
    bars = [point.kept["chart_format"].kept["fill_format"] for point in series.kept["series_points"].kept["items"]]
    assert [bar.kept["fore_color"] for bar in bars] == [(0xC7, 0x7D, 0x0A), (0x3B, 0x4A, 0x5E)]
    assert chart["chart_title"].kept["chart_title_text"] == "Documents by status"


def test_what_excel_refuses_costs_only_that_look(excel, monkeypatch):
    def refuse(*_words: object, **_named: object) -> None:
        raise CommandError("Excel does not want to")

    for name in ("do_get_border", "do_clear_hyperlinks", "made"):
        monkeypatch.setattr(Cells, name, refuse)
    for name in ("do_add_data_validation", "do_delete"):
        monkeypatch.setattr(Validation, name, refuse)
    monkeypatch.setattr(MacChart, "do_set_source_data", refuse)
    excel.book.sheets.remove(excel.book.sheet("Mismatched"))
    book = ExcelBook(excel.as_xlwings(), known=KNOWN)
    book.draw(workbook(FOUR))
    assert REFUSED == []
    sheet = excel.book.sheet("Mismatched")
    assert (sheet.rules, sheet.links) == ([], {})
    assert book.tables()[TABLE].rows["Number (IMS)"].to_list() == ["INV-9", "0012", "1-4", "INV-1"]
    assert excel.book.sheet("Home").formulas[6, 3] == "=B6"


def test_drawing_again_adds_no_second_chart_rule_or_name(excel):
    for _ in range(2):
        ExcelBook(excel.as_xlwings()).draw(workbook(FOUR))
        excel.book.names[:] = [name for name in excel.book.names if "looks" not in name.get("name")]
    home, sheet = excel.book.sheet("Home"), excel.book.sheet("Mismatched")
    counts = len(home.charts), len(sheet.rules), len(excel.book.names), len(sheet.validations)
    ExcelBook(excel.as_xlwings()).draw(workbook(FOUR))
    excel.book.names[:] = [name for name in excel.book.names if "looks" not in name.get("name")]
    assert (len(home.charts), len(sheet.rules), len(excel.book.names), len(sheet.validations)) == counts
    assert REFUSED == []


def test_cells_of_ours_that_are_gone_are_emptied(excel):
    whole = home(FOUR)
    fewer = dataclasses.replace(whole, cells=whole.cells[:-2])
    ExcelBook(excel.as_xlwings()).draw([fewer, *workbook(FOUR)[1:]])
    sheet = excel.book.sheet("Home")
    assert (8, 2) not in sheet.cells
    assert (7, 2) not in sheet.formulas
    assert sheet.cells[5, 3] == "ALL"


def test_a_protected_sheet_is_refused_before_anything_is_written(excel):
    excel.book.sheet("Mismatched").set("protect_contents", True)
    with pytest.raises(ImsError, match="the sheet Mismatched is protected"):
        ExcelBook(excel.as_xlwings()).draw(workbook(FOUR))
    assert excel.book.sheet("Mismatched").cells[5, 3] == "INV-1"


def test_a_word_that_excel_does_not_know_is_refused(excel):
    book = excel.as_xlwings()
    with pytest.raises(NotInDictionaryError):
        _ = book.api.freeze_frame
    with pytest.raises(NotInDictionaryError):
        _ = k.freeze_frame
    with pytest.raises(NotInDictionaryError):
        book.api.active_sheet.cells["A1"].merge(sideways=True)
    assert len(REFUSED) == 3


def test_only_selected_rows_count(excel):
    excel.selected = excel.book.sheet("Mismatched").area("$B$5:$C$6")
    excel.book.active = excel.book.sheet("Mismatched")
    assert ExcelBook(excel.as_xlwings()).selected() == ["doc-INV-1", "doc-0012"]
