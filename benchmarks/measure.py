"""One method run on one world in a process of its own: seconds, peak memory, links.

Called as `python -m benchmarks.measure WORLD METHOD REPEATS ANSWER`; the answer is a pickled `Run`.
"""

import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from benchmarks.ladder import rule_ladder
from benchmarks.merge_loop import merge_loop
from benchmarks.world import World
from ims_xl.matching import match

METHODS: dict[str, Callable[[World], pd.DataFrame]] = {
    "matcher": lambda world: match(world.ims, world.purchases, earlier=world.earlier).links,
    "rule ladder": lambda world: rule_ladder(world.ims, world.purchases),
    "merge and RapidFuzz": lambda world: merge_loop(world.ims, world.purchases),
}
_STATUS, _REFERENCES = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Run(NamedTuple):
    """Best processor seconds of all repeats, bytes beyond the inputs at the peak (None where not measured), links."""

    seconds: float
    peak: int | None
    pairs: pd.DataFrame


def _resident() -> int | None:
    """The most memory this process has held since the last reset, in bytes; Linux only."""
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text()) if _STATUS.exists() else None
    return int(found[1]) * 1024 if found else None


def run_here(world: World, method: str, repeats: int) -> Run:
    """Run the method in this process."""
    call = METHODS[method]
    if _REFERENCES.exists():
        _REFERENCES.write_text("5")  # forget the peak of loading
    before, times = _resident(), []
    for _ in range(repeats):
        began = time.process_time()
        pairs = call(world)
        times.append(time.process_time() - began)
    after = _resident()
    return Run(min(times), None if before is None or after is None else after - before, pairs)


def run(world: Path, method: str, repeats: int) -> Run:
    """Run the method in a new process on a pickled world."""
    answer = world.with_suffix(".answer")
    subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", str(world), method, str(repeats), str(answer)], check=True
    )
    found: Run = pickle.loads(answer.read_bytes())
    return found


if __name__ == "__main__":
    world_file, name, count, answer_file = sys.argv[1:]
    from benchmarks import measure  # a Run of `__main__` could not be read by another program

    found = measure.run_here(pickle.loads(Path(world_file).read_bytes()), name, int(count))
    Path(answer_file).write_bytes(pickle.dumps(found))
