"""Uploads that are killed and taken up again: `python -m benchmarks push-proof --runs 300`.

The tally of the last long run stands in docs/reliability.md.
"""

import argparse
import tempfile
from pathlib import Path

from support import push_proof


def main(words: list[str]) -> int:
    """Run the proof; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks push-proof", description=__doc__)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(words)
    began = push_proof.now()

    def told(run: push_proof.Run) -> None:
        print(f"\r{run.number + 1}/{options.runs}{'  wrong' if run.wrong else ''}", end="", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        runs = push_proof.prove(options.runs, Path(folder), seed=options.seed, told=told)
        print("\r" + push_proof.tally(runs, push_proof.now() - began))
    return int(any(run.wrong for run in runs))
