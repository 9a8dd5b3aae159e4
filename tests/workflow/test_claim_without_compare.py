"""Claim without compare: no purchase data, one sheet with every document, the same marks and the same upload."""

import json

import openpyxl
from support.twenty import IMS_DOCUMENTS

from ims_xl.workflow import check, export, import_portal, suggest


def without_compare(desk):
    workbook = openpyxl.load_workbook(desk.book)
    workbook["Home"]["C8"].value = "Claim without compare"
    workbook.save(desk.book)
    desk.do(import_portal, [desk.files.ims])
    return desk


def test_every_document_has_one_line_on_ims_documents(desk):
    without_compare(desk)
    workbook = openpyxl.load_workbook(desk.book)
    assert "Match Status" not in workbook.sheetnames
    assert workbook["IMS Documents"].tables["ims_Documents"].ref.endswith(str(4 + len(IMS_DOCUMENTS)))


def test_marks_made_there_are_uploaded(desk):
    without_compare(desk)
    desk.type({"SSF/26-27/0417": "a", "KSF/1005": " REJECT "})
    outcome = desk.do(export, desk.folder / "up.json")
    assert outcome.figures == {"Accept": 1, "Reject": 1, "Pending": 0, "No Action": 0}


def test_nothing_is_suggested_without_a_comparison(desk):
    assert without_compare(desk).do(suggest).figures == {"Accept": 0, "Pending": 0}


def test_marks_survive_going_over_to_comparing(matched):
    matched.type({"SSF/26-27/0417": "Accept", "KSF/1005": "Reject"})
    workbook = openpyxl.load_workbook(matched.book)
    workbook["Home"]["C8"].value = "Claim without compare"
    workbook.save(matched.book)
    matched.do(check)
    assert "Exact Match" not in openpyxl.load_workbook(matched.book).sheetnames
    marked = {number: line["action_text"] for number, line in matched.lines().items() if line["action_text"]}
    assert marked == {"SSF/26-27/0417": "Accept", "KSF/1005": "Reject"}


def test_the_upload_file_has_each_letter_on_its_own_document(desk):
    without_compare(desk)
    desk.type({"SSF/26-27/0417": "Accept", "KSF/1005": "Reject"})
    desk.do(export, desk.folder / "up.json")
    sections = json.loads((desk.folder / "up.json").read_text(encoding="utf-8"))["invdata"]
    letters = {record["inum"]: record["action"] for records in sections.values() for record in records}
    assert letters == {"SSF/26-27/0417": "A", "KSF/1005": "R"}
