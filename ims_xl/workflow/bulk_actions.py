"""Bulk actions of supplier rows carried out: what is decided already is asked about, and what was left is said."""

from collections.abc import Iterator

import pandas as pd

from ims_xl.decisions import bulk
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst.actions import DONE, LABELS, Action
from ims_xl.issues import Issue
from ims_xl.sheets import action_cells
from ims_xl.ui import UI
from ims_xl.wording import counted

_COLUMN = "Bulk action"


def carry_out(
    commands: pd.DataFrame,
    snapshot: Snapshot,
    cells: pd.DataFrame,
    ui: UI,
) -> tuple[pd.DataFrame, list[Issue]]:
    """The cells with the marks the commands come to, and what is to be said of them.

    Documents whose Action cell says anything are left; those the portal holds another action for too, unless the
    person confirms it. `commands`: as `reading.bulk_commands` gives them. `snapshot`: of the documents that are due.
    """
    filled = cells.index[cells["action_text"] != ""].tolist()

    def applied(over_portal: bool) -> bulk.BulkOutcome:
        return bulk.apply(commands, snapshot, filled, over_portal=over_portal)

    outcome = applied(False)
    if len(outcome.decided) and ui.decide(_question(outcome.decided)):
        outcome = applied(True)
    issues = [*outcome.issues, *_left(outcome.decided), *_refused(outcome.refused)]
    return action_cells.set_marks(cells, outcome.marks, snapshot.documents), issues


def _question(decided: pd.DataFrame) -> str:
    lines = [f"  {LABELS[action]}: {_told(rows)}" for action, rows in _by_action(decided)]
    question = f"Bulk actions: mark also {counted(len(decided), 'document')} already decided on the portal?"
    return "\n".join([question, *lines])


def _left(decided: pd.DataFrame) -> list[Issue]:
    """One finding an action, of the documents that were decided on the portal and are left so."""
    return [
        Issue(
            "warning",
            f"already decided on the portal and left as they are: {_told(rows)}",
            f"To change them choose {LABELS[action]} on their own rows.",
            column=_COLUMN,
            value=LABELS[action],
        )
        for action, rows in _by_action(decided)
    ]


def _told(rows: pd.DataFrame) -> str:
    held = rows["portal_action"].value_counts()
    states = ", ".join(f"{int(held[action]):,} {DONE[action].lower()}" for action in Action if action in held)
    return f"{counted(len(rows), 'document')} ({states})"


def _by_action(decided: pd.DataFrame) -> Iterator[tuple[Action, pd.DataFrame]]:
    for action in Action:
        rows = decided[decided["action"] == action]
        if len(rows):
            yield action, rows


def _refused(refused: pd.DataFrame) -> list[Issue]:
    """How often each reason kept a document from being marked."""
    counts = refused.groupby(["action", "reason", "remedy"], as_index=False, sort=False).agg(
        documents=("doc_id", "nunique")
    )
    return [
        Issue(
            "warning", f"not marked, {counted(count, 'document')}: {reason}", remedy, column=_COLUMN,
            value=LABELS[Action(action)],
        )
        for action, reason, remedy, count in counts.itertuples(index=False)
    ]  # fmt: skip
