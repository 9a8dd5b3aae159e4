"""Rows in the order in which the accountant has them: what he sorted stays sorted."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ims_xl.workbook.cell_values import values
from ims_xl.workbook.places import Place, Places
from ims_xl.workbook.rows import Row, identities, key_header
from ims_xl.workbook.sheet import Sheet, Table

NAME = "ims_order_"
SORTED = "0"  # the accountant's order: it stays, whatever ours would be


def order_name(table: str) -> str:
    """The hidden name that tells in which order a table was drawn."""
    return NAME + table


def fingerprint(rows: Iterable[Row]) -> str:
    """A number that tells whether rows stand in the same order."""
    return str(zlib.crc32(repr(list(rows)).encode()) or 1)


def identities_of(table: Table) -> list[Row]:
    """The name of each row to be drawn."""
    header = key_header(table, table.headers)
    column = next((column for column in table.columns if column.header == header), None)
    if column is None:
        return identities([None] * max(len(table.rows), 1))
    return identities(values(table.rows[column.field], column.kind) or [None])


def in_user_order(spec: Sheet, places: Places) -> tuple[Sheet, dict[str, str]]:
    """The sheet with its tables as the accountant sorted them, and the fingerprint of each table's order."""
    tables, orders = [], {}
    for table in spec.tables:
        new = identities_of(table)
        place = places.tables.get(table.name)
        ranks = _user_ranks(table, new, place, places) if place else None
        orders[table.name] = SORTED if ranks else fingerprint(new)
        tables.append(_reordered(table, ranks) if ranks else table)
    return replace(spec, tables=tuple(tables)), orders


def _user_ranks(table: Table, new: Sequence[Row], place: Place, places: Places) -> list[int] | None:
    """The rows of `new` in the accountant's order; None when that is ours."""
    drawn = places.package.names.get(order_name(table.name))
    header = key_header(table, place.headers)
    if drawn is None or not header or len(table.rows) < 2:
        return None
    column = place.box.left + place.headers.index(header)
    old = identities(places.column(place.sheet, column, place.rows))
    if drawn == fingerprint(old):
        return None
    ranks = merged(new, old)
    return ranks if ranks != list(range(len(new))) else None


def merged(new: Sequence[Row], old: Sequence[Row]) -> list[int]:
    """Ranks of the new rows: those that were there in their old order, each other behind the one it comes after."""
    rank_of = {row: rank for rank, row in enumerate(new)}
    kept = [rank_of[row] for row in dict.fromkeys(old) if row in rank_of]
    there = set(kept)
    behind: dict[int, list[int]] = {}
    anchor = -1
    for rank in range(len(new)):
        if rank in there:
            anchor = rank
        else:
            behind.setdefault(anchor, []).append(rank)
    found = list(behind.get(-1, ()))
    for rank in kept:
        found += [rank, *behind.get(rank, ())]
    return found


def _reordered(table: Table, ranks: Sequence[int]) -> Table:
    choices = {now: table.choices[rank] for now, rank in enumerate(ranks) if rank in table.choices}
    return replace(table, rows=table.rows.iloc[list(ranks)], choices=choices)
