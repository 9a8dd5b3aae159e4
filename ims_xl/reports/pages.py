"""The sheets of an auditor's workbook as rows of values and styles, before anything is drawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import ceil
from typing import Any, NamedTuple

import pandas as pd

from ims_xl.reports import checklist
from ims_xl.reports.cells import Value, column_cells
from ims_xl.reports.report import Report, ReportSheet
from ims_xl.reports.seal import SheetSeal
from ims_xl.workbook.cell_values import clean
from ims_xl.workbook.sheet import Column

COVER, SUMMARY, SEALS = "Cover", "Summary", "Seals"
SEAL_LABEL = "Seal (SHA-256)"
TOTALS_TITLE, COUNTED_TITLE = "Control totals", "Rows the control totals count"
NOTHING = "Nothing to show"
TITLE = "IMS reconciliation report"

SOURCES = (
    Column("File", "file", "text", 34),
    Column("Rows", "rows", "number", 12),
    Column("Documents", "documents", "number", 12),
    Column("Format", "format", "text", 32),
    Column("Read at", "imported_at", "time", 20),
    Column("SHA-256 of the file", "sha256", "key", 58),
)
SHEETS = (
    Column("Sheet", "name"),
    Column("Rows", "rows", "number"),
    Column("What it holds", "note"),
)
STATUSES = (
    Column("Status", "status", "text", 34),
    Column("Documents", "documents", "number", 14),
    Column("Taxable value", "taxable", "rupees", 22),
    Column("Tax", "tax", "rupees", 22),
    Column("% of documents", "percent", "percent", 24),
)
TOTALS = (
    Column("Line", "line"),
    Column("Documents", "documents", "number"),
    Column("Taxable value", "taxable", "rupees"),
    Column("Tax", "tax", "rupees"),
    Column("Counted from", "counted"),
)
COUNTED = (
    Column("Sheet", "sheet"),
    Column("Action in", "action"),
    Column("Taxable value in", "taxable"),
    Column("Tax in", "tax"),
)
_LINE = 13.5  # points of a line of text in a cell
_RIGHT = ("rupees", "difference", "number", "percent")


class Row(NamedTuple):
    """One line of a sheet: values from column A on, a style for each, height in points (0: usual)."""

    values: Sequence[Value]
    styles: Sequence[str]
    height: float = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its lines in order, and how it is shown. Rows count from 1."""

    name: str
    widths: Sequence[float]
    rows: Iterable[Row]
    headings: tuple[int, ...] = ()
    repeated: int = 0  # the row of headings that stays in sight and is printed on every page
    frozen: int = 0  # columns that stay in sight
    filtered: tuple[int, int] | None = None  # first and last row of the filter
    printed: tuple[int, int] | None = None  # rows and columns to print, when not everything


def cover(report: Report, seal: str) -> Page:
    """Company, period, the seal, facts, sources and contents."""
    contents = pd.DataFrame(
        [(sheet.name, len(sheet.rows), sheet.note) for sheet in report.sheets], columns=["name", "rows", "note"]
    )
    lines = [
        Row([TITLE], ["band_title"] * len(SOURCES), 36),
        Row([_subject(report)], ["band"] * len(SOURCES), 22),
        _line(clean(report.warning), "warning", 22),
        Row([SEAL_LABEL, seal], ["label", *repeat("seal", len(SOURCES) - 1)], 24),
        Row([None, "To check: ims-xl verify REPORT.xlsx. It names each value changed after sealing."], ["", "note"]),
        Row([None, "A seal shows change, not forgery: compare it with the one the company keeps."], ["", "note"]),
        _blank(),
        _line("About this report", "section", 22),
        *(Row([clean(label), clean(text) or None], ["label", "fact"]) for label, text in report.facts),
        _blank(),
        _line("Files it was made from", "section", 22),
    ]
    headings = len(lines) + 1
    lines += [*_table(SOURCES, report.sources), _blank(), _line("Sheets", "section", 22)]
    lines += _table(SHEETS, contents, len(SOURCES))
    below = len(lines) - max(len(contents), 1)
    return Page(COVER, [column.width for column in SOURCES], lines, (headings, below))


