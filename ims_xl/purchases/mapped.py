"""Registers in a layout whose columns the accountant has mapped himself."""

from collections.abc import Mapping, Sequence

from ims_xl import schema
from ims_xl.column_mapping import ColumnMapping
from ims_xl.issues import Issue
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content, Reading
from ims_xl.purchases.formats.format import Format, bare
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Header, Layout
from ims_xl.purchases.proposal import header_places
from ims_xl.purchases.sheets import count_copies_once, read_sheet
from ims_xl.purchases.sums import total
from ims_xl.register_words import FIELDS, NEEDED

_NAME = "a register with columns you mapped"
_LAYOUT = Layout("mapped", {field: (field,) for field in FIELDS}, frozenset(NEEDED), frozenset(), family="b2b")


def mapped_format(mapping: ColumnMapping) -> Format:
    """The format of every file that has these headings, in whatever sheet and row.

    `mapping` has no problems. Its columns for a field that is several are added; columns of no field are carried along.
    """

    def read(content: Content, swap_notes: bool) -> Reading:
        reading = Reading(bare(_NAME))
        for sheet, at in _tables(content, mapping.fingerprint):
            part, header = _arranged(sheet, at, mapping.fields)
            before = len(reading.books)
            read_sheet(part, header, _LAYOUT, reading, swap_notes)
            _mark_unregistered(reading, before)
        reading.issues += count_copies_once(reading)
        reason = "read by the columns that you mapped"
        reading.issues.append(Issue("note", reason, "To change or forget it: Map columns, or --map and --unmap."))
        return reading

    return Format(
        _NAME,
        lambda content: bool(_tables(content, mapping.fingerprint)),
        read,
        families=("b2b", "cdnr", "eco", "b2bur"),
    )


def _tables(content: Content, fingerprint: str) -> list[tuple[Sheet, int]]:
    """Each sheet that has these headings, and where; the same ones again, as on a new page, are passed over."""
    return [(sheet, places[0]) for sheet in content.sheets if (places := header_places(sheet, fingerprint))]


def _arranged(sheet: Sheet, at: int, fields: Mapping[str, Sequence[int]]) -> tuple[Sheet, Header]:
    """The rows from the headings on, with one column for each field, and where the fields are.

    What is added stands in the last of its columns: a row of a CSV that ends before it is a torn one.
    """
    rows = sheet.rows[at:]
    titles = [*rows[0].cells]
    columns = {field: places[-1] for field, places in fields.items()}
    for places in fields.values():
        titles[places[-1]] = " + ".join(str(titles[place]).strip() for place in places)
    added = [places for places in fields.values() if len(places) > 1]
    rows = [Row(rows[0].number, titles), *(_with_sums(row, added) for row in rows[1:])]
    known = frozenset(place for places in fields.values() for place in places)
    own = {
        place: " ".join(str(title).split())
        for place, title in enumerate(titles)
        if place not in known and str(title).strip()
    }
    return sheet._replace(rows=rows), Header(0, columns, own, known)


def _with_sums(row: Row, added: Sequence[Sequence[int]]) -> Row:
    if not added or len(row.cells) <= max(places[-1] for places in added):
        return row
    cells: list[Cell] = [*row.cells]
    for places in added:
        cells[places[-1]] = total([cells[place] for place in places])
    return row._replace(cells=cells)


def _mark_unregistered(reading: Reading, before: int) -> None:
    """Purchases without GSTIN and tax are of unregistered suppliers."""
    for frame in reading.books[before:]:
        untaxed = frame[list(schema.TAXES)].abs().sum(axis=1) == 0
        frame.loc[frame["supplier_gstin"].eq("") & untaxed, "family"] = "b2bur"
