"""Gathers what the sheets show: documents beside books, marks, restrictions, suggestions, what would be sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ims_xl.decisions.checking import Checked, check
from ims_xl.decisions.effect import itc_effect
from ims_xl.decisions.known import Elsewhere, Known
from ims_xl.decisions.sending import Plan, plan
from ims_xl.decisions.suggestions import suggest
from ims_xl.gst import pending
from ims_xl.gst.actions import Action
from ims_xl.gst.restrictions import RESTRICTIONS, Restriction
from ims_xl.settings import Company
from ims_xl.sheets import lines as joining
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.names import SETTLED
from ims_xl.sheets.reading import text
from ims_xl.sheets.view import View
from ims_xl.store import Store
from ims_xl.workflow import ledger
from ims_xl.workflow.advice import warnings
from ims_xl.workflow.aside import aside_rows
from ims_xl.workflow.history import original_states
from ims_xl.workflow.last_run import last_run
from ims_xl.workflow.live_steps import live_steps
from ims_xl.workflow.next_steps import next_steps
from ims_xl.workflow.previewing import preview_rows
from ims_xl.workflow.statement import statement_of
from ims_xl.workflow.uploads import upload_history, upload_status


@dataclass(frozen=True)
class Gathered:
    """The view, and the findings behind it that steps report."""

    view: View
    checked: Checked
    plan: Plan


def gather(
    store: Store,
    identity: Identity,
    company: Company,
    known: Known,
    cells: pd.DataFrame,
    follow_ups: pd.DataFrame,
    own: pd.DataFrame,
    shown_type: str,
    now: dt.datetime,
    *,
    rules: Sequence[Restriction],
    by_file: bool,
    elsewhere: Elsewhere,
) -> Gathered:
    """Everything there is to show of a workbook now, by the company's `rules`; `by_file`: uploads go by file.

    `known`: of the documents that are due; `elsewhere`: what other months tell of all of them.
    """
    book_id, period, filing = identity.book_id, identity.period, known.filing
    everything = store.snapshots.documents(book_id)
    due = known.documents
    books = store.registers.of(book_id)
    register = tuple(str(name) for name in books.columns[len(joining.BOOK_COLUMNS) + 1 :])
    books = books.rename(columns={name: _REGISTER + name for name in register})
    marks = ledger.usable_marks(cells[cells.index.isin(set(due["doc_id"]))], due)
    checked = check(known, marks, period, now.date(), rules=rules)
    accepted_only = company.upload_rows == "Accepted only"
    planned = plan(known, checked.allowed, accepted_only=accepted_only, by_file=by_file)
    lines = joining.document_lines(due, books, store.matches.pairs(book_id), store.matches.verdicts(book_id, "ims"))
    lines = _with_cells(lines, cells)
    lines = _with_decisions(lines, known, checked, planned, company, period, now, RESTRICTIONS if by_file else rules)
    uploads, rows = store.uploads.of(book_id), store.uploads.rows(book_id)
    lines["upload_status"] = upload_status(lines, uploads, rows)
    alone = joining.book_lines(books, store.matches.verdicts(book_id, "books"), everything)
    said = (
        follow_ups.assign(doc_id=follow_ups["doc_id"].map(text))
        .drop_duplicates("doc_id")
        .set_index("doc_id")["follow_up"]
    )
    alone["follow_up"] = alone["doc_id"].map(said.map(text)).astype("object").fillna("")
    lines, headings = _with_own(lines, own, register)
    alone, book_headings = _with_own(alone, own, register)
    settled = alone["status"] == SETTLED.status
    view = View(
        gstin=identity.gstin,
        period=period,
        company=company,
        now=now,
        lines=lines,
        unmatched=alone[~settled].reset_index(drop=True),
        settled=alone[settled].reset_index(drop=True),
        aside=aside_rows(store.marks.of(book_id), everything, store.snapshots.versions),
        books=len(books),
        later=len(everything) - len(due),
        own=headings,
        book_own=book_headings,
        preview=preview_rows(lines, planned, checked),
        sources=store.sources.of(book_id),
        uploads=upload_history(uploads, rows),
        decisions=_decisions(store.log.of(book_id), everything),
        issues=store.findings.of(book_id),
        run=last_run(store, book_id, filing.two_b(period), everything, due),
        shown_type=shown_type,
        provider=identity.provider,
        closed_at=identity.closed_at,
        filing=filing,
        live=live_steps(store.journal(book_id, "", "", str).last(), uploads, rows, everything),
    )
    view = replace(view, gstr2b=statement_of(store, book_id, everything, period, elsewhere, filing))
    view = replace(view, warnings=tuple(warnings(view)), steps=tuple(next_steps(view)))
    return Gathered(view, checked, planned)


def _with_cells(lines: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    at = cells.reindex(lines["doc_id"]).reset_index(drop=True).astype("object")
    lines["action"] = at["shown"].fillna("").astype("object")
    lines["mark"] = at["action"].where(~at["stale"].fillna(False).astype("bool"), "").fillna("").astype("str")
    lines["to_confirm"] = at["stale"].fillna(False).astype("bool")
    lines["note"] = at["note"].fillna("").astype("str")
    for name, field in _INPUT_FIELDS.items():
        lines[field] = at[name].astype("object").where(at[name].notna(), None)
    blank = lines["eligibility_text"].map(text) == ""
    lines["eligibility_text"] = lines["eligibility_text"].where(~blank, lines["books_eligibility"].fillna(""))
    return lines


_INPUT_FIELDS = {
    "remarks": "remarks_text",
    "itc_reduction": "reduce_text",
    "declared_igst": "declared_igst_text",
    "declared_cgst": "declared_cgst_text",
    "declared_sgst": "declared_sgst_text",
    "declared_cess": "declared_cess_text",
    "eligibility": "eligibility_text",
}


def _with_decisions(
    lines: pd.DataFrame,
    known: Known,
    checked: Checked,
    planned: Plan,
    company: Company,
    period: str,
    now: dt.datetime,
    rules: Sequence[Restriction],
) -> pd.DataFrame:
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
    suggested = suggest(known, status, table, rules, period=period, today=now.date())
    lines["suggested"] = suggested["suggestion"].to_numpy()
    withheld = suggested["credit_lost"].to_numpy() & (said == "") & (lines["action"].map(text) == "").to_numpy()
    said = np.where(withheld, "Pending is not suggested: " + suggested["why"].to_numpy(), said)
    lines["restriction"] = lines["note"].where(lines["note"] != "", said)
    said_of = pd.concat([checked.unmarked, checked.advice])
    ended = said_of[(said_of["action"] == Action.NO_ACTION.value) & (said_of["code"] == "claim_ended")]
    lines["credit_ended"] = lines["doc_id"].isin(ended["doc_id"])
    lines["itc_effect"] = planned.sent["itc_effect"].to_numpy()
    lines["original_state"] = original_states(known)
    dated = known.dated(period, now.date())
    lines["pending_until"] = dated["pending_until"].to_numpy()
    over = (planned.sent["portal_action"] == Action.PENDING.value) & pending.is_over(dated)
    left = planned.sent.assign(portal_action=planned.sent["portal_action"].mask(over, Action.NO_ACTION.value))
    lines["pending_over"] = over.to_numpy()
    lines["itc_left_pending"] = itc_effect(known, left).where(over).to_numpy() if over.any() else np.nan
    return lines


_REGISTER = "register: "
"""Stands before the headings of the registers' own columns, lest one is taken for a field of ours."""


