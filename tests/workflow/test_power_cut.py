"""The power goes at every call that puts something on the disk: the old state or the new one is there, and work goes on.

What SQLite writes by itself is cut off byte by byte in `tests/store/test_power_cut.py`.
"""

import hashlib
import os
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.months import BUYER, Months, portal_file, record

from ims_xl.folders import backups_folder, data_folder
from ims_xl.store import copies, open_store
from ims_xl.ui import Silent
from ims_xl.workflow import import_portal, open_job

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own dies")

OCT = "102026"
CALLS = ("fsync", "replace", "unlink")
GONE = 77  # exit code of a process that died


@pytest.fixture
def months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Months:
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "data"))
    months = Months(tmp_path)
    months.begin(OCT)
    months.take(OCT, record("A/1", "10-10-2026", 1_000), record("A/2", "11-10-2026", 2_000))
    months.mark(OCT, A_1="R")
    portal_file(tmp_path / "later.json", *(record(f"A/{n}", f"{9 + n}-10-2026", 1_000 * n) for n in (1, 2, 3)))
    return months


def take_later(months: Months) -> None:
    """The step: the portal has a third invoice."""
    with open_job(months.book(OCT), Silent(), months.at) as job:
        import_portal(job, [months.folder / "later.json"])
        job.draw()


def dies_at(months: Months, moment: int) -> bool:
    """Do the step in a process without power from its so many-th call on; whether it came so far."""
    child = os.fork()
    if child == 0:
        left = moment

        def counted(real: Any) -> Any:
            def call(*arguments: Any, **options: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    os._exit(GONE)  # nothing is tidied up
                return real(*arguments, **options)

            return call

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            take_later(months)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == GONE


def test_whenever_the_power_goes_the_step_is_done_or_not_and_can_be_done_again(months: Months) -> None:
    moment, seen = 1, set[int]()
    while dies_at(months, moment):
        moment += 1
        with zipfile.ZipFile(months.book(OCT)) as whole:
            assert whole.testzip() is None
        store = data_folder() / f"{BUYER}.sqlite3"
        assert copies.faults(store) == []
        for kept in backups_folder().rglob("*.xlsx"):
            if not kept.name.startswith("."):
                with zipfile.ZipFile(kept) as copy:
                    assert copy.testzip() is None
        with closing(open_store(data_folder(), BUYER)) as opened:
            assert opened.log.broken_line() is None
        lines = months.lines(OCT)
        seen.add(len(lines))
        assert lines["A/1"]["action_text"] == "Reject"
    assert moment > 6
    assert seen <= {2, 3}
    take_later(months)
    assert sorted(months.lines(OCT)) == ["A/1", "A/2", "A/3"]
    assert months.actions(OCT) == {"A/1": "Reject"}


def test_no_file_takes_a_name_before_its_content_is_on_the_disk(
    months: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: dict[tuple[int, int], str] = {}
    named: list[str] = []
    fsync, replace = os.fsync, os.replace

    def digest(path: object) -> str:
        return hashlib.sha256(Path(str(path)).read_bytes()).hexdigest()

    def flush(number: int) -> None:
        fsync(number)
        state = os.fstat(number)
        if os.path.isfile(f"/proc/self/fd/{number}"):
            flushed[state.st_dev, state.st_ino] = digest(f"/proc/self/fd/{number}")

    def take(source: Path, target: Path) -> None:
        state = os.stat(source)
        if Path(target).suffix in (".xlsx", ".sqlite3"):
            assert flushed.get((state.st_dev, state.st_ino)) == digest(source), f"{target} may be empty after a cut"
            named.append(Path(target).suffix)
        replace(source, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("only Linux tells what a number stands for")
    months.at = months.at.replace(day=25)  # a new day: the store has its daily copy made
    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", take)
    take_later(months)
    assert sorted(named) == [".sqlite3", ".xlsx", ".xlsx"]  # daily copy, kept workbook, workbook
