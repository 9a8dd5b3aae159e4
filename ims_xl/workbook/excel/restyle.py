"""Gives lines that another version of ours drew the looks of this one; what the accountant coloured stays."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import xlwings as xw

from ims_xl.workbook import layout, ranges
from ims_xl.workbook.excel import paint
from ims_xl.workbook.excel.facts import Patch
from ims_xl.workbook.excel.native import TRAITS, Trait, native
from ims_xl.workbook.places import Place
from ims_xl.workbook.ranges import Box
from ims_xl.workbook.sheet import Table
from ims_xl.workbook.styles import MANY, STYLES, Style


class _Column(NamedTuple):
    """The lines of one column, and the rows of one kind that look alike, by trait."""

    box: Box
    style: str
    patches: dict[Trait, list[Patch]]


def restyle(book: xw.Book, tables: Sequence[tuple[Table, Place]]) -> None:
    """Dress the headings and lines of these tables, then put back what differed from the old look.

    The old look of a style is the commonest one of all its lines in the workbook, as in a file. The number of calls
    grows with the columns and with what the accountant coloured, not with the rows.
    """
    if not native(book).cells.SEES_TRAITS:
        return
    columns = {place.name: _columns(book.sheets[place.sheet], table, place) for table, place in tables}
    old = _old_looks([column for found in columns.values() for column in found])
    for table, place in tables:
        sheet = book.sheets[place.sheet]
        _headings(sheet, table, place)
        for style, group in groupby(columns[place.name], key=lambda column: column.style):
            run = list(group)
            for neighbours in _joined([column.box for column in run]):
                paint.dress(sheet, [neighbours], style)
        for column in columns[place.name]:
            for trait, patches in column.patches.items():
                for patch in patches:
                    if patch.look != old[column.style, trait]:
                        box = column.box._replace(top=patch.top, bottom=patch.bottom)
                        _PUT[trait](sheet.range(ranges.address(box)), patch.look)


def expected(style: Style, trait: Trait) -> str:
    """How cells of a style look when nobody changed them."""
    looks: dict[Trait, str] = {
        "fill": style.fill,
        "letters": style.colour,
        "bold": "yes" if style.bold else "",
        "italic": "yes" if style.italic else "",
    }
    return looks[trait]


def _columns(sheet: xw.Sheet, table: Table, place: Place) -> list[_Column]:
    boxes = list(_boxes(table, place))
    wanted: list[tuple[Box, Trait]] = [(box, trait) for box, _ in boxes for trait in TRAITS]
    found = iter(native(sheet).cells.patches(sheet, wanted))
    return [_Column(box, style, {trait: next(found) for trait in TRAITS}) for box, style in boxes]


def _boxes(table: Table, place: Place) -> Iterator[tuple[Box, str]]:
    """The lines of each column of ours and their style."""
    styles = {line.header: line.style for line in layout.drawn_columns(table, place.headers) if not line.own}
    for rank, header in enumerate(place.headers):
        if header in styles and len(place.rows):
            left = place.box.left + rank
            yield Box(place.rows.start, left, place.rows.stop - 1, left), styles[header]


def _old_looks(columns: Sequence[_Column]) -> dict[tuple[str, Trait], str]:
    """By style and trait: the commonest look of its lines, the present one where there are few lines."""
    counts: dict[tuple[str, Trait], Counter[str]] = {}
    for column in columns:
        for trait, patches in column.patches.items():
            count = counts.setdefault((column.style, trait), Counter())
            for patch in patches:
                count[patch.look] += patch.bottom - patch.top + 1
    return {
        (style, trait): count.most_common(1)[0][0] if count.total() >= MANY else expected(STYLES[style], trait)
        for (style, trait), count in counts.items()
    }


def _headings(sheet: xw.Sheet, table: Table, place: Place) -> None:
    styles = {line.header: line.heading_style for line in layout.drawn_columns(table, place.headers)}
    for style, group in groupby(enumerate(place.headers), key=lambda pair: styles.get(pair[1], "")):
        ranks = [rank for rank, _ in group]
        left = place.box.left
        if style:
            paint.dress(sheet, [Box(place.box.top, left + ranks[0], place.box.top, left + ranks[-1])], style)


def _joined(boxes: Sequence[Box]) -> Iterator[Box]:
    """Columns side by side as one rectangle."""
    for _, group in groupby(enumerate(boxes), key=lambda pair: pair[1].left - pair[0]):
        run = [box for _, box in group]
        yield run[0]._replace(right=run[-1].right)


def _fill(area: xw.Range, look: str) -> None:
    area.color = f"#{look}" if look else None


def _letters(area: xw.Range, look: str) -> None:
    if look:
        area.font.color = f"#{look}"


def _bold(area: xw.Range, look: str) -> None:
    area.font.bold = bool(look)


def _italic(area: xw.Range, look: str) -> None:
    area.font.italic = bool(look)


_PUT: dict[Trait, Callable[[xw.Range, str], None]] = {
    "fill": _fill,
    "letters": _letters,
    "bold": _bold,
    "italic": _italic,
}
