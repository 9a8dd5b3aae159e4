"""Filters of tables in Excel for Mac."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import xlwings as xw


class Filter(NamedTuple):
    """What a column of a table was filtered by."""

    table: str
    header: str
    criteria: xw.main.AutoFilterCriteria


def unfilter(book: xw.Book, tables: Collection[str]) -> list[Filter]:
    """Clear the filters of these tables and say what they were: hidden rows would not be sorted."""
    found = []
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name not in tables or not table.show_autofilter:
                continue
            active = [criteria for criteria in table.autofilter.criteria if criteria.type != "none"]
            headers = _headers(table)
            found += [Filter(table.name, headers[criteria.field - 1], criteria) for criteria in active]
            for criteria in active:
                table.autofilter.clear(criteria.field)
    return found


def refilter(book: xw.Book, kept: Sequence[Filter]) -> list[str]:
    """Filter again by values and comparisons; the headings of other filters, which stay cleared, are returned."""
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables} if kept else {}
    cleared = []
    for was in kept:
        table = tables.get(was.table)
        headers = _headers(table) if table else []
        criteria = was.criteria
        field = headers.index(was.header) + 1 if was.header in headers else 0
        if table and field and criteria.type == "values" and criteria.values:
            table.autofilter.apply_values(field, criteria.values)
        elif table and field and criteria.type == "comparison" and criteria.operator:
            table.autofilter.apply_comparison(field, criteria.operator, criteria.value1, criteria.value2)
        else:
            cleared.append(was.header)
    return cleared


def filter_by(table: xw.main.Table, column: int, text: str) -> None:
    """Show only the lines of a table that hold this text in a column, counted from 1."""
    table.autofilter.apply_values(column, [text])


def _headers(table: xw.main.Table) -> list[str]:
    row = table.header_row_range
    assert row is not None
    return [str(value) for value in row.options(ndim=1).value]
