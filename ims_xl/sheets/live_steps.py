"""The four live steps of an upload to the portal, told from its journal."""

import pandas as pd

from ims_xl import schema
from ims_xl.uploads import ON_PORTAL, Push

Step = tuple[str, str, str, str]
"""State (a sign), step, time as `2026-11-24 10:00:00`, message."""

DONE, OPEN, TROUBLE = "✔", "○", "!"
GIVEN_UP = "Given up"
"""The summary of an upload begins so when it was given up before its outcome was known."""


def live_steps(
    push: Push | None, uploads: pd.DataFrame, rows: pd.DataFrame, documents: pd.DataFrame
) -> tuple[Step, ...]:
    """The steps of the last upload; none before the first, or when an upload file was written after it.

    `uploads`, `rows`: as `store.uploads` gives them. `documents`: what the portal holds now.
    """
    if push is None or uploads["push"].iloc[-1] == 0:
        return ()
    requests = uploads[uploads["push"] == push.id]
    asked = requests[requests["result"] != "-"]
    last = rows[rows["upload_id"].isin(requests["id"])].drop_duplicates("doc_id", keep="last")
    return (
        (DONE, "Connect to GSTN", push.at, f"{push.provider}, by {push.user}"),
        _saved(asked),
        _processed(asked, last, not_so_now(last, documents)),
        _summed_up(push),
    )


def _saved(requests: pd.DataFrame) -> Step:
    sent = requests[requests["state"].isin(["acknowledged", "done"])]
    unknown = int((requests["state"] == "sent").sum())
    message = f"{len(sent):,} of {len(requests):,} requests taken by the portal"
    if unknown:
        message += "; of one it is not known whether it arrived: resume the upload"
    state = TROUBLE if unknown else DONE if len(sent) == len(requests) else OPEN
    return state, "Save data on GSTN", _latest(sent["sent_at"]), message


def _processed(requests: pd.DataFrame, rows: pd.DataFrame, changed: int) -> Step:
    counts = rows["outcome"].value_counts()
    taken, open_ = int(counts.get(ON_PORTAL, 0)), int(counts.get("", 0))
    others = [
        f"{count:,} {str(outcome)[:1].lower()}{str(outcome)[1:]}"
        for outcome, count in counts.items()
        if outcome not in (ON_PORTAL, "")
    ]
    if changed:
        others.append(f"{changed:,} no longer")
    message = ", ".join([f"{taken - changed:,} of {len(rows):,} decisions of this upload on the portal", *others])
    message += f", {open_:,} open: resume the upload" if open_ else ""
    state = OPEN if open_ else TROUBLE if others else DONE
    return state, "Upload processed successfully", _latest(requests["finished_at"]), message


def not_so_now(rows: pd.DataFrame, documents: pd.DataFrame) -> int:
    """Decisions that the portal took and does not hold any more."""
    taken = rows[rows["outcome"] == ON_PORTAL]
    held = taken["doc_id"].map(schema.by_doc_id(documents, "portal_action"))
    return int((held != taken["action"]).sum())


def _summed_up(push: Push) -> Step:
    if not push.finished_at:
        return OPEN, "Summary generated", "", "The portal's counts are compared at the end"
    state = TROUBLE if push.summary.startswith(GIVEN_UP) else DONE
    return state, "Summary generated", push.finished_at, push.summary


def _latest(times: "pd.Series[str]") -> str:
    return str(times.max()) if len(times) else ""
