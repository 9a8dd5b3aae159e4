import shutil
from pathlib import Path
from typing import Any

import pytest
from support.accountant import YELLOW, edit, highlight, note
from support.sheets import TABLE, THREE, table, workbook

from ims_xl.workbook import annotations, file_drawing
from ims_xl.workbook.annotations import Annotations, Formats, Mark
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.rows import identities
from ims_xl.workbook.xlsx.notes import Notes
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.stylesheet import Stylesheet
from ims_xl.workbook.xlsx.worksheet import Worksheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file_drawing.draw_new(tmp_path / "book.xlsx", workbook())
    return tmp_path / "book.xlsx"


def opened(path: Path) -> tuple[Worksheet, Annotations, Stylesheet]:
    """The sheet without the cells that are as we drew them, and what was collected from the others."""
    places, parts = FilePlaces(path), Parts(path)
    place, part = places.tables[TABLE], places.package.sheets["Mismatched"]
    stylesheet = Stylesheet(parts.read("xl/styles.xml"))
    formats = Formats(stylesheet, same_palette=True)
    sheet = Worksheet.read(parts.blocks(part), annotations.skipped(place, table(THREE), formats, set()))
    found = annotations.collect(sheet, Notes(parts, part, sheet), parts, places, place, table(THREE), formats)
    parts.close()
    return sheet, found, stylesheet


def collect(path: Path) -> Annotations:
    return opened(path)[1]


@pytest.mark.parametrize("program", ["nobody", "openpyxl", pytest.param("LibreOffice", marks=pytest.mark.libreoffice)])
def test_nothing_is_the_accountants_when_nobody_changed_anything(
    path: Path, program: str, request: pytest.FixtureRequest
) -> None:
    if program == "openpyxl":
        edit(path, lambda _: None)
    elif program == "LibreOffice":
        shutil.copy(request.getfixturevalue("libreoffice").resave(path), path)
    sheet, found, _ = opened(path)
    assert found.marks == {}
    assert [at for at in sheet.cells if at[0] > 4] == []  # nothing of the table was read


def test_marks_by_document_and_heading(path: Path) -> None:
    def change(book: Any) -> None:
        note(book["Mismatched"], "C6", "ask Ravi")
        highlight(book["Mismatched"], "A7")

    _, found, stylesheet = opened(edit(path, change))
    marks = found.marks
    assert {row: set(cells) for row, cells in marks.items()} == {
        ("doc-0012", 0): {"Number (IMS)"},
        ("doc-INV-3", 0): {"Action"},
    }
    assert marks["doc-0012", 0]["Number (IMS)"].note is not None
    paint = marks["doc-INV-3", 0]["Action"].paint
    assert paint is not None
    assert (paint.font, paint.fill, stylesheet.look(paint.format).fill) == (False, True, YELLOW[2:])


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
    mark = Mark(formula=formula, at=(6, 3))
    columns = {"Action": 1, "Remarks": 2, "Tax": 3, "Half": 4}
    assert annotations.follow(formula, mark, PLACE, columns, 8) == expected
