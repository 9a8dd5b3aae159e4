"""Credit that is claimed twice: in two months, or under two GSTINs, is told before the upload and never blocked.

Every invoice is one of the same supplier at 18%. SISTER has the buyer's PAN, STRANGER is another client of the practice.
"""

from pathlib import Path

import openpyxl
import pytest
from support.months import Months, amended, record, register

from ims_xl.gst.gstin import check_digit
from ims_xl.sheets.home import MODE_CELL
from ims_xl.workflow import check, export, import_purchases, preview, write_auditor_report

OCT, NOV = "102026", "112026"
SISTER, STRANGER = (first + check_digit(first) for first in ("24AAZCD1111E1Z", "27AAZCK2222K1Z"))
DAY = "05-10-2026"
ACCEPT, REJECT = {"Action": "Accept"}, {"Action": "Reject"}


@pytest.fixture
def months(tmp_path: Path) -> Months:
    return Months(tmp_path)


def without_books(months: Months, period: str) -> None:
    workbook = openpyxl.load_workbook(months.book(period))
    workbook["Home"].cell(*MODE_CELL).value = "Claim without compare"
    workbook.save(months.book(period))


def warned(months: Months, period: str) -> dict[str, str]:
    return {number: str(line["warning"]) for number, line in months.lines(period).items() if line["warning"]}


def of_another(months: Months, gstin: str) -> Months:
    """Months of another GSTIN, in a folder of its own, its data beside that of the buyer."""
    folder = months.folder / gstin
    folder.mkdir()
    others = Months(folder)
    others.begin(OCT, gstin=gstin)
    return others


def books_of(months: Months, gstin: str, *bills: tuple[str, str, float]) -> None:
    path = register(months.folder / "pr.xlsx", bills)
    workbook = openpyxl.load_workbook(path)
    workbook.active["C1"] = gstin
    workbook.save(path)
    months.do(OCT, import_purchases, [path])


def test_what_an_earlier_month_accepted_is_told_in_every_form_of_its_number(months: Months) -> None:
    """October: four of 18,000 accepted, R/5 rejected, Q/6 pending, U/8 undecided, V/9 not filed. November has all again.

    12/26-27 is INV/0012/26-27 in another form. X/2 has other amounts. S/3 is of the year before, so another document.
    M/4 is amended. R/5 gave no credit, so it is a real new report; Q/6 and V/9 waited, they were not claimed.
    U/8 counted as accepted when GSTR-3B of October was filed.
    """
    months.begin(OCT)
    numbers = ("INV/0012/26-27", "X/2", "S/3", "M/4")
    left = record("U/8", DAY, 100_000), record("V/9", DAY, 100_000, srcfilstatus="Not Filed")
    held = [record(number, DAY, 100_000, "A") for number in numbers]
    months.take(OCT, *held, record("R/5", DAY, 100_000, "R"), record("Q/6", DAY, 100_000, "P"), *left)
    months.begin(NOV, OCT)
    again = {
        "12/26-27": 100_000,
        "X/2": 90_000,
        "R/5": 100_000,
        "Q/6": 100_000,
        "N/7": 100_000,
        "U/8": 100_000,
        "V/9": 100_000,
    }
    new = [record(number, DAY, taxable, rtnprd=NOV) for number, taxable in again.items()]
    new.append(record("S/3", "05-10-2025", 100_000, rtnprd=NOV))
    months.take(NOV, *new, b2ba=[amended("M/4", DAY, 90_000, ("M/4", DAY), NOV)])
    without_books(months, NOV)
    outcome = months.do(NOV, check)
    assert warned(months, NOV) == {
        "12/26-27": "Also accepted in Oct-2026",
        "X/2": "Also accepted in Oct-2026, with other amounts",
        "U/8": "Also in IMS of Oct-2026 without a decision",
    }
    assert [(issue.severity, issue.value, issue.reason) for issue in outcome.issues] == [
        ("warning", "12/26-27", "credit may be claimed twice: also accepted in Oct-2026"),
        ("warning", "X/2", "credit may be claimed twice: also accepted in Oct-2026, with other amounts"),
        ("warning", "U/8", "credit may be claimed twice: also in IMS of Oct-2026 without a decision"),
    ]
    assert months.lines(NOV)["X/2"]["why_text"] == "Also accepted in Oct-2026, with other amounts."


