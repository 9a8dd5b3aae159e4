"""Settled Earlier, Later Periods and Kept Aside: what asks nothing of this month, and marks without a document now."""

from ims_xl.gst import periods
from ims_xl.money import in_rupees
from ims_xl.sheets import columns
from ims_xl.sheets.names import ASIDE, LATER, SETTLED
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table
from ims_xl.workbook.styles import TONES

_TOP = 4
_SORTED = ["supplier_name", "supplier_gstin", "doc_date", "doc_number"]


def sheets(view: View) -> list[Sheet]:
    """Each of the three when there is something on it."""
    found = []
    if view.comparing and view.matched and len(view.settled):
        taxable, tax = in_rupees(view.settled["taxable_value"].sum()), in_rupees(view.settled["tax"].sum())
        about = f"{SETTLED.meaning} · {counted(len(view.settled), 'document')} · taxable {taxable} · tax {tax}"
        table = Table(
            SETTLED.table,
            SETTLED.columns,
            view.settled,
            _TOP,
            own=view.book_own,
            total=True,
            text_lines=SETTLED.text_lines,
        )
        found.append(
            _sheet(
                view, SETTLED.key, SETTLED.status, about, table, sum(column.first_screen for column in SETTLED.columns)
            )
        )
    if len(view.later):
        rows = view.later.sort_values(_SORTED, kind="stable", ignore_index=True)
        taxable, tax = in_rupees(rows["taxable_value"].sum()), in_rupees(rows["tax"].sum())
        about = f"{LATER.meaning} · {counted(len(rows), 'document')} · taxable {taxable} · tax {tax}"
        table = Table(LATER.table, LATER.columns, rows, _TOP, total=True)
        found.append(_sheet(view, LATER.key, LATER.status, about, table, len(columns.LATER)))
    if len(view.aside):
        about = f"{ASIDE.meaning} · {counted(len(view.aside), 'mark')}"
        table = Table(ASIDE.table, ASIDE.columns, view.aside, _TOP)
        found.append(_sheet(view, ASIDE.key, ASIDE.status, about, table, len(columns.ASIDE)))
    return found


def _sheet(view: View, key: str, title: str, about: str, table: Table, printed: int) -> Sheet:
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, title, "title"),
        Cell(2, 2, f"{about} · {view.company.name or view.gstin} · {periods.label(view.period)}", "subtitle"),
    )
    return Sheet(key, title, cells, (table,), freeze=(_TOP + 1, 3), tab=TONES["ALL"].strong, print_columns=printed)
