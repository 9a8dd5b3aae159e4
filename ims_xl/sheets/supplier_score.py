"""Supplier Score: how reliably each supplier reported over the months, with the ten worst as a chart."""

from ims_xl.gst import periods
from ims_xl.sheets import supplier_columns
from ims_xl.sheets.scores import WEIGHTS, WORST
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Bars, Cell, Sheet, Table
from ims_xl.workbook.styles import NAVY

KEY, TITLE = "supplier_score", "Supplier Score"
_FIGURES = 6  # row of the headings of the chart's figures
_TOP = _FIGURES + WORST + 5  # row of the headings of the table


def sheets(view: View) -> list[Sheet]:
    """The sheet, once a month was matched."""
    if not len(view.scores):
        return []
    months = ", ".join(map(periods.label, view.score_periods))
    company = f"{view.company.name or view.gstin} · {counted(len(view.scores), 'supplier')} · months matched: {months}"
    taken = "; ".join(f"{one.points} × share of {one.words}" for one in WEIGHTS)
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, company, "subtitle"),
        Cell(3, 2, f"100 points, less {taken}.", "muted"),
        Cell(4, 2, "A difference may also be a slip in your own books.", "muted"),
        Cell(_FIGURES, 1, "The ten with most points lost", "heading", span=2),
        Cell(_FIGURES, 3, "Points lost", "heading"),
    ]
    worst = view.scores[view.scores["lost"] > 0].head(WORST)
    figures = list(zip(worst["supplier_name"], worst["lost"], strict=True))
    for row, (name, lost) in enumerate(figures + [("", None)] * (WORST - len(figures)), start=_FIGURES + 1):
        cells += [Cell(row, 1, name, "text", span=2), Cell(row, 3, lost, "count")]
    chart = Bars(
        "Points lost", (_FIGURES + 1, 1, _FIGURES + WORST, 1), (_FIGURES + 1, 3, _FIGURES + WORST, 3),
        (_FIGURES, 5), width=620, height=270, lying=True,
    )  # fmt: skip
    table = Table("ims_Scores", supplier_columns.SCORES, view.scores, _TOP, total=True)
    printed = len(supplier_columns.SCORES)
    return [Sheet(KEY, TITLE, tuple(cells), (table,), bars=(chart,), tab=NAVY.strong, print_columns=printed)]
