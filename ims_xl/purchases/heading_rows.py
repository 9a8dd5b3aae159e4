"""Headings in two or three rows made one, so that every column is told by one text."""

import datetime as dt
import re
from collections.abc import Sequence

from ims_xl.purchases.columns import Cell, Row, rows_of
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import heading

SEARCHED = 40  # rows in which headings may stand
_FEWEST = 4  # headings that make such rows
_DEEPEST = 3
_LONGEST = 60  # characters; longer texts are remarks
_PARTIAL = re.compile(
    r"(?:no|number|nos|num|date|dt|dated|value|amount|amt|rate|type|tax|(?:taxable|txbl|tax)(?: value| amount| amt)?|"
    r"name|gstin|gstin uin|address|code|reference|ref|rs|percent|total)?"
)
_TAX = re.compile(r"\b(?:[ics]gst|ut?gst|integrated|central|state|cess|gst)\b")
_HEADING = re.compile(
    r"\b(?:gstin|invoice|inv|bill|document|voucher|vch|note|date|supplier|vendor|party|particulars|name|taxable|value|"
    r"amount|amt|total|tax|[ics]gst|ut?gst|cess|rate|no|number|place|type|hsn|gst|purchases?|round|narration)\b"
)
_DETAILS = re.compile(r"\b(?:details?|particulars|info|information)\b", re.IGNORECASE)


def flattened(sheet: Sheet) -> Sheet:
    """The sheet with rows of headings that complete one another as one row, under the number of the last.

    A column without a heading of its own in the lower row has the upper one; `Number` under `Invoice Details` is
    `Invoice Number`. A sheet without such rows is given back as it is.
    """
    for at in range(min(SEARCHED, len(sheet.rows)) - 1):
        titles, depth = _titles(sheet.rows[at]), 1
        while depth < _DEEPEST and at + depth < len(sheet.rows):
            below = _titles(sheet.rows[at + depth])
            joined = _joined(titles, below) if titles and below else None
            if joined is None:
                break
            titles, depth = joined, depth + 1
        if depth > 1 and titles:
            row = Row(sheet.rows[at + depth - 1].number, [*titles])
            return sheet._replace(rows=rows_of([*sheet.rows[:at], row, *sheet.rows[at + depth :]]))
    return sheet


def _titles(row: Row) -> list[Cell]:
    """The cells of a row that may be headings, none for another row."""
    texts = [cell for cell in row.cells if cell != ""]
    if not texts or any(isinstance(cell, float | dt.date) or len(cell) > _LONGEST for cell in texts):
        return []
    return [*row.cells] if sum(bool(_HEADING.search(heading(cell))) for cell in texts) * 2 >= len(texts) else []


def _joined(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell] | None:
    """One row of both, None where they do not complete one another."""
    width = max(len(above), len(below))
    upper, lower = ([*map(str, cells), *[""] * (width - len(cells))] for cells in (above, below))
    titles: list[Cell] = []
    groups = lifted = 0
    group = ""
    for over, own in zip(upper, lower, strict=True):
        group = over if over.strip() else (group if own.strip() else "")
        if not own.strip() or heading(own) == heading(over):
            titles.append(over)
            lifted += bool(over.strip())
        elif group.strip():
            titles.append(_title(group, own))
            groups += 1
        else:
            titles.append(own)
    is_complete = groups > 0 and lifted > 1 and sum(bool(str(title).strip()) for title in titles) >= _FEWEST
    return titles if is_complete and len({*map(heading, filter(None, lower))}) > 1 else None


def _title(group: str, own: str) -> str:
    """The heading below a group: with the group's words where it says too little alone."""
    if not _PARTIAL.fullmatch(heading(own)):
        return own
    words = " ".join(_DETAILS.sub(" ", group).split())
    says_tax = (
        _TAX.search(heading(own))
        or not words
        or (heading(own).startswith(("taxable", "txbl")) and not _TAX.search(heading(words)))
    )
    return own if says_tax or heading(words).endswith(heading(own)) else f"{words} {own}"
