"""What the status sheets show of the decision on each document, and the accountant's own columns."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.decisions.checking import Checked
from ims_xl.decisions.effect import EFFECTS, itc_effect
from ims_xl.decisions.originals import amends
from ims_xl.decisions.sending import Plan
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.decisions.suggestions import suggest
from ims_xl.gst import pending
from ims_xl.gst.actions import DONE, Action
from ims_xl.gst.restrictions import Restriction
from ims_xl.gst.sections import AMENDED_SUPPLIES
from ims_xl.inputs import ACTION, INPUTS
from ims_xl.settings import Company


def with_cells(lines: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The lines with what is typed in their input cells (`action_cells`): `mark`, `to_confirm`, `note`, `..._text`."""
    at = cells.reindex(lines["doc_id"]).reset_index(drop=True).astype("object")
    lines["mark"] = at["action"].where(~at["stale"].fillna(False).astype("bool"), "").fillna("").astype("str")
    lines["to_confirm"] = at["stale"].fillna(False).astype("bool")
    lines["note"] = at["note"].fillna("").astype("str")
    for column in INPUTS:
        lines[column.typed] = at[column.typed].fillna("").astype("object")
    blank = lines["eligibility_text"].map(text) == ""
    lines["eligibility_text"] = lines["eligibility_text"].where(~blank, lines["books_eligibility"].fillna(""))
    return lines


def with_decisions(
    lines: pd.DataFrame,
    snapshot: Snapshot,
    checked: Checked,
    planned: Plan,
    company: Company,
    rules: Sequence[Restriction],
) -> pd.DataFrame:
    """The lines, those of the snapshot in its order, with restrictions, suggestions and ITC effect.

    Columns: suggested, suggested_text, restriction, reason_text, why_text, credit_ended, itc_effect and its EFFECTS by
    head (rupees), after (the action the portal will hold), original_state, pending_until, pending_over,
    itc_left_pending (rupees).
    `rules`: those that suggestions go by.
    """
    said = checked.texts.reindex(lines["doc_id"]).fillna("").to_numpy()
    table = {
        "Exact Match": company.suggest_exact,
        "Suggested Match": company.suggest_suggested,
        "Mismatched": company.suggest_mismatched,
        "Missing in PR": company.suggest_missing_in_pr,
    }
    status = pd.DataFrame(
        {
            "status": lines["status"],
            "ambiguous": lines["ambiguous"].fillna(False).astype("bool"),
            "eligibility": lines["eligibility_text"].map(text),
        }
    )
    suggested = suggest(snapshot, status, table, rules)
    lines["suggested"] = suggested["suggestion"].to_numpy()
    lines["suggested_text"] = _suggested_text(lines, suggested)
    withheld = suggested["credit_lost"].to_numpy() & (said == "") & (lines[ACTION.typed].map(text) == "").to_numpy()
    said = np.where(withheld, "Pending is not suggested: " + suggested["why"].to_numpy(), said)
    lines["restriction"] = lines["note"].where(lines["note"] != "", said)
    # A mark that cannot be sent comes before all that the match says, until it is mended.
    refused = (lines["note"] != "") | lines["doc_id"].isin(checked.refused["doc_id"])
    lines["reason_text"] = lines["short"].mask(refused, MARK_REFUSED)
    lines["why_text"] = lines["why"].mask(refused, lines["restriction"])
    said_of = pd.concat([checked.unmarked, checked.advice])
    ended = said_of[(said_of["action"] == Action.NO_ACTION.value) & (said_of["code"] == "claim_ended")]
    lines["credit_ended"] = lines["doc_id"].isin(ended["doc_id"])
    for name in ("itc_effect", *EFFECTS):
        lines[name] = planned.sent[name].to_numpy()
    lines["after"] = planned.sent["portal_action"].to_numpy()
    lines["original_state"] = original_states(snapshot)
    dated = snapshot.dated
    lines["pending_until"] = dated["pending_until"].to_numpy()
    over = (planned.sent["portal_action"] == Action.PENDING.value) & pending.is_over(dated)
    left = planned.sent.assign(portal_action=planned.sent["portal_action"].mask(over, Action.NO_ACTION.value))
    lines["pending_over"] = over.to_numpy()
    lines["itc_left_pending"] = itc_effect(snapshot, left).where(over).to_numpy() if over.any() else np.nan
    return lines


MARK_REFUSED = "mark cannot be sent"


def _suggested_text(lines: pd.DataFrame, suggested: pd.DataFrame) -> "pd.Series[str]":
    """The suggestion, or why there is none; what the portal holds already needs none."""
    offered, held = lines["suggested"], lines["portal_action"]
    shown = offered.where(offered != "", suggested["why_not"].to_numpy())
    done = held.isin([Action.ACCEPT.value, Action.REJECT.value])
    done |= (held == Action.PENDING.value) & (offered != "Accept")
    return shown.mask(done, "already " + held.map(DONE).fillna("").str.lower()).astype("str")


REGISTER = "register: "
"""Stands before the headings of the registers' own columns, lest one is taken for a field of ours."""


def with_own(frame: pd.DataFrame, own: pd.DataFrame, register: tuple[str, ...]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The frame with the register's columns and the accountant's columns of these documents behind, and their headings.

    A heading that is the name of a field of ours gets ` (own)` behind it.
    """
    fields = {name for name in frame.columns if not str(name).startswith(REGISTER)}
    of_register = {REGISTER + name: _heading(name, fields) for name in register}
    empty = [name for name in of_register if not (frame[name].map(text) != "").any()]
    headings = {name: heading for name, heading in of_register.items() if name not in empty}
    frame = frame.drop(columns=empty).rename(columns=headings)
    mine = own.reindex(frame["doc_id"]).reset_index(drop=True)
    mine = mine[[name for name in mine.columns if name not in of_register.values() and mine[name].notna().any()]]
    mine.columns = pd.Index([_heading(str(name), fields) for name in mine.columns])
    return pd.concat([frame.reset_index(drop=True), mine], axis=1), (*headings.values(), *mine.columns)


def _heading(name: str, fields: set[str]) -> str:
    return f"{name} (own)" if name in fields else name


def original_states(snapshot: Snapshot) -> list[str]:
    """What is known of the original of each document, as its row says it; "" for a document that amends nothing."""
    words = {str(action): word for action, word in DONE.items()}
    pool = snapshot.originals.pool
    actions, places = pool["portal_action"].tolist(), pool["held_in"].tolist()
    states = [
        f"{words.get(actions[place], actions[place])}, {places[place]}" if place >= 0 else UNKNOWN
        for place in snapshot.originals.position.tolist()
    ]
    facts = snapshot.facts
    doubtful = (facts["original_action"] == "R") & (facts["change"] == "down") & facts["itc_reduction_asked"]
    doubtful &= facts["section"].isin(AMENDED_SUPPLIES)
    hints = ((facts["falls"] & ~snapshot.originals.known) | doubtful).tolist()
    return [
        (state + HINT if hint else state) if amending else ""
        for amending, state, hint in zip(amends(snapshot.documents), states, hints, strict=True)
    ]


UNKNOWN = "not known here"
HINT = "; the portal asks for a reduction, so it was probably accepted"
