"""Remarks and declarations the portal holds stand on their rows, apart from what the accountant types."""

import json

import openpyxl
import pytest

from ims_xl.workflow import check, import_portal, set_mode, write_auditor_report


@pytest.fixture
def held(matched):
    """The portal holds remarks on a rejected invoice and a partial declaration on an accepted credit note."""
    payload = json.loads(matched.files.ims.read_text(encoding="utf-8"))
    words = {
        "SSF/26-27/0417": {"action": "R", "remarks": "Goods not received"},
        "CN/077": {"action": "A", "itcRedReq": "Y", "declIgst": 400.0, "declCgst": 0, "declSgst": 0, "declCess": 0},
    }
    for records in payload["imsDetails"].values():
        for record in records:
            record |= words.get(record.get("inum") or record.get("nt_num"), {})
    fresh = matched.folder / "fresh.json"
    fresh.write_text(json.dumps(payload), encoding="utf-8")
    matched.do(import_portal, [fresh])
    return matched


def row(path, sheet: str, number: str) -> dict[str, object]:
    lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(at for at, line in enumerate(lines) if "Action" in line)
    return next(dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :] if number in line)


WORDS = ("Portal status", "Portal remarks", "Portal ITC reduction", "Remarks", "Reduce ITC")


def words(path, sheet: str, number: str) -> list[object]:
    return [row(path, sheet, number)[name] or "" for name in WORDS]


def test_they_stand_beside_the_portal_status_and_not_in_the_inputs(held):
    held.type({"SSF/26-27/0417": "we have the goods"}, "Remarks")
    held.do(check)
    assert words(held.book, "Exact Match", "SSF/26-27/0417") == [
        "Rejected", "Goods not received", "", "we have the goods", "",
    ]  # fmt: skip
    assert words(held.book, "Exact Match", "CN/077") == ["Accepted", "", "Yes - partial: IGST 400.00", "", ""]


def test_they_stand_on_ims_documents_and_in_the_report_too(held):
    held.do(write_auditor_report, held.folder / "report.xlsx")
    held.do(set_mode, "Claim without compare")
    assert words(held.book, "IMS Documents", "SSF/26-27/0417")[:2] == ["Rejected", "Goods not received"]
    found = row(held.folder / "report.xlsx", "Exact Match", "CN/077")
    assert (found["Portal status"], found["Portal ITC reduction"]) == ("Accepted", "Yes - partial: IGST 400.00")


def test_what_the_portal_holds_is_decided_in_the_report_unless_a_mark_says_otherwise(held):
    """Of 20 the portal holds three (no. 16 is accepted from the start); one is marked anew, and another one is marked."""
    held.type({"SSF/26-27/0418": "Accept", "CN/077": "Pending"})
    held.do(write_auditor_report, held.folder / "report.xlsx")
    numbers = ("SSF/26-27/0417", "CN/077", "SSF/26-27/0418")
    actions = [row(held.folder / "report.xlsx", "Exact Match", number)["Action"] for number in numbers]
    assert actions == ["Reject", "Pending", "Accept"]
    summary = openpyxl.load_workbook(held.folder / "report.xlsx")["Summary"].iter_rows(values_only=True)
    totals = {line[0]: line[1] for line in summary}
    assert (totals["Shown in this report"], totals["Decided"], totals["Undecided"]) == (20, 4, 16)
