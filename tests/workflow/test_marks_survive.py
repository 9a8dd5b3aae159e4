"""A mark once made is never lost and never moves to another document."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from support.twenty import ims_payload

from ims_xl.issues import ImsError
from ims_xl.workflow import check, export, import_portal, preview, run_match, suggest

from .conftest import Agreeing

MARKS = {"SSF/26-27/0417": "Accept", "MHX-1303": "Reject", "KSF/1004": "Pending", "KSF/1005": "Reject"}


def actions(desk) -> dict[str, str]:
    return {number: str(line["action_text"]) for number, line in desk.lines().items() if line["action_text"]}


def edit_portal(desk, change) -> Path:
    payload = ims_payload()
    change(payload["imsDetails"])
    path = desk.folder / "later.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    return path


def record(sections, number: str) -> dict[str, object]:
    return next(r for records in sections.values() for r in records if number in (r.get("inum"), r.get("nt_num")))


def test_marks_survive_a_second_import_and_another_tolerance(matched):
    matched.type(MARKS)
    matched.do(import_portal, [matched.files.ims])
    matched.do(run_match, 0.00)
    assert actions(matched) == MARKS
    # at zero rupees no. 3 is no longer exact: 40,000.00 against 39,999.60
    assert matched.lines()["MHX-1301"]["status"] != "Exact Match"


def test_a_mark_moves_with_its_document_to_another_sheet(matched):
    matched.type({"MHX-1301": "Reject"})
    matched.do(run_match, 0.00)
    assert actions(matched) == {"MHX-1301": "Reject"}


def test_marks_survive_sorting_filtering_moved_columns_and_a_renamed_sheet(matched):
    matched.type(MARKS)
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Exact Match"]
    sheet.title = "Sure ones"
    table = next(iter(sheet.tables.values()))
    top, left, bottom, right = (
        4,
        1,
        int(table.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        len(table.tableColumns),
    )
    rows = [[sheet.cell(r, c).value for c in range(left, right + 1)] for r in range(top, bottom + 1)]
    heads, body = rows[0], rows[1:]
    body.sort(key=lambda row: str(row[heads.index("Number (IMS)")]), reverse=True)
    order = [*range(1, right), 0]  # Action becomes the last column
    for r, row in enumerate([heads, *body], start=top):
        for c, source in enumerate(order, start=left):
            sheet.cell(r, c).value = row[source]
    columns = [table.tableColumns[source] for source in order]
    for column, head in zip(columns, (heads[source] for source in order), strict=True):
        column.name = head
    table.tableColumns = columns
    sheet.row_dimensions[6].hidden = True  # filtered away
    workbook.save(matched.book)
    matched.do(check)
    assert actions(matched) == MARKS
    assert "Sure ones" in openpyxl.load_workbook(matched.book).sheetnames


def test_a_deleted_line_keeps_its_mark_and_is_reported(matched):
    matched.type(MARKS)
    matched.do(check)
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Suggested Match"]
    for row in range(5, 9):
        if sheet.cell(row, 3).value == "MHX-1303":
            for column in range(1, sheet.max_column + 1):
                sheet.cell(row, column).value = None
    workbook.save(matched.book)
    outcome = matched.do(check)
    (issue,) = (issue for issue in outcome.issues if "deleted" in issue.reason)
    assert issue.reason == "the line of 1 marked document was deleted from the sheets; the marks are kept"
    assert issue.value == "MHX-1303 Reject"
    assert actions(matched) == MARKS


def test_a_deleted_line_keeps_what_stood_in_a_column_of_ones_own(matched):
    """Document View lists the document still, but what was typed belongs to the line."""

    def place(sheet, number):
        return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 3).value == number)

    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Suggested Match"]
    own = sheet.max_column + 1
    sheet.cell(4, own).value, sheet.cell(place(sheet, "MHX-1303"), own).value = "Called", "on Tuesday"
    workbook.save(matched.book)
    matched.do(check)
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Suggested Match"]
    row = place(sheet, "MHX-1303")
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row, column).value = None
    workbook.save(matched.book)
    matched.do(check)
    sheet = openpyxl.load_workbook(matched.book)["Suggested Match"]
    heads = {cell.value: cell.column for cell in sheet[4]}
    assert sheet.cell(place(sheet, "MHX-1303"), heads["Called"]).value == "on Tuesday"


def test_copied_rows_with_two_marks_are_reported_and_neither_is_used(matched):
    matched.type({"SSF/26-27/0417": "Accept"})
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Exact Match"]
    row = next(r for r in range(5, sheet.max_row + 1) if sheet.cell(r, 3).value == "SSF/26-27/0417")
    below = next(r for r in range(5, 100) if sheet.cell(r, 3).value is None)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(below, column).value = sheet.cell(row, column).value
    sheet.cell(below, 1).value = "Reject"
    workbook.save(matched.book)
    outcome = matched.do(check)
    assert [issue.row for issue in outcome.issues if "several rows" in issue.reason] == [row, below]
    line = matched.lines()["SSF/26-27/0417"]
    assert (line["mark"], line["action_text"]) == ("", "Accept / Reject")


def test_a_row_pasted_over_another_rejects_nothing(matched):
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Exact Match"]
    heads = {sheet.cell(4, c).value: c for c in range(1, sheet.max_column + 1)}
    for name in ("Number (IMS)", "Supplier GSTIN"):  # the visible cells of row 6 over those of row 5
        sheet.cell(5, heads[name]).value = sheet.cell(6, heads[name]).value
    sheet.cell(5, 1).value = "Reject"
    workbook.save(matched.book)
    outcome = matched.do(check)
    assert any("pasted over another" in issue.reason and issue.row == 5 for issue in outcome.issues)
    assert all(line["mark"] == "" for line in matched.lines().values())


def test_a_document_edited_by_its_supplier_is_to_be_confirmed(matched):
    matched.type({"MHX-1303": "Reject", "KSF/1005": "Pending"})
    matched.do(check)

    def edit(sections):
        record(sections, "MHX-1303")["txval"] = 6500

    matched.do(import_portal, [edit_portal(matched, edit)])
    matched.do(run_match, 1.00)
    line = matched.lines()["MHX-1303"]
    assert line["action_text"] == "Reject?"
    assert "7,000.00" in str(line["restriction"])
    assert "6,500.00" in str(line["restriction"])
    assert matched.do(preview).figures["to upload: Reject"] == 0
    matched.type({"MHX-1303": "Reject"})  # confirmed by choosing it again
    assert matched.do(preview).figures["to upload: Reject"] == 1


def test_a_supplier_who_only_files_changes_nothing(matched):
    matched.type({"SSF/26-27/0430": "Accept"})

    def file(sections):
        record(sections, "SSF/26-27/0430")["srcfilstatus"] = "Filed"

    matched.do(import_portal, [edit_portal(matched, file)])
    assert actions(matched) == {"SSF/26-27/0430": "Accept"}


def test_a_corrected_number_is_offered_the_mark_of_its_predecessor(matched):
    matched.type({"SSF/26-27/0430": "Reject"})

    def renumber(sections):
        record(sections, "SSF/26-27/0430")["inum"] = "SSF/26-27/0431"

    matched.do(import_portal, [edit_portal(matched, renumber)], ui=Agreeing())
    matched.do(run_match, 1.00)
    line = matched.lines()["SSF/26-27/0431"]
    assert line["action_text"] == "Reject?"
    assert "SSF/26-27/0430" in str(line["restriction"])


def test_the_portal_falling_back_after_our_upload_asks_again(matched):
    matched.type({"KSF/1001": "Accept"})
    matched.do(export, matched.folder / "up.json")

    def taken(sections):
        record(sections, "KSF/1001")["action"] = "A"

    matched.do(import_portal, [edit_portal(matched, taken)])
    matched.do(import_portal, [matched.files.ims])  # back at No action
    line = matched.lines()["KSF/1001"]
    assert line["action_text"] == "Accept?"
    assert "went back to No action" in str(line["restriction"])


def test_a_withdrawn_document_takes_no_mark_along(matched):
    matched.type({"KSF/1005": "Reject"})

    def withdraw(sections):
        sections["b2b"].remove(record(sections, "KSF/1005"))

    outcome = matched.do(import_portal, [edit_portal(matched, withdraw)], ui=Agreeing())
    assert "1 are no longer there" in outcome.message
    with pytest.raises(ImsError, match="nothing to upload"):
        matched.do(export, matched.folder / "up.json")


def test_an_emptied_cell_takes_the_mark_back(matched):
    matched.type({"KSF/1005": "Reject"})
    matched.do(check)
    matched.type({"KSF/1005": ""})
    matched.do(check)
    assert actions(matched) == {}
    log = matched.look(lambda job: job.view().view.decisions)
    log = log[log["doc_number"] != ""]
    assert log[["event", "before", "after"]].to_numpy().tolist() == [
        ["Marked", "", "Reject"],
        ["Cleared", "Reject", ""],
    ]


def test_the_accountants_columns_and_notes_move_with_the_document(matched):
    workbook = openpyxl.load_workbook(matched.book)
    sheet = workbook["Exact Match"]
    table = next(iter(sheet.tables.values()))
    end = sheet.max_column + 1
    row = next(r for r in range(5, sheet.max_row + 1) if sheet.cell(r, 3).value == "MHX-1301")
    sheet.cell(4, end).value = "Asked on phone"
    sheet.cell(row, end).value = "Ravi, Tuesday"
    letters = openpyxl.utils.get_column_letter(end)
    column = openpyxl.worksheet.table.TableColumn(id=end, name="Asked on phone")
    table.tableColumns.append(column)
    table.ref = f"A4:{letters}{table.ref.split(':')[1].lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
    workbook.save(matched.book)
    matched.do(run_match, 0.00)  # no. 3 moves to another sheet
    line = matched.lines()["MHX-1301"]
    assert line["status"] != "Exact Match"
    assert line["Asked on phone"] == "Ravi, Tuesday"


@pytest.mark.libreoffice
def test_marks_made_in_a_file_saved_by_libreoffice(matched, libreoffice):
    matched.type(MARKS)
    shutil.copy(libreoffice.resave(matched.book), matched.book)
    matched.do(check)
    assert actions(matched) == MARKS


def test_marks_travel_to_another_computer(matched, tmp_path, monkeypatch):
    """There the store is empty: the marks stand in the sheets, amounts come back with the next import."""
    matched.do(suggest, True)
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "other computer"))
    matched.do(import_portal, [matched.files.ims])
    outcome = matched.do(export, matched.folder / "up.json")
    assert outcome.figures == {"Accept": 14, "Reject": 0, "Pending": 4, "No Action": 0}
