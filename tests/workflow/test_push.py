"""Download and upload over the network, on a portal in memory; figures as in support/twenty.py."""

import json
import os
import shutil
from datetime import datetime
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from support.fake_portal import NEVER, FakePortal
from support.months import Saying
from support.twenty import PERIOD, RECIPIENT

from ims_xl.gst.actions import Action
from ims_xl.gstn.errors import NotReached
from ims_xl.issues import ImsError
from ims_xl.push.portal import Pace
from ims_xl.ui import Silent
from ims_xl.workflow import (
    abandon,
    approve,
    download,
    export,
    import_portal,
    import_purchases,
    new_workbook,
    open_job,
    push,
    resume,
    run_match,
    set_mode,
    suggest,
)
from ims_xl.workflow.last_upload import queued_reset

PACE = Pace(poll=(2, 3), settle=(30, 30, 30), wait=lambda seconds: None)


class Answering(Silent):
    """Says the same to every question and remembers them."""

    def __init__(self, answer: bool) -> None:
        self.answer, self.asked = answer, []

    def ask(self, question: str, default: bool = False) -> bool:
        self.asked.append(question)
        return self.answer


@pytest.fixture
def portal(desk) -> FakePortal:
    details = json.loads(desk.files.ims.read_text(encoding="utf-8"))["imsDetails"]
    return FakePortal(RECIPIENT, details)


@pytest.fixture
def marked(starting, portal):
    """Downloaded, matched, suggestions applied: 14 Accept, 4 Pending; one of them rejected instead."""

    def steps(desk):
        desk.do(download, portal)
        desk.do(import_purchases, [desk.files.register, desk.files.gstr2b])
        desk.do(run_match, 1.00)
        desk.do(suggest, True)
        desk.type({"SSF/26-27/0421": "Reject"})

    return starting("marked", steps, portal)


def upload(desk, portal, ui=None, step=push, **options):
    def run(job):
        job.ui = ui or Answering(True)
        return step(job, portal, **{"pace": PACE, **options})

    return desk.do(run)


def test_without_the_approval_that_settings_asks_for_nothing_is_sent(marked, portal):
    workbook = openpyxl.load_workbook(marked.book)
    cells = {row[0].value: row[1] for row in workbook["Settings"].iter_rows()}
    cells["A second person approves before upload"].value = "Yes"
    workbook.save(marked.book)
    with pytest.raises(ImsError, match="not approved yet"):
        upload(marked, portal)
    assert portal.requests == []
    marked.do(approve, "Asha Rao")
    upload(marked, portal)
    assert portal.requests != []


def test_a_download_shows_what_the_portal_file_shows(desk, portal, tmp_path):
    outcome = desk.do(download, portal)
    by_network = desk.look(lambda job: job.documents().drop(columns=["extra"]))
    other = tmp_path / "file.xlsx"
    new_workbook(other, Saying(), gstin=RECIPIENT, period=PERIOD)
    desk.do(import_portal, [desk.files.ims], book=other)
    with open_job(other, Silent(), to_write=False) as job:
        by_file = job.documents().drop(columns=["extra"])
    assert by_network.sort_values("doc_id", ignore_index=True).equals(by_file.sort_values("doc_id", ignore_index=True))
    assert outcome.message.startswith("20 documents on the portal")
    assert outcome.figures["Changed while downloading"] == 0


def test_an_upload_sends_every_decided_row_once(marked, portal):
    outcome = upload(marked, portal)
    assert outcome.message == "18 of 18 decisions are on the portal"
    assert outcome.figures == {
        "Accept": 14, "Reject": 1, "Pending": 3, "No Action": 0,
        "refused by the portal": 0, "not sent or not taken": 0, "open": 0,
    }  # fmt: skip
    assert set(portal.sent.values()) == {1}
    assert portal.action("SSF/26-27/0421") == "R"
    lines = marked.lines()
    assert lines["SSF/26-27/0421"]["portal_status"] == "Rejected"
    assert str(lines["MHX-1301"]["upload_status"]).startswith("Accepted · On the portal")


