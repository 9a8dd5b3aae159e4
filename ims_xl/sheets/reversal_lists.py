"""Unpaid 180 Days and Supplier without GSTR-3B: what rules 37 and 37A may reverse, and what is reversed of it."""

from typing import NamedTuple

import pandas as pd

from ims_xl.decisions.reversal_cells import REVERSE
from ims_xl.gst import periods
from ims_xl.gst.reversals import SUPPLIER_UNFILED, UNPAID, Kind
from ims_xl.money import in_rupees
from ims_xl.sheets import month_columns
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Column, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

_TOP = 5


class ReversalList(NamedTuple):
    """One list: the rule, its sheet and table, what it lists, what to do, and what Home asks."""

    kind: Kind
    key: str
    title: str
    table: str
    columns: tuple[Column, ...]
    about: str
    advice: str
    asks: str


LISTS = (
    ReversalList(
        UNPAID, "unpaid", "Unpaid 180 Days", "ims_Unpaid", month_columns.UNPAID,
        "180 days from the invoice end in this period, the last or the next",
        "Choose in Reverse what was not paid: nothing is reversed by itself, payments are not known here",
        "to look at: was it paid?",
    ),
    ReversalList(
        SUPPLIER_UNFILED, "unfiled_3b", "Supplier without GSTR-3B", "ims_Unfiled3b", month_columns.UNFILED_3B,
        "credit taken, and by the newest GSTR-2A the supplier's GSTR-3B is not filed",
        "Choose in Reverse what is to be reversed, in full: nothing is reversed by itself",
        "whose supplier has not filed GSTR-3B",
    ),
)  # fmt: skip


def of_list(view: View, one: ReversalList) -> pd.DataFrame:
    """The documents of one list."""
    return view.reversals.listed[view.reversals.listed["kind"] == one.kind.code].reset_index(drop=True)


def sheets(view: View) -> list[Sheet]:
    """The sheets of the lists that have documents, or cells that were typed beside documents no longer listed."""
    typed = view.reversals.typed.listed["key"].astype("str")
    return [
        _sheet(view, one, rows)
        for one in LISTS
        if len(rows := of_list(view, one)) or typed.str.startswith(f"{one.kind.code}|").any()
    ]


def _sheet(view: View, one: ReversalList, listed: pd.DataFrame) -> Sheet:
    held = view.reversals.typed.listed
    typed = held.drop_duplicates("key").set_index("key").reindex(listed["key"])
    rows = listed.assign(**{name: typed[name].to_numpy(dtype=object) for name in REVERSE})
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)} · {counted(len(rows), 'document')}"
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, one.title, "title"),
        Cell(2, 2, f"{about}, {one.about} · {one.kind.source}", "subtitle"),
        Cell(3, 2, f"{one.advice}{_listed_by_gstr2b(view, one)}", "label"),
    )
    tints = (Tint(one.table, ("Look at",), 'LEFT({Look at},7)="Refused"', "bad"),)
    table = Table(one.table, one.columns, rows, _TOP, total=True)
    shown = sum(column.first_screen for column in one.columns)
    return Sheet(
        one.key, one.title, cells, (table,), tints, freeze=(_TOP + 1, 3), tab=NAVY.strong, print_columns=shown
    )  # fmt: skip


def _listed_by_gstr2b(view: View, one: ReversalList) -> str:
    """What GSTR-2B lists of the rule itself, which must not count a second time."""
    listed = sum(view.gstr2b.to_reverse) if view.gstr2b is not None else 0.0
    if one.kind is not SUPPLIER_UNFILED or not listed:
        return ""
    return f". GSTR-2B lists {in_rupees(listed)} itself: choose it here or type it on ITC Reversals, not both"
