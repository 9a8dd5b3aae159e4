"""Home: the company, how old the data is, what to do next, warnings, and the way to every sheet."""

import datetime as dt

from ims_xl.decisions.reversal_ledger import statement
from ims_xl.gst import periods
from ims_xl.gst.actions import Action
from ims_xl.money import in_rupees
from ims_xl.sheets.choices import CHOICES
from ims_xl.sheets.itc import credit_lines
from ims_xl.sheets.match_status import used
from ims_xl.sheets.names import ASIDE, DOCUMENTS, LATER, SETTLED, STATUS_SHEETS
from ims_xl.sheets.reversal_lists import LISTS, of_list
from ims_xl.sheets.view import View, when
from ims_xl.sheets.year_view import KEY as YEAR_VIEW
from ims_xl.sheets.year_view import has_figures, year_label
from ims_xl.wording import counted
from ims_xl.workbook.sheet import Cell, Sheet
from ims_xl.workbook.styles import NAVY

MODE_CELL = (8, 3)  # row and column of the dropdown
MONTH_CELL = (9, 3)  # of the one that closes the month
OPEN, CLOSED = CHOICES["Month"]
_FACTS, _CREDIT = 5, 19  # rows where the facts and the input tax credit begin
_STATE = {"done": ("✔", "good"), "next": ("▶", "next"), "open": ("○", "text"), "attention": ("!", "warn")}


def sheets(view: View) -> list[Sheet]:
    """The first sheet."""
    credit = _credit(view)
    below = _CREDIT + (len(credit_lines(view)) + 2 if credit else 0)
    cells = [Cell(2, 2, "Invoice Management System", "title"), Cell(3, 2, _subtitle(view), "subtitle")]
    cells += [
        *_facts(view),
        *credit,
        *_links(view, below),
        *_steps(view),
        *_warnings(view, _FACTS + len(view.steps) + 2),
    ]
    return [
        Sheet(
            "home",
            "Home",
            tuple(cells),
            widths={1: 2.5, 2: 24, 3: 62, 4: 3, 5: 5, 6: 28, 7: 74, 8: 3},
            heights={2: 30.0},
            tab=NAVY.strong,
            zoom=95,
            one_page=True,
        )
    ]


def _subtitle(view: View) -> str:
    closed = f" · closed on {when(view.closed_at)}" if view.closed_at else ""
    company = view.company.name or "Company name: see Settings"
    return f"{company} · {view.gstin} · return period {periods.label(view.period)}{closed}"


def _facts(view: View) -> list[Cell]:
    sources = view.sources

    def last(kind: str) -> str:
        rows = sources[sources["kind"] == kind]
        others = rows["file"].nunique() - 1
        more = f" and {others:,} more" if others > 0 else ""
        return f"{rows['file'].iloc[-1]}{more} · read {when(rows['at'].iloc[-1])}" if len(rows) else "not yet"

    run = view.run
    decided = int((view.lines["after"] != Action.NO_ACTION.value).sum()) if len(view.lines) else 0
    matched = f"{when(run.at)}, from {counted(len(run.sources), 'source')}" if run else "not yet"
    later = counted(len(view.later), "document")
    facts = (
        ("Draft GSTR-2B", _due(view, view.filing.draft_2b(view.period))),
        ("GSTR-3B due", _due(view, view.filing.due_3b(view.period))),
        ("Decided", f"{decided:,} of {len(view.lines):,} documents"),
        ("Portal data", last("portal")),
        ("Purchase data", last("books")),
        ("Books documents", f"{view.books:,} to compare, open ones of earlier months included"),
        ("Earlier GSTR-2B", ", ".join(map(periods.label, view.earlier_gstr2b)) or "none read"),
        ("GSTR-2B", f"{view.gstr2b.found} · read {when(view.gstr2b.made_at)} ▸" if view.gstr2b else "not yet"),
        ("Last match", matched),
        ("Tolerance used", used(run.tolerance) if run else "–"),
        ("Later periods", f"{later}, decided in their month ▸" if len(view.later) else "none"),
    )
    rows = [row for row in range(_FACTS, _CREDIT) if row not in (MODE_CELL[0], MONTH_CELL[0])]
    cells = [
        Cell(MODE_CELL[0], 2, "Mode", "label"),
        Cell(*MODE_CELL, view.company.mode, "input", choices="Mode"),
        Cell(MONTH_CELL[0], 2, "This month", "label"),
        Cell(*MONTH_CELL, CLOSED if view.closed_at else OPEN, "input", choices="Month"),
    ]
    goes = {"GSTR-2B": "gstr2b", "Later periods": LATER.key}
    for row, (name, value) in zip(rows, facts, strict=False):
        link = goes.get(name, "") if value.endswith("▸") else ""
        cells += [Cell(row, 2, name, "label"), Cell(row, 3, value, "link" if link else "value", link=link)]
    return cells


def _due(view: View, day: dt.date) -> str:
    """A day and how far it is: `14-Nov-2026, in 5 days`."""
    days = (day - view.now.date()).days
    far = "today" if days == 0 else f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"
    return f"{day:%d-%b-%Y}, {far}"


