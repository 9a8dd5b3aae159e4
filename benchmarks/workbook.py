"""How long drawing and reading a workbook take, against bare XlsxWriter and python-calamine on the same cells.

    python benchmarks/workbook.py [DOCUMENTS]

Seconds are of the processor, so that other work on the machine does not count. In place is what happens after any
other program has saved the workbook.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from ims_xl.sheets import lists
from ims_xl.sheets.columns import PAIRED
from ims_xl.workbook import file_drawing, layout
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.places import FilePlaces
from ims_xl.workbook.sheet import Sheet, Table

_VALUES = {"date": np.datetime64("2026-10-17", "s"), "rupees": 118000.0, "difference": -0.4, "number": 7.0}


def sheets(documents: int) -> list[Sheet]:
    """One status sheet with so many documents, every cell filled, and what a workbook of ours needs."""
    rank = pd.Series(range(documents)).astype("str")
    fields = {
        column.field: pd.Series([_VALUES[column.kind]] * documents) if column.kind in _VALUES else column.header + rank
        for column in PAIRED
    }
    table = Table("ims_ExactMatch", PAIRED, pd.DataFrame(fields), 4, total=True)
    return [Sheet("exact", "Exact Match", tables=(table,)), lists.choices(), lists.metadata("{}")]


def write_bare(path: Path, spec: list[Sheet]) -> None:
    """The same cells without looks."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    date = book.add_format({"num_format": "dd-mmm-yyyy"})
    sheet = book.add_worksheet()
    for column, line in enumerate(layout.drawn_columns(spec[0].tables[0])):
        sheet.write_column(4, column, line.cells, date if line.column.kind == "date" else None)
    book.close()


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(documents: int) -> None:
    """Print a line for each way."""
    spec = sheets(documents)
    with tempfile.TemporaryDirectory() as folder:
        path, bare, saved = (Path(folder) / name for name in ("book.xlsx", "bare.xlsx", "saved.xlsx"))
        writing = timed(lambda: write_bare(bare, spec))
        anew = timed(lambda: FileBook.create(path).draw(spec))
        reading = timed(lambda: CalamineWorkbook.from_path(str(bare)).get_sheet_by_index(0).to_python())
        ours = timed(lambda: FileBook(path).tables())
        print(f"{documents:,} documents, {documents * len(PAIRED):,} cells")
        print(f"draw anew   {anew:7.1f} s   {anew / writing:4.1f} x bare XlsxWriter ({writing:.1f} s)")
        print(f"read        {ours:7.1f} s   {ours / reading:4.1f} x bare calamine ({reading:.1f} s)")
        again = timed(lambda: file_drawing.draw_into(FilePlaces(path), saved, spec))
        print(f"in place    {again:7.1f} s   {again / writing:4.1f} x bare XlsxWriter")
        if documents <= 20_000:
            whole = timed(lambda: openpyxl.load_workbook(path).save(saved))
            print(f"in place                {again / whole:4.1f} x bare openpyxl load and save ({whole:.1f} s)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
