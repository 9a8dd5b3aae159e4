"""What a practice wants to know of one client's month: one row, from what the workbook shows."""

from ims_xl.money import total
from ims_xl.practice.columns import CLOSED, NOTHING_LEFT
from ims_xl.sheets.itc import credit_lines, groups
from ims_xl.sheets.view import View
from ims_xl.workflow.job import Job

REFUSED = ("Refused", "To confirm")
"""Decisions of the preview that need the accountant."""


def of_job(job: Job) -> dict[str, object]:
    """The row of a workbook's month, as JSON can hold it: the fields of `columns.MONTHS`; rupees signed."""
    view = job.view().view
    lines = credit_lines(view)
    credit = {line.line: line.rupees for line in lines}
    undecided = next((line.documents for line in lines if line.line == "Not decided, at stake"), 0)
    next_step = next((name for state, name, _ in view.steps if state == "next"), "")
    portal = view.sources.loc[view.sources["kind"] == "portal", "made_at"]
    return {
        "gstin": view.gstin,
        "name": view.company.name,
        "period": view.period,
        "documents": len(view.lines),
        "undecided": undecided,
        "at_stake": credit.get("Not decided, at stake", 0.0),
        "as_it_stands": credit.get("In GSTR-2B as it stands", 0.0),
        "credit_notes": _reductions(view),
        "pending": credit.get("Pending", 0.0),
        "errors": _errors(view),
        "next_step": CLOSED if view.closed_at else next_step or NOTHING_LEFT,
        "draft_2b": view.filing.draft_2b(view.period).isoformat(),
        "due_3b": view.filing.due_3b(view.period).isoformat(),
        "portal_at": str(portal.max()) if len(portal) else "",
        "closed": bool(view.closed_at),
    }


def _reductions(view: View) -> float:
    """The credit that credit notes and lower amendments take away as it stands, as negative rupees."""
    if not len(view.lines):
        return 0.0
    found = groups(view.lines)
    effect = view.lines.loc[found.accepted | found.undecided, "itc_effect"]
    return total(effect[effect < 0])


def _errors(view: View) -> int:
    """Findings that left something out, and marks that cannot be sent as they are."""
    marks = view.preview["decision"].isin(REFUSED).sum() if len(view.preview) else 0
    return int((view.issues["severity"] == "error").sum()) + int(marks)
