"""The lines of the status sheets as they were typed, before anything is believed."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl import schema
from ims_xl.decisions import cells
from ims_xl.issues import Issue, Severity

DECLARED = tuple(f"declared_{tax}" for tax in schema.TAXES)
TYPED = ("action_text", "remarks", "reduction_text", *(f"{name}_text" for name in DECLARED), "eligibility")
"""What the accountant types, as text."""

UNREADABLE = "!"
REDUCTION = ("itc_reduction", *DECLARED)
_PLAIN = ("sheet", "doc_id", "fingerprint", "supplier_gstin", "doc_number", "remarks", "eligibility")
_TEXT_NAMES = {"action": "action_text", "itc_reduction": "reduction_text", **{n: f"{n}_text" for n in DECLARED}}


class Report:
    """Findings while reading: issues for the list, one short text per document for its Restriction cell."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.trouble: dict[str, str] = {}

    def add(
        self,
        lines: pd.DataFrame,
        reason: str,
        remedy: str,
        trouble: str = "",
        *,
        column: str = "Action",
        value: str = "action_text",
        severity: Severity = "error",
    ) -> None:
        """One issue for each line; `value` names the column of `lines` that is shown."""
        names = ("sheet", "row", "doc_id", value)
        for sheet, row, doc_id, shown in zip(*(lines[name].tolist() for name in names), strict=True):
            self.issues.append(Issue(severity, reason, remedy, "", sheet, row, column, shown))
            if trouble:
                self.trouble.setdefault(doc_id, trouble)


def read_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Every cell as text, and beside it (`..._cell`) what stands in the cells of the ITC reduction."""
    rows = rows.reset_index(drop=True)
    blank = pd.Series([None] * len(rows), dtype="object")
    came = {name: rows.get(name, blank) for name in (*_PLAIN, "action", *REDUCTION)}
    texts = {
        _TEXT_NAMES.get(name, name): pd.Series([cells.text(value) for value in column], index=rows.index, dtype="str")
        for name, column in came.items()
    }
    row = pd.to_numeric(rows.get("row", blank), errors="coerce").fillna(0).astype("int64")
    raw = {f"{name}_cell": came[name].astype("object") for name in REDUCTION}
    return pd.DataFrame({**texts, "row": row, **raw}, index=rows.index)


def anything_typed(lines: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which lines have something in an input cell."""
    return (lines[list(TYPED)] != "").any(axis=1).to_numpy(dtype=bool)


def identity_agrees(lines: pd.DataFrame, documents: pd.DataFrame, place: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether GSTIN and number on each line are those of its document; imports have no GSTIN to compare.

    `place`: position in `documents` of each line's document, -1 for none.
    """
    if documents.empty:
        return np.zeros(len(lines), dtype=bool)
    theirs = documents.iloc[place]

    def same(name: str) -> npt.NDArray[np.bool_]:
        shown = lines[name].str.upper().to_numpy(dtype=object)
        return np.asarray(shown == theirs[name].str.strip().str.upper().to_numpy(dtype=object), dtype=bool)

    is_import = theirs["section"].str.startswith("impg").to_numpy(dtype=bool)
    return (place >= 0) & same("doc_number") & (same("supplier_gstin") | is_import)


def with_actions(lines: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The lines with `action` (A, R, P, N, nothing, or UNREADABLE) and `asked` (`Reject?`)."""
    meanings = {text: cells.mark(text) for text in lines["action_text"].unique()}
    for text, (action, _) in meanings.items():
        if action == UNREADABLE:
            wrong = lines[lines["action_text"] == text]
            report.add(wrong, "this is not an action", cells.did_you_mean(text), "Action not understood: not used")
    actions = np.array([meanings[text][0] for text in lines["action_text"]], dtype=object)
    asked = np.array([meanings[text][1] for text in lines["action_text"]], dtype=bool)
    return lines.assign(action=actions, asked=asked)


def with_reductions(lines: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The lines with `itc_reduction` and the four declared amounts; a mark beside an unreadable one is lost."""
    read = read_reductions(lines[[f"{name}_cell" for name in REDUCTION]].set_axis(list(REDUCTION), axis=1))
    actions = lines["action"].to_numpy(dtype=object, copy=True)
    for at in np.flatnonzero(read["problem"] != "").tolist():
        actions[at] = UNREADABLE if actions[at] else ""
        field = read["field"].iloc[at]
        report.add(
            lines.iloc[[at]],
            read["problem"].iloc[at],
            "Choose Yes - full, Yes - partial with positive amounts, or No.",
            "ITC reduction not understood: not used",
            column=cells.HEADINGS[field],
            value=_TEXT_NAMES[field],
        )
    return lines.assign(action=actions, **{name: read[name].to_numpy() for name in REDUCTION})


def read_reductions(typed: pd.DataFrame) -> pd.DataFrame:
    """What the cells of the ITC reduction say, same rows: `itc_reduction` (Y, N or ""), rupees declared by head
    (missing: none), and `problem` with its `field` where they cannot be used.

    `typed`: columns of REDUCTION, cells as they come.
    """
    values: dict[str, npt.NDArray[Any]] = {
        name: np.full(len(typed), "", dtype=object) for name in ("itc_reduction", "field", "problem")
    }
    values |= {name: np.full(len(typed), np.nan) for name in DECLARED}
    raw = typed[list(REDUCTION)].to_numpy(dtype=object)
    for at, row in enumerate(raw):
        if not any(cells.text(cell) for cell in row):
            continue
        read = cells.reduction(row[0], list(row[1:]))
        values["itc_reduction"][at], values["field"][at], values["problem"][at] = read.code, read.field, read.problem
        for name, rupees in zip(DECLARED, read.declared, strict=True):
            values[name][at] = rupees
    return pd.DataFrame(values, index=typed.index)
