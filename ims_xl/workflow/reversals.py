"""The ledger of reversed credit from month to month: carried from the last one, kept with each step."""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.eligibility import CREDITABLE
from ims_xl.decisions.reversal_cells import REVERSE, Typed, read_claims, read_own
from ims_xl.decisions.reversal_ledger import OPENING, carry, keys, month_ledger
from ims_xl.decisions.reversal_lists import reversals, standing, title_of
from ims_xl.gst import periods
from ims_xl.gst.filing import Filing
from ims_xl.gst.reversals import GOODS
from ims_xl.issues import Issue
from ims_xl.money import in_rupees, to_paise
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.itc import groups
from ims_xl.sheets.view import Reversals
from ims_xl.store import Store, Workbook
from ims_xl.workflow.earlier import earlier_workbooks
from ims_xl.workflow.reversal_lists import Month, unfiled_documents, unpaid_documents

_OPENING = [f"{OPENING}_{tax}" for tax in schema.TAXES]
_AMOUNTS = [column.name for column in schema.REVERSALS if column.kind == "rupees"]
_EFFECTS = {f"itc_{tax}": tax for tax in schema.TAXES}
_ABOUT = ["doc_id", "supplier_gstin", "supplier_name", "doc_type", "doc_number", "doc_date", "original_number"]


def ledger_of(
    store: Store, identity: Identity, filing: Filing, lines: pd.DataFrame, typed: Typed, today: dt.date, *, frozen: bool
) -> Reversals:
    """The month's ledger from its lines and what is typed; `frozen`: as it was kept when the month was closed."""
    book_id, period = identity.book_id, identity.period
    kept = store.reversals.of(book_id) if frozen else None
    before = earlier_workbooks(store, book_id, period)
    month = Month(store, identity, before, filing, today)
    if kept is not None:
        opened = kept[(kept[_OPENING] != 0).any(axis=1)]
        listed, _ = _listed(month, opened, opened, lines, typed)
        listed = _with_outcomes(listed, kept, {})
        return Reversals(kept.assign(note=""), typed._replace(own=typed.own.assign(note="")), listed=listed)
    carried, unkept = _carried(store, book_id, before)
    claims, unread, unclear = read_claims(typed.claims)
    own, wrong, problems = read_own(typed.own, period, identity.gstin)
    deferred, again = _not_counted_before(store, before, deferred_documents(lines).assign(reversed_in=period))
    listed, filed = _listed(month, carried, pd.concat([carried, own], ignore_index=True), lines, typed)
    made = schema.conform(pd.concat([own, deferred.assign(kind=GOODS.code)], ignore_index=True), schema.REVERSALS)
    chosen, undone, errors = reversals(typed.listed, listed, period, made)
    ledger = month_ledger(carried, pd.concat([own, chosen], ignore_index=True), deferred, claims)
    goods = dict.fromkeys(_proposed(store, book_id, before, lines, ledger.rows), PROPOSED)
    waiting = {*keys(ledger.rows[(ledger.rows[_OPENING] != 0).any(axis=1)])} - {claim.key for claim in claims}
    proposed = {key: said for key, said in (goods | filed).items() if key in waiting}
    named = keys(ledger.rows)
    notes = proposed | dict(ledger.notes) | unread
    rows = ledger.rows.assign(note=named.map(notes).astype("object").fillna("").astype("str").to_numpy())
    shown = typed.own.assign(note=[wrong.get(at, "") for at in range(len(typed.own))])
    listed = _with_outcomes(listed, pd.concat([made, chosen], ignore_index=True), undone)
    issues = (*unclear, *problems, *errors, *ledger.issues, *again, *_moved(store, before))
    return Reversals(rows, typed._replace(own=shown), frozenset(proposed), issues, unkept, listed)


PROPOSED = "Goods there? Eligibility is one with credit now"


