"""What is drawn is read back as it was, and drawing what was read changes nothing."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.sheets import TABLE, Drawn, documents, workbook

from ims_xl.workbook import cell_values
from ims_xl.workbook.file import FileBook
from ims_xl.workbook.sheet import Sheet

TRICKY = [
    "0012",
    "1E5",
    "1234567890123456",
    "=1+1",
    "+91 98",
    "-5",
    "@SUM(A1)",
    "'x",
    "TRUE",
    "#N/A",
    "1/2",
    "_x000D_",
    " a ",
    "a\nb",
]
HEADERS = ("Number (IMS)", "Remarks", "Why", "Asked")
texts = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def month(numbers: list[str], remarks: str, own: str) -> list[Sheet]:
    rows = documents(*((("Accept", number, "2025-10-01", 1.0)) for number in numbers))
    rows = rows.assign(remarks=remarks, why=remarks, key=[f"doc-{rank}" for rank in range(len(rows))])
    return workbook(rows.assign(Asked=pd.Series([own] * len(rows), dtype="object")), own=("Asked",))


def read(path: Path) -> list[list[object]]:
    rows = FileBook(path).tables()[TABLE].rows
    return rows[list(HEADERS)].to_numpy().tolist()


def plain(text: str) -> object:
    return cell_values.plain(text)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=4), texts, texts)
@example(TRICKY, "\t=1\r\n\x00", "x" * 40_000)
@example(["0012"], "0012", "1E5")
def test_text_is_read_back_as_it_was_drawn(numbers: list[str], remarks: str, own: str) -> None:
    """Both ways of drawing: the first makes the file, the second redraws it in place."""
    expected = [[plain(number), plain(remarks), plain(remarks), plain(own)] for number in numbers]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        for _ in range(2):
            book = FileBook(path) if path.exists() else FileBook.create(path)
            book.draw(month(numbers, remarks, own))
            assert read(path) == expected


@pytest.mark.parametrize("ways", ["anew", "in place"])
def test_drawing_without_a_change_changes_nothing(tmp_path: Path, ways: str) -> None:
    path = tmp_path / "book.xlsx"
    FileBook.create(path).draw(month(TRICKY, "=1+1", "0012"))
    before = {name: table.rows for name, table in FileBook(path).tables().items()}
    FileBook(path, memory=Drawn(lambda _: ways == "anew")).draw(month(TRICKY, "=1+1", "0012"))
    after = FileBook(path).tables()
    assert list(after) == list(before)
    for name, rows in before.items():
        pd.testing.assert_frame_equal(after[name].rows, rows)
