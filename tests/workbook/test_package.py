import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from support.libreoffice import LibreOffice
from support.sheets import TABLE, workbook

from ims_xl.workbook import fresh, package
from ims_xl.workbook.losses import losses
from ims_xl.workbook.package import Box


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fresh.draw(tmp_path / "book.xlsx", workbook())
    return tmp_path / "book.xlsx"


def with_part(path: Path, part: str, text: str = "") -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, text)
    return path


def inside(path: Path, part: str, before: str, text: str) -> Path:
    """The same file with some text put before another in one part."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, content.replace(before, text + before, 1) if name == part else content)
    return changed


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
    assert package.boxes(text) == expected


def test_a_sheet_without_anything_foreign_loses_nothing(path: Path) -> None:
    assert losses(path) == []


def test_saved_by_openpyxl_with_notes_it_loses_nothing(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Home"]["A1"].comment = Comment("a note", "Asha")
    book.save(path)
    assert losses(path) == []


@pytest.mark.libreoffice
def test_saved_by_libreoffice_with_notes_it_loses_nothing(path: Path, libreoffice: LibreOffice) -> None:
    book = openpyxl.load_workbook(path)
    book["Home"]["A1"].comment = Comment("a note", "Asha")
    book.save(path)
    assert losses(libreoffice.resave(path)) == []


@pytest.mark.parametrize(
    "part",
    [
        "xl/calcChain.xml",
        "xl/printerSettings/printerSettings1.bin",
        "xl/charts/style1.xml",
        "xl/persons/person.xml",
        "xl/metadata.xml",
    ],
)
def test_what_excel_or_sheetjs_adds_by_itself_is_no_loss(path: Path, part: str) -> None:
    assert losses(with_part(path, part)) == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("customUI/customUI14.xml", "a ribbon of its own"),
        ("customXml/item1.xml", "custom XML data (SharePoint and document systems store it)"),
        ("_xmlsignatures/sig1.xml", "a digital signature"),
        ("docMetadata/LabelInfo.xml", "a sensitivity label"),
        ("xl/threadedComments/threadedComment1.xml", "threaded comments (notes are kept)"),
        ("xl/slicers/slicer1.xml", "slicers"),
        ("xl/timelines/timeline1.xml", "timelines"),
        ("xl/activeX/activeX1.xml", "buttons, check boxes or other form controls"),
        ("xl/ctrlProps/ctrlProp1.xml", "buttons, check boxes or other form controls"),
        ("xl/embeddings/oleObject1.bin", "embedded objects"),
        ("xl/media/image1.png", "pictures"),
        ("xl/connections.xml", "connections to external data"),
        ("xl/model/item.data", "a data model (Power Pivot)"),
        ("xl/charts/chartEx1.xml", "charts of the newer kinds (waterfall, treemap, histogram and the like)"),
        ("xl/novelty/novelty1.xml", "a part this program does not know (xl/novelty/novelty1.xml)"),
    ],
)
def test_parts_that_would_be_lost_are_named(path: Path, part: str, words: str) -> None:
    assert losses(with_part(path, part)) == [words]


def extension(uri: str) -> str:
    return f'<extLst><ext xmlns:x14="urn:x" uri="{uri}"/></extLst>'


@pytest.mark.parametrize(
    ("before", "text", "words"),
    [
        ("</worksheet>", extension("{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"), "sparklines"),
        ("</worksheet>", extension("{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"), "slicers"),
        (
            "</worksheet>",
            extension("{78C0D931-6437-407d-A8EE-F0AAD7539E65}"),
            "data bars, icon sets or rules that look at other sheets",
        ),
        (
            "</worksheet>",
            extension("{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"),
            "dropdowns whose list is on another sheet",
        ),
        ("</worksheet>", extension("{0}"), "an extension this program does not know ({0})"),
        ("<pageMargins", "<protectedRanges/>", "ranges that certain users may edit"),
        ("</worksheet>", '<picture r:id="rId9"/>', "a background picture"),
        ("</worksheet>", '<legacyDrawingHF r:id="rId9"/>', "pictures in headers or footers"),
        ("</worksheet>", "<oleObjects/>", "embedded objects"),
        (
            "</sheetData>",
            '<row r="99"><c r="A99" s="1" cm="1"><f t="array" ref="A99:A101">_xlfn.UNIQUE(B1:B9)</f><v>1</v></c></row>',
            "formulas that spill (FILTER, SORT, UNIQUE and the like)",
        ),
        (
            "</sheetData>",
            '<row r="99"><c r="A99" t="e" vm="1"><v>#VALUE!</v></c></row>',
            "linked data types, cube formulas or pictures in cells",
        ),
        ("</worksheet>", "<controls/>", "buttons, check boxes or other form controls"),
    ],
)
def test_what_a_sheet_would_lose_is_named(path: Path, before: str, text: str, words: str) -> None:
    assert losses(inside(path, "xl/worksheets/sheet1.xml", before, text)) == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<xdr:sp macro=''/>", "text boxes, shapes or WordArt"),
        ("<xdr:grpSp/>", "text boxes, shapes or WordArt"),
        ("<xdr:pic/>", "pictures"),
    ],
)
def test_what_a_drawing_would_lose_is_named(path: Path, text: str, words: str) -> None:
    assert losses(inside(path, "xl/drawings/drawing1.xml", "</xdr:wsDr>", text)) == [words]


def test_text_in_cells_is_never_taken_for_a_part(tmp_path: Path) -> None:
    fresh.draw(tmp_path / "book.xlsx", workbook(text='<controls/><picture/><ext uri="{0}"/><c r="A1" cm="1"/>'))
    assert losses(tmp_path / "book.xlsx") == []


def test_each_loss_is_named_once(path: Path) -> None:
    with_part(path, "xl/slicers/slicer1.xml")
    with_part(path, "xl/slicerCaches/slicerCache1.xml")
    assert losses(path) == ["slicers"]
