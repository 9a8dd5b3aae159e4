"""Control totals: downloaded = shown = decided + undecided, added up and checked against the rows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import pandas as pd

from ims_xl.money import paise, to_paise
from ims_xl.reports.report import Counted, ReportSheet
from ims_xl.reports.seal import number

TOTAL: Final = "Total"
"""First cell of the line of sums below a table."""
EVERY_ROW: Final = "every row"
DECIDED: Final = "rows with an Action"
UNDECIDED: Final = "rows without an Action"
RULES = (EVERY_ROW, DECIDED, UNDECIDED)


class Figures(NamedTuple):
    """Documents and their amounts in rupees."""

    documents: int
    taxable: float
    tax: float


def control_totals(sheets: Iterable[ReportSheet], downloaded: tuple[int, float, float]) -> pd.DataFrame:
    """The lines of the control totals: line, documents, taxable, tax, counted.

    `downloaded`: documents, taxable and tax in rupees, as counted when they were downloaded.
    """
    documents = add_up(_counted_rows(sheet, sheet.counted) for sheet in sheets if sheet.counted)
    lines = [
        ("Downloaded from GSTN", *downloaded, EVERY_ROW),
        ("Shown in this report", *documents[EVERY_ROW], EVERY_ROW),
        ("Decided", *documents[DECIDED], DECIDED),
        ("Undecided", *documents[UNDECIDED], UNDECIDED),
    ]
    return pd.DataFrame(lines, columns=["line", "documents", "taxable", "tax", "counted"])


def add_up(sheets: Iterable[pd.DataFrame]) -> dict[str, Figures]:
    """Figures by rule of sheets with columns action, taxable and tax; the action No Action decides nothing."""
    rows = pd.concat([_NO_ROWS, *sheets], ignore_index=True)
    undecided = rows["action"].fillna("").str.strip().str.casefold().isin(["", "no action"])
    chosen = {EVERY_ROW: rows, DECIDED: rows[~undecided], UNDECIDED: rows[undecided]}
    return {
        rule: Figures(len(part), int(paise(part["taxable"]).sum()) / 100, int(paise(part["tax"]).sum()) / 100)
        for rule, part in chosen.items()
    }


def rows_of_cells(cells: Sequence[Sequence[object]], counted: Counted) -> pd.DataFrame:
    """The counted columns of a sheet read back as cells, its line of sums left out; nothing when a heading is gone."""
    top = next((i for i, row in enumerate(cells) if set(counted) <= {*map(str, row)}), len(cells))
    filled = [row for row in cells[top + 1 :] if sum(value != "" for value in row) > 1]
    if filled and filled[-1][0] == TOTAL:
        del filled[-1]
    places = [cells[top].index(heading) for heading in counted] if filled else []
    frame = pd.DataFrame([[row[place] for place in places] for row in filled], columns=["action", "taxable", "tax"])
    return _typed(frame)


def wrong_sums(cells: Sequence[Sequence[object]], heading: int) -> Iterator[tuple[int, int, int]]:
    """Of a sheet read back: row, column and right sum in paise of what stands wrong in its line of sums.

    `heading`: the row of the headings; rows and columns count from 1. A sheet without such a line has none wrong.
    """
    last = max((row for row, line in enumerate(cells, start=1) if any(value != "" for value in line)), default=0)
    if last <= heading or cells[last - 1][0] != TOTAL:
        return
    for column, shown in enumerate(cells[last - 1], start=1):
        if isinstance(shown, float):
            numbers = (row[column - 1] for row in cells[heading : last - 1])
            right = sum(to_paise(value) for value in numbers if isinstance(value, float))
            if to_paise(shown) != right:
                yield last, column, right


def _counted_rows(sheet: ReportSheet, counted: Counted) -> pd.DataFrame:
    fields = {column.header: column.field for column in sheet.columns}
    return _typed(pd.DataFrame({part: sheet.rows[fields[name]] for part, name in counted._asdict().items()}))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    amounts = {part: frame[part].map(number).astype("float64") for part in ("taxable", "tax")}
    return frame.assign(action=frame["action"].astype("str"), **amounts)


_NO_ROWS = _typed(pd.DataFrame({"action": [], "taxable": [], "tax": []}))
