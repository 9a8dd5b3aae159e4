from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from ims_xl import schema
from ims_xl.store import Store, open_store

BUYER, SUPPLIER = "27AAZCD1111E1ZS", "24AAZCS2222F1ZB"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, BUYER)
    yield store
    store.close()


def ims(*rows: dict[str, object]) -> pd.DataFrame:
    """IMS documents; each row gives what differs from an invoice of 18,000 IGST."""
    usual = {
        "recipient_gstin": BUYER,
        "supplier_gstin": SUPPLIER,
        "doc_type": "INV",
        "section": "b2b",
        "igst": 18_000.0,
    }
    usual |= {
        "doc_date": pd.Timestamp("2026-10-17"),
        "supplier_period": "102026",
        "portal_action": "N",
        "doc_number": "A/1",
    }
    frame = schema.conform(pd.DataFrame([{**usual, **row} for row in rows]), schema.IMS)
    frame["doc_id"] = schema.ims_doc_id(frame)
    frame["fingerprint"] = schema.fingerprint(frame)
    return frame


def books(*rows: dict[str, object]) -> pd.DataFrame:
    """Book rows; each row gives what differs from an invoice in register.xlsx."""
    usual = {
        "recipient_gstin": BUYER,
        "supplier_gstin": SUPPLIER,
        "doc_type": "INV",
        "family": "b2b",
        "doc_number": "A/1",
    }
    usual |= {"doc_date": pd.Timestamp("2026-10-17"), "source_file": "register.xlsx", "source_row": 6}
    frame = schema.conform(pd.DataFrame([{**usual, **row} for row in rows]), schema.BOOKS)
    frame["doc_id"] = schema.book_doc_ids(frame)
    return frame
