import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from support.accountant import edit
from support.libreoffice import LibreOffice
from support.sheets import workbook

from ims_xl.workbook.file import FileBook

CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Asha &amp; Rao</dc:creator>'
    "<cp:lastModifiedBy>Ravi</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2025-10-03T04:05:06Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2025-11-12T05:30:00Z</dcterms:modified></cp:coreProperties>'
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    "<Application>Microsoft Excel</Application><DocSecurity>0</DocSecurity>{lists}"
    "<Manager>S. Iyer</Manager><Company>Rao &amp; Iyer</Company><AppVersion>16.0300</AppVersion></Properties>"
)
LISTS = (
    '<HeadingPairs><vt:vector size="2" baseType="variant"><vt:variant><vt:lpstr>Worksheets</vt:lpstr></vt:variant>'
    "<vt:variant><vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs>"
    '<TitlesOfParts><vt:vector size="1" baseType="lpstr"><vt:lpstr>Home</vt:lpstr></vt:vector></TitlesOfParts>'
)
EXCEL = {"docProps/core.xml": CORE, "docProps/app.xml": APP.format(lists=LISTS)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in EXCEL if name in archive.namelist()}


def with_parts(path: Path, texts: Mapping[str, str]) -> None:
    """The same file with these properties and no others."""
    with zipfile.ZipFile(path) as archive:
        there = {name: archive.read(name) for name in archive.namelist() if name not in EXCEL}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**there, **{name: text.encode() for name, text in texts.items()}}.items():
            archive.writestr(name, text)


def test_a_workbook_excel_saved_keeps_its_author_and_program(path: Path, validate: Callable[[Path], None]) -> None:
    with_parts(path, EXCEL)
    before = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    FileBook(path).draw(workbook())
    found = parts(path)
    saved = re.search(r">([^<]*)</dcterms:modified>", found["docProps/core.xml"])
    assert saved is not None
    assert saved[1] >= before
    assert found["docProps/core.xml"] == CORE.replace("2025-11-12T05:30:00Z", saved[1])
    assert found["docProps/app.xml"] == APP.format(lists="")
    validate(path)


@pytest.mark.libreoffice
def test_a_workbook_libreoffice_saved_keeps_its_author_and_program(path: Path, libreoffice: LibreOffice) -> None:
    saved = libreoffice.resave(path)
    before = parts(saved)
    FileBook(saved).draw(workbook())
    assert "<Application>LibreOffice/" in before["docProps/app.xml"]
    assert parts(saved)["docProps/app.xml"] == before["docProps/app.xml"]
    assert re.search(r"<dc:creator(/>|></dc:creator>)", parts(saved)["docProps/core.xml"])


def test_nobody_becomes_the_author_of_a_workbook_without_one(path: Path) -> None:
    edit(path, lambda _: None)  # openpyxl leaves an empty author out, and takes that for itself when it reads
    FileBook(path).draw(workbook())
    FileBook(path).draw(workbook())
    assert "creator" not in parts(path)["docProps/core.xml"]


def test_a_workbook_without_properties_gets_none(path: Path, validate: Callable[[Path], None]) -> None:
    with_parts(path, {})
    FileBook(path).draw(workbook())
    found = parts(path)
    assert re.search("openpyxl", "".join(found.values()), re.IGNORECASE) is None
    assert openpyxl.load_workbook(path).sheetnames == ["Home", "Mismatched", "Lists", "_ims"]
    validate(path)
