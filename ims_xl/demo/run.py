"""The demo from its first file to the table at its end."""

import os
import shutil
from pathlib import Path
from typing import Literal

from ims_xl.demo.file_month import FileMonth
from ims_xl.demo.network_month import NetworkMonth
from ims_xl.demo.summary import show
from ims_xl.terminal import Terminal

Through = Literal["gsp", "files"]


def run_demo(out: Path, documents: int, seed: int, terminal: Terminal, through: Through = "gsp") -> None:
    """Do the month in that folder: on the sample files of the program, or on a month made with so many documents.

    Through a GSP it runs on a stand-in for GSTN that ends with it. The program's own data of the demo is kept in the
    folder too, so that nothing of the user's is touched.
    """
    out.mkdir(parents=True, exist_ok=True)
    os.environ["IMS_XL_HOME"] = str((out / "program data").resolve())
    shutil.rmtree(out / "program data", ignore_errors=True)
    month = NetworkMonth(out) if through == "gsp" else FileMonth(out)
    with terminal.steps(len(month.steps)) as steps, month:
        summary = month.run(documents, seed, steps)
    files = {
        "the workbook": month.book,
        "the second month": month.next_book,
        "the auditor's report": month.report,
        "the file for the portal": month.upload,
    }
    show(terminal, files, summary)
