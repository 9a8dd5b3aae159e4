"""The whole job on the month of twenty documents; every figure can be followed on paper in support/twenty.py."""

import json
from pathlib import Path

import pandas as pd
import pytest
from support.twenty import (
    EXPECTED,
    EXPECTED_BOOKS_ONLY,
    EXPECTED_SETTLED,
    EXPECTED_TOTALS,
    IMS_DOCUMENTS,
    RECIPIENT,
    Totals,
)

from ims_xl.gstn.offline import read_portal_file
from ims_xl.reports.verify import verify
from ims_xl.workflow import check, export, import_portal, preview, suggest, write_auditor_report

BY_NUMBER = {document.number: document for document in IMS_DOCUMENTS}


def test_every_document_gets_the_status_worked_out_by_hand(matched):
    lines = matched.lines()
    assert {number: lines[number]["status"] for number in lines} == {
        number: EXPECTED[document.no].status for number, document in BY_NUMBER.items()
    }


def test_book_rows_without_a_document_say_why(matched):
    unmatched = matched.look(lambda job: job.view().view.unmatched)
    assert dict(zip(unmatched["source_row"], unmatched["reason"], strict=True)) == EXPECTED_BOOKS_ONLY
    settled = matched.look(lambda job: job.view().view.settled)
    assert dict(zip(settled["source_row"], settled["reason"], strict=True)) == EXPECTED_SETTLED


def test_a_late_booked_bill_finds_its_partner_in_the_earlier_gstr2b(matched):
    settled = matched.look(lambda job: job.view().view.settled).set_index("doc_number")
    assert settled.loc["KSF/0990", "reason"] == "already in GSTR-2B of Sep-2026"
    assert "KSF/0990" in settled.loc["KSF/0990", "why"]


@pytest.mark.parametrize(("status", "totals"), EXPECTED_TOTALS.items())
def test_cards_show_the_totals_worked_out_by_hand(matched, status: str, totals: Totals):
    view = matched.look(lambda job: job.view().view)
    if status == "Missing in IMS":
        assert view.card(status) == (totals.books_documents, totals.books_taxable, totals.books_tax)
    else:
        assert view.card(status) == (totals.ims_documents, totals.ims_taxable, totals.ims_tax)


def test_a_split_booking_is_one_line_with_the_sum(matched):
    line = matched.lines()["MHX-1304"]
    assert line["books_taxable_value"] == 50_000.00
    assert line["books_tax"] == 9_000.00
    assert line["taxable_difference"] == 0.00


def test_credit_notes_are_negative_on_the_sheets(matched):
    line = matched.lines()["CN/077"]
    assert (line["taxable_value"], line["tax"]) == (-5_000.00, -900.00)
    assert (line["books_taxable_value"], line["taxable_difference"]) == (-5_000.00, 0.00)


def test_suggestions_mark_what_was_worked_out_by_hand(matched):
    outcome = matched.do(suggest, True)
    # Exact 10 (no. 16 is accepted already) + Suggested 4 = 14; Mismatched 3 + no. 14 = 4; no. 15 is not filed
    assert outcome.figures == {"Accept": 14, "Pending": 4}
    actions = {number: line["action_text"] for number, line in matched.lines().items()}
    expected = {number: EXPECTED[document.no].decision for number, document in BY_NUMBER.items()}
    expected["SSF/26-27/0430"] = ""  # not filed
    expected["SSF/26-27/0419"] = ""  # accepted on the portal already
    assert actions == expected


def decided(desk):
    desk.do(suggest, True)
    desk.type({"SSF/26-27/0421": "Reject", "KSF/1005": "n", "SSF/26-27/0419": "No Action", "KSF/1002": "Acept"})
    return desk


def test_check_refuses_a_misspelt_mark_and_keeps_it_in_its_cell(matched):
    outcome = decided(matched).do(check)
    (issue,) = [issue for issue in outcome.issues if issue.value == "Acept"]
    assert (issue.sheet, issue.column) == ("Exact Match", "Action")
    assert "Accept" in issue.remedy
    assert matched.lines()["KSF/1002"]["action_text"] == "Acept"


def test_the_upload_file_holds_exactly_what_changes(matched):
    """14 suggestions - the misspelt one = 13 Accept; Pending 4 - 1 rejected - 1 no action = 2."""
    decided(matched)
    out = matched.folder / "upload.json"
    outcome = matched.do(export, out)
    assert outcome.figures == {"Accept": 13, "Reject": 1, "Pending": 2, "No Action": 1}
    payload = json.loads(out.read_text(encoding="utf-8"))
    assert (payload["rtin"], payload["reqtyp"]) == (RECIPIENT, "SAVE")
    sent = {
        record.get("inum") or record["nt_num"]: record for records in payload["invdata"].values() for record in records
    }
    assert len(sent) == 17
    assert sent["SSF/26-27/0421"]["action"] == "R"
    assert sent["SSF/26-27/0419"]["action"] == "N"  # back from Accepted to No action
    assert "KSF/1002" not in sent  # misspelt
    assert "KSF/1005" not in sent  # No Action where the portal has none
    assert sent["CN/077"]["itcRedReq"] == "Y"  # an accepted credit note reduces in full
    assert (sent["CN/077"]["txval"], sent["CN/077"]["iamt"]) == (5000, 900)  # positive on the wire


