"""GSTR-3B Working: table 4 by head as live sums, how it comes from GSTR-2B, and the documents of every figure."""

from collections.abc import Iterator

import pandas as pd

from ims_xl import schema
from ims_xl.gst import table4
from ims_xl.sheets import month_columns
from ims_xl.sheets.against_gstr2b import STEPS, against_gstr2b, from_gstr2b
from ims_xl.sheets.gstr3b_rows import LISTED, table_4, with_listed
from ims_xl.sheets.view import View
from ims_xl.workbook.formulas import row_of
from ims_xl.workbook.layout import field, link
from ims_xl.workbook.ranges import letters
from ims_xl.workbook.sheet import Cell, Sheet, Table, Tint
from ims_xl.workbook.styles import NAVY

KEY, TITLE, TABLE = "gstr3b_working", "GSTR-3B Working", "ims_Gstr3b"

_TOP = 5  # row of the headings of table 4
_HEADS = ("IGST", "CGST", "S/UTGST", "Cess")
_FIRST = 7  # column of the first head, here and in the table below
_SUM = _FIRST + len(_HEADS)


def sheets(view: View) -> list[Sheet]:
    """The sheet, once there are documents of the portal."""
    return [_sheet(view)] if len(view.lines) else []


def _sheet(view: View) -> Sheet:
    rows = view.working
    lines = with_listed(view, table_4(rows))
    steps = from_gstr2b(view, rows)
    below = _TOP + len(lines) + 2
    top = below + STEPS + 3
    about = f"{view.company.name or view.gstin} · {view.filing.label(view.period)} · from the decisions as they stand"
    cells = [
        Cell(1, 1, "◂ Home", "link", link="home"),
        Cell(1, 2, TITLE, "title"),
        Cell(2, 2, f"{about}; for checking GSTR-3B before it is filed, nothing is sent", "subtitle"),
        _notice(view, rows),
        Cell(_TOP, 1, "Line", "heading"),
        Cell(_TOP, 2, "Table 4 of GSTR-3B", "heading", span=2),
        Cell(_TOP, 4, "What is counted, and what you add", "heading", span=_FIRST - 4),
        *(Cell(_TOP, _FIRST + at, name, "heading") for at, name in enumerate((*_HEADS, "Total"))),
        Cell(_TOP, _SUM + 1, "Documents", "heading"),
        *_figures(lines),
        *_steps(steps, below),
        Cell(top - 1, 1, "The documents of the figures; filter by Line", "label"),
    ]
    tints = (
        Tint(TABLE, ("Line",), 'LEFT({Line},4)="4(B)"', "warn"),
        Tint(TABLE, ("Why",), 'RIGHT({Why},9)="in no sum"', "bad"),
    )
    table = Table(TABLE, month_columns.WORKING, rows, top)
    return Sheet(KEY, TITLE, tuple(cells), (table,), tints, tab=NAVY.strong, print_columns=len(month_columns.WORKING))


def _notice(view: View, rows: pd.DataFrame) -> Cell:
    said = against_gstr2b(view, rows)
    return Cell(3, 2, said, "good" if said.endswith("as GSTR-2B says.") else "warn", span=10)


def _figures(lines: pd.DataFrame) -> Iterator[Cell]:
    """The lines with their live sums."""
    at = {str(code): row for row, code in enumerate(lines["code"], start=_TOP + 1)}
    for record in lines.to_dict("records"):
        row, code = at[str(record["code"])], str(record["code"])
        style = "total" if code == table4.NET else "difference"
        yield Cell(row, 1, code, "text")
        yield Cell(row, 2, str(record["title"]), "text", span=2)
        yield Cell(row, 4, str(record["counted"]), "text", span=_FIRST - 4)
        for rank, (head, tax) in enumerate(zip(_HEADS, schema.TAXES, strict=True)):
            value = record[tax]
            formula = "" if code == LISTED else _formula(code, head, letters(_FIRST + rank), at)
            yield Cell(row, _FIRST + rank, value, style, formula=formula)
        first, last = letters(_FIRST), letters(_SUM - 1)
        yield Cell(row, _SUM, record["total"], style, formula=f"=ROUND(SUM({first}{row}:{last}{row}),2)")
        yield _way(row, code, int(record["documents"]))


def _steps(steps: pd.DataFrame, top: int) -> Iterator[Cell]:
    """From GSTR-2B to 4(A), blank before GSTR-2B is read."""
    yield Cell(top, 1, "From GSTR-2B to 4(A)", "heading", span=_SUM - 1)
    yield Cell(top, _SUM, "Total", "heading")
    yield Cell(top, _SUM + 1, "Documents", "heading")
    records = steps.to_dict("records") or [{}] * STEPS
    for row, record in enumerate(records, start=top + 1):
        yield Cell(row, 1, record.get("line", ""), "text", span=_SUM - 1)
        yield Cell(row, _SUM, record.get("total"), "total" if row == top + STEPS else "difference")
        yield Cell(row, _SUM + 1, record.get("documents"), "count")


def _formula(code: str, head: str, column: str, at: dict[str, int]) -> str:
    sum_ = f'SUMIFS({field(TABLE, head)},{field(TABLE, "Line")},"{{}}")'
    other = sum_.format(table4.OTHER)
    if code == table4.NET:
        first, last = at[table4.AVAILABLE[0]], at[table4.AVAILABLE[-1]]
        back = f"{column}{at[table4.REVERSED]}-{column}{at[table4.REVERSED_FOR_NOW]}"
        return f"=ROUND(SUM({column}{first}:{column}{last})-{back},2)"
    if code == table4.OTHER:
        return f"=ROUND(MAX(0,{other}),2)"
    if code == table4.REVERSED_FOR_NOW:
        return f"=ROUND({sum_.format(code)}+MAX(0,-{other}),2)"
    return f"=ROUND({sum_.format(code)},2)"


def _way(row: int, code: str, documents: int) -> Cell:
    """The number of documents, a link to the first of them."""
    if not documents:
        return Cell(row, _SUM + 1, None, "count")
    shown = f"{documents:,} ▸"
    place = row_of(TABLE, "Line", f'"{code}"')
    return Cell(row, _SUM + 1, shown, "row link", formula=f'=HYPERLINK("#{link(TITLE)[:-1]}"&{place},"{shown}")')
