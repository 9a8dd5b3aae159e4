"""The original behind an amended record, where IMS still holds it."""

from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import paise

_AMENDS = {section.key: section.amends for section in SECTIONS.values() if section.amends}


def original_positions(documents: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """For each document the position of the original it amends, -1 for none.

    An original has the amended section, the same buyer and supplier (imports: port), and the number and date
    named as original; of several the one of the latest supplier period.
    """
    found = np.full(len(documents), -1, dtype=np.intp)
    amended = np.flatnonzero(documents["section"].isin(_AMENDS).to_numpy())
    if not len(amended):
        return found
    records = documents.iloc[amended]
    wanted = _keys(records, records["section"].map(_AMENDS), "original_number", "original_date")
    held = _keys(documents, documents["section"], "doc_number", "doc_date")
    period = documents["supplier_period"].str[2:] + documents["supplier_period"].str[:2]
    latest = period.reset_index(drop=True).sort_values(kind="stable").index
    positions = pd.Series(latest, index=held[latest])
    positions = positions[~positions.index.duplicated(keep="last")]
    found[amended] = positions.reindex(wanted).fillna(-1).to_numpy(dtype=np.intp)
    found[amended[records["original_number"].eq("").to_numpy()]] = -1
    return found


def tax_paise(documents: pd.DataFrame) -> "pd.Series[Any]":
    """IGST + CGST + SGST + cess in paise (Int64); missing only when all four are."""
    return pd.concat([paise(documents[tax]) for tax in schema.TAXES], axis=1).sum(axis=1, min_count=1)


def changes(documents: pd.DataFrame, originals: "np.ndarray[Any, np.dtype[np.intp]]") -> "pd.Series[str]":
    """up, down or same against the original by tax, then by taxable value; empty without one."""
    known = originals >= 0
    text = np.full(len(documents), "", dtype=object)
    for amounts in (paise(documents["taxable_value"]), tax_paise(documents)):
        amount = amounts.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
        with np.errstate(invalid="ignore"):
            gap = np.where(known, amount - amount[originals], np.nan)
            text = np.select([gap > 0, gap < 0, (gap == 0) & (text == "")], ["up", "down", "same"], text)
    return pd.Series(text, index=documents.index, dtype="str")


def _keys(frame: pd.DataFrame, sections: "pd.Series[str]", number: str, date: str) -> "np.ndarray[Any, Any]":
    parts = [
        sections.astype("object"),
        frame["recipient_gstin"].astype("object"),
        frame["supplier_gstin"].astype("object"),
        frame["port_code"].astype("object"),
        frame[number].str.strip().str.upper().astype("object"),
        frame[date].astype("int64").astype("str").astype("object"),
    ]
    keys = parts[0]
    for part in parts[1:]:
        keys = keys + "|" + part
    return keys.to_numpy(dtype=object)
