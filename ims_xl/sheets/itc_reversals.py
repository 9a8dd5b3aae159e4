"""ITC Reversals: the ledger of credit reversed for now, what to reclaim of it, and reversals typed by hand."""

from collections.abc import Iterator

import pandas as pd

from ims_xl import schema
from ims_xl.decisions.reversal_cells import CLAIM, OWN
from ims_xl.decisions.reversal_ledger import (
    CLOSING,
    OPENING,
    PARTS,
    RECLAIMED,
    REVERSED,
    closing,
    keys,
    kind_titles,
    statement,
)
from ims_xl.gst import periods
from ims_xl.gst.reversals import BY_CODE
from ims_xl.sheets import month_columns
from ims_xl.sheets.reversal_cells import CLAIMS_TABLE, OWN_TABLE
from ims_xl.sheets.view import View
from ims_xl.wording import counted
from ims_xl.workbook.layout import field
from ims_xl.workbook.ranges import letters
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

KEY, TITLE = "itc_reversals", "ITC Reversals"
ABOUT = "Reversed until reclaimed, as on the portal's Electronic Credit Reversal and Re-claimed Statement"
SPARE = 8
"""Blank rows for reversals that are still to be typed."""

LINES = {
    OPENING: "Opening balance",
    REVERSED: "Reversed in this month: 4(B)(2)",
    RECLAIMED: "Reclaimed in this month: 4(A)(5) and 4(D)(1)",
    CLOSING: "Closing balance, open to be reclaimed",
}
_HEADS = dict(zip(schema.TAXES, ("IGST", "CGST", "S/UTGST", "Cess"), strict=True))
_TOP = 5  # row of the headings of the statement
_FIRST = 6  # column of its first head


def sheets(view: View) -> list[Sheet]:
    """The sheet, once there are documents of the portal or reversals."""
    held = view.reversals
    return [_sheet(view)] if len(view.lines) or len(held.rows) or len(held.typed.own) else []


def ledger_rows(view: View) -> pd.DataFrame:
    """One row a document and kind of reversal: columns of month_columns.REVERSALS, by supplier, date and number."""
    rows = view.reversals.rows
    found = rows.assign(key=keys(rows), kind_title=kind_titles(rows))
    for tax in schema.TAXES:
        found[f"{CLOSING}_{tax}"] = closing(rows, tax)
    for part in (*PARTS, CLOSING):
        found[part] = found[[f"{part}_{tax}" for tax in schema.TAXES]].sum(axis=1).round(2)
    month = rows["reversed_in"].map(periods.label).astype("str")
    found["reversed_label"] = month.where(month != "", "before")
    found["claim_until"] = view.filing.claim_deadlines(rows["doc_date"])
    found["limit"] = [BY_CODE[kind].limit or "Not barred: " + BY_CODE[kind].source for kind in rows["kind"]]
    typed = view.reversals.typed.claims.drop_duplicates("key").set_index("key").reindex(found["key"])
    for name in CLAIM:
        found[name] = typed[name].to_numpy(dtype=object)
    return found.sort_values(
        ["supplier_name", "supplier_gstin", "doc_date", "doc_number"], kind="stable", ignore_index=True
    )


def statement_rows(view: View) -> pd.DataFrame:
    """The ledger by head, as the portal's Electronic Credit Reversal and Re-claimed Statement has it."""
    return statement(view.reversals.rows).assign(line=lambda found: found["line"].map(LINES))


def _sheet(view: View) -> Sheet:
    rows = ledger_rows(view)
    top = _TOP + len(LINES) + 4
    below = top + max(len(rows), 1) + 3
    own = view.reversals.typed.own.reindex(columns=["note", *OWN]).astype("object")
    own = own.reset_index(drop=True).reindex(range(len(own) + SPARE))
    about = f"{view.company.name or view.gstin} · {view.filing.label(view.period)}"
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, f"{about} · {ABOUT}", "subtitle"),
        *_notice(view),
        Cell(_TOP, 1, "Balance", "heading", span=_FIRST - 1),
        *(Cell(_TOP, _FIRST + at, name, "heading") for at, name in enumerate((*_HEADS.values(), "Total"))),
        *_statement(view),
        Cell(top - 2, 1, "Open reversals; choose in Reclaim what is reclaimed in this month's GSTR-3B", "label"),
        Cell(below - 1, 1, "Reversals made outside: type them here, or the opening balance of the portal", "label"),
    ]
    tints = (
        Tint(CLAIMS_TABLE, ("Note",), 'LEFT({Note},7)="Refused"', "bad"),
        Tint(CLAIMS_TABLE, ("Note",), 'OR(LEFT({Note},5)="Goods",LEFT({Note},5)="Filed")', "warn"),
        Tint(OWN_TABLE, ("Note",), '{Note}<>""', "bad"),
    )
    tables = (
        Table(CLAIMS_TABLE, month_columns.REVERSALS, rows, top, total=True),
        Table(OWN_TABLE, month_columns.OWN_REVERSALS, own, below),
    )
    shown = sum(column.first_screen for column in month_columns.REVERSALS)
    return Sheet(KEY, TITLE, tuple(cells), tables, tints, tab=NAVY.strong, print_columns=shown)


def _notice(view: View) -> Iterator[Cell]:
    held = view.reversals
    if held.unkept:
        yield Cell(3, 2, f"Reversals of {held.unkept} are missing: Check in that workbook, then here", "bad", span=9)
    elif wrong := [issue for issue in held.issues if issue.severity == "error"]:
        where = f"the first on {wrong[0].sheet}, row {wrong[0].row}"
        yield Cell(3, 2, f"Not counted: {counted(len(wrong), 'line')}, {where}", "bad", span=9)
    elif held.proposed:
        ready = counted(len(held.proposed), "document")
        yield Cell(3, 2, f"Ready to be reclaimed, it seems: {ready}; see Note", "warn", span=9)


def _statement(view: View) -> Iterator[Cell]:
    """The balance by head as live sums."""
    at = {part: row for row, part in enumerate(LINES, start=_TOP + 1)}
    for record in statement(view.reversals.rows).to_dict("records"):
        part = str(record["line"])
        row, style = at[part], "total" if part == CLOSING else "difference"
        yield Cell(row, 1, LINES[part], "text", span=_FIRST - 1)
        for rank, (tax, head) in enumerate(_HEADS.items()):
            column = letters(_FIRST + rank)
            heading = month_columns.REVERSAL_PARTS.get(part, "")
            formula = f"=ROUND(SUM({field(CLAIMS_TABLE, f'{heading} {head}')}),2)"
            if part == CLOSING:
                formula = f"=ROUND({column}{at[OPENING]}+{column}{at[REVERSED]}-{column}{at[RECLAIMED]},2)"
            yield Cell(row, _FIRST + rank, record[tax], style, formula=formula)
        first, last = letters(_FIRST), letters(_FIRST + len(_HEADS) - 1)
        yield Cell(
            row, _FIRST + len(_HEADS), record["total"], style, formula=f"=ROUND(SUM({first}{row}:{last}{row}),2)"
        )
