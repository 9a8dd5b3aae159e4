"""Formats whose sheets are plain tables: a layout says under which heading each field stands."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ims_xl.purchases.columns import Cell
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format, bare
from ims_xl.purchases.headers import Layout, Table, find_tables, heading, missing
from ims_xl.purchases.lines import TORN, torn
from ims_xl.purchases.sheets import count_copies_once, read_sheet
from ims_xl.purchases.translated import Told, told
from ims_xl.purchases.values import is_blank, shown

FOREIGN: Told = ("error", "bills in another currency were left out", "Give their amounts in rupees.")
_RUPEES = ("", "inr", "rs", "₹")
_TELLING = ("supplier_gstin", "doc_number", "doc_date")


def tables_of(content: Content, *layouts: Layout) -> list[Table]:
    """The tables of any sheet that have every heading their layout needs."""
    likely = [layout for layout in layouts if _is_likely(content, layout)]
    found = [table for sheet in content.flat if likely for table in find_tables(sheet, likely, _TELLING)]
    return [table for table in found if not missing(table.header, table.layout)]


def _is_likely(content: Content, layout: Layout) -> bool:
    """Whether all needed headings stand near the top: to look for tables in every row takes long."""
    return all(any(heading(title) in content.headings for title in layout.fields[name]) for name in layout.needed)


def cells_of(table: Table, reading: Reading) -> list[tuple[int, dict[str, Cell]]]:
    """Number and cells by field of each row below the headings; a field without a column is blank.

    Rows of documents that are torn, as by a comma in a CSV, are left out and told.
    """
    layout, sheet, header = table
    broken = torn(sheet, header.at, [header.columns[name] for name in layout.needed])
    found: list[tuple[int, dict[str, Cell]]] = []
    left_out: dict[str, list[int]] = {}
    for number, cells in sheet.rows[header.at + 1 :]:
        held = {name: cells[at] for name, at in header.columns.items() if at < len(cells)}
        if number in broken and not is_blank(held.get("doc_number", "")):
            left_out.setdefault(broken[number], []).append(number)
        else:
            found.append((number, {name: held.get(name, "") for name in layout.fields}))
    reading.issues += told(left_out, TORN, sheet)
    return found


def titles_of(table: Table) -> dict[str, str]:
    """The headings of the fields, as the file has them."""
    return {name: str(table.sheet.rows[0].cells[at]).strip() for name, at in table.header.columns.items()}


def read_tables(name: str, tables: Iterable[Table], read_table: Callable[[Table, Reading], None]) -> Reading:
    """What `read_table` adds of each table; a copy of a sheet is counted once."""
    reading = Reading(bare(name))
    for table in tables:
        read_table(table, reading)
    reading.issues += count_copies_once(reading)
    return reading


def in_use(
    rows: Iterable[tuple[int, dict[str, Cell]]], unused: Collection[str], found: Mapping[str, list[int]]
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows whose status is none of the unused ones, in rupees; numbers of others go to `unused` and `foreign`."""
    for number, cells in rows:
        if shown(cells["status"]).lower() in unused:
            found["unused"].append(number)
        elif shown(cells["currency"]).lower() not in _RUPEES:
            found["foreign"].append(number)
        else:
            yield number, cells


def table_format(name: str, *layouts: Layout, families: tuple[str, ...]) -> Format:
    """A format of tables in these layouts, `name` as `a Books export`; it is told by its needed headings."""

    def tables(content: Content) -> list[Table]:
        return tables_of(content, *layouts)

    def read(content: Content, swap_notes: bool) -> Reading:
        def read_table(table: Table, reading: Reading) -> None:
            read_sheet(table.sheet, table.header, table.layout, reading, swap_notes)

        return read_tables(name, content.once(tables), read_table)

    return Format(name, lambda content: bool(content.once(tables)), read, families)
