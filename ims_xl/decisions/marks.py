"""Reading the marks of the workbook: which action was meant for which document."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ims_xl import schema
from ims_xl.decisions.lines import (
    TYPED,
    UNREADABLE,
    Report,
    anything_typed,
    identity_agrees,
    read_lines,
    report_unreadable,
)
from ims_xl.decisions.stale import stale_reasons
from ims_xl.gst.actions import Action
from ims_xl.inputs import ACTION, INPUTS, REDUCTION
from ims_xl.issues import Issue

MARKS = (
    schema.Column("doc_id", "text", "the document"),
    *schema.DECISION,
    schema.Column("fingerprint", "text", "of the document when its line was drawn"),
    schema.Column("stale", "flag", "not sent before it is confirmed"),
    schema.Column("stale_reason", "text", "what changed since"),
    schema.Column("sheet", "text", "where the mark stands"),
    schema.Column("row", "count", "row as Excel numbers it"),
)
_LETTERS = [str(action) for action in Action]
_SAID = ("action", "asked", "remarks_text", *REDUCTION)


class Marks(NamedTuple):
    """What the accountant marked.

    `frame`: columns of MARKS, one row a document with a usable or stale mark. `inputs`: columns of `lines.read_lines`,
    one row a document with anything typed beside it. `trouble`: doc_id -> short text for its Restriction cell.
    """

    frame: pd.DataFrame
    inputs: pd.DataFrame
    trouble: "pd.Series[str]"
    issues: list[Issue]


def read_marks(lines: pd.DataFrame, documents: pd.DataFrame, earlier: pd.DataFrame | None = None) -> Marks:
    """The marks on the lines of the workbook (as `lines.read_lines` gives them), as far as they can be trusted.

    `earlier`: documents of earlier downloads, to name what changed. A mark counts only where the GSTIN and number on
    the line are those of its document.
    """
    report = Report()
    documents = schema.once(documents)
    lines = report_unreadable(_trusted(lines, documents, report), report)
    used = _one_per_document(lines, report)
    used = used.assign(remarks=used["remarks_text"], stale_reason=stale_reasons(used, documents, earlier))
    used["stale"] = used["asked"] | (used["stale_reason"] != "")
    frame = schema.conform(used, MARKS)[[column.name for column in MARKS]]
    stale = frame[frame["stale"]]
    for doc_id, reason in zip(stale["doc_id"], stale["stale_reason"], strict=True):
        report.trouble.setdefault(doc_id, f"Confirm the action: {reason}" if reason else "Confirm the action")
    trouble = pd.Series(list(report.trouble.values()), index=pd.Index(list(report.trouble), dtype="str"), dtype="str")
    return Marks(frame, _inputs(lines), trouble, report.issues)


def of_documents(documents: pd.DataFrame, actions: "pd.Series[str]") -> pd.DataFrame:
    """Plain marks (columns of MARKS) as if made on lines drawn just now.

    `actions`: for each document, same rows, A, R, P or N; anything else is no mark.
    """
    marked = documents[["doc_id", "fingerprint"]].assign(action=actions)[actions.isin(_LETTERS).to_numpy()]
    return schema.conform(marked, MARKS)


def _trusted(lines: pd.DataFrame, documents: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The lines that show the GSTIN and number of their own document."""
    # A pasted row brings its hidden key along, or leaves it: only what the accountant sees tells what was meant.
    place = pd.Index(documents["doc_id"]).get_indexer(pd.Index(lines["doc_id"]))
    own = identity_agrees(lines, documents, place)
    report.add(
        lines[(place < 0) & (lines[ACTION.typed] != "").to_numpy()],
        "no document of IMS belongs to this line, so its action is not used",
        "The supplier withdrew or changed it, or the line was added by hand. Clear the action.",
        "No longer in IMS: action not used",
    )
    report.add(
        lines[(place >= 0) & ~own & anything_typed(lines)],
        "the row was pasted over another: its GSTIN or number is not that of its document",
        "Undo the paste or run Let's Match to draw the sheet again, then mark the document on its own row.",
        "Row was pasted over another: not used",
    )
    return lines[own]


def _one_per_document(lines: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The one line of each document whose mark is used.

    A document on several lines: equal marks are used once, a mark beside blanks is used, differing ones are not.
    """
    # Copied rows stay behind after sorting and pasting; to take one of two different marks would be a guess.
    marked = lines[lines["action"] != ""]
    doc = marked["doc_id"]
    standing = _times(doc, lines["doc_id"])
    differing = _times(doc, marked.drop_duplicates(["doc_id", *_SAID])["doc_id"]) > 1
    alone = _times(doc, doc) < standing
    first = ~doc.duplicated()
    delete = "Delete the copied rows."
    report.add(
        marked[differing],
        "the document stands on several rows with different marks, and none is used",
        "Delete the copied rows, or give all of them the same mark.",
        "Marked twice, differently: neither is used",
    )
    beside = "the document stands on several rows, some without a mark, and the mark is used"
    report.add(marked[~differing & first & alone], beside, delete, severity="warning")
    same = "the document stands on several rows with the same mark, which is used once"
    report.add(marked[~differing & first & ~alone & (standing > 1)], same, delete, severity="note")
    unreadable = doc.isin(marked.loc[marked["action"] == UNREADABLE, "doc_id"])
    return marked[~differing & ~unreadable & first]


def _times(doc_ids: "pd.Series[str]", among: "pd.Series[str]") -> "pd.Series[int]":
    """How often each document stands among others."""
    return doc_ids.map(among.value_counts()).fillna(0).astype("int64")


def _inputs(lines: pd.DataFrame) -> pd.DataFrame:
    """What was typed beside each document; of several lines the first that has something counts for each cell."""
    typed = lines[anything_typed(lines)]
    several = typed["doc_id"].duplicated(keep=False)
    if not several.any():
        return typed.reset_index(drop=True)
    copies: Any = typed.loc[several, ["doc_id", *TYPED]].astype("object").replace("", np.nan)
    firsts = copies.groupby("doc_id", sort=False).first().reset_index()
    merged = read_lines(firsts.rename(columns=_NAMES))
    return pd.concat([typed[~several], merged], ignore_index=True)


_NAMES = {column.typed: column.name for column in INPUTS}
