"""GSTR-2B by network and by file, on the month of twenty documents."""

import copy
import json
import os
from datetime import datetime

import openpyxl
import pytest
from support.fake_portal import FakePortal, Status
from support.twenty import RECIPIENT

from ims_xl.gst.gstr3b import NOTES
from ims_xl.gstn.errors import GstnError
from ims_xl.issues import ImsError
from ims_xl.push.portal import Pace
from ims_xl.push.sender import StillWorking
from ims_xl.sheets.against_gstr2b import from_gstr2b
from ims_xl.ui import Silent
from ims_xl.workflow import (
    compute_2b,
    download,
    export,
    import_portal,
    import_purchases,
    open_job,
    push,
    run_match,
    suggest,
)

PACE = Pace(poll=(2, 3), settle=(30, 30, 30), wait=lambda seconds: None)
_KEYS = {"txval": "txval", "igst": "iamt", "cgst": "camt", "sgst": "samt", "cess": "cess", "val": "val", "pos": "pos"}


def statement(details, generated: str = "14-11-2026") -> dict:
    """What the portal would compute: accepted and untouched in docdata, rejected in docRejdata, pending nowhere."""
    parts: dict[str, dict[str, list]] = {"docdata": {}, "docRejdata": {}}
    lists = {"b2b": "b2b", "b2ba": "b2ba", "b2bcn": "cdnr", "b2bdn": "cdnr", "ecom": "ecom"}
    for section, name in lists.items():
        for record in details[section]:
            if record["action"] == "P" or record["srcfilstatus"] != "Filed":
                continue
            document = {key: record.get(ours, 0) for key, ours in _KEYS.items()}
            document |= {"itcavl": "Y", "rev": "N"}
            if name == "cdnr":
                note = {"b2bcn": "C", "b2bdn": "D"}[section]
                document |= {"ntnum": record["nt_num"], "dt": record["nt_dt"], "typ": note, "suptyp": "R"}
            else:
                document |= {"inum": record["inum"], "dt": record["idt"], "typ": "R"}
                if section == "b2ba":
                    document |= {"oinum": record["oinum"], "oidt": record["oidt"]}
            part = parts["docRejdata" if record["action"] == "R" else "docdata"]
            supplier = {
                "ctin": record["stin"],
                "supprd": record["rtnprd"],
                "nt" if name == "cdnr" else "inv": [document],
            }
            part.setdefault(name, []).append(supplier)
    return {"data": {"gstin": RECIPIENT, "rtnprd": "102026", "gendt": generated, **parts}}


@pytest.fixture
def details(desk):
    return json.loads(desk.files.ims.read_text(encoding="utf-8"))["imsDetails"]


@pytest.fixture
def portal(details) -> FakePortal:
    return FakePortal(RECIPIENT, details)


def held(portal) -> dict:
    return {key: [copy.deepcopy(record) for record in records.values()] for key, records in portal.records.items()}


def compute(desk, portal):
    return desk.do(lambda job: compute_2b(job, portal, pace=PACE))


@pytest.fixture
def pushed(starting, portal):
    """18 suggestions pushed: 14 Accept, 4 Pending; one was accepted before, one is not filed."""

    def steps(desk):
        desk.do(download, portal)
        desk.do(import_purchases, [desk.files.register])
        desk.do(run_match, 1.00)
        desk.do(suggest, True)
        desk.do(lambda job: push(job, portal, pace=PACE))

    return starting("pushed", steps, portal)


def test_a_statement_as_decided_has_no_difference(pushed, portal):
    """15 accepted: 12 invoices of 89,400 ... see support/twenty.py; the credit note takes 900 back."""
    portal.statement = statement(held(portal))
    outcome = compute(pushed, portal)
    # taxable 100+20+40+10+5+6+7+30+8+50+15 = 291 thousand at 18%, the debit note 1 likewise, the marketplace 10 at 5%:
    # 292,000 x 18% + 500 = 53,060; less the credit note 900. What the amendment of 40 changes the file does not say
    assert outcome.figures == {"itc_available": 52_160.00, "itc_rejected": 0.00, "documents": 15, "differences": 0}
    assert "as decided" in outcome.message


def test_what_to_know_for_gstr3b_stands_on_the_sheet(pushed, portal):
    portal.statement = statement(held(portal))
    compute(pushed, portal)
    sheet = openpyxl.load_workbook(pushed.book)["GSTR-2B"]
    told = [cell.value for (cell,) in sheet.iter_rows(max_col=1)]
    start = told.index("For GSTR-3B")
    assert told[start + 1 : start + 6] == [note.text for note in NOTES]
    assert "4(A)(5) already less them" in told[start + 1]


