"""What a stranger writes into a name comes back as he wrote it, whoever reads the file."""

import io

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ims_xl.reports.text_sheet import TextSheet
from ims_xl.workbook.cell_values import clean

PIECES = [
    "<r>",
    "</r>",
    "_x0041_",
    "_x005F_",
    "x000D_",
    "_",
    "&#10;",
    "&",
    "\r",
    "\x1b",
    "\ud83d",
    "\U0001f600",
    " ",
    "A",
]


def written(texts: list[str], *, constant_memory: bool = False) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": constant_memory}) as book:
        sheet = book.add_worksheet("Texts", TextSheet)
        for row, text in enumerate(texts):
            assert sheet.write_string(row, 0, text) == 0
    return file.getvalue()


def read(data: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize("constant_memory", [False, True])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join), min_size=1, max_size=5))
@example(["<r>A & B</r>"])  # XlsxWriter writes this as markup, and the file is broken
@example(["_x0041_x0042_"])  # XlsxWriter escapes the first of the two only
def test_every_text_comes_back(constant_memory: bool, texts: list[str]) -> None:
    cleaned = [clean(text) for text in texts]
    assert read(written(cleaned, constant_memory=constant_memory)) == cleaned


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("\U0001f600" * 16_383 + "x", "\U0001f600" * 16_383 + "x"),  # 32,767 as Excel counts
        ("\U0001f600" * 16_384, "\U0001f600" * 16_383 + "…"),
        ("<r>" + "&" * 32_760 + "</r>", "<r>" + "&" * 32_760 + "</r>"),
    ],
    ids=["full", "too long", "astral, full", "astral, too long", "markup, full"],
)
def test_a_text_as_long_as_a_cell_holds_comes_back(text: str, cut: str) -> None:
    assert clean(text) == cut
    assert read(written([cut])) == [cut]


def test_the_slow_reader_reads_the_markup_too() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(["<r>A & B</r>", "<r></r>", "_x0041_"]))).active
    assert [cell.value for cell in sheet["A"]] == ["<r>A & B</r>", "<r></r>", "_x0041_"]
