"""What a step costs on a small month, where starting Python is most of it, beside `import pandas` alone.

`python -m benchmarks startup [--documents 60] [--rounds 7]`; every step runs in a Python of its own, as from a command
line, from compiled files. Processor seconds and their ratio to the bare import of the same round, medians.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ims_xl.samples import make_month, write_month
from ims_xl.samples.company import RECIPIENT

PERIOD = "102026"
BARE = "import pandas"
_PROGRAM = (sys.executable, "-m", "ims_xl")
_BOOK = "book.xlsx"
COMMANDS: dict[str, tuple[str, ...]] = {
    BARE: (sys.executable, "-c", BARE),
    "--version": (*_PROGRAM, "--version"),
    "check": (*_PROGRAM, "check", _BOOK),
    "preview": (*_PROGRAM, "preview", _BOOK),
    "match": (*_PROGRAM, "match", _BOOK),
}


def prepare(folder: Path, documents: int, environment: Mapping[str, str]) -> None:
    """Make a matched month with its suggestions applied, in that folder."""
    files = write_month(make_month(documents=documents, period=PERIOD), folder)
    registers = (files.purchases_xlsx, files.register_xlsx, files.gstr2b_json)
    for words in (
        ("new", _BOOK, "--gstin", RECIPIENT, "--period", PERIOD),
        ("import-json", _BOOK, files.ims_json.name),
        ("purchases", _BOOK, *(file.name for file in registers)),
        ("match", _BOOK),
        ("suggest", _BOOK, "--apply"),
    ):
        # Samples have rows that cannot be used, and the step that reads them ends with 1.
        subprocess.run((*_PROGRAM, *words), cwd=folder, env=environment, check=False, capture_output=True)


def seconds(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> float:
    """Processor seconds of a program, user and system.

    Raises CalledProcessError when it fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(words: list[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks startup", description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args(words)
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # A machine that keeps no compiled files would measure the compiler.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "IMS_XL_HOME": str(folder / "home"), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        prepare(folder, chosen.documents, environment)
        for round_ in range(chosen.rounds + 1):
            for step, command in COMMANDS.items():
                one = seconds(command, folder, environment)
                if round_:  # the first one compiles
                    taken[step].append(one)
    print(f"{chosen.documents:,} documents, {chosen.rounds} rounds")
    for step, times in taken.items():
        ratio = statistics.median(time / bare for time, bare in zip(times, taken[BARE], strict=True))
        print(f"{step:<16} {statistics.median(times):5.2f} s {ratio:5.2f}")
    return 0
