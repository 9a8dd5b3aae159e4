"""The program dies at every single step of an upload, and takes it up again."""

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.push_desk import BUYER, Desk

from ims_xl.decisions.sending import plan
from ims_xl.decisions.snapshot import take_snapshot
from ims_xl.gstn import wire
from ims_xl.gstn.errors import OutcomeUnknown
from ims_xl.push.batches import make_batches
from ims_xl.push.journal import Batch
from ims_xl.push.sender import Sender

MARKS = {"A_1": "A", "A_2": "R", "A_3": "P", "A_4": "N", "A_5": "A"}
WANTED = {"A/1": "A", "A/2": "R", "A/3": "P", "A/4": "N", "A/5": "A"}


class Crash(BaseException):
    """The process is gone."""


class Fuse:
    """Burns through at one of the moments between the calls of the portal and the journal."""

    def __init__(self, at: int) -> None:
        self.left = at

    def tick(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Crash

    def __call__(self, inner: Any) -> Any:
        fuse = self

        class Wrapped:
            def __getattr__(self, name: str) -> Any:
                found = getattr(inner, name)
                if not callable(found) or name in ("open", "next", "content"):
                    return found

                def called(*arguments: Any) -> Any:
                    fuse.tick()
                    return found(*arguments)

                return called

        return Wrapped()


def desk_at(folder: Path, mischief: list[str], slow: int) -> Desk:
    desk = Desk(folder)
    desk.portal.records["b2b"][("b2b", "24AAZCS2222F1ZB", "A/4")]["action"] = "P"
    desk.portal.mischief = list(mischief)
    desk.portal.slow = slow
    return desk


@functools.cache
def batches() -> list[Batch]:
    """What is sent; the same in every scene."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_at(Path(folder), [], 0)
        return make_batches(plan(take_snapshot(desk.documents()), desk.marks(**MARKS)).send, BUYER, wire.Variant())


def upload(desk: Desk, at: int, make: Callable[..., Sender] | None = None) -> bool:
    """An upload that dies at that moment and is taken up again; whether it died."""
    fuse = Fuse(at)
    make = make or desk.sender
    try:
        desk.journal().begin(batches())
        make(wrap=fuse).run()
    except Crash:
        desk.reopen()
        make(doubtful=True).run()
        return True
    return False


SCENES = {"slow": ([], 2), "lost": (["lost"], 0), "vanished": (["", "vanished"], 0)}


@pytest.mark.parametrize("scene", SCENES)
def test_wherever_it_dies_the_portal_gets_everything_and_nothing_twice(tmp_path: Path, scene: str):
    mischief, slow = SCENES[scene]
    at, died = 0, True
    while died:
        at += 1
        desk = desk_at(tmp_path / f"{scene}{at}", mischief, slow)
        died = upload(desk, at)
        assert {number: desk.portal.action(number) for number in WANTED} == WANTED, at
        history = desk.history()
        assert set(history["state"]) == {"done"}, at
        unknown = desk.rows().merge(history[["id", "result"]], left_on="upload_id", right_on="id")
        unknown = unknown[unknown["result"].isin(["U", "ER"])].groupby("number").size()
        for number, sent in desk.sent().items():
            assert sent <= 1 + unknown.get(number, 0), (at, number)
        assert {outcome for outcome, _ in desk.last().values()} == {"On the portal"}, at
        assert len(desk.store.log.of("book")) == len(history), at
        assert desk.store.log.broken_line() is None
        desk.reopen()
    assert at > 8


class Blind(Sender):
    """A client that sends again whatever was not answered."""

    def _send(self, entry):
        payload = self._journal.content(entry.number)
        self._journal.sent(entry.number)
        ask = self._portal.save if entry.request == "SAVE" else self._portal.reset
        try:
            reference = ask(payload)
        except OutcomeUnknown:
            reference = ask(payload)
        self._journal.acknowledged(entry.number, reference)

    def _reconcile(self, entry, *_):
        self._journal.not_sent(entry.number)


def test_a_client_that_sends_again_blindly_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The same crash as above, the same rule: more sends than unknown outcomes allow."""
    monkeypatch.setattr("support.push_desk.Sender", Blind)
    desk = desk_at(tmp_path, ["lost"], 0)
    upload(desk, 10**6)
    assert max(desk.sent().values()) > 1
    assert (desk.history()["result"] == "U").sum() == 0  # it never even knew
    desk.reopen()
