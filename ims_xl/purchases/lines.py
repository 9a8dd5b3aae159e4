"""The data rows of a sheet under their headings; totals, repeated headings and remarks are passed over."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.issues import ImsError, Issue, Severity
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.columns import Cell, Column, Rows, rows_of
from ims_xl.purchases.control_totals import OwnTotal, own_total, stated_above
from ims_xl.purchases.findings import spans
from ims_xl.purchases.further_rates import MOST_RATES, NAMING, FurtherRates
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Header, Layout
from ims_xl.purchases.values import is_blank, shown

_GSTIN_LIKE = re.compile(r"\d{2}[A-Z0-9]{8,15}", re.ASCII)
_TOTAL = re.compile(r"(?:(?:grand|sub|page|net)[\s-]*)?totals?\b", re.IGNORECASE)
_NUMBER_TOTAL = re.compile(r".*-\s*total", re.IGNORECASE)
_MOST_BESIDE = 100
_DATA, _REMARK, _NAMELESS = "data", "remark", "nameless"
_SUPPLIED = "supplied"
_FURTHER, _LONG, _SHORT = "further rate", "long", "short"
_QUOTE = "Put such cells in quotation marks, or export again."
TORN: dict[str, tuple[Severity, str, str]] = {
    _LONG: (
        "error",
        "more cells than headings (a comma in a cell?): left out",
        _QUOTE,
    ),
    _SHORT: ("error", "the row ends before its amounts: left out", _QUOTE),
}
"""Rows of a CSV with more cells or fewer than there are headings: a cut row is never zero tax."""
_NOT_READ: dict[str, tuple[Severity, str, str]] = {
    _REMARK: ("note", "rows that are totals, headings or remarks were passed over", ""),
    _NAMELESS: (
        "warning",
        "rows with a value but no GSTIN, number or date were left out",
        "If they are totals, nothing needs to be done; otherwise repeat supplier, number and date in each row.",
    ),
    _FURTHER: (
        "warning",
        "no GSTIN, number or date: a further rate of the row above",
        "If it is another document, write what is missing.",
    ),
    _SUPPLIED: (
        "warning",
        "no supplier is named: that of the row above was taken",
        "If it is another supplier's document, write the GSTIN.",
    ),
    **TORN,
}
"""Rows that are not data, or no data of their own, and how they are told."""
_TAKEN = {column.name for column in (*schema.BOOKS, *schema.IMS)} | {"rate", "carried_from"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Raw cells of the data rows: `fields` by field, `own` by the heading of the accountant's own columns."""

    layout: Layout
    sheet: Sheet
    rows: list[int]
    fields: dict[str, Column]
    own: dict[str, Column]
    headings: dict[str, str]  # field to its heading as the file has it
    totals: tuple[OwnTotal, ...] = ()


def lines_of(sheet: Sheet, header: Header, layout: Layout) -> tuple[Lines, list[Issue]]:
    """The data rows below the heading row, and findings on the other rows.

    Raises ImsError when the table has no end on the right.
    """
    width = 1 + max(header.known | header.own.keys())
    titles = [*map(str, sheet.rows[header.at].cells[:width])]
    kind_of = _row_test(header.columns, titles)
    amounts = [header.columns[name] for name in schema.AMOUNTS if name in header.columns]
    broken = torn(sheet, header.at, amounts)
    further = FurtherRates(header.columns)
    totals: list[OwnTotal] = []
    found: dict[str, list[int]] = {kind: [] for kind in _NOT_READ}
    below = rows_of(sheet.rows[header.at + 1 :])
    is_data = _plain(below, header.columns, titles) & ~np.isin(below.numbers, [*broken])
    completed: dict[int, list[Cell]] = {}
    data = looked_at = 0  # rows before the place: those of data, all
    for place in np.flatnonzero(~is_data).tolist():
        number, cells = below[place]
        data += place - looked_at
        for row in below[max(looked_at, place - MOST_RATES) : place]:
            further.follow(row.cells)
        looked_at = place + 1
        wide = cells if len(cells) >= width else cells + [""] * (width - len(cells))
        kind = _REMARK if place == 0 and _counts_columns(wide) else kind_of(wide)
        if kind in (_DATA, _NAMELESS) and number in broken:
            kind = broken[number]
        elif kind in (_DATA, _NAMELESS) and (filled := further.completed(wide)):
            found[_FURTHER].append(number)
            wide, kind = filled, _DATA
        elif kind == _DATA and (filled := further.supplied(wide)):
            found[_SUPPLIED].append(number)
            wide = filled
        if kind == _DATA:
            is_data[place] = True
            completed[place] = wide
            data += 1
        else:
            found[kind].append(number)
        if kind == _REMARK and any(map(is_total, wide)):
            held = {name: wide[at] for name, at in header.columns.items() if name in schema.AMOUNTS}
            if total := own_total(number, data, held):
                totals.append(total)
        further.follow(wide if kind == _DATA else None)
    sums = {name: titles[at] for name, at in header.columns.items() if name in schema.AMOUNTS}
    rows = below.numbers[is_data].tolist()
    if stated := stated_above(header.above or sheet.rows[: header.at], len(rows), sums):
        totals.append(stated)
    issues = [
        Issue(severity, f"{reason} (rows {spans(found[kind])})", remedy, sheet=sheet.name, row=found[kind][0])
        for kind, (severity, reason, remedy) in _NOT_READ.items()
        if found[kind]
    ]
    columns = {at: _completed(below, at, completed).take(is_data) for at in range(width)}
    lines = Lines(
        layout,
        sheet,
        rows,
        {field: columns[at] for field, at in header.columns.items()},
        _own(header, columns | _beyond(below, is_data, width)),
        {field: " ".join(titles[at].split()) for field, at in header.columns.items()},
        tuple(totals),
    )
    return lines, issues


