"""Documents that GST does not allow as they were read, so that a column mixed up is told."""

import pandas as pd
import pytest
from support.purchases import BENGALURU, MUMBAI, SURAT

from ims_xl.purchases.plausible import doubts

USUAL = {
    "supplier_gstin": MUMBAI, "doc_type": "INV", "doc_value": 1180.0, "taxable_value": 1000.0, "igst": 0.0,
    "cgst": 90.0, "sgst": 90.0, "cess": 0.0,
}  # fmt: skip


def told(*rows):
    documents = pd.DataFrame([{**USUAL, **row, "source_row": at} for at, row in enumerate(rows, 2)])
    return [(issue.severity, issue.row, issue.reason) for issue in doubts(documents, "b2b")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"igst": 180.0}, "documents with IGST beside CGST or SGST: 1 (rows 3)"),
        ({"sgst": 180.0}, "documents whose CGST and SGST differ: 1 (rows 3)"),
        ({"doc_value": -1180.0}, "invoices with a negative value and positive amounts: 1 (rows 3)"),
        (
            {"supplier_gstin": SURAT, "cgst": 0.0, "sgst": 0.0},
            "no document here has IGST, and suppliers of other States have no tax: 1 (rows 3)",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_rows(cells, reason):
    assert told({}, cells) == [("warning", 3, reason)]


@pytest.mark.parametrize(
    "cells",
    [
        {"sgst": 90.99},
        {"supplier_gstin": SURAT, "igst": 180.0, "cgst": 0.0, "sgst": 0.0},
        {"doc_type": "CN", "doc_value": -1180.0},
        {"cgst": 0.0, "sgst": 0.0},
        {"doc_value": float("nan")},
    ],
)
def test_what_can_be_is_not(cells):
    assert told({}, cells) == []


def test_with_igst_anywhere_an_untaxed_document_of_another_state_is_exempt():
    igst = {"supplier_gstin": SURAT, "igst": 180.0, "cgst": 0.0, "sgst": 0.0}
    assert told({}, igst, {"supplier_gstin": BENGALURU, "cgst": 0.0, "sgst": 0.0}) == []


def test_a_sheet_without_documents_says_nothing():
    assert doubts(pd.DataFrame(), "b2b") == []
