"""Every document of every status on one sheet, by hand."""

from types import SimpleNamespace

import pandas as pd

from ims_xl.sheets.document_view import document_rows

ZEROS = dict.fromkeys(("igst", "cgst", "sgst", "cess"), 0.0)


def test_documents_of_both_sides_by_supplier_date_and_number():
    ims = {
        "status": "Mismatched", "supplier_key": "29A", "supplier_name": "Paper", "supplier_gstin": "29A",
        "type_label": "Invoice", "doc_id": "i1", "taxable_value": 100.0, "tax": 18.0, "books_taxable_value": 90.0,
        "books_tax": 16.2, "tax_difference": 1.8, "mark": "R", "doc_number": "INV-2",
        "doc_date": pd.Timestamp("2026-10-02"), "portal_status": "No action", "reason_text": "taxable differs",
        "books_number": "INV-2", "state": "R", "family": "Invoices",
    }  # fmt: skip
    book = {
        "supplier_key": "29A", "supplier_name": "Paper", "supplier_gstin": "29A", "type_label": "Invoice",
        "doc_id": "b1", "follow_up": "Wait", "doc_number": "INV-1", "doc_date": pd.Timestamp("2026-10-01"),
        "taxable_value": 50.0, "tax": 9.0, "family_label": "Invoices", "reason": "not reported by supplier",
    }  # fmt: skip
    rows = document_rows(SimpleNamespace(lines=pd.DataFrame([ims | ZEROS]), unmatched=pd.DataFrame([book])))
    shown = ["status", "action_label", "number", "taxable_value", "books_taxable_value", "state", "in_books", "sheet"]
    assert rows[shown].astype(object).where(rows[shown].notna(), None).to_numpy().tolist() == [
        ["Missing in IMS", "Wait", "INV-1", None, 50.0, "", "Yes", "missing_in_ims"],
        ["Mismatched", "Reject", "INV-2", 100.0, 90.0, "R", "Yes", "mismatched"],
    ]
