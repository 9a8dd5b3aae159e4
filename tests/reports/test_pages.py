from dataclasses import replace

import pandas as pd
import pytest

from ims_xl.reports import pages
from ims_xl.reports.report import Report, ReportSheet
from ims_xl.workbook.sheet import Column


def test_a_long_text_gets_the_height_of_its_lines(report: Report) -> None:
    columns = (Column("Row", "row", "number", 8), Column("Why", "why", "long", 20))
    rows = pd.DataFrame({"row": [1.0, 2.0, 3.0], "why": ["short", "word " * 12, ""]})  # 12 words, 4 in a line of 20
    lines = list(pages.table(report, ReportSheet("Issues", columns, rows)).rows)
    assert [line.height for line in lines[-3:]] == [0.0, 3 * 13.5 + 2, 0.0]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 20, 1),
        ("Asha Traders", 20, 1),
        ("Mulund Sample Hardware Pvt Ltd", 20, 2),
        ("27AAZCD1111E1ZS", 18, 1),
        ("MMMMMMMMMMMMMMMM", 18, 2),  # sixteen of the widest letter
        ("one\ntwo", 20, 2),
        ("9" * 64, 20, 4),  # a word longer than a line is broken: 64 digits, some 21 in a line
    ],
)
def test_how_many_lines_a_text_takes(text: str, width: float, lines: int) -> None:
    assert pages.lines_needed(text, width) == lines


def test_a_column_is_as_wide_as_its_longest_amount_or_sum(report: Report) -> None:
    columns = (Column("Name", "name", "text", 9), Column("Tax", "tax", "rupees", 9))
    rows = pd.DataFrame({"name": ["a", "b"], "tax": [60_00_000.00, 50_00_000.00]})
    page = pages.table(report, ReportSheet("Sums", columns, rows))
    assert list(page.widths) == [9, len("-1,10,00,000.00") + 2]
    assert [list(row.values) for row in page.rows][-1] == ["Total", 1_10_00_000.00]


def test_only_texts_that_are_printed_run_over_several_lines(report: Report) -> None:
    columns = (Column("Name", "name", "text", 9, first_screen=True), Column("Why", "why", "long", 9))
    rows = pd.DataFrame({"name": ["Mulund Hardware", "a"], "why": ["in the books under another number", "b"]})
    *_, first, second = pages.table(report, ReportSheet("Documents", columns, rows)).rows
    assert (first.styles, first.height) == (("long", "text"), 2 * 13.5 + 2)
    assert (second.height, list(second.values)) == (0.0, ["a", "b"])


def test_a_long_fact_stands_on_several_lines(report: Report) -> None:
    named = replace(report, facts=[*report.facts, ("Matched from", "register of purchases.xlsx, " * 9)])
    lines = [row.values for row in pages.cover(named, "").rows if row.values and row.values[0] == "Matched from"]
    assert [len(str(text)) <= 120 for _, text in lines] == [True, True, True]


def test_the_cover_says_what_each_sheet_holds(report: Report) -> None:
    assert [list(row.values) for row in pages.cover(report, "").rows][-3:] == [
        ["Exact Match", 3.0, "Number, date and amounts agree"],
        ["Mismatched", 3.0, "Found in both, with differences"],
        ["Missing in IMS", 0.0, "Only in the books"],
    ]
