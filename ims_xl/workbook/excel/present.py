"""What an open workbook declares and holds, read in few calls."""

from collections.abc import Mapping, Sequence

import xlwings as xw

from ims_xl.workbook import layout, package
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.package import Box, Package, TablePart
from ims_xl.workbook.places import Grid, Places
from ims_xl.workbook.sheet import Sheet


def read(book: xw.Book, known: Mapping[str, Sequence[str]]) -> Places:
    """Where what is ours stands now; the cells of a sheet are read, all at once, when they are asked for."""
    tables = {part.name: part for sheet in book.sheets for part in _tables(sheet)}
    names = {
        name.name: str(name.refers_to).removeprefix("=")
        for name in book.names
        if name.name.startswith("ims_")  # a sheet's own names begin with the sheet
    }
    return Places(
        Package(dict.fromkeys(book.sheet_names, ""), tables, names), lambda sheet: _grid(book.sheets[sheet]), known
    )


def titles(places: Places, specs: Sequence[Sheet]) -> dict[str, str]:
    """Present names of our sheets by key."""
    found = {}
    for spec in specs:
        title = places.sheet(spec.key)
        for table in spec.tables:
            place = places.tables.get(table.name)
            title = title or (place.sheet if place else "")
        if not title and not places.areas and spec.name in places.package.sheets:
            title = spec.name
        if title:
            found[spec.key] = title
    return found


def used(sheet: xw.Sheet) -> Box:
    """The cells Excel has in use."""
    return package.box(sheet.used_range.address)


def _tables(sheet: xw.Sheet) -> list[TablePart]:
    title = sheet.name
    found = []
    for table in sheet.tables:
        shown = table.show_headers
        headers = () if shown else tuple(column.name for column in table.columns)
        box = package.box(table.range.address)
        found.append(TablePart(table.name, title, box, headers, int(shown), int(table.show_totals)))
    return found


def _grid(sheet: xw.Sheet) -> Grid:
    box = used(sheet)._replace(top=1, left=1)
    area = sheet.range(layout.address(box, fixed=True))
    return native(sheet).cells.grid(area)
