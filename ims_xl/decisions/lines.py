"""The rows of the status sheets as they were typed, and what each cell means, before anything is believed."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ims_xl.decisions import cells
from ims_xl.inputs import ACTION, BY_NAME, DECLARED, INPUTS, REDUCTION
from ims_xl.issues import Issue, Severity

UNREADABLE = "!"
TYPED = tuple(column.typed for column in INPUTS)
LINE = ("fingerprint", "supplier_gstin", "doc_number")
"""What a row shows of its document."""


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
        column: str = ACTION.header,
        value: str = ACTION.typed,
        severity: Severity = "error",
    ) -> None:
        """One issue for each line; `value` names the column of `lines` that is shown."""
        names = ("sheet", "row", "doc_id", value)
        for sheet, row, doc_id, shown in zip(*(lines[name].tolist() for name in names), strict=True):
            self.issues.append(Issue(severity, reason, remedy, "", sheet, row, column, shown))
            if trouble:
                self.trouble.setdefault(doc_id, trouble)


def read_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Every row with its cells as text (`action_text`, `remarks_text`, ...) and what they mean.

    `rows`, cells as they come: sheet, row, doc_id, fingerprint, supplier_gstin, doc_number, and each input by its name.
    Beside them: `action` (A, R, P, N, nothing, or UNREADABLE), `asked` (`Reject?`), `itc_reduction` (Y, N or ""),
    rupees declared by head (missing: none), and where those cannot be used `problem` and the input it is in.
    """
    rows = rows.reset_index(drop=True)
    blank = pd.Series([None] * len(rows), dtype="object")
    names = {name: name for name in ("sheet", "doc_id", *LINE)} | {column.name: column.typed for column in INPUTS}
    texts = {
        text: pd.Series([cells.text(value) for value in rows.get(name, blank)], index=rows.index, dtype="str")
        for name, text in names.items()
    }
    row = pd.to_numeric(rows.get("row", blank), errors="coerce").fillna(0).astype("int64")
    reduction = pd.DataFrame({name: rows.get(name, blank).astype("object") for name in REDUCTION}, index=rows.index)
    lines = pd.DataFrame({**texts, "row": row}, index=rows.index)
    return with_actions(lines).assign(**_reductions(reduction))


def with_actions(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with `action` and `asked`, as `action_text` has them."""
    meanings = {text: cells.mark(text) for text in lines[ACTION.typed].unique()}
    actions = np.array([meanings[text][0] for text in lines[ACTION.typed]], dtype=object)
    asked = np.array([meanings[text][1] for text in lines[ACTION.typed]], dtype=bool)
    return lines.assign(action=actions, asked=asked)


def anything_typed(lines: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which lines have something in an input cell."""
    return (lines[list(TYPED)] != "").any(axis=1).to_numpy(dtype=bool)


def identity_agrees(lines: pd.DataFrame, documents: pd.DataFrame, place: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether GSTIN and number on each line are those of its document; imports have no GSTIN to compare.

    `place`: position in `documents` of each line's document, -1 for none.
    """
    if documents.empty:
        return np.zeros(len(lines), dtype=bool)
    theirs = documents[["doc_number", "supplier_gstin", "section"]].iloc[place]

    def same(name: str) -> npt.NDArray[np.bool_]:
        shown = lines[name].str.upper().to_numpy(dtype=object)
        return np.asarray(shown == theirs[name].str.strip().str.upper().to_numpy(dtype=object), dtype=bool)

    is_import = theirs["section"].str.startswith("impg").to_numpy(dtype=bool)
    return (place >= 0) & same("doc_number") & (same("supplier_gstin") | is_import)


def report_unreadable(lines: pd.DataFrame, report: Report) -> pd.DataFrame:
    """The lines after it is said which cells cannot be used; a mark beside such a reduction becomes UNREADABLE."""
    wrong = lines[lines["action"] == UNREADABLE]
    for text in wrong[ACTION.typed].unique():
        same = wrong[wrong[ACTION.typed] == text]
        report.add(same, "this is not an action", cells.did_you_mean(text), "Action not understood: not used")
    unusable = lines[lines["problem"] != ""]
    for (problem, name), same in unusable.groupby(["problem", "problem_in"], sort=False):
        column = BY_NAME[str(name)]
        report.add(
            same, str(problem), "Choose Yes - full, Yes - partial with positive amounts, or No.",
            "ITC reduction not understood: not used", column=column.header, value=column.typed,
        )  # fmt: skip
    lost = (lines["problem"] != "") & (lines["action"] != "")
    return lines.assign(action=lines["action"].mask(lost, UNREADABLE))


def _reductions(typed: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """What the cells of REDUCTION say together, row by row."""
    values: dict[str, npt.NDArray[Any]] = {
        name: np.full(len(typed), "", dtype=object) for name in ("itc_reduction", "problem", "problem_in")
    }
    values |= {name: np.full(len(typed), np.nan) for name in DECLARED}
    for at, row in enumerate(typed.to_numpy(dtype=object)):
        if not any(cells.text(cell) for cell in row):
            continue
        read = cells.reduction(row[0], list(row[1:]))
        values["itc_reduction"][at], values["problem"][at], values["problem_in"][at] = (
            read.code,
            read.problem,
            read.field,
        )
        for name, rupees in zip(DECLARED, read.declared, strict=True):
            values[name][at] = rupees
    return values
