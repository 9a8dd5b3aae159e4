"""Small changes of the program, each of which a test should see: `python -m benchmarks mutants --count 300 --seed 7`.

A sample of all changes of `benchmarks/mutations.py`, as many from each area. A mutant is made in a copy of the project
and judged by the tests of its module, then by those of its area. What was found stands in docs/reliability.md.
"""

import argparse
import compileall
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from support.module_tests import PACKAGE, test_files_of

from benchmarks.mutations import Mutation, is_other, mutated, mutations

ROOT = Path(__file__).parents[1]
EQUIVALENT = ROOT / "benchmarks" / "equivalent_mutants.toml"


class Area(NamedTuple):
    """Modules of ims_xl, and the tests that judge them, the quickest first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of ims_xl that they lie in."""
        return self.modules[0].partition("/")[0]


AREAS = (
    Area(("gst/*",), ("tests/gst", "tests/decisions", "tests/sheets", "tests/workflow/test_law_months.py")),
    Area(("decisions/*",), ("tests/decisions", "tests/workflow/test_reversals.py", "tests/workflow/test_marking.py")),
    Area(("matching/*",), ("tests/matching", "tests/workflow/test_linking.py")),
    Area(("purchases/*", "purchases/formats/*"), ("tests/purchases", "tests/workflow/test_imports.py")),
    Area(
        tuple(
            f"gstn/{name}"
            for name in ("answers", "calls", "error_codes", "failures", "records", "refusals", "statuses", "wire")
        ),
        ("tests/gstn", "tests/workflow/test_push.py"),
    ),
    Area(("push/*",), ("tests/push/test_sender.py", "tests/push/test_crashes.py", "tests/workflow/test_push.py")),
    Area(("store/*",), ("tests/store", "tests/workflow/test_months.py", "tests/workflow/test_restoring.py")),
)

_PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-m")
_ALONE = "not long and not libreoffice and not windows and not node"
_LONGEST = 900.0  # seconds that the tests of an area may take
_NOTHING_RAN = (4, 5)  # exit codes of pytest


class Mutant(NamedTuple):
    """A change of one module of the project."""

    module: str
    mutation: Mutation

    def lines(self) -> tuple[str, str]:
        """The lines before and after."""
        source = (ROOT / self.module).read_bytes()
        after = mutated(source, self.mutation)
        start = source.rfind(b"\n", 0, self.mutation.start) + 1
        return _line(source, start, self.mutation.end), _line(
            after, start, self.mutation.start + len(self.mutation.new)
        )


class Verdict(NamedTuple):
    """What became of a mutant: killed, equivalent or SURVIVED, by which tests, in how many seconds."""

    outcome: str
    module: str
    line: int
    kind: str
    before: str
    after: str
    by: str
    seconds: float


def sample(count: int, seed: int, folders: Collection[str] = ()) -> list[Mutant]:
    """So many mutants, in turn from each area (of these folders of ims_xl), and there from each kind of change."""
    dice = random.Random(seed)
    chosen = [area for area in AREAS if not folders or area.folder in folders]
    turns = itertools.cycle([_shuffled(area, dice) for area in chosen])
    return [next(turn) for turn in itertools.islice(turns, count)]


def _shuffled(area: Area, dice: random.Random) -> Iterator[Mutant]:
    """The mutants of an area; each kind of change is as likely as the others."""
    kinds: dict[str, list[Mutant]] = {}
    for path in sorted(path for pattern in area.modules for path in PACKAGE.glob(f"{pattern}.py")):
        for one in mutations(path.read_bytes()):
            kinds.setdefault(one.kind, []).append(Mutant(path.relative_to(ROOT).as_posix(), one))
    while kinds:
        kind = dice.choice(sorted(kinds))
        mutant = kinds[kind].pop(dice.randrange(len(kinds[kind])))
        if not kinds[kind]:
            del kinds[kind]
        if is_other((ROOT / mutant.module).read_bytes(), mutant.mutation):
            yield mutant


def stages(module: str) -> list[list[str]]:
    """The tests that judge a module: its own first, then those of its area one after the other."""
    own = [path.relative_to(ROOT).as_posix() for path in test_files_of(ROOT / module)]
    inside = Path(module).relative_to("ims_xl").with_suffix("")
    area = next(area for area in AREAS if any(inside.match(pattern) for pattern in area.modules))
    return [tests for tests in (own, *([one] for one in area.tests)) if tests]


