"""Credit reversed for now from month to month: what the sheets, table 4, the store and the auditor's report say of it.

One supplier at 18%; amounts are rupees of IGST unless other heads are named.
"""

from pathlib import Path

import openpyxl
import pytest
from support.months import SUPPLIER, Months, Saying, note, portal_file, record
from support.purchases import B2B, b2b
from support.reversals import balance, begin, reclaim, table4, type_own
from support.typed_cells import type_into

from ims_xl.issues import ImsError
from ims_xl.reports.verify import verify
from ims_xl.workflow import Job, check, close_month, import_portal, import_purchases, write_auditor_report

OCT, NOV, DEC = "102026", "112026", "122026"
DEFERRED = {"Action": "Accept", "Eligibility": "Goods not received"}


@pytest.fixture
def months(tmp_path: Path) -> Months:
    """October: G/1 with tax of 18,000 and G/2 with 9,000 are accepted, their goods not received; H/1 of 180 is blocked."""
    months = Months(tmp_path)
    begin(months, OCT, invoices=[("G/1", 100_000), ("G/2", 50_000), ("H/1", 1_000)])
    months.type(OCT, {"G/1": DEFERRED, "G/2": DEFERRED, "H/1": {"Action": "Accept", "Eligibility": "Blocked 17(5)"}})
    months.do(OCT, check)
    return months


def test_three_months_by_hand(months: Months) -> None:
    """What October reverses, December reclaims in part.

    October:  4(A)(5) 18,000 + 9,000 + 180 = 27,180; 4(B)(1) 180; 4(B)(2) 27,000; 4(C) 0.
    November: N/1 with 3,600; nothing is reclaimed.
    December: D/1 with 1,800; of G/1 5,000 and G/2 whole are reclaimed: 4(D)(1) 14,000,
              4(A)(5) 1,800 + 14,000 = 15,800 = 4(C); 13,000 stay open.
    """
    assert balance(months, OCT) == [0, 27_000, 0, 27_000]
    assert table4(months, OCT) == {"4(A)(5)": 27_180, "4(B)(1)": 180, "4(B)(2)": 27_000}
    begin(months, NOV, OCT, [("N/1", 20_000)])
    assert balance(months, NOV) == [27_000, 0, 0, 27_000]
    assert table4(months, NOV) == {"4(A)(5)": 3_600, "4(C)": 3_600}
    begin(months, DEC, NOV, [("D/1", 10_000)])
    reclaim(months, DEC, {"G/1": {"Reclaim": "Yes - partial", "Reclaim IGST": 5_000}, "G/2": {"Reclaim": "Yes - full"}})
    assert balance(months, DEC) == [27_000, 0, 14_000, 13_000]
    assert table4(months, DEC) == {"4(A)(5)": 15_800, "4(C)": 15_800, "4(D)(1)": 14_000}


def test_the_sheet_says_what_the_ledger_holds(months: Months) -> None:
    begin(months, NOV, OCT)
    reclaim(months, NOV, {"G/2": {"Reclaim": "yes"}})
    sheet = openpyxl.load_workbook(months.book(NOV), data_only=True)["ITC Reversals"]
    lines = {row[0].value: [cell.value for cell in row[5:10]] for row in sheet.iter_rows(min_row=6, max_row=9)}
    assert lines == {
        "Opening balance": [27_000, 0, 0, 0, 27_000],
        "Reversed in this month: 4(B)(2)": [0, 0, 0, 0, 0],
        "Reclaimed in this month: 4(A)(5) and 4(D)(1)": [9_000, 0, 0, 0, 9_000],
        "Closing balance, open to be reclaimed": [18_000, 0, 0, 0, 18_000],
    }
    found = [[cell.value for cell in row[:10]] for row in sheet.iter_rows() if row[2].value in ("G/1", "G/2", "H/1")]
    assert [[row[0], row[2], *row[4:]] for row in found] == [
        [None, "G/1", "Goods not received", "Oct-2026", 18_000, 0, 0, 18_000],
        ["yes", "G/2", "Goods not received", "Oct-2026", 9_000, 0, 9_000, 0],
    ]