def _with_own(
    frame: pd.DataFrame, own: pd.DataFrame, register: tuple[str, ...]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The frame with the register's columns and the accountant's columns of these documents behind, and their headings.

    A heading that is the name of a field of ours gets ` (own)` behind it.
    """
    fields = {name for name in frame.columns if not str(name).startswith(_REGISTER)}
    of_register = {_REGISTER + name: _heading(name, fields) for name in register}
    empty = [name for name in of_register if not (frame[name].map(text) != "").any()]
    headings = {name: heading for name, heading in of_register.items() if name not in empty}
    frame = frame.drop(columns=empty).rename(columns=headings)
    mine = own.reindex(frame["doc_id"]).reset_index(drop=True)
    mine = mine[[name for name in mine.columns if name not in of_register.values() and mine[name].notna().any()]]
    mine.columns = pd.Index([_heading(str(name), fields) for name in mine.columns])
    return pd.concat([frame.reset_index(drop=True), mine], axis=1), (*headings.values(), *mine.columns)


def _heading(name: str, fields: set[str]) -> str:
    return f"{name} (own)" if name in fields else name


def _decisions(log: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    known = documents.set_index("doc_id")
    log = log.copy()
    for name in ("supplier_name", "doc_number"):
        log[name] = log["doc_id"].map(known[name]).astype("object").fillna("").astype("str")
    log["at"] = pd.to_datetime(log["at"])
    return log
