"""What the accountant typed into tables of ours and belongs to no document: columns of other tables, own lines."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from ims_xl.workbook.cell_values import Plain, plain, values
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import Sheet, Table


def with_own_columns(spec: Sheet, places: Places) -> Sheet:
    """The sheet with the accountant's columns in tables without documents, beside the rows of the same name."""
    tables = tuple(_widened(table, places) for table in spec.tables)
    return replace(spec, tables=tables)


def lines(places: Places, place: Place, table: Table) -> Iterator[int]:
    """Rows of a table that the accountant wrote: below what was drawn, or without the key that names a row."""
    if table.is_list:
        return
    header = key_header(table, place.headers)
    column = place.box.left + place.headers.index(header) if header else 0
    beside, ours = _unnamed(table, header)
    name = place.box.left + place.headers.index(beside) if beside in place.headers else 0
    drawn = [box.bottom for sheet, box in places.drawn.get(place.name, ()) if sheet == place.sheet]
    for row in place.rows:
        named = bool(column) and places.value(place.sheet, row, column) is not None
        if (named and (place.keys or not drawn or row <= drawn[0])) or not _filled(places, place, row):
            continue
        if not name or places.value(place.sheet, row, name) not in ours:
            yield row


def _unnamed(table: Table, header: str) -> tuple[str, set[Plain]]:
    """The text column beside the key, and what it says in rows of ours without a key: Customs has no GSTIN."""
    fields = {column.header: column.field for column in table.columns if column.kind == "text"}
    beside = next((name for name in fields if name != header), "")
    if header not in fields or not beside:
        return "", set()
    blank = table.rows[fields[header]].map(lambda value: plain(value) is None)
    return beside, {plain(value) for value in table.rows[fields[beside]][blank]} - {None}


def _widened(table: Table, places: Places) -> Table:
    place = places.tables.get(table.name)
    if place is None or place.keys or any(column.kind == "key" for column in table.columns):
        return table
    own = [header for header in place.headers if header not in set(table.headers)]
    header = key_header(table, place.headers)
    if not own or not header:
        return table
    field = next(column for column in table.columns if column.header == header)
    new = identities(values(table.rows[field.field], field.kind))
    columns = {name: _by_row(places, place, header, name) for name in own}
    own = [name for name in own if any(value is not None for value in columns[name].values())]
    rows = table.rows.reset_index(drop=True)
    made = {
        name: pd.Series([values.get(row) for row in new], dtype="object")
        for name, values in columns.items()
        if name in own
    }
    return replace(table, rows=rows.assign(**made), own=(*table.own, *own))


def _by_row(places: Places, place: Place, header: str, own: str) -> Mapping[Row, object]:
    key, column = (place.box.left + place.headers.index(name) for name in (header, own))
    names = identities(places.column(place.sheet, key, place.rows))
    return dict(zip(names, places.column(place.sheet, column, place.rows), strict=True))


def _filled(places: Places, place: Place, row: int) -> bool:
    columns = range(place.box.left, place.box.right + 1)
    return any(places.value(place.sheet, row, column) is not None for column in columns)
