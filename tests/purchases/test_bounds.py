"""What would take memory or time without end is refused in one sentence; the limits here are small ones."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ims_xl.purchases import csv_file, html_file, ods, read_purchases, xlsx

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="b2b">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def said(path: Path) -> list[str]:
    return [issue.reason for issue in read_purchases([path]).issues]


def test_lines_of_a_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "_MOST_LINES", 3)
    (tmp_path / "list.csv").write_text("a,b\n\n\n\n1,2\n")
    assert said(tmp_path / "list.csv") == ["the file has more than 3 lines"]


def test_cells_of_a_web_page_with_wide_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_file, "_MOST_CELLS", 20)
    (tmp_path / "page.xls").write_text(
        "<html><table><tr><td rowspan=3 colspan=9>a</td></tr><tr><td>b</td></tr><tr><td>c"
    )
    assert said(tmp_path / "page.xls") == ["the tables of the web page have more than 20 cells"]


@pytest.mark.parametrize("opened", ["<!--", "<td "])
def test_tags_and_comments_that_are_never_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: str) -> None:
    monkeypatch.setattr(html_file, "_MOST_OPEN", 3)
    (tmp_path / "page.xls").write_text("<html><table><tr><td>a</td>" + opened * 4)
    assert said(tmp_path / "page.xls") == ["the web page is broken: its tags are not closed"]


def test_a_cell_far_out_in_an_open_document_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods, "_MOST_CELLS", 100)
    cell = "<table:table-cell><text:p>x</text:p></table:table-cell>"
    blank = '<table:table-row table:number-rows-repeated="49"/>'
    row = f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{cell}</table:table-row>'
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(blank + row))
    assert said(tmp_path / "list.ods") == ["a cell stands as far out as row 50, column 3"]


def test_cells_of_a_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "_MOST_CELLS", 5)
    (tmp_path / "list.csv").write_text("a,b,c\n,,,,\n")
    assert said(tmp_path / "list.csv") == ["the file has more than 5 cells"]


@pytest.mark.parametrize("quoted", ["", '"un"usual"'])
def test_a_record_wider_than_any_sheet(tmp_path: Path, quoted: str) -> None:
    (tmp_path / "list.csv").write_text(f"a,b,{quoted}\n1,2\n" + "," * 16_384 + "\n")
    (issue,) = read_purchases([tmp_path / "list.csv"]).issues
    assert (issue.reason, issue.row) == ("the record has more than 16,384 cells", 3)


def test_many_small_sheets_whose_last_cells_stand_far_out_are_read_the_slow_way() -> None:
    cell = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="300000"><c r="Z300000"><v>1</v></c></row>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        names = [f"worksheets/sheet{n}.xml" for n in range(7)]
        sheets = "".join(f'<sheet name="S{n}" xmlns:r="r" r:id="i{n}"/>' for n in range(7))
        archive.writestr("xl/workbook.xml", f"<workbook><sheets>{sheets}</sheets></workbook>")
        links = "".join(f'<Relationship Id="i{n}" Target="{name}"/>' for n, name in enumerate(names))
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        for name in names:
            archive.writestr(f"xl/{name}", b"<worksheet><sheetData>" + cell + b"</sheetData></worksheet>")
    assert xlsx.details(data.getvalue()).is_far  # 7.8 million cells each, 54.6 million in all


def test_of_many_sheets_ten_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(2, 13):
        book.create_sheet(f"S{number}")
    book.save(tmp_path / "list.xlsx")
    (reason,) = said(tmp_path / "list.xlsx")
    assert reason == "no purchase data was found in the sheets Sheet, S2, S3, S4, S5, S6, S7, S8, S9, S10 and 2 more"
