"""Headings and totals rows of our tables while we write: headings are shown, totals rows are out of the way."""

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

from ims_xl.workbook.places import Places


@contextmanager
def without_totals_rows(book: xw.Book, places: Places) -> Iterator[bool]:
    """Show the headings, hide the totals rows, whether something changed; totals rows come back, errors included.

    Excel remembers what stood in a totals row; what it forgot is written again under the same heading.
    """
    parts = places.package.tables
    ours = places.tables.keys() & parts.keys()
    bare = {name for name in ours if not parts[name].heading_rows}
    with_totals = {name for name in ours if parts[name].total_rows}
    totals: dict[str, dict[str, str]] = {}
    for name, table in _named(book).items() if bare or with_totals else ():
        if name in bare:
            table.show_headers = True
        if name in with_totals:
            totals[name] = _totals(table)
            table.show_totals = False
    try:
        yield bool(bare or with_totals)
    finally:
        for name, table in _named(book).items() if totals else ():
            if name in totals:
                table.show_totals = True
                _put_again(table, totals[name])


def _named(book: xw.Book) -> dict[str, xw.main.Table]:
    return {table.name: table for sheet in book.sheets for table in sheet.tables}


def _totals(table: xw.main.Table) -> dict[str, str]:
    """What stands in the totals row, by heading."""
    headings, row = table.header_row_range, table.totals_row_range
    assert headings is not None
    assert row is not None
    formulas = row.formula
    texts = formulas[0] if isinstance(formulas, list | tuple) else [formulas]
    return dict(zip(map(str, headings.options(ndim=1).value), map(str, texts), strict=True))


def _put_again(table: xw.main.Table, were: dict[str, str]) -> None:
    row = table.totals_row_range
    assert row is not None
    for rank, (heading, text) in enumerate(_totals(table).items()):
        if not text and were.get(heading):
            row[0, rank].formula = were[heading]
