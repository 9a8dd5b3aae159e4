"""Headings found by their words, never by their place."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ims_xl.purchases.grid import Cell, Sheet

SEARCHED = 15  # rows that are not blank, from the top
_LEAST = 4  # known headings that make a row the heading row
_LONGEST = 200  # characters of a heading that are looked at

_CURRENCY = re.compile(r"\(?(?:₹|\brs\b\.?|\binr\b)\)?", re.ASCII)
_OTHER = re.compile(r"[^a-z0-9]+")


def heading(cell: Cell) -> str:
    """The words of a heading: small letters, single spaces, without signs and currency."""
    text = _CURRENCY.sub(" ", str(cell)[:_LONGEST].lower()).replace("integerated", "integrated")
    return _OTHER.sub(" ", text).strip()


class Layout(NamedTuple):
    """How one kind of sheet is laid out.

    `fields`: field to the headings it stands under, the template's own first; `needed`: fields a sheet cannot do
    without; `ignored`: known headings of no use here.
    """

    key: str
    fields: Mapping[str, tuple[str, ...]]
    needed: frozenset[str]
    ignored: frozenset[str]


class Header(NamedTuple):
    """The heading row of a sheet: its place among the rows, the column of each field, the other columns' headings.

    `known` are the columns of fields and those the layout ignores.
    """

    at: int
    columns: dict[str, int]
    own: dict[int, str]
    known: frozenset[int]

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
