"""The data rows of a sheet under their headings; totals, repeated headings and remarks are passed over."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ims_xl import schema
from ims_xl.gst import gstin
from ims_xl.issues import Issue
from ims_xl.purchases.findings import spans
from ims_xl.purchases.grid import Cell, Sheet
from ims_xl.purchases.headers import Header, Layout
from ims_xl.purchases.values import is_blank, shown

_GSTIN_LIKE = re.compile(r"\d{2}[A-Z0-9]{8,15}", re.ASCII)
_TOTAL = re.compile(r"(?:(?:grand|sub|page|net)[\s-]*)?totals?\b", re.IGNORECASE)
_NUMBER_TOTAL = re.compile(r".*-\s*total", re.IGNORECASE)
_TAKEN = {column.name for column in (*schema.BOOKS, *schema.IMS)} | {"rate", "carried_from"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Raw cells of the data rows: `fields` by field, `own` by the heading of the accountant's own columns."""

    layout: Layout
    sheet: Sheet
    rows: list[int]
    fields: dict[str, list[Cell]]
    own: dict[str, list[Cell]]
    headings: dict[str, str]  # field to its heading as the file has it


def lines_of(sheet: Sheet, header: Header, layout: Layout) -> tuple[Lines, list[Issue]]:
    """The data rows below the heading row, and notes on the rows passed over."""
    width = max(len(row.cells) for row in sheet.rows[header.at :])
    titles = [*map(str, _wide(sheet.rows[header.at].cells, width))]
    is_data = _data_test(header.columns, titles)
    action = header.columns.get("action")
    data: list[list[Cell]] = []
    rows: list[int] = []
    passed: list[int] = []
    deleted: list[int] = []
    for number, short in sheet.rows[header.at + 1 :]:
        cells = _wide(short, width)
        if not is_data(cells):
            passed.append(number)
        elif action is not None and shown(cells[action]).lower() == "deleted":
            deleted.append(number)
        else:
            data.append(cells)
            rows.append(number)
    issues = []
    if passed:
        reason = f"rows that are totals, headings or remarks were passed over (rows {spans(passed)})"
        issues.append(Issue("note", reason, sheet=sheet.name, row=passed[0]))
    if deleted:
        reason = f"rows marked Deleted were left out (rows {spans(deleted)})"
        issues.append(Issue("note", reason, sheet=sheet.name, row=deleted[0]))
    columns = [list(column) for column in zip(*data, strict=True)] or [[] for _ in titles]
    lines = Lines(
        layout,
        sheet,
        rows,
        {field: columns[at] for field, at in header.columns.items()},
        _own(header, columns),
        {field: " ".join(titles[at].split()) for field, at in header.columns.items()},
    )
    return lines, issues


def _wide(cells: list[Cell], width: int) -> list[Cell]:
    return cells if len(cells) == width else cells + [""] * (width - len(cells))


def _data_test(columns: Mapping[str, int], titles: Sequence[str]) -> Callable[[list[Cell]], bool]:
    """Tells rows that speak of a document: a supplier, a date and a number, or one of them and a value."""
    number_at, date_at, taxable_at = columns["doc_number"], columns["doc_date"], columns["taxable_value"]
    supplier_at = columns.get("supplier_gstin")

    def is_data(cells: list[Cell]) -> bool:
        number = cells[number_at]
        if isinstance(number, str) and (number == titles[number_at] or _NUMBER_TOTAL.fullmatch(number.strip())):
            return False
        if supplier_at is not None and _GSTIN_LIKE.fullmatch(gstin.clean(shown(cells[supplier_at]))):
            return True
        has_number, has_date = not is_blank(number), not is_blank(cells[date_at])
        if not has_date and any(isinstance(cell, str) and _TOTAL.match(cell.strip()) for cell in cells):
            return False
        return (has_number and has_date) or ((has_number or has_date) and not is_blank(cells[taxable_at]))

    return is_data


def _own(header: Header, columns: list[list[Cell]]) -> dict[str, list[Cell]]:
    """Columns that are the accountant's own; those without a heading only where they hold something."""
    own: dict[str, list[Cell]] = {}
    for at, cells in enumerate(columns):
        title = header.own.get(at, "")
        if at in header.known or (not title and all(map(is_blank, cells))):
            continue
        stem = name = title or f"Column {at + 1}"
        turn = 1
        while name in own or name in _TAKEN:
            turn += 1
            name = f"{stem} ({turn})"
        own[name] = cells
    return own
