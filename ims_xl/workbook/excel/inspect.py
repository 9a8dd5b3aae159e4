"""What an open workbook declares and holds, read in few calls."""

from collections.abc import Mapping, Sequence

import xlwings as xw

from ims_xl.workbook import ranges
from ims_xl.workbook.excel.facts import Facts
from ims_xl.workbook.excel.native import native
from ims_xl.workbook.places import Grid, Places
from ims_xl.workbook.sheet import Sheet
from ims_xl.workbook.xlsx.package import Package


def read(book: xw.Book, facts: Facts, known: Mapping[str, Sequence[str]]) -> Places:
    """Where what is ours stands now; the cells of a sheet are read, all at once, when they are asked for."""

    def grid(title: str) -> Grid:
        box = ranges.box(facts.used[title])._replace(top=1, left=1)
        area = book.sheets[title].range(ranges.address(box, fixed=True))
        return native(book).cells.grid(area)

    tables = {part.name: part for part in facts.tables}
    return Places(Package(dict.fromkeys(facts.used, ""), tables, facts.names), grid, known)


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
