"""Marks made by buttons on selected documents, and taking the last ones back."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ims_xl import replacing
from ims_xl.decisions.checking import by_reason, check
from ims_xl.folders import data_folder
from ims_xl.gst.actions import LABELS
from ims_xl.issues import ImsError, Issue
from ims_xl.private import private_folder
from ims_xl.sheets import action_cells
from ims_xl.wording import counted
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome

_WORDS = {str(action): label for action, label in LABELS.items()}
_KEPT = ("action", "action_text", "stale", "note")


def mark(job: Job, doc_ids: Sequence[str], action: str) -> Outcome:
    """Mark documents with A, R, P or N, or clear their marks with ""; what the portal would refuse is not marked.

    Raises ImsError when none of them is due in this workbook, or the month is closed.
    """
    job.refuse_closed("mark documents")
    documents = job.documents()
    due = job.due(documents)
    chosen = [doc_id for doc_id in dict.fromkeys(doc_ids) if doc_id in set(due["doc_id"])]
    if not chosen:
        raise ImsError(
            "no document is selected", "Select rows of a status sheet or of IMS Documents, then click again."
        )
    made = pd.DataFrame({"doc_id": chosen, "action": action})
    refused = _refused(job, made, documents, due) if action else made.iloc[:0].assign(reason="", remedy="")
    allowed = made[~made["doc_id"].isin(refused["doc_id"])]
    _remember(job, allowed["doc_id"].tolist(), _WORDS.get(action, ""))
    job.cells = action_cells.set_marks(job.cells, allowed, documents)
    job.save_marks(f"{_WORDS[action]} on selected rows" if action else "cleared on selected rows")
    done = f"{_WORDS.get(action, 'Cleared')}: {counted(len(allowed), 'document')}"
    left = len(doc_ids) - len(chosen)
    issues = [*job.issues, *_reasons(refused)]
    if left:
        issues.append(Issue("note", f"not due in this period and left as they are: {counted(left, 'selected row')}"))
    figures = {"marked": len(allowed), "refused": int(refused["doc_id"].nunique())}
    following = "Undo last marks takes this back." if len(allowed) else ""
    return Outcome(done, figures, issues, following)


def undo_marks(job: Job) -> Outcome:
    """Take back what the last button marked, except where something else was chosen since.

    Raises ImsError when there is nothing to take back, or the month is closed.
    """
    job.refuse_closed("undo marks")
    path = _path(job)
    try:
        last = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "Only marks made by a button of the IMS tab can be taken back, once."
        raise ImsError("there is nothing to undo", remedy) from error
    shown = job.cells["action_text"].to_dict()
    before = pd.DataFrame(last["before"], columns=["doc_id", *_KEPT]).set_index("doc_id").astype("object")
    same = [doc_id for doc_id in before.index if shown.get(doc_id, "") == last["now"]]
    documents = job.documents()
    known = set(documents["doc_id"])
    job.cells = action_cells.overwritten(
        job.cells, before.loc[[doc_id for doc_id in same if doc_id in known]], documents
    )
    job.save_marks("undone")
    path.unlink()
    changed = len(before) - len(same)
    issues = [Issue("note", f"marked otherwise since, and left so: {counted(changed, 'document')}")] if changed else []
    return Outcome(f"Taken back: {counted(len(same), 'document')}", {"taken back": len(same)}, [*job.issues, *issues])


def _refused(job: Job, made: pd.DataFrame, documents: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    trial = action_cells.set_marks(job.cells, made, documents)
    marks = action_cells.usable_marks(trial[trial.index.isin(set(made["doc_id"]))], due)
    return check(job.snapshot().with_marks(marks)).refused


def _reasons(refused: pd.DataFrame) -> list[Issue]:
    """How often each reason refused a mark."""
    return [
        Issue("warning", f"not marked, {counted(len(doc_ids), 'document')}: {reason}", remedy)
        for reason, remedy, doc_ids in by_reason(refused).itertuples(index=False)
    ]


def _remember(job: Job, doc_ids: list[str], now: str) -> None:
    """Keep what these cells show, for `undo_marks`."""
    there = job.cells.reindex(doc_ids)[list(_KEPT)].astype("object")
    there["stale"] = there["stale"].eq(True)
    there = there.where(there.notna(), "")
    rows = there.reset_index().to_numpy().tolist()
    content = json.dumps({"now": now, "before": rows}).encode()
    try:
        private_folder(_path(job).parent)
        replacing.write(_path(job), content, private=True)
    except OSError as error:
        remedy = "Nothing was marked. See that the folder can be written."
        reason = "what would take these marks back cannot be kept"
        raise replacing.in_words(error, reason, remedy, file=str(_path(job))) from error


def _path(job: Job) -> Path:
    return data_folder() / "undo" / f"{job.identity.book_id}.json"
