"""Clients an hour: the batch with one process, with two, and on a Dask cluster with one worker and with two.

`python -m benchmarks batch [--clients 12] [--documents 500]`; every run makes the months anew from the same files.
Seconds by the clock, because the question is when all are done; the ratio is to one process of the same run.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ims_xl.gst.gstin import check_digit
from ims_xl.practice.batch import run_batch
from ims_xl.practice.cluster import Cluster
from ims_xl.practice.desk import open_desk
from ims_xl.practice.machines import Machines, ThisComputer
from ims_xl.samples import make_month, write_month
from ims_xl.samples.company import RECIPIENT
from ims_xl.ui import Silent

PERIOD = "102026"


def prepare(root: Path, clients: int, documents: int) -> None:
    """A folder for each client with portal file and registers; all have the same month."""
    files = write_month(make_month(documents=documents, period=PERIOD), root / "month")
    portal, statement = (path.read_text(encoding="utf-8") for path in (files.ims_json, files.gstr2b_json))
    for number in range(clients):
        body = f"27AAZCX{1000 + number}E1Z"
        gstin = body + check_digit(body)
        folder = root / "clients" / gstin
        folder.mkdir(parents=True)
        (folder / "ims.json").write_text(portal.replace(RECIPIENT, gstin), encoding="utf-8")
        (folder / "gstr2b.json").write_text(statement.replace(RECIPIENT, gstin), encoding="utf-8")
        shutil.copy(files.purchases_xlsx, folder / "purchases.xlsx")


def seconds(root: Path, number: int, machines: Callable[[], Machines], clients: int) -> float:
    """Seconds until the practice workbook is written, with a store of its own. Raises RuntimeError when one fails."""
    os.environ["IMS_XL_HOME"] = str(root / f"home {number}")
    for made in (root / "clients").rglob("*Oct-2026.xlsx"):
        made.unlink()
    (root / "clients" / "Practice.xlsx").unlink(missing_ok=True)
    began = time.monotonic()
    outcome = run_batch(open_desk(root / "clients"), Silent(), machines(), period=PERIOD)
    if outcome.figures["done"] != clients:
        raise RuntimeError(outcome.message)
    return time.monotonic() - began


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers of one thread, on this computer."""
    from distributed import LocalCluster

    start: Any = LocalCluster
    with start(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as up:
        yield up.scheduler_address


def main(words: list[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks batch", description=__doc__)
    parser.add_argument("--clients", type=int, default=12)
    parser.add_argument("--documents", type=int, default=500)
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        prepare(root, chosen.clients, chosen.documents)
        found = {
            "one process": seconds(root, 0, lambda: ThisComputer(1), chosen.clients),
            "two processes": seconds(root, 1, lambda: ThisComputer(2), chosen.clients),
        }
        for workers in (1, 2):
            with cluster(workers) as address:
                title = "Dask, one worker" if workers == 1 else "Dask, two workers"
                found[title] = seconds(root, workers + 1, lambda: Cluster(address), chosen.clients)
    print(f"{chosen.clients:,} clients of {chosen.documents:,} documents")
    for title, taken in found.items():
        hour = chosen.clients / taken * 3600
        print(f"{title:<20} {taken:7.1f} s {hour:9,.0f} clients an hour {found['one process'] / taken:6.2f} x")
    return 0
