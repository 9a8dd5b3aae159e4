"""Tests of the project that mean something else on Windows, run there by the installed Python on the present source."""

import re
from pathlib import Path

import pytest
from support.windows.machine import PROGRAM, Machine

pytestmark = pytest.mark.windows
PROJECT = Path(__file__).parents[2]
FILES = (
    "tests/store",
    "tests/test_progress_file.py",
    "tests/test_replacing.py",
    "tests/test_private.py",
    "tests/test_archives.py",
    "tests/macros/test_answer.py",
    "tests/workbook/test_backups.py",
    "tests/workbook/test_file_drawing.py",
    "tests/sheets/test_reading.py",
)
# Compiled modules go to a folder of the machine, not among the sources.
_START = (
    "import sys; sys.pycache_prefix = r'C:\\compiled'; sys.path[:0] = [{paths}]; import pytest; "
    "sys.exit(pytest.main(['-p', 'no:cacheprovider', '--tb=short', *sys.argv[1:]]))"
)


@pytest.mark.parametrize("half", [0, 1])
def test_they_pass_on_windows(machine: Machine, half: int) -> None:
    paths = ", ".join(
        repr(path) for path in (f"Z:{PROJECT}/tests".replace("/", "\\"), f"Z:{PROJECT}".replace("/", "\\"), "C:\\tests")
    )
    ended = machine.run(
        rf"{PROGRAM}\python\python.exe", "-X", "utf8", "-c", _START.format(paths=paths), *FILES[half::2], cwd=PROJECT
    )
    assert ended.code == 0, ended.text
    passed = re.search(r"(\d+) passed", ended.text)
    assert passed is not None, ended.text
    assert int(passed[1]) > 30
