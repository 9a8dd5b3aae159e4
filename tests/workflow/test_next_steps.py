"""Home's list of steps: a tick only for what is done, and no arrow back from what the accountant is past."""

import datetime as dt
import json

import openpyxl
import pytest
from support.fake_portal import FakePortal
from support.twenty import RECIPIENT

from ims_xl.push.portal import Pace
from ims_xl.ui import Silent
from ims_xl.workflow import (
    check,
    compute_2b,
    download,
    export,
    import_portal,
    import_purchases,
    open_job,
    preview,
    push,
    run_match,
    suggest,
)

NOW = dt.datetime(2026, 11, 15, 10, 0)  # after the draft GSTR-2B of October
PACE = Pace(poll=(2, 3), settle=(30, 30, 30), wait=lambda seconds: None)
STATEMENT = {"data": {"gstin": RECIPIENT, "rtnprd": "102026", "gendt": "14-11-2026", "docdata": {}}}
DONE, NEXT, OPEN = "done", "next", "open"


def at(desk, step, *arguments: object, now: dt.datetime = NOW, **named: object):
    with open_job(desk.book, Silent(), now) as job:
        outcome = step(job, *arguments, **named)
        job.draw()
    return outcome


def states(desk) -> dict[str, str]:
    """State of every step that comes after Let's Match."""
    with open_job(desk.book, Silent(), NOW, to_write=False) as job:
        steps = job.view().view.steps
    return {name: state for state, name, _ in steps[3:]}


def by_file(decide: str, checked: str, exported: str, again: str) -> dict[str, str]:
    return {
        "Decide": decide, "Check and preview": checked, "Export portal file": exported, "Import portal files again": again,
    }  # fmt: skip


def by_network(decide: str, checked: str, upload: str, compute: str) -> dict[str, str]:
    return {"Decide": decide, "Check and preview": checked, "Upload": upload, "Compute GSTR-2B": compute}


def answered(desk, **otherwise: str):
    """The portal's file after the upload, as the last upload file wants it, some records otherwise."""
    payload = json.loads(desk.files.ims.read_text(encoding="utf-8"))
    sent = json.loads((desk.folder / "up.json").read_text(encoding="utf-8"))["invdata"]
    actions = {r.get("inum") or r["nt_num"]: r["action"] for records in sent.values() for r in records} | otherwise
    for records in payload["imsDetails"].values():
        for record in records:
            record["action"] = actions.get(record.get("inum") or record.get("nt_num"), record["action"])
    path = desk.folder / "fresh.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    return path


def test_decide_is_done_when_every_document_that_needs_it_is_decided(matched):
    assert states(matched) == by_file(NEXT, OPEN, OPEN, OPEN)
    matched.type({"SSF/26-27/0417": "Accept"})
    with open_job(matched.book, Silent(), NOW) as job:
        message = next(message for _, name, message in job.view().view.steps if name == "Decide")
    assert message.endswith("; 17 documents without a decision")  # of 20 one is accepted, one not filed, one marked
    assert states(matched)["Decide"] == NEXT
    at(matched, suggest, True)
    assert states(matched) == by_file(DONE, NEXT, OPEN, OPEN)


@pytest.mark.parametrize("step", [check, preview])
def test_the_check_holds_until_a_mark_or_a_remark_changes(matched, step):
    at(matched, suggest, True)
    at(matched, step)
    assert states(matched) == by_file(DONE, DONE, NEXT, OPEN)
    matched.type({"SSF/26-27/0421": "Reject"})
    assert states(matched) == by_file(DONE, NEXT, OPEN, OPEN)
    at(matched, step)
    assert states(matched)["Check and preview"] == DONE
    matched.type({"SSF/26-27/0421": "the amount differs"}, "Remarks")
    assert states(matched)["Check and preview"] == NEXT


def test_a_check_that_refuses_a_mark_is_not_done(matched):
    at(matched, suggest, True)
    matched.type({"SSF/26-27/0417": "Acept"})
    at(matched, check)
    assert states(matched) == by_file(NEXT, OPEN, OPEN, OPEN)


def test_the_same_marks_checked_twice_are_one_line_of_the_log(matched):
    matched.type({"SSF/26-27/0417": "Accept"})
    at(matched, check)
    at(matched, preview)
    log = matched.look(lambda job: job.view().view.decisions)
    assert log.loc[log["event"] == "Checked", "after"].tolist() == ["1 marked, 0 refused or to confirm"]


def test_exported_and_taken_by_the_portal_nothing_is_left(matched):
    at(matched, suggest, True)
    at(matched, check)
    at(matched, export, matched.folder / "up.json")
    assert states(matched) == by_file(DONE, DONE, DONE, NEXT)
    at(matched, import_portal, [answered(matched)])
    assert states(matched) == by_file(DONE, DONE, DONE, DONE)


def test_a_mark_changed_after_the_export_is_not_exported(matched):
    at(matched, suggest, True)
    at(matched, check)
    at(matched, export, matched.folder / "up.json")
    matched.type({"SSF/26-27/0417": "Reject"})
    assert states(matched) == by_file(DONE, NEXT, OPEN, OPEN)


def test_what_the_portal_did_not_take_is_to_be_exported_again_and_no_success(matched):
    at(matched, suggest, True)
    at(matched, check)
    at(matched, export, matched.folder / "up.json")
    at(matched, import_portal, [answered(matched, **{"KSF/1001": "N"})])
    assert states(matched) == by_file(DONE, DONE, NEXT, OPEN)
    sheet = openpyxl.load_workbook(matched.book)["Push to GSTN"]
    assert [sheet.cell(6, column).value for column in (1, 3)] == [
        "!  3. Upload processed successfully", "17 of 18 decisions seen on the portal",
    ]  # fmt: skip


@pytest.fixture
def portal(desk) -> FakePortal:
    return FakePortal(RECIPIENT, json.loads(desk.files.ims.read_text(encoding="utf-8"))["imsDetails"])


@pytest.fixture
def suggested(starting, portal):
    def steps(desk):
        at(desk, download, portal)
        at(desk, import_purchases, [desk.files.register])
        at(desk, run_match, 1.00)
        at(desk, suggest, True)

    return starting("suggested", steps, portal)


def test_a_finished_month_has_no_arrow_whatever_was_left_undecided(suggested, portal):
    suggested.type({"KSF/1005": "", "MHX-1305": ""})
    at(suggested, push, portal, pace=PACE)
    assert states(suggested) == by_network(OPEN, OPEN, DONE, NEXT)
    portal.statement = STATEMENT
    at(suggested, compute_2b, portal, now=NOW + dt.timedelta(hours=1), pace=PACE)
    assert states(suggested) == by_network(OPEN, OPEN, DONE, DONE)
    suggested.type({"KSF/1005": "Accept"})  # then the month is not finished any more
    assert states(suggested) == by_network(OPEN, NEXT, OPEN, DONE)


def test_what_the_portal_holds_no_longer_is_said_and_not_uploaded(suggested, portal):
    at(suggested, check)
    at(suggested, push, portal, pace=PACE)
    assert states(suggested) == by_network(DONE, DONE, DONE, NEXT)
    for record in portal.records["b2b"].values():
        if record["inum"] == "KSF/1001":
            record["action"] = "N"
    at(suggested, download, portal)
    live = suggested.look(lambda job: job.view().view.live)
    assert (live[2][0], live[2][3]) == ("!", "17 of 18 decisions of this upload on the portal, 1 no longer")
    assert states(suggested)["Upload"] == OPEN
