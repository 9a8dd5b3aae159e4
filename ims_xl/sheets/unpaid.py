"""Unpaid 180 Days: documents whose time to be paid ends now (rule 37), and what is reversed of them."""

from ims_xl.decisions.reversal_cells import REVERSE
from ims_xl.gst import periods
from ims_xl.gst.reversals import UNPAID
from ims_xl.sheets import columns
from ims_xl.sheets.reversal_cells import UNPAID_TABLE
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

KEY, TITLE = "unpaid", "Unpaid 180 Days"
ABOUT = f"180 days from the invoice end in this period, the last or the next · {UNPAID.source}"
_TOP = 5


def sheets(view: View) -> list[Sheet]:
    """The sheet, when there are such documents."""
    return [_sheet(view)] if len(view.reversals.unpaid) else []


def _sheet(view: View) -> Sheet:
    listed, held = view.reversals.unpaid, view.reversals.typed.unpaid
    typed = held.drop_duplicates("key").set_index("key").reindex(listed["key"])
    rows = listed.assign(**{name: typed[name].to_numpy(dtype=object) for name in REVERSE})
    about = f"{view.company.name or view.gstin} · {periods.label(view.period)} · {counted(len(rows), 'document')}"
    advice = "Choose in Reverse what was not paid: nothing is reversed by itself, payments are not known here"
    cells = (
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, f"{about}, {ABOUT}", "subtitle"),
        Cell(3, 2, advice, "label"),
    )
    tints = (Tint(UNPAID_TABLE, ("Look at",), 'LEFT({Look at},7)="Refused"', "bad"),)
    table = Table(UNPAID_TABLE, columns.UNPAID, rows, _TOP, total=True)
    shown = sum(column.first_screen for column in columns.UNPAID)
    return Sheet(
        KEY, TITLE, cells, (table,), tints, freeze=(_TOP + 1, 3), tab=NAVY.strong, print_columns=shown
    )  # fmt: skip
