import pandas as pd

from ims_xl.reports import pages
from ims_xl.reports.report import Report, ReportSheet
from ims_xl.workbook.sheet import Column


def test_a_long_text_gets_the_height_of_its_lines(report: Report) -> None:
    columns = (Column("Row", "row", "number", 8), Column("Why", "why", "long", 20))
    rows = pd.DataFrame({"row": [1.0, 2.0, 3.0], "why": ["short", "word " * 12, ""]})  # 60 characters in 20: 4 lines
    lines = list(pages.table(report, ReportSheet("Issues", columns, rows)).rows)
    assert [line.height for line in lines[-3:]] == [0.0, 4 * 13.5 + 2, 0.0]


def test_the_cover_says_what_each_sheet_holds(report: Report) -> None:
    assert [list(row.values) for row in pages.cover(report, "").rows][-3:] == [
        ["Exact Match", 3.0, "Number, date and amounts agree"],
        ["Mismatched", 3.0, "Found in both, with differences"],
        ["Missing in IMS", 0.0, "Only in the books"],
    ]
