"""Credit of this and earlier months that rule 37 (180 days to pay) or 37A (supplier without GSTR-3B) may reverse."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.cells import text
from ims_xl.decisions.eligibility import BLOCKED
from ims_xl.decisions.gstr2b import gives_credit
from ims_xl.decisions.reversal_ledger import named
from ims_xl.decisions.reversal_lists import ABOUT, candidates, standing, window
from ims_xl.gst import periods
from ims_xl.gst.actions import Action, is_open
from ims_xl.gst.filing import Filing
from ims_xl.gst.reversals import (
    SUPPLIER_UNFILED,
    UNPAID,
    payment_due,
    supplier_return_due,
    supplier_reversal_due,
)
from ims_xl.gst.sections import AMENDED_SUPPLIES
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.itc import groups
from ims_xl.store import Store, Workbook
from ims_xl.workflow.earlier import as_left

_CREDIT = [*ABOUT, "reverse_charge", "section", "supplier_period", "taken_in"]
_RETURN = ["supplier_gstin", "supplier_period"]
_EFFECTS = {tax: f"itc_{tax}" for tax in schema.TAXES}


class Month(NamedTuple):
    """A month's workbook, those of earlier months (see `earlier_workbooks`), how the buyer files, and the day."""

    store: Store
    identity: Identity
    before: Sequence[Workbook]
    filing: Filing
    today: dt.date

    @property
    def books(self) -> list[str]:
        """The earlier workbooks."""
        return [book.book_id for book in self.before]

    @property
    def books_and_own(self) -> list[str]:
        """The earlier workbooks and this one."""
        return [*self.books, self.identity.book_id]


def unpaid_documents(month: Month, ledger: pd.DataFrame) -> pd.DataFrame:
    """See `candidates`, `due`, the last day to pay, and `look`; the earliest first.

    The 180 days end in the period, the one before, whose documents this GSTR-3B reverses, or the next. Nothing is known
    of payments.
    """
    filing, period = month.filing, month.identity.period
    begin = periods.month_end(periods.shift(period, -2 * filing.months)) + dt.timedelta(days=1)
    first, last = window(begin, periods.month_end(periods.shift(period, filing.months)))
    days = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d} 23:59:59"
    held, listed = (
        month.store.snapshots.dated(month.books, *days),
        month.store.statements.dated(month.books_and_own, *days),
    )
    found = candidates(_credited(month, held, listed), ledger, month.identity.gstin, UNPAID)
    due = [payment_due(date.date()) for date in found["doc_date"]]
    ends = (periods.label(filing.next_two_b(periods.period_of(day))) for day in due)
    look = [f"was it paid? If not: GSTR-3B of {label}" for label in ends]
    return _as_listed(found.assign(due=_days(due)), look, ["due", "supplier_name", "doc_number"])