def test_differences_are_rows_with_a_reason(pushed, portal):
    computed = held(portal)
    for record in computed["b2b"]:
        if record["inum"] == "KSF/1005":
            record["action"] = "A"  # pending with us
        if record["inum"] == "MHX-1301":
            record["action"] = "R"  # accepted with us
    portal.statement = statement(computed)
    outcome = compute(pushed, portal)
    assert outcome.figures["differences"] == 2
    sheet = openpyxl.load_workbook(pushed.book)["GSTR-2B"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"Pending, but its ITC is in GSTR-2B", "Accepted, but listed as rejected", "KSF/1005", "MHX-1301"} <= texts


def test_how_table_4_comes_from_it(pushed, portal):
    """52,160 as decided; KSF/1005 of 720, pending with us, is in it, MHX-1301 of 3,600 + 3,600 is not: 45,680."""
    computed = held(portal)
    next(record for record in computed["b2b"] if record["inum"] == "KSF/1005")["action"] = "N"
    next(record for record in computed["b2b"] if record["inum"] == "MHX-1301")["action"] = "R"
    portal.statement = statement(computed)
    compute(pushed, portal)
    view = pushed.look(lambda job: job.view().view)
    steps = from_gstr2b(view, view.working)
    assert steps["total"].tolist() == [45_680, 7_200, -720, 0, 0, 0, 52_160]
    assert steps["documents"].tolist() == [15, 1, 1, 0, 0, 1, 15]
    sheet = openpyxl.load_workbook(pushed.book)["GSTR-3B Working"]
    lines = [row for row in sheet.iter_rows(values_only=True) if row[0] in set(steps["line"])]
    assert [row[10] for row in lines] == [45_680, 7_200, -720, 0, 0, 0, 52_160]


def test_nothing_changed_is_no_failure(pushed, portal):
    def unchanged(call: str) -> None:
        if call == "compute_2b":
            raise GstnError("IMS2005", "no change")

    portal.before = unchanged
    portal.statement = statement(held(portal))
    assert compute(pushed, portal).figures["differences"] == 0


@pytest.mark.parametrize("code", ["IMS2B009", "IMS2B007"])
def test_a_refusal_is_told_and_nothing_is_stored(pushed, portal, code: str):
    def refuse(call: str) -> None:
        if call == "compute_2b":
            raise GstnError(code, "not now")

    portal.before = refuse
    with pytest.raises(GstnError, match=code):
        compute(pushed, portal)
    assert pushed.look(lambda job: job.view().view.gstr2b) is None


def test_a_status_of_unknown_shape_is_decided_by_the_day_it_was_generated(pushed, portal):
    portal.statement = statement(held(portal), "14-11-2026")
    compute(pushed, portal)
    portal.compute_2b_status = lambda reference: Status("IP")
    with pytest.raises(StillWorking):
        compute(pushed, portal)
    portal.statement = statement(held(portal), "16-11-2026")
    assert compute(pushed, portal).figures["differences"] == 0


def test_a_statement_computed_again_replaces_the_whole(pushed, portal):
    portal.statement = statement(held(portal))
    compute(pushed, portal)
    portal.records["b2b"][("b2b", "27AAZCM4444H1ZV", "MHX-1301")]["action"] = "P"
    portal.statement = statement(held(portal))
    pushed.do(download, portal)
    outcome = compute(pushed, portal)
    assert (outcome.figures["documents"], outcome.figures["differences"]) == (14, 0)


def test_an_unfinished_upload_comes_first(pushed, portal):
    pushed.type({"KSF/1005": "Accept"})
    portal.mischief = ["not reached"]
    pushed.do(lambda job: push(job, portal, pace=PACE))
    with pytest.raises(ImsError, match="not over"):
        compute(pushed, portal)


WARNING = "Decisions changed after the last GSTR-2B: compute again before 3B"


def warned(desk, at: datetime) -> bool:
    with open_job(desk.book, Silent(), at) as job:
        return WARNING in [said.text for said in job.view().view.warnings]


