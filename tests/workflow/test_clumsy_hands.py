"""What an accountant may do to the workbook without meaning to: said once with place and remedy, and nothing is lost."""

import json
import os
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from ims_xl.issues import ImsError
from ims_xl.ui import Silent
from ims_xl.workflow import (
    check,
    export,
    import_portal,
    import_purchases,
    open_job,
    run_match,
    suggest,
    write_auditor_report,
)


def edit(desk, change) -> None:
    workbook = openpyxl.load_workbook(desk.book)
    change(workbook)
    workbook.save(desk.book)


def rename_heading(workbook, sheet: str, old: str, new: str) -> None:
    cell = next(cell for cell in workbook[sheet][4] if cell.value == old)
    cell.value = new
    for table in workbook[sheet].tables.values():
        for column in table.tableColumns:
            column.name = new if column.name == old else column.name


def warnings(outcome) -> list[tuple[str, str, str]]:
    return [(i.sheet, i.column, i.reason) for i in outcome.issues if i.severity == "warning"]


def test_a_renamed_action_column_takes_no_mark_back(matched):
    matched.type({"SSF/26-27/0417": "Accept", "KSF/1001": "Reject"})
    matched.type({"SSF/26-27/0417": "our supplier"}, "Remarks")
    matched.do(check)
    edit(matched, lambda w: rename_heading(w, "Exact Match", "Action", "Decision"))
    edit(matched, lambda w: rename_heading(w, "Exact Match", "Remarks", "Words"))
    outcome = matched.do(check)
    missing = "this column is missing or has another heading; what was last read from it counts"
    assert warnings(outcome) == [("Exact Match", "Action", missing), ("Exact Match", "Remarks", missing)]
    lines = matched.lines()
    assert {n: line["mark"] for n, line in lines.items() if line["mark"]} == {"SSF/26-27/0417": "A", "KSF/1001": "R"}
    assert lines["SSF/26-27/0417"]["remarks_text"] == "our supplier"
    assert lines["SSF/26-27/0417"]["Decision"] == "Accept"  # what was typed there is his own column now


def test_without_the_hidden_column_nothing_is_guessed(matched):
    edit(matched, lambda w: rename_heading(w, "Exact Match", "Document key", "Column9"))
    before = matched.book.read_bytes()
    with pytest.raises(ImsError, match="nobody knows which document") as refusal:
        matched.do(check)
    issue = refusal.value.issue
    assert (issue.file, issue.sheet, issue.column) == ("Oct-2026.xlsx", "Exact Match", "Document key")
    assert "backups" in issue.remedy
    assert matched.book.read_bytes() == before


def test_a_deleted_sheet_is_one_message_and_comes_back_with_its_marks(matched):
    matched.do(suggest, True)
    edit(matched, lambda w: w.remove(w["Exact Match"]))
    outcome = matched.do(check)
    (issue,) = (issue for issue in outcome.issues if "deleted" in issue.reason)
    assert issue.reason == "the lines of 10 marked documents were deleted from the sheets; the marks are kept"
    assert issue.value.endswith("and 5 more")
    assert outcome.figures["marked"] == 18
    assert "Exact Match" in openpyxl.load_workbook(matched.book).sheetnames


def test_marks_on_a_copied_sheet_do_not_count(matched):
    def copy(workbook) -> None:
        original = workbook["Exact Match"]
        sheet = workbook.copy_worksheet(original)
        sheet.title = "Exact Match (2)"
        table = deepcopy(original.tables["ims_ExactMatch"])
        table.name = table.displayName = "ims_ExactMatch5"
        sheet.add_table(table)
        sheet["A5"] = "Reject"

    edit(matched, copy)
    outcome = matched.do(check)
    assert warnings(outcome) == [
        ("Exact Match (2)", "", "this sheet is a copy of one of ours; nothing typed on it counts")
    ]
    assert outcome.figures["marked"] == 0


def test_lost_settings_are_said(matched):
    edit(matched, lambda w: w.remove(w["Settings"]))
    outcome = matched.do(check)
    assert any("settings are missing and are as at first" in reason for _, _, reason in warnings(outcome))


def test_protected_sheets_are_read_and_stay_protected(matched):
    def protect(workbook) -> None:
        workbook["Exact Match"].protection.sheet = True
        workbook.security = WorkbookProtection(lockStructure=True)

    matched.type({"SSF/26-27/0417": "Accept"})
    edit(matched, protect)
    assert matched.do(check).figures["Accept"] == 1
    after = openpyxl.load_workbook(matched.book)
    assert (after["Exact Match"].protection.sheet, after.security.lockStructure) == (True, True)


