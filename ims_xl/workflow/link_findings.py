"""What links made by hand add to a match: what changed since they were made, and which documents look like them."""

import pandas as pd

from ims_xl.book_reasons import NOT_REPORTED
from ims_xl.issues import Issue
from ims_xl.matching import Tolerance
from ims_xl.matching.habits import propose
from ims_xl.wording import counted
from ims_xl.workflow.hand_links import HandLinks, numbers

_NO_PARTNER = ("reported twice",)


def said_by_hand(
    verdicts: pd.DataFrame,
    due: pd.DataFrame,
    books: pd.DataFrame,
    links: pd.DataFrame,
    hand: HandLinks,
    limits: Tolerance,
) -> tuple[pd.DataFrame, list[Issue]]:
    """The verdicts (rows of `due`, then of `books`) with what links made by hand add, and what is to be told of it.

    A link holds whatever changes, so that a change is told. A proposal stands in Reason and Why of both documents.
    """
    if not len(links):
        return verdicts, []
    verdicts = verdicts.reset_index(drop=True)
    issues = []
    changed = hand.locked[hand.locked["changed"] != ""]
    for link in changed.to_dict("records"):
        rows = [link["ims_row"], len(due) + link["purchase_row"]]
        verdicts.loc[rows, "why"] += f" Changed since it was linked: {link['changed']}."
    if len(changed):
        numbered = zip(due["doc_number"].iloc[changed["ims_row"]], changed["changed"], strict=True)
        told = [f"{number}: {text}" for number, text in numbered]
        text = f"linked by hand, and changed since: {counted(len(changed), 'document')}"
        issues.append(Issue("warning", text, "The links hold; look whether they are right.", value="; ".join(told[:3])))
    proposed = _proposed(verdicts, due, books, links, hand, limits)
    for pair in proposed.to_dict("records"):
        row, other = pair["ims_row"], len(due) + pair["purchase_row"]
        ours, theirs = due["doc_number"].iloc[row], books["doc_number"].iloc[pair["purchase_row"]]
        why = f"Like the link of {pair['at']}: books number {theirs} may be {ours}; link by hand."
        for place, one in ((row, theirs), (other, ours)):
            # The column is narrow, and beside it is one that the accountant fills in.
            verdicts.loc[place, ["short", "why"]] = (
                f"may be {one}, like a link by hand",
                f"{why} {verdicts.loc[place, 'why']}",
            )
        verdicts.loc[other, "reason"] = verdicts.loc[other, "short"]
    if len(proposed):
        reason = f"pairs of documents like a link made by hand: {len(proposed):,}"
        issues.append(Issue("note", reason, "See Reason on Missing in PR and Missing in IMS; link those that are one."))
    return verdicts, issues


def _proposed(
    verdicts: pd.DataFrame,
    due: pd.DataFrame,
    books: pd.DataFrame,
    links: pd.DataFrame,
    hand: HandLinks,
    limits: Tolerance,
) -> pd.DataFrame:
    """Pairs that are proposed: ims_row, purchase_row, and `at`, the day of the link they are like."""
    ours, theirs = verdicts.iloc[: len(due)], verdicts.iloc[len(due) :].reset_index(drop=True)
    open_ = (ours["status"] == "Missing in PR") & (ours["reason"] == "") & ~ours["short"].isin(_NO_PARTNER)
    rows = open_.to_numpy().nonzero()[0], (theirs["reason"] == NOT_REPORTED).to_numpy().nonzero()[0]
    places = [{row: place for place, row in enumerate(side.tolist())} for side in rows]
    kept = zip(hand.apart["ims_row"], hand.apart["purchase_row"], strict=True)
    apart = {(places[0].get(left, -1), places[1].get(right, -1)) for left, right in kept}
    made = numbers(links)
    found = propose(made, due.iloc[rows[0]], books.iloc[rows[1]], limits, apart)
    return pd.DataFrame(
        {
            "ims_row": rows[0][found["ims_row"]],
            "purchase_row": rows[1][found["purchase_row"]],
            "at": made["at"].to_numpy()[found["link"]],
        }
    )