def _plain(rows: Rows, columns: Mapping[str, int], titles: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows are data beyond doubt: under the first of them, with all that names a document and every column."""
    found = rows.widths >= len(titles)
    found[:1] = False
    for name in NAMING:
        if name in columns:
            found[rows.column(columns[name]).where(is_blank)] = False
    at = columns["doc_number"]
    found[rows.column(at).where(lambda cell: _is_no_number(cell, titles[at]))] = False
    return found


def _completed(rows: Rows, at: int, completed: Mapping[int, Sequence[Cell]]) -> Column:
    """A column with the cells of the rows that were completed."""
    column = rows.column(at)
    changed = {place: cells[at] for place, cells in completed.items() if cells[at] != column[place]}
    return column.replaced(changed) if changed else column


def _is_no_number(cell: Cell, title: str) -> bool:
    """Whether a heading again, or the word for a total, stands in the place of a number."""
    return isinstance(cell, str) and (cell == title or _NUMBER_TOTAL.fullmatch(cell.strip()) is not None)


def is_total(cell: Cell) -> bool:
    """Whether a cell begins with the word for a total."""
    return isinstance(cell, str) and bool(_TOTAL.match(cell.strip()))


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row under the headings numbers the columns: 1, 2, 3 …, also in brackets."""
    said = [shown(cell).strip("()[] ") for cell in cells if not is_blank(cell)]
    return len(said) >= _COLUMNS and said == [str(number) for number in range(1, len(said) + 1)]


_COLUMNS = 4  # numbered columns at least


def torn(sheet: Sheet, at: int, amounts: Iterable[int]) -> dict[int, str]:
    """Which of TORN the rows of a CSV below the heading row are; `amounts` are columns that each row must reach.

    An own column has a heading or a blank one.
    """
    if sheet.is_typed:
        return {}
    rows = rows_of(sheet.rows[at + 1 :])
    wide, last = len(sheet.rows[at].cells), max(amounts, default=0)
    longer = [rows[place] for place in np.flatnonzero(rows.widths > wide).tolist()]
    long = [row.number for row in longer if not all(map(is_blank, row.cells[wide:]))]
    return dict.fromkeys(rows.numbers[rows.widths <= last].tolist(), _SHORT) | dict.fromkeys(long, _LONG)


def _beyond(rows: Rows, is_data: npt.NDArray[np.bool_], width: int) -> dict[int, Column]:
    """The cells right of the headings, of columns that hold something there.

    Raises ImsError when there are so many that they are no columns an accountant added.
    """
    columns = {at: rows.columns[at].take(is_data) for at in range(width, len(rows.columns))}
    places = {at for at, column in columns.items() if not all(map(is_blank, column.different))}
    for place, cells in rows.tails.items():
        if is_data[place]:
            places |= {at for at, cell in enumerate(cells, len(rows.columns)) if at >= width and not is_blank(cell)}
    if len(places) > _MOST_BESIDE:
        reason = f"more than {_MOST_BESIDE} columns without a heading stand beside the table"
        raise ImsError(reason, "Delete what stands right of the table and read the file again.")
    return {at: rows.column(at).take(is_data).mapped(lambda cell: "" if is_blank(cell) else cell) for at in places}


def _row_test(columns: Mapping[str, int], titles: Sequence[str]) -> Callable[[list[Cell]], str]:
    """Tells what a row is: data, or which of _NOT_READ.

    Data speaks of a document: a supplier, a date and a number, or one of them and a value.
    """
    number_at, date_at, taxable_at = columns["doc_number"], columns["doc_date"], columns["taxable_value"]
    supplier_at = columns.get("supplier_gstin")

    def kind_of(cells: list[Cell]) -> str:
        number = cells[number_at]
        if _is_no_number(number, titles[number_at]):
            return _REMARK
        has_number, has_date = not is_blank(number), not is_blank(cells[date_at])
        if supplier_at is None or not _GSTIN_LIKE.fullmatch(gstin.clean(shown(cells[supplier_at]))):
            if not has_date and any(map(is_total, cells)):
                return _REMARK
            if not (has_number or has_date):
                value = cells[taxable_at]
                return _REMARK if is_blank(value) or read_amount(value).value is None else _NAMELESS
            if not (has_number and has_date) and is_blank(cells[taxable_at]):
                return _REMARK
        return _DATA

    return kind_of


def _own(header: Header, columns: Mapping[int, Column]) -> dict[str, Column]:
    """Columns that are the accountant's own; those without a heading only where they hold something."""
    own: dict[str, Column] = {}
    for at, cells in sorted(columns.items()):
        title = header.own.get(at, "")
        if at in header.known or (not title and all(map(is_blank, cells.different))):
            continue
        stem = name = title or f"Column {at + 1}"
        turn = 1
        while name in own or name in _TAKEN:
            turn += 1
            name = f"{stem} ({turn})"
        own[name] = cells
    return own
