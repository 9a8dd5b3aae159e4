"""Rule 37A over months: which documents are listed, what is reversed of them, and when it may be reclaimed.

Invoices at 18%; amounts are rupees of IGST. What rule 37 lists is in `test_reversals.py`.
"""

from pathlib import Path

import openpyxl
import pytest
from support.months import NAME, SUPPLIER, Months, record
from support.reversals import balance, begin, gstr2a, reclaim, table4, type_own
from support.typed_cells import type_into

from ims_xl.workflow import check, import_purchases, undo_import

JAN, OCT, NOV = "012026", "102026", "112026"
FILER, UNKNOWN = "27AAPFU0939F1ZV", "29AAGCB7383J1Z4"


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """M/1 with 18,000 was accepted in January, B/1 with 180 was blocked, P/1 pending; O/1 with 3,600 in October.

    On 20 October their supplier had filed GSTR-3B of neither month. F/1 is of one who filed, U/1 of one of whom no
    GSTR-2A says anything.
    """
    months = Months(tmp_path)
    ours = [("M/1", 100_000, "A"), ("B/1", 1_000, "A"), ("P/1", 1_000, "P")]
    listed = [record(number, "05-01-2026", taxable, action) for number, taxable, action in ours]
    others = {"F/1": FILER, "U/1": UNKNOWN}
    listed += [record(number, "06-01-2026", 50_000, "A", supplier=who) for number, who in others.items()]
    begin(months, JAN, b2b=listed)
    months.type(JAN, {"B/1": {"Eligibility": "Blocked 17(5)"}})
    months.do(JAN, check)
    begin(months, OCT, invoices=[("O/1", 20_000)])
    says(months, OCT, "N", "2026-10-20")
    return months


def says(months: Months, period: str, filed: str, made: str, of: str = "") -> None:
    """Read the GSTR-2A of January and October, or of one of them, made on that day, into a month's workbook."""
    files = [
        gstr2a(months.folder / f"2a {of_period} {made}.json", of_period, {SUPPLIER: filed, FILER: "Y"}, made)
        for of_period in ([of] if of else [JAN, OCT])
    ]
    months.do(period, import_purchases, files)


def listed(months: Months, period: str) -> dict[str, list[str]]:
    """By number, of what rule 37A may reverse: the month that took the credit, both days, and what to look at."""
    rows = months.look(period, lambda job: job.view().view.reversals.listed)
    rows = rows[rows["kind"] == "rule 37A"]
    return {
        row["doc_number"]: [row["taken_label"], f"{row['file_by']:%d-%b-%Y}", f"{row['due']:%d-%b-%Y}", row["look"]]
        for row in rows.to_dict("records")
    }


def reverse(months: Months, period: str, **cells: object) -> list[str]:
    """Choose M/1 on the list, and check: what is found."""
    type_into(months.book(period), {"M/1": {"Reverse": "Yes - full", **cells}}, "Number")
    return [issue.reason for issue in months.do(period, check).issues]


