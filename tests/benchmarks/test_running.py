"""Every benchmark runs, at a tiny size, in a Python of its own as from the command line."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parents[2]
TINY = [
    ("startup", ("--documents", "40", "--rounds", "1"), r"check +\d+\.\d\d s +\d+\.\d\d"),
    ("steps", ("--documents", "60"), r"report +\d+\.\d s +\d+ MB"),
    ("clicks", ("Let's Match", "--rounds", "1"), r"Let's Match +\d+\.\d\d s +\d+\.\d\d"),
    ("matching", ("--supplies", "600", "--repeats", "1", "--no-growth"), r"matcher +\d+\.\d\d .* 0\.9\d+ "),
    ("reading", ("--rows", "300"), r"GSTR-2B JSON +\d+ +\d+\.\d\d +\d+\.\d"),
    ("workbook", ("200",), r"step, openpyxl's +\d+\.\d\d s +\d+\.\d\d x"),
    ("upload", ("--rows", "50"), r"most sends of one document: 1\b"),
    ("batch", ("--clients", "1", "--documents", "40"), r"Dask, two workers +\d+\.\d s"),
    ("push-proof", ("--runs", "1"), r"uploads with anything wrong: 0"),
    ("step-kills", ("--kills", "1"), r"1 kills, .* 0 faults"),
    ("mutants", ("--count", "0"), r"0 mutants"),
    ("excel", ("60",), r"Check +\d+\.\d s"),
]
"""Name, words, and what a line of the output looks like."""
SLOW = (pytest.mark.libreoffice, pytest.mark.long)


def started(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", name, *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "words", "line"),
    [pytest.param(*case, id=case[0], marks=SLOW if case[0] == "excel" else ()) for case in TINY],
)
def test_a_benchmark_runs(name: str, words: tuple[str, ...], line: str, request: pytest.FixtureRequest) -> None:
    if name == "excel":
        request.getfixturevalue("libreoffice")
    done = started(name, *words)
    assert done.returncode == 0, done.stderr
    assert re.search(line, done.stdout), done.stdout


def test_every_benchmark_is_run_here() -> None:
    assert sorted(name for name, _, _ in TINY) == sorted(NAMES)


def test_names_are_listed_with_what_they_measure() -> None:
    listed = started("nothing of that name")
    assert listed.returncode == 2
    assert re.search(r"startup +What a step costs on a small month", listed.stdout)
    assert len(listed.stdout.splitlines()) == 1 + len(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_benchmark_says_what_can_be_chosen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        import_module(NAMES[name]).main(["--help"])
    assert ended.value.code == 0
    assert f"benchmarks {name}" in capsys.readouterr().out
