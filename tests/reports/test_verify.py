import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from support.tools import need

from ims_xl.issues import ImsError
from ims_xl.reports.auditor import write_report
from ims_xl.reports.report import Report
from ims_xl.reports.verify import verify

Edit = Callable[[Workbook], None]


@pytest.fixture
def written(tmp_path: Path, report: Report) -> Path:
    write_report(tmp_path / "report.xlsx", report)
    return tmp_path / "report.xlsx"


def saved(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path.with_name("edited.xlsx"))
    return path.with_name("edited.xlsx")


def put(sheet: str, place: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][place] = value

    return edit


def found(path: Path) -> list[tuple[str, int, str, str]]:
    result = verify(path)
    assert result.ok is not bool(result.changes)
    return [(change.sheet, change.row, change.column, change.value) for change in result.changes]


def test_a_report_as_written_verifies(written: Path) -> None:
    assert verify(written).ok


@pytest.mark.parametrize(
    "name",
    ["_x0041_", "_x0041_x0042_", "<r>A & B</r>", "&#10;", "A\r\nB\x1b[2J", "half \ud83d", "\U0001f600" * 16_384],
    ids=lambda name: ascii(name)[:30],
)
@pytest.mark.parametrize("in_memory", [0, 10**9])
def test_no_name_of_a_supplier_stops_the_report(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch, name: str, in_memory: int
) -> None:
    monkeypatch.setattr("ims_xl.reports.auditor.BY_LINE", in_memory)
    first = report.sheets[0]
    odd = dataclasses.replace(first, rows=first.rows.assign(supplier_name=name, doc_number=name))
    path = tmp_path / "report.xlsx"
    write_report(path, dataclasses.replace(report, sheets=(odd, *report.sheets[1:])))
    assert verify(path).ok


def test_a_save_by_openpyxl_with_other_looks_still_verifies(written: Path) -> None:
    def restyle(book: Workbook) -> None:
        for sheet in book:
            sheet.column_dimensions["A"].width = 50
        book["Exact Match"]["D5"].number_format = "General"
        book["Exact Match"]["E7"].number_format = "dd-mmm-yyyy"
        book["Exact Match"]["I5"].number_format = "dd-mmm-yyyy hh:mm"
        book.move_sheet("Mismatched", 2)

    again = saved(written, restyle)
    assert again.read_bytes() != written.read_bytes()
    assert verify(again) == verify(written)


@pytest.mark.libreoffice
def test_a_save_by_libreoffice_still_verifies(written: Path, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    need(program is not None, "LibreOffice")
    profile = (tmp_path / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "again", written], check=True, capture_output=True, timeout=120)
    assert verify(tmp_path / "again" / "report.xlsx") == verify(written)


def test_a_changed_digit_is_named_and_the_totals_no_longer_agree(written: Path) -> None:
    assert found(saved(written, put("Exact Match", "E6", 45001.0))) == [
        ("Exact Match", 6, "Taxable (IMS)", "45001"),
        ("Summary", 12, "Taxable value", "99922042.6"),
        ("Summary", 13, "Taxable value", "99922042.6"),
        ("Summary", 14, "Taxable value", "1156610.5"),
        ("Exact Match", 8, "Taxable (IMS)", "100044999.1"),
    ]


def test_a_changed_sum_is_named_with_what_the_rows_give(written: Path) -> None:
    changes = verify(saved(written, put("Mismatched", "F8", -22132.18))).changes
    assert [(change.sheet, change.row, change.column) for change in changes] == [("Mismatched", 8, "Tax (IMS)")] * 2
    assert changes[1].explanation == "the rows above give -22,132.17"


def test_a_report_of_a_version_without_sums_still_verifies(tmp_path: Path, report: Report) -> None:
    sheets = tuple(dataclasses.replace(sheet, total=False) for sheet in report.sheets)
    write_report(tmp_path / "report.xlsx", dataclasses.replace(report, sheets=sheets))
    assert verify(tmp_path / "report.xlsx").ok
    assert [change[:2] for change in found(saved(tmp_path / "report.xlsx", put("Exact Match", "A7", "Accept")))] == [
        ("Exact Match", 7),
        *[("Summary", 14)] * 3,
        *[("Summary", 15)] * 3,
    ]