WORDS = {
    5: "5",
    True: "True",
    "  ": "",
    "accept": "Accept",
    "A": "Accept",
    "Accept\n": "Accept",
    "#N/A": "#N/A",
    "Ａｃｃｅｐｔ": "Ａｃｃｅｐｔ",
}


def test_every_action_cell_counts_once_or_is_refused_with_its_row(matched):
    """Of eight odd cells three mean Accept, one is empty, four are refused; check, sheets and upload agree."""

    def type_them(workbook) -> None:
        for row, word in enumerate(WORDS, start=5):
            workbook["Exact Match"].cell(row, 1).value = word

    edit(matched, type_them)
    outcome = matched.do(check)
    assert [(i.row, i.value) for i in outcome.issues if i.reason == "this is not an action"] == [
        (5, "5"),
        (6, "True"),
        (11, "#N/A"),
        (12, "Ａｃｃｅｐｔ"),
    ]
    assert outcome.figures["Accept"] == 3
    sheet = openpyxl.load_workbook(matched.book)["Exact Match"]
    assert [str(sheet.cell(row, 1).value or "") for row in range(5, 13)] == list(WORDS.values())


def test_own_cells_and_follow_ups_come_back_with_a_line_that_was_away(matched):
    def write(workbook) -> None:
        sheet = workbook["Missing in IMS"]
        sheet.cell(4, sheet.max_column + 1).value = "Called"
        sheet.cell(5, sheet.max_column).value = "on Tuesday"
        sheet.cell(5, 1).value = "Wait"

    edit(matched, write)
    matched.do(check)
    for mode in ("Claim without compare", "Compare and Claim"):
        edit(matched, lambda w, mode=mode: w["Home"].__setitem__("C8", mode))
        matched.do(check)
    sheet = openpyxl.load_workbook(matched.book)["Missing in IMS"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    assert (sheet.cell(5, 1).value, sheet.cell(5, heads["Called"]).value) == ("Wait", "on Tuesday")


def test_they_come_back_on_another_computer_too(matched, tmp_path, monkeypatch):
    edit(matched, lambda w: w["Missing in IMS"].__setitem__("A5", "Wait"))
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "other computer"))
    matched.do(import_portal, [matched.files.ims])
    matched.do(import_purchases, [matched.files.register, matched.files.gstr2b])
    matched.do(run_match, 1.00)
    assert openpyxl.load_workbook(matched.book)["Missing in IMS"]["A5"].value == "Wait"


def test_a_step_on_a_workbook_open_elsewhere_ends_before_it_does_anything(matched):
    lock = matched.book.with_name(f"~${matched.book.name}")
    lock.touch()
    matched.type({"SSF/26-27/0417": "Accept"})
    with pytest.raises(ImsError, match="open in another program"):
        matched.do(export, matched.folder / "up.json")
    assert not (matched.folder / "up.json").exists()


def test_a_signed_workbook_is_refused_before_the_upload_file_is_written(matched):
    import zipfile

    matched.type({"SSF/26-27/0417": "Accept"})
    with zipfile.ZipFile(matched.book, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    with pytest.raises(ImsError, match="would break a digital signature"):
        matched.do(export, matched.folder / "up.json")
    assert not (matched.folder / "up.json").exists()


def test_no_output_takes_the_place_of_another_file(matched):
    matched.type({"SSF/26-27/0417": "Accept"})
    before = matched.book.read_bytes(), matched.files.ims.read_bytes()
    with pytest.raises(ImsError, match="another file of this name"):
        matched.do(export, matched.files.ims)
    with pytest.raises(ImsError, match="another file of this name"):
        matched.do(export, matched.book)
    with pytest.raises(ImsError, match="this is an IMS workbook"):
        matched.do(write_auditor_report, matched.book)
    assert (matched.book.read_bytes(), matched.files.ims.read_bytes()) == before
    for _ in range(2):  # its own upload file may be written again
        matched.do(export, matched.folder / "up.json")


def test_a_workbook_cannot_name_a_file_outside_the_data_folder(matched):
    """The GSTIN on the hidden sheet names the program's own file."""

    def forge(workbook) -> None:
        sheet = workbook["_ims"]
        facts = json.loads("".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value))
        sheet.delete_rows(1, sheet.max_row)
        sheet["A1"] = json.dumps({**facts, "gstin": "../../planted"})

    edit(matched, forge)
    with pytest.raises(ImsError, match="damaged"):
        open_job(matched.book, Silent())
    assert not list(Path(os.environ["IMS_XL_HOME"]).parents[1].glob("planted*"))
