"""Documents that a letter is about, for tests."""

from typing import Any

import pandas as pd

from ims_xl.letters.situations import COLUMNS

SURAT = "24AAZCS2222F1ZB"


def points(*rows: dict[str, Any], name: str = "SURAT FABRICS") -> pd.DataFrame:
    """An invoice of 1,000 and 180 IGST for each row, which says what differs; both sides have it."""
    day = pd.Timestamp("2026-10-10")
    amounts = {"taxable_value": 1000.0, "igst": 180.0, "cgst": 0.0, "sgst": 0.0, "cess": 0.0, "tax": 180.0}
    usual: dict[str, Any] = {
        "supplier_gstin": SURAT, "supplier_name": name, "doc_type": "INV", "type_label": "Invoice", "doc_number": "A/1",
        "doc_date": day, **amounts, "books_number": "A/1", "books_date": day,
        **{f"books_{name}": value for name, value in amounts.items()}, "period_label": "Oct-2026", "reason": "",
        "differs": "",
    }  # fmt: skip
    return pd.DataFrame([{**usual, **row} for row in rows], columns=list(COLUMNS))
