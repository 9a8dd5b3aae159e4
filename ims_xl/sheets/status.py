"""The five status sheets, or IMS Documents when nothing is compared: one line and one Action cell a document."""

import pandas as pd

from ims_xl.gst import periods
from ims_xl.money import in_rupees
from ims_xl.sheets.choices import ALL_TYPES, CHOSEN_TYPE
from ims_xl.sheets.decision_columns import MARK_REFUSED
from ims_xl.sheets.names import DOCUMENTS, STATUS_SHEETS, StatusSheet
from ims_xl.sheets.view import View
from ims_xl.tolerance import Tolerance
from ims_xl.wording import counted
from ims_xl.workbook.layout import field
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import TONES

TOP = 4  # row of the headings; three rows of banner above
BY_SUPPLIER = ("supplier_name", "supplier_gstin", "doc_date", "doc_number")
"""The order of documents until the accountant sorts otherwise."""

_NOT_AN_ACTION = (
    'AND({Action}<>"",COUNTIF(ims_list_Action,SUBSTITUTE({Action},"?",""))=0,'
    'OR(LEN({Action})>1,ISERROR(SEARCH({Action},"arpn"))))'
)
"""An Action that Check would refuse, tinted while it is typed."""

_PAIRS = (
    ("Number (IMS)", "Number (Books)", ""),
    ("Date (IMS)", "Date (Books)", ""),
    ("Supplier GSTIN", "Supplier GSTIN (Books)", ""),
    ("Document type", "Document type (Books)", ""),
    ("Place of supply (IMS)", "Place of supply (Books)", ""),
    ("Taxable (IMS)", "Taxable (Books)", "taxable_value"),
    ("IGST (IMS)", "IGST (Books)", "igst"),
    ("CGST (IMS)", "CGST (Books)", "cgst"),
    ("SGST (IMS)", "SGST (Books)", "sgst"),
    ("Cess (IMS)", "Cess (Books)", "cess"),
)
"""Columns that are tinted where they differ, and the amount whose tolerance counts."""


def sheets(view: View) -> list[Sheet]:
    """The sheets that carry Action cells in the present mode; none before there is anything to show."""
    if not view.comparing:
        return [_sheet(view, DOCUMENTS)] if len(view.lines) else []
    return [_sheet(view, sheet) for sheet in STATUS_SHEETS] if view.matched else []


def _sheet(view: View, sheet: StatusSheet) -> Sheet:
    books_only = sheet.key == "missing_in_ims"
    rows = view.unmatched if books_only else view.lines
    if not books_only and sheet.key != "documents":
        rows = rows[rows["status"] == sheet.status]
    own = view.book_own if books_only else view.own
    rows = rows.sort_values(list(BY_SUPPLIER), kind="stable", ignore_index=True)
    table = Table(sheet.table, sheet.columns, rows, TOP, own=own, total=True, text_lines=sheet.text_lines)
    back = Cell(
        1,
        1,
        "◂ Match Status" if view.comparing else "◂ Home",
        "link",
        link="match_status" if view.comparing else "home",
    )
    about = f"{sheet.meaning} · {view.company.name or view.gstin} · {periods.label(view.period)}"
    taxable, tax = in_rupees(rows["taxable_value"].sum()), in_rupees(rows["tax"].sum())
    figures = f"{counted(len(rows), 'document')} · taxable {taxable} · tax {tax}"
    cells = [back, Cell(1, 2, sheet.status, "title"), Cell(2, 2, f"{about} · {figures}", "subtitle")]
    if view.comparing and view.run:
        cells.append(_of_chosen_type(view, sheet, rows["family_label" if books_only else "family"]))
    return Sheet(
        sheet.key,
        sheet.status,
        tuple(cells),
        (table,),
        () if books_only else _tints(sheet, view.run.tolerance if view.run else view.company.tolerance),
        freeze=(TOP + 1, 4),
        tab=TONES.get(sheet.status, TONES["ALL"]).strong,
        print_columns=sum(column.first_screen for column in sheet.columns),
    )


def _of_chosen_type(view: View, sheet: StatusSheet, families: "pd.Series[str]") -> Cell:
    """How many documents are of the type chosen on Match Status; blank while that is All.

    Nothing is hidden: what Accept, fill down and the totals reach stays what the accountant filters.
    """
    column = field(sheet.table, "Family")
    counts = f'COUNTIFS({column},{CHOSEN_TYPE})&" of "&COUNTA({column})'
    formula = f'=IF({CHOSEN_TYPE}="{ALL_TYPES}","","{_OF_TYPE}"&{CHOSEN_TYPE}&": "&{counts}&"{_FILTER}")'
    chosen = view.shown_type
    shown = f"{_OF_TYPE}{chosen}: {int((families == chosen).sum())} of {len(families)}{_FILTER}"
    return Cell(1, _TYPE_COLUMN, "" if chosen == ALL_TYPES else shown, "label", formula=formula)


_TYPE_COLUMN = 5  # beside the title
_OF_TYPE, _FILTER = "Of type ", "; to see only them click 3 at the upper left and filter Family"


def _tints(sheet: StatusSheet, tolerance: Tolerance) -> tuple[Tint, ...]:
    headers = {column.header for column in sheet.columns}
    tints = [
        Tint(sheet.table, ("Action",), _NOT_AN_ACTION, "bad"),
        Tint(sheet.table, ("Action", "Restriction"), '{Restriction}<>""', "warn"),
        Tint(sheet.table, ("Action",), '{Action}="Accept"', "good"),
        Tint(sheet.table, ("Action",), '{Action}="Reject"', "bad"),
        Tint(sheet.table, ("Filed",), '{Filed}="Not filed"', "warn"),
        Tint(sheet.table, ("Suggested",), 'AND({Suggested}<>"Accept",{Suggested}<>"Pending")', "muted"),
    ]
    if "Reason" in headers:
        tints.append(Tint(sheet.table, ("Reason", "Why"), f'{{Reason}}="{MARK_REFUSED}"', "bad"))
    for left, right, amount in _PAIRS:
        if right in headers:
            differ = _beyond(left, right, amount, tolerance) if amount else f"{{{left}}}<>{{{right}}}"
            tints.append(Tint(sheet.table, (left, right), f'AND({{{right}}}<>"",{differ})', "differs"))
    return tuple(tints)


def _beyond(left: str, right: str, amount: str, tolerance: Tolerance) -> str:
    """When two amounts differ by more than is ignored; half a paisa keeps Excel's binary fractions apart."""
    limit = f"{tolerance.rupees(amount):g}"
    if tolerance.percent:
        limit = f"MAX({limit},{tolerance.percent:g}%*MAX(ABS({{{left}}}),ABS({{{right}}})))"
    return f"ABS({{{left}}}-{{{right}}})>{limit}+0.005"
