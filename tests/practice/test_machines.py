"""A process for each client: what it gives is what is done here, and one that dies is told and takes no other along."""

import subprocess
import sys

import pytest
from support.practice_desk import DECCAN, KONKAN

from ims_xl.practice import machines
from ims_xl.practice.machines import ThisComputer, in_a_process
from ims_xl.practice.task import Task


def task(folder, gstin: str) -> Task:
    return Task(gstin, "102026", str(folder.root / gstin / "Oct.xlsx"), portal=(str(folder.portal_file(gstin)),))


def test_each_client_is_done_in_a_process_of_its_own(folder):
    found = {done.gstin: done for done in ThisComputer(2).work([task(folder, DECCAN), task(folder, KONKAN)])}
    assert {gstin: done.figures["documents"] for gstin, done in found.items()} == {DECCAN: 20, KONKAN: 20}


@pytest.mark.parametrize("said", ["", "Traceback", '{"gstin": "a"}', "[]"])
def test_a_process_that_dies_is_told(folder, monkeypatch: pytest.MonkeyPatch, said):
    monkeypatch.setattr(machines, "_CODE", f"print({said!r}); raise SystemExit(1)")
    done = in_a_process(task(folder, DECCAN))
    assert done.state == "failed"
    assert (
        done.message == "Its process ended before it was finished. Run the batch again; what was done before is kept."
    )


def test_one_that_takes_too_long_is_stopped(folder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machines, "_CODE", "import time; time.sleep(60)")
    monkeypatch.setattr(machines, "_TIME", 0.2)
    assert in_a_process(task(folder, DECCAN)).message.startswith("It took longer than")


def test_its_data_may_lie_in_another_folder_and_be_in_another_name(folder, tmp_path):
    done = in_a_process(task(folder, DECCAN), tmp_path / "elsewhere", "asha")
    assert done.state == "done"
    assert (tmp_path / "elsewhere" / f"{DECCAN}.sqlite3").is_file()


def test_a_task_goes_to_text_and_back(folder):
    given = task(folder, DECCAN)
    assert Task.from_text(given.to_text()) == given
    code = "import sys; from ims_xl.practice.task import Task; print(Task.from_text(sys.stdin.read()).gstin)"
    said = subprocess.run(
        [sys.executable, "-c", code], input=given.to_text(), capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == DECCAN