def unfiled_documents(
    month: Month, carried: pd.DataFrame, ledger: pd.DataFrame, lines: pd.DataFrame, chosen: frozenset[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Documents whose supplier has not filed GSTR-3B, and the day it was known of those of the ledger that he filed.

    See `candidates`, `due`, the last day to reverse, `look`, and what the sheet shows besides; a document that is
    `chosen` stays when its supplier files. `carried`: what earlier months reversed; `ledger`: the rows that may be
    reclaimed; `lines`: of the month. A return of which no GSTR-2A says anything is in neither. Source: rule 37A.
    """
    returns = month.store.supplier_3b.of(month.books_and_own)
    reversed_ = ledger[ledger["kind"] == SUPPLIER_UNFILED.code]
    asked = {*reversed_["supplier_gstin"], *(named(key).document.supplier for key in chosen)}
    returns = returns[(returns["filed_3b"] == "Not filed") | returns["supplier_gstin"].isin(asked)]
    pairs = list(returns[_RETURN].itertuples(index=False, name=None))
    held = month.store.snapshots.of_returns(month.books, pairs)
    listed = month.store.statements.of_returns(month.books_and_own, pairs)
    credit = [part for part in (_credited(month, held, listed), _of_month(month, lines)) if len(part)]
    documents = (
        pd.concat(credit, ignore_index=True) if credit else schema.empty(schema.IMS).assign(taken_in="")[_CREDIT]
    )
    documents = documents.merge(returns, on=_RETURN)
    documents = documents.iloc[documents["taken_in"].map(periods.ordinal).argsort(kind="stable")]
    found = candidates(documents, carried, month.identity.gstin, SUPPLIER_UNFILED)
    found = found[(found["filed_3b"] == "Not filed") | found["key"].isin(chosen)]
    years = [periods.financial_year(periods.month_end(period)) for period in found["taken_in"]]
    found = found.assign(
        file_by=_days([supplier_return_due(year) for year in years], found.index),
        due=_days([supplier_reversal_due(year) for year in years], found.index),
        taken_label=found["taken_in"].map(periods.label),
        return_label=found["supplier_period"].map(periods.label),
    )
    look = [_look(record, month) for record in found.to_dict("records")]
    filed = documents[documents["filed_3b"] == "Filed"]
    known = dict(zip(standing(filed, reversed_), filed["known_on"].dt.strftime("%d-%b-%Y"), strict=True))
    listed = _as_listed(found, look, ["due", "supplier_name", "doc_date", "doc_number"])
    return listed, {key: day for key, day in known.items() if key}


def _look(document: dict[Any, Any], month: Month) -> str:
    """What is to be done about a document of a supplier without GSTR-3B. Source: rule 37A."""
    last_day, due = document["file_by"], document["due"]
    if document["filed_3b"] == "Filed":
        return "filed by now: empty Reverse unless it stays"
    if month.today <= last_day.date():
        return "not due yet: the supplier can still file"
    if document["known_on"] <= last_day:
        return f"read a GSTR-2A made after {last_day:%d-%b-%Y} first"
    if month.today <= due.date():
        return f"reverse in GSTR-3B of {periods.label(month.filing.last_3b_by(due.date()))} at the latest"
    return f"{due:%d-%b-%Y} is over: reverse with interest"


LISTED = (
    *(column for column in schema.REVERSALS if column.name in ("doc_id", "kind", *ABOUT)),
    *(schema.Column(tax, "rupees", "credit that may be reversed") for tax in schema.TAXES),
    schema.Column("key", "text", "of the ledger's row that it becomes"),
    schema.Column("due", "date", "last day to pay, or to reverse"),
    schema.Column("taken_label", "text", "the GSTR-3B that took the credit"),
    schema.Column("return_label", "text", "the supplier's return without GSTR-3B"),
    schema.Column("file_by", "date", "the supplier's last day"),
    *(column for column in schema.SUPPLIER_3B if column.name not in _RETURN),
    schema.Column("look", "text", "what to look at"),
)
"""What the lists show of a document; only rule 37A has all of it."""


def _as_listed(found: pd.DataFrame, look: Sequence[str], by: list[str]) -> pd.DataFrame:
    amended = found["section"].isin(AMENDED_SUPPLIES)
    told = [f"{said}; amended: only what it added" if one else said for said, one in zip(look, amended, strict=True)]
    names = [column.name for column in LISTED]
    return schema.conform(found.assign(look=told).sort_values(by, kind="stable"), LISTED)[names]


def _days(days: Sequence[dt.date], index: Any = None) -> "pd.Series[pd.Timestamp]":
    return pd.Series([*map(pd.Timestamp, days)], index=index, dtype="datetime64[s]")


def _of_month(month: Month, lines: pd.DataFrame) -> pd.DataFrame:
    """What this month takes credit for, with what it adds by head, of amended documents too: _CREDIT."""
    found = groups(lines)
    taken = (found.accepted | found.undecided) & lines["itc_effect"].notna()
    rows = lines[taken & ~lines["eligibility_text"].map(text).isin(BLOCKED)]
    effects = {tax: rows[name] for tax, name in _EFFECTS.items()}
    return rows.assign(**effects, section="", taken_in=month.filing.two_b(month.identity.period))[_CREDIT]


def _credited(month: Month, held: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """What earlier months accepted or left without action, and the credit of their GSTR-2B: _CREDIT.

    `held`, `listed`: of their workbooks and statements. What Eligibility took back for good is left out.
    """
    books = {book.book_id: at for at, book in enumerate(month.before)}
    months = {book.book_id: month.filing.two_b(book.period) for book in month.before}
    held = as_left(month.store, held)
    held = held.assign(turn=held["book_id"].map(books)).sort_values("turn", kind="stable")
    taken = ((held["portal_action"] == Action.ACCEPT) | is_open(held["portal_action"])) & ~is_unfiled(held)
    first = held[taken].drop_duplicates("doc_id").set_index("doc_id")["book_id"]
    last = held.drop_duplicates("doc_id", keep="last")
    last = last[taken[last.index]]
    last = last.assign(taken_in=last["doc_id"].map(first).map(months).astype("str"))
    own = periods.ordinal(month.identity.period)
    earlier = listed["gstr2b_period"].map(lambda period: periods.ordinal(period) < own).astype("bool")
    listed = listed.assign(taken_in=listed["gstr2b_period"])[earlier & gives_credit(listed)]
    blocked = month.store.marks.with_eligibility(month.books, BLOCKED)
    is_blocked = pd.Series([*zip(last["book_id"], last["doc_id"], strict=True)], index=last.index, dtype="object").isin(
        blocked
    )
    same = ["supplier_gstin", "doc_number", "doc_date"]
    gone, theirs = (pd.MultiIndex.from_frame(rows[same].astype("str")) for rows in (last[is_blocked], listed))
    parts = last.loc[~is_blocked, _CREDIT], listed.loc[~theirs.isin(gone), _CREDIT]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
