"""What a state of each document does to the buyer's ITC."""

from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.originals import find_originals, tax_paise
from ims_xl.gst.actions import is_unknown
from ims_xl.money import paise


def itc_effect(
    documents: pd.DataFrame, action: "pd.Series[str]", history: pd.DataFrame | None = None
) -> "pd.Series[float]":
    """Signed ITC in rupees when each document stands at its action; missing where no tax or action is known.

    Rejected and pending count nothing; no action counts as accepted. Credit notes subtract. An amendment counts
    the difference to an original that is accepted or without action, else the whole; `history`: documents known from
    other months, where originals are looked for too. A declared reduction counts as declared. Source: GSTN IMS FAQ
    2024, GSTN FAQ of 19 Jun 2025, advisory 624.
    """
    originals = find_originals(documents, history)
    actions = action.to_numpy(dtype=object)
    taxes = tax_paise(originals.pool).astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    tax, place = taxes[: len(documents)], originals.position
    then = np.concatenate([actions, originals.pool["portal_action"].to_numpy(dtype=object)[len(documents) :]])
    deducted = originals.known & ~np.isin(then[place], ["R", "P"])
    credit = tax - np.where(deducted, taxes[place], 0.0) if len(tax) else tax
    credit = credit * schema.signs(documents).to_numpy()
    accepted = actions == "A"
    credit = np.where(accepted & (documents["itc_reduction"] == "N").to_numpy(), 0.0, credit)
    declared = _declared(documents)
    credit = np.where(accepted & ~np.isnan(declared), -declared, credit)
    unknown = is_unknown(pd.Series(then, dtype="object")).to_numpy()
    if len(tax):
        credit = np.where(unknown[: len(tax)] | (originals.known & unknown[place]), np.nan, credit)
    credit = np.where(np.isin(actions, ["R", "P"]), 0.0, credit)
    return pd.Series(credit / 100 + 0.0, index=documents.index, dtype="float64")


def _declared(documents: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Paise declared as partial reduction; missing where none or the whole is reduced."""
    heads = documents[[f"declared_{tax}" for tax in schema.TAXES]]
    amounts: pd.Series[Any] = heads.apply(paise).sum(axis=1, min_count=1).astype("Float64")
    return amounts.where(documents["itc_reduction"] == "Y").to_numpy(dtype="float64", na_value=np.nan)