def test_decisions_after_the_draft_ask_for_computing_again(desk, portal):
    desk.do(download, portal)
    desk.do(import_purchases, [desk.files.register])
    desk.do(run_match, 1.00)
    desk.do(suggest, True)
    with open_job(desk.book, Silent(), datetime(2026, 11, 15, 9, 0)) as job:
        push(job, portal, pace=PACE)
        job.draw()
    assert not warned(desk, datetime(2026, 11, 13, 9, 0))
    assert warned(desk, datetime(2026, 11, 15, 10, 0))
    portal.statement = statement(held(portal))
    with open_job(desk.book, Silent(), datetime(2026, 11, 16, 9, 0)) as job:
        compute_2b(job, portal, pace=PACE)
        job.draw()
    assert not warned(desk, datetime(2026, 11, 16, 10, 0))


def test_the_portals_own_file_feeds_the_check(desk, details, tmp_path):
    desk.do(import_portal, [desk.files.ims])
    file = tmp_path / "gstr2b.json"
    file.write_text(json.dumps(statement(details)), encoding="utf-8")
    outcome = desk.do(import_purchases, [file])
    assert outcome.message == "GSTR-2B of Oct-2026: 19 documents, as decided, see sheet GSTR-2B"
    found = desk.look(lambda job: job.view().view.gstr2b)
    assert (found.documents, len(found.differences)) == (19, 0)
    assert "GSTR-2B" in openpyxl.load_workbook(desk.book).sheetnames


def test_on_the_file_road_an_upload_after_the_statement_warns_too(matched, details, tmp_path):
    file = tmp_path / "gstr2b.json"
    file.write_text(json.dumps(statement(details)), encoding="utf-8")
    day = datetime(2026, 11, 14, 12, 0).timestamp()
    os.utime(file, (day, day))
    matched.do(import_purchases, [file])
    matched.do(suggest, True)
    assert not warned(matched, datetime(2026, 11, 15, 9, 0))
    with open_job(matched.book, Silent(), datetime(2026, 11, 15, 9, 0)) as job:
        export(job, tmp_path / "up.json")
        job.draw()
    assert warned(matched, datetime(2026, 11, 15, 10, 0))


def sheet_texts(desk) -> list[str]:
    sheet = openpyxl.load_workbook(desk.book)["GSTR-2B"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_statement_in_parts_says_on_its_sheet_what_was_read(desk, tmp_path):
    """180 and 360, and an amendment of 198 that changes 18: the sums say 558, the documents alone would say 738."""

    def record(number: str, taxable: int, igst: int, **more: str) -> dict:
        return {"inum": number, "dt": "10-10-2026", "typ": "R", "pos": "27", "itcavl": "Y", "rev": "N",
                "val": taxable + igst, "txval": taxable, "igst": igst, **more}  # fmt: skip

    def by(*records: dict) -> list[dict]:
        return [{"ctin": "24AAZCS2222F1ZB", "supprd": "102026", "inv": list(records)}]

    def read(name: str, **more: object) -> None:
        head = {"gstin": RECIPIENT, "rtnprd": "102026", "gendt": "14-11-2026"}
        (tmp_path / name).write_text(json.dumps({"data": head | more}), encoding="utf-8")
        desk.do(import_purchases, [tmp_path / name])

    def view() -> tuple[float, int, str, str]:
        found = desk.look(lambda job: job.view().view.gstr2b)
        return found.net, found.documents, found.parts, found.missing

    first = by(record("P/1", 1000, 180), record("P/2", 2000, 360))
    second = by(record("P/9", 1100, 198, oinum="P/9", oidt="05-08-2026"))
    read("File1.json", docdata={"b2b": first})
    assert view() == (540.0, 2, "", "its Summary was not read, so how many parts it has is not known")
    read("Summary.json", fc=2, itcsumm={"itcavl": {"nonrevsup": {"igst": 558}}})
    assert view() == (558.0, 2, "part 1 of 2 read", "part 2 of 2 was not read")
    texts = sheet_texts(desk)
    assert any("part 1 of 2 read" in text for text in texts)
    assert any(text.startswith("Not the whole GSTR-2B: part 2 of 2 was not read.") for text in texts)
    read("File2.json", docdata={"b2ba": second})
    assert view() == (558.0, 3, "parts 1, 2 of 2 read", "")
    assert not any(text.startswith("Not the whole") for text in sheet_texts(desk))
    read("whole.json", docdata={"b2b": first, "b2ba": second}, itcsumm={"itcavl": {"nonrevsup": {"igst": 558}}})
    assert view()[0::3] == (558.0, "")


def test_a_statement_the_portal_wraps_is_read_and_checked(pushed, portal):
    portal.statement = {"status": "1", "data": {"status": "1", "data": statement(held(portal))}}
    assert compute(pushed, portal).figures["documents"] == 15
