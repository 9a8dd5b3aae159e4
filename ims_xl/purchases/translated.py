"""Rows that a format has put under our own fields, read as every table is."""

from collections.abc import Collection, Mapping, Sequence

from ims_xl import schema
from ims_xl.issues import Issue, Severity
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Reading
from ims_xl.purchases.findings import spans
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.headers import Header, Layout
from ims_xl.purchases.layouts import DOCUMENT
from ims_xl.purchases.sheets import read_sheet
from ims_xl.purchases.values import is_blank

FIELDS = (
    *("supplier_gstin", "supplier_name", "doc_type", "doc_number", "doc_date", "doc_value", "taxable_value"),
    *schema.TAXES,
    *("rate", "place_of_supply", "reverse_charge", "voucher_number"),
)
_LAYOUT = Layout(
    "translated",
    {name: (name,) for name in FIELDS},
    DOCUMENT | {"supplier_gstin", "doc_type"},
    frozenset(),
    family="b2b",
)


Told = tuple[Severity, str, str]
"""How severe a kind of finding is, its words, and what to do."""


def translated(number: int, cells: Mapping[str, Cell]) -> Row:
    """A row of that number with these cells under FIELDS, others blank."""
    return Row(number, [cells.get(name, "") for name in FIELDS])


def cell_of(row: Row, field: str) -> Cell:
    """The cell of a field of a translated row."""
    return row.cells[FIELDS.index(field)]


def read_translated(
    sheet: Sheet,
    rows: Sequence[Row],
    reading: Reading,
    titles: Mapping[str, str],
    *,
    headless: Collection[int] = (),
    by_item: bool = False,
    swap_notes: bool = False,
) -> None:
    """Add the documents of translated rows of a sheet to the reading.

    `titles`: under which headings of the file a field stands; `headless`: numbers of rows whose tax heads the file
    does not tell: they are missing, not zero; `by_item`: equal rows are items and no repetition. Purchases without
    GSTIN and tax are of unregistered suppliers.
    """
    columns = {name: at for at, name in enumerate(FIELDS)}
    if by_item or all(is_blank(cell_of(row, "rate")) for row in rows):
        del columns["rate"]  # without rates two rows of a document are told as booked twice
    header = Header(0, columns, {}, frozenset(range(len(FIELDS))))
    top = Row(0, [titles.get(name) or name.replace("_", " ") for name in FIELDS])
    before = len(reading.books)
    read_sheet(sheet._replace(rows=[top, *rows]), header, _LAYOUT._replace(by_item=by_item), reading, swap_notes)
    taxes = list(schema.TAXES)
    for frame in reading.books[before:]:
        frame.loc[frame["source_row"].isin(headless), taxes] = float("nan")
        untaxed = (frame[taxes].abs().sum(axis=1) == 0) & ~frame["source_row"].isin(headless)
        frame.loc[frame["supplier_gstin"].eq("") & untaxed, "family"] = "b2bur"


def told(found: Mapping[str, Sequence[int]], words: Mapping[str, Told], sheet: Sheet) -> list[Issue]:
    """One finding for each kind that has rows, in the order of the words."""
    return [
        Issue(severity, f"{reason} (rows {spans(found[kind])})", remedy, sheet=sheet.name, row=found[kind][0])
        for kind, (severity, reason, remedy) in words.items()
        if found.get(kind)
    ]
