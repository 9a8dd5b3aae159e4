"""What the demo tells at its end."""

import json
from pathlib import Path

import pytest

from ims_xl.demo.summary import show
from ims_xl.terminal import Terminal

SUMMARY: dict[str, object] = {
    "downloaded": {"b2b": 1200},
    "statuses": {"Exact Match": 33},
    "marked": {"Accept": 24},
    "pushed": {"Accept": 24},
    "gstr2b": {"itc_available": 123456.5, "documents": 40},
    "purchases": 65,
    "purchase_issues": 7,
    "refused": 1,
}


def test_figures_are_named_and_grouped_as_in_india_and_only_files_that_are_there_are_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, report = tmp_path / "book.xlsx", tmp_path / "report.xlsx"
    book.touch()
    show(Terminal(), {"the workbook": book, "the report": report}, SUMMARY)
    out = capsys.readouterr().out
    rows = [" ".join(line.replace("│", " ").replace("┃", " ").split()) for line in out.splitlines()]
    assert "ITC available, net ₹ 1,23,456.50" in "\n".join(rows)
    assert "Purchases book documents 65" in rows
    assert "Refused marks 1" in rows
    assert "the workbook" in out
    assert "the report" not in out


def test_for_scripts_the_last_line_is_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    show(Terminal(as_json=True), {}, SUMMARY)
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == SUMMARY


def test_by_file_there_is_no_gstr2b_to_tell_of(capsys: pytest.CaptureFixture[str]) -> None:
    show(Terminal(), {}, {name: value for name, value in SUMMARY.items() if name != "gstr2b"})
    assert "GSTR-2B" not in capsys.readouterr().out
