"""Import Issues: every row that was left out or is doubtful, where it is and what to do."""

import pandas as pd

from ims_xl.sheets import columns
from ims_xl.sheets.view import View
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint


def sheets(view: View) -> list[Sheet]:
    """The sheet, empty when all was well."""
    counts = view.issues["severity"].value_counts()
    about = " · ".join(f"{int(counts.get(name, 0)):,} {name}s" for name in ("error", "warning", "note"))
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Import Issues", "title"),
        Cell(2, 2, f"{about}. Errors are left out, warnings are used but doubtful.", "subtitle"),
        Cell(3, 2, issue_kinds(view.issues), "muted"),
    )
    tints = (
        Tint("ims_Issues", ("Severity",), '{Severity}="error"', "bad"),
        Tint("ims_Issues", ("Severity",), '{Severity}="warning"', "warn"),
    )
    table = Table("ims_Issues", columns.ISSUES, issue_rows(view), 4)
    return [Sheet("issues", "Import Issues", cells, (table,), tints, freeze=(5, 3), print_columns=8)]


def issue_kinds(issues: pd.DataFrame) -> str:
    """How often each kind of finding is there, errors first and the most frequent before others."""
    if issues.empty:
        return ""
    kinds = issues["reason"].str.replace(_PARTICULARS, "", regex=True)
    order = issues["severity"].map({name: at for at, name in enumerate(_SEVERITIES)})
    counts = pd.DataFrame({"order": order, "kind": kinds}).value_counts().reset_index(name="count")
    counts = counts.sort_values(["order", "count", "kind"], ascending=[True, False, True])
    told = [f"{count:,} × {kind}" for kind, count in zip(counts["kind"], counts["count"], strict=True)]
    rest = [f"{len(told) - _KINDS:,} kinds more"] if len(told) > _KINDS else []
    return " · ".join([*told[:_KINDS], *rest])


_SEVERITIES = ("error", "warning", "note")
_KINDS = 8  # named one by one
_PARTICULARS = r"(?:, [\d,]+ times)?(?: \(rows [^)]*\))?(?:: [\d,]+(?: documents?)?)?$"


def issue_rows(view: View) -> pd.DataFrame:
    """The findings; a row number only where there is one."""
    return view.issues.assign(row=view.issues["row"].replace(0, pd.NA))
