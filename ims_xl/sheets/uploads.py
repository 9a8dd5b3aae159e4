"""What became of uploads: of each document, and of each upload as a line of Upload History."""

import pandas as pd

from ims_xl.gst.actions import DONE
from ims_xl.sheets.view import when
from ims_xl.uploads import ON_PORTAL

_WAITING = {
    "done": "In upload file, not confirmed yet",
    "prepared": "Not sent yet",
    "sent": "Sent, not known whether it arrived",
    "acknowledged": "The portal is working on it",
}


def upload_status(lines: pd.DataFrame, uploads: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    """What became of the last upload of each document."""
    if not len(rows):
        return pd.Series([""] * len(lines), index=lines.index, dtype="str")
    at = uploads.set_index("id")["at"].str.slice(0, 16)
    last = rows.drop_duplicates("doc_id", keep="last").set_index("doc_id")
    waiting = last["upload_id"].map(uploads.set_index("id")["state"]).map(_WAITING)
    said = last["outcome"].where(last["outcome"] != "", waiting)
    said = (
        last["action"].map(DONE) + " · " + said + last["message"].where(last["message"] == "", ": " + last["message"])
    )
    return (
        (said + " · " + last["upload_id"].map(at).map(when))
        .reindex(lines["doc_id"])
        .fillna("")
        .reset_index(drop=True)
        .astype("str")
    )


def upload_history(uploads: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """One row an upload: the counts of each action, `taken` by the portal, errors, times as times."""
    counts = rows.groupby(["upload_id", "action"]).size().unstack(fill_value=0) if len(rows) else pd.DataFrame()
    errors = (
        rows[rows["outcome"] == "Refused by the portal"].groupby("upload_id").size()
        if len(rows)
        else pd.Series(dtype="int64")
    )
    taken = rows[rows["outcome"] == ON_PORTAL].groupby("upload_id").size()
    found = uploads.copy()
    found["taken"] = found["id"].map(taken).fillna(0).astype("int64")
    for action in ("A", "R", "P", "N"):
        values = counts[action] if action in counts else pd.Series(dtype="int64")
        found[action] = found["id"].map(values).fillna(0).astype("int64")
    found["errors"] = found["id"].map(errors).fillna(0).astype("int64")
    for name in ("at", "finished_at"):
        found[name] = pd.to_datetime(found[name].where(found[name] != ""))
    return found
