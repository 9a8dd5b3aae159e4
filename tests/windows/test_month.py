"""Two months on Windows, through the `ims-xl` that the installer put there: by the portal's files, and on the sandbox."""

import json
from pathlib import Path

import openpyxl
import pytest
from support.twenty import RECIPIENT, write_twenty
from support.windows.machine import Machine

pytestmark = pytest.mark.windows


def test_the_month_by_files_with_its_output_in_a_pipe(machine: Machine, folder: Path) -> None:
    files = write_twenty(folder)
    book, report = "अक्टूबर.xlsx", "रिपोर्ट.xlsx"
    said = []
    for words in (
        ["new", book, "--gstin", RECIPIENT, "--period", "102026"],
        ["import-json", book, files.ims.name],
        ["purchases", book, files.register.name, files.gstr2b.name],
        ["match", book],
        ["suggest", book, "--apply"],
        ["check", book, "--json"],
        ["preview", book],
        ["export-json", book, "up.json"],
        ["report", book, report],
        ["verify", report],
    ):
        ended = machine.run("ims-xl", *words, cwd=folder)
        assert ended.code == 0, (words, ended.text)
        assert b"OK " in ended.out + ended.err  # the tick, in cp1252
        said.append(ended.out.decode("cp1252"))
    assert json.loads(said[5].splitlines()[-1])["refused"] == 0
    assert "up.json holds 18 decisions: Accept 14, Reject 0, Pending 4, No Action 0" in said[7]
    decisions = json.loads((folder / "up.json").read_text(encoding="utf-8"))
    assert sum(len(lines) for lines in decisions["invdata"].values() if isinstance(lines, list)) == 18
    assert "Match Status" in openpyxl.load_workbook(folder / book).sheetnames
    assert sorted(path.name for path in folder.glob("*.tmp*")) == []


def test_the_month_on_the_sandbox_in_utf_8(machine: Machine, folder: Path) -> None:
    ended = machine.run("ims-xl", "demo", "--out", "अभ्यास", cwd=folder, variables={"PYTHONUTF8": "1"})
    assert ended.code == 0, ended.text
    assert "✔ 33 of 34 decisions are on the portal; 1 mark is refused" in ended.text
    assert "37 documents, as decided; net ITC ₹2,39,590.23" in ended.text
    assert {path.name for path in (folder / "अभ्यास").glob("*.xlsx")} == {
        "IMS Oct-2026.xlsx",
        "IMS Nov-2026.xlsx",
        "Auditor report Oct-2026.xlsx",
    }
