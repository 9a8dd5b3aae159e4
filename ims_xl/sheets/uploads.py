"""What became of uploads: of each document, and of each upload as a line of Upload History."""

from collections.abc import Mapping

import pandas as pd

from ims_xl.gst.actions import DONE
from ims_xl.schema import take_apart
from ims_xl.sheets.view import day, when
from ims_xl.uploads import NOT_KNOWN, NOT_TAKEN, ON_PORTAL, REFUSED

LEFT = "No longer in IMS"
REPLACED = "Replaced by a later upload"
_WAITING = {
    "done": "In upload file, not confirmed yet",
    "prepared": "Not sent yet",
    "sent": "Sent, not known whether it arrived",
    "acknowledged": "The portal is working on it",
}
_COUNTED = {
    NOT_TAKEN: "not taken",
    REFUSED: "refused by the portal",
    LEFT: "no longer in IMS",
    REPLACED: "replaced by a later upload",
    "": "not seen yet",
}


def outcomes_seen(
    uploads: pd.DataFrame, rows: pd.DataFrame, documents: pd.DataFrame, seen_at: Mapping[str, str]
) -> pd.DataFrame:
    """The rows with what the portal's data tells of those whose outcome nobody saw; `seen`: when it was made, else "".

    `uploads`, `rows`: as `store.uploads` gives them. `seen_at`: section -> when its newest data was made. That a
    request over the network was not taken is told by data of a later day only: it may have been on its way.
    """
    unseen = (rows["outcome"] == "") | rows["outcome"].str.startswith(NOT_KNOWN)
    if len(uploads) and uploads["push"].iloc[-1] == 0:
        unseen &= rows["upload_id"] != uploads["id"].iloc[-1]  # settled when portal data is read
    if not unseen.any():
        return rows.assign(seen="")
    of = uploads.set_index("id").loc[rows["upload_id"]].set_axis(rows.index)
    since = of["sent_at"].where(of["sent_at"] != "", of["at"])
    ended, by_file = of["state"] == "done", of["push"] == 0
    sections = rows.loc[unseen, "doc_id"].map(lambda doc_id: take_apart(doc_id).section)
    made = sections.map(dict(seen_at)).reindex(rows.index).fillna("").astype("str")
    held = rows["doc_id"].map(documents.set_index("doc_id")["portal_action"])
    later_day = ended & (made.str.slice(0, 10) > of["finished_at"].str.slice(0, 10))
    taken = unseen & (made > since) & (held == rows["action"])
    replaced = unseen & ~taken & ended & rows["doc_id"].duplicated(keep="last")
    absent = unseen & ~taken & ~replaced & ((by_file & (made > since)) | (~by_file & later_day))
    outcome = rows["outcome"].mask(taken, ON_PORTAL).mask(replaced, REPLACED)
    outcome = outcome.mask(absent & held.isna(), LEFT).mask(absent & held.notna(), NOT_TAKEN)
    return rows.assign(outcome=outcome, seen=made.where(taken | absent, ""))


def in_words(outcomes: "pd.Series[str]", seen: str) -> str:
    """`Taken: 30 of 31, 1 not taken, seen in the download of 12-Nov-2026`; `seen`: when it was made, "" for never."""
    counts = outcomes.mask(outcomes.str.startswith(NOT_KNOWN), "").value_counts()
    others = {words: int(counts[outcome]) for outcome, words in _COUNTED.items() if outcome in counts}
    told = [f"{count:,} {words}" for words, count in others.items()]
    if seen:
        taken = f"Taken: {int(counts.get(ON_PORTAL, 0)):,} of {len(outcomes):,}"
        return ", ".join([taken, *told, f"seen in the download of {day(seen)}"])
    if counts.get(REPLACED, 0) == len(outcomes):
        return REPLACED
    return f"Followed by a later upload: {', '.join(told)}"


def upload_status(lines: pd.DataFrame, uploads: pd.DataFrame, rows: pd.DataFrame) -> "pd.Series[str]":
    """What became of the last upload of each document; `rows` as `outcomes_seen` gives them."""
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
    """One row an upload: the counts of each action, `taken` by the portal, errors, what became of it, times as times.

    `rows` as `outcomes_seen` gives them: an upload whose answer never came ends in what was seen since.
    """
    counts = rows.groupby(["upload_id", "action"]).size().unstack(fill_value=0) if len(rows) else pd.DataFrame()
    errors = rows[rows["outcome"] == REFUSED].groupby("upload_id").size() if len(rows) else pd.Series(dtype="int64")
    taken = rows[rows["outcome"] == ON_PORTAL].groupby("upload_id").size()
    found = uploads.copy()
    found["taken"] = found["id"].map(taken).fillna(0).astype("int64")
    for action in ("A", "R", "P", "N"):
        values = counts[action] if action in counts else pd.Series(dtype="int64")
        found[action] = found["id"].map(values).fillna(0).astype("int64")
    found["errors"] = found["id"].map(errors).fillna(0).astype("int64")
    found["status"] = _statuses(uploads, rows)
    unanswered = (found["finished_at"] == "") & ~found["id"].isin(rows.loc[rows["outcome"] == "", "upload_id"])
    seen = found["id"].map(rows.groupby("upload_id")["seen"].max()).fillna("")
    found["finished_at"] = found["finished_at"].mask(unanswered & (found["push"] == 0), seen)
    for name in ("at", "finished_at"):
        found[name] = pd.to_datetime(found[name].where(found[name] != ""))
    return found


def _statuses(uploads: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """What the store says of each upload, and what was seen of it since."""
    of = dict(list(rows.groupby("upload_id")))
    last = uploads["id"].max()
    said = []
    for number, status, push, finished in uploads[["id", "status", "push", "finished_at"]].itertuples(index=False):
        its = of.get(number, rows.iloc[:0])
        seen = str(its["seen"].max()) if len(its) else ""
        superseded = (its["outcome"] == REPLACED).any() or (push == 0 and not finished and number != last)
        if not seen and not superseded:
            said.append(status)
            continue
        told = in_words(its["outcome"], seen)
        said.append(f"{status}; {told[:1].lower()}{told[1:]}" if push else told)
    return said
