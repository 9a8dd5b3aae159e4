"""One step at a time on a workbook; who waits is told, and who waits too long is refused."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from ims_xl.issues import ImsError
from ims_xl.store import locks


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "TOLD_AFTER", 0.02)
    monkeypatch.setattr(locks, "WAIT", 0.1)


def test_a_second_step_is_told_and_then_refused(tmp_path: Path) -> None:
    told: list[str] = []
    with (
        locks.only_one(tmp_path / "a" / "b.lock", told.append),
        pytest.raises(ImsError, match="another step works on this workbook"),
        locks.only_one(tmp_path / "a" / "b.lock", told.append),
    ):
        pass
    assert set(told) == {"Another step works on this workbook; waiting until it has finished"}


def test_a_second_step_goes_on_when_the_first_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT", 30.0)
    waiting = threading.Event()
    inside: list[str] = []

    def second() -> None:
        with locks.only_one(tmp_path / "b.lock", lambda message: waiting.set()):
            inside.append("second")

    with locks.only_one(tmp_path / "b.lock", str):
        other = threading.Thread(target=second)
        other.start()
        assert waiting.wait(10)
        inside.append("first")
    other.join(10)
    assert inside == ["first", "second"]


def test_a_process_that_dies_lets_go(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from ims_xl.store import locks\n"
        "with locks.only_one(pathlib.Path(sys.argv[1]), str):\n"
        "    os._exit(7)\n"
    )
    path = tmp_path / "b.lock"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, check=False).returncode == 7
    with locks.only_one(path, str):
        pass


def test_locks_of_two_workbooks_do_not_meet(tmp_path: Path) -> None:
    with locks.only_one(tmp_path / "a.lock", str), locks.only_one(tmp_path / "b.lock", str):
        pass


def test_a_disk_without_room_is_no_other_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    real = sqlite3.connect

    class Full(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL  # as SQLite sets it
            raise error

    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: real(":memory:", factory=Full))
    with pytest.raises(ImsError) as refusal, locks.only_one(tmp_path / "b.lock", told.append):
        pass
    assert "Make room on the disk and try again" in str(refusal.value)
    assert told == []
