"""Marks kept aside: made on documents that the portal does not list now."""

import pandas as pd

from ims_xl.sheets import action_cells
from ims_xl.sheets.action_cells import Versions
from ims_xl.sheets.lines import TYPES, tax

_FACTS = ("supplier_name", "supplier_gstin", "doc_number", "doc_date", "doc_type", "tax")


def aside_rows(stored: pd.DataFrame, documents: pd.DataFrame, versions: Versions) -> pd.DataFrame:
    """One row a mark or input (store's mark table) whose document is not among these, with what was last known of it.

    Columns of columns.ASIDE; tax in rupees, negative for credit notes.
    """
    away = stored[action_cells.is_made(stored) & ~stored["doc_id"].isin(set(documents["doc_id"]))].reset_index(
        drop=True
    )
    known = versions(away["doc_id"].tolist()).drop_duplicates("doc_id", keep="last")
    known = known.assign(tax=tax(known) * known["doc_type"].map({"CN": -1.0}).fillna(1.0)).set_index("doc_id")
    facts = known.reindex(away["doc_id"])[list(_FACTS)].reset_index(drop=True)
    labels = [
        action_cells.shown_mark(action, stale) for action, stale in zip(away["action"], away["stale"], strict=True)
    ]
    facts["type_label"] = facts["doc_type"].map(TYPES).fillna("")
    for name in ("supplier_name", "supplier_gstin", "doc_number"):
        facts[name] = facts[name].fillna("").astype("str")
    unknown = facts["doc_number"] == ""
    facts["doc_number"] = facts["doc_number"].mask(unknown, away["doc_id"])
    return facts.assign(action_label=labels, remarks=away["remarks"], at=pd.to_datetime(away["at"]))
