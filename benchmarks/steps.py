"""Processor seconds and peak memory of every step of a large month.

    python -m benchmarks steps [--documents 100000]

Every step runs in a Python of its own, as from a command line; memory is the most the process held, all that it imports
included. The GSTR-2B of the month lists what the suppliers filed and nobody rejected.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.samples import make_month, write_month
from ims_xl.samples.company import RECIPIENT
from ims_xl.samples.files import SampleFiles
from ims_xl.samples.portal_files import gstr2b, write_json

PERIOD = "102026"
LIMIT = 2000  # MB
_BOOK = "book.xlsx"
_STATEMENT = "own_gstr2b.json"
_KILOBYTE = 1 if sys.platform == "darwin" else 1024  # bytes in what the system counts the peak in


class Cost(NamedTuple):
    """Processor seconds, user and system, and the most memory held, in MB."""

    seconds: float
    memory: float


def statement(ims: pd.DataFrame) -> dict[str, object]:
    """The GSTR-2B of the month in which all those documents (schema.IMS) count that were filed and not held back."""
    counted = ims[(ims["supplier_filed"] == "Filed") & ~ims["portal_action"].isin(["R", "P"])]
    counted = counted.assign(
        gstr2b_period=PERIOD, part="docdata", itc_available="Y", filed_on=pd.Timestamp("2026-11-10")
    )
    return gstr2b(schema.conform(counted, schema.GSTR2B), PERIOD)


def write(folder: Path, documents: int) -> SampleFiles:
    """The files of the month, and its own GSTR-2B beside them."""
    month = make_month(documents=documents, period=PERIOD)
    write_json(folder / _STATEMENT, statement(month.ims))
    return write_month(month, folder)


def cost(words: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Cost:
    """What one step takes.

    Raises RuntimeError when it breaks off; one that tells of rows it could not use has done its work.
    """
    said = folder / "said.json"
    with said.open("w") as output:
        step = subprocess.Popen(
            (sys.executable, "-m", "ims_xl", *words, "--json"), cwd=folder, env=environment, stdout=output
        )
        _, status, used = os.wait4(step.pid, 0)
    step.returncode = os.waitstatus_to_exitcode(status)
    if step.returncode not in (0, 1) or not said.read_text():  # only an outcome is printed there
        raise RuntimeError(f"{words[0]} broke off with {step.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * _KILOBYTE / 1e6)


def main(words: list[str]) -> int:
    """Print a line for each step; exit code 1 when one takes more memory than LIMIT."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks steps", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            # Not here: what this process held would count as the peak of every process it starts.
            files = pool.submit(write, folder, chosen.documents).result()
        registers = (files.purchases_xlsx.name, files.register_xlsx.name, files.gstr2b_json.name)
        steps: dict[str, tuple[str, ...]] = {
            "new": ("new", _BOOK, "--gstin", RECIPIENT, "--period", PERIOD),
            "import-json": ("import-json", _BOOK, files.ims_json.name),
            "purchases": ("purchases", _BOOK, *registers),
            "match": ("match", _BOOK),
            "suggest --apply": ("suggest", _BOOK, "--apply"),
            "check": ("check", _BOOK),
            "preview": ("preview", _BOOK),
            "GSTR-2B of the month": ("purchases", _BOOK, _STATEMENT),
            "check beside GSTR-2B": ("check", _BOOK),
            "export-json": ("export-json", _BOOK, "upload.json", "--yes"),
            "report": ("report", _BOOK, "report.xlsx"),
        }
        environment = {**os.environ, "IMS_XL_HOME": str(folder / "home")}
        print(f"{chosen.documents:,} documents")
        costs = {}
        for step, line in steps.items():
            costs[step] = cost(line, folder, environment)
            print(f"{step:<22} {costs[step].seconds:7.1f} s {costs[step].memory:7,.0f} MB", flush=True)
    over = [step for step, one in costs.items() if one.memory > LIMIT]
    print(f"steps above {LIMIT:,} MB: {', '.join(over) or 'none'}")
    return 1 if over else 0
