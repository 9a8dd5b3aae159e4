"""Bulk actions on supplier rows: commands, applied once to the supplier's documents."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ims_xl.decisions import cells
from ims_xl.decisions.checking import check
from ims_xl.decisions.lines import UNREADABLE, Report, with_actions
from ims_xl.decisions.marks import of_documents
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst.actions import Action
from ims_xl.gst.sections import SECTIONS
from ims_xl.issues import Issue

_DECIDED = [str(action) for action in Action if action is not Action.NO_ACTION]


class BulkOutcome(NamedTuple):
    """What the commands come to.

    `marks`: doc_id, action to set. `refused`: doc_id, action, code, severity, reason, remedy. `skipped`: doc_ids
    that are marked already, `decided`: doc_id, action, portal_action of those on which the portal holds another
    action; both were left as they are.
    """

    marks: pd.DataFrame
    refused: pd.DataFrame
    skipped: list[str]
    decided: pd.DataFrame
    issues: list[Issue]


def apply(
    commands: pd.DataFrame,
    snapshot: Snapshot,
    marked: Iterable[str],
    *,
    over_marks: bool = False,
    over_portal: bool = False,
) -> BulkOutcome:
    """The marks the bulk cells ask for.

    `commands`, cells as they come: sheet, row, supplier_gstin, action, and the family of documents that are meant,
    "" for all. Only documents due in the period are meant, and unless confirmed only those without a mark
    (`over_marks`; `marked`: doc_ids) and without an action on the portal (`over_portal`). Where the portal holds that
    very action nothing is to be done.
    """
    report = Report()
    documents = snapshot.documents
    orders = _orders(commands, documents, report)
    due = documents[snapshot.filing.due_in(documents, snapshot.period)]
    families = due["section"].map({key: section.family for key, section in SECTIONS.items()})
    wanted = pd.Series(
        [
            orders.get((gstin, ""), orders.get((gstin, family), ""))
            for gstin, family in zip(due["supplier_gstin"], families, strict=True)
        ],
        index=due.index,
        dtype="str",
    )
    # Who accepts a whole supplier has seldom those in mind that were settled one by one on the portal.
    held = due["portal_action"].where(due["portal_action"].isin(_DECIDED), Action.NO_ACTION.value)
    wanted = wanted.mask(wanted == held, "")
    skipped = (wanted != "") & due["doc_id"].isin(list(marked)) & (not over_marks)
    decided = (wanted != "") & ~skipped & held.isin(_DECIDED) & (not over_portal)
    left = due.assign(action=wanted).loc[decided, ["doc_id", "action", "portal_action"]].reset_index(drop=True)
    meant = wanted.mask(skipped | decided, "")
    checked = check(snapshot.with_marks(of_documents(due, meant)))
    marks = checked.allowed[["doc_id", "action"]]
    return BulkOutcome(marks, checked.refused, due.loc[skipped, "doc_id"].tolist(), left, report.issues)


def _orders(commands: pd.DataFrame, documents: pd.DataFrame, report: Report) -> dict[tuple[str, str], str]:
    """Supplier GSTIN and family -> letter of the action, where the cells can be read and agree."""
    lines = pd.DataFrame({"sheet": commands["sheet"].map(cells.text), "row": commands["row"]}).astype({"row": "int64"})
    lines["doc_id"] = lines["gstin"] = commands["supplier_gstin"].map(cells.text).str.upper()
    lines["action_text"], lines["family"] = commands["action"].map(cells.text), commands["family"].map(cells.text)
    lines = lines[lines["action_text"] != ""]
    known = lines["gstin"].isin(documents.loc[documents["supplier_gstin"] != "", "supplier_gstin"])
    report.add(
        lines[~known], "no documents of this supplier are in IMS", "Choose the action on the document's own row.",
        column="Bulk action", value="gstin",
    )  # fmt: skip
    lines = lines[known]
    lines = with_actions(lines)
    lines["action"] = lines["action"].mask(lines["asked"], UNREADABLE)
    for text in lines.loc[lines["action"] == UNREADABLE, "action_text"].unique():
        report.add(
            lines[lines["action_text"] == text], "this is not an action", cells.did_you_mean(text), column="Bulk action"
        )
    differing = lines.groupby("gstin")["action"].transform("nunique") > 1
    report.add(
        lines[differing], "two bulk actions for this supplier differ, and neither is applied",
        "Clear one of them.", column="Bulk action",
    )  # fmt: skip
    usable = lines[~differing & (lines["action"] != UNREADABLE)].drop_duplicates(["gstin", "family"])
    return dict(zip(zip(usable["gstin"], usable["family"], strict=True), usable["action"], strict=True))
