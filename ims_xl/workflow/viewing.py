"""Gathers what the sheets show: documents beside books, marks, restrictions, suggestions, what would be sent."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.cells import text
from ims_xl.decisions.checking import Checked, check
from ims_xl.decisions.eligibility import suggested_eligibility
from ims_xl.decisions.reversal_cells import Typed
from ims_xl.decisions.sending import Plan, plan
from ims_xl.decisions.snapshot import Snapshot
from ims_xl.gst import periods
from ims_xl.gst.restrictions import RESTRICTIONS
from ims_xl.settings import Company
from ims_xl.sheets import action_cells
from ims_xl.sheets import lines as joining
from ims_xl.sheets.also_claimed import with_claims
from ims_xl.sheets.aside import aside_rows
from ims_xl.sheets.decision_columns import REGISTER, with_cells, with_decisions, with_own
from ims_xl.sheets.decision_log import log_rows
from ims_xl.sheets.gstr3b_rows import working_rows
from ims_xl.sheets.home_warnings import warnings
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.live_steps import live_steps
from ims_xl.sheets.names import SETTLED
from ims_xl.sheets.next_steps import next_steps
from ims_xl.sheets.preview import preview_rows
from ims_xl.sheets.uploads import outcomes_seen, upload_history, upload_status
from ims_xl.sheets.view import View
from ims_xl.store import Store
from ims_xl.workflow.history import eligibility_choices, seen_before
from ims_xl.workflow.known_suppliers import with_suppliers
from ims_xl.workflow.last_run import last_run
from ims_xl.workflow.reversals import ledger_of
from ims_xl.workflow.statement import statement_of
from ims_xl.workflow.year_months import year_of

BEGUN = "to be linked with another row"


class Gathered(NamedTuple):
    """The view, and the findings behind it that steps report."""

    view: View
    checked: Checked
    plan: Plan


def gather(
    store: Store,
    identity: Identity,
    company: Company,
    snapshot: Snapshot,
    cells: pd.DataFrame,
    follow_ups: pd.DataFrame,
    own: pd.DataFrame,
    reversals: Typed,
    shown_type: str,
    now: dt.datetime,
    *,
    by_file: bool,
    frozen: bool,
) -> Gathered:
    """Everything there is to show of a workbook now.

    `snapshot`: of what is due; `by_file`: uploads go by file; `frozen`: ledger and figures are
    as the month was closed with.
    """
    book_id, period, filing = identity.book_id, identity.period, snapshot.filing
    everything = store.snapshots.documents(book_id)
    due = snapshot.documents
    books = store.registers.of(book_id)
    register = tuple(str(name) for name in books.columns[len(joining.BOOK_COLUMNS) + 1 :])
    books = books.rename(columns={name: REGISTER + name for name in register})
    marks = action_cells.usable_marks(cells[cells.index.isin(set(due["doc_id"]))], due)
    snapshot = snapshot.with_marks(marks)
    checked = check(snapshot)
    accepted_only = company.upload_rows == "Accepted only"
    planned = plan(snapshot, checked.allowed, accepted_only=accepted_only, by_file=by_file)
    pairs, verdicts = store.matches.pairs(book_id), store.matches.verdicts(book_id, "ims")
    lines = joining.document_lines(due, books, pairs, verdicts)
    begun = store.links.begun(book_id)
    lines.loc[lines["doc_id"] == begun, "short"] = BEGUN
    lines = with_claims(lines, store.also_claimed.of(book_id))
    lines = with_cells(lines, cells)
    lines = with_decisions(lines, snapshot, checked, planned, company, RESTRICTIONS if by_file else snapshot.rules)
    lines = lines.join(suggested_eligibility(lines, eligibility_choices(store, identity, company)))
    lines["supplier_key"] = joining.supplier_keys(lines)
    lines["state"] = lines["mark"].where(lines["mark"] != "", lines["portal_action"])
    lines["seen_before"] = lines["doc_id"].map(seen_before(store, identity)).astype("object").fillna("").astype("str")
    later = everything[~everything["doc_id"].isin(set(due["doc_id"]))]
    later = joining.document_lines(later, books.iloc[:0], pairs.iloc[:0], verdicts.iloc[:0])
    later["two_b_label"] = filing.two_b_periods(later).map(periods.label).astype("str")
    uploads, rows = store.uploads.of(book_id), store.uploads.rows(book_id)
    seen = outcomes_seen(uploads, rows, everything, store.snapshots.made_at(book_id))
    lines["upload_status"] = upload_status(lines, uploads, seen)
    alone = joining.book_lines(books, store.matches.verdicts(book_id, "books"), everything)
    alone["supplier_key"] = joining.supplier_keys(alone)
    said = (
        follow_ups.assign(doc_id=follow_ups["doc_id"].map(text))
        .drop_duplicates("doc_id")
        .set_index("doc_id")["follow_up"]
    )
    alone.loc[alone["doc_id"] == begun, "reason"] = BEGUN
    alone["follow_up"] = alone["doc_id"].map(said.map(text)).astype("object").fillna("")
    lines, headings = with_own(lines, own, register)
    alone, book_headings = with_own(alone, own, register)
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
        later=later,
        own=headings,
        book_own=book_headings,
        preview=preview_rows(lines, planned, checked),
        sources=store.sources.of(book_id),
        uploads=upload_history(uploads, seen),
        decisions=log_rows(store.log.of(book_id), everything),
        issues=store.findings.of(book_id),
        run=last_run(store, book_id, filing.two_b(period), everything, due),
        shown_type=shown_type,
        provider=identity.provider,
        closed_at=identity.closed_at,
        filing=filing,
        mapping=store.mappings.draft(book_id),
        earlier_gstr2b=store.statements.periods_before(book_id, filing.two_b(period)),
        live=live_steps(store.journal(book_id, "", "", str).last(), uploads, rows, everything),
    )
    view = with_suppliers(view, store, identity, snapshot)
    ledger = ledger_of(store, identity, filing, view.lines, reversals, now.date(), frozen=frozen)
    view = replace(view, gstr2b=statement_of(store, book_id, everything, period, snapshot), reversals=ledger)
    if len(view.lines):
        view = replace(view, working=working_rows(view))
    view = replace(view, year=year_of(store, identity, view, books, frozen=frozen))
    view = replace(view, warnings=tuple(warnings(view)), steps=tuple(next_steps(view)))
    return Gathered(view, checked, planned)
