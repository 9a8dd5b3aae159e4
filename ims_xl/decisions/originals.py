"""The original behind an amended record, in IMS or wherever else it is known from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.gst.sections import SECTIONS
from ims_xl.money import paise

_AMENDS = {section.key: section.amends for section in SECTIONS.values() if section.amends}


@dataclass(frozen=True, slots=True)
class Originals:
    """The original of each document.

    `pool`: the documents, then what is known of other months (schema.IMS and `held_in`, where it was found).
    `position`: for each document the place of its original in the pool, -1 for none.
    """

    pool: pd.DataFrame
    position: "np.ndarray[Any, np.dtype[np.intp]]"

    @property
    def known(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which documents have an original here."""
        return self.position >= 0

    @property
    def actions(self) -> "np.ndarray[Any, np.dtype[np.object_]]":
        """The last known action of each row of the pool; one without action that left IMS was deemed accepted."""
        actions = self.pool["portal_action"].to_numpy(dtype=object).copy()
        gone = np.arange(len(actions)) >= len(self.position)
        actions[gone & np.isin(actions, ["N", ""])] = "A"
        return actions

    @property
    def present(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which have one that IMS still holds."""
        return self.known & (self.position < len(self.position))


def amends(documents: pd.DataFrame) -> "pd.Series[bool]":
    """Which documents amend another."""
    return documents["section"].isin(_AMENDS)


def find_originals(documents: pd.DataFrame, history: pd.DataFrame | None = None) -> Originals:
    """The originals of amended documents, in IMS or in `history` (schema.IMS and `held_in`): what other months knew.

    An original has the amended section, the same buyer and supplier (imports: port), and the number and date
    named as original; of several the one of the latest supplier period, in IMS before elsewhere.
    """
    pool = documents.assign(held_in="IMS")
    if history is not None and len(history):
        rest = history[~history["doc_id"].isin(set(documents["doc_id"])) | (history["doc_id"] == "")]
        pool = pd.concat([pool, rest[list(pool.columns)]], ignore_index=True)
    found = np.full(len(documents), -1, dtype=np.intp)
    amended = np.flatnonzero(amends(documents).to_numpy())
    if not len(amended):
        return Originals(pool, found)
    records = documents.iloc[amended]
    wanted = _keys(records, records["section"].map(_AMENDS), "original_number", "original_date")
    held = _keys(pool, pool["section"], "doc_number", "doc_date")
    period = (pool["supplier_period"].str[2:] + pool["supplier_period"].str[:2]).to_numpy(dtype=object)
    latest = np.lexsort((np.arange(len(pool)) < len(documents), period))
    positions = pd.Series(latest, index=held[latest])
    positions = positions[~positions.index.duplicated(keep="last")]
    found[amended] = positions.reindex(wanted).fillna(-1).to_numpy(dtype=np.intp)
    found[amended[records["original_number"].eq("").to_numpy()]] = -1
    return Originals(pool, found)


def tax_paise(documents: pd.DataFrame) -> "pd.Series[Any]":
    """IGST + CGST + SGST + cess in paise (Int64); missing only when all four are."""
    return pd.concat([paise(documents[tax]) for tax in schema.TAXES], axis=1).sum(axis=1, min_count=1)


def changes(originals: Originals) -> "pd.Series[str]":
    """up, down or same against the original by tax, then by taxable value; empty without one."""
    place, known = originals.position, originals.known
    text = np.full(len(place), "", dtype=object)
    for amounts in (paise(originals.pool["taxable_value"]), tax_paise(originals.pool)):
        amount = amounts.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
        with np.errstate(invalid="ignore"):
            gap = np.where(known, amount[: len(place)] - amount[place], np.nan) if len(place) else np.empty(0)
            text = np.select([gap > 0, gap < 0, (gap == 0) & (text == "")], ["up", "down", "same"], text)
    return pd.Series(text, dtype="str")


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
