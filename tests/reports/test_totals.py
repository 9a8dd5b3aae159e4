import pandas as pd

from ims_xl.reports.report import Counted, Report
from ims_xl.reports.totals import DECIDED, EVERY_ROW, UNDECIDED, control_totals, rows_of_cells, wrong_sums


def test_downloaded_is_shown_is_decided_and_undecided(report: Report) -> None:
    totals = control_totals(report.sheets, (6, 99922042.60, 17985967.67))
    assert totals.to_numpy().tolist() == [
        ["Downloaded from GSTN", 6, 99922042.60, 17985967.67, EVERY_ROW],
        ["Shown in this report", 6, 99922042.60, 17985967.67, EVERY_ROW],
        # 1234567.00 + 45000.00 + 500.00 - 123456.50; 222222.06 + 8100.00 + 90.00 - 22222.17
        ["Decided", 4, 1156610.50, 208189.89, DECIDED],
        ["Undecided", 2, 98765432.10, 17777777.78, UNDECIDED],
    ]


def test_without_counted_sheets_nothing_is_shown(report: Report) -> None:
    assert control_totals([], (0, 0.0, 0.0))["documents"].tolist() == [0, 0, 0, 0]


def test_rows_are_found_again_in_cells_wherever_the_headings_stand() -> None:
    cells = [
        ["Exact Match", "", ""],
        ["Tax", "Action", "Taxable"],
        [18.0, "Accept", 100.0],
        ["", "", ""],
        ["", "x", 1.0],
    ]
    found = rows_of_cells(cells, Counted("Action", "Taxable", "Tax"))
    expected = pd.DataFrame({"action": ["Accept", "x"], "taxable": [100.0, 1.0], "tax": [18.0, float("nan")]})
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_the_line_of_sums_is_no_row_of_a_document() -> None:
    cells = [["Action", "Taxable", "Tax"], ["Accept", 100.0, 18.0], ["", 50.0, 9.0], ["Total", 150.0, 27.0]]
    assert rows_of_cells(cells, Counted("Action", "Taxable", "Tax"))["taxable"].tolist() == [100.0, 50.0]


def test_sums_are_compared_in_whole_paise() -> None:
    cells = [["Action", "Taxable", "Tax"], ["", 0.1, 18.0], ["", 0.2, ""], ["Total", 0.3, 18.01], ["", "", ""]]
    assert list(wrong_sums(cells, 1)) == [(4, 3, 1800)]
    assert list(wrong_sums(cells[:3], 1)) == []
    assert list(wrong_sums([], 0)) == []


def test_a_heading_that_is_gone_gives_no_rows() -> None:
    assert rows_of_cells([["Action", "Taxable"], ["Accept", 1.0]], Counted("Action", "Taxable", "Tax")).empty
