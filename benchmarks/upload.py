"""Time and peak memory of a large upload: `python -m benchmarks upload --rows 50000`."""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from ims_xl.gstn.client import Client
from ims_xl.gstn.providers import SANDBOX_OTP, sandbox_profile
from ims_xl.push.portal import Pace
from ims_xl.sandbox import PERIOD, RECIPIENT, serve
from ims_xl.sheets import action_cells
from ims_xl.ui import Silent
from ims_xl.workflow import download, push
from ims_xl.workflow.files import new_job


def peak_mb() -> float:
    """Peak memory of this process in MB, as far as the system tells."""
    if os.name == "nt":
        return float("nan")
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 1024


def upload(folder: str, base_url: str, rows: int, answer: Any) -> None:
    """Download, mark so many documents, upload; tells the seconds of each and the peak memory."""
    os.environ["IMS_XL_HOME"] = folder
    seconds = {}
    client = Client(sandbox_profile(base_url), RECIPIENT, otp=SANDBOX_OTP, period=PERIOD)
    with client, new_job(Path(folder) / "book.xlsx", RECIPIENT, PERIOD, Silent(), provider="SANDBOX") as job:
        began = time.perf_counter()
        download(job, client)
        seconds["download"] = time.perf_counter() - began
        documents = job.documents()
        chosen = documents[documents["section"].isin(["b2b", "b2bdn", "ecom"]) & (documents["portal_action"] == "N")]
        marks = pd.DataFrame({"doc_id": chosen["doc_id"].head(rows), "action": "A"})
        job.cells = action_cells.set_marks(job.cells, marks, documents)
        job.save_marks()
        before = peak_mb()
        began = time.perf_counter()
        outcome = push(job, client, confirmed=True, pace=Pace(poll=(0.05,) * 1000, settle=(1.0,) * 5))
        seconds["push"] = time.perf_counter() - began
    answer.put((outcome.message, len(marks), seconds, before, peak_mb()))


def main(words: list[str]) -> int:
    """Serve, upload in a process of its own, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks upload", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args(words)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, serve(documents=options.rows * 21 // 10, period=PERIOD) as sandbox:
        answer = context.Queue()
        process = context.Process(target=upload, args=(folder, sandbox.base_url, options.rows, answer))
        process.start()
        message, marked, seconds, before, peak = answer.get()
        process.join()
        sends = sandbox.log.sends()
        print(f"{marked:,} rows marked of {options.rows * 21 // 10:,} documents: {message}")
        saves = len(sandbox.log.calls("SAVE"))
        print(f"download {seconds['download']:.1f} s, push {seconds['push']:.1f} s, {saves} saves")
        print(f"peak memory {peak:,.0f} MB, before the push {before:,.0f} MB")
        print(f"most sends of one document: {max(sends.values())}")
    return 0
