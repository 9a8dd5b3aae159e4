"""What a click in Excel waits for before it can begin: its imports, beside `import pandas, xlwings` alone.

`python -m benchmarks clicks [CLICK ...] [--rounds 5]`; every click runs in a Python of its own, as from the ribbon, and
ends where it would speak to Excel. Processor seconds and their ratio to the bare import of the same round, medians.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

BARE = "import pandas, xlwings"
CLICKS = {
    "About": "about()",
    "Accept": "accept()",
    "Check": "check()",
    "Preview": "preview()",
    "Let's Match": "lets_match()",
    "Import portal files": "import_portal_files(['ims.json'])",
    "Purchase data": "purchase_data(['books.xlsx'])",
    "Report": "report('report.xlsx')",
    "Download": "start('download')",
}


def seconds(code: str, home: str) -> float:
    """Processor seconds of a new Python that runs the code."""
    command = [sys.executable, "-E", "-P", "-c", f"{code}; import time; print(time.process_time())"]
    environment = {**os.environ, "IMS_XL_HOME": home}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main(words: list[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks clicks", description=__doc__)
    parser.add_argument("clicks", nargs="*", metavar="CLICK", help=f"of: {', '.join(CLICKS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(words)
    calls = {name: CLICKS[name] for name in chosen.clicks or CLICKS}
    codes = {BARE: BARE} | {name: f"import ims_xl.macros.entry as e; e.{call}" for name, call in calls.items()}
    taken: dict[str, list[float]] = {name: [] for name in codes}
    with tempfile.TemporaryDirectory() as home:
        for code in codes.values():
            seconds(code, home)  # so that the files are read and compiled
        for _ in range(chosen.rounds):
            for name, code in codes.items():
                taken[name].append(seconds(code, home))
    for name, times in taken.items():
        ratio = statistics.median(time / bare for time, bare in zip(times, taken[BARE], strict=True))
        print(f"{name:<24} {statistics.median(times):5.2f} s {ratio:5.2f}")
    return 0
