"""Steps that work with files, killed at random instants: `python -m benchmarks step-kills --kills 500 --seed 11`.

The tally of the last long run stands in docs/reliability.md.
"""

import argparse
import os
import tempfile
from pathlib import Path

from support import step_kills


def main(words: list[str]) -> int:
    """Run the proof; the exit code is 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks step-kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=11)
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMS_XL_HOME"] = str(Path(folder) / "data")
        tally = step_kills.prove(Path(folder), chosen.kills, chosen.seed, lambda line: print(line, flush=True))
    print(tally)
    return 1 if tally.wrong else 0
