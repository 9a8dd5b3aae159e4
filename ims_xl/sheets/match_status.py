"""Match Status: one card a category, live formulas over the status tables, and a chart."""

from ims_xl.gst import periods
from ims_xl.money import in_rupees
from ims_xl.sheets import comparison_charts
from ims_xl.sheets.names import SETTLED, STATUS_SHEETS, StatusSheet
from ims_xl.sheets.view import Run, View, when
from ims_xl.tolerance import Tolerance
from ims_xl.wording import counted
from ims_xl.workbook.layout import field
from ims_xl.workbook.sheet import Bars, Cell, Sheet
from ims_xl.workbook.styles import NAVY, TONES

TYPE_CELL = (4, 3)  # row and column of the dropdown; choices.CHOSEN_TYPE in formulas of other sheets
"""Choosing a type here chooses it at once on Supplier View and IMS Dashboard too."""
_CRITERION = 'IF($C$4="All","*",$C$4)'
_CARDS = ("ALL", *(sheet.status for sheet in STATUS_SHEETS))
_FIRST = 2  # column of the first card
_TITLE, _COUNT, _SHARE, _TAXABLE, _TAX, _VIEW = range(7, 13)  # rows of a card
_SETTLED = 14  # row of the line under the cards
_CHARTS = 16  # row of the first two charts; the figures of the others stand below


def sheets(view: View) -> list[Sheet]:
    """The cards, once Let's Match has run."""
    return [_sheet(view, view.run)] if view.comparing and view.run else []


def _sheet(view: View, run: Run) -> Sheet:
    company = f"{view.company.name or view.gstin} · {periods.label(view.period)}"
    sources = counted(len(run.sources), "source")
    about = f"{company} · matched {when(run.at)} from {sources} · tolerance {used(run.tolerance)}"
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, "Matching Status", "title"),
        Cell(2, 2, about, "subtitle"),
        Cell(4, 2, "Type of document", "label"),
        Cell(*TYPE_CELL, view.shown_type, "input", choices="DocumentType"),
        *(Cell(row, 1, text, "muted") for row, text in _ROW_LABELS.items()),
        Cell(_VIEW + 1, 2, _MIXED, "muted"),
    ]
    if text := differing(view):
        cells.append(Cell(3, 2, text, "warn", span=len(_CARDS)))
    for number, status in enumerate(_CARDS):
        cells += _card(view, status, _FIRST + number)
    if len(view.settled):
        cells.append(Cell(_SETTLED, 2, _settled(view), "link", link=SETTLED.key))
    last = _FIRST + len(_CARDS) - 1
    bars = Bars(
        "Documents by matching status",
        (_TITLE, _FIRST + 1, _TITLE, last),
        (_COUNT, _FIRST + 1, _COUNT, last),
        (_CHARTS, 2),
        _COLOURS,
        width=490,
    )
    figures, charts = comparison_charts.cells(view, _CHARTS, _CRITERION)
    widths = {1: 12.0, **{_FIRST + i: 23.0 for i in range(len(_CARDS))}}
    heights = {_TITLE: 24.0, _COUNT: 36.0, _VIEW: 20.0}
    return Sheet(
        "match_status",
        "Match Status",
        (*cells, *figures),
        bars=(bars, *charts),
        widths=widths,
        heights=heights,
        tab=NAVY.strong,
        zoom=90,
    )


_MIXED = "Amounts are those of IMS; of Missing in IMS, and with them in ALL, those of the books."
_ROW_LABELS = {_COUNT: "Documents", _SHARE: "Share", _TAXABLE: "Taxable ₹", _TAX: "Tax ₹"}
_COLOURS = tuple(TONES[sheet.status].strong for sheet in STATUS_SHEETS)


def used(limits: Tolerance) -> str:
    """The differences that were ignored, in words: `₹1.00 taxable, ₹1.00 tax`."""
    heads = [(name, getattr(limits, name.lower())) for name in ("IGST", "CGST", "SGST", "Cess")]
    parts = [("taxable", limits.taxable), ("tax", limits.tax), *((name, own) for name, own in heads if own is not None)]
    text = ", ".join(f"{in_rupees(rupees)} {name}" for name, rupees in parts)
    return f"{text}, {limits.percent:g}%" if limits.percent else text


def differing(view: View) -> str:
    """What to say when Settings have other tolerances now than the last run was made at; "" when they have not."""
    now = view.company.tolerance
    if view.run is None or used(now) == used(view.run.tolerance):
        return ""
    return f"Settings say {used(now)} now: run Let's Match again"


def _settled(view: View) -> str:
    """The line under the cards: book documents that no card counts."""
    taxable, tax = in_rupees(view.settled["taxable_value"].sum()), in_rupees(view.settled["tax"].sum())
    count = counted(len(view.settled), "books document")
    return f"Settled in earlier months, on no card: {count} · taxable {taxable} · tax {tax} ▸"


def _card(view: View, status: str, column: int) -> list[Cell]:
    count, taxable, tax = view.card(status, view.shown_type)
    whole = view.card("ALL", view.shown_type)[0]
    style = f"card_{status.lower().replace(' ', '_')}"
    formulas = _all_formulas() if status == "ALL" else _formulas(status)
    letter = chr(ord("A") + column - 1)
    share = f"=IF(${chr(ord('A') + _FIRST - 1)}${_COUNT}=0,0,{letter}{_COUNT}/${chr(ord('A') + _FIRST - 1)}${_COUNT})"
    cells = [
        Cell(_TITLE, column, status, f"{style}_title"),
        Cell(_COUNT, column, count, f"{style}_figure", formula=formulas[0]),
        Cell(_SHARE, column, round(count / whole, 10) if whole else 0, f"{style}_percent", formula=share),
        Cell(_TAXABLE, column, taxable, f"{style}_rupees", formula=formulas[1]),
        Cell(_TAX, column, tax, f"{style}_rupees", formula=formulas[2]),
    ]
    sheet = next((item for item in STATUS_SHEETS if item.status == status), None)
    if sheet:
        return [*cells, Cell(_VIEW, column, "View ▸", f"{style}_button", link=sheet.key)]
    return [*cells, Cell(_VIEW, column, "By supplier ▸", f"{style}_button", link="supplier_view")]


def _all_formulas() -> tuple[str, str, str]:
    first, last = chr(ord("A") + _FIRST), chr(ord("A") + _FIRST + len(_CARDS) - 2)
    count, taxable, tax = (f"=SUM({first}{row}:{last}{row})" for row in (_COUNT, _TAXABLE, _TAX))
    return count, taxable, tax


def _formulas(status: str) -> tuple[str, str, str]:
    sheet: StatusSheet = next(item for item in STATUS_SHEETS if item.status == status)
    half = "Books" if sheet.key == "missing_in_ims" else "IMS"
    family, taxable, tax = (field(sheet.table, name) for name in ("Family", f"Taxable ({half})", f"Tax ({half})"))
    return (
        f"=COUNTIFS({family},{_CRITERION})",
        f"=SUMIFS({taxable},{family},{_CRITERION})",
        f"=SUMIFS({tax},{family},{_CRITERION})",
    )
