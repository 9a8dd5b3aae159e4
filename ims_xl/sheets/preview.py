"""What would happen to each document at the next upload, and why."""

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.checking import Checked
from ims_xl.decisions.sending import SAME, Plan
from ims_xl.gst.actions import is_unknown
from ims_xl.gst.restrictions import UNKNOWN_ACTION
from ims_xl.sheets import action_cells


def preview_rows(lines: pd.DataFrame, planned: Plan, checked: Checked) -> pd.DataFrame:
    """One row a line: what happens to it at the next upload, and why."""
    rows = lines[
        [
            "doc_id",
            "supplier_name",
            "supplier_gstin",
            "doc_number",
            "doc_date",
            "type_label",
            "portal_status",
            "portal_action",
        ]
    ].copy()
    rows["mark"], rows["itc_effect"] = lines["mark"], lines["itc_effect"]
    sent, left, refused = (
        schema.by_doc_id(frame, name).reindex(rows["doc_id"]).reset_index(drop=True)
        for frame, name in ((planned.send, "new_action"), (planned.left_out, "reason"), (checked.refused, "reason"))
    )
    rows["remarks_text"] = lines["remarks_text"].map(text)
    rows["action"] = sent.fillna(rows["mark"].where(rows["mark"] != "", rows["portal_action"])).astype("str")
    rows["reason"] = left.fillna("").astype("str")
    strange = is_unknown(rows["portal_action"])
    decision = pd.Series("Not filed", index=rows.index, dtype="object")
    decision[rows["doc_id"].isin(set(planned.deemed["doc_id"]))] = "Deemed"
    decision[(rows["portal_action"] != "N") & (rows["mark"] == "")] = "On the portal"
    decision[left.notna() | strange] = "Left out"
    decision[(left == SAME) & (rows["portal_action"] != "N")] = "On the portal"
    decision[(left == SAME) & rows["doc_id"].isin(set(planned.deemed["doc_id"]))] = "Deemed"
    decision[refused.notna()] = "Refused"
    decision[(lines["note"] != "") & (rows["mark"] == "")] = "Refused"
    decision[lines["to_confirm"]] = "To confirm"
    decision[sent.notna()] = "Upload"
    rows["decision"] = decision.astype("str")
    rows.loc[strange & (rows["reason"] == ""), "reason"] = UNKNOWN_ACTION
    why = refused.where(refused.notna(), lines["note"].where(lines["note"] != "", None))
    rows["reason"] = why.where(why.notna(), rows["reason"]).fillna("").astype("str")
    for state, text_ in _WITHOUT_ACTION.items():
        rows.loc[rows["decision"] == state, "reason"] = text_
    rows["action_label"] = rows["action"].map({**action_cells.LABEL, "N": "No Action"}).fillna("")
    order = {
        name: turn
        for turn, name in enumerate(
            ("Upload", "To confirm", "Refused", "Left out", "Deemed", "Not filed", "On the portal")
        )
    }
    return rows.sort_values("decision", key=lambda s: s.map(order), kind="stable").reset_index(drop=True)


_WITHOUT_ACTION = {
    "Deemed": "No action: deemed accepted when GSTR-3B is filed",
    "Not filed": "No action, and the supplier has not filed: no ITC before that",
}
