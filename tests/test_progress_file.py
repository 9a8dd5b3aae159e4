"""The file a detached step tells its progress in."""

import json
import threading
from pathlib import Path

import pytest

from ims_xl.progress_file import ProgressFile
from ims_xl.ui import Cancelled


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

    def watch() -> None:
        while not stop.is_set():
            try:
                read(file)
            except ValueError as error:
                broken.append(error)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(200):
        ui.tell("x" * (number * 40))
    stop.set()
    watcher.join()
    assert broken == []


def test_the_cancel_file_stops_the_step(tmp_path: Path):
    cancel = tmp_path / "cancel"
    ui = ProgressFile(tmp_path / "progress.json", "push", cancel)
    ui.progress(0, 1, "Sending")
    cancel.touch()
    with pytest.raises(Cancelled):
        ui.progress(1, 1, "Sending")
