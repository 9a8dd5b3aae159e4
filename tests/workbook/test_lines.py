"""Lines of the status sheets made of documents, book rows and verdicts."""

import pandas as pd

from ims_xl import schema
from ims_xl.workbook.lines import book_lines

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
    assert lines["supplier_name"].tolist() == ["MUMBAI SAMPLE TOOLS", "Paper, as booked", "", ""]
