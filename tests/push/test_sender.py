"""One upload from beginning to end, whatever the portal does."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from support.fake_portal import NEVER, Status
from support.push_desk import BUYER, SURAT, Desk, record

from ims_xl import schema
from ims_xl.decisions.marks import MARKS
from ims_xl.decisions.sending import plan
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gstn import wire
from ims_xl.gstn.errors import GatewayRefused, GstnError, NotReached, SignInNeeded, StoppedByGateway
from ims_xl.gstn.offline import ERROR_COLUMNS
from ims_xl.push.batches import make_batches
from ims_xl.push.sender import NoAnswer, RefusedInARow, StillWorking
from ims_xl.ui import Cancelled, Silent

FIVE = {"A_1": "A", "A_2": "A", "A_3": "R", "A_4": "P", "A_5": "A"}


def actions(desk):
    return {number: desk.portal.action(number) for number in ("A/1", "A/2", "A/3", "A/4", "A/5")}


WANTED = {"A/1": "A", "A/2": "A", "A/3": "R", "A/4": "P", "A/5": "A"}


def test_everything_arrives_once(desk):
    desk.begin(**FIVE)
    desk.sender().run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1}
    assert list(desk.history()["result"]) == ["P", "P", "P"]
    assert list(desk.history()["reference"]) == ["ref1", "ref2", "ref3"]
    assert set(desk.last().values()) == {("On the portal", "")}


def test_the_journal_says_sent_before_anything_is_sent(desk):
    desk.begin(A_1="A")
    states = []
    desk.portal.before = lambda call: states.append((call, desk.history()["state"].iloc[0]))
    desk.sender().run()
    assert states == [("save", "sent"), ("request_status", "acknowledged")]


def test_requests_are_polled_by_the_schedule(desk):
    desk.portal.slow = 3
    desk.begin(A_1="A")
    desk.sender().run()
    assert sum(desk.waited) == 2 + 3 + 15


def test_a_request_that_never_ends_can_be_resumed_without_sending_again(desk):
    desk.portal.slow = NEVER
    desk.begin(A_1="A")
    with pytest.raises(StillWorking, match="ref1"):
        desk.sender().run()
    assert desk.history()["state"].iloc[0] == "acknowledged"
    desk.portal.jobs["ref1"].calls_left = 0
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert desk.portal.action("A/1") == "A"
    assert desk.sent() == {"A/1": 1}


def test_a_lost_answer_is_found_out_and_nothing_is_sent_twice(desk):
    desk.portal.mischief = ["lost"]
    desk.begin(**FIVE)
    desk.sender().run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1}
    assert list(desk.history()["result"]) == ["U", "P", "P"]
    assert desk.history()["status"].iloc[0] == "The answer was lost; 2 of 2 decisions found on the portal"


def test_a_request_that_vanished_is_sent_once_more(desk):
    desk.portal.mischief = ["vanished"]
    desk.begin(**FIVE)
    desk.sender().run()
    assert actions(desk) == WANTED
    assert desk.sent() == {"A/1": 2, "A/2": 2, "A/3": 1, "A/4": 1, "A/5": 1}
    assert list(desk.history()["result"]) == ["U", "P", "P", "P"]


def test_what_is_missing_after_a_lost_answer_goes_before_what_comes_later(desk):
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/5")]["action"] = "A"
    desk.portal.mischief = ["vanished"]
    desk.begin(A_1="A", A_5="N")
    desk.sender().run()
    assert [(call, [key[2] for key in keys]) for call, keys in desk.portal.requests] == [
        ("save", ["A/1"]),
        ("save", ["A/1"]),
        ("reset", ["A/5"]),
    ]


def test_a_lost_reset_is_waited_for_until_it_cannot_come_late(desk):
    """It may wait in a queue while two looks agree; run later, it would clear what is decided next."""
    desk.portal.records["b2b"]["b2b", SURAT, "A/1"]["action"] = "A"
    desk.begin(A_1="N", A_2="A")
    desk.portal.mischief = ["", "vanished"]  # the save arrives, the reset does not
    looks = []
    desk.portal.before = lambda call: looks.append((call, sum(desk.waited)))
    desk.sender().run()
    calls = [call for call, _ in looks]
    lost = calls.index("reset")
    assert calls[lost:] == ["reset", "documents", "documents", "reset", "request_status"]
    sent, first = looks[lost][1], looks[lost + 1][1]
    assert first - sent == 1800 + 30  # the queue, then the first pause until the portal stands still
    assert desk.portal.action("A/1") == "N"


def test_a_gateway_that_answers_in_its_own_words_when_asked_for_the_result_ends_nothing(desk):
    """It named no code of the portal: the request may still be at work, so it is neither closed nor sent again."""
    desk.begin(A_1="A")
    desk.portal.slow = 1
    usual = desk.portal.request_status

    def refuse(reference):
        desk.portal.request_status = usual
        raise GstnError("", "Subscription over")

    desk.portal.request_status = refuse
    with pytest.raises(GstnError, match="Subscription over"):
        desk.sender().run()
    assert list(desk.history()["state"]) == ["acknowledged"]
    desk.sender(doubtful=True).run()
    assert desk.sent() == {"A/1": 1}


def test_a_code_that_the_profile_has_waited_for_may_have_been_taken(desk):
    desk.begin(A_1="A")
    usual = desk.portal.save

    def refuse(payload):
        desk.portal.save = usual
        usual(payload)  # it is taken all the same
        raise GstnError("X-9", "busy", act="wait", by_portal=True)

    desk.portal.save = refuse
    desk.sender().run()
    assert desk.sent() == {"A/1": 1}
    assert set(desk.last().values()) == {("On the portal", "")}


def test_the_time_since_a_lost_reset_was_sent_counts(desk):
    desk.portal.records["b2b"]["b2b", SURAT, "A/1"]["action"] = "A"
    desk.begin(A_1="N")
    journal = desk.journal()
    journal.sent(journal.next().number)
    journal._now = lambda: "2026-11-24 10:20:00"  # twenty minutes later
    assert journal.next().sent_ago == 1200
    first = []
    desk.portal.before = lambda call: first.append(sum(desk.waited))
    desk.sender(wrap=lambda it: journal if it.__class__.__name__ == "Journal" else it).run()
    assert first[0] == 600 + 30


def test_a_lost_save_that_still_runs_is_waited_for(desk):
    """It is not on the portal while two downloads agree; the portal then says that a save runs."""
    desk.portal.mischief = ["lost"]
    desk.portal.slow = 5
    desk.begin(A_1="A", A_2="R")
    desk.sender().run()
    assert (desk.portal.action("A/1"), desk.portal.action("A/2")) == ("A", "R")
    assert list(desk.history()["result"]) == ["U", "ER"]
    assert desk.history()["status"].iloc[1].endswith("2 of 2 decisions found on the portal")
    assert set(desk.last().values()) == {("On the portal", "")}


def test_a_save_that_runs_for_ever_stops_the_upload(desk):
    desk.portal.mischief = ["lost"]
    desk.portal.slow = NEVER
    desk.begin(A_1="A")
    with pytest.raises(StillWorking, match="earlier save"):
        desk.sender().run()
    assert desk.history()["state"].iloc[-1] == "prepared"
    desk.portal.jobs["ref1"].calls_left = 0
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert desk.portal.action("A/1") == "A"
    assert desk.last() == {"A/1": ("Not sent", "already so on the portal")} or desk.last()["A/1"][0] == "On the portal"


@pytest.mark.parametrize(("word", "error"), [("not reached", NotReached), ("sign in", SignInNeeded)])
def test_what_certainly_did_not_leave_is_prepared_again(desk, word: str, error: type[Exception]):
    desk.portal.mischief = ["", word]
    desk.begin(**FIVE)
    with pytest.raises(error):
        desk.sender().run()
    assert list(desk.history()["state"]) == ["done", "prepared", "prepared"]
    desk.sender(doubtful=True).run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1}


@pytest.mark.parametrize("later", [False, True])
def test_one_row_for_which_the_whole_request_is_refused_keeps_no_other_from_the_portal(desk, later: bool):
    desk.portal.culprits, desk.portal.later = {"A/2": "IMSSAV005"}, later
    desk.begin(max_records=5, **FIVE)
    desk.sender().run()
    assert actions(desk) == {**WANTED, "A/2": "N"}
    words = "IMSSAV005: failed" if later else "IMSSAV005: refused"
    last = desk.last()
    assert last.pop("A/2") == ("Refused by the portal", words)
    assert set(last.values()) == {("On the portal", "")}
    # five, then the half with the culprit until it stands alone; a part goes before what was left over
    assert [[key[2] for key in keys] for _, keys in desk.portal.requests] == [
        ["A/1", "A/2", "A/3", "A/4", "A/5"], ["A/1", "A/2", "A/3"], ["A/1", "A/2"], ["A/1"], ["A/2"], ["A/3"],
        ["A/4", "A/5"],
    ]  # fmt: skip
    assert desk.history()["status"].iloc[0] == f"Refused: {words}; 5 decisions sent again in 2 requests"
    assert desk.rows().iloc[0][["number", "outcome", "message"]].tolist() == [
        "A/1", "Refused together with others, sent again in parts", words,
    ]  # fmt: skip


@pytest.mark.parametrize("at", [1, 22, 64])
def test_to_find_the_culprit_takes_two_requests_a_halving(tmp_path, at: int):
    desk = Desk(tmp_path, count=64)
    desk.portal.culprits = {f"A/{at}": "NEW-1"}
    desk.begin(max_records=64, **{f"A_{number}": "A" for number in range(1, 65)})
    desk.sender().run()
    assert len(desk.portal.requests) == 1 + 2 * 6
    assert [number for number, (outcome, _) in desk.last().items() if outcome != "On the portal"] == [f"A/{at}"]
    assert max(desk.sent().values()) == 7
    taken = [record for record in desk.portal.records["b2b"].values() if record["action"] == "A"]
    assert len(taken) == 63
    desk.reopen()


def test_a_refusal_of_everything_stops_after_a_bounded_number_of_requests(tmp_path):
    desk = Desk(tmp_path, count=64)
    desk.portal.culprits = {f"A/{number}": "NEW-1" for number in range(1, 65)}
    desk.begin(max_records=64, **{f"A_{number}": "A" for number in range(1, 65)})
    with pytest.raises(RefusedInARow, match="8 now, the last with NEW-1") as caught:
        desk.sender().run()
    assert "--abandon" in caught.value.issue.remedy
    assert len(desk.portal.requests) <= 1 + 6 + 2 * 8
    assert Counter(outcome for outcome, _ in desk.last().values()) == {"Refused by the portal": 8, "": 56}
    desk.portal.culprits = {}
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert Counter(outcome for outcome, _ in desk.last().values()) == {"Refused by the portal": 8, "On the portal": 56}
    desk.reopen()


def test_resets_wait_until_the_parts_of_a_save_are_over(desk):
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/5")]["action"] = "A"
    desk.portal.culprits = {"A/1": "NEW-1"}
    desk.begin(max_records=5, **{**FIVE, "A_5": "N"})
    desk.sender().run()
    assert [call for call, _ in desk.portal.requests][-1] == "reset"
    assert [call for call, _ in desk.portal.requests].count("reset") == 1
    assert (desk.portal.action("A/5"), desk.portal.action("A/1")) == ("N", "N")


def test_a_request_refused_for_the_gstin_is_not_cut(desk):
    desk.portal.culprits = {"A/2": "AUTH113"}
    desk.begin(max_records=5, **FIVE)
    desk.sender().run()
    assert len(desk.portal.requests) == 1
    assert set(desk.last().values()) == {("Refused by the portal", "AUTH113: refused")}


def test_a_request_refused_at_the_door_is_sent_when_the_way_in_is_open_again(desk):
    desk.portal.mischief = ["AUTH403"]
    desk.begin(max_records=5, **FIVE)
    with pytest.raises(GstnError, match="no more sessions"):
        desk.sender().run()
    assert list(desk.history()["state"]) == ["prepared"]
    desk.sender(doubtful=True).run()
    assert actions(desk) == WANTED


def test_a_document_that_changed_refuses_no_other_document(desk):
    """The portal refuses the whole request for a prev_status that is no longer so."""
    desk.portal.culprits = {"A/2": "IMSSAV0010"}
    desk.begin(max_records=5, **FIVE)
    sender = desk.sender()
    desk.portal.edit("b2b", "A/2", val=2360, txval=2000, iamt=360)
    sender.run()
    assert actions(desk) == {**WANTED, "A/2": "N"}
    assert desk.last()["A/2"] == ("Not sent", "the document changed after it was marked")
    assert desk.sent()["A/2"] == 1  # the second look showed it


def test_documents_the_portal_names_are_refused_and_the_others_go_together(desk):
    desk.portal.mischief = ["ER NEW-1"]
    desk.begin(max_records=5, **FIVE)
    named = pd.DataFrame(
        [{"section": "b2b", "supplier_gstin": SURAT, "doc_number": "A/4", "message": "NEW-1: not possible"}]
    )
    refused = Status("ER", schema.conform(named, ERROR_COLUMNS), "NEW-1", "failed")

    def name(call: str) -> None:
        if "ref1" in desk.portal.jobs:
            desk.portal.jobs["ref1"].done = refused

    desk.portal.before = name
    desk.sender().run()
    assert [[key[2] for key in keys] for _, keys in desk.portal.requests] == [
        ["A/1", "A/2", "A/3", "A/4", "A/5"], ["A/1", "A/2", "A/3", "A/5"],
    ]  # fmt: skip
    assert desk.last()["A/4"] == ("Refused by the portal", "NEW-1: not possible")


# No answer


@pytest.mark.parametrize("what", ["vanished", "RET12501"])
def test_saves_that_never_get_an_answer_end_the_upload_after_three_rounds(desk, what: str):
    desk.portal.mischief = [f"for ever {what}"]
    desk.begin(A_1="A", A_2="R")
    with pytest.raises(NoAnswer, match="2 decisions got no answer and did not arrive, sent 3 times") as caught:
        desk.sender().run()
    assert "resume the upload" in caught.value.issue.remedy
    assert desk.sent() == {"A/1": 3, "A/2": 3}
    assert list(desk.history()["result"]) == ["U", "U", "U", ""]
    assert list(desk.history()["state"])[-1] == "prepared"
    desk.reopen()
    with pytest.raises(NoAnswer, match="sent 4 times"):  # taken up again it tries once, and not three times more
        desk.sender(doubtful=True).run()
    assert desk.sent() == {"A/1": 4, "A/2": 4}
    desk.portal.mischief = []
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert (desk.portal.action("A/1"), desk.portal.action("A/2")) == ("A", "R")


def test_lost_answers_of_saves_that_arrive_do_not_end_the_upload(desk):
    desk.portal.mischief = ["for ever lost"]
    desk.begin(max_records=1, **FIVE)
    desk.sender().run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1}


# Gateways


@pytest.mark.parametrize("status", [403, 429, 502])
@pytest.mark.parametrize("taken", ["", " taken"])
def test_a_gateway_stops_the_upload_and_refuses_no_document(desk, status: int, taken: str):
    desk.portal.mischief = [f"gateway {status}{taken}"]
    desk.begin(max_records=5, **FIVE)
    with pytest.raises(StoppedByGateway, match=f"HTTP {status}"):
        desk.sender().run()
    assert list(desk.history()["state"]) == ["sent"]
    assert set(desk.last().values()) == {("", "")}
    assert len(desk.portal.requests) == 1
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1 if taken else 2}


def test_a_gateway_that_refuses_the_question_leaves_the_request_with_the_portal(desk):
    desk.begin(max_records=5, **FIVE)

    def refuse(call: str) -> None:
        if call == "request_status":
            raise GatewayRefused(403)

    desk.portal.before = refuse
    with pytest.raises(GatewayRefused, match="HTTP 403"):
        desk.sender().run()
    assert list(desk.history()["state"]) == ["acknowledged"]
    desk.portal.before = lambda call: None
    desk.sender(doubtful=True).run()
    assert set(desk.sent().values()) == {1}


def test_a_request_may_also_be_refused_later(desk):
    desk.portal.mischief = ["ER GEN5001"]
    desk.begin(A_1="A")
    desk.sender().run()
    assert desk.history()["result"].iloc[0] == "ER"
    assert desk.last()["A/1"] == ("Refused by the portal", "GEN5001: failed")


def test_a_system_failure_may_have_taken_the_request(desk):
    desk.portal.mischief = ["RET12501"]
    desk.begin(A_1="A")
    desk.sender().run()
    assert list(desk.history()["result"]) == ["U", "P"]
    assert desk.portal.action("A/1") == "A"


def test_refused_records_are_named_and_looked_at_again(desk):
    desk.portal.refuse = {"A/2": "IMSSAV0042"}
    desk.begin(max_records=5, **FIVE)
    sender = desk.sender()
    sender.run()
    assert desk.last()["A/2"] == ("Refused by the portal", "IMSSAV0042")
    assert desk.last()["A/1"] == ("On the portal", "")
    assert desk.portal.downloads["b2b"] == 1
    assert desk.history()["status"].iloc[0] == "Processed with errors: 4 decisions taken, 1 not"
    shown = sender.documents.set_index("doc_number")["portal_action"]
    assert (shown["A/1"], shown["A/2"]) == ("A", "N")


def test_a_document_edited_after_the_download_is_refused_and_shown_as_it_is_now(desk):
    desk.begin(max_records=5, **FIVE)
    desk.portal.edit("b2b", "A/3", val=2360, txval=2000, iamt=360)
    sender = desk.sender()
    sender.run()
    assert desk.last()["A/3"] == ("Refused by the portal", "IMSSAV0010")
    assert sender.documents.set_index("doc_number").loc["A/3", "doc_value"] == 2360.0
    assert set(desk.sent().values()) == {1}


def test_a_refusal_of_what_is_there_already_is_no_failure(desk):
    """The portal says that prev_status is wrong because someone set the same action meanwhile."""
    desk.begin(A_1="A")
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/1")]["action"] = "A"
    desk.sender().run()
    assert desk.last()["A/1"] == ("On the portal", "")


def test_an_upload_taken_up_again_leaves_out_what_changed_or_left(desk):
    desk.begin(**FIVE)
    desk.portal.edit("b2b", "A/1", val=2360, txval=2000, iamt=360)
    desk.portal.delete("b2b", "A/2")
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/3")]["action"] = "R"
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert desk.sent() == {"A/4": 1, "A/5": 1}
    last = desk.last()
    assert last["A/1"] == ("Not sent", "the document changed after it was marked")
    assert last["A/2"] == ("Not sent", "the document is no longer in IMS")
    assert last["A/3"] == ("On the portal", "")
    assert list(desk.history()["result"]) == ["-", "P", "P"]


def test_prev_status_of_an_upload_taken_up_again_is_fresh(desk):
    desk.begin(A_1="A")
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/1")]["action"] = "P"
    desk.sender(doubtful=True).run()
    assert desk.portal.action("A/1") == "A"
    assert list(desk.history()["result"]) == ["P"]


def test_cancel_while_polling_leaves_a_resumable_upload(desk):
    class Impatient(Silent):
        def progress(self, done: int, total: int, what: str) -> None:
            if "process" in what:
                raise Cancelled("stopped", "")

    desk.portal.slow = 1
    desk.begin(**FIVE)
    sender = desk.sender()
    sender._ui = Impatient()
    with pytest.raises(Cancelled):
        sender.run()
    assert list(desk.history()["state"]) == ["acknowledged", "prepared", "prepared"]
    desk.sender(doubtful=True).run()
    assert actions(desk) == WANTED
    assert set(desk.sent().values()) == {1}


def test_a_reference_the_portal_does_not_know_is_found_out(desk):
    desk.begin(A_1="A")
    sender = desk.sender()
    desk.portal.before = lambda call: desk.portal.jobs.clear() if call == "request_status" else None
    sender.run()
    assert desk.history()["result"].iloc[0] == "U"
    assert desk.portal.action("A/1") == "A"


def test_full_reduction_written_out_by_the_portal_is_the_same(desk):
    desk.portal.add("b2bcn", record("C/1", "b2bcn"))
    desk.portal.mischief = ["lost"]
    desk.begin(C_1="A")
    held = desk.portal.records["b2bcn"][("b2bcn", "24AAZCS2222F1ZB", "C/1")]

    def write_out(call: str) -> None:
        if held["action"] == "A":
            held.update(declIgst=180, declCgst=0, declSgst=0, declCess=0)

    desk.portal.before = write_out
    desk.sender().run()
    assert list(desk.history()["result"]) == ["U"]
    assert set(desk.sent().values()) == {1}


@pytest.mark.parametrize("code", ["AUTH4033", "AUTH4034", "TEC4002"])
def test_a_save_refused_at_the_door_stops_and_is_taken_up_again(desk, code: str):
    """The session is refused, not the documents: nothing of them is refused in the journal."""
    desk.portal.mischief = ["", code]
    desk.begin(**FIVE)
    with pytest.raises(GstnError, match=code):
        desk.sender().run()
    assert actions(desk) == {"A/1": "A", "A/2": "A", "A/3": "N", "A/4": "N", "A/5": "N"}
    assert list(desk.history()["state"]) == ["done", "prepared", "prepared"]
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert actions(desk) == WANTED
    assert set(desk.last().values()) == {("On the portal", "")}
    assert list(desk.history()["result"]) == ["P", "P", "P"]


def test_two_sections_and_errors_in_another_order_are_each_laid_to_their_own(desk):
    """A/1 stands in two sections with one number; the portal tells the errors last document first."""
    desk.portal.add("ecom", record("A/1", "ecom"))
    desk.portal.add("b2bcn", record("C/1", "b2bcn"))
    documents = desk.documents().drop_duplicates("doc_id")
    wanted = documents[documents["doc_number"].isin(["A/1", "A/2", "C/1"])][["doc_id", "fingerprint"]]
    marks = schema.conform(wanted.assign(action="R").reset_index(drop=True), MARKS)
    desk.journal().begin(make_batches(plan(take_snapshot(documents), marks).send, BUYER, wire.Variant()))
    desk.portal.refuse = {"A/2": "IMSSAV0042", "C/1": "IMSSAV0077"}
    for held in desk.portal.records["ecom"].values():
        held.update(val=2360, txval=2000, iamt=360)
    answer = desk.portal.request_status

    def backwards(reference: str):
        status = answer(reference)
        return replace(status, errors=pd.DataFrame(status.errors.iloc[::-1].reset_index(drop=True)))

    desk.portal.request_status = backwards
    desk.sender().run()
    rows = desk.rows()
    sections = rows["doc_id"].str.split("|").str[1]
    became = dict(zip(sections + " " + rows["number"], zip(rows["outcome"], rows["message"], strict=True), strict=True))
    assert became == {
        "b2b A/1": ("On the portal", ""),
        "b2b A/2": ("Refused by the portal", "IMSSAV0042"),
        "ecom A/1": ("Refused by the portal", "IMSSAV0010"),
        "b2bcn C/1": ("Refused by the portal", "IMSSAV0077"),
    }
    assert {key: desk.portal.downloads[key] for key in ("b2b", "ecom", "b2bcn")} == {"b2b": 1, "ecom": 1, "b2bcn": 1}


def test_a_portal_that_changes_at_every_look_stops_the_upload(desk):
    """After a lost answer: four looks, each with another remark, and nothing is sent."""
    desk.portal.mischief = ["vanished"]
    desk.begin(A_1="A")
    held = desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/2")]
    desk.portal.before = lambda call: held.update(remarks=f"look {desk.portal.downloads['b2b']}")
    with pytest.raises(StillWorking, match="keeps changing"):
        desk.sender().run()
    assert desk.portal.downloads["b2b"] == 4
    assert desk.sent() == {"A/1": 1}
    assert desk.history()["state"].iloc[0] == "sent"
    desk.portal.before = lambda call: None
    desk.reopen()
    desk.sender(doubtful=True).run()
    assert desk.portal.action("A/1") == "A"
    assert desk.sent() == {"A/1": 2}
