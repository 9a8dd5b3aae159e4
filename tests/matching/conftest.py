"""Small tables for the matcher: every column has a value, a test names only what matters to it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

SUPPLIER = "24AAZCS2222F1ZB"
OURS = "27AAZCD1111E1ZS"

USUAL: dict[str, Any] = {
    "recipient_gstin": OURS,
    "supplier_gstin": SUPPLIER,
    "doc_type": "INV",
    "doc_number": "SSF/26-27/0417",
    "doc_date": "2026-10-09",
    "place_of_supply": "27",
    "reverse_charge": False,
    "taxable_value": 12345.60,
    "igst": 2222.21,
    "cgst": 0.0,
    "sgst": 0.0,
    "cess": 0.0,
}

Table = Callable[..., pd.DataFrame]


def build(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of documents; each row names what differs from the usual one."""
    table = pd.DataFrame([{**USUAL, **row} for row in rows])
    table["doc_date"] = pd.to_datetime(table["doc_date"]).astype("datetime64[s]")
    return table


@pytest.fixture(scope="session")
def table() -> Table:
    return build
