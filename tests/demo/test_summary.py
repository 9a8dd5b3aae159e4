"""What the demo tells at its end."""

import json
from pathlib import Path

import pytest

from ims_xl.demo.summary import show
from ims_xl.terminal import Terminal

SUMMARY: dict[str, object] = {
    "downloaded": {"b2b": 1200, "cdn": 40},
    "statuses": {"Exact Match": 33, "Mismatched": 2},
    "marked": {"Accept": 24, "Reject": 2},
    "pushed": {"Accept": 24, "Reject": 1},
    "gstr2b": {"itc_available": 123456.5, "itc_rejected": 3349.62, "documents": 40, "differences": 0},
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
    assert [" ".join(line.split()) for line in out.splitlines()[:6]] == [
        "The month",
        "Downloaded 1,240 documents",
        "Purchases 65 book documents, 7 findings",
        "Matched Exact Match 33, Mismatched 2",
        "Marked Accept 24, Reject 2, refused 1",
        "Uploaded Accept 24, Reject 1",
    ]
    expected = "GSTR-2B 40 documents, net ITC ₹1,23,456.50, of rejected documents ₹3,349.62, 0 to look at"
    assert expected in " ".join(out.split())
    assert "the workbook" in out
    assert "the report" not in out


def test_for_scripts_the_last_line_is_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    show(Terminal(as_json=True), {}, SUMMARY)
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == SUMMARY


def test_by_file_there_is_no_gstr2b_to_tell_of(capsys: pytest.CaptureFixture[str]) -> None:
    show(Terminal(), {}, {name: value for name, value in SUMMARY.items() if name != "gstr2b"})
    assert "GSTR-2B" not in capsys.readouterr().out