def summary(report: Report) -> Page:
    """Documents and amounts by matching status, and the control totals with what they count."""
    counted = pd.DataFrame(
        [(sheet.name, *sheet.counted) for sheet in report.sheets if sheet.counted],
        columns=[column.field for column in COUNTED],
    )
    lines, headings = _head(SUMMARY, report, ""), []
    for title, columns, rows in (
        ("Matching status", STATUSES, report.summary),
        (TOTALS_TITLE, TOTALS, report.totals),
        (COUNTED_TITLE, COUNTED, counted),
    ):
        lines += [_line(title, "section", 22)]
        headings.append(len(lines) + 1)
        lines += [*_table(columns, rows, len(STATUSES)), _blank()]
    return Page(SUMMARY, [column.width for column in STATUSES], lines, tuple(headings))


def table(report: Report, sheet: ReportSheet) -> Page:
    """One table of the report under its title."""
    head = _head(sheet.name, report, sheet.note)
    top, last = len(head) + 1, len(head) + 1 + max(len(sheet.rows), 1)
    fields = [column.field for column in sheet.columns]
    shown = sum(column.first_screen for column in sheet.columns)
    return Page(
        sheet.name,
        [column.width for column in sheet.columns],
        chain(head, _table(sheet.columns, sheet.rows)),
        headings=(top,),
        repeated=top,
        frozen=fields.index("doc_number") + 1 if "doc_number" in fields[:5] else 0,
        filtered=(top, last),
        printed=(last, shown) if shown else None,
    )


def seals(report: Report, sheets: Mapping[str, SheetSeal], seal: str) -> Page:
    """A check for each row and column of each sheet, 16 hex digits; one sheet a column."""
    checks = ["key"] * len(sheets)
    lines = [
        *_head(SEALS, report, "A check for each sheet, column and row, so that a changed value can be named"),
        Row([SEAL_LABEL, seal], ["label", "code"]),
        _blank(),
    ]
    grid = checklist.lines(sheets)
    heading = next(grid)
    top = len(lines) + 1
    return Page(
        SEALS,
        [16, *repeat(19, len(sheets))],
        chain(
            lines,
            [Row(heading, ["heading"] * len(heading), 32)],
            (Row(values, ["text", *checks]) for values in grid),
        ),
        repeated=top,
        frozen=1,
        printed=(top + 2, len(heading)),
    )


def _head(title: str, report: Report, note: str) -> list[Row]:
    about = " · ".join(filter(None, (_subject(report), clean(note))))
    return [_line(title, "title", 26), _line(about, "note"), _line(clean(report.warning), "warning")]


def _subject(report: Report) -> str:
    return clean(" · ".join(filter(None, map(report.fact, ("Company", "GSTIN", "Period")))))


def _table(columns: Sequence[Column], rows: pd.DataFrame, width: int = 0) -> Iterator[Row]:
    """Headings and lines; the last column may run on over the columns up to `width`."""
    more = max(width - len(columns), 0)
    headings = ["heading_right" if column.kind in _RIGHT else "heading" for column in columns]
    yield Row([clean(column.header) for column in columns], [*headings, *repeat("heading", more)], 32)
    if rows.empty:
        yield Row([NOTHING], ["note"])
        return
    cells = [column_cells(column.kind, rows[column.field]) for column in columns]
    values: Any = zip(*(values for values, _ in cells), strict=True)
    styles: Any = zip(*(styles for _, styles in cells), *repeat(repeat("text"), more), strict=False)
    yield from map(Row, values, styles, _heights(columns, [values for values, _ in cells]))


def _heights(columns: Sequence[Column], cells: Sequence[Sequence[Value]]) -> Iterable[float]:
    """Points each line needs for its wrapped texts, 0 where one line will do: not every program works it out."""
    wrapped = [
        [ceil(len(value) * 1.1 / column.width) if isinstance(value, str) else 1 for value in values]
        for column, values in zip(columns, cells, strict=True)
        if column.kind in ("long", "lines")
    ]
    if not wrapped:
        return repeat(0.0)
    return (most * _LINE + 2 if (most := min(max(lines), 30)) > 1 else 0.0 for lines in zip(*wrapped, strict=True))


def _line(text: str, style: str, height: float = 0) -> Row:
    return Row([text or None], [style], height)


def _blank() -> Row:
    return Row([], [])
