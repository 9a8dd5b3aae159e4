"""A file is replaced whole or not at all, and what stopped it is said in words."""

import errno
import os
import shutil
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from ims_xl import replacing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Oct [1].xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def held(number: int) -> OSError:
    """What Windows says when another program has the file open."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = number  # type: ignore[attr-defined]
    return error


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_the_new_file_takes_the_place_of_the_old_one(path: Path) -> None:
    with replacing.replacing(path) as temporary:
        assert temporary.parent == path.parent
        assert temporary.suffix == ".xlsx"
        temporary.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["Oct [1].xlsx"]


def test_a_new_file_needs_no_old_one(tmp_path: Path) -> None:
    replacing.write(tmp_path / "new.json", b"{}")
    assert (tmp_path / "new.json").read_bytes() == b"{}"


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space"), ValueError("x"), KeyboardInterrupt()])
def test_whatever_happens_inside_the_old_file_stays_and_nothing_else(path: Path, error: BaseException) -> None:
    def write() -> None:
        with replacing.replacing(path) as temporary:
            temporary.write_bytes(b"ha")
            raise error

    with pytest.raises(type(error)):
        write()
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["Oct [1].xlsx"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_is_full_at_the_end_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space") as refusal:
        replacing.write(path, b"new")
    assert refusal.value.filename == str(path)  # not the temporary name, which nobody knows
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["Oct [1].xlsx"]


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_held_for_a_moment_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float], number: int
) -> None:
    real, left = os.replace, [held(number), held(number)]

    def replace(source: Path, target: Path) -> None:
        if left:
            raise left.pop()
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    replacing.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert waits == [0.02, 0.05]


def test_a_file_held_for_two_seconds_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def replace(source: Path, target: Path) -> None:
        raise held(32)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError) as refusal:
        replacing.write(path, b"new")
    assert replacing.words(refusal.value) == "another program has it open"
    assert 1.5 < sum(waits) < 3
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["Oct [1].xlsx"]


def test_what_no_waiting_helps_is_not_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def replace(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PermissionError):
        replacing.write(path, b"new")
    assert waits == []


def test_the_check_is_made_before_every_try(path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    """While another program held the file it may have saved something in it."""

    def replace(source: Path, target: Path) -> None:
        raise held(32)

    def check() -> None:
        if waits:
            raise ValueError("changed meanwhile")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(ValueError, match="changed meanwhile"), replacing.replacing(path, check=check) as temporary:
        temporary.write_bytes(b"new")
    assert waits == [0.02]
    assert names(path.parent) == ["Oct [1].xlsx"]


def test_file_and_folder_are_on_the_disk_before_it_is_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    real = os.fsync

    def fsync(number: int) -> None:
        flushed.append("folder" if os.path.isdir(f"/proc/self/fd/{number}") else "file")
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
    replacing.write(path, b"new")
    assert flushed == {"linux": ["file", "folder"], "win32": ["file"]}.get(sys.platform, flushed)
    flushed.clear()
    replacing.write(path, b"newer", durable=False)
    assert flushed == []


def test_what_a_dead_process_left_is_swept_away_after_an_hour(path: Path) -> None:
    old, young, other = (
        path.with_name(name)
        for name in (".Oct [1]-0123abcd.tmp.xlsx", ".Oct [1]-89ab0123.tmp.xlsx", ".Oct 1-0123abcd.tmp.xlsx")
    )
    for left in (old, young, other):
        left.touch()
    for left in (old, other):
        os.utime(left, (0, 0))
    replacing.write(path, b"new")
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


def test_the_longest_name_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("न" * 80 + ".xlsx")  # 245 bytes; 255 is the limit
    replacing.write(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_rights_of_the_file_before_are_kept_and_private_ones_are_for_one_user(path: Path) -> None:
    path.chmod(0o664)
    replacing.write(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o664
    replacing.write(path, b"new", private=True)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full. Make room on the disk and try again."),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk is full. Make room on the disk and try again."),
        (held(112), "the disk is full. Make room on the disk and try again."),
        (held(39), "the disk is full. Make room on the disk and try again."),
        (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only. Choose a folder you may write to."),
        (
            OSError(errno.ENAMETOOLONG, "x"),
            "the path is too long. Give the folder a shorter name, or move it higher up.",
        ),
        (held(234), "the path is too long. Give the folder a shorter name, or move it higher up."),
        (held(206), "the path is too long. Give the folder a shorter name, or move it higher up."),
        (held(32), "another program has it open. Close it there and try again."),
        (OSError(errno.EIO, "Input/output error"), "Input/output error. Look at the disk."),
        (OSError("odd"), "odd. Look at the disk."),
    ],
)
def test_the_reason_in_words(error: OSError, says: str) -> None:
    issue = replacing.in_words(error, "the file cannot be written", "Look at the disk.", file="Oct.xlsx").issue
    assert str(issue) == f"Oct.xlsx: the file cannot be written: {says}"


@pytest.mark.parametrize(("free", "says"), [(8_000, "the disk is full"), (2**30, "Invalid argument")])
def test_an_invalid_argument_on_a_disk_without_room_is_a_full_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch, free: int, says: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(OSError, match="Invalid argument") as refusal:
        replacing.write(path, b"new")
    assert replacing.words(refusal.value) == says
    assert path.read_bytes() == b"old"
