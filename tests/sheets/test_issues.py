"""What Import Issues says before its rows."""

import pandas as pd

from ims_xl.sheets.issues import issue_kinds


def kinds(*findings):
    return [tuple(kind) for kind in issue_kinds(pd.DataFrame(findings, columns=["severity", "reason"]))]


def test_kinds_are_counted_errors_first_and_the_frequent_before_others():
    assert kinds(
        ("warning", "a GSTIN has 15 characters"),
        ("error", "this is not a date"),
        ("warning", "hidden or filtered rows were read too (rows 4-9)"),
        ("warning", "hidden or filtered rows were read too (rows 12-13)"),
        ("error", "the cell holds an Excel error"),
        ("error", "this is not a date"),
        ("error", "the cell holds an Excel error, 60 times (rows 5-64)"),
        ("error", "the cell holds an Excel error"),
    ) == [
        ("error", 3, "the cell holds an Excel error"),
        ("error", 2, "this is not a date"),
        ("warning", 2, "hidden or filtered rows were read too"),
        ("warning", 1, "a GSTIN has 15 characters"),
    ]


def test_a_list_as_short_as_its_kinds_needs_none():
    assert kinds(("error", "this is not a date"), ("error", "this is not a date"), ("note", "read once")) == []
    assert kinds() == []
