"""The charts of Match Status that need figures of their own: the largest differences by supplier, and the months."""

import datetime as dt
from typing import NamedTuple

import pandas as pd

from ims_xl.sheets import document_view, suppliers
from ims_xl.sheets.choices import ALL_TYPES
from ims_xl.sheets.view import View
from ims_xl.workbook.layout import field
from ims_xl.workbook.sheet import Bars, Cell

_LARGEST = 10  # suppliers
_MONTHS = 6  # shown apart; what is older is one line
_HIGH = 13  # rows that a chart takes


class Month(NamedTuple):
    """One line: its name, its first day and the first one after it, None without a beginning; signed rupees."""

    name: str
    first: dt.date | None
    after: dt.date
    tax: float
    books_tax: float


def cells(view: View, top: int, criterion: str) -> tuple[list[Cell], tuple[Bars, ...]]:
    """The figures below the charts, and the charts; `criterion`: the type of document chosen, as a formula has it.

    Both tables have always as many rows, because a chart in an open workbook looks at the same cells for ever.
    """
    title_row = top + _HIGH + 1
    first = title_row + 1
    found = [Cell(title_row, 2, "Largest tax differences, all types: IMS less books", "heading", span=3)]
    found += [Cell(title_row, 5 + n, head, "heading") for n, head in enumerate(("Month of the document", *_SIDES))]
    for row, (name, difference) in enumerate(_largest(view), start=first):
        found += [Cell(row, 2, name, "text", span=2), Cell(row, 4, difference, "difference")]
    months = month_lines(view)
    for row, month in enumerate(months, start=first):
        found.append(Cell(row, 5, month.name, "text"))
        for column, (side, rupees) in enumerate(zip(_SIDES, (month.tax, month.books_tax), strict=True), start=6):
            found.append(Cell(row, column, rupees, "difference", formula=_sum(side, month, criterion)))
    end, last = first + _LARGEST - 1, first + len(months) - 1
    below = first + _LARGEST + 1
    names = (first, 5, last, 5)
    charts = (
        Bars(_TITLES[0], (first, 2, end, 2), (first, 4, end, 4), (top, 5), width=490, lying=True),
        Bars(_TITLES[1], names, (first, 6, last, 6), (below, 2), width=490),
        Bars(_TITLES[2], names, (first, 7, last, 7), (below, 5), width=490),
    )
    return found, charts


_SIDES = ("Tax (IMS)", "Tax (Books)")
_TITLES = ("Largest tax differences by supplier", "Tax in IMS by month", "Tax in the books by month")


def _largest(view: View) -> list[tuple[str, float | None]]:
    rows = suppliers.supplier_rows(view)
    rows = rows[rows["tax_difference"] != 0].head(_LARGEST)
    found: list[tuple[str, float | None]] = list(zip(rows["supplier_name"], rows["tax_difference"], strict=True))
    return found + [("", None)] * (_LARGEST - len(found))


def month_lines(view: View) -> list[Month]:
    """The months of the documents of the type shown, the older ones together, oldest first."""
    rows = document_view.document_rows(view)
    chosen = rows if view.shown_type == ALL_TYPES else rows[rows["family"] == view.shown_type]
    newest = pd.Period(view.now, "M") if rows["date"].isna().all() else rows["date"].max().to_period("M")
    starts = [newest - back for back in range(_MONTHS - 1, -1, -1)]
    spans: list[tuple[str, pd.Period | None, pd.Period]] = [(f"before {starts[0]:%b-%Y}", None, starts[0])]
    spans += [(f"{start:%b-%Y}", start, start + 1) for start in starts]
    found = []
    for name, start, after in spans:
        inside = (chosen["date"] < after.to_timestamp()) & (start is None or chosen["date"] >= start.to_timestamp())
        sums = [round(float(chosen.loc[inside, column].sum()), 2) + 0.0 for column in ("tax", "books_tax")]
        first = None if start is None else start.to_timestamp().date()
        found.append(Month(name, first, after.to_timestamp().date(), *sums))
    return found


def _sum(header: str, month: Month, criterion: str) -> str:
    base = document_view.TABLE
    dates = field(base, "Date")
    limits = f',{dates},"<"&{_date(month.after)}'
    if month.first:
        limits = f',{dates},">="&{_date(month.first)}{limits}'
    return f"=ROUND(SUMIFS({field(base, header)},{field(base, 'Family')},{criterion}{limits}),2)"


def _date(day: dt.date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
