"""Processor seconds and peak memory of reading a large month, beside a bare read of the same files.

`python -m benchmarks reading [--rows 100000]`; every reading runs in a process of its own.
`--register-rows 1000000` compares the readings of the CSV alone, its rows repeated under numbers of their own.
"""

import argparse
import csv
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from ims_xl.garbage import collect_rarely
from ims_xl.gstn.offline import read_portal_file
from ims_xl.purchases import read_purchases
from ims_xl.samples import company
from ims_xl.samples.gstr2_workbook import write_purchases
from ims_xl.samples.month import make_month
from ims_xl.samples.portal_files import gstr2b, ims_download, write_json

AGAIN = (sys.executable, "-m", "benchmarks", "reading")
WORKBOOK, REGISTER, DOWNLOAD, STATEMENT = "purchases.xlsx", "purchases.csv", "ims.json", "gstr2b.json"
_NUMBER = "Invoice Number"
_SHEET, _HEADINGS = "b2b", 3  # of the workbook, the row of headings from 0


def _bare_workbook(path: Path) -> int:
    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _with_pandas(path: Path) -> int:
    """What a script does with the largest sheet: a sum for each number."""
    frame = pd.read_excel(path, sheet_name=_SHEET, header=_HEADINGS, engine="openpyxl")
    return len(frame.groupby(_NUMBER).sum(numeric_only=True))


def _bare_csv(path: Path) -> int:
    return len(pd.read_csv(path, dtype=str))


def _bare_json(path: Path) -> int:
    return len(json.loads(path.read_bytes()))


def _purchases(path: Path) -> int:
    return sum(file.rows for file in read_purchases([path], recipient_gstin=company.RECIPIENT).files)


def _portal(path: Path) -> int:
    return len(read_portal_file(path, company.RECIPIENT).documents)


READINGS: dict[str, tuple[str, str, Callable[[Path], int]]] = {
    "python-calamine": (WORKBOOK, "", _bare_workbook),
    "GSTR-2 workbook": (WORKBOOK, "python-calamine", _purchases),
    "pandas, openpyxl": (WORKBOOK, "GSTR-2 workbook", _with_pandas),
    "pandas.read_csv": (REGISTER, "", _bare_csv),
    "CSV register": (REGISTER, "pandas.read_csv", _purchases),
    "json.loads, IMS": (DOWNLOAD, "", _bare_json),
    "IMS download": (DOWNLOAD, "json.loads, IMS", _portal),
    "json.loads, GSTR-2B": (STATEMENT, "", _bare_json),
    "GSTR-2B JSON": (STATEMENT, "json.loads, GSTR-2B", _purchases),
}
"""Name of a reading: the file it reads, the reading its seconds are divided by, what it does."""


def _write(folder: Path, rows: int, register_rows: int) -> None:
    month = make_month(documents=rows)
    in_workbook = month.books[month.books["source_sheet"].isin(("b2b", "b2bur", "imps", "impg", "cdnr", "cdnur"))]
    write_purchases(folder / WORKBOOK, in_workbook)
    _write_register(folder, register_rows)
    if register_rows:
        return
    write_json(folder / DOWNLOAD, ims_download(month.ims))
    write_json(folder / STATEMENT, gstr2b(month.earlier, month.period))


def _write_register(folder: Path, wanted: int) -> None:
    """The largest sheet of the workbook as a CSV; `wanted` rows, each time with other numbers, unless it is 0."""
    head, *rows = CalamineWorkbook.from_path(str(folder / WORKBOOK)).get_sheet_by_name(_SHEET).to_python()[_HEADINGS:]
    with (folder / REGISTER).open("w", encoding="utf-8", newline="") as target:
        written = csv.writer(target)
        written.writerow(head)
        number = head.index(_NUMBER)
        for at in range(wanted or len(rows)):
            turn, place = divmod(at, len(rows))
            cells = [_as_text(cell) for cell in rows[place]]
            cells[number] = f"{cells[number]}/{turn}" if turn else cells[number]
            written.writerow(cells)


def _as_text(cell: object) -> object:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, dt.date) else f"{cell:.2f}" if isinstance(cell, float) else cell


def _measure(name: str, path: Path) -> None:
    """Print rows, seconds and peak megabytes of this process; the peak is 0 where the system does not tell."""
    collect_rarely()  # as a step does
    started = time.process_time()
    rows = READINGS[name][2](path)
    seconds = time.process_time() - started
    print(rows, seconds, _peak())


def _peak() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1e6 if sys.platform == "darwin" else 1e3)


def main(words: list[str]) -> int:
    """Compare the readings, or do one of them in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reading", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--register-rows", type=int, default=0)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    if chosen.write:
        _write(Path(chosen.write), chosen.rows, chosen.register_rows)
    elif chosen.measure:
        _measure(chosen.measure[0], Path(chosen.measure[1]))
    else:
        _compare(chosen.rows, chosen.register_rows)
    return 0


def _compare(rows: int, register_rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A process of its own for the files too: on Linux a new process starts with its parent's peak.
        sizes = ("--rows", str(rows), "--register-rows", str(register_rows))
        subprocess.run([*AGAIN, "--write", folder, *sizes], check=True)
        seconds: dict[str, float] = {"": float("nan")}
        print(f"{'reading':20} {'rows':>9} {'seconds':>8} {'ratio':>6} {'peak MB':>8}")
        wanted = {name: one for name, one in READINGS.items() if not register_rows or one[0] == REGISTER}
        for name, (file, base, _) in wanted.items():
            call = [*AGAIN, "--measure", name, str(Path(folder) / file)]
            read, taken, peak = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()
            seconds[name] = float(taken)
            ratio = f"{seconds[name] / seconds[base]:.1f}" if base else ""
            print(f"{name:20} {int(read):9,} {seconds[name]:8.2f} {ratio:>6} {float(peak):8.0f}")
