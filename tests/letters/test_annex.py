"""The enclosed workbook: a line a document, both sides, no text that becomes a formula."""

import io

import openpyxl
import pandas as pd
import pytest
from support.letter_points import SURAT, points

from ims_xl.contacts import Contact
from ims_xl.letters.annex import annex
from ims_xl.letters.writing import Sender, write_letter

SENDER = Sender("Deccan", "27AAZCD1111E1ZS", "Oct-2026", "English")


def opened(rows: pd.DataFrame):
    return openpyxl.load_workbook(io.BytesIO(annex(write_letter(rows, Contact(SURAT), SENDER), SENDER)))["Documents"]


def lines(rows: pd.DataFrame) -> list[dict[str, object]]:
    headings, *found = opened(rows).iter_rows(min_row=5, values_only=True)
    return [dict(zip(map(str, headings), line, strict=True)) for line in found]


def test_both_sides_of_a_document() -> None:
    mismatch = {
        "situation": "Mismatched",
        "books_taxable_value": 900.0,
        "books_igst": 162.0,
        "differs": "Taxable differs",
    }
    (line,) = lines(points(mismatch))
    assert line == {
        "About": "Mismatched", "Document": "Invoice", "Your number": "A/1", "Your date": pd.Timestamp("2026-10-10"),
        "Taxable value, yours": 1000, "IGST, yours": 180, "Our number": "A/1", "Our date": pd.Timestamp("2026-10-10"),
        "Taxable value, ours": 900, "IGST, ours": 162, "Return period": "Oct-2026", "What differs": "Taxable differs",
    }  # fmt: skip


def test_credit_notes_as_they_state_themselves() -> None:
    (line,) = lines(points({"situation": "Rejected", "doc_type": "CN", "taxable_value": -1000.0, "reason": "not ours"}))
    assert (line["Taxable value, yours"], line["Reason"]) == (1000, "not ours")


def test_who_writes_to_whom_stands_above() -> None:
    sheet = opened(points({"situation": "Pending"}))
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "GST documents to be cleared with Deccan, Oct-2026: 1 document",
        "To SURAT FABRICS, GSTIN 24AAZCS2222F1ZB",
        "From Deccan, GSTIN 27AAZCD1111E1ZS",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "@SUM(A1)", "-1", "0012", "http://x.example", "<r>x</r>", "_x0041_", "\x07"]
)
def test_no_text_becomes_a_formula_a_number_or_a_link(text: str) -> None:
    sheet = opened(points({"situation": "Rejected", "doc_number": text, "reason": text}, name=text))
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            assert cell.data_type in ("s", "n", "d")
            assert cell.hyperlink is None
    (line,) = lines(points({"situation": "Rejected", "doc_number": text}))
    assert line["Your number"] == text.replace("\x07", "\ufffd")
