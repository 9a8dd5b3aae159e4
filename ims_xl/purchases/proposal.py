"""A proposal for a register that no format recognises: which field each column seems to hold."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from ims_xl.column_mapping import ColumnMapping, MappedColumn, fingerprint_of
from ims_xl.gst import gstin
from ims_xl.issues import ImsError
from ims_xl.purchases.amounts import read_amount
from ims_xl.purchases.clean import FIELDS as READERS
from ims_xl.purchases.columns import Cell, Row
from ims_xl.purchases.content import Content
from ims_xl.purchases.grid import Sheet
from ims_xl.purchases.heading_words import Guess, folded, guess
from ims_xl.purchases.sums import ROUND_OFF
from ims_xl.purchases.values import is_blank, read, shown
from ims_xl.register_words import FIELDS, NOT_USED, SUMMED
from ims_xl.schema import TAXES

SEARCHED = 40  # rows in which the headings may stand
SAMPLES = 3  # cells of each column that are shown
_LOOKED_AT = 200  # rows by which the cells of a column are judged
_FEWEST = 3  # fields that headings must name
_SURE = 50  # percent, below which a column is proposed as not used
_FIT = 0.6  # of the cells that can be read as what the heading says
_ADDING = 0.8  # of the rows in which value and taxes make the document value
_MOST_AMOUNTS = 16  # columns of amounts that are tried against each other
_HEADINGS = (
    "Give each column a heading in one row, for example GSTIN, Supplier, Bill No, Bill Date, Taxable Value, IGST, CGST "
    "and SGST."
)


def propose(content: Content, own_gstin: str, known: Mapping[str, str]) -> ColumnMapping:
    """The layout of the sheet whose headings name the most fields, with a field proposed for each column.

    `known`: what the accountant chose for headings (`folded`) in other layouts, which goes before everything. Raises
    ImsError when the file has no sheet, or none with such headings.
    """
    if not content.sheets:
        raise ImsError(
            "only tables have columns to map", "Choose an Excel workbook or a CSV.", file=content.source.name
        )
    found = [
        (len({guess(title).field for title in _titles(row)} - {""}), sheet, at)
        for sheet in content.sheets
        for at, row in enumerate(sheet.rows[:SEARCHED])
    ]
    fields, sheet, at = max(found, key=lambda one: one[0], default=(0, content.sheets[0], 0))
    if fields < _FEWEST:
        raise ImsError(
            "no row of headings was found that says what the columns hold", _HEADINGS, file=content.source.name
        )
    titles = _titles(sheet.rows[at])
    columns = _columns(sheet.rows[at + 1 : at + 1 + _LOOKED_AT], len(titles))
    guesses = [_weighed(guess(title), cells, own_gstin) for title, cells in zip(titles, columns, strict=True)]
    guesses = _once_each(_adding(guesses, columns))
    mapped = [_mapped(title, one, cells, known) for title, one, cells in zip(titles, guesses, columns, strict=True)]
    fingerprint = fingerprint_of([folded(title) for title in titles])
    return ColumnMapping(fingerprint, content.source.name, sheet.name, sheet.rows[at].number, tuple(mapped))


def header_places(sheet: Sheet, fingerprint: str) -> list[int]:
    """Places among the first rows of a sheet where the headings of a layout stand."""
    return [
        at
        for at, row in enumerate(sheet.rows[:SEARCHED])
        if fingerprint_of([folded(title) for title in _titles(row)]) == fingerprint
    ]


def _titles(row: Row) -> list[str]:
    titles = [" ".join(str(cell).split()) if isinstance(cell, str) else shown(cell) for cell in row.cells]
    while titles and not titles[-1]:
        titles.pop()
    return titles


def _columns(rows: Sequence[Row], width: int) -> list[list[Cell]]:
    return [[row.cells[at] if at < len(row.cells) else "" for row in rows] for at in range(width)]


def _weighed(found: Guess, cells: Sequence[Cell], own_gstin: str) -> Guess:
    """The guess after a look at the cells below the heading."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return found
    if own_gstin and all(gstin.clean(shown(cell)) == own_gstin for cell in filled):
        return Guess("", 0, "Your own GSTIN")
    numbers = sum(gstin.is_valid(gstin.clean(shown(cell))) for cell in filled)
    if numbers >= _FIT * len(filled):
        sure = 99 if found.field == "supplier_gstin" else 75
        return Guess("supplier_gstin", sure, "Its cells are GSTINs")
    if not found.field:
        return found
    usable = sum(read(cell, READERS[found.field].read).fault is None for cell in filled)
    if found.field == "supplier_gstin" or usable < _FIT * len(filled):
        return Guess("", 0, f"The heading says {FIELDS[found.field]}, its cells do not fit")
    return found