def _credit(view: View) -> list[Cell]:
    """The month's input tax credit, in rupees."""
    lines = credit_lines(view)
    if not lines:
        return []
    cells = [Cell(_CREDIT, 2, f"Input tax credit of {periods.label(view.period)}", "section", span=2)]
    for row, line in enumerate(lines, start=_CREDIT + 1):
        whole = line.line.startswith("In GSTR-2B")
        told = f"{in_rupees(line.rupees)} · {counted(line.documents, 'document')}, {line.meaning}"
        cells += [Cell(row, 2, line.line, "label"), Cell(row, 3, told, "value" if whole else "plain")]
    return cells


def _steps(view: View) -> list[Cell]:
    cells = [Cell(5, 5, "What to do next", "section", span=3)]
    for row, (state, name, message) in enumerate(view.steps, start=6):
        sign, style = _STATE[state]
        goes = _way(view, name) if state == "next" else ""
        shown = Cell(row, 6, f"{name} ▸", "link", link=goes) if goes else Cell(row, 6, name, "value")
        cells += [Cell(row, 5, sign, style), shown, Cell(row, 7, message, "plain")]
    return cells


def _way(view: View, step: str) -> str:
    """The key of the sheet on which the next step is done, "" where there is none yet."""
    if step != "Decide":
        return {"Check and preview": "push", "Export portal file": "push", "Upload": "push"}.get(step, "")
    if not view.comparing:
        return DOCUMENTS.key
    open_ = view.lines[(view.lines["after"] == Action.NO_ACTION.value) & (view.lines["supplier_filed"] != "Not filed")]
    return next((sheet.key for sheet in STATUS_SHEETS if (open_["status"] == sheet.status).any()), "")


def _warnings(view: View, top: int) -> list[Cell]:
    cells = [Cell(top, 5, "Warnings", "section", span=3)]
    if not view.warnings:
        return [*cells, Cell(top + 1, 6, "None", "muted")]
    for row, (text, goes) in enumerate(view.warnings, start=top + 1):
        shown = Cell(row, 6, f"{text} ▸", "link", link=goes, span=2) if goes else Cell(row, 6, text, "plain", span=2)
        cells += [Cell(row, 5, "!", "warn"), shown]
    return cells


def _reversals(view: View) -> str:
    """`3 documents, ₹18,000.00 open to be reclaimed`."""
    rows = view.reversals.rows
    left = statement(rows)["total"].iloc[-1]
    return f"{counted(len(rows), 'document')}, {in_rupees(left)} open" if len(rows) else "nothing reversed for now"


def _links(view: View, top: int) -> list[Cell]:
    links: list[tuple[str, str, str]] = []
    if view.comparing and view.matched:
        links.append(("match_status", "Match Status", "cards and chart"))
        links += [(s.key, s.status, counted(view.card(s.status)[0], "document")) for s in STATUS_SHEETS]
        if len(view.settled):
            links.append((SETTLED.key, SETTLED.status, f"{counted(len(view.settled), 'document')}, nothing to do"))
        links.append(("document_view", "Document View", "every document on one sheet"))
        links.append(("supplier_view", "Supplier View", "both sides by supplier"))
    elif not view.comparing and len(view.lines):
        links.append((DOCUMENTS.key, DOCUMENTS.status, counted(len(view.lines), "document")))
    if len(view.later):
        links.append((LATER.key, LATER.status, f"{counted(len(view.later), 'document')}, decided in their month"))
    if len(view.aside):
        links.append((ASIDE.key, ASIDE.status, f"{counted(len(view.aside), 'mark')} without a document now"))
    if len(view.lines):
        links.append(("dashboard", "IMS Dashboard", "what the portal lists, by supplier"))
        links.append(("push", "Push to GSTN", f"{int((view.preview['decision'] == 'Upload').sum()):,} to upload"))
    if view.gstr2b is not None:
        links.append(("gstr2b", "GSTR-2B", view.gstr2b.found))
    if len(view.lines):
        links.append(("gstr3b_working", "GSTR-3B Working", "table 4 by head, with the documents of every figure"))
    if len(view.lines) or len(view.reversals.rows):
        links.append(("itc_reversals", "ITC Reversals", _reversals(view)))
    for one in LISTS:
        if count := len(of_list(view, one)):
            links.append((one.key, one.title, f"{counted(count, 'document')} {one.asks}"))
    if any(has_figures(month) for month in view.year):
        links.append((YEAR_VIEW, "Year View", f"{year_label(view)} by month: GSTR-2B, books, GSTR-3B"))
    if len(view.contacts):
        asked = int((view.contacts["open_points"] != "").sum())
        links.append(("contacts", "Supplier Contacts", f"{counted(asked, 'supplier')} with open points"))
    if len(view.scores):
        links.append(("supplier_score", "Supplier Score", "who reports late, wrongly or not at all"))
    if len(view.letters):
        links.append(("letters", "Letters", f"{len(view.letters):,} prepared"))
    links += [
        ("history", "Upload History", f"{len(view.uploads):,} uploads"),
        ("decisions", "Decision Log", counted(len(view.decisions), "line")),
        ("issues", "Import Issues", f"{len(view.issues):,} findings"),
        ("settings", "Settings", "tolerances, suggestions, upload"),
        ("help", "Help", "how a month is done, what the sheets are for"),
    ]
    cells = [Cell(top, 2, "Sheets", "section", span=2)]
    for row, (key, name, text) in enumerate(links, start=top + 1):
        cells += [Cell(row, 2, name, "link", link=key), Cell(row, 3, text, "muted")]
    return cells
