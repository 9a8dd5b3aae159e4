"""What Import Issues says before its rows."""

import pandas as pd

from ims_xl.sheets.issues import issue_kinds


def kinds(*findings):
    return issue_kinds(pd.DataFrame(findings, columns=["severity", "reason"]))


def test_kinds_are_counted_errors_first_and_the_frequent_before_others():
    assert (
        kinds(
            ("note", "the file is the same as a.xlsx and was read once"),
            ("warning", "a GSTIN has 15 characters"),
            ("error", "this is not a date"),
            ("warning", "hidden or filtered rows were read too (rows 4-9)"),
            ("error", "the cell holds an Excel error"),
            ("error", "the cell holds an Excel error, 60 times (rows 5-64)"),
        )
        == "2 × the cell holds an Excel error · 1 × this is not a date · 1 × a GSTIN has 15 characters · "
        "1 × hidden or filtered rows were read too · 1 × the file is the same as a.xlsx and was read once"
    )


def test_many_kinds_are_cut_and_none_is_nothing():
    assert kinds(*(("error", f"kind {letter}") for letter in "abcdefghij")).endswith("1 × kind h · 2 kinds more")
    assert kinds() == ""
