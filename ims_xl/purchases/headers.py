"""Headings found by their words, never by their place."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ims_xl.purchases.columns import Cell, Row, rows_of
from ims_xl.purchases.grid import Sheet

SEARCHED = 15  # rows that are not blank, from the top
_LEAST = 4  # known headings that make a row the heading row
_LONGEST = 200  # characters of a heading that are looked at

_CURRENCY = re.compile(r"\(?(?:₹|\brs\b\.?|\binr\b)\)?", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]+")
_OF_RATE = re.compile(r"(?!.*\brate)[^\d]*[a-z][^\d]*", re.DOTALL)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def heading(cell: Cell) -> str:
    """The words of a heading: small letters, single spaces, without signs and currency."""
    text = str(cell)[:_LONGEST]
    if " " not in text:
        text = _HUMP.sub(" ", text)  # InvoiceNumber
    text = _CURRENCY.sub(" ", text.lower()).replace("integerated", "integrated")
    if "%" in text and _OF_RATE.fullmatch(text):
        text += " rate"  # IGST % is no amount; Input CGST 9% is one
    return _OTHER.sub(" ", text).strip()


class Layout(NamedTuple):
    """How one kind of sheet is laid out.

    `fields`: field to the headings it stands under, the template's own first; `needed`: fields a sheet cannot do
    without; `ignored`: known headings of no use here; `family`: that of its documents, see `families`; `by_item`: a
    row is an item, so that equal rows are no repetition.
    """

    key: str
    fields: Mapping[str, tuple[str, ...]]
    needed: frozenset[str]
    ignored: frozenset[str]
    family: str = ""
    by_item: bool = False


class Header(NamedTuple):
    """The heading row of a sheet: its place among the rows, the column of each field, the other columns' headings.

    `known` are the columns of fields and those the layout ignores; `above` the rows over the first table of a sheet.
    """

    at: int
    columns: dict[str, int]
    own: dict[int, str]
    known: frozenset[int]
    above: Sequence[Row] = ()

    @property
    def score(self) -> int:
        """How many headings are known."""
        return len(self.known)


def find_header(sheet: Sheet, layout: Layout) -> Header | None:
    """The row among the first ones with the most headings of the layout; None when there is none."""
    best: Header | None = None
    for at, row in enumerate(sheet.rows[:SEARCHED]):
        header = _read(at, row.cells, layout)
        if header.score >= _LEAST and (best is None or header.score > best.score):
            best = header
    return best


class Table(NamedTuple):
    """One table of a sheet: the rows from its headings to the next table's, and what it is laid out as."""

    layout: Layout
    sheet: Sheet
    header: Header


def find_tables(sheet: Sheet, layouts: Sequence[Layout], telling: Collection[str]) -> list[Table]:
    """The tables of a sheet that stand one below the other, each under headings of its own.

    `telling`: fields, of which those that a layout needs tell it. The same headings again, as on a new page, begin
    no new table.
    """
    titles = {heading(title) for layout in layouts for field in telling for title in layout.fields.get(field, ())}
    starts = {title[:3] for title in titles}  # most cells are told by them
    found: list[tuple[Layout, Header]] = []
    for at in rows_with(sheet.rows, starts, lambda text: text[:3].lower() in starts and heading(text) in titles):
        headers = [(layout, _read(at, sheet.rows[at].cells, layout)) for layout in layouts]
        fitting = [
            one for one in headers if one[1].score >= _LEAST and one[0].needed & set(telling) <= one[1].columns.keys()
        ]
        best = max(fitting, key=lambda one: (one[1].score, one[0].key == sheet.name.strip().lower()), default=None)
        if not best or (found and (best[0].key, best[1].columns) == (found[-1][0].key, found[-1][1].columns)):
            continue
        if found and found[-1][1].at == at - 1:  # headings in two rows: the fuller one holds
            best = max(found.pop(), best, key=lambda one: one[1].score)
        found.append(best)
    ends = [*(header.at for _, header in found[1:]), len(sheet.rows)][: len(found)]
    return [
        Table(
            layout,
            sheet._replace(rows=sheet.rows[header.at : end]),
            header._replace(at=0, above=sheet.rows[: found[0][1].at] if header is found[0][1] else ()),
        )
        for (layout, header), end in zip(found, ends, strict=True)
    ]


def rows_with(rows: Sequence[Row], starts: Collection[str], is_meant: Callable[[str], bool]) -> list[int]:
    """Places of the rows that hold such a text, which begins with one of the `starts`: three small letters."""
    held = rows_of(rows)
    found = {at for at, cells in held.tails.items() if any(is_meant(cell) for cell in cells if isinstance(cell, str))}
    for column in held.columns:
        likely = [top for top in column.starts if top[:1].isspace() or top.strip().lower()[:3] in starts]
        texts = [(code, column.different[code]) for top in likely for code in column.starts[top]]
        meant = [code for code, text in texts if isinstance(text, str) and is_meant(text)]
        found.update(np.flatnonzero(np.isin(column.codes, meant)).tolist() if meant else ())
    return sorted(found)


def missing(header: Header, layout: Layout) -> list[str]:
    """Headings of needed fields that the row does not have."""
    absent = layout.needed - header.columns.keys()
    return [titles[0] for field, titles in layout.fields.items() if field in absent]


def repeated(header: Header, layout: Layout) -> list[str]:
    """Headings of fields that stand over a second column too, which is then one of the accountant's own."""
    known = {heading(title) for titles in layout.fields.values() for title in titles}
    return [title for title in header.own.values() if heading(title) in known]


def _read(at: int, cells: Sequence[Cell], layout: Layout) -> Header:
    fields = {heading(title): field for field, titles in layout.fields.items() for title in titles}
    known = {heading(title) for title in layout.ignored}
    columns: dict[str, int] = {}
    own: dict[int, str] = {}
    ignored: set[int] = set()
    for column, cell in enumerate(cells):
        words = heading(cell) if isinstance(cell, str) else ""
        field = fields.get(words)
        if field and field not in columns:
            columns[field] = column
        elif words in known:
            ignored.add(column)
        elif words:
            own[column] = " ".join(str(cell)[:_LONGEST].split())
    return Header(at, columns, own, frozenset({*columns.values(), *ignored}))