def test_the_live_steps_tell_time_and_message(marked, portal):
    upload(marked, portal)
    live = marked.look(lambda job: job.view().view.live)
    assert [(sign, name) for sign, name, _, _ in live] == [
        ("✔", "Connect to GSTN"),
        ("✔", "Save data on GSTN"),
        ("✔", "Upload processed successfully"),
        ("✔", "Summary generated"),
    ]
    assert (
        [message for *_, message in live[1:]]
        == [
            "2 of 2 requests taken by the portal",  # originals, then the amendment
            "18 of 18 decisions of this upload on the portal",
            "The portal counts accepted 15, rejected 1, pending 3, no action 1",  # 14 + one accepted before; 0430 is not filed
        ]
    )


def test_rejects_are_asked_for_as_a_list_and_not_sent_without_a_yes(marked, portal):
    ui = Answering(False)
    outcome = upload(marked, portal, ui)
    assert ui.asked == [
        "Reject 1 document, tax ₹1,620.00 in all?\n  SSF/26-27/0421 of SURAT SAMPLE FABRICS PVT LTD, tax ₹1,620.00"
    ]
    assert (outcome.figures["Reject"], outcome.figures["Accept"]) == (0, 14)
    assert outcome.message == "17 of 18 decisions are on the portal; 1 reject was not confirmed and is not sent"
    assert portal.action("SSF/26-27/0421") == "N"


def test_rejects_confirmed_before_are_not_asked_for(marked, portal):
    ui = Answering(False)
    assert upload(marked, portal, ui, confirmed=True).figures["Reject"] == 1
    assert ui.asked == []


def test_only_the_actions_asked_for_are_sent(marked, portal):
    outcome = upload(marked, portal, actions=[Action.ACCEPT])
    assert {name: outcome.figures[name] for name in ("Accept", "Reject", "Pending")} == {
        "Accept": 14, "Reject": 0, "Pending": 0,
    }  # fmt: skip
    assert outcome.message == "14 of 18 decisions are on the portal; 4 decisions were not chosen to be sent"


def test_a_second_upload_sends_nothing(marked, portal):
    upload(marked, portal)
    assert upload(marked, portal).message == "There is nothing to upload: the portal holds every decision"
    assert set(portal.sent.values()) == {1}


def test_without_marks_there_is_nothing_to_upload(desk, portal):
    desk.do(download, portal)
    with pytest.raises(ImsError, match="nothing to upload"):
        upload(desk, portal)


def test_nothing_sent_is_not_everything_on_the_portal(marked, portal):
    """One reject nobody confirms is all that is chosen."""
    outcome = upload(marked, portal, Answering(False), actions=[Action.REJECT])
    assert outcome.message == (
        "Nothing was sent: 1 reject was not confirmed and is not sent, 17 decisions were not chosen to be sent"
    )
    assert not portal.sent


def test_marks_that_are_refused_or_to_be_confirmed_are_counted_when_nothing_is_sent(desk, portal):
    desk.do(download, portal)
    desk.do(set_mode, "Claim without compare")
    desk.type({"MHX-1301": "Accept", "KSF/1002": "Perhaps"})
    portal.edit("b2b", "MHX-1301", val=48380, txval=41000, camt=3690, samt=3690)
    outcome = upload(desk, portal)
    assert outcome.message == "Nothing was sent: 1 mark is refused, 1 mark is to be confirmed"
    outcome = upload(desk, portal)  # now no usable mark is left at all
    assert outcome.message == "Nothing was sent: 1 mark is refused, 1 mark is to be confirmed"
    with pytest.raises(ImsError, match="nothing to upload: 1 mark is refused, 1 mark is to be confirmed"):
        desk.do(export, desk.folder / "up.json")