class Project:
    """Copies of the project in which mutants are made and judged, one in each at a time."""

    def __init__(self, copies: Iterable[Path]) -> None:
        self._free: SimpleQueue[Path] = SimpleQueue()
        self._sound: set[tuple[str, ...]] = set()
        for copy in copies:
            self._free.put(copy)

    def judge(self, mutant: Mutant, known: frozenset[tuple[str, str, str]]) -> Verdict:
        """Run the tests of a mutant until one fails.

        Raises LookupError for tests that fail without any change, or when there were none.
        """
        before, after = mutant.lines()
        said = (mutant.module, mutant.mutation.line, mutant.mutation.kind, before, after)
        if (mutant.module, before, after) in known:
            return Verdict("equivalent", *said, "", 0.0)
        copy, began = self._free.get(), time.monotonic()
        try:
            for tests in stages(mutant.module):
                with _made(mutant, copy):
                    alive = _pass(copy, tests)
                if not alive:
                    self._prove_sound(copy, tests)
                    return Verdict("killed", *said, " ".join(tests), time.monotonic() - began)
            return Verdict("SURVIVED", *said, "", time.monotonic() - began)
        finally:
            self._free.put(copy)

    def _prove_sound(self, copy: Path, tests: Sequence[str]) -> None:
        if tuple(tests) not in self._sound:
            if not _pass(copy, tests):
                raise LookupError(f"{' '.join(tests)}: these tests fail without any change")
            self._sound.add(tuple(tests))


@contextmanager
def _made(mutant: Mutant, copy: Path) -> Iterator[None]:
    path = copy / mutant.module
    source, state = path.read_bytes(), path.stat()
    path.write_bytes(mutated(source, mutant.mutation))
    # Python takes a compiled module for the source's when size and second agree.
    os.utime(path, (state.st_mtime + 10, state.st_mtime + 10))
    try:
        yield
    finally:
        path.write_bytes(source)
        os.utime(path, (state.st_mtime, state.st_mtime))


def _pass(copy: Path, tests: Sequence[str]) -> bool:
    """Whether these tests pass in a copy; tests that hang do not."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, *_PYTEST, _ALONE, *tests]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, timeout=_LONGEST, capture_output=True, check=False)
    except subprocess.TimeoutExpired:
        return False
    if done.returncode in _NOTHING_RAN:
        raise LookupError(f"{' '.join(tests)}: {done.stdout.decode(errors='replace')[-500:]}")
    return done.returncode == 0


def equivalent() -> frozenset[tuple[str, str, str]]:
    """Module, line before and line after of the mutants that alter no answer; the reasons stand beside them."""
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", [])
    return frozenset((row["module"], row["before"], row["after"]) for row in rows)


def copied(folder: Path) -> Path:
    """A copy of the project's own files, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    compileall.compile_dir(folder / "ims_xl", quiet=1)
    return folder


def main(words: list[str]) -> int:
    """Judge a sample; the exit code is 1 when a mutant survived."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="go on behind so many of the sample")
    parser.add_argument("--areas", nargs="*", choices=[area.folder for area in AREAS], default=())
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(words)
    mutants, known, tally = (
        sample(chosen.count, chosen.seed, chosen.areas)[chosen.first :],
        equivalent(),
        Counter[str](),
    )
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(chosen.processes) as pool:
        project = Project([copied(Path(folder) / str(at)) for at in range(chosen.processes)])
        for verdict in pool.map(lambda mutant: project.judge(mutant, known), mutants):
            tally[verdict.outcome] += 1
            print(told(verdict), flush=True)
    print(", ".join([f"{len(mutants)} mutants", *(f"{count} {outcome}" for outcome, count in sorted(tally.items()))]))
    return 1 if tally["SURVIVED"] else 0


def told(verdict: Verdict) -> str:
    """One line of the table; of a survivor also what was changed."""
    line = (
        f"{verdict.outcome:<11}{verdict.module}:{verdict.line}  {verdict.kind}  {verdict.seconds:.0f} s  {verdict.by}"
    )
    return line if verdict.outcome == "killed" else f"{line}\n    - {verdict.before}\n    + {verdict.after}"


def _line(source: bytes, start: int, end: int) -> str:
    """The whole lines around a span, without indentation."""
    stop = source.find(b"\n", end)
    return source[start : stop if stop >= 0 else None].decode().strip()
