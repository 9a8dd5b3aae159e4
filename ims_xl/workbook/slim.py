"""A workbook file without the cells of our tables that are as we drew them: they are drawn again, not loaded.

Loading is most of the work on a large workbook, and of its cells only the accountant's are wanted.
"""

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles.stylesheet import apply_stylesheet

from ims_xl.workbook import computed, package, strays
from ims_xl.workbook.layout import letters
from ims_xl.workbook.looks import Looks, expected_look
from ims_xl.workbook.places import FilePlaces, Place
from ims_xl.workbook.sheet import Table
from ims_xl.workbook.styles import STYLES

_ROW = re.compile(rb'<row\b[^>]*? ?r="(\d+)"[^>]*>(.*?)</row>', re.DOTALL)
_SPOKEN_OF = re.compile(rb'<(?:\w+:)?(?:hyperlink|mergeCell|comment)\b[^>]*? ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')


def copy(places: FilePlaces, tables: Mapping[str, Table]) -> io.BytesIO:
    """The file of `places`, drawn by the present palette, without the cells of `tables` that are ours alone.

    Kept are cells that look otherwise, carry a note or a link, stand on a line of the accountant's, or hold a formula
    in a column of his. A sheet written in a way that is not understood is kept whole.
    """
    slim = io.BytesIO()
    with zipfile.ZipFile(places.path) as old, zipfile.ZipFile(slim, "w", zipfile.ZIP_STORED) as new:
        looks = _looks(old)
        sheets = {places.package.sheets[place.sheet]: place.sheet for place in places.tables.values()}
        for name in old.namelist():
            text = old.read(name)
            if name in sheets:
                spoken = _spoken_of(old, name, text)
                for place in places.tables.values():
                    if place.sheet == sheets[name] and place.name in tables:
                        text = _without(text, places, place, tables[place.name], looks, spoken)
            new.writestr(name, text.replace(computed.ESCAPE, computed.HIDDEN_ESCAPE))
    slim.seek(0)
    return slim


def _looks(archive: zipfile.ZipFile) -> list[Any]:
    """The look of every style of the workbook, by its number."""
    book = openpyxl.Workbook()
    apply_stylesheet(archive, book)
    looks, styles = Looks(), list(book._cell_styles)
    return [looks.of(Cell(book.active, 1, 1, style_array=style)) for style in styles]


def _spoken_of(archive: zipfile.ZipFile, part: str, text: bytes) -> list[package.Box]:
    """Cells that a link, a note or a merge speaks of."""
    notes = [archive.read(target) for kind, _, target in package.relations(archive, part) if kind == "comments"]
    tail = text[text.rindex(b"</sheetData>") :] if b"</sheetData>" in text else b""
    return [package.box(found.decode()) for text in (tail, *notes) for found in _SPOKEN_OF.findall(text)]


def _without(
    text: bytes, places: FilePlaces, place: Place, table: Table, looks: list[Any], spoken: Collection[package.Box]
) -> bytes:
    rows = set(place.rows) - set(strays.lines(places, place, table))
    rows -= {row for box in spoken for row in range(box.top, box.bottom + 1)}
    ours = _ours(place, table, looks)

    def row(found: re.Match[bytes]) -> bytes:
        if int(found[1]) not in rows:
            return found[0]
        kept = ours.sub(b"", found[2])
        return b'<row r="%b">%b</row>' % (found[1], kept) if kept.strip() else b""

    return _ROW.sub(row, text)


def _ours(place: Place, table: Table, looks: list[Any]) -> re.Pattern[bytes]:
    """Matches a cell that looks as its column does, and in the accountant's columns holds no formula."""
    specs = {spec.header: spec for spec in table.columns}
    columns: dict[tuple[str, bool], list[str]] = {}
    for number, header in enumerate(place.headers, start=place.box.left):
        spec = specs.get(header)
        style = (f"input {spec.kind}" if spec.is_input else spec.kind) if spec else "own"
        expected = expected_look(STYLES[style])
        known = "|".join(str(rank) for rank, look in enumerate(looks) if look == expected)
        if known:
            columns.setdefault((known, spec is None), []).append(letters(number))
    cells = [
        rf'(?:{"|".join(names)})\d+" s="(?:{known})"(?: t="\w+")?(?:/>|>{"(?!<f)" if own else ""}.*?</c>)'
        for (known, own), names in columns.items()
    ]
    return re.compile(f'<c r="(?:{"|".join(cells) or "(?!)"})'.encode(), re.DOTALL)