def test_the_upload_file_says_what_is_not_in_it(desk, portal):
    desk.do(import_portal, [desk.files.ims])
    desk.do(set_mode, "Claim without compare")
    desk.type({"MHX-1301": "Accept", "KSF/1002": "Perhaps"})
    outcome = desk.do(export, desk.folder / "up.json")
    assert outcome.message == (
        "up.json holds 1 decision: Accept 1, Reject 0, Pending 0, No Action 0; 1 mark is refused"
    )


def test_marks_made_after_the_upload_began_are_not_passed_over(marked, portal):
    marked.type({"KSF/1001": ""})
    portal.mischief = ["not reached"]
    assert upload(marked, portal).failed
    marked.type({"KSF/1001": "Accept"})
    outcome = upload(marked, portal, step=resume)
    assert outcome.message == "17 of 18 decisions are on the portal; 1 decision is not sent yet"


# Given up


def test_an_upload_whose_outcome_never_comes_is_given_up(marked, portal):
    portal.slow = NEVER
    assert upload(marked, portal).failed
    sent = list(portal.requests)
    with pytest.raises(ImsError, match="not given up"):
        upload(marked, portal, Answering(False), step=give_up)
    ui = Answering(True)
    outcome = upload(marked, portal, ui, step=give_up)
    assert "18 decisions of it have no outcome yet" in ui.asked[0]
    assert outcome.message == ("The upload is given up: 0 of 18 decisions are known to be on the portal, 17 not known")
    assert outcome.figures == {"on the portal": 0, "not known": 17, "not sent or not taken": 1}  # the amendment
    assert portal.requests == sent
    view = marked.look(lambda job: job.view().view)
    assert [sign for sign, *_ in view.live] == ["✔", "✔", "!", "!"]
    assert "17 not known: given up on" in view.live[2][3]
    assert not any("not over" in warning.text for warning in view.warnings)
    assert "Not known: given up on" in str(marked.lines()["MHX-1301"]["upload_status"])
    assert view.decisions["event"].tolist()[-1] == "Upload given up"
    portal.slow = 0
    for job in portal.jobs.values():
        job.calls_left = 0  # it comes at last
    waited: list[float] = []
    patient = Pace(poll=(2, 3), settle=(30, 30, 30), wait=waited.append)
    assert upload(marked, portal, pace=patient).message == "1 of 1 decisions are on the portal"
    assert sum(waited) >= 60  # two downloads had to agree first: a lost save may still be running
    assert set(portal.sent.values()) == {1}


def test_what_the_last_look_shows_is_written_down(marked, portal):
    portal.mischief = ["lost"]
    assert upload(marked, portal, pace=Pace(settle=(), wait=lambda seconds: None)).failed
    outcome = upload(marked, portal, step=give_up)
    assert outcome.figures == {"on the portal": 17, "not known": 0, "not sent or not taken": 1}
    assert not outcome.failed


@pytest.mark.parametrize("reached", [True, False])
def test_an_upload_is_given_up_without_the_portal_too(marked, portal, reached: bool):
    portal.mischief = ["lost"]
    assert upload(marked, portal, pace=Pace(settle=(), wait=lambda seconds: None)).failed

    def fail(call: str) -> None:
        raise NotReached("no connection")

    portal.before = fail
    outcome = upload(marked, portal if reached else None, step=give_up)
    assert outcome.figures == {"on the portal": 0, "not known": 17, "not sent or not taken": 1}
    words = "the portal could not be reached: no connection" if reached else "the portal was not looked at"
    assert [words in issue.reason for issue in outcome.issues] == [True]


def test_without_an_open_upload_there_is_nothing_to_give_up(marked, portal):
    with pytest.raises(ImsError, match="no upload of this workbook is open"):
        upload(marked, portal, step=give_up)
    upload(marked, portal)
    with pytest.raises(ImsError, match="no upload of this workbook is open"):
        upload(marked, portal, step=give_up)


def give_up(job, portal, pace=PACE):
    return abandon(job, portal)


