"""Home: the company, how old the data is, what to do next, warnings, and the way to every sheet."""

from ims_xl.gst import periods
from ims_xl.sheets.choices import CHOICES
from ims_xl.sheets.match_status import used
from ims_xl.sheets.names import ASIDE, DOCUMENTS, SETTLED, STATUS_SHEETS
from ims_xl.sheets.view import View, when
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet
from ims_xl.workbook.styles import NAVY

MODE_CELL = (8, 3)  # row and column of the dropdown
MONTH_CELL = (9, 3)  # of the one that closes the month
OPEN, CLOSED = CHOICES["Month"]
_SHEETS = 19  # row of the heading over the links
_STATE = {"done": ("✔", "good"), "next": ("▶", "next"), "open": ("○", "muted"), "attention": ("!", "warn")}


def sheets(view: View) -> list[Sheet]:
    """The first sheet."""
    facts, steps, places = _facts(view), _steps(view), _links(view)
    warnings = _warnings(view, max(_SHEETS, 6 + len(view.steps) + 2))
    cells = [Cell(2, 2, "Invoice Management System", "title"), Cell(3, 2, _subtitle(view), "subtitle")]
    return [
        Sheet(
            "home",
            "Home",
            (*cells, *facts, *steps, *warnings, *places),
            widths={1: 2.5, 2: 20, 3: 58, 4: 3, 5: 5, 6: 28, 7: 78, 8: 3},
            heights={2: 30.0},
            tab=NAVY.strong,
            zoom=95,
        )
    ]


def _subtitle(view: View) -> str:
    closed = f" · closed on {when(view.closed_at)}" if view.closed_at else ""
    return f"{view.company.name or 'Company name: see Settings'} · return period {periods.label(view.period)}{closed}"


def _facts(view: View) -> list[Cell]:
    sources = view.sources

    def last(kind: str) -> str:
        rows = sources[sources["kind"] == kind]
        others = rows["file"].nunique() - 1
        more = f" and {others:,} more" if others > 0 else ""
        return f"{rows['file'].iloc[-1]}{more} · read {when(rows['at'].iloc[-1])}" if len(rows) else "not yet"

    run = view.run
    decided = int((view.lines["mark"] != "").sum()) if len(view.lines) else 0
    facts = (
        ("Company", view.company.name or "–"),
        ("GSTIN", view.gstin),
        ("Return period", periods.label(view.period)),
        ("Portal data", last("portal")),
        ("Purchase data", last("books")),
        ("Book documents", f"{view.books:,} to compare, open ones of earlier months included"),
        ("Earlier GSTR-2B", last("gstr2b")),
        ("Last match", f"{when(run.at)}, from {counted(len(run.sources), 'source')}" if run else "not yet"),
        ("Tolerance used", used(run.tolerance) if run else "–"),
        ("Marked", f"{decided:,} of {len(view.lines):,} documents"),
        ("Later periods", f"{counted(view.later, 'document')}, hidden until their month" if view.later else "none"),
    )
    rows = [row for row in range(5, _SHEETS) if row not in (MODE_CELL[0], MONTH_CELL[0])]
    cells = [
        Cell(MODE_CELL[0], 2, "Mode", "label"),
        Cell(*MODE_CELL, view.company.mode, "input", choices="Mode"),
        Cell(MONTH_CELL[0], 2, "This month", "label"),
        Cell(*MONTH_CELL, CLOSED if view.closed_at else OPEN, "input", choices="Month"),
    ]
    for row, (name, value) in zip(rows, facts, strict=False):
        cells += [Cell(row, 2, name, "label"), Cell(row, 3, value, "value")]
    return cells


def _steps(view: View) -> list[Cell]:
    cells = [Cell(5, 5, "What to do next", "section", span=3)]
    for row, (state, name, message) in enumerate(view.steps, start=6):
        sign, style = _STATE[state]
        cells += [Cell(row, 5, sign, style), Cell(row, 6, name, "value"), Cell(row, 7, message, "plain")]
    return cells


def _warnings(view: View, top: int) -> list[Cell]:
    cells = [Cell(top, 5, "Warnings", "section", span=3)]
    if not view.warnings:
        return [*cells, Cell(top + 1, 6, "None", "muted")]
    for row, text in enumerate(view.warnings, start=top + 1):
        cells += [Cell(row, 5, "!", "warn"), Cell(row, 6, text, "plain", span=2)]
    return cells


def _links(view: View) -> list[Cell]:
    links: list[tuple[str, str, str]] = []
    if view.comparing and view.matched:
        links.append(("match_status", "Match Status", "cards and chart"))
        links += [(s.key, s.status, counted(view.card(s.status)[0], "document")) for s in STATUS_SHEETS]
        if len(view.settled):
            links.append((SETTLED.key, SETTLED.status, f"{counted(len(view.settled), 'document')}, nothing to do"))
        links.append(("supplier_view", "Supplier View", "both sides by supplier"))
    elif not view.comparing and len(view.lines):
        links.append((DOCUMENTS.key, DOCUMENTS.status, counted(len(view.lines), "document")))
    if len(view.aside):
        links.append((ASIDE.key, ASIDE.status, f"{counted(len(view.aside), 'mark')} without a document now"))
    if len(view.lines):
        links.append(("dashboard", "IMS Dashboard", "what the portal lists, by supplier"))
        links.append(("push", "Push to GSTN", f"{int((view.preview['decision'] == 'Upload').sum()):,} to upload"))
    if view.gstr2b is not None:
        links.append(("gstr2b", "GSTR-2B", f"{counted(len(view.gstr2b.differences), 'difference')} from the decisions"))
    links += [
        ("history", "Upload History", f"{len(view.uploads):,} uploads"),
        ("decisions", "Decision Log", counted(len(view.decisions), "line")),
        ("issues", "Import Issues", f"{len(view.issues):,} findings"),
        ("settings", "Settings", "tolerances, suggestions, upload"),
    ]
    cells = [Cell(_SHEETS, 2, "Sheets", "section", span=2)]
    for row, (key, name, text) in enumerate(links, start=_SHEETS + 1):
        cells += [Cell(row, 2, name, "link", link=key), Cell(row, 3, text, "muted")]
    return cells
