"""Rules 37 and 37A: which documents are to be looked at, and what is reversed of them."""

import datetime as dt

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.reversal_cells import REVERSE
from ims_xl.decisions.reversal_lists import candidates, reversals, standing, window
from ims_xl.gst.reversals import SUPPLIER_UNFILED, UNPAID

BUYER, SURAT = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"
NOTHING = schema.empty(schema.REVERSALS)


def documents(*rows):
    """Number, date, IGST and what else is not usual."""
    records = [
        {"supplier_gstin": SURAT, "supplier_name": "SURAT", "doc_type": "INV", "doc_number": number, "doc_date": pd.Timestamp(day), "igst": tax} | more
        for number, day, tax, more in rows
    ]  # fmt: skip
    return schema.conform(pd.DataFrame(records), schema.IMS)


def typed(*rows):
    frame = pd.DataFrame([dict(zip(("key", *REVERSE), row, strict=False)) for row in rows], columns=["key", *REVERSE])
    return frame.astype("object").assign(sheet="Unpaid 180 Days", row=range(6, 6 + len(rows)))


def test_the_dates_of_documents_whose_time_ends_in_october_and_november():
    """1 Oct 2026 less 180 days is 4 Apr 2026, 30 Nov 2026 less 180 days is 3 Jun 2026."""
    assert window(dt.date(2026, 10, 1), dt.date(2026, 11, 30)) == (dt.date(2026, 4, 4), dt.date(2026, 6, 3))


def test_what_is_to_be_looked_at():
    """Credit notes, reverse charge, imports, documents without tax and the same one twice are not."""
    given = documents(
        ("B/2", "2026-04-20", 180, {}),
        ("A/1", "2026-04-10", 90, {}),
        ("A/1", "2026-04-10", 90, {}),
        ("CN/1", "2026-04-10", 90, {"doc_type": "CN"}),
        ("RC/1", "2026-04-10", 90, {"reverse_charge": True}),
        ("4943522", "2026-04-10", 90, {"supplier_gstin": ""}),
        ("N/1", "2026-04-10", 0, {}),
        ("G/1", "2026-04-10", 70, {}),
    )
    held = {"supplier_gstin": SURAT, "doc_number": "G/1", "doc_date": pd.Timestamp("2026-04-10")}
    found = candidates(given, schema.conform(pd.DataFrame([held]), schema.REVERSALS), BUYER, UNPAID)
    assert found[["doc_number", "igst", "key"]].to_numpy().tolist() == [
        ["B/2", 180, f"rule 37|{BUYER}|paid|{SURAT}|B/2|2026-04-20"],
        ["A/1", 90, f"rule 37|{BUYER}|paid|{SURAT}|A/1|2026-04-10"],
    ]


def test_only_what_the_accountant_says_is_reversed():
    """A/1 whole: 90; B/2 in part: 50 of 180; C/3 not."""
    given = documents(*((number, "2026-04-10", tax, {}) for number, tax in (("A/1", 90), ("B/2", 180), ("C/3", 70))))
    listed = candidates(given, NOTHING, BUYER, UNPAID)
    keys = dict(zip(listed["doc_number"], listed["key"], strict=True))
    rows, wrong, issues = reversals(
        typed((keys["A/1"], "Yes - full"), (keys["B/2"], "Yes - partial", 50), (keys["C/3"], "No")),
        listed,
        "102026",
        NOTHING,
    )
    assert rows[["doc_number", "kind", "reversed_in", "reversed_igst", "opening_igst"]].to_numpy().tolist() == [
        ["A/1", "rule 37", "102026", 90, 0],
        ["B/2", "rule 37", "102026", 50, 0],
    ]
    assert (wrong, issues) == ({}, [])


def test_more_than_the_tax_of_the_document_is_refused():
    listed = candidates(documents(("A/1", "2026-04-10", 90, {})), NOTHING, BUYER, UNPAID)
    key = listed["key"].iloc[0]
    rows, wrong, (issue,) = reversals(typed((key, "Yes - partial", 90.01)), listed, "102026", NOTHING)
    assert len(rows) == 0
    assert (issue.row, issue.column, issue.value, issue.reason) == (
        6, "Reverse", "A/1", "more than its tax: IGST 90.01",
    )  # fmt: skip
    assert wrong == {key: "Refused: more than its tax: IGST 90.01"}
    _, _, (issue,) = reversals(typed((key, "perhaps")), listed, "102026", NOTHING)
    assert (issue.column, issue.reason) == ("Reverse", "this is not an answer to Reverse")


def test_reverse_on_a_line_that_names_no_document_is_told():
    listed = candidates(documents(("A/1", "2026-04-10", 90, {})), NOTHING, BUYER, UNPAID)
    rows, _, (issue,) = reversals(typed(("", "Yes - full")), listed, "102026", NOTHING)
    assert len(rows) == 0
    assert (issue.row, issue.column, issue.reason) == (6, "Reverse", "this line is none of the documents listed")


def ledger(number, kind="goods", **more):
    """A row of a ledger that names SURAT's document of 10 April 2026 as `more` says."""
    row = {
        "supplier_gstin": SURAT,
        "supplier_name": "SURAT",
        "doc_number": number,
        "doc_date": pd.Timestamp("2026-04-10"),
    }
    return schema.conform(pd.DataFrame([row | {"kind": kind, "doc_id": "x"} | more]), schema.REVERSALS)


def test_a_document_is_known_in_a_ledger_also_as_it_was_typed_by_hand():
    """By GSTIN or by name, with its date or without one; another date or supplier is another document."""
    given = documents(("A/1", "2026-04-10", 90, {}), ("A/2", "2026-04-10", 90, {}))
    for row, key in (
        (ledger("A/1"), "goods|x"),
        (ledger(" a/1 ", doc_date=pd.NaT), "goods|x"),
        (ledger("a/1", supplier_gstin="", supplier_name="Surat", kind="rule 37A"), "rule 37A|x"),
        (ledger("A/1", doc_date=pd.Timestamp("2025-04-10")), ""),
        (ledger("A/1", supplier_gstin=BUYER), ""),
        (ledger("A/1", supplier_gstin="", supplier_name="OTHER"), ""),
        (ledger(""), ""),
        (NOTHING, ""),
    ):
        assert standing(given, row).to_list() == [key, ""]


def test_a_document_of_both_lists_is_reversed_in_one():
    """A/1 stands in both lists, chosen in both: 90 by rule 37; B/2 was goods not received of this month."""
    given = documents(("A/1", "2026-04-10", 90, {}), ("B/2", "2026-04-10", 180, {}))
    listed = pd.concat(
        [candidates(given, NOTHING, BUYER, kind) for kind in (UNPAID, SUPPLIER_UNFILED)], ignore_index=True
    )
    keys = listed["key"].to_list()
    assert [key.partition("|")[0] for key in keys] == ["rule 37", "rule 37", "rule 37A", "rule 37A"]
    cells = typed(*((keys[at], "Yes - full") for at in (0, 2, 3)))
    rows, wrong, issues = reversals(cells, listed, "102026", ledger("B/2"))
    assert rows[["doc_number", "kind", "reversed_igst"]].to_numpy().tolist() == [["A/1", "rule 37", 90]]
    assert wrong == {
        keys[2]: "Refused: it is reversed already: Rule 37: not paid",
        keys[3]: "Refused: it is reversed already: Goods not received",
    }
    assert [(issue.row, issue.value) for issue in issues] == [(7, "A/1"), (8, "B/2")]