def test_stale_and_vanished_documents_are_shown_and_not_sent(marked, portal):
    portal.edit("b2b", "MHX-1301", val=48380, txval=41000, camt=3690, samt=3690)
    portal.delete("b2b", "KSF/1001")
    outcome = upload(marked, portal)
    assert outcome.message == "16 of 17 decisions are on the portal; 1 mark is to be confirmed"
    assert {key[2] for key in portal.sent} & {"MHX-1301", "KSF/1001"} == set()
    lines = marked.lines()
    assert lines["MHX-1301"]["action_text"] == "Accept?"
    assert "KSF/1001" not in lines
    assert any("taxable value 40,000.00 -> 41,000.00" in issue.reason for issue in outcome.issues)


def test_refused_rows_carry_the_portals_words(marked, portal):
    portal.refuse = {"MHX-1302": "IMSSAV0042: not possible"}
    outcome = upload(marked, portal)
    assert outcome.failed
    assert outcome.figures["refused by the portal"] == 1
    status = str(marked.lines()["MHX-1302"]["upload_status"])
    assert status.startswith("Accepted · Refused by the portal: IMSSAV0042: not possible")
    uploads = marked.look(lambda job: job.view().view.uploads)
    assert uploads["errors"].tolist() == [1, 0]
    assert uploads["status"].iloc[0] == "Processed with errors: 16 decisions taken, 1 not"


def test_counts_that_differ_after_the_upload_are_downloaded_again(marked, portal):
    """The supplier saves a document in the very moment the upload ends."""
    seen = []

    def save(call: str) -> None:
        seen.append(call)
        if call == "counts" and seen.count("counts") == 2:
            record = next(iter(portal.records["b2b"].values()))
            portal.add("b2b", {**record, "inum": "NEW/1", "action": "N"})

    portal.before = save
    outcome = upload(marked, portal)
    assert any("counted otherwise" in issue.reason for issue in outcome.issues)
    assert "NEW/1" in marked.lines()


def test_an_upload_that_stops_is_told_and_resumed(marked, portal):
    portal.slow = NEVER
    outcome = upload(marked, portal)
    assert outcome.failed
    assert outcome.message == "The upload stopped: 0 of 18 decisions are on the portal"
    view = marked.look(lambda job: job.view().view)
    assert [sign for sign, *_ in view.live] == ["✔", "○", "○", "○"]
    assert any("is not over: resume it" in warning.text for warning in view.warnings)
    assert "The portal is working on it" in str(marked.lines()["MHX-1301"]["upload_status"])
    with pytest.raises(ImsError, match="not over"):
        upload(marked, portal)
    portal.slow = 0
    portal.jobs["ref1"].calls_left = 0
    assert upload(marked, portal, step=resume).message == "18 of 18 decisions are on the portal"
    assert set(portal.sent.values()) == {1}
    assert not any("not over" in warning.text for warning in marked.look(lambda job: job.view().view.warnings))


def test_a_mark_that_was_taken_back_meanwhile_is_not_sent(marked, portal):
    portal.mischief = ["not reached"]
    assert upload(marked, portal).failed
    marked.type({"MHX-1301": "Pending", "KSF/1001": ""})
    outcome = upload(marked, portal, step=resume)
    assert outcome.message == "16 of 18 decisions are on the portal"
    assert (portal.action("MHX-1301"), portal.action("KSF/1001")) == ("N", "N")


def test_an_upload_of_another_computer_is_resumed_from_a_fresh_download(marked, portal, monkeypatch, tmp_path):
    portal.mischief = ["lost"]
    impatient = Pace(settle=(), wait=lambda seconds: None)
    assert upload(marked, portal, pace=impatient).failed  # and this computer is switched off for good
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "other computer"))
    marked.do(import_portal, [marked.files.ims])
    waited, seen = [], []
    pace = Pace(poll=(2, 3), settle=(30, 30), queued_reset=1200, wait=waited.append)
    look, portal.documents = portal.documents, lambda *about: seen.append(sum(waited)) or look(*about)
    person, told = Answering(True), []
    person.tell = told.append
    outcome = upload(marked, portal, person, step=resume, pace=pace)
    # A reset that was lost there is not known here; nothing is looked at before it cannot run any more.
    assert min(seen) >= 1200
    assert "this waits 20 minutes" in told[0]
    assert outcome.message == "1 of 1 decisions are on the portal"  # the amendment; the first request had arrived
    assert set(portal.sent.values()) == {1}