def test_more_than_is_open_is_refused_and_told_everywhere(months: Months) -> None:
    begin(months, NOV, OCT)
    outcome = reclaim(months, NOV, {"G/1": {"Reclaim": "Yes - partial", "Reclaim IGST": 20_000}})
    assert [(issue.sheet, issue.column, issue.value, issue.reason) for issue in outcome.issues] == [
        ("ITC Reversals", "Reclaim", "G/1", "more than is open: IGST 20,000.00 of 18,000.00 open")
    ]
    assert balance(months, NOV) == [27_000, 0, 0, 27_000]
    workbook = openpyxl.load_workbook(months.book(NOV))
    told = [str(cell.value) for row in workbook["Home"].iter_rows() for cell in row]
    assert "ITC Reversals: more than is open: IGST 20,000.00 of 18,000.00 open ▸" in told
    notes = [str(cell.value) for row in workbook["ITC Reversals"].iter_rows() for cell in row]
    assert "Refused: more than is open: IGST 20,000.00 of 18,000.00 open" in notes
    with pytest.raises(ImsError, match="1 line of ITC Reversals not counted"):
        months.do(NOV, close_month, ui=Saying(yes=False))


def test_a_credit_note_against_a_reversed_invoice(months: Months) -> None:
    """CN/9 takes back 1,800 of G/1, whose credit was never taken: N/1 3,600 - 1,800 + 1,800; 25,200 stay open."""
    begin(months, NOV, OCT, [("N/1", 20_000)], b2bcn=[note("CN/9", "09-11-2026", 10_000)])
    months.type(NOV, {"CN/9": DEFERRED})
    months.do(NOV, check)
    assert balance(months, NOV) == [27_000, 0, 1_800, 25_200]
    assert table4(months, NOV) == {"4(A)(5)": 3_600, "4(C)": 3_600, "4(D)(1)": 1_800}


def test_a_credit_note_that_still_stands_in_the_next_month_is_counted_once(months: Months) -> None:
    """November: 27,000 - 1,800 of CN/9 = 25,200. The portal still lists CN/9 in December, with the same Eligibility."""
    listed = [note("CN/9", "09-11-2026", 10_000)]
    begin(months, NOV, OCT, [("N/1", 20_000)], b2bcn=listed)
    months.type(NOV, {"CN/9": DEFERRED})
    months.do(NOV, check)
    begin(months, DEC, NOV, [("D/1", 1_000)], b2bcn=listed)
    months.type(DEC, {"CN/9": DEFERRED})
    outcome = months.do(DEC, check)
    assert balance(months, DEC) == [25_200.0, 0.0, 0.0, 25_200.0]
    assert any("CN/9 lowered what is reversed in an earlier month already" in str(issue) for issue in outcome.issues)


def test_a_credit_note_that_waited_is_counted_in_the_month_that_accepts_it(months: Months) -> None:
    listed = [note("CN/9", "09-11-2026", 10_000)]
    begin(months, NOV, OCT, [("N/1", 20_000)], b2bcn=listed)
    months.type(NOV, {"CN/9": {"Action": "Pending", "Eligibility": "Goods not received"}})
    months.do(NOV, check)
    begin(months, DEC, NOV, [("D/1", 1_000)], b2bcn=listed)
    months.type(DEC, {"CN/9": DEFERRED})
    months.do(DEC, check)
    assert balance(months, DEC) == [27_000.0, 0.0, 1_800.0, 25_200.0]


def test_reversals_made_outside_are_typed(months: Months) -> None:
    """Rule 37 of this month: CGST and S/UTGST 450 each, in 4(B)(2); 500 of IGST were open before, in no line.

    27,000 + 900 are reversed, 500 opened, and November opens with 28,400, of which the 500 are reclaimed.
    """
    type_own(
        months.book(OCT),
        ["Reversed this month", "Pune Works", "P/7", "05-Apr-2026", "Rule 37: not paid", None, 450, 450],
        ["Opening balance", "Old", None, None, "Rule 37A", 500.0],
        ["Opening balance", "Old", None, None, "other", "lots"],
    )
    outcome = months.do(OCT, check)
    assert [(issue.column, issue.value, issue.reason) for issue in outcome.issues] == [
        ("IGST", "lots", "this is not an amount in rupees")
    ]
    assert balance(months, OCT) == [500, 27_900, 0, 28_400]
    assert table4(months, OCT)["4(B)(2)"] == 27_900
    sheet = openpyxl.load_workbook(months.book(OCT))["ITC Reversals"]
    typed = [[cell.value for cell in row[:11]] for row in sheet.iter_rows() if row[1].value in ("Old", "Pune Works")]
    assert ["Opening balance", "Old", None, None, "other", "lots"] in [row[:6] for row in typed]
    assert "Not counted: this is not an amount in rupees" in [row[10] for row in typed]
    begin(months, NOV, OCT)
    assert balance(months, NOV) == [28_400, 0, 0, 28_400]
    rows = months.look(NOV, lambda job: job.view().view.reversals.rows)
    assert dict(zip(rows["supplier_name"], rows["kind"], strict=True)) == {
        "SURAT SAMPLE FABRICS": "goods", "Pune Works": "rule 37", "Old": "rule 37A",
    }  # fmt: skip


