"""A step waits for a new Python: what it does not need is not imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ims_xl.samples.company import RECIPIENT

NEVER_AT_START = [
    "cryptography", "flask", "http.client", "keyring", "numpy", "openpyxl", "pandas", "pydantic", "python_calamine",
    "rapidfuzz", "requests", "rich.console", "sqlite3", "ssl", "xlsxwriter", "xlwings",
]  # fmt: skip
NOT_FOR_A_CHECK = [
    "cryptography", "flask", "http.client", "keyring", "openpyxl", "pydantic", "rapidfuzz", "requests", "rich.progress",
    "ssl", "xlsxwriter", "xlwings",
]  # fmt: skip
"""The workbook is drawn without XlsxWriter; openpyxl reads formulas, where the accountant's have to move."""


def imported(code: str, names: list[str], home: Path) -> list[str]:
    """Which of the modules are there after the code ran in a Python of its own."""
    report = f"{code}\nimport json, sys\nprint(json.dumps([name for name in {names} if name in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-E", "-P", "-c", report],
        cwd=home,
        env={**os.environ, "IMS_XL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_words_of_the_command_line_are_read_without_any_heavy_module(tmp_path: Path) -> None:
    assert imported("import ims_xl.cli", NEVER_AT_START, tmp_path) == []


def test_a_module_that_is_there_is_reported(tmp_path: Path) -> None:
    assert imported("import sqlite3, ims_xl.cli", NEVER_AT_START, tmp_path) == ["sqlite3"]


@pytest.mark.parametrize("words", [["check", "book.xlsx"], ["preview", "book.xlsx"]])
def test_a_step_on_a_workbook_that_only_we_wrote_imports_only_what_it_needs(tmp_path: Path, words: list[str]) -> None:
    run = (
        "from ims_xl.cli import main\ntry:\n    main({})\nexcept SystemExit as end:\n    assert not end.code, end.code"
    )
    new = ["new", "book.xlsx", "--gstin", RECIPIENT, "--period", "102026"]
    imported(run.format(new), [], tmp_path)
    assert imported(run.format(words), NOT_FOR_A_CHECK, tmp_path) == []