def test_copied_to_another_computer_in_the_middle_both_end_with_every_decision_sent_once(
    marked, portal, monkeypatch, tmp_path
):
    """The first computer broke off after a save that arrived; a colleague uploads from a copy; then the first resumes."""
    portal.mischief = ["lost"]
    assert upload(marked, portal, pace=Pace(settle=(), wait=lambda seconds: None)).failed
    home = os.environ["IMS_XL_HOME"]
    copy = tmp_path / "colleague" / "Oct-2026.xlsx"
    copy.parent.mkdir()
    shutil.copyfile(marked.book, copy)
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "colleague" / "data"))
    marked.do(import_portal, [marked.files.ims], book=copy)

    def colleague(job):
        job.ui = Answering(True)
        return push(job, portal, pace=PACE)

    assert marked.do(colleague, book=copy).message == "1 of 1 decisions are on the portal"
    monkeypatch.setenv("IMS_XL_HOME", home)
    assert upload(marked, portal, step=resume).message == "18 of 18 decisions are on the portal"
    assert set(portal.sent.values()) == {1}


def test_history_and_decision_log_hold_every_request_once(marked, portal):
    portal.mischief = ["lost"]
    upload(marked, portal)
    view = marked.look(lambda job: job.view().view)
    assert view.uploads["status"].tolist() == [
        "The answer was lost; 17 of 17 decisions found on the portal",
        "Processed: 1 decision",
    ]
    uploaded = view.decisions[view.decisions["event"] == "Uploaded"]
    assert uploaded["after"].tolist() == ["request 1", "ref2"]


def test_the_workbook_remembers_its_provider(marked, portal):
    assert marked.look(lambda job: job.identity.provider) == "fake-gsp"


@pytest.mark.parametrize("made_for_sandbox", [True, False])
def test_the_sandbox_and_the_real_portal_never_mix(desk, portal, tmp_path, made_for_sandbox: bool):
    book = tmp_path / "other.xlsx"
    new_workbook(
        book, Saying(), gstin=RECIPIENT, period=PERIOD, sandbox=made_for_sandbox, now=datetime(2026, 11, 24, 10, 0)
    )
    portal.profile.is_sandbox = not made_for_sandbox
    for step in (download, push, resume):
        with pytest.raises(ImsError, match="sandbox"):
            desk.do(step, portal, book=book)
    portal.profile.is_sandbox = made_for_sandbox
    desk.do(download, portal, book=book)


def test_two_uploads_at_the_same_time_are_refused(marked, portal):
    def both(job):
        with job.store.only_one_upload():
            return push(job, portal, pace=PACE)

    with pytest.raises(ImsError, match="another window"):
        marked.do(both)


def test_a_reset_that_was_given_up_may_still_wait_at_the_portal():
    uploads = pd.DataFrame(
        [
            (1, "RESET", "G", "2026-11-24 09:59:00"),  # of an earlier upload
            (2, "SAVE", "G", "2026-11-24 09:59:00"),
            (2, "RESET", "G", "2026-11-24 09:50:00"),  # ten minutes ago
            (2, "RESET", "P", "2026-11-24 09:59:00"),  # the portal said what became of it
            (2, "RESET", "G", ""),  # never sent
        ],
        columns=["push", "request", "result", "sent_at"],
    )
    job = SimpleNamespace(
        store=SimpleNamespace(uploads=SimpleNamespace(of=lambda book: uploads)),
        identity=SimpleNamespace(book_id="book"),
        clock=lambda: "2026-11-24 10:00:00",
    )
    assert queued_reset(job, 1800) == 1200
    assert queued_reset(job, 600) == 0
