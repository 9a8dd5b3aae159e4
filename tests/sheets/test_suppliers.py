"""Supplier View and IMS Dashboard: figures by hand, and which type of document is meant."""

from types import SimpleNamespace

import pandas as pd
import pytest

from ims_xl.sheets.suppliers import dashboard_rows, shown_type, supplier_rows

PAPER = "29AAZFA1014A1ZR"


def view():
    lines = pd.DataFrame(
        [
            (PAPER, PAPER, "Paper", "Exact Match", "Invoices", 100.0, 18.0, 100.0, 18.0, "INV-1", "A", 18.0),
            (PAPER, PAPER, "Paper", "Mismatched", "CDN", -50.0, -9.0, -40.0, -7.2, "CN-1", "N", -9.0),
            ("Customs port A", "", "Customs, port A", "Missing in PR", "Imports", 10.0, 1.8, None, None, "", "N", 1.8),
        ],
        columns=[
            "supplier_key", "supplier_gstin", "supplier_name", "status", "family", "taxable_value", "tax",
            "books_taxable_value", "books_tax", "books_number", "state", "igst",
        ],
    )  # fmt: skip
    books = pd.DataFrame(
        [("Customs port B", "", "Customs, port B", "Imports", 30.0, 5.4)],
        columns=["supplier_key", "supplier_gstin", "supplier_name", "family_label", "taxable_value", "tax"],
    )
    return SimpleNamespace(lines=lines.assign(cgst=0.0, sgst=0.0, cess=0.0), unmatched=books)


def test_both_sides_by_supplier_those_without_a_gstin_by_name():
    rows = supplier_rows(view())
    shown = rows[["supplier_name", "tax", "books_tax", "tax_difference", "documents", "books_documents", "statuses"]]
    assert shown.to_numpy().tolist() == [
        ["Customs, port B", 0.0, 5.4, -5.4, 0, 1, "Missing in IMS 1"],
        ["Paper", 9.0, 10.8, -1.8, 2, 2, "Exact Match 1, Mismatched 1"],
        ["Customs, port A", 1.8, 0.0, 1.8, 1, 0, "Missing in PR 1"],
    ]


def test_one_type_of_document_and_zeros_for_suppliers_without_any():
    rows = supplier_rows(view(), "CDN").set_index("supplier_name")
    assert rows.loc["Paper", ["tax", "books_tax", "documents", "statuses"]].tolist() == [-9.0, -7.2, 1, "Mismatched 1"]
    assert rows.loc["Customs, port A", ["tax", "documents", "statuses"]].tolist() == [0.0, 0, ""]


def test_the_dashboard_counts_by_the_state_after_the_next_upload():
    rows = dashboard_rows(view()).set_index("supplier_name")
    assert rows.loc["Paper", ["documents", "no_action", "accepted", "taxable_value", "igst"]].tolist() == [
        2, 1, 1, 50.0, 9.0
    ]  # fmt: skip
    assert dashboard_rows(view(), "Imports")["documents"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("chosen", "meant"),
    [
        (["All", "All", "All"], "All"),
        (["All", "CDN", "All"], "CDN"),
        (["All", "CDN", "CDN"], "All"),
        (["CDN"], "CDN"),
        ([], "All"),
    ],
)
def test_the_type_that_was_changed_last_is_meant(chosen, meant):
    assert shown_type(chosen) == meant
