"""What a state of each document does to the buyer's ITC."""

from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.originals import amends, tax_paise
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst.actions import is_open, is_unknown
from ims_xl.money import paise


def itc_effect(snapshot: Snapshot, documents: pd.DataFrame) -> "pd.Series[float]":
    """Signed ITC in rupees of each document at its `portal_action`; missing where it is not known.

    `documents`: those of `snapshot` as they are to stand, same rows. Rejected and pending count nothing, no action
    counts as accepted. Credit notes subtract. An amendment counts the difference to an original that was accepted or
    left without action, the whole when that was rejected; where that is not known, neither is the effect, unless a
    reduction is declared; nor is it where the amendment is undecided and its original of another GSTR-2B pending. Of an
    original and its amendments in one GSTR-2B the last one's action holds for all, and its amounts count. A declared
    reduction counts as declared where ITC falls; one below zero, above the tax of a credit note, or that cannot be read
    tells nothing.
    Source: GSTN IMS FAQ of 23 Sep 2024 (Q5), GSTN FAQ of 19 Jun 2025, advisory 624.
    """
    count = len(documents)
    if not count:
        return pd.Series([], index=documents.index, dtype="float64")
    originals = snapshot.originals_of(documents)
    actions = documents["portal_action"].to_numpy(dtype=object)
    then = np.concatenate([actions, originals.actions[count:]])[originals.position]
    taxes = tax_paise(originals.pool).astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    together = originals.together
    # An original that was rejected or is pending gave no credit that could be taken back.
    deducted = originals.known & ~together & ~np.isin(then, ["R", "P"])
    credit = (taxes[:count] - np.where(deducted, taxes[originals.position], 0.0)) * schema.signs(documents).to_numpy()
    lost = amends(documents).to_numpy() & ~originals.known
    lost |= originals.known & ~together & is_unknown(pd.Series(then, dtype="object")).to_numpy()
    lost |= originals.known & ~together & (then == "P") & is_open(documents["portal_action"]).to_numpy()
    credit = np.where(lost, np.nan, credit)
    reducing = (actions == "A") & ~(credit >= 0)
    credit = np.where(reducing & (documents["itc_reduction"] == "N").to_numpy(), 0.0, credit)
    declared = _declared(documents)
    credit = np.where(reducing & ~np.isnan(declared), -declared, credit)
    wrong = (declared < 0) | ((documents["doc_type"] == "CN").to_numpy() & (declared > taxes[:count]))
    wrong |= (documents["itc_reduction"] == schema.UNREADABLE_REDUCTION).to_numpy()
    credit = np.where(reducing & wrong, np.nan, credit)  # the portal's own amounts may be anything
    credit = np.where(is_unknown(documents["portal_action"]).to_numpy(), np.nan, credit)
    credit = np.where(np.isin(actions, ["R", "P"]), 0.0, credit)
    # Of several versions in one GSTR-2B the last speaks for all.
    credit[originals.replaced] = 0.0
    return pd.Series(credit / 100 + 0.0, index=documents.index, dtype="float64")


def _declared(documents: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Paise declared as partial reduction; missing where none or the whole is reduced."""
    heads = documents[[f"declared_{tax}" for tax in schema.TAXES]]
    amounts: pd.Series[Any] = heads.apply(paise).sum(axis=1, min_count=1).astype("Float64")
    return amounts.where(documents["itc_reduction"] == "Y").to_numpy(dtype="float64", na_value=np.nan)