def test_the_upload_file_can_be_read_again(matched):
    decided(matched)
    out = matched.folder / "upload.json"
    matched.do(export, out)
    again = read_portal_file(out, RECIPIENT)
    assert again.kind == "upload"
    assert sorted(again.documents["portal_action"]) == ["A"] * 13 + ["N"] + ["P"] * 2 + ["R"]


def test_preview_says_what_is_deemed_accepted(matched):
    """Left without action: the misspelt KSF/1002 and KSF/1005, 1,080 and 720 of tax. Not filed: SSF/26-27/0430."""
    figures = decided(matched).do(preview).figures
    assert figures["Deemed"] + figures["Refused"] == 2
    rows = matched.look(lambda job: job.view().view.preview).set_index("doc_number")
    assert rows.loc["SSF/26-27/0430", "decision"] == "Not filed"
    assert rows.loc["KSF/1005", "itc_effect"] == 720.00


def test_totals_of_sheets_export_and_report_agree_to_the_paisa(matched):
    decided(matched)
    out, report = matched.folder / "upload.json", matched.folder / "report.xlsx"
    matched.do(export, out)
    matched.do(write_auditor_report, report)
    assert verify(report).ok
    view = matched.look(lambda job: job.view().view)
    shown = round(float(view.lines["taxable_value"].sum()), 2)
    assert shown == 242_000 + 95_000 + 32_000 + 29_000
    summary = pd.read_excel(report, sheet_name="Summary", header=None, engine="calamine").astype(str)
    assert (summary == "398000").any(axis=None) or (summary == "398000.0").any(axis=None)
    payload = json.loads(out.read_text(encoding="utf-8"))
    signed = sum(
        record["txval"] * (-1 if section == "b2bcn" else 1)
        for section, records in payload["invdata"].items()
        for record in records
    )
    uploaded = view.preview[view.preview["decision"] == "Upload"]["doc_id"]
    lines = view.lines.set_index("doc_id")
    assert round(signed, 2) == round(float(lines.loc[uploaded, "taxable_value"].sum()), 2)


def test_after_the_upload_the_next_portal_file_settles_it(matched, tmp_path: Path):
    decided(matched)
    matched.do(export, matched.folder / "upload.json")
    payload = json.loads(matched.files.ims.read_text(encoding="utf-8"))
    sent = json.loads((matched.folder / "upload.json").read_text(encoding="utf-8"))["invdata"]
    actions = {r.get("inum") or r["nt_num"]: r["action"] for records in sent.values() for r in records}
    actions["KSF/1001"] = "N"  # the portal did not take this one
    for records in payload["imsDetails"].values():
        for record in records:
            record["action"] = actions.get(record.get("inum") or record.get("nt_num"), record["action"])
    fresh = tmp_path / "fresh.json"
    fresh.write_text(json.dumps(payload), encoding="utf-8")
    matched.do(import_portal, [fresh])
    upload = matched.look(lambda job: job.view().view.uploads).iloc[0]
    assert str(upload["status"]).startswith("Taken: 16 of 17, 1 not taken, seen in the download of ")
    assert "Not on the portal" in str(matched.lines()["KSF/1001"]["upload_status"])
    assert "On the portal" in str(matched.lines()["MHX-1301"]["upload_status"])


def test_the_report_shows_what_was_decided_wherever_that_was(matched):
    """KSF/1001 is marked here, the portal holds an action on its own, the misspelt mark of KSF/1002 decides nothing."""
    matched.type({"KSF/1001": "a", "KSF/1002": "Acept"})
    matched.type({"KSF/1001": "asked Ravi, bill is right"}, "Comment")
    held = {d.number: d.action for d in IMS_DOCUMENTS if d.action != "N"}
    report = matched.folder / "report.xlsx"
    matched.do(write_auditor_report, report)
    shown = {}
    for sheet in ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR"):
        rows = pd.read_excel(report, sheet_name=sheet, header=None, engine="calamine")
        top = next(at for at, row in rows.iterrows() if "Number (IMS)" in set(row))
        table = rows.iloc[top + 1 :].set_axis(list(rows.iloc[top]), axis=1)
        shown |= {row["Number (IMS)"]: (row["Action"], row.get("Comment")) for _, row in table.iterrows()}
    assert shown["KSF/1001"] == ("Accept", "asked Ravi, bill is right")
    assert pd.isna(shown["KSF/1002"][0])
    words = {"A": "Accept", "R": "Reject", "P": "Pending"}
    assert {number: shown[number][0] for number in held} == {number: words[held[number]] for number in held}
