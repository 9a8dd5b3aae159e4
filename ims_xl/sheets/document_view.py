"""Document View: every document of every status on one sheet, read only; its number leads to its row."""

import numpy as np
import pandas as pd

from ims_xl.gst import periods
from ims_xl.gst.actions import LABELS
from ims_xl.sheets import columns
from ims_xl.sheets.names import LISTED, STATUS_SHEETS
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import TONES

TITLE, TABLE = "Document View", LISTED
_TOP = 4
_BOTH = ("supplier_key", "supplier_name", "supplier_gstin", "type_label", "doc_id")
_TAXES = ("igst", "cgst", "sgst", "cess")
_LABELS = {action.value: label for action, label in LABELS.items()}
_STYLES = {sheet.status: f"card_{sheet.status.lower().replace(' ', '_')}_text" for sheet in STATUS_SHEETS}


def sheets(view: View) -> list[Sheet]:
    """The sheet, once both sides are matched."""
    if not (view.comparing and view.matched):
        return []
    rows = document_rows(view)
    about = (
        f"{counted(len(rows), 'document')} of all statuses; filter by Matching status or Type, click a number to go to "
        f"its row · {view.company.name or view.gstin} · {periods.label(view.period)}"
    )
    cells = (
        Cell(1, 1, "◂ Match Status", "link", link="match_status"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, about, "subtitle"),
    )
    tints = [Tint(TABLE, ("Matching status",), f'{{Matching status}}="{name}"', _STYLES[name]) for name in _STYLES]
    tints += [Tint(TABLE, ("Action",), f'{{Action}}="{word}"', how) for word, how in _ACTIONS.items()]
    table = Table(TABLE, columns.DOCUMENT_VIEW, rows, _TOP, total=True)
    shown = sum(column.first_screen for column in columns.DOCUMENT_VIEW)
    return [
        Sheet(
            "document_view",
            TITLE,
            cells,
            (table,),
            tuple(tints),
            freeze=(_TOP + 1, 7),
            tab=TONES["ALL"].strong,
            print_columns=shown,
        )
    ]


_ACTIONS = {"Accept": "good", "Reject": "bad"}


def document_rows(view: View) -> pd.DataFrame:
    """One row a document of a status sheet, by supplier, date and number: columns of columns.DOCUMENT_VIEW.

    Amounts are signed rupees. `action_label`: the mark, for a document of the books its follow-up. `sheet`: key of the
    sheet on which the document stands.
    """
    ims, books = view.lines, view.unmatched
    amounts = ["taxable_value", "tax", "books_taxable_value", "books_tax", "tax_difference", *_TAXES]
    left = ims[["status", *_BOTH, *amounts, "state", "family"]].assign(
        action_label=ims["mark"].map(_LABELS).fillna(""),
        number=ims["doc_number"],
        date=ims["doc_date"],
        portal_status=ims["portal_status"],
        reason=ims["reason_text"],
        in_books=np.where(ims["books_number"].fillna("") != "", "Yes", ""),
    )
    right = books[list(_BOTH)].assign(
        status="Missing in IMS",
        action_label=books["follow_up"],
        number=books["doc_number"],
        date=books["doc_date"],
        books_taxable_value=books["taxable_value"],
        books_tax=books["tax"],
        portal_status="",
        state="",
        family=books["family_label"],
        in_books="Yes",
        reason=books["reason"],
    )
    rows = pd.concat([left, right], ignore_index=True)
    rows["sheet"] = rows["status"].map({sheet.status: sheet.key for sheet in STATUS_SHEETS}).fillna("")
    order = ["supplier_name", "supplier_gstin", "date", "number"]
    return rows.sort_values(order, kind="stable", ignore_index=True)
