"""Import Issues: every row that was left out or is doubtful, where it is and what to do."""

from typing import NamedTuple

import pandas as pd

from ims_xl.sheets import record_columns
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint


class Kind(NamedTuple):
    """Findings that say the same."""

    severity: str
    findings: int
    reason: str


def sheets(view: View) -> list[Sheet]:
    """The sheet, empty when all was well."""
    counts = view.issues["severity"].value_counts()
    about = " · ".join(counted(int(counts.get(name, 0)), name) for name in _SEVERITIES)
    kinds = issue_kinds(view.issues)
    top = _TOP + len(kinds) + (1 if kinds else 0)
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Import Issues", "title"),
        Cell(2, 2, f"{about}. Errors are left out, warnings are used but doubtful.", "subtitle"),
        *(cell for row, kind in enumerate(kinds, start=_TOP) for cell in _kind_cells(row, kind)),
    )
    tints = (
        Tint("ims_Issues", ("Severity",), '{Severity}="error"', "bad"),
        Tint("ims_Issues", ("Severity",), '{Severity}="warning"', "warn"),
    )
    table = Table("ims_Issues", record_columns.ISSUES, issue_rows(view), top)
    freeze = (_TOP if kinds else top + 1, 3)  # a long list of kinds must not fill the part that stays
    return [Sheet("issues", "Import Issues", cells, (table,), tints, freeze=freeze, print_columns=8)]


def issue_kinds(issues: pd.DataFrame) -> list[Kind]:
    """The kinds of findings, errors first and the most frequent before others; none where the list is as short."""
    reasons = issues["reason"].astype("str").str.replace(_PARTICULARS, "", regex=True)
    counts = (
        pd.DataFrame({"severity": issues["severity"], "reason": reasons}).value_counts().reset_index(name="findings")
    )
    order = counts["severity"].map({name: at for at, name in enumerate(_SEVERITIES)})
    counts = counts.assign(order=order).sort_values(["order", "findings", "reason"], ascending=[True, False, True])
    kinds = [Kind(*kind) for kind in counts[list(Kind._fields)].itertuples(index=False)]
    return kinds if 2 * len(kinds) <= len(issues) else []


def _kind_cells(row: int, kind: Kind) -> tuple[Cell, ...]:
    return (
        Cell(row, 1, kind.severity, {"error": "bad", "warning": "warn"}.get(kind.severity, "text")),
        Cell(row, 2, counted(kind.findings, "finding"), "text"),
        Cell(row, 3, kind.reason, "text", span=6),
    )


_SEVERITIES = ("error", "warning", "note")
_TOP = 4  # row of the first kind, or of the headings when there is none
_PARTICULARS = r"(?:, [\d,]+ times)?(?: \(rows [^)]*\))?(?:: [\d,]+(?: documents?)?)?$"


def issue_rows(view: View) -> pd.DataFrame:
    """The findings; a row number only where there is one."""
    return view.issues.assign(row=view.issues["row"].replace(0, pd.NA))
