"""The auditor's workbook of the twenty documents, its figures worked out by hand; and its PDF."""

from pathlib import Path

import openpyxl
import pytest

from ims_xl.issues import ImsError
from ims_xl.reports.office import Machine
from ims_xl.reports.verify import verify
from ims_xl.workflow import suggest, write_auditor_report


@pytest.fixture
def report(matched):
    matched.do(suggest, True)
    matched.do(write_auditor_report, matched.folder / "report.xlsx")
    return matched.folder / "report.xlsx"


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def lines(path: Path, title: str) -> dict[object, tuple[object, ...]]:
    """The lines of a table of the Summary by their first cell."""
    found = rows(path, "Summary")
    top = next(place for place, row in enumerate(found) if row[0] == title)
    table = found[top + 2 :]
    end = next(place for place, row in enumerate(table) if row[0] is None)
    return {row[0]: row[1:] for row in table[:end]}


def test_what_was_decided_the_portal_and_the_accountant_apart(report):
    """Exact 42,260 less 7,200 of the amendment, whose credit is not known, and suggested 17,100; no. 16 was accepted."""
    found = lines(report, "Decisions and input tax credit of Oct-2026")
    assert {name: row[:6] for name, row in found.items()} == {
        "Accepted": (15, 52_160, 1, 2_700, 14, 49_460),
        "Not decided, at stake": (0, 0, 0, 0, 0, 0),
        "In GSTR-2B as it stands": (15, 52_160, 1, 2_700, 14, 49_460),
        "Pending": (4, 6_480, 0, 0, 4, 6_480),  # 1,620 + 2,160 + 1,980 + 720
        "Rejected": (0, 0, 0, 0, 0, 0),
        "Not filed by the supplier": (1, 4_500, 1, 4_500, 0, 0),
        "Blocked, of GSTR-2B": (0, 0, 0, 0, 0, 0),
        "Effect not known": (1, 0, 0, 0, 1, 0),
    }


def test_from_the_books_to_gstr2b(report):
    """Twenty documents; 22 rows of the register, one of them settled in September."""
    found = lines(report, "Books, IMS and GSTR-2B")
    assert {name: row[:3] for name, row in found.items()} == {
        # 241,999.60 + 95,000 + 32,900 + 13,000; 42,259.92 + 17,100 + 5,922 + 2,340
        "Books, compared": (21, 382_899.60, 67_621.92),
        "add: on the portal, not in the books": (2, 29_000, 5_220),
        "less: in the books, not on the portal": (-2, -13_000, -2_340),
        # 0.40 and 0.08 of no. 3, -900 and -162 of no. 11; no. 10 is booked in two rows
        "differences of matched documents": (-1, -899.60, -161.92),
        "IMS, due this month": (20, 398_000, 70_340),
        "less: pending": (-4, -36_000, -6_480),
        "less: not filed by the supplier": (-1, -25_000, -4_500),
        "amendments and declared reductions": (0, 0, -7_200),
        "Expected in GSTR-2B": (15, 337_000, 52_160),
        "GSTR-2B of the portal": (None, None, None),
    }
    assert found["differences of matched documents"][3] == (
        "2 matched documents with another taxable value or tax; 19 bookings of 18 documents"
    )


def test_the_sums_below_the_status_sheets_and_suppliers(report):
    sums = {}
    for name in ("Exact Match", "Mismatched", "Missing in IMS", "Settled Earlier", "Suppliers"):
        table = rows(report, name)
        sums[name] = dict(zip(table[3], table[-1], strict=True))
    assert [sums["Exact Match"][name] for name in ("Action", "Supplier name", "Taxable (IMS)", "Tax difference")] == [
        "Total", "11 rows", 242_000, 0.08
    ]  # fmt: skip
    assert sums["Mismatched"]["Tax (Books)"] == 5_922
    assert sums["Missing in IMS"]["Tax (Books)"] == 2_340
    assert sums["Settled Earlier"]["Taxable (Books)"] == 13_000
    assert (sums["Suppliers"]["Documents (IMS)"], sums["Suppliers"]["Total tax (IMS)"]) == (20, 70_340)


def test_documents_stand_by_supplier_and_what_is_printed_comes_first(report):
    found = rows(report, "Suggested Match")
    assert found[3][:11] == (
        "Action", "Supplier name", "Supplier GSTIN", "Number (IMS)", "Number (Books)", "Date (IMS)", "Taxable (IMS)",
        "Tax (IMS)", "Tax difference", "Portal status", "Reason",
    )  # fmt: skip
    assert [row[3] for row in found[4:8]] == ["KSF/1003", "MHX-1303", "MHX-1304", "SSF/26-27/0420"]
    sheet = openpyxl.load_workbook(report)["Suggested Match"]
    assert (sheet.print_area, sheet.print_title_rows) == ("'Suggested Match'!$A$1:$K$9", "$4:$4")


def test_an_empty_month_has_a_report_that_verifies(desk):
    desk.do(write_auditor_report, desk.folder / "report.xlsx")
    assert verify(desk.folder / "report.xlsx").ok
    assert lines(desk.folder / "report.xlsx", "Books, IMS and GSTR-2B")["IMS, due this month"][:3] == (0, 0, 0)


def test_without_libreoffice_no_report_is_written_that_lacks_its_pdf(desk, tmp_path, monkeypatch):
    nowhere = Machine("linux", tmp_path, {}, lambda name: None, tmp_path)
    monkeypatch.setattr("ims_xl.workflow.reporting.Machine", lambda: nowhere)
    with pytest.raises(ImsError, match="a PDF needs LibreOffice"):
        desk.do(write_auditor_report, desk.folder / "report.xlsx", True)
    assert not list(desk.folder.glob("report.*"))


@pytest.mark.libreoffice
def test_the_pdf_stands_beside_the_report_and_shows_whole_names(matched, libreoffice):
    said = matched.do(write_auditor_report, matched.folder / "report.xlsx", True).message
    assert said.startswith("report.xlsx and report.pdf written for the auditor")
    assert (matched.folder / "report.pdf").read_bytes().startswith(b"%PDF")
    printed = "\n".join(libreoffice.printed(matched.folder / "report.xlsx"))
    assert "MULUND SAMPLE HARDWARE PVT LTD" in printed
    assert "DELHI SAMPLE MARKETPLACE PVT LTD" in printed
    assert "###" not in printed


def test_the_report_says_what_table_4_lacks_before_gstr2b_is_read(matched):
    matched.do(write_auditor_report, matched.folder / "report.xlsx")
    sheet = openpyxl.load_workbook(matched.folder / "report.xlsx")["GSTR-3B table 4"]
    assert "GSTR-2B of the month is not read: 4(D)(2)" in str(sheet["A2"].value)
