"""Excel while we write: nothing recalculates, fires or flickers, and all is as before afterwards, errors included."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import xlwings as xw

from ims_xl.workbook.excel.native import native

_OFF: dict[str, Any] = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}


@contextmanager
def quiet(app: xw.App) -> Iterator[None]:
    """Switch off what makes writing slow or asks questions; each setting is put back on its own."""
    with ExitStack() as stack:
        stack.callback(setattr, app, "status_bar", False)
        for name, value in _OFF.items():
            stack.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, value)
        yield


class Filter(NamedTuple):
    """What a column of a table was filtered by."""

    table: str
    header: str
    criteria: xw.main.AutoFilterCriteria


def take_filters(book: xw.Book, ours: set[str]) -> list[Filter]:
    """Clear the filters of these tables and say what they were: hidden rows would not be sorted."""
    found = []
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name not in ours or not table.show_autofilter or not native(table).books.is_filtered(table):
                continue
            active = [criteria for criteria in table.autofilter.criteria if criteria.type != "none"]
            headers = _headers(table)
            found += [Filter(table.name, headers[criteria.field - 1], criteria) for criteria in active]
            for criteria in active:
                table.autofilter.clear(criteria.field)
    return found


def put_filters(book: xw.Book, filters: list[Filter]) -> list[str]:
    """Filter again by values and comparisons; the headings of other filters, which stay cleared, are returned."""
    tables = {table.name: table for sheet in book.sheets for table in sheet.tables} if filters else {}
    cleared = []
    for was in filters:
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


def _headers(table: xw.main.Table) -> list[str]:
    row = table.header_row_range
    assert row is not None
    return [str(value) for value in row.options(ndim=1).value]