@pytest.mark.parametrize(
    ("sheet", "place", "value", "named"),
    [
        ("Mismatched", "H5", "Wrong rate!", ("Mismatched", 5, "Remarks", "Wrong rate!")),
        ("Mismatched", "C5", 100000, ("Mismatched", 5, "Number (IMS)", "100000")),
        ("Cover", "B13", "₹5.00", ("Cover", 13, "Difference ignored", "₹5.00")),
        ("Cover", "B20", 8, ("Cover", 20, "Rows", "8")),
        ("Summary", "E7", 0.6, ("Summary", 7, "% of documents", "0.6")),
        ("Exact Match", "I7", None, ("Exact Match", 7, "Score", "")),
        ("Missing in IMS", "B9", "seen", ("Missing in IMS", 9, "", "seen")),
    ],
)
def test_a_changed_value_is_named(
    written: Path, sheet: str, place: str, value: object, named: tuple[str, int, str, str]
) -> None:
    assert found(saved(written, put(sheet, place, value))) == [named]


def test_a_changed_action_moves_the_control_totals(written: Path) -> None:
    named = found(saved(written, put("Exact Match", "A7", "Accept")))
    assert named[0] == ("Exact Match", 7, "Action", "Accept")
    assert [change[:2] for change in named[1:]] == [("Summary", 14)] * 3 + [("Summary", 15)] * 3


def test_a_removed_row_is_named(written: Path) -> None:
    result = verify(saved(written, lambda book: book["Mismatched"].delete_rows(5)))
    assert str(result.changes[0]) == (
        "sheet Mismatched, row 5: this row was removed; it had this number when it was sealed"
    )
    assert "the rows of the sheets give 5" in result.changes[1].explanation


def test_an_added_row_is_named(written: Path) -> None:
    def add(book: Workbook) -> None:
        book["Missing in IMS"].insert_rows(5)
        book["Missing in IMS"]["B5"] = "Added Ltd"

    assert found(saved(written, add)) == [("Missing in IMS", 5, "", "Added Ltd")]


def test_a_renamed_sheet_is_named_with_its_sealed_name(written: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Missing in IMS"].title = "Absent"

    (change,) = verify(saved(written, rename)).changes
    assert (change.sheet, change.explanation) == ("Absent", "this sheet was named Missing in IMS when it was sealed")


def test_removed_and_added_sheets_are_named(written: Path) -> None:
    def swap(book: Workbook) -> None:
        del book["Missing in IMS"]
        book.create_sheet("Notes")

    assert [str(change) for change in verify(saved(written, swap)).changes] == [
        "sheet Missing in IMS: this sheet was removed",
        "sheet Notes: this sheet was added after sealing",
    ]


def test_a_changed_seal_on_the_cover_is_told_from_changed_values(written: Path) -> None:
    edited = saved(written, put("Cover", "B4", "0" * 64))
    (change,) = verify(edited).changes
    assert (change.sheet, change.column) == ("Cover", "Seal (SHA-256)")
    assert "which are as sealed" in change.explanation
    assert verify(edited).seal == verify(written).seal


def test_a_changed_check_is_found_though_the_values_are_as_sealed(written: Path) -> None:
    (change,) = verify(saved(written, put("Seals", "B9", "0123456789abcdef"))).changes
    assert (change.sheet, change.row) == ("Seals", 9)


def test_without_its_list_of_checks_a_change_is_found_but_not_named(written: Path) -> None:
    def edit(book: Workbook) -> None:
        del book["Seals"]
        book["Cover"]["B13"] = "₹5.00"

    (change,) = verify(saved(written, edit)).changes
    assert change.explanation == "this sheet was removed, so it cannot be told which values were changed"


def test_a_workbook_that_is_no_report_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(ImsError, match=r"other\.xlsx: this is not an auditor's workbook"):
        verify(tmp_path / "other.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"<html></html>"])
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.xlsx").write_bytes(content)
    with pytest.raises(ImsError, match="cannot be read as a workbook"):
        verify(tmp_path / "broken.xlsx")


def test_half_a_file_and_no_file_are_refused(written: Path, tmp_path: Path) -> None:
    (tmp_path / "half.xlsx").write_bytes(written.read_bytes()[:4000])
    for name in ("half.xlsx", "none.xlsx"):
        with pytest.raises(ImsError, match="cannot be read as a workbook"):
            verify(tmp_path / name)
