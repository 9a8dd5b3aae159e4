import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.accountant import YELLOW, edit, highlight, note
from support.sheets import TABLE, THREE, table, workbook

from ims_xl.workbook import carried, fresh
from ims_xl.workbook.carried import Carried, Mark
from ims_xl.workbook.looks import Looks
from ims_xl.workbook.package import Box
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.rows import identities


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fresh.draw(tmp_path / "book.xlsx", workbook())
    return tmp_path / "book.xlsx"


def collect(path: Path) -> Carried:
    places = FilePlaces(path)
    sheet = openpyxl.load_workbook(path)["Mismatched"]
    return carried.collect(sheet, places, places.tables[TABLE], table(THREE), Looks(), same_palette=True)


@pytest.mark.parametrize("program", ["nobody", "openpyxl", pytest.param("LibreOffice", marks=pytest.mark.libreoffice)])
def test_nothing_is_the_accountants_when_nobody_changed_anything(
    path: Path, program: str, request: pytest.FixtureRequest
) -> None:
    if program == "openpyxl":
        edit(path, lambda _: None)
    elif program == "LibreOffice":
        shutil.copy(request.getfixturevalue("libreoffice").resave(path), path)
    assert collect(path).marks == {}


def test_marks_by_document_and_heading(path: Path) -> None:
    def change(book: Any) -> None:
        note(book["Mismatched"], "C6", "ask Ravi")
        highlight(book["Mismatched"], "A7")

    marks = collect(edit(path, change)).marks
    assert {row: set(cells) for row, cells in marks.items()} == {
        ("doc-0012", 0): {"Number (IMS)"},
        ("doc-INV-3", 0): {"Action"},
    }
    assert marks["doc-0012", 0]["Number (IMS)"].note is not None
    assert marks["doc-INV-3", 0]["Action"].fill.fgColor.rgb == YELLOW
    assert marks["doc-INV-3", 0]["Action"].font is None


def test_equal_rows_are_told_apart() -> None:
    assert identities(["a", "b", "a", None, 12.0]) == [("a", 0), ("b", 0), ("a", 1), ("", 0), ("12", 0)]


PLACE = Place("ims_Old", "Old", Box(4, 1, 9, 4), ("Action", "Tax", "Half", "Document key"), 5)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=B6/2", "=C8/2"),
        ("=$B6+SUM($B$5:$B$9)", "=$C8+SUM($B$5:$B$9)"),
        ('=IF(A6="B6",B6,F6)', '=IF(A8="B6",C8,F6)'),
        ("=[@Tax]/2", "=[@Tax]/2"),
        ("='My rates'!B6*B6", "='My rates'!B6*C8"),
        ("=D6", ""),  # its column is gone
    ],
)
def test_a_formula_follows_its_document_and_its_columns(formula: str, expected: str) -> None:
    mark = Mark(None, None, None, None, formula, (6, 3))
    columns = {"Action": 1, "Remarks": 2, "Tax": 3, "Half": 4}
    assert carried.follow(formula, mark, PLACE, columns, 8) == expected
