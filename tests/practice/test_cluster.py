"""The batch on a real Dask cluster of two workers: the same months, also when a worker is killed in the middle."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from distributed import Client, LocalCluster
from support.practice_desk import Folder, Here

from ims_xl.gst.gstin import check_digit
from ims_xl.issues import ImsError
from ims_xl.practice import parcel
from ims_xl.practice.batch import run_batch
from ims_xl.practice.cluster import Cluster
from ims_xl.practice.desk import open_desk
from ims_xl.ui import Silent
from ims_xl.workflow import open_job

NOW = datetime(2026, 11, 12, 10, 0)
GSTINS = [f"27AAZCP{1000 + at}K1Z" + check_digit(f"27AAZCP{1000 + at}K1Z") for at in range(4)]
SHEETS = ("Exact Match", "Suggested Match", "Mismatched", "Missing in PR", "Missing in IMS")


@pytest.fixture
def workers() -> Iterator[LocalCluster]:
    """A scheduler and two worker processes on this computer."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as up:
        yield up


def clients(folder: Folder) -> Path:
    for gstin in GSTINS:
        folder.portal_file(gstin, f"{gstin}/ims.json")
        folder.register(gstin, f"{gstin}/register.xlsx")
    return folder.clients(*((gstin, f"Client {at}") for at, gstin in enumerate(GSTINS)))


def rows(root: Path) -> dict[str, list[list[object]]]:
    found = {}
    for path in sorted(root.rglob("*Oct-2026.xlsx")):
        book = openpyxl.load_workbook(path)
        found[path.name] = [[_own(cell.value) for cell in row] for name in SHEETS for row in book[name].iter_rows()]
    return found


def _own(value: object) -> object:
    """Without the claims of other GSTINs, whose data a worker does not have: docs/scale.md."""
    return value.partition("Also ")[0].rstrip() if isinstance(value, str) else value


def test_two_workers_give_the_months_that_one_computer_gives(folder, workers, tmp_path, monkeypatch):
    listed = clients(folder)
    run_batch(open_desk(listed), Silent(), Here(), period="Oct-2026", now=NOW)
    alone = rows(folder.root)
    for path in [*folder.root.rglob("*Oct-2026.xlsx"), folder.root / "Practice.xlsx"]:
        path.unlink()
    monkeypatch.setenv("IMS_XL_HOME", str(tmp_path / "another"))
    outcome = run_batch(open_desk(listed), Silent(), Cluster(workers.scheduler_address), period="Oct-2026", now=NOW)
    assert outcome.message == "Oct-2026: 4 clients: 4 done"
    assert rows(folder.root) == alone
    # The store came back too: the next batch on this computer finds nothing to do, and marks can go on.
    again = run_batch(open_desk(folder.root), Silent(), Here(), period="Oct-2026", now=NOW)
    assert again.message == "Oct-2026: 4 clients: 4 as they were"


def test_a_worker_killed_in_the_middle_costs_nothing(folder, workers, monkeypatch):
    listed = clients(folder)
    with Client(workers, set_as_default=False) as desk:
        victim = next(iter(desk.run(os.getpid).values()))

    class Murderous(Cluster):
        def work(self, tasks):
            for number, done in enumerate(super().work(tasks)):
                if number == 0:
                    os.kill(victim, signal.SIGKILL)
                yield done

    outcome = run_batch(open_desk(listed), Silent(), Murderous(workers.scheduler_address), period="Oct-2026", now=NOW)
    assert outcome.message == "Oct-2026: 4 clients: 4 done"
    assert len(rows(folder.root)) == 4
    for path in folder.root.rglob("*Oct-2026.xlsx"):
        with open_job(path, Silent()) as job:
            assert len(job.documents()) == 20
            read = job.store.sources.of(job.identity.book_id)
            assert sorted(read["kind"]) == ["books", "portal"]  # once each


def test_an_address_where_nobody_is_is_told(monkeypatch):
    monkeypatch.setattr("ims_xl.practice.cluster._WAIT", 0.5)
    began = time.monotonic()
    with pytest.raises(ImsError, match="the scheduler does not answer"):
        Cluster("tcp://127.0.0.1:9")
    assert time.monotonic() - began < 30


def test_a_worker_with_another_version_changes_nothing(folder):
    listed = clients(folder)

    class Older(Here):
        def work(self, tasks):
            for task in tasks:
                sender = parcel.Sender(task)
                try:
                    sent = sender.pack()
                    back = parcel.work(parcel.Parcel(sent.task, sent.files, sent.store, sent.user, "0.0.1"))
                    yield sender.take_in(back)
                finally:
                    sender.close()

    outcome = run_batch(open_desk(listed), Silent(), Older(), period="Oct-2026", now=NOW)
    assert outcome.figures["failed"] == 4
    assert "Install the same on both" in str(outcome.issues[0])
