"""How long reading and drawing a workbook take, and how much memory, against bare XlsxWriter on the same cells.

    python -m benchmarks workbook [DOCUMENTS ...]

The baseline is XlsxWriter in its usual mode writing every cell of every sheet of the same book with a format, and
nothing else: no tables, dropdowns, conditional formats or names. A step reads the workbook and draws it with other
marks. Touched is a file that openpyxl saved with a note, a colour, an own column, an own sheet and sorted lines, and
then LibreOffice where it is installed. Seconds are of the processor, without start-up, the best of three; memory is
what the process held at its peak beyond what it held before. Each way runs in a process of its own.
"""

import argparse
import multiprocessing
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from support.libreoffice import LibreOffice

from ims_xl.garbage import collect_rarely
from ims_xl.sheets import lists
from ims_xl.sheets.columns import PAIRED
from ims_xl.workbook import layout
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.sheet import Sheet, Table
from ims_xl.workbook.styles import STYLES

_VALUES = {"date": np.datetime64("2026-10-17", "s"), "rupees": 118000.0, "difference": -0.4, "number": 7.0}
_REPEATS = 3
_SAVED_BY_OPENPYXL = 50_000  # documents; it needs a kilobyte a cell
_SAVED_BY_LIBREOFFICE = 10_000  # documents; more take it longer than three minutes
_STATUS, _REFERENCES = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Cost(NamedTuple):
    """Processor seconds, and bytes beyond those before."""

    seconds: float
    memory: int


class Remembering:
    """Says that every file is as we drew it."""

    def is_as_drawn(self, *_: object) -> bool:
        """Yes."""
        return True

    def remember_drawn(self, *_: object) -> None:
        """Nothing."""


def sheets(documents: int, action: str = "Pending", own: tuple[str, ...] = ()) -> list[Sheet]:
    """One status sheet with so many documents, every cell filled, and what a workbook of ours needs."""
    rank = pd.Series(range(documents)).astype("str")
    fields = {
        column.field: pd.Series([_VALUES[column.kind]] * documents) if column.kind in _VALUES else column.header + rank
        for column in PAIRED
    }
    fields |= {"action": pd.Series([action] * documents), **dict.fromkeys(own, "Plant " + rank)}
    table = Table("ims_ExactMatch", PAIRED, pd.DataFrame(fields), 4, own=own, total=True)
    return [Sheet("exact", "Exact Match", tables=(table,)), lists.choices(), lists.metadata("{}")]


def write_bare(path: Path, documents: int) -> None:
    """The same cells, each with a format."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        name: book.add_format(
            {
                "font_name": "Calibri",
                "font_size": style.size,
                "num_format": style.format,
                "bold": style.bold,
                "border": 1,
            }
        )
        for name, style in STYLES.items()
    }
    for spec in sheets(documents):
        sheet = book.add_worksheet(spec.name)
        for cell in spec.cells:
            sheet.write(cell.row - 1, cell.column - 1, cell.value, formats[cell.style])
        for table in spec.tables:
            for number, column in enumerate(layout.drawn_columns(table), start=table.left - 1):
                sheet.write(table.top - 1, number, column.header, formats[column.heading_style])
                sheet.write_column(table.top, number, column.cells, formats[column.style])
    book.close()


def touch(path: Path) -> None:
    """What an accountant does, and openpyxl's way of writing."""
    book = openpyxl.load_workbook(path)
    sheet = book["Exact Match"]
    sheet["C9"].comment = Comment("ask Ravi", "Asha")
    sheet["D10"].fill = PatternFill("solid", fgColor="FFFFFF00")
    column = len(PAIRED) + 1
    sheet.cell(4, column).value = "Plant"
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, column).value = f"Plant {row}"
    last = sheet.max_row
    for cells in zip(sheet[5], sheet[last], strict=True):
        cells[0].value, cells[1].value = cells[1].value, cells[0].value
    book.create_sheet("Own sheet")["A1"] = "mine"
    book.save(path)


def step(path: Path, documents: int, action: str, own: tuple[str, ...], *, touched: bool) -> None:
    """Read the workbook and draw it with other marks."""
    book = FileBook(path, memory=None if touched else Remembering())
    book.tables()
    book.draw(sheets(documents, action, own))


def _held(kind: str) -> int:
    found = re.search(rf"{kind}:\s+(\d+)", _STATUS.read_text()) if _STATUS.exists() else None
    return int(found[1]) * 1024 if found else 0


def measured(work: Callable[..., None], *words: object, **options: object) -> Cost:
    """The cost of some work in this process, with what it makes its sheets of."""
    collect_rarely()  # as in a step of the program
    before = _held("VmRSS")
    if _REFERENCES.exists():
        _REFERENCES.write_text("5")  # forget the peak of importing
    began = time.process_time()
    work(*words, **options)
    return Cost(time.process_time() - began, _held("VmHWM") - before)


def best(work: Callable[..., None], *words: object, **options: object) -> Cost:
    """The cheapest of some tries, each in a new process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        tries = [pool.submit(measured, work, *words, **options).result() for _ in range(_REPEATS)]
    return Cost(min(one.seconds for one in tries), min(one.memory for one in tries))


def draw_new(path: Path, documents: int) -> None:
    """A new workbook."""
    path.unlink(missing_ok=True)
    FileBook.create(path).draw(sheets(documents))


def make_frames(documents: int) -> None:
    """What is the same in every way: making the sheets to be drawn."""
    sheets(documents)


def report(documents: int) -> None:
    """Print a line for each way."""
    own = ("Plant",)
    with tempfile.TemporaryDirectory() as folder:
        path, bare = Path(folder) / "book.xlsx", Path(folder) / "bare.xlsx"
        frames = best(make_frames, documents).seconds
        written = best(write_bare, bare, documents)
        baseline = written.seconds - frames
        print(f"{documents:,} documents, {documents * len(PAIRED):,} cells")
        print(f"bare XlsxWriter      {baseline:7.2f} s              {written.memory / 1e6:6,.0f} MB", flush=True)

        def line(name: str, cost: Cost) -> None:
            seconds = cost.seconds - frames
            memory = f"{cost.memory / 1e6:6,.0f} MB {cost.memory / max(written.memory, 1):5.2f} x"
            print(f"{name:20} {seconds:7.2f} s {seconds / baseline:5.2f} x    {memory}", flush=True)

        line("new", best(draw_new, path, documents))
        line("step, untouched", best(step, path, documents, "Accept", (), touched=False))
        line("step, nothing new", best(step, path, documents, "Accept", (), touched=True))
        if documents <= _SAVED_BY_OPENPYXL:
            touch(path)
            again = Path(folder) / "again.xlsx"

            def touched(name: str) -> None:
                marks = iter(("Reject", "Accept", "Pending"))
                costs = []
                for action in marks:
                    shutil.copy(path, again)
                    context = multiprocessing.get_context("spawn")
                    with ProcessPoolExecutor(1, mp_context=context) as pool:
                        costs.append(pool.submit(measured, step, again, documents, action, own, touched=True).result())
                line(name, Cost(min(one.seconds for one in costs), min(one.memory for one in costs)))

            touched("step, openpyxl's")
            program = shutil.which("soffice")
            if program and documents <= _SAVED_BY_LIBREOFFICE:
                shutil.copy(LibreOffice(program, Path(folder) / "profile").resave(path), path)
                touched("step, LibreOffice's")


def main(words: list[str]) -> int:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks workbook", description=__doc__)
    parser.add_argument("documents", nargs="*", type=int, default=[2_500, 10_000], help="numbers of documents")
    for count in parser.parse_args(words).documents:
        report(count)
    return 0
