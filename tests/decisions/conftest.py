import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.decisions.marks import MARKS

BUYER, SURAT, PUNE = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB", "27AAZCM4444H1ZV"


def make_documents(*rows: dict) -> pd.DataFrame:
    """IMS documents; each row gives what differs from a filed Oct-2026 invoice with 18,000 of IGST."""
    usual = {
        "recipient_gstin": BUYER,
        "supplier_gstin": SURAT,
        "doc_type": "INV",
        "doc_date": pd.Timestamp("2026-10-17"),
        "place_of_supply": "27",
        "doc_value": 118000.0,
        "taxable_value": 100000.0,
        "igst": 18000.0,
        "cgst": 0.0,
        "sgst": 0.0,
        "cess": 0.0,
        "section": "b2b",
        "supplier_period": "102026",
        "source_form": "R1",
        "supplier_filed": "Filed",
        "portal_action": "N",
    }
    filled = [{**usual, "doc_number": f"A/{at}", **row} for at, row in enumerate(rows, start=1)]
    frame = schema.conform(pd.DataFrame(filled), schema.IMS)
    frame["doc_id"] = schema.ims_doc_id(frame)
    frame["fingerprint"] = schema.fingerprint(frame)
    return frame


def make_lines(documents: pd.DataFrame, *rows: dict) -> pd.DataFrame:
    """Lines of a status sheet as read, one for each document in order, with what the accountant typed."""
    shown = ("doc_id", "fingerprint", "supplier_gstin", "doc_number")
    lines = [
        {"sheet": "Exact Match", "row": at + 7, **{name: documents[name][at] for name in shown}, **row}
        for at, row in enumerate(rows)
    ]
    return pd.DataFrame(lines, dtype="object")


def make_marks(documents: pd.DataFrame, *rows: dict) -> pd.DataFrame:
    """Marks on the documents in order; a row without an action is no mark."""
    filled = [
        {"doc_id": documents["doc_id"][at], "fingerprint": documents["fingerprint"][at], **row}
        for at, row in enumerate(rows)
        if "action" in row
    ]
    return schema.conform(pd.DataFrame(filled), MARKS)


@pytest.fixture(scope="session")
def documents():
    return make_documents


@pytest.fixture(scope="session")
def lines():
    return make_lines


@pytest.fixture(scope="session")
def marks():
    return make_marks


@pytest.fixture(scope="session")
def credit_note():
    """What makes a document a credit note of 900 IGST."""
    return {"section": "b2bcn", "doc_type": "CN", "taxable_value": 5000.0, "igst": 900.0, "doc_value": 5900.0}


@pytest.fixture(scope="session")
def local_supplier():
    """A supplier in the buyer's own State: 9,000 of CGST and of SGST."""
    return {"supplier_gstin": PUNE, "igst": 0.0, "cgst": 9000.0, "sgst": 9000.0}