def test_what_was_not_paid_for_180_days_is_looked_at_and_reversed_on_demand(tmp_path: Path) -> None:
    """U/1 of 5 May 2026 with 18,000 and U/2 with 9,000, U/3 rejected, in September: their 180 days end on 1 Nov 2026.

    October lists U/1 and U/2, for December. In November 5,000 of U/1 were not paid, U/2 was: 4(B)(2) 5,000.
    December opens with 5,000, and lists U/2 only: its 180 days ended in the last period.
    """
    months, sep = Months(tmp_path), "092026"
    begin(months, sep, invoices=[("U/1", 100_000), ("U/2", 50_000)], day="05-05-2026")
    rejected = record("U/3", "05-05-2026", 1_000, "R")
    listed = [record(number, "05-05-2026", taxable, "A") for number, taxable in (("U/1", 100_000), ("U/2", 50_000))]
    months.do(sep, import_portal, [portal_file(months.folder / "taken.json", *listed, rejected)], ui=Saying())
    begin(months, OCT, sep)
    assert unpaid(months, OCT) == {
        "U/1": ("2026-11-01", "was it paid? If not: GSTR-3B of Dec-2026"), "U/2": ("2026-11-01", "was it paid? If not: GSTR-3B of Dec-2026"),
    }  # fmt: skip
    assert balance(months, OCT) == [0, 0, 0, 0]
    begin(months, NOV, OCT)
    type_into(
        months.book(NOV),
        {"U/1": {"Reverse": "Yes - partial", "Reverse IGST": 5_000}, "U/2": {"Reverse": "No"}},
        "Number",
    )
    months.do(NOV, check)
    assert balance(months, NOV) == [0, 5_000, 0, 5_000]
    assert table4(months, NOV) == {"4(B)(2)": 5_000, "4(C)": -5_000}
    shown = openpyxl.load_workbook(months.book(NOV))["Unpaid 180 Days"]
    assert [[row[0].value, row[3].value, row[-5].value] for row in shown.iter_rows() if row[3].value in ("U/1", "U/2")] == [
        ["Yes - partial", "U/1", 5_000], ["No", "U/2", None],
    ]  # fmt: skip
    begin(months, DEC, NOV)
    assert balance(months, DEC) == [5_000, 0, 0, 5_000]
    assert list(unpaid(months, DEC)) == ["U/2"]


def unpaid(months: Months, period: str) -> dict[str, tuple[str, str]]:
    """The last day to pay and what is asked, by number."""
    rows = months.look(period, lambda job: job.view().view.reversals.listed)
    days = rows["due"].dt.strftime("%Y-%m-%d")
    return dict(zip(rows["doc_number"], zip(days, rows["look"], strict=True), strict=True))


def test_a_closed_month_stays_as_it_was(months: Months) -> None:
    """October is changed after November was made from it and closed: November stays, December is told."""
    begin(months, NOV, OCT)
    reclaim(months, NOV, {"G/2": {"Reclaim": "Yes - full"}})
    months.do(NOV, close_month, ui=Saying())
    months.type(OCT, {"G/1": {"Eligibility": "Inputs"}})
    months.do(OCT, check)
    assert balance(months, OCT) == [0, 9_000, 0, 9_000]
    months.do(NOV, check)
    assert balance(months, NOV) == [27_000, 0, 9_000, 18_000]
    begin(months, DEC, NOV)
    assert balance(months, DEC) == [18_000, 0, 0, 18_000]
    (issue,) = months.do(DEC, check).issues
    assert issue.reason == (
        "Oct-2026 leaves ₹9,000.00 reversed, but Nov-2026 opened with ₹27,000.00: Oct-2026 was changed after it"
    )


def test_what_is_typed_in_a_closed_month_is_asked_about(months: Months) -> None:
    begin(months, NOV, OCT)
    months.do(NOV, close_month, ui=Saying())
    type_into(months.book(NOV), {"G/2": {"Reclaim": "Yes - full"}}, "Number")
    with pytest.raises(ImsError, match="a closed month is not changed"):
        months.do(NOV, check, ui=Saying(yes=False))
    months.do(NOV, check, ui=Saying())
    assert balance(months, NOV) == [27_000, 0, 9_000, 18_000]


