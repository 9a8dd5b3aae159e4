"""Credit of earlier months whose 180 days to pay the supplier end about now (rule 37)."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.cases import is_unfiled
from ims_xl.decisions.gstr2b import gives_credit
from ims_xl.decisions.unpaid import ABOUT, candidates, window
from ims_xl.gst import periods
from ims_xl.gst.actions import Action, is_open
from ims_xl.gst.filing import Filing
from ims_xl.sheets.identity import Identity
from ims_xl.store import Store, Workbook
from ims_xl.workflow.earlier import as_left


def unpaid_candidates(
    store: Store, identity: Identity, before: Sequence[Workbook], filing: Filing, ledger: pd.DataFrame
) -> pd.DataFrame:
    """See `candidates`, and `look`: what earlier months accepted or left without action, and their GSTR-2B's credit.

    The 180 days end in the period, the one before, whose documents this GSTR-3B reverses, or the next.
    """
    begin = periods.month_end(periods.shift(identity.period, -2 * filing.months)) + dt.timedelta(days=1)
    first, last = window(begin, periods.month_end(periods.shift(identity.period, filing.months)))
    days = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d} 23:59:59"
    books = [book.book_id for book in before]
    documents = pd.concat(_credited(store, identity, books, days), ignore_index=True)
    found = candidates(documents, ledger, identity.gstin)
    ends = (filing.next_two_b(periods.period_of(day.date())) for day in found["due"])
    return found.assign(look=[f"was it paid? If not: GSTR-3B of {periods.label(period)}" for period in ends])


def _credited(store: Store, identity: Identity, books: list[str], days: tuple[str, str]) -> list[pd.DataFrame]:
    columns = [*ABOUT, "reverse_charge"]
    found = [schema.empty(schema.IMS)[columns]]
    if books:
        held = as_left(store, store.snapshots.dated(books, *days))
        held["turn"] = held["book_id"].map({book: at for at, book in enumerate(books)})
        held = held.sort_values("turn", kind="stable").drop_duplicates("doc_id", keep="last")
        taken = (held["portal_action"] == Action.ACCEPT) | is_open(held["portal_action"])
        found.append(held.loc[taken & ~is_unfiled(held), columns])
    listed = store.statements.dated([*books, identity.book_id], *days)
    own = periods.ordinal(identity.period)
    earlier = listed["gstr2b_period"].map(lambda period: periods.ordinal(period) < own).astype("bool")
    found.append(listed.loc[earlier & gives_credit(listed), columns])
    return [part for part in found if len(part)] or found[:1]
