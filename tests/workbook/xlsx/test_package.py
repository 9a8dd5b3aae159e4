import zipfile
from pathlib import Path

import pytest
from support.sheets import TABLE, workbook

from ims_xl.workbook import file_drawing, ranges
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.unsupported_parts import unsupported
from ims_xl.workbook.xlsx import package


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file_drawing.draw_new(tmp_path / "book.xlsx", workbook())
    return tmp_path / "book.xlsx"


def with_part(path: Path, part: str, text: str = "") -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, text)
    return path


def test_sheets_tables_and_names(path: Path) -> None:
    found = package.read(path)
    assert list(found.sheets) == ["Home", "Mismatched", "Lists", "_ims"]
    assert found.tables[TABLE].box == Box(4, 1, 7, 8)
    assert found.tables[TABLE].headers[0] == "Action"
    assert found.names["ims_table_ims_Mismatched"] == "'Mismatched'!$A$4:$H$7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'My ''own'' sheet'!$A$1:$C$3", [("My 'own' sheet", Box(1, 1, 3, 3))]),
        ("Home!$A$1,Home!$B$2:$C$2", [("Home", Box(1, 1, 1, 1)), ("Home", Box(2, 2, 2, 3))]),
        ("'a,b'!$AA$10", [("a,b", Box(10, 27, 10, 27))]),
        (
            "_xlfngnumeric.ERROR(\"'Home'!$A$1:$A$1,'Home'!$B$2:$C$2\")",
            [("Home", Box(1, 1, 1, 1)), ("Home", Box(2, 2, 2, 3))],
        ),
        ("Home!#REF!", []),
        ("123", []),
        ("#REF!", []),
    ],
)
def test_references_of_a_name(text: str, expected: list[tuple[str, Box]]) -> None:
    assert ranges.boxes(text) == expected


def test_a_signature_and_a_change_log_are_named_once(path: Path) -> None:
    assert unsupported(path) == []
    for part in (
        "_xmlsignatures/sig1.xml",
        "_xmlsignatures/origin.sigs",
        "xl/revisions/log1.xml",
        "xl/slicers/slicer1.xml",
    ):
        with_part(path, part)
    assert unsupported(path) == ["a digital signature", "the change history of a shared workbook"]
