"""Strings that are there keep their numbers; new ones come behind them."""

import zipfile
from pathlib import Path

import pytest

from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.strings import SharedStrings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)


def opened(path: Path, strings: str = "") -> Parts:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        if strings:
            archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
            archive.writestr("xl/sharedStrings.xml", strings)
    return Parts(path)


def written(parts: Parts, path: Path) -> str:
    parts.save(path)
    parts.close()
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("p", ["", "x:"])
def test_new_strings_come_behind_the_old_ones(tmp_path: Path, p: str) -> None:
    space = f'xmlns{":x" if p else ""}="{MAIN}"'
    old = (
        f"<{p}si><{p}t>a &amp; b</{p}t></{p}si><{p}si><{p}r><{p}t>rich</{p}t></{p}r></{p}si>"
        f"<{p}si><{p}t/></{p}si><{p}si><{p}t>a &amp; b</{p}t></{p}si>"
    )
    parts = opened(tmp_path / "a.zip", f'<{p}sst {space} count="9" uniqueCount="4">{old}</{p}sst>')
    strings = SharedStrings(parts, "xl/workbook.xml")
    assert [strings.number(text) for text in ("a & b", "rich", " new<", "rich")] == [0, 4, 5, 4]
    assert written(parts, tmp_path / "b.zip") == (
        f'<{p}sst {space} uniqueCount="6">{old}<{p}si><{p}t>rich</{p}t></{p}si>'
        f'<{p}si><{p}t xml:space="preserve"> new&lt;</{p}t></{p}si></{p}sst>'
    )


def test_an_empty_list_and_none(tmp_path: Path) -> None:
    parts = opened(tmp_path / "a.zip", f'<sst xmlns="{MAIN}"/>')
    assert SharedStrings(parts, "xl/workbook.xml").number("x") == 0
    assert written(parts, tmp_path / "b.zip") == f'<sst xmlns="{MAIN}" uniqueCount="1"><si><t>x</t></si></sst>'
    parts = opened(tmp_path / "c.zip")
    assert SharedStrings(parts, "xl/workbook.xml").number("x") == 0
    assert written(parts, tmp_path / "d.zip").endswith(' uniqueCount="1"><si><t>x</t></si></sst>')


def test_strings_that_nobody_added_to_are_as_they_were(tmp_path: Path) -> None:
    text = f'<sst xmlns="{MAIN}" count="1"><si><t>x</t></si></sst>\n'
    parts = opened(tmp_path / "a.zip", text)
    assert SharedStrings(parts, "xl/workbook.xml").number("x") == 0
    assert written(parts, tmp_path / "b.zip") == text
