"""The file a detached step tells its progress in."""

import errno
import json
import logging
import os
import threading
import time
from pathlib import Path

import pytest

from ims_xl.progress_file import ProgressFile
from ims_xl.ui import Cancelled, named


def read(path: Path) -> dict[str, object]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_it_tells_state_step_and_how_far(tmp_path: Path):
    file = tmp_path / "progress.json"
    ui = ProgressFile(file, "push", facts={"book": "Oct.xlsx"})
    assert read(file)["book"] == "Oct.xlsx"
    assert {key: read(file)[key] for key in ("state", "step", "done", "total", "message", "finished")} == {
        "state": "running", "step": "push", "done": 0, "total": 0, "message": "", "finished": False,
    }  # fmt: skip
    ui.progress(3, 12, "Sending")
    assert (read(file)["done"], read(file)["total"], read(file)["what"]) == (3, 12, "Sending")
    ui.tell("b2b 12")
    assert read(file)["message"] == "b2b 12"
    ui.finish("done", "12 of 12", {"figures": {"Accept": 12}})
    end = read(file)
    assert (end["state"], end["finished"], end["message"], end["figures"]) == ("done", True, "12 of 12", {"Accept": 12})
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_it_is_never_seen_half_written(tmp_path: Path):
    file = tmp_path / "progress.json"
    ui = ProgressFile(file, "download")
    stop = threading.Event()
    broken: list[Exception] = []
    seen = []

    def watch() -> None:
        while not stop.is_set():
            try:
                seen.append(read(file)["message"])
            except PermissionError:  # Windows, at the moment it is replaced
                time.sleep(0)
            except Exception as error:  # noqa: BLE001
                broken.append(error)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(200):
        ui.tell("x" * (number * 40))
    stop.set()
    watcher.join()
    assert broken == []
    assert len(set(seen)) > 1


def test_the_cancel_file_stops_the_step(tmp_path: Path):
    cancel = tmp_path / "cancel"
    ui = ProgressFile(tmp_path / "progress.json", "push", cancel)
    ui.progress(0, 1, "Sending")
    cancel.touch()
    with pytest.raises(Cancelled):
        ui.progress(1, 1, "Sending")


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "in use"), OSError(errno.ENOSPC, "No space")])
def test_a_file_that_cannot_be_written_ends_no_step_and_the_next_writing_says_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
):
    file = tmp_path / "progress.json"
    ui = ProgressFile(file, "push")
    with monkeypatch.context() as held:

        def refuse(*_: object) -> None:
            raise error

        held.setattr(os, "replace", refuse)
        ui.progress(3, 12, "Sending")
        ui.tell("b2b 12")
    assert read(file)["done"] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]
    ui.tell("b2b 13")
    assert (read(file)["done"], read(file)["message"]) == (3, "b2b 13")


def test_the_end_is_tried_for_two_seconds_then_given_up_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    waits: list[float] = []

    def held(*_: object) -> None:
        error = PermissionError(errno.EACCES, "in use")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    ui = ProgressFile(tmp_path / "progress.json", "push")
    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", waits.append)
    ui.tell("b2b 12")
    assert sum(waits) < 0.1  # an upload does not wait for it
    waits.clear()
    with caplog.at_level(logging.WARNING):
        ui.finish("done", "12 of 12")
    assert 1.5 < sum(waits) < 3
    assert "progress.json: another program has it open" in caplog.text
    assert read(tmp_path / "progress.json")["state"] == "running"


def test_a_folder_that_went_away_ends_no_step(tmp_path: Path):
    ui = ProgressFile(tmp_path / "gone" / "progress.json", "push", tmp_path / "gone" / "cancel")
    ui.progress(1, 2, "Sending")
    ui.finish("done", "")


def test_a_question_that_nobody_agreed_to_is_said(tmp_path: Path):
    file = tmp_path / "progress.json"
    ui = ProgressFile(file, "download", agreed=[named("Take 3 away?")])
    assert ui.ask("Take 3 away?")
    assert not ui.ask("Take 4 away?")
    ui.finish("failed", "4 would leave")
    assert read(file)["asks"] == "Take 4 away?"
