"""The sheets of an auditor's workbook as rows of values and styles, before anything is drawn."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat, zip_longest
from typing import NamedTuple

import pandas as pd
from xlsxwriter.utility import xl_pixel_width

from ims_xl.money import indian, to_paise
from ims_xl.reports import checklist
from ims_xl.reports.cells import Value, column_cells, indian_steps
from ims_xl.reports.report import Report, ReportSheet, SummaryTable
from ims_xl.reports.seal import SheetSeal
from ims_xl.reports.totals import TOTAL
from ims_xl.wording import counted
from ims_xl.workbook.cell_values import clean
from ims_xl.workbook.sheet import TEXTS, Column

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
    Column("SHA-256 of the file", "sha256", "key", 68),
)
SHEETS = (
    Column("Sheet", "name"),
    Column("Rows", "rows", "number"),
    Column("What it holds", "note"),
)
STATUSES = (
    Column("Status", "status", "text", 36),
    Column("Documents", "documents", "number", 12),
    Column("Taxable value", "taxable", "rupees", 19),
    Column("Tax", "tax", "rupees", 19),
    Column("% of documents", "percent", "percent", 19),
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
_RIGHT = ("rupees", "difference", "number", "count", "percent")
_SUMMED = ("rupees", "difference", "count")
_FACT = 120  # characters of a fact that stand on one line of the cover
_MOST_LINES = 30  # in one cell; Excel's rows are 409 points high at most
_ONE_PAGE = 60  # lines that are still read when they are made to fit
_INDENT = 1.3  # characters that a text stands away from the left of its cell


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
    on_one_page: bool = False


def cover(report: Report, seal: str) -> Page:
    """Company, period, the seal, facts, sources and contents."""
    contents = pd.DataFrame(
        [(sheet.name, len(sheet.rows), sheet.note) for sheet in report.sheets], columns=["name", "rows", "note"]
    )
    widths = [column.width for column in SOURCES]
    lines = [
        Row([TITLE], ["band_title"] * len(SOURCES), 36),
        Row([_subject(report)], ["band"] * len(SOURCES), 22),
        _line(clean(report.warning), "warning", 22),
        Row([SEAL_LABEL, seal], ["label", *repeat("seal", len(SOURCES) - 1)], 24),
        Row([None, "To check: ims-xl verify REPORT.xlsx. It names each value changed after sealing."], ["", "note"]),
        Row([None, "A seal shows change, not forgery: compare it with the one the company keeps."], ["", "note"]),
        _blank(),
        _line("About this report", "section", 22),
        *chain.from_iterable(_fact(label, text) for label, text in report.facts),
        _blank(),
        _line("Files it was made from", "section", 22),
    ]
    headings = len(lines) + 1
    lines += [*_table(SOURCES, report.sources, widths), _blank(), _line("Sheets", "section", 22)]
    lines += _table(SHEETS, contents, widths)
    below = len(lines) - max(len(contents), 1)
    return Page(COVER, widths, lines, (headings, below), on_one_page=len(lines) <= _ONE_PAGE)


def summary(report: Report) -> Page:
    """The tables of the report, documents by matching status, and the control totals with what they count."""
    counted_rows = pd.DataFrame(
        [(sheet.name, *sheet.counted) for sheet in report.sheets if sheet.counted],
        columns=[column.field for column in COUNTED],
    )
    tables = (
        *report.tables,
        SummaryTable("Matching status", STATUSES, report.summary, frozenset({"ALL"})),
        SummaryTable(TOTALS_TITLE, TOTALS, report.totals),
        SummaryTable(COUNTED_TITLE, COUNTED, counted_rows),
    )
    widths = [
        max(column.width for column in shown if column) for shown in zip_longest(*(table.columns for table in tables))
    ]
    lines, headings = _head(SUMMARY, report, ""), []
    for table in tables:
        lines += [_line(table.title, "section", 22)]
        headings.append(len(lines) + 1)
        drawn = _table(table.columns, table.rows, widths)
        lines += [_strong(row) if row.values[0] in table.strong else row for row in drawn]
        lines.append(_blank())
    return Page(SUMMARY, widths, lines, tuple(headings), on_one_page=True)


def table(report: Report, sheet: ReportSheet) -> Page:
    """One table of the report under its title, with a line of sums below it; the first screen is what is printed."""
    head = _head(sheet.name, report, sheet.note)
    top, last = len(head) + 1, len(head) + 1 + max(len(sheet.rows), 1)
    fields = [column.field for column in sheet.columns]
    shown = sum(column.first_screen for column in sheet.columns)
    cells = _cells(sheet.columns, sheet.rows)
    total = _total(sheet.columns, cells) if sheet.total and len(sheet.rows) else []
    widths = [
        _width(at, column, values, total) for at, (column, values) in enumerate(zip(sheet.columns, cells, strict=True))
    ]
    return Page(
        sheet.name,
        widths,
        chain(head, _rows(sheet.columns, cells, widths, shown or len(fields)), total),
        headings=(top,),
        repeated=top,
        frozen=fields.index("doc_number") + 1 if "doc_number" in fields[:5] else 0,
        filtered=(top, last),
        printed=(last + len(total), shown) if shown else None,
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
        [16, *repeat(18, len(sheets))],
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


def _fact(label: str, text: str) -> Iterator[Row]:
    """A fact, on as many lines as it needs; each says the label, so that a change is named by it."""
    for part in textwrap.wrap(clean(text), _FACT) or [""]:
        yield Row([clean(label), part or None], ["label", "fact"])


Cells = tuple[list[Value], list[str]]
"""The values of a column and a style for each."""


def _cells(columns: Sequence[Column], rows: pd.DataFrame) -> list[Cells]:
    return [column_cells(column.kind, rows[column.field]) for column in columns]


def _table(columns: Sequence[Column], rows: pd.DataFrame, widths: Sequence[float]) -> Iterator[Row]:
    """Headings and lines; the last column may run on over the columns of the page behind it."""
    more = len(widths) - len(columns)
    return _rows(columns, _cells(columns, rows), widths, len(columns) - bool(more), more)


def _rows(
    columns: Sequence[Column], cells: Sequence[Cells], widths: Sequence[float], wrapped: int, more: int = 0
) -> Iterator[Row]:
    """Headings and lines, the texts of the first `wrapped` columns on as many lines as they need."""
    headings = ["heading_right" if column.kind in _RIGHT else "heading" for column in columns]
    texts = [clean(column.header) for column in columns]
    two_lines = any(lines_needed(text, width) > 1 for text, width in zip(texts, widths, strict=False))
    yield Row(texts, [*headings, *repeat("heading", more)], 32 if two_lines else 20)
    if not cells or not cells[0][0]:
        yield Row([NOTHING], ["note"])
        return
    needed = [
        [lines_needed(value, width) if isinstance(value, str) else 1 for value in values]
        for column, width, (values, _) in zip(columns[:wrapped], widths, cells, strict=False)
        if column.kind in TEXTS and column.kind != "key"
    ]
    lines = map(max, zip(*needed, strict=True)) if needed else repeat(1)
    swaps = [{"text": "long"} if at < wrapped else {"long": "text"} for at in range(len(columns))]
    dressed = [[swap.get(style, style) for style in styles] for swap, (_, styles) in zip(swaps, cells, strict=True)]
    styles_of_rows = zip(*dressed, *repeat(repeat("text"), more), strict=False)
    values_of_rows = zip(*(values for values, _ in cells), strict=True)
    for most, values, styles in zip(lines, values_of_rows, styles_of_rows, strict=False):
        yield Row(values, styles, min(most, _MOST_LINES) * _LINE + 2 if most > 1 else 0.0)


def _total(columns: Sequence[Column], cells: Sequence[Cells]) -> list[Row]:
    """The line of sums in whole paise, as values; none where nothing is to be summed."""
    if not any(column.kind in _SUMMED for column in columns):
        return []
    values: list[Value] = [TOTAL]
    styles = ["total"]
    for column, (found, _) in zip(columns[1:], cells[1:], strict=True):
        numbers = [value for value in found if isinstance(value, float)] if column.kind in _SUMMED else []
        value = sum(map(to_paise, numbers)) / 100 if numbers else None
        values.append(value)
        kind = "number" if column.kind == "count" else "rupees"
        styles.append(f"total_{kind}{indian_steps([value])[0]}" if numbers else "total")
    if columns[1].kind in TEXTS:
        values[1] = counted(len(cells[0][0]), "row")
    return [Row(values, styles, 20)]


def _strong(row: Row) -> Row:
    """A line of a table that sums up others."""
    return row._replace(styles=["total" if style in ("text", "long") else f"total_{style}" for style in row.styles])


def _width(at: int, column: Column, cells: Cells, total: Sequence[Row]) -> float:
    """The width of a column, wide enough for its longest amount."""
    if column.kind not in ("rupees", "difference"):
        return column.width
    values = chain(cells[0], *(row.values[at : at + 1] for row in total))
    longest = max((abs(value) for value in values if isinstance(value, float)), default=0.0)
    return max(column.width, len(indian(-longest)) + 2)


@lru_cache(maxsize=100_000)
def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters; not every program works it out."""
    room, lines = width - _INDENT, 0
    for part in text.split("\n"):
        lines, left = lines + 1, room
        for word in part.split(" "):
            breadth = _breadth(word)
            if breadth > left and left < room:
                lines, left = lines + 1, room
            further = int(breadth / room)  # a word that is longer than a line is broken
            lines, left = lines + further, left - (breadth - further * room) - _breadth(" ")
    return lines


def _breadth(text: str) -> float:
    """The breadth of a text at 10 points in digits at 11, by which columns are measured; pixels are rounded up."""
    pixels: int = xl_pixel_width(text)
    return pixels / 7 * 10 / 11 * 0.97


def _line(text: str, style: str, height: float = 0) -> Row:
    return Row([text or None], [style], height)


def _blank() -> Row:
    return Row([], [])
