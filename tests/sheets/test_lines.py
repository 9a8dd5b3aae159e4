"""Lines of the status sheets made of documents, book rows and verdicts."""

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.sheets.lines import book_lines, document_lines

TOOLS, PAPER, NOBODY = "27AAZPA1007A1Z9", "29AAZFA1014A1ZR", "27AAZFA9999Z1Z6"


def test_a_supplier_the_register_does_not_name_has_the_name_of_the_portal():
    books = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c", "d"],
            "supplier_gstin": [TOOLS, PAPER, NOBODY, ""],
            "supplier_name": ["", "Paper, as booked", "", ""],
        }
    )
    ims = pd.DataFrame(
        {
            "supplier_gstin": [TOOLS, TOOLS, PAPER, ""],
            "supplier_name": ["MUMBAI SAMPLE TOOLS", "", "BELAGAVI SAMPLE PAPERS", "stands without a GSTIN"],
        }
    )
    verdicts = pd.DataFrame({"doc_id": list("abcd"), "status": "Missing in IMS", "reason": "", "why": ""})
    lines = book_lines(
        schema.conform(books, schema.BOOKS).assign(carried_from=""), verdicts, schema.conform(ims, schema.IMS)
    )
    assert lines["supplier_name"].tolist() == [
        "MUMBAI SAMPLE TOOLS",
        "Paper, as booked",
        "Name not given",
        "Without GSTIN, name not given",
    ]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ({}, ""),
        ({"itc_reduction": "N"}, "No"),
        ({"itc_reduction": "Y"}, "Yes - full"),
        ({"itc_reduction": "Y", "declared_igst": 1200.0, "declared_cess": 30.5}, "Yes - partial: IGST 1,200.00, cess 30.50"),
        ({"itc_reduction": "Y", "declared_igst": 18000.0, "declared_cess": 0.0}, "Yes - full: IGST 18,000.00"),
        ({"itc_reduction": "Y", "declared_igst": 0.0}, "Yes - partial: nothing"),
        ({"itc_reduction": "N", "declared_cgst": 450.0, "declared_sgst": 450.0}, "No: CGST 450.00, SGST 450.00"),
        ({"declared_igst": 0.0}, ""),
        ({"declared_igst": 5.0}, "Not said: IGST 5.00"),
    ],
)  # fmt: skip
def test_what_the_portal_holds_of_the_itc_reduction_is_in_words(held: dict[str, object], shown: str):
    note = {"doc_id": "a", "doc_type": "CN", "section": "b2bcn", "igst": 18000.0, "cgst": 0.0, "sgst": 0.0, "cess": 0.0}
    documents = schema.conform(pd.DataFrame([note | held]), schema.IMS)
    books = schema.empty(schema.BOOKS).assign(carried_from="")
    pairs = pd.DataFrame(columns=["ims_doc", "book_doc", "score", "ambiguous"])
    verdicts = pd.DataFrame(columns=["doc_id", "status", "short", "why", "warning"])
    assert document_lines(documents, books, pairs, verdicts)["portal_reduction"].tolist() == [shown]
