"""What a state of each document does to the buyer's ITC."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.originals import amends
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst.actions import is_open, is_unknown
from ims_xl.money import paise

EFFECTS = tuple(f"itc_{tax}" for tax in schema.TAXES)


def itc_effect(snapshot: Snapshot, documents: pd.DataFrame) -> "pd.Series[float]":
    """Signed ITC in rupees of each document at its `portal_action`, all heads; see `itc_effects`."""
    return itc_effects(snapshot, documents)["itc_effect"]


def itc_effects(snapshot: Snapshot, documents: pd.DataFrame) -> pd.DataFrame:
    """Signed ITC in rupees of each document at its `portal_action`: EFFECTS by head, `itc_effect` in all.

    Missing where it is not known. `documents`: those of `snapshot` as they are to stand, same rows. Rejected and
    pending count nothing, no action counts as accepted. Credit notes subtract. An amendment counts the difference to an
    original that was accepted or left without action, the whole when that was rejected; where that is not known,
    neither is the effect, unless a reduction is declared; nor is it where the amendment is undecided and its original
    of another GSTR-2B pending. Of an original and its amendments in one GSTR-2B the last one's action holds for all,
    and its amounts count. A declared reduction counts as declared where ITC falls; one below zero, above the tax of a
    credit note, or that cannot be read tells nothing.
    Source: GSTN IMS FAQ of 23 Sep 2024 (Q5), GSTN FAQ of 19 Jun 2025, advisory 624.
    """
    count = len(documents)
    if not count:
        return pd.DataFrame(columns=[*EFFECTS, "itc_effect"], index=documents.index, dtype="float64")
    originals = snapshot.originals_of(documents)
    actions = documents["portal_action"].to_numpy(dtype=object)
    then = np.concatenate([actions, originals.actions[count:]])[originals.position]
    taxes = _paise(originals.pool, schema.TAXES)
    together = originals.together
    # An original that was rejected or is pending gave no credit that could be taken back.
    deducted = originals.known & ~together & ~np.isin(then, ["R", "P"])
    credit = taxes[:count] - np.where(deducted[:, None], taxes[originals.position], 0.0)
    credit = credit * schema.signs(documents).to_numpy()[:, None]
    lost = amends(documents).to_numpy() & ~originals.known
    lost |= originals.known & ~together & is_unknown(pd.Series(then, dtype="object")).to_numpy()
    lost |= originals.known & ~together & (then == "P") & is_open(documents["portal_action"]).to_numpy()
    credit[lost] = np.nan
    reducing = (actions == "A") & ~(credit.sum(axis=1) >= 0)
    credit[reducing & (documents["itc_reduction"] == "N").to_numpy()] = 0.0
    declared = _paise(documents, [f"declared_{tax}" for tax in schema.TAXES])
    declared[(documents["itc_reduction"] != "Y").to_numpy()] = np.nan  # none, or the whole, is reduced
    whole = declared.sum(axis=1)
    credit = np.where((reducing & ~np.isnan(whole))[:, None], -declared, credit)
    wrong = (whole < 0) | ((documents["doc_type"] == "CN").to_numpy() & (whole > taxes[:count].sum(axis=1)))
    wrong |= (documents["itc_reduction"] == schema.UNREADABLE_REDUCTION).to_numpy()
    credit[reducing & wrong] = np.nan  # the portal's own amounts may be anything
    credit[is_unknown(documents["portal_action"]).to_numpy()] = np.nan
    credit[np.isin(actions, ["R", "P"])] = 0.0
    # Of several versions in one GSTR-2B the last speaks for all.
    credit[originals.replaced] = 0.0
    columns = [*EFFECTS, "itc_effect"]
    rupees = np.column_stack([credit, credit.sum(axis=1)]) / 100 + 0.0
    return pd.DataFrame(rupees, index=documents.index, columns=columns)


def _paise(documents: pd.DataFrame, heads: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Paise by head, a head that is not given as nothing; missing where none is given."""
    amounts = [paise(documents[head]).astype("Float64").to_numpy("float64", na_value=np.nan) for head in heads]
    found = np.column_stack(amounts)
    given = ~np.isnan(found).all(axis=1, keepdims=True)
    return np.where(given, np.nan_to_num(found), np.nan)
