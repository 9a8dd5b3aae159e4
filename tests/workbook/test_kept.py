"""What accountants and newer Excels put into a workbook is there after a step, most of it byte for byte."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.sheets import THREE, documents, home, mismatched, table, workbook

from ims_xl.workbook.file import FileBook
from ims_xl.workbook.places import FilePlaces
from ims_xl.workbook.sheet import Sheet

FOUR = documents(
    ("", "INV-0", "2025-09-30", 5.0),
    ("Reject", "0012", "2025-10-02", 250.25),
    ("Accept", "INV-1", "2025-10-01", -1234567.00),
    ("Pending", "INV-3", "2025-10-03", -99.50),
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships"
MICROSOFT = "application/vnd.ms-excel"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "book.xlsx"
    FileBook.create(target).draw(workbook())
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def change(path: Path, added: dict[str, str], **texts: Callable[[str], str]) -> None:
    """Save the file with parts added, and with parts changed: `Mismatched` is the sheet, other words are parts."""
    names = {"Mismatched": FilePlaces(path).package.sheets["Mismatched"], "types": "[Content_Types].xml"}
    names |= {"workbook": "xl/workbook.xml", "relations": "xl/_rels/workbook.xml.rels"}
    there = {name: text.decode() for name, text in parts(path).items()}
    for word, edit in texts.items():
        there[names[word]] = edit(there[names[word]])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**there, **added}.items():
            archive.writestr(name, text)


def override(part: str, kind: str) -> Callable[[str], str]:
    return lambda text: text.replace("</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>')


def relation(link: str, kind: str, target: str) -> Callable[[str], str]:
    made = f'<Relationship Id="{link}" Type="{kind}" Target="{target}"/></Relationships>'
    return lambda text: text.replace("</Relationships>", made)


def test_every_part_that_is_not_ours_is_the_same_byte_for_byte(path: Path) -> None:
    added = {
        "xl/slicers/slicer1.xml": "<slicers  >odd  spacing</slicers>",
        "xl/vbaProject.bin": "\x00\x01 no XML at all",
        "customXml/item1.xml": "<a/>",
        "xl/media/image1.png": "picture",
        "xl/worksheets/sheet9.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" cm="1"><f t="array" '
        'ref="A1:A3">_xlfn.UNIQUE(B1:B9)</f><v>1</v></c></row></sheetData><extLst><ext uri="{05C60535}"/></extLst></worksheet>',
    }
    change(
        path,
        added,
        types=override(
            "xl/worksheets/sheet9.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        ),
        relations=relation("rId99", f"{OFFICE}/worksheet", "worksheets/sheet9.xml"),
        workbook=lambda text: text.replace("</sheets>", '<sheet name="Own" sheetId="99" r:id="rId99"/></sheets>'),
    )
    FileBook(path).draw(workbook(FOUR))
    found = parts(path)
    assert {name: found[name].decode() for name in added} == added
    assert FilePlaces(path).package.sheets["Own"] == "xl/worksheets/sheet9.xml"


def test_sheets_that_hold_what_is_drawn_are_not_written(path: Path) -> None:
    sheets = FilePlaces(path).package.sheets
    change(path, {}, Mismatched=lambda text: text.replace('zoomScale="85"', 'zoomScale="85"  '))
    before = parts(path)
    FileBook(path).draw(workbook())
    after = parts(path)
    assert {name for name in before if before[name] != after[name]} <= {
        "[Content_Types].xml", "docProps/core.xml", "xl/workbook.xml",
    }  # fmt: skip
    FileBook(path).draw(workbook(text="another month"))
    assert {title for title, part in sheets.items() if parts(path)[part] != before[part]} == {"_ims"}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ('t="s"><v>', 't="str"><v>X'),  # a value that was typed over
        ("<sheetData>", '<sheetData><row r="1"><c r="A1"><v>7</v></c></row>'),
    ],
)
def test_a_sheet_in_which_a_cell_of_ours_was_changed_is_written(path: Path, before: str, now: str) -> None:
    change(path, {}, Mismatched=lambda text: text.replace(before, now, 1))
    FileBook(path).draw(workbook())
    sheet = openpyxl.load_workbook(path)["Mismatched"]
    assert [sheet[cell].value for cell in ("A1", "B1", "A4", "B5")] == [
        "◂ Home",
        "Mismatched",
        "Action",
        "Asha Traders",
    ]


COMMENT = (
    f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList>'
    '<comment ref="C6" authorId="0"><text><t>[Threaded comment] ask Ravi</t></text></comment></commentList></comments>'
)
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="C6" dT="2025-11-01T10:00:00.00" personId="{9}" id="{1}"><text>ask Ravi</text></threadedComment>'
    '<threadedComment ref="C6" dT="2025-11-02T10:00:00.00" personId="{8}" id="{2}" parentId="{1}"><text>done</text>'
    "</threadedComment></ThreadedComments>"
)
PERSONS = '<personList xmlns="u"/>'
SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1"'
    ' style="mine"><x:ClientData ObjectType="Note"><x:Anchor>3, 15, 5, 10, 5, 15, 9, 4</x:Anchor><x:Row>5</x:Row>'
    '<x:Column>2</x:Column></x:ClientData></v:shape><v:shape id="_x0000_s2"><x:ClientData ObjectType="Button">'
    "<br></x:ClientData></v:shape></xml>"
)


def with_thread(path: Path) -> None:
    part = FilePlaces(path).package.sheets["Mismatched"]
    name = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    links = parts(path)[name].decode()
    for link, kind, target in (
        ("rIdC", f"{OFFICE}/comments", "../comments1.xml"),
        ("rIdV", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rIdT", f"{THREADS}/threadedComment", "../threadedComments/threadedComment1.xml"),
    ):
        links = relation(link, kind, target)(links)
    change(
        path,
        {
            "xl/comments1.xml": COMMENT,
            "xl/threadedComments/threadedComment1.xml": THREAD,
            "xl/persons/person.xml": PERSONS,
            "xl/drawings/vmlDrawing1.vml": SHAPES,
            name: links,
        },
        Mismatched=lambda text: text.replace("<tableParts", '<legacyDrawing r:id="rIdV"/><tableParts'),
    )


def test_a_thread_of_comments_follows_its_document(path: Path) -> None:
    with_thread(path)
    FileBook(path).draw(workbook(documents(("", "INV-9", "2025-09-30", 5.0), *rows(FOUR.iloc[[0, 2, 1]]))))
    found = {name: text.decode() for name, text in parts(path).items()}
    assert re.findall(r'<comment ref="(\w+)"', found["xl/comments1.xml"]) == ["C8"]
    thread = found["xl/threadedComments/threadedComment1.xml"]
    assert re.findall(r'ref="(\w+)" dT="([^"]+)" personId="({\d})" id="({\d})"', thread) == [
        ("C8", "2025-11-01T10:00:00.00", "{9}", "{1}"),
        ("C8", "2025-11-02T10:00:00.00", "{8}", "{2}"),
    ]
    shapes = found["xl/drawings/vmlDrawing1.vml"]
    assert "<x:Row>7</x:Row>" in shapes
    assert "<x:Anchor>3, 15, 7, 10, 5, 15, 11, 4</x:Anchor>" in shapes
    assert 'style="mine"' in shapes
    assert '<x:ClientData ObjectType="Button"><br></x:ClientData>' in shapes
    assert found["xl/persons/person.xml"] == PERSONS


def rows(frame: object) -> list[tuple[str, str, str, float]]:
    return [(r.action, r.number, str(r.date.date()), r.tax) for r in frame.itertuples()]  # type: ignore[attr-defined]


def test_a_thread_of_comments_goes_with_its_document_to_another_sheet(path: Path) -> None:
    with_thread(path)
    exact = Sheet("exact", "Exact Match", tables=(table(THREE.iloc[1:2], name="ims_ExactMatch"),))
    FileBook(path).draw([home(THREE), exact, mismatched(THREE.iloc[[0, 2]]), *workbook()[2:]])
    found = {name: text.decode() for name, text in parts(path).items()}
    assert "<comment " not in found["xl/comments1.xml"]
    assert re.findall(r'<comment ref="(\w+)"', found["xl/comments2.xml"]) == ["C5"]
    assert "<author>tc={1}</author>" in found["xl/comments2.xml"]
    assert "threadedComment " not in found["xl/threadedComments/threadedComment1.xml"]
    assert found["xl/threadedComments/threadedComment2.xml"].count('ref="C5"') == 2
    assert 'PartName="/xl/threadedComments/threadedComment2.xml"' in found["[Content_Types].xml"]
    assert "<x:Row>4</x:Row>" in found["xl/drawings/vmlDrawing2.vml"]
    assert openpyxl.load_workbook(path)["Exact Match"]["C5"].comment.text.endswith("ask Ravi")


def test_what_newer_programs_say_of_the_lines_lies_over_all_of_them(path: Path) -> None:
    added = '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings xmlns:x14="u" xmlns:xm="m">'
    added += "<x14:conditionalFormatting><xm:sqref>E5:E7 N1</xm:sqref></x14:conditionalFormatting>"
    added += "</x14:conditionalFormattings></ext></extLst></worksheet>"
    change(
        path,
        {},
        Mismatched=lambda text: text.replace("</worksheet>", added).replace(
            "<dataValidations",
            '<conditionalFormatting sqref="B5:C7"><cfRule type="duplicateValues" priority="99"/></conditionalFormatting>'
            "<dataValidations",
        ),
    )
    FileBook(path).draw(workbook(FOUR))
    text = parts(path)[FilePlaces(path).package.sheets["Mismatched"]].decode()
    assert "<xm:sqref>E5:E8 N1</xm:sqref>" in text
    assert '<conditionalFormatting sqref="B5:C8"><cfRule type="duplicateValues" priority="99"/>' in text


def test_the_look_of_the_table_and_of_own_columns_stays(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Mismatched"]
    sheet.tables["ims_Mismatched"].tableStyleInfo.name = "TableStyleDark3"
    sheet["I4"], sheet["I6"] = "Share", 0.25
    sheet["I6"].number_format = "0.0%"
    book.save(path)
    shares = FOUR.assign(Share=[None, 0.25, None, None])
    FileBook(path).draw(workbook(shares, ("Share",)))
    sheet = openpyxl.load_workbook(path)["Mismatched"]
    assert sheet.tables["ims_Mismatched"].tableStyleInfo.name == "TableStyleDark3"
    assert [sheet.cell(row, 9).number_format for row in (5, 6, 7)] == ["General", "0.0%", "General"]
    assert [column.name for column in sheet.tables["ims_Mismatched"].tableColumns][-1] == "Share"


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days(path: Path) -> None:
    change(path, {}, workbook=lambda text: text.replace("<workbookPr ", '<workbookPr date1904="1" '))
    FileBook(path).draw(workbook(FOUR))
    sheet = openpyxl.load_workbook(path)["Mismatched"]
    assert [str(sheet.cell(row, 4).value.date()) for row in (5, 6)] == ["2025-09-30", "2025-10-02"]


def test_a_row_of_totals_stays_below_its_table(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Mismatched"]
    sheet["B8"], sheet["E8"], sheet["C9"] = "Sum", "=SUBTOTAL(109,E5:E7)", "mine"
    there = sheet.tables["ims_Mismatched"]
    there.ref, there.totalsRowCount = "A4:H8", 1
    there.tableColumns[1].totalsRowLabel, there.tableColumns[4].totalsRowFunction = "Sum", "sum"
    book.save(path)
    for _ in range(2):
        FileBook(path).draw(workbook(FOUR))
        assert FileBook(path).tables()["ims_Mismatched"].rows["Number (IMS)"].to_list() == [
            "INV-0", "0012", "INV-1", "INV-3",
        ]  # fmt: skip
        sheet = openpyxl.load_workbook(path)["Mismatched"]
        there = sheet.tables["ims_Mismatched"]
        assert (there.ref, there.autoFilter.ref, there.totalsRowCount) == ("A4:H9", "A4:H8", 1)
        assert (sheet["B9"].value, sheet["E9"].value) == ("Sum", "=SUBTOTAL(109,ims_Mismatched[Tax difference])")
        assert sheet["C11"].value == "mine"


def test_green_corners_that_the_accountant_hid_beside_our_tables_stay_hidden(path: Path) -> None:
    mine = '<ignoredErrors><ignoredError sqref="N1:N9" numberStoredAsText="1"/><ignoredError sqref="E5" formula="1"/>'
    change(path, {}, Mismatched=lambda text: text.replace("<ignoredErrors>", mine))
    FileBook(path).draw(workbook(FOUR))
    text = parts(path)[FilePlaces(path).package.sheets["Mismatched"]].decode()
    assert re.findall(r'<ignoredError sqref="([^"]+)" (\w+)=', text) == [
        ("N1:N9", "numberStoredAsText"),
        ("E5", "formula"),
        ("B5:B8 C5:C8 F5:F8 G5:G8 H5:H8", "numberStoredAsText"),
    ]


def test_our_chart_is_drawn_again_where_another_program_wrote_it_in_its_way(path: Path) -> None:
    before = parts(path)["xl/charts/chart1.xml"]
    change(path, {"xl/charts/chart1.xml": before.decode().replace('<c:gapWidth val="60"/>', "<odd/>")})
    FileBook(path).draw(workbook())
    assert parts(path)["xl/charts/chart1.xml"] == before
