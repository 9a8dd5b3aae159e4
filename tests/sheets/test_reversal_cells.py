"""Cells of ITC Reversals as they are read, kept in the store and compared."""

import datetime as dt

import pandas as pd

from ims_xl.decisions.reversal_cells import CLAIM, OWN
from ims_xl.sheets import month_columns
from ims_xl.sheets.reversal_cells import changes, from_store, nothing_typed, read_cells, to_store
from ims_xl.workbook.book import TableData

CLAIMED = {"Ledger key": "goods|1", "Reclaim": "Yes - partial", "Reclaim IGST": 5000.0}
TYPED = {"Counts as": "Opening balance", "Date": dt.datetime(2026, 3, 5), "Reversed under": "other", "CGST": "500"}


def tables(claims=(), own=(), without=()):
    found = {}
    for name, shown, rows in (
        ("ims_Reversals", month_columns.REVERSALS, claims),
        ("ims_OwnReversals", month_columns.OWN_REVERSALS, own),
    ):
        headings = [column.header for column in shown if column.header not in without]
        frame = pd.DataFrame(list(rows), columns=headings, index=range(14, 14 + len(rows)), dtype="object")
        found[name] = TableData(name, "ITC Reversals", frame)
    return found


def test_what_is_read_comes_back_from_the_store_as_it_was_typed():
    typed, issues = read_cells(tables([CLAIMED, {"Ledger key": "goods|2"}], [{}, TYPED]), nothing_typed())
    assert issues == []
    assert typed.own[["row", "counts", "doc_date"]].to_numpy().tolist() == [
        [15, "Opening balance", dt.datetime(2026, 3, 5)]
    ]
    kept = from_store(to_store(typed))
    assert kept.claims[["key", *CLAIM[:2]]].to_numpy().tolist() == [["goods|1", "Yes - partial", 5000.0]]
    assert kept.own[["counts", "kind", "cgst"]].to_numpy().tolist() == [["Opening balance", "other", "500"]]
    assert changes(typed, kept) == []
    assert len(to_store(nothing_typed())) == 0
    assert list(from_store(to_store(nothing_typed())).own) == ["sheet", "row", *OWN]


def test_changes_in_words():
    before, _ = read_cells(tables([CLAIMED]), nothing_typed())
    after, _ = read_cells(tables([CLAIMED | {"Reclaim": "No", "Reclaim IGST": None}], [TYPED]), nothing_typed())
    assert changes(before, after) == [
        ("1", "Yes - partial, 5000", "No"),
        ("typed 0", "", "Opening balance, 2026-03-05, other, 500"),
    ]


def test_a_sheet_or_a_column_that_is_gone_leaves_what_was_last_read():
    last, _ = read_cells(tables([CLAIMED], [TYPED]), nothing_typed())
    typed, issues = read_cells({}, last)
    assert changes(last, typed) == []
    assert issues == []
    typed, (issue,) = read_cells(tables([CLAIMED], [TYPED], without=["Reclaim"]), last)
    assert changes(last, typed) == []
    assert (issue.sheet, issue.column, issue.severity) == ("ITC Reversals", "Reclaim", "warning")


def test_a_claim_that_is_emptied_or_whose_row_is_gone_is_no_claim():
    last, _ = read_cells(tables([CLAIMED]), nothing_typed())
    typed, _ = read_cells(tables([{"Ledger key": "goods|1"}]), last)
    assert changes(last, typed) == [("1", "Yes - partial, 5000", "")]
    typed, _ = read_cells(tables(), last)
    assert changes(last, typed) == [("1", "Yes - partial, 5000", "")]