def _listed(
    month: Month, carried: pd.DataFrame, ledger: pd.DataFrame, lines: pd.DataFrame, typed: Typed
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Documents that may be reversed, and notes on those of the ledger that may be reclaimed since they were filed."""
    cells = typed.listed
    chosen = frozenset(cells.loc[[any(map(text, row)) for row in cells[list(REVERSE)].to_numpy()], "key"])
    unfiled, filed = unfiled_documents(month, carried, ledger, lines, chosen)
    listed = pd.concat([unpaid_documents(month, carried), unfiled], ignore_index=True)
    return listed, {key: f"Filed, may be reclaimed: GSTR-2A of {day}" for key, day in filed.items()}


def _with_outcomes(listed: pd.DataFrame, made: pd.DataFrame, refused: Mapping[str, str]) -> pd.DataFrame:
    """The lists with what became of their documents in `look`, and `waits`, whether nothing reversed them yet.

    `made`: what this month reverses (schema.REVERSALS).
    """
    stands = standing(listed, made)
    look = [
        refused.get(key) or (DONE if at == key else f"reversed already: {title_of(at)}" if at else look)
        for key, at, look in zip(listed["key"], stands, listed["look"], strict=True)
    ]
    return listed.assign(look=pd.Series(look, dtype="str"), waits=stands == "")


DONE = "reversed in this month's GSTR-3B"


def keep_shown(store: Store, identity: Identity, shown: pd.DataFrame, typed: Typed, at: str) -> None:
    """Keep the ledger that a workbook shows which this computer did not know: that of a closed month whole.

    Of an open one its opening, until the month before it is known here too.
    """
    if identity.closed_at:
        store.reversals.replace(identity.book_id, shown, at)
    own, _, _ = read_own(typed.own, identity.period, identity.gstin)
    opened = shown[(shown[_OPENING] != 0).any(axis=1) & ~keys(shown).isin(set(keys(own)))]
    closing = opened.assign(**dict.fromkeys([name for name in _AMOUNTS if name not in _OPENING], 0.0))
    store.reversals.replace(_BEFORE + identity.book_id, closing, at)


_BEFORE = "before "
"""Begins what the store calls the month before a workbook that came from another computer."""


def _carried(store: Store, book_id: str, before: list[Workbook]) -> tuple[pd.DataFrame, str]:
    """What the month opens with, and the last month where its ledger was never kept although it deferred credit."""
    nothing = schema.empty(schema.REVERSALS)
    if not before:
        shown = store.reversals.of(_BEFORE + book_id)
        return (nothing, "") if shown is None else (carry(shown), "")
    kept = store.reversals.of(before[-1].book_id)
    if kept is not None:
        return carry(kept), ""
    marked = (store.marks.of(before[-1].book_id)["eligibility"] == GOODS.title).any()
    return nothing, periods.label(before[-1].period) if marked else ""


def deferred_documents(lines: pd.DataFrame) -> pd.DataFrame:
    """Documents in this month's credit whose goods were not received, with what they do to it by head."""
    found = groups(lines)
    chosen = (found.accepted | found.undecided) & (lines["eligibility_text"].map(text) == GOODS.title)
    rows = lines[chosen & lines["itc_effect"].notna()]
    return rows[[*_ABOUT, *_EFFECTS]].rename(columns=_EFFECTS)


def _not_counted_before(
    store: Store, before: list[Workbook], deferred: pd.DataFrame
) -> tuple[pd.DataFrame, list[Issue]]:
    """The documents without those that lowered an earlier month's ledger and still stand, which are told."""
    lowers = (deferred[list(schema.TAXES)] < 0).any(axis=1)
    counted: set[str] = set()
    for book in before if lowers.any() else ():
        marks = store.marks.of(book.book_id)
        counted |= set(marks.loc[(marks["eligibility"] == GOODS.title) & ~marks["action"].isin(_WAITING), "doc_id"])
    again = lowers & deferred["doc_id"].isin(counted)
    issues = [
        Issue(
            "warning",
            f"{number} lowered what is reversed in an earlier month already and is not counted again",
            "Look whether the portal should still list it; GSTR-3B of the earlier month has it.",
            column="Eligibility",
            value=number,
        )
        for number in deferred.loc[again, "doc_number"]
    ]
    return deferred[~again], issues


_WAITING = ("P", "R")  # decided so, a document did nothing to that month's credit


def _proposed(store: Store, book_id: str, before: list[Workbook], lines: pd.DataFrame, rows: pd.DataFrame) -> set[str]:
    """Reversals of goods not received whose Eligibility has credit now, and had none in last month's register."""
    opened = (rows[_OPENING] != 0).any(axis=1) & (rows["kind"] == GOODS.code)
    waiting = rows[opened]
    if not len(waiting):
        return set()
    marked = lines.loc[lines["eligibility_text"].map(text).isin(CREDITABLE), "doc_id"]
    news = _creditable(store, book_id)
    if before:
        news -= _creditable(store, before[-1].book_id)
    named = zip(waiting["supplier_gstin"], waiting["doc_number"].str.strip().str.upper(), strict=True)
    there = pd.Series([name in news for name in named], index=waiting.index, dtype="bool")
    return set(keys(waiting)[waiting["doc_id"].isin(set(marked)) | there])


def _creditable(store: Store, book_id: str) -> set[tuple[str, str]]:
    """Supplier and number of the bills that a register gives credit for."""
    books = store.registers.of(book_id)
    books = books[books["eligibility"].isin(CREDITABLE) & (books["supplier_gstin"] != "")]
    return set(zip(books["supplier_gstin"], books["doc_number"].str.strip().str.upper(), strict=True))


def _moved(store: Store, before: list[Workbook]) -> list[Issue]:
    """Months whose ledger changed after a later one was made from it: the later one does not open with it any more."""
    found = []
    for last, following in pairwise(before):
        closed, opened = store.reversals.of(last.book_id), store.reversals.of(following.book_id)
        if closed is None or opened is None:
            continue
        left, taken = _in_all(carry(closed)), _in_all(opened)
        if left != taken:
            month, after = periods.label(last.period), periods.label(following.period)
            reason = (
                f"{month} leaves {in_rupees(left / 100)} reversed, but {after} opened with {in_rupees(taken / 100)}: "
                f"{month} was changed after it"
            )
            remedy = (
                f"Check {after} again; if it is closed, type the difference on ITC Reversals here, so that it is known."
            )
            found.append(Issue("warning", reason, remedy))
    return found


def _in_all(rows: pd.DataFrame) -> int:
    """What a month opens with, those typed by hand left out, in paise."""
    ours = rows[~rows["doc_id"].str.contains(f"|{schema.OWN}|", regex=False)]
    return sum(to_paise(amount) for tax in schema.TAXES for amount in ours[f"{OPENING}_{tax}"])
