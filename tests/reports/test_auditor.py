import errno
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from ims_xl.issues import ImsError
from ims_xl.reports.auditor import write_report
from ims_xl.reports.report import Report, SummaryTable
from ims_xl.reports.verify import verify
from ims_xl.workbook.sheet import Column


@pytest.fixture
def written(tmp_path: Path, report: Report) -> Path:
    write_report(tmp_path / "report.xlsx", report)
    return tmp_path / "report.xlsx"


def rows(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_the_sheets_stand_in_order_and_all_are_visible(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Cover", "Summary", "Exact Match", "Mismatched", "Missing in IMS", "Seals"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not any(column.hidden for sheet in book for column in sheet.column_dimensions.values())
    assert not any(row.hidden for sheet in book for row in sheet.row_dimensions.values())


def test_the_cover_prints_the_seal_the_writer_gives_back(tmp_path: Path, report: Report) -> None:
    seal = write_report(tmp_path / "report.xlsx", report)
    assert rows(tmp_path / "report.xlsx", "Cover")[3][:2] == ["Seal (SHA-256)", seal]
    assert verify(tmp_path / "report.xlsx").seal == seal


def test_the_same_content_has_the_same_seal(tmp_path: Path, report: Report) -> None:
    assert write_report(tmp_path / "a.xlsx", report) == write_report(tmp_path / "b.xlsx", report)


def test_values_come_back_as_they_were_given(written: Path) -> None:
    names = [row[1] for row in rows(written, "Mismatched")[4:7]]
    numbers = [row[2] for row in rows(written, "Mismatched")[4:7]]
    assert names == ["=HYPERLINK(1)", "Café Mumbai", "+91 Supplies"]
    assert numbers == ["1E5", "CN-7", "@x"]
    assert rows(written, "Mismatched")[5][3:8] == ["", -123456.5, -22222.17, "Date differs", " ask\nagain "]
    assert rows(written, "Exact Match")[5][2] == "0012"


def test_a_missing_amount_is_a_blank_cell_and_zero_is_zero(written: Path) -> None:
    assert rows(written, "Mismatched")[6][4:6] == [0.0, ""]


def test_below_each_table_stand_its_sums_and_no_sum_where_nothing_is_listed(written: Path) -> None:
    # 1234567.00 + 45000.00 + 98765432.10; 222222.06 + 8100.00 + 17777777.78
    assert rows(written, "Exact Match")[7] == ["Total", "3 rows", "", "", 100044999.1, 18008099.84, "", "", ""]
    # 500.00 - 123456.50 + 0.00; 90.00 - 22222.17, the third tax is missing
    assert rows(written, "Mismatched")[7] == ["Total", "3 rows", "", "", -122956.5, -22132.17, "", "", ""]
    assert [row[0] for row in rows(written, "Missing in IMS")[4:]] == ["Nothing to show"]


def test_a_table_of_sums_has_no_further_sum(tmp_path: Path, report: Report) -> None:
    sums = replace(report.sheets[0], name="GSTR-2B totals", counted=None, total=False)
    write_report(tmp_path / "report.xlsx", replace(report, sheets=(*report.sheets, sums)))
    assert len(rows(tmp_path / "report.xlsx", "GSTR-2B totals")) == 4 + 3


def test_the_summary_begins_with_the_tables_it_is_given(tmp_path: Path, report: Report) -> None:
    columns = (Column("Decision", "line", "text", 36), Column("ITC", "rupees", "rupees", 19))
    table = SummaryTable("Decisions", columns, pd.DataFrame({"line": ["Accepted"], "rupees": [-1234567.5]}))
    write_report(tmp_path / "report.xlsx", replace(report, tables=[table]))
    found = rows(tmp_path / "report.xlsx", "Summary")
    assert [row[:2] for row in found[3:6]] == [["Decisions", ""], ["Decision", "ITC"], ["Accepted", -1234567.5]]
    assert [row[0] for row in found[7:10]] == ["Matching status", "Status", "ALL"]
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Summary"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight is None  # one page, as Excel takes it when nothing is said


def test_there_are_values_only(written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/")]
    assert not any(sign in text for text in sheets for sign in ("<f>", "<f ", "<hyperlink", "<conditionalFormatting"))
    assert not any(word in name for name in parts for word in ("vba", "externalLink", "comments", "custom"))
    assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in parts["docProps/core.xml"]


@pytest.mark.parametrize(
    ("amount", "number_format"),
    [
        (99_999.99, "#,##0.00"),
        (-123_456.5, r"##\,##\,##0.00"),
        (98_765_432.1, r"##\,##\,##\,##0.00"),
    ],
)
def test_amounts_are_grouped_as_in_india(tmp_path: Path, report: Report, amount: float, number_format: str) -> None:
    sheet = report.sheets[0]
    plain = replace(sheet, rows=sheet.rows.assign(taxable_value=amount), counted=None)
    write_report(tmp_path / "report.xlsx", replace(report, sheets=(plain,), totals=report.totals.head(0)))
    cell = openpyxl.load_workbook(tmp_path / "report.xlsx")["Exact Match"]["E5"]
    assert (cell.value, cell.number_format) == (amount, number_format)


def test_it_prints_on_a4_landscape_with_headings_and_page_numbers(written: Path) -> None:
    for sheet in openpyxl.load_workbook(written):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.oddFooter.right.text == "Page &P of &N"
    sheet = openpyxl.load_workbook(written)["Mismatched"]
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "D5")
    assert (sheet.auto_filter.ref, sheet.print_area) == ("A4:I7", "'Mismatched'!$A$1:$H$8")
    assert "Lakshmi && Sons" in str(sheet.oddHeader.left.text)


def test_a_warning_stands_on_every_sheet(tmp_path: Path, report: Report) -> None:
    write_report(tmp_path / "report.xlsx", replace(report, warning="SANDBOX: invented data"))
    for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx"):
        assert sheet["A3"].value == "SANDBOX: invented data"


def test_the_openxml_audit_finds_nothing(written: Path) -> None:
    assert OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(written).errors == []


def test_a_large_report_written_line_by_line_has_the_same_seal(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = write_report(tmp_path / "report.xlsx", report)
    monkeypatch.setattr("ims_xl.reports.auditor.BY_LINE", 0)
    assert write_report(tmp_path / "large.xlsx", report) == seal


def test_totals_that_do_not_add_up_are_not_handed_over(tmp_path: Path, report: Report) -> None:
    (tmp_path / "report.xlsx").write_text("last month's report")
    totals = report.totals.assign(documents=[7, 6, 4, 2])
    with pytest.raises(ImsError, match=r"Downloaded from GSTN: the rows of the sheets give 6 \(now: 7\)"):
        write_report(tmp_path / "report.xlsx", replace(report, totals=totals))
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]
    assert (tmp_path / "report.xlsx").read_text() == "last month's report"


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path, report: Report) -> None:
    with pytest.raises(ImsError, match=r"report\.xlsx: the report cannot be written"):
        write_report(tmp_path / "nowhere" / "report.xlsx", report)


@pytest.mark.parametrize(("in_memory", "writer"), [(-1, (zipfile.ZipFile, "write")), (100_000, (Path, "write_bytes"))])
def test_a_full_disk_is_said_and_the_older_report_stays(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch, in_memory: int, writer: tuple[type, str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "report.xlsx").write_text("last month's report")
    (tmp_path / "parts").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "parts"))
    monkeypatch.setattr("ims_xl.reports.new_file.IN_MEMORY", in_memory)
    monkeypatch.setattr(*writer, full)
    with pytest.raises(ImsError, match="the report cannot be written: the disk is full"):
        write_report(tmp_path / "report.xlsx", report)
    assert (tmp_path / "report.xlsx").read_text() == "last month's report"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["parts", "report.xlsx"]  # nor any part of it