def _adding(guesses: list[Guess], columns: Sequence[Sequence[Cell]]) -> list[Guess]:
    """The guesses, with value before and after tax told by the arithmetic of the rows where headings leave it open."""
    amounts = {at: _amounts(cells) for at, cells in enumerate(columns) if _is_amounts(guesses[at], cells)}
    heads = [values for at, values in amounts.items() if guesses[at].field in TAXES]
    others = [at for at in amounts if guesses[at].field not in TAXES]
    others = sorted(others, key=lambda at: -guesses[at].confidence)[:_MOST_AMOUNTS]
    if not heads:
        return guesses
    tax = np.nansum(heads, axis=0)
    best, share = (-1, -1), 0.0
    for pair in combinations(others, 2):
        for before, after in (pair, pair[::-1]):
            compared = (tax != 0) & ~np.isnan(amounts[before]) & ~np.isnan(amounts[after])
            fitting = np.abs(amounts[before] + tax - amounts[after])[compared] <= ROUND_OFF
            if compared.any() and (found := float(fitting.mean())) > share:
                best, share = (before, after), found
    if share < _ADDING:
        return guesses
    told = [*guesses]
    for at, field in zip(best, ("taxable_value", "doc_value"), strict=True):
        told[at] = Guess(
            field, max(92, guesses[at].confidence), f"With the taxes it adds up in {share:.0%} of the rows"
        )
    return told


def _is_amounts(found: Guess, cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_blank(cell)]
    readable = sum(isinstance(read(cell, read_amount).value, float) for cell in filled)
    return (not found.field or found.field in (*SUMMED, "doc_value")) and 0 < _FIT * len(filled) <= readable


def _amounts(cells: Sequence[Cell]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    values = [read(cell, read_amount).value for cell in cells]
    return np.array([value if isinstance(value, float) else np.nan for value in values], dtype=np.float64)


def _once_each(guesses: list[Guess]) -> list[Guess]:
    """Each field for its surest column; columns of one rate each stay together, they are added."""
    best: dict[str, int] = {}
    for at, one in enumerate(guesses):
        if one.field and (one.field not in best or one.confidence > guesses[best[one.field]].confidence):
            best[one.field] = at
    return [
        one
        if not one.field or best[one.field] == at or _is_beside(one, guesses[best[one.field]])
        else Guess("", 0, f"Another column fits {FIELDS[one.field]} better")
        for at, one in enumerate(guesses)
    ]


def _is_beside(one: Guess, best: Guess) -> bool:
    """Whether two columns hold parts of one amount, as ledgers of one tax head for each rate do."""
    return one.field in SUMMED and one.is_part and best.is_part


def _mapped(title: str, found: Guess, cells: Sequence[Cell], known: Mapping[str, str]) -> MappedColumn:
    samples = tuple(shown(cell) for cell in [*cells, *[""] * SAMPLES][:SAMPLES])
    if folded(title) in known and title:
        return MappedColumn(title, known[folded(title)], 99, "You chose it for this heading before", samples)
    is_used = found.field and found.confidence >= _SURE
    return MappedColumn(title, FIELDS[found.field] if is_used else NOT_USED, found.confidence, found.reason, samples)
