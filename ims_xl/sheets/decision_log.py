"""The decision log as people read it: what happened, to which document, from what to what, and why."""

import re
from collections.abc import Callable, Mapping

import pandas as pd

from ims_xl import schema
from ims_xl.gst import periods
from ims_xl.gst.actions import LABELS
from ims_xl.sheets.view import when

_EVENTS = {
    "Marked": "Action chosen",
    "Changed": "Action changed",
    "Cleared": "Action cleared",
    "Confirmed": "Action confirmed",
    "To be confirmed": "Action to be confirmed again",
    "Found in the sheet": "Action found in the sheet",
    "Reversal typed": "Typed on ITC Reversals",
    "Exported": "Upload file written",
    "Uploaded": "Uploaded to GSTN",
    "Checked": "Marks checked",
    "Approved": "Marks approved",
    "Report written": "Auditor's report written",
}
_BASES = {
    "": "Typed in the workbook",
    "suggestion applied": "The suggestion of Let's Match was applied",
    "portal file imported": "The portal file that was imported",
    "downloaded": "The download from the portal",
    "import undone": "The import was undone",
    "undone": "The last marks were undone",
    "cleared on selected rows": "Cleared on selected rows",
    "seen when the upload was given up": "Seen when the upload was given up",
}
_OF_DOCUMENTS = frozenset({"Marked", "Changed", "Cleared", "Confirmed", "To be confirmed"})
_DIGESTS = re.compile(r"(?:,? ?(?:SHA-256|marks|seal) [0-9a-f]{16,64})+")
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_LETTERS = {str(action): label for action, label in LABELS.items()}
_VALUES: Mapping[str, Callable[[str], str]] = {"GSTR-2B computed": periods.label, "GSTR-2B fetched": periods.label}


def log_rows(log: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The log (as `store.log.of` gives it) with what the sheet shows beside: columns of columns.DECISIONS.

    `documents`: schema.IMS, for supplier and number. What the log itself says stays in its own columns.
    """
    log = log.copy()
    for name in ("supplier_name", "doc_number"):
        log[name] = log["doc_id"].map(schema.by_doc_id(documents, name)).astype("object").fillna("").astype("str")
    log["at"] = pd.to_datetime(log["at"])
    log["event_text"] = log["event"].map(_EVENTS).fillna(log["event"])
    for name in ("before", "after"):
        log[f"{name}_text"] = [_value(event, said) for event, said in zip(log["event"], log[name], strict=True)]
    log["basis_text"] = [_basis(event, said) for event, said in zip(log["event"], log["basis"], strict=True)]
    return log


def _value(event: str, said: str) -> str:
    if event in _VALUES:
        return _VALUES[event](said) if said else ""
    return when(said) if _TIME.fullmatch(said) else _LETTERS.get(said, said)


def _basis(event: str, said: str) -> str:
    """Why, as a sentence; what only a program reads is left to the columns behind."""
    if event in _OF_DOCUMENTS and said in _BASES:
        return _BASES[said]
    status, colon, reason = said.partition(": ")
    if event in _OF_DOCUMENTS and colon:
        return f"Let's Match: {status}" + (f", {reason}" if reason else "")
    return _DIGESTS.sub("", said).strip(" ,;")