def test_it_is_told_on_home_on_push_and_in_the_report_and_sent_all_the_same(months: Months) -> None:
    """X/1 with 18,000 and X/2 with 9,000 again; X/2 is rejected here, so only X/1 is claimed twice."""
    months.begin(OCT)
    months.take(OCT, record("X/1", DAY, 100_000, "A"), record("X/2", DAY, 50_000, "A"))
    months.begin(NOV, OCT)
    months.take(NOV, record("X/1", DAY, 100_000, rtnprd=NOV), record("X/2", DAY, 50_000, rtnprd=NOV))
    without_books(months, NOV)
    months.do(NOV, check)
    months.type(NOV, {"X/1": ACCEPT, "X/2": REJECT})
    said = "Credit may be claimed twice: 1 document, ₹18,000.00"
    assert [issue.value for issue in months.do(NOV, preview).issues] == ["X/1"]
    home = months.look(NOV, lambda job: [one.text for one in job.view().view.warnings])
    assert f"{said}. Also in an earlier month, or under another GSTIN; see Why" in home
    push = openpyxl.load_workbook(months.book(NOV))["Push to GSTN"]
    assert push["A22"].value == f"{said}; see Why"
    months.do(NOV, write_auditor_report, months.folder / "report.xlsx")
    report = openpyxl.load_workbook(months.folder / "report.xlsx")["Claimed elsewhere too"]
    rows = [[cell.value for cell in row] for row in report.iter_rows() if row[3].value == "X/1"]
    assert [row[5:7] for row in rows] == [[18_000, "Also accepted in Oct-2026"]]
    outcome = months.do(NOV, export, months.folder / "up.json")
    assert outcome.message.startswith("up.json holds 2 decisions: Accept 1, Reject 1")
    assert [issue.value for issue in outcome.issues if issue.severity == "warning"][:1] == ["X/1"]


def test_another_gstin_that_books_or_accepts_the_same_document_is_named(months: Months) -> None:
    """A/1 is in the sister's books, A/2 in her IMS and books, A/3 in the stranger's IMS, A/4 rejected there."""
    sister, stranger = of_another(months, SISTER), of_another(months, STRANGER)
    sister.take(OCT, record("A/2", DAY, 50_000, "A"))
    books_of(sister, SISTER, ("A-1", DAY, 100_000), ("A/2", DAY, 50_000), ("A/1", "05-10-2025", 7_000))
    stranger.take(OCT, record("A/3", DAY, 10_000), record("A/4", DAY, 10_000, "R"))
    months.begin(OCT)
    months.take(
        OCT, *(record(f"A/{at}", DAY, taxable) for at, taxable in enumerate((100_000, 50_000, 10_000, 10_000), 1))
    )
    months.match(OCT, ("A/1", DAY, 100_000))
    assert warned(months, OCT) == {
        "A/1": f"Also under {SISTER} (same PAN): in the books of Oct-2026",
        "A/2": f"Also under {SISTER} (same PAN): accepted in Oct-2026",
        "A/3": f"Also under {STRANGER} (another company): in IMS of Oct-2026 without a decision",
    }
    assert months.lines(OCT)["A/1"]["why"].endswith("in the books of Oct-2026.")


def test_data_of_another_gstin_that_cannot_be_read_is_told_and_stops_nothing(months: Months) -> None:
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 100_000))
    (months.folder / "data" / f"{STRANGER}.sqlite3").write_bytes(b"no database at all " * 100)
    outcome = months.do(OCT, check)
    (issue,) = outcome.issues
    assert (issue.severity, issue.reason) == (
        "note",
        "1 other GSTIN could not be looked at for credit claimed twice",
    )
    assert issue.value.startswith(STRANGER)


def test_nothing_of_another_gstin_is_written(months: Months) -> None:
    of_another(months, SISTER).take(OCT, record("A/1", DAY, 100_000, "A"))
    store = months.folder / "data" / f"{SISTER}.sqlite3"
    before = store.read_bytes()
    months.begin(OCT)
    months.take(OCT, record("A/1", DAY, 100_000))
    months.do(OCT, check)
    assert warned(months, OCT) == {"A/1": f"Also under {SISTER} (same PAN): accepted in Oct-2026"}
    assert store.read_bytes() == before