def home(months: Months, period: str) -> list[str]:
    """The texts of Home."""
    sheet = openpyxl.load_workbook(months.book(period))["Home"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_three_months_by_hand(months: Months) -> None:
    """Credit of January 2026 (2025-26) is reversed by 30 Nov 2026, that of October (2026-27) a year later.

    October:  4(A)(5) 3,600 of O/1; nothing is reversed before M/1 is chosen: 4(B)(2) 18,000, 4(C) -14,400.
    November: opens with 18,000. A GSTR-2A of 5 December says that January is filed: M/1 may be reclaimed, and is not
              before that is chosen: 4(D)(1) 18,000 and 4(A)(5) 18,000.
    """
    due = ["Jan-2026", "30-Sep-2026", "30-Nov-2026"], ["Oct-2026", "30-Sep-2027", "30-Nov-2027"]
    waits = "not due yet: the supplier can still file"
    assert listed(months, OCT) == {
        "M/1": [*due[0], "reverse in GSTR-3B of Oct-2026 at the latest"], "O/1": [*due[1], waits],
    }  # fmt: skip
    sheet = openpyxl.load_workbook(months.book(OCT))["Supplier without GSTR-3B"]
    (row,) = ([cell.value for cell in row] for row in sheet.iter_rows() if row[3].value == "M/1")
    assert [*row[1:4], *row[5:7], row[9], f"{row[10]:%d-%b-%Y}", row[11], row[-2]] == [
        *(NAME, SUPPLIER, "M/1"),
        *("Jan-2026", "Jan-2026", "Not filed", "20-Oct-2026", 18_000, "2a 012026 2026-10-20.json"),
    ]
    assert balance(months, OCT) == [0, 0, 0, 0]
    asked = "Rule 37A, no GSTR-3B of the supplier: reverse 1 document, ₹18,000.00, by 30-Nov-2026 ▸"
    assert asked in home(months, OCT)
    assert reverse(months, OCT) == []
    assert balance(months, OCT) == [0, 18_000, 0, 18_000]
    assert table4(months, OCT) == {"4(A)(5)": 3_600, "4(B)(2)": 18_000, "4(C)": -14_400}
    assert listed(months, OCT)["M/1"][-1] == "reversed in this month's GSTR-3B"
    assert asked not in home(months, OCT)
    begin(months, NOV, OCT)
    assert listed(months, NOV) == {"O/1": [*due[1], waits]}
    months.at = months.at.replace(month=12, day=6)
    says(months, NOV, "Y", "2026-12-05", JAN)
    rows = months.look(NOV, lambda job: job.view().view.reversals.rows)
    assert rows[["doc_number", "kind", "note"]].to_numpy().tolist() == [
        ["M/1", "rule 37A", "Filed, may be reclaimed: GSTR-2A of 05-Dec-2026"]
    ]
    assert "Ready to be reclaimed, it seems: 1 document. Choose in Reclaim ▸" in home(months, NOV)
    assert balance(months, NOV) == [18_000, 0, 0, 18_000]
    reclaim(months, NOV, {"M/1": {"Reclaim": "Yes - full"}})
    assert balance(months, NOV) == [18_000, 0, 18_000, 0]
    assert table4(months, NOV) == {"4(A)(5)": 18_000, "4(C)": 18_000, "4(D)(1)": 18_000}


def test_a_file_from_before_30_september_and_a_day_after_30_november(months: Months) -> None:
    """No file of September says what was filed on its last day; in December it is late."""
    months.do(OCT, undo_import)
    says(months, OCT, "N", "2026-09-29")
    assert listed(months, OCT)["M/1"][-1] == "read a GSTR-2A made after 30-Sep-2026 first"
    says(months, OCT, "N", "2026-10-20")
    months.at = months.at.replace(month=12, day=1)
    months.do(OCT, check)
    assert listed(months, OCT)["M/1"][-1] == "30-Nov-2026 is over: reverse with interest"
    assert "Rule 37A, no GSTR-3B of the supplier: reverse 1 document, ₹18,000.00, late, with interest ▸" in home(
        months, OCT
    )


def test_what_is_chosen_stays_when_the_supplier_files(months: Months) -> None:
    """The accountant decides: it is still reversed, and the line says so; without the choice it is gone."""
    reverse(months, OCT)
    says(months, OCT, "Y", "2026-11-20", JAN)
    assert balance(months, OCT) == [0, 18_000, 0, 18_000]
    shown = openpyxl.load_workbook(months.book(OCT))["Supplier without GSTR-3B"]
    (row,) = ([cell.value for cell in row] for row in shown.iter_rows() if row[3].value == "M/1")
    assert [row[0], row[9], f"{row[10]:%d-%b-%Y}"] == ["Yes - full", "Filed", "20-Nov-2026"]
    type_into(months.book(OCT), {"M/1": {"Reverse": None}}, "Number")
    months.do(OCT, check)
    assert list(listed(months, OCT)) == ["O/1"]
    assert balance(months, OCT) == [0, 0, 0, 0]


def test_a_document_is_not_reversed_twice(months: Months) -> None:
    """GSTR-2B's own listing was typed by hand, without its GSTIN and date: 18,000, once."""
    type_own(months.book(OCT), ["Reversed this month", NAME.title(), "m/1", None, "Rule 37A", 18_000])
    assert reverse(months, OCT) == ["it is reversed already: Rule 37A: no GSTR-3B"]
    assert balance(months, OCT) == [0, 18_000, 0, 18_000]
    assert listed(months, OCT)["M/1"][-1] == "Refused: it is reversed already: Rule 37A: no GSTR-3B"
    assert any(text.startswith("Supplier without GSTR-3B: it is reversed already") for text in home(months, OCT))
    type_into(months.book(OCT), {"M/1": {"Reverse": None}}, "Number")
    months.do(OCT, check)
    assert listed(months, OCT)["M/1"][-1] == "reversed already: Rule 37A: no GSTR-3B"


def test_another_gstins_file_and_one_taken_back_tell_nothing(months: Months) -> None:
    months.do(OCT, undo_import)
    foreign = gstr2a(months.folder / "theirs.json", JAN, {SUPPLIER: "N"}, "2026-10-20", buyer=UNKNOWN)
    (issue,) = months.do(OCT, import_purchases, [foreign]).issues
    assert issue.reason.startswith(f"the file is of GSTIN {UNKNOWN}")
    assert listed(months, OCT) == {}
    assert "Supplier without GSTR-3B" not in openpyxl.load_workbook(months.book(OCT)).sheetnames


def test_the_year_is_that_of_the_return_that_took_the_credit(tmp_path: Path) -> None:
    """Two invoices of March: N/1 was accepted in March (2025-26), N/2 in April (2026-27)."""
    months = Months(tmp_path)
    begin(months, "032026", b2b=[record("N/1", "23-03-2026", 1_000, "A")])
    begin(months, "042026", b2b=[record("N/2", "24-03-2026", 1_000, "A")])
    file = gstr2a(tmp_path / "2a.json", "032026", {SUPPLIER: "N"}, "2026-05-20")
    months.do("042026", import_purchases, [file])
    assert {number: said[:3] for number, said in listed(months, "042026").items()} == {
        "N/1": ["Mar-2026", "30-Sep-2026", "30-Nov-2026"],
        "N/2": ["Apr-2026", "30-Sep-2027", "30-Nov-2027"],
    }