def test_goods_that_came_are_proposed_and_not_reclaimed(months: Months) -> None:
    """The register of November gives credit for G/1, that of October did not name it."""
    begin(months, NOV, OCT)
    book = openpyxl.Workbook()
    book.active.title = "b2b"
    book.active.append(B2B)
    book.active.append(b2b(gstin=SUPPLIER, number="G/1", value=118_000, taxable=100_000, igst=18_000, cgst=0, sgst=0))
    book.save(months.folder / "pr.xlsx")
    months.do(NOV, import_purchases, [months.folder / "pr.xlsx"])
    rows = months.look(NOV, lambda job: job.view().view.reversals.rows)
    assert dict(zip(rows["doc_number"], rows["note"], strict=True)) == {
        "G/1": "Goods there? Eligibility is one with credit now", "G/2": "",
    }  # fmt: skip
    assert balance(months, NOV) == [27_000, 0, 0, 27_000]
    told = [str(cell.value) for row in openpyxl.load_workbook(months.book(NOV))["Home"].iter_rows() for cell in row]
    assert "Ready to be reclaimed, it seems: 1 document. Choose in Reclaim ▸" in told


def test_a_month_made_by_an_older_version_is_named(months: Months) -> None:
    with_store(months, "DELETE FROM reversal_month")
    begin(months, NOV, OCT)  # keeps October's on the way
    assert balance(months, NOV) == [27_000, 0, 0, 27_000]
    with_store(
        months, "DELETE FROM reversal_month WHERE book_id IN (SELECT book_id FROM workbook WHERE period = '102026')"
    )
    assert months.look(NOV, lambda job: job.view().view.reversals.unkept) == "Oct-2026"
    months.do(OCT, check)
    assert balance(months, NOV) == [27_000, 0, 0, 27_000]


def with_store(months: Months, sql: str) -> None:
    def change(job: Job) -> None:
        with job.store.together():
            job.store.reversals._db.execute(sql)

    months.look(OCT, change)


def test_the_log_names_who_reclaimed_what(months: Months) -> None:
    begin(months, NOV, OCT)
    reclaim(months, NOV, {"G/2": {"Reclaim": "Yes - full"}})
    reclaim(months, NOV, {"G/2": {"Reclaim": None}})
    log = months.look(NOV, lambda job: job.view().view.decisions)
    said = log[log["event"] == "Reversal typed"]
    assert said[["event_text", "before", "after"]].to_numpy().tolist() == [
        ["Typed on ITC Reversals", "", "Yes - full"],
        ["Typed on ITC Reversals", "Yes - full", ""],
    ]


def test_the_report_holds_the_ledger_and_verify_adds_it_up(months: Months) -> None:
    begin(months, NOV, OCT)
    reclaim(months, NOV, {"G/2": {"Reclaim": "Yes - full"}})
    path = months.folder / "report.xlsx"
    months.do(NOV, write_auditor_report, path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["ITC Reversal statement"]
    lines = {row[0]: row[5] for row in sheet.iter_rows(values_only=True) if row[0] and row[5] is not None}
    assert lines["Closing balance, open to be reclaimed"] == 18_000
    assert verify(path).changes == ()
    ledger = workbook["ITC Reversals"]
    (cell,) = (
        cell for row in ledger.iter_rows() for cell in row if cell.value == 9_000 and cell.column == 9 and row[2].value
    )
    cell.value = 8_000
    workbook.save(path)
    assert any(change.sheet == "ITC Reversals" for change in verify(path).changes)


def test_another_computer_goes_on_from_the_sheet(months: Months, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows neither October nor what November reclaimed: both stand on the sheet, the typed opening once."""
    begin(months, NOV, OCT)
    type_own(months.book(NOV), ["Opening balance", "Old", None, None, "other", 500.0])
    reclaim(months, NOV, {"G/2": {"Reclaim": "Yes - full"}})
    assert balance(months, NOV) == [27_500, 0, 9_000, 18_500]
    monkeypatch.setenv("IMS_XL_HOME", str(months.folder / "other computer"))
    months.do(NOV, import_portal, [months.folder / f"{NOV}.json"], ui=Saying())
    assert balance(months, NOV) == [27_500, 0, 9_000, 18_500]
    months.do(NOV, check)
    assert balance(months, NOV) == [27_500, 0, 9_000, 18_500]
    begin(months, DEC, NOV)
    assert balance(months, DEC) == [18_500, 0, 0, 18_500]
