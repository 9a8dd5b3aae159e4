"""What is typed on ITC Reversals, cell by cell, and what is said of what cannot be read."""

import datetime as dt

import pandas as pd
import pytest

from ims_xl.decisions.reversal_cells import CLAIM, OWN, read_claims, read_own
from ims_xl.decisions.reversal_ledger import Claim

BUYER = "27AAZCD1111E1ZS"
GOOD = {
    "counts": "Reversed this month", "supplier_name": "Surat", "doc_number": "Q/9", "doc_date": dt.datetime(2026, 3, 5),
    "kind": "Rule 37: not paid", "igst": 18000.0, "supplier_gstin": "24AAZCS2222F1ZB",
}  # fmt: skip


def claims(*rows):
    frame = pd.DataFrame([dict(zip(("key", *CLAIM), row, strict=False)) for row in rows], columns=["key", *CLAIM])
    return read_claims(frame.astype("object").assign(sheet="ITC Reversals", row=range(14, 14 + len(rows))))


def own(*rows):
    frame = pd.DataFrame(rows, columns=[*OWN]).astype("object")
    return read_own(frame.assign(sheet="ITC Reversals", row=range(20, 20 + len(rows))), "102026", BUYER)


def test_a_claim_is_all_that_is_open_or_the_amounts_written():
    found, wrong, issues = claims(
        ("goods|1", "Yes - full"), ("goods|2", "Yes - partial", 100.0, None, "1,250.50"), ("goods|3", "No"), ("goods|4",),
    )  # fmt: skip
    assert found == [
        Claim("goods|1", None, "ITC Reversals", 14),
        Claim("goods|2", (100.0, 0.0, 1250.5, 0.0), "ITC Reversals", 15),
    ]
    assert (wrong, issues) == ({}, [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Perhaps",), ("Reclaim", "Perhaps", "this is not an answer to Reclaim")),
        (("Yes - partial", "x"), ("Reclaim IGST", "x", "this is not an amount in rupees")),
        (("Yes - partial", None, None, None, -5.0), ("Reclaim Cess", "-5", "this is not an amount in rupees")),
        (("Yes - full", 5.0), ("Reclaim", "Yes - full", "amounts are written, but the answer is not partial")),
    ],
)
def test_a_claim_that_cannot_be_read_is_told_and_counts_nothing(row, said):
    found, wrong, (issue,) = claims(("goods|1", *row))
    assert found == []
    assert (issue.column, issue.value, issue.reason) == said
    assert wrong == {"goods|1": f"Refused: {said[2]}"}


def test_a_reversal_of_this_month_and_an_opening_balance():
    rows, wrong, issues = own(GOOD, {"counts": "opening balance", "kind": "other", "cgst": "500", "sgst": 500})
    assert (wrong, issues) == ({}, [])
    first, second = rows.to_dict("records")
    assert (first["kind"], first["reversed_in"], first["doc_date"]) == ("rule 37", "102026", pd.Timestamp("2026-03-05"))
    assert [first[name] for name in ("opening_igst", "reversed_igst", "reclaimed_igst")] == [0, 18000, 0]
    assert first["doc_id"] == f"{BUYER}|own|24AAZCS2222F1ZB|Q/9|2026-03-05"
    assert (second["kind"], second["reversed_in"]) == ("other", "")
    assert [second[f"opening_{tax}"] for tax in ("igst", "cgst", "sgst", "cess")] == [0, 500, 500, 0]


@pytest.mark.parametrize(
    ("cell", "column", "reason"),
    [
        ({"counts": None}, "Counts as", "it is not said how this reversal counts"),
        ({"kind": "Rule 42"}, "Reversed under", "this is not a kind of reversal"),
        ({"doc_date": "31-Feb-2026"}, "Date", "this is not a date"),
        ({"doc_date": dt.datetime(9999, 12, 31)}, "Date", "no document of GST has this date"),
        ({"doc_date": "05-Oct-1926"}, "Date", "no document of GST has this date"),
        ({"supplier_gstin": "24AAZCS2222F1ZX"}, "Supplier GSTIN", "this is not a GSTIN"),
        ({"sgst": "many"}, "S/UTGST", "this is not an amount in rupees"),
        ({"igst": -1.0}, "IGST", "this is not an amount in rupees"),
        ({"igst": None}, "IGST", "no amount is written"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_cell_and_counts_nothing(cell, column, reason):
    rows, wrong, (issue,) = own({}, GOOD | cell)
    assert len(rows) == 0
    assert (issue.sheet, issue.row, issue.column, issue.reason) == ("ITC Reversals", 21, column, reason)
    assert issue.remedy
    assert wrong == {1: f"Not counted: {reason}"}


def test_the_same_reversal_typed_twice_counts_once():
    rows, wrong, (issue,) = own(GOOD, GOOD | {"igst": 5.0}, GOOD | {"kind": "Rule 37A: no GSTR-3B"})
    assert rows["reversed_igst"].tolist() == [18000, 18000]
    assert (issue.row, issue.column, issue.reason) == (21, "Number", "this reversal is typed twice")
    assert list(wrong) == [1]
