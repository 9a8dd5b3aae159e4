"""Formats whose sheets are plain tables: a layout says under which heading each field stands."""

from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format, bare
from ims_xl.purchases.grid import Cell
from ims_xl.purchases.headers import Layout, Table, find_tables, heading, missing
from ims_xl.purchases.sheets import count_copies_once, read_sheet

_TELLING = ("supplier_gstin", "doc_number", "doc_date")


def tables_of(content: Content, *layouts: Layout) -> list[Table]:
    """The tables of any sheet that have every heading their layout needs."""
    likely = [layout for layout in layouts if _is_likely(content, layout)]
    found = [table for sheet in content.sheets if likely for table in find_tables(sheet, likely, _TELLING)]
    return [table for table in found if not missing(table.header, table.layout)]


def _is_likely(content: Content, layout: Layout) -> bool:
    """Whether all needed headings stand near the top: to look for tables in every row takes long."""
    return all(any(heading(title) in content.headings for title in layout.fields[name]) for name in layout.needed)


def cells_of(table: Table) -> list[tuple[int, dict[str, Cell]]]:
    """Number and cells by field of each row below the headings; a field without a column is blank."""
    columns = table.header.columns
    return [
        (
            row.number,
            {
                name: row.cells[at] if (at := columns.get(name, -1)) in range(len(row.cells)) else ""
                for name in table.layout.fields
            },
        )
        for row in table.sheet.rows[1:]
    ]


def titles_of(table: Table) -> dict[str, str]:
    """The headings of the fields, as the file has them."""
    return {name: str(table.sheet.rows[0].cells[at]).strip() for name, at in table.header.columns.items()}


def table_format(name: str, *layouts: Layout, families: tuple[str, ...]) -> Format:
    """A format of tables in these layouts, `name` as `a Books export`; it is told by its needed headings."""

    def tables(content: Content) -> list[Table]:
        return tables_of(content, *layouts)

    def read(content: Content, swap_notes: bool) -> Reading:
        reading = Reading(bare(name))
        for layout, sheet, header in content.once(tables):
            read_sheet(sheet, header, layout, reading, swap_notes)
        reading.issues += count_copies_once(reading)
        return reading

    return Format(name, lambda content: bool(content.once(tables)), read, families)
