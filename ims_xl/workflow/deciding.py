"""Suggest, check, preview: from marks to what would be sent."""

from dataclasses import replace

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.decisions.checking import by_reason
from ims_xl.gst.actions import Action
from ims_xl.inputs import BY_NAME
from ims_xl.issues import Issue
from ims_xl.sheets import action_cells
from ims_xl.sheets.checked import CHECKED, basis, is_current
from ims_xl.wording import counted
from ims_xl.workflow.also_claimed import look_for_claims
from ims_xl.workflow.job import Job
from ims_xl.workflow.outcome import Outcome, by_action
from ims_xl.workflow.viewing import Gathered

_CODES = {"Accept": "A", "Pending": "P"}


def set_mode(job: Job, mode: str) -> Outcome:
    """Compare with the books, or decide without them: one of the modes in `CHOICES`.

    Raises ImsError when the month is closed.
    """
    job.refuse_closed("change the mode")
    job.company = replace(job.company, mode=mode)
    return Outcome(f"Mode: {mode}", {}, job.warnings)


def suggest(job: Job, apply: bool = False) -> Outcome:
    """Count the suggestions; with `apply` write them into the empty Action and Eligibility cells.

    Raises ImsError when they are applied to a closed month.
    """
    if apply:
        job.refuse_closed("apply suggestions")
    lines = job.view().view.lines
    open_ = lines[
        (lines["suggested"].isin(list(_CODES)))
        & (lines["action_text"].map(text) == "")
        & (lines["portal_action"] == "N")
    ]
    counts = open_["suggested"].value_counts()
    figures: dict[str, object] = {label: int(counts.get(label, 0)) for label in _CODES}
    unsaid = lines[(lines["eligibility_suggested"] != "") & (lines["after"] != Action.REJECT.value)]
    if len(unsaid):
        figures["Eligibility"] = len(unsaid)
    says = ", ".join(f"{label} {count:,}" for label, count in figures.items())
    if not apply:
        return Outcome(f"Suggestions for unmarked documents: {says}", figures, job.issues, "Apply them with --apply.")
    chosen = pd.DataFrame({"doc_id": open_["doc_id"], "action": open_["suggested"].map(_CODES)})
    documents = job.documents()
    job.cells = action_cells.set_marks(job.cells, chosen, documents)
    if len(unsaid):
        words = {BY_NAME["eligibility"].typed: unsaid["eligibility_suggested"].to_numpy()}
        job.cells = action_cells.overwritten(job.cells, pd.DataFrame(words, index=unsaid["doc_id"]), documents)
    job.save_marks("suggestion applied")
    return Outcome(f"Suggestions applied: {says}", figures, job.issues, "Look them through, then check.")


def check(job: Job) -> Outcome:
    """Check every mark against the portal's restrictions; what is refused is said and not sent."""
    twice = look_for_claims(job)
    gathered = job.view()
    issues = [*job.issues, *refusals(gathered), *to_confirm(gathered), *twice, *gathered.view.reversals.issues]
    figures = _figures(gathered)
    refused = _refused_count(gathered)
    _remember_check(job, gathered)
    said = "every mark can be sent" if not refused else f"refused or to be confirmed: {refused:,}"
    if not_counted := sum(issue.severity == "error" for issue in gathered.view.reversals.issues):
        said += f"; not counted on the sheets of reversals: {counted(not_counted, 'line')}"
    return Outcome(
        f"{counted(sum(marked_counts(gathered).values()), 'document')} marked; {said}",
        figures,
        issues,
        "See the Restriction column." if refused else "Preview, then export.",
    )


def preview(job: Job) -> Outcome:
    """Say exactly what the next upload would hold, what is left out and why, and what would be deemed accepted."""
    twice = look_for_claims(job)
    gathered = job.view()
    rows = gathered.view.preview
    _remember_check(job, gathered)
    sent = by_action(rows[rows["decision"] == "Upload"]["action"].value_counts().to_dict())
    says = ", ".join(f"{label} {count:,}" for label, count in sent.items())
    decisions = rows["decision"].value_counts()
    figures: dict[str, object] = {
        **{f"to upload: {label}": count for label, count in sent.items()},
        **{
            name: int(decisions.get(name, 0))
            for name in ("To confirm", "Refused", "Left out", "Deemed", "On the portal")
        },
    }
    return Outcome(
        f"To be uploaded: {says}",
        figures,
        [*job.issues, *refusals(gathered), *twice],
        "Export the portal file when this is right.",
    )


def _remember_check(job: Job, gathered: Gathered) -> None:
    """Put into the decision log that the marks as they are now were checked, once for the same marks."""
    view = gathered.view
    if is_current(view, CHECKED) or not (view.lines["action_text"].map(text) != "").any():
        return
    marked = sum(marked_counts(gathered).values())
    said = f"{marked:,} marked, {_refused_count(gathered):,} refused or to confirm"
    job.store.log.add([(job.at, job.user, job.identity.book_id, "", CHECKED, "", said, basis(view))])


def marked_counts(gathered: Gathered) -> dict[str, int]:
    """Documents by the mark in their Action cell, those to be confirmed left out."""
    lines = gathered.view.lines
    return by_action(lines.loc[lines["mark"] != "", "mark"].value_counts().to_dict())


def _figures(gathered: Gathered) -> dict[str, object]:
    counts = marked_counts(gathered)
    return {"marked": sum(counts.values()), **counts, "refused": _refused_count(gathered)}


def _refused_count(gathered: Gathered) -> int:
    return int(gathered.view.preview["decision"].isin(["Refused", "To confirm"]).sum())


_NAMED = 5  # marks named in a finding; each row says why itself


def refusals(gathered: Gathered) -> list[Issue]:
    """One issue a reason for which marks are refused: how many, the first of them, what to do."""
    lines = gathered.view.lines.set_index("doc_id")
    found = []
    for reason, remedy, doc_ids in by_reason(gathered.checked.refused).itertuples(index=False):
        rows = lines.reindex(doc_ids)
        said = reason if len(rows) == 1 else f"{counted(len(rows), 'mark')} refused: {reason}"
        found.append(Issue("error", said, remedy, sheet=_sheet(rows), column="Action", value=_names(rows)))
    return found


def to_confirm(gathered: Gathered) -> list[Issue]:
    """One issue a mark whose document changed after it was made; of many one for all."""
    lines = gathered.view.lines
    waiting = lines[lines["to_confirm"]]
    remedy = "Choose the action again without the question mark to confirm it."
    if len(waiting) > _NAMED:
        reason = f"{counted(len(waiting), 'mark')} to confirm; the Restriction column says what changed"
        return [Issue("warning", reason, remedy, sheet=_sheet(waiting), column="Action", value=_names(waiting))]
    return [
        Issue("warning", note, remedy, sheet=sheet, column="Action", value=f"{action} on {number}")
        for note, sheet, action, number in zip(
            *(waiting[name] for name in ("note", "status", "action_text", "doc_number")), strict=True
        )
    ]


def _sheet(rows: pd.DataFrame) -> str:
    """The sheet on which all of them stand, "" for several."""
    return str(rows["status"].iloc[0]) if rows["status"].nunique() == 1 else ""


def _names(rows: pd.DataFrame) -> str:
    """`Reject on A/1, Reject on A/2 and 10 more`."""
    names = (rows["action_text"].map(text) + " on " + rows["doc_number"].astype("str")).iloc[:_NAMED]
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    return ", ".join(names) + more
