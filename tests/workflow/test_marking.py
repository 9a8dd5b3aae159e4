"""Marks made by buttons on selected documents."""

import errno
import os

import pytest

from ims_xl.issues import ImsError
from ims_xl.workflow import mark, undo_marks


def keys(desk, *numbers: str) -> list[str]:
    lines = desk.lines()
    return [str(lines[number]["doc_id"]) for number in numbers]


def actions(desk) -> dict[str, str]:
    return {number: str(line["action_text"]) for number, line in desk.lines().items() if line["action_text"]}


def test_selected_documents_are_marked_and_logged(matched):
    outcome = matched.do(mark, keys(matched, "MHX-1301", "KSF/1001"), "R")
    assert outcome.figures == {"marked": 2, "refused": 0}
    assert actions(matched) == {"MHX-1301": "Reject", "KSF/1001": "Reject"}
    log = matched.look(lambda job: job.view().view.decisions)
    assert log[["event", "after", "basis"]].drop_duplicates().to_numpy().tolist() == [
        ["Marked", "Reject", "Reject on selected rows"]
    ]


def test_a_button_marks_over_an_earlier_mark_and_clears_it(matched):
    matched.type({"MHX-1301": "Accept"})
    matched.do(mark, keys(matched, "MHX-1301"), "P")
    assert actions(matched) == {"MHX-1301": "Pending"}
    matched.do(mark, keys(matched, "MHX-1301"), "")
    assert actions(matched) == {}


def test_what_the_portal_would_refuse_is_not_marked_and_counted_by_reason(matched):
    every = matched.look(lambda job: job.documents()["doc_id"].tolist())
    outcome = matched.do(mark, every, "P")
    refused = [issue for issue in outcome.issues if issue.reason.startswith("not marked")]
    assert outcome.figures["marked"] + outcome.figures["refused"] == 20
    assert len(refused) == len({issue.reason for issue in refused})
    assert len(actions(matched)) == outcome.figures["marked"]


def test_nothing_selected_is_said(matched):
    with pytest.raises(ImsError, match="no document is selected"):
        matched.do(mark, [], "A")


def test_the_last_marks_are_taken_back_once(matched):
    matched.type({"MHX-1301": "Accept", "KSF/1001": "Acept"})
    matched.do(mark, keys(matched, "MHX-1301", "KSF/1001", "MHX-1302"), "R")
    outcome = matched.do(undo_marks)
    assert outcome.figures == {"taken back": 3}
    assert actions(matched) == {"MHX-1301": "Accept", "KSF/1001": "Acept"}
    with pytest.raises(ImsError, match="nothing to undo"):
        matched.do(undo_marks)


def test_what_was_chosen_since_is_not_taken_back(matched):
    matched.do(mark, keys(matched, "MHX-1301", "KSF/1001"), "R")
    matched.type({"MHX-1301": "Pending"})
    outcome = matched.do(undo_marks)
    assert outcome.figures == {"taken back": 1}
    assert actions(matched) == {"MHX-1301": "Pending"}
    assert any("marked otherwise since" in issue.reason for issue in outcome.issues)


def test_marks_that_could_not_be_taken_back_are_not_made(matched, monkeypatch):
    chosen = keys(matched, "MHX-1301")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "replace", full)
        with pytest.raises(ImsError, match="cannot be kept: the disk is full"):
            matched.do(mark, chosen, "R")
    assert actions(matched) == {}
