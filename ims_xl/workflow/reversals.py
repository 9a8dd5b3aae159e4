"""The ledger of reversed credit from month to month: carried from the last one, kept with each step."""

from itertools import pairwise

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cells import text
from ims_xl.decisions.eligibility import CREDITABLE
from ims_xl.decisions.reversal_cells import Typed, read_claims, read_own
from ims_xl.decisions.reversal_ledger import OPENING, carry, keys, month_ledger
from ims_xl.decisions.unpaid import reversals
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
from ims_xl.workflow.unpaid import unpaid_candidates

_OPENING = [f"{OPENING}_{tax}" for tax in schema.TAXES]
_AMOUNTS = [column.name for column in schema.REVERSALS if column.kind == "rupees"]
_EFFECTS = {f"itc_{tax}": tax for tax in schema.TAXES}
_ABOUT = ["doc_id", "supplier_gstin", "supplier_name", "doc_type", "doc_number", "doc_date", "original_number"]


def ledger_of(
    store: Store, identity: Identity, filing: Filing, lines: pd.DataFrame, typed: Typed, *, frozen: bool
) -> Reversals:
    """The month's ledger from its lines and what is typed; `frozen`: as it was kept when the month was closed."""
    book_id, period = identity.book_id, identity.period
    kept = store.reversals.of(book_id) if frozen else None
    before = earlier_workbooks(store, book_id, period)
    if kept is not None:
        opened = kept[(kept[_OPENING] != 0).any(axis=1)]
        listed = unpaid_candidates(store, identity, before, filing, opened)
        return Reversals(kept.assign(note=""), typed._replace(own=typed.own.assign(note="")), unpaid=listed)
    carried, unkept = _carried(store, book_id, before)
    claims, unread, unclear = read_claims(typed.claims)
    own, wrong, problems = read_own(typed.own, period, identity.gstin)
    deferred, again = _not_counted_before(store, before, deferred_documents(lines).assign(reversed_in=period))
    listed = unpaid_candidates(store, identity, before, filing, carried)
    unpaid, undone, errors = reversals(typed.unpaid, listed, period)
    ledger = month_ledger(carried, pd.concat([own, unpaid], ignore_index=True), deferred, claims)
    proposed = _proposed(store, book_id, before, lines, ledger.rows) - {claim.key for claim in claims}
    named = keys(ledger.rows)
    notes = dict.fromkeys(proposed, PROPOSED) | dict(ledger.notes) | unread
    rows = ledger.rows.assign(note=named.map(notes).astype("object").fillna("").astype("str").to_numpy())
    shown = typed.own.assign(note=[wrong.get(at, "") for at in range(len(typed.own))])
    said = dict.fromkeys(keys(unpaid), "reversed in this month's GSTR-3B") | dict(undone)
    listed["look"] = [said.get(key, look) for key, look in zip(listed["key"], listed["look"], strict=True)]
    issues = (*unclear, *problems, *errors, *ledger.issues, *again, *_moved(store, before))
    return Reversals(rows, typed._replace(own=shown), frozenset(proposed), issues, unkept, listed)


PROPOSED = "Goods there? Eligibility is one with credit now"


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
