"""What a click costs on an open workbook, Excel's own time aside, beside the same step on the workbook's file.

    python -m benchmarks excel [DOCUMENTS]

LibreOffice plays Excel, as in tests/libreoffice. The seconds inside its calls are measured and left out: `own` is what
Python does, xlwings included. `calls` go to Excel one by one.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from support.excel import model
from support.excel.books import Application
from support.excel.office import Office, link_uno
from support.excel.xlwings_book import as_xlwings

from ims_xl import workflow
from ims_xl.folders import data_folder, exchange_folder
from ims_xl.macros import entry
from ims_xl.samples import make_month, sample_files, write_month
from ims_xl.samples.company import RECIPIENT
from ims_xl.ui import Silent

PERIOD = "102026"


class Watch:
    """Seconds and number of the calls to what plays Excel, nested ones not counted twice."""

    def __init__(self) -> None:
        self.seconds, self.calls, self._inside = 0.0, 0, False

    def watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time taken."""

        def call(*words: Any, **named: Any) -> Any:
            if self._inside:
                return function(*words, **named)
            self._inside, began = True, time.perf_counter()
            try:
                return function(*words, **named)
            finally:
                self.seconds += time.perf_counter() - began
                self.calls += 1
                self._inside = False

        return call


def main(words: list[str]) -> int:
    """Do part of a month twice, on the open workbook and on a file, and print both."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks excel", description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=20_000)
    documents = parser.parse_args(words).documents
    folder = Path(tempfile.mkdtemp())
    os.environ["IMS_XL_HOME"] = str(folder / "home")
    program = shutil.which("soffice")
    if program is None or not link_uno(folder):
        sys.exit("This needs LibreOffice and its Python binding (python3-uno).")
    inputs = folder / "input"
    inputs.mkdir()
    write_month(make_month(documents=documents, seed=3, period=PERIOD), inputs)
    files = sample_files(inputs)
    registers = [files.purchases_xlsx, files.register_xlsx, files.gstr2b_json]
    steps: dict[str, tuple[Callable[..., None], Callable[..., Any], list[Any]]] = {
        "Import portal files": (entry.import_portal_files, workflow.import_portal, [[files.ims_json]]),
        "Purchase data": (entry.purchase_data, workflow.import_purchases, [registers]),
        "Let's Match": (entry.lets_match, workflow.run_match, [1.0]),
        "Let's Match again": (entry.lets_match, workflow.run_match, [1.0]),
        "Apply suggestions": (
            partial(entry.apply_suggestions, "apply", "yes"),
            partial(workflow.suggest, apply=True),
            [],
        ),
        "Check": (entry.check, workflow.check, []),
        "Preview": (entry.preview, workflow.preview, []),
    }
    office = Office(program, folder / "office")
    try:
        live, file = folder / "live.xlsx", folder / "file.xlsx"
        workflow.new_workbook(live, Silent(), gstin=RECIPIENT, period=PERIOD, name="Benchmark")
        shutil.copy(live, file)
        as_xlwings(Application(office).open(live)).set_mock_caller()
        watch = Watch()
        for owner, name in ((model.Com, "__getattr__"), (model.Com, "__setattr__"), (model._Method, "__call__")):
            setattr(owner, name, watch.watched(getattr(owner, name)))
        print(f"{documents:,} documents{'own':>22}{'calls':>8}{'file':>9}{'own / file':>12}")
        for title, (click, step, arguments) in steps.items():
            watch.seconds, watch.calls, began = 0.0, 0, time.perf_counter()
            click(*arguments)
            own = time.perf_counter() - began - watch.seconds
            said = json.loads((exchange_folder() / "result").read_text())["text"]
            assert "does not know" not in said, (data_folder() / "ims_xl.log").read_text(encoding="utf-8")
            began = time.perf_counter()
            with workflow.open_job(file, Silent()) as job:
                step(job, *arguments)
                job.draw()
            on_file = time.perf_counter() - began
            print(f"{title:<24}{own:8.1f} s{watch.calls:8,}{on_file:7.1f} s{own / on_file:12.2f}", flush=True)
    finally:
        office.close()
        shutil.rmtree(folder, ignore_errors=True)
    return 0
