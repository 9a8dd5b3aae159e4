"""The tax periods of a financial year: what each workbook worked out last, and which ones are not in the store."""

from collections.abc import Iterator, Mapping

import pandas as pd

from ims_xl.gst import periods
from ims_xl.gst.filing import Filing
from ims_xl.month_figures import AHEAD, NOT_IN_STORE, YearMonth
from ims_xl.sheets.identity import Identity
from ims_xl.sheets.view import View, day, when
from ims_xl.sheets.year_figures import books_credit, month_figures
from ims_xl.store import Store, Workbook
from ims_xl.workflow.earlier import earlier_workbooks, one_a_period

Figures = Mapping[str, object]


def year_of(
    store: Store, identity: Identity, view: View, books: pd.DataFrame, *, frozen: bool
) -> tuple[YearMonth, ...]:
    """The tax periods of the workbook's financial year: its own as it stands, the others as they were kept.

    `books`: those of the workbook. `frozen`: its own is as it was closed with, and what the others worked out after
    that is left out.
    """
    kept = store.month_figures.all()
    own = kept.get(identity.book_id)
    if not (frozen and own and own["closed"]):
        before = [book.book_id for book in earlier_workbooks(store, identity.book_id, identity.period)]
        again = store.registers.booked_before(identity.book_id, before)
        own = month_figures(view, books_credit(books, again))
    known = {book.period: book for book in one_a_period(store, identity.book_id)}
    found = {period: _month(book, kept.get(book.book_id), view.closed_at) for period, book in known.items()}
    state = f"closed on {day(view.closed_at)}" if view.closed_at else "this workbook, as it stands"
    found[identity.period] = YearMonth(identity.period, view.filing.label(identity.period), state, dict(own))
    return tuple(_of_year(identity.period, view.filing, found))


def _month(book: Workbook, figures: Figures | None, until: str) -> YearMonth:
    """Another month as its own workbook worked it out; `until`: not what was worked out after that moment."""
    if figures is None:
        return YearMonth(book.period, periods.label(book.period), "not worked out yet: Check in its workbook", {})
    label = periods.label_of(book.period, int(str(figures["months"])))
    if until and str(figures["at"]) > until:
        return YearMonth(book.period, label, "worked out after this month was closed", {})
    state = f"closed on {day(book.closed_at)}" if book.closed_at else f"open, as of {when(str(figures['at']))}"
    return YearMonth(book.period, label, state, dict(figures))


def _of_year(period: str, filing: Filing, found: Mapping[str, YearMonth]) -> Iterator[YearMonth]:
    """The periods of the year in order: quarters that were filed so, or will be while no month of them is known."""
    year = periods.months_of_year(period)
    for first in range(0, len(year), 3):
        months = year[first : first + 3]
        last = found.get(months[-1])
        length = int(str(last.figures["months"])) if last and last.figures else filing.months
        worked_out = bool(last and last.figures)
        if length == 3 and (worked_out or not any(month in found for month in months[:-1])):
            months = months[-1:]
        else:
            length = 1
        for month in months:
            absent = AHEAD if periods.ordinal(month) > periods.ordinal(period) else NOT_IN_STORE
            yield found.get(month) or YearMonth(month, periods.label_of(month, length), absent, {})
